/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor-private.h"

G_BEGIN_DECLS

/* Adds a gradient to leaf.grad, or makes it that: in place while recording is off, by a recorded addition while
 * it is on. The gradient has the shape and dtype of the leaf. */
gboolean grad_accumulate (GradTensor *leaf,
                          GradTensor *gradient,
                          GError    **error);

/* The same for a 0-d leaf and a bare number, unrecorded. */
void grad_accumulate_number (GradTensor *leaf,
                             GradScalar  gradient);

G_END_DECLS
