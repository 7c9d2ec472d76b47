/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op-private.h"

G_BEGIN_DECLS

/* An elementwise row on single numbers: y = row (x, z); what a row does not use is read, but does not matter. */
typedef void (*GradPointKernel) (void         *y,
                                 const void   *x,
                                 const void   *z,
                                 const double *numbers);

/* Indexed by row; NULL for structural operations. */
extern const GradPointKernel grad_point_kernels_f32[];
extern const GradPointKernel grad_point_kernels_f64[];

G_END_DECLS
