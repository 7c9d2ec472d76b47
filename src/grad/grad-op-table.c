/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The rows of grad-ops.def as data. */

#include "grad/grad-op-private.h"

#define UNARY(id_, schema_, grad_fn_, low_, high_, forward_, gradient_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_UNARY, .schema = schema_, .grad_fn = grad_fn_, .formula = #gradient_, .low = low_, .high = high_, .n_inputs = 1, .reads = { GRAD_READS_##id_##_x }, .call_tensors = grad_call_tensors_##id_ },
#define UNARY_INT(id_, schema_, grad_fn_, low_, high_, forward_, integer_, gradient_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_UNARY, .schema = schema_, .grad_fn = grad_fn_, .formula = #gradient_, .low = low_, .high = high_, .n_inputs = 1, .reads = { GRAD_READS_##id_##_x }, .call_tensors = grad_call_tensors_##id_ },
#define BINARY(id_, schema_, grad_fn_, low_, high_, forward_, gradient_x_, gradient_z_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_BINARY, .schema = schema_, .grad_fn = grad_fn_, .formula = #gradient_x_ "; " #gradient_z_, .low = low_, .high = high_, .n_inputs = 2, .reads = { GRAD_READS_##id_##_x, GRAD_READS_##id_##_z }, .call_tensors = grad_call_tensors_##id_ },
#define BINARY_INT(id_, schema_, grad_fn_, low_, high_, forward_, integer_, gradient_x_, gradient_z_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_BINARY, .schema = schema_, .grad_fn = grad_fn_, .formula = #gradient_x_ "; " #gradient_z_, .low = low_, .high = high_, .n_inputs = 2, .reads = { GRAD_READS_##id_##_x, GRAD_READS_##id_##_z }, .call_tensors = grad_call_tensors_##id_ },
#define PLAIN(id_, schema_, forward_, integer_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_BINARY, .schema = schema_, .grad_fn = "NotImplemented", .n_inputs = 2, .call_tensors = grad_op_call_slowly },
#define COMPARE(id_, schema_, forward_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_COMPARISON, .schema = schema_, .n_inputs = 2, .call_tensors = grad_op_call_slowly },
#define TEST(id_, schema_, forward_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_COMPARISON, .schema = schema_, .n_inputs = 1, .call_tensors = grad_op_call_slowly },
#define OP(id_, schema_, grad_fn_, saves_, n_inputs_, formula_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_STRUCTURAL, .schema = schema_, .grad_fn = grad_fn_, .formula = formula_, .n_inputs = n_inputs_, .reads = { saves_, saves_ }, .call = grad_call_##id_, .call_tensors = grad_op_call_slowly },
#define OTHER(id_, schema_, n_inputs_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_STRUCTURAL, .schema = schema_, .n_inputs = n_inputs_, .call = grad_call_##id_, .call_tensors = grad_op_call_slowly },

const GradOp grad_ops[GRAD_N_OPS] = {
#include "grad/grad-ops.def"
};
