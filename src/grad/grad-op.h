/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor.h"
#include "grad/grad-value.h"

G_BEGIN_DECLS

/* One row of the op table (grad-ops.def). */
typedef struct _GradOp GradOp;

/* The op PyTorch calls so ("sin", "add", "matmul"); NULL if there is none. Static. Where PyTorch has overloads,
 * the first; "pow.Scalar" asks for a certain one. */
const GradOp *grad_op_lookup (const char *name);

/* The row of that name that stands after op, or NULL: the next overload. */
const GradOp *grad_op_next_overload (const GradOp *op);

const char *grad_op_get_name (const GradOp *op);    /* "pow", shared by overloads */
const char *grad_op_get_schema (const GradOp *op);  /* PyTorch's: "mul.Tensor(Tensor self, Tensor other)" */
const char *grad_op_get_grad_fn (const GradOp *op); /* "MulBackward0"; NULL if it has no gradient */

/* The gradient of each tensor among the arguments as a Python expression, "; " between them: "grad * self.cos()". Its
 * names are those of the schema, grad and result; NULL if the op has no gradient. */
const char *grad_op_get_formula (const GradOp *op);

guint grad_op_get_n_inputs (const GradOp *op); /* tensors */

/* Whether it is a step of gradients only, which trusts its arguments to fit each other: not for programs to call. */
gboolean grad_op_is_internal (const GradOp *op);

/* Where tests may sample the inputs of an elementwise op: away from poles and kinks. */
void grad_op_get_range (const GradOp *op,
                        double       *low,
                        double       *high);

/* All rows, for lists and tests. */
const GradOp *const *grad_op_list (guint *n_ops);

/* Calls an elementwise op, or any other that takes tensors alone. Transfer full; NULL with error set as
 * PyTorch would raise. An input may be NULL: then the result is NULL and error is left alone, so that calls
 * can be nested and checked once. An input made by grad_tensor_new_number is a Python number: x ** 2,
 * 1 / x and 3 - x are computed and named as PyTorch does. */
GradTensor *grad_op_call (const GradOp      *op,
                          GradTensor *const *inputs,
                          guint              n_inputs,
                          GError           **error);

/* NULL without an error is possible for unbind and split alone: a dimension of size 0 may have no parts.
 *
 * Calls any op with its arguments in the order of the schema; what is missing or GRAD_VALUE_DEFAULT has the
 * schema's default. Further results of an op that has several are appended to more (may be NULL), transfer
 * full. This is the one door for bindings, which read the schema to know what to pass. */
GradTensor *grad_op_call_full (const GradOp    *op,
                               const GradValue *values,
                               guint            n_values,
                               GPtrArray       *more,
                               GError         **error);

/* tensor -= other, tensor += other: in place, as the Python operators; FALSE with PyTorch's error if that is not
 * allowed. x -= lr * g is grad_tensor_sub_ (x, lr * g): two roundings. */
gboolean grad_tensor_sub_ (GradTensor *tensor,
                           GradTensor *other,
                           GError    **error);
gboolean grad_tensor_add_ (GradTensor *tensor,
                           GradTensor *other,
                           GError    **error);

G_END_DECLS
