/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-function.h"

G_BEGIN_DECLS

/* A function worth seeing, named by its lesson. Static; lesson and explanation are marked for translation
 * and pass through gettext by the getters of the same name. */
typedef struct
{
  const char *id;          /* for the command line and settings: "parabola" */
  const char *lesson;      /* "Bowl: always works" */
  const char *explanation; /* what to try and see, one or two sentences */
  const char *text;
  guint       n_inputs;
  double      x_min, x_max; /* the domain to show; for 1-D the range of y follows from it */
  double      y_min, y_max;
  double      start[DESCENT_MAX_INPUTS];
  double      lr;
  double      lr_min, lr_max; /* of the slider; reaches past divergence */
  guint       n_steps;
} DescentPreset;

/* The presets of the Curve (n_inputs 1) or Surface (2) page; the first is the default. */
const DescentPreset *descent_preset_list (guint  n_inputs,
                                          guint *n_presets);
const DescentPreset *descent_preset_lookup (const char *id);
const char          *descent_preset_get_lesson (const DescentPreset *preset);
const char          *descent_preset_get_explanation (const DescentPreset *preset);

G_END_DECLS
