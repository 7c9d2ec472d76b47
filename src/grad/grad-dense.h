/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op-private.h"

G_BEGIN_DECLS

/* The way of nearly every vector: elementwise rows where all operands are dense and of one float dtype and shape, or one
 * number for all elements. It needs neither promotion, broadcasting nor walking, and its loops are the kernels of the
 * machine's best instruction set. Each function leaves other cases, and a want of memory, to the general way. */

/* y = op (x, z) unrecorded; z is ignored by unary rows. Transfer full; NULL if this is another case. */
GradTensor *grad_dense_compute (GradOpId      id,
                                GradTensor   *x,
                                GradTensor   *z,
                                const double *parameters);

/* x = op (x, z) in place, unrecorded and without raising the version; FALSE if this is another case. */
gboolean grad_dense_write (GradOpId    id,
                           GradTensor *x,
                           GradTensor *z);

/* The gradient of an input of node, unrecorded, where its result has the gradient g. Transfer full; NULL if this is
 * another case. */
GradTensor *grad_dense_gradient (GradNode     *node,
                                 guint         input,
                                 GradTensor   *g,
                                 const double *parameters);

/* Whether a formula with functions is computed sooner operation by operation: inside a loop they would go number by
 * number, by themselves they go in lanes. */
gboolean grad_dense_prefers_rule (const GradNode *node);

/* The sum of all elements as a 0-d tensor of the same dtype, unrecorded. Transfer full; NULL if this is another case. */
GradTensor *grad_dense_sum (GradTensor *x);

G_END_DECLS
