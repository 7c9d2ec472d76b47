/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op-private.h"

G_BEGIN_DECLS

/* Whether PyTorch computes the elementwise operation on x and z (the same for a unary one), which promote to dtype;
 * FALSE with its error if not. */
gboolean grad_refuse_check (GradOpId      id,
                            GradTensor   *x,
                            GradTensor   *z,
                            GradDType     dtype,
                            const double *parameters,
                            GError      **error);

/* The part of it that needs no kernel to be found out: what has no meaning for bool or for integers. */
gboolean grad_refuse_check_meaning (GradOpId      id,
                                    GradTensor   *x,
                                    GradTensor   *z,
                                    GradDType     dtype,
                                    const double *parameters,
                                    GError      **error);

/* The same about the dtype alone, before a number makes a higher one of it. */
gboolean grad_refuse_check_kernel (GradOpId  id,
                                   GradDType dtype,
                                   GError  **error);

G_END_DECLS
