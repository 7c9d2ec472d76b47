/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor-private.h"

G_BEGIN_DECLS

/* The sum of n numbers that stand stride apart, added up in PyTorch's order: by lanes of a vector register, four of
 * them at a time, in a cascade that keeps partial sums of like size together. */
float  grad_sum_f32 (const float *x,
                     gint64       n,
                     gint64       stride);
double grad_sum_f64 (const double *x,
                     gint64        n,
                     gint64        stride);

/* x, converted to dtype (which is not bool), summed over the dimensions marked in reduced, which remain as 1.
 * Unrecorded. Transfer full. */
GradTensor *grad_sum_dims (GradTensor     *x,
                           const gboolean *reduced,
                           GradDType       dtype,
                           GError        **error);

G_END_DECLS
