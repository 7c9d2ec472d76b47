/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op-private.h"

G_BEGIN_DECLS

/* Whether op may write into the first of the values, which are complete; whether the history allows it is another question
 * and comes before. FALSE with PyTorch's error. */
gboolean grad_in_place_check (const GradOp    *op,
                              const GradValue *values,
                              guint            n_values,
                              GError         **error);

/* Whether each place of what is laid out so can be written once. */
gboolean grad_in_place_check_places (const GradLayout *layout,
                                     GError          **error);

/* Whether what has that layout can be written into x as it is. */
gboolean grad_in_place_check_shape (const GradTensor *x,
                                    const GradLayout *layout,
                                    GError          **error);

G_END_DECLS
