/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor.h"

G_BEGIN_DECLS

/* One row of the op table (grad-ops.def). */
typedef struct _GradOp GradOp;

/* The op PyTorch calls so ("sin", "add", "matmul"); NULL if there is none. Static. */
const GradOp *grad_op_lookup (const char *name);

const char *grad_op_get_name (const GradOp *op);
const char *grad_op_get_schema (const GradOp *op);   /* PyTorch's: "mul(Tensor self, Tensor other)" */
const char *grad_op_get_grad_fn (const GradOp *op);  /* "MulBackward0" */
const char *grad_op_get_formula (const GradOp *op);  /* of the gradient, as it runs */
guint       grad_op_get_n_inputs (const GradOp *op); /* tensors */

/* All rows, for lists and tests. */
const GradOp *const *grad_op_list (guint *n_ops);

/* Calls an elementwise op, or any other that takes tensors alone. Transfer full; NULL with error set as
 * PyTorch would raise. An input may be NULL: then the result is NULL and error is left alone, so that calls
 * can be nested and checked once. */
GradTensor *grad_op_call (const GradOp      *op,
                          GradTensor *const *inputs,
                          guint              n_inputs,
                          GError           **error);

G_END_DECLS
