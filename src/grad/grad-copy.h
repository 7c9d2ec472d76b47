/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor-private.h"

G_BEGIN_DECLS

/* Writes values, unrecorded and uncounted. */
void grad_fill (GradTensor *tensor,
                double      value);

/* to[…] = from[…], broadcast to the shape of to and converted to its dtype; the two do not overlap. */
void grad_copy (GradTensor *to,
                GradTensor *from);

/* The values in another dtype or row-major order; the tensor itself if it has both. Unrecorded. Transfer full. */
GradTensor *grad_convert (GradTensor *tensor,
                          GradDType   dtype,
                          GError    **error);
GradTensor *grad_make_contiguous (GradTensor *tensor,
                                  GError    **error);

G_END_DECLS
