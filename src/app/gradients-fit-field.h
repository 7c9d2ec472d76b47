/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-fit.h"

G_BEGIN_DECLS

/* What a person can type on the Line fit page. */
typedef enum
{
  GRADIENTS_FIT_FIELD_LR,
  GRADIENTS_FIT_FIELD_W,
  GRADIENTS_FIT_FIELD_B,
  GRADIENTS_FIT_FIELD_EPOCHS,
  GRADIENTS_FIT_FIELD_SAMPLES,
  GRADIENTS_FIT_FIELD_SEED,
  GRADIENTS_FIT_FIELD_TRUE_W,
  GRADIENTS_FIT_FIELD_TRUE_B,
  GRADIENTS_FIT_FIELD_NOISE,
} GradientsFitField;

/* Whether the field is one of the generator's, else one of the fit's. */
gboolean gradients_fit_field_is_of_generator (GradientsFitField field);

/* Reads text into the member that the field is of; one sentence says why not. */
gboolean gradients_fit_field_parse (GradientsFitField   field,
                                    const char         *text,
                                    DescentFitSettings *settings,
                                    DescentGenerator   *generator,
                                    GError            **error);

/* The value as it may be typed. Transfer full. */
char *gradients_fit_field_dup_text (GradientsFitField         field,
                                    const DescentFitSettings *settings,
                                    const DescentGenerator   *generator);

G_END_DECLS
