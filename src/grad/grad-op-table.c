/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The rows of grad-ops.def as data. What a gradient reads, and so what must be saved for it, is found by
 * evaluating its formula with words that collect letters instead of computing. */

#include "grad/grad-op-private.h"

enum
{
  x = GRAD_READS_X,
  z = GRAD_READS_Z,
  y = GRAD_READS_Y,
  g = GRAD_READS_G,
};

#define READS1(a) ((a) | GRAD_READS_MORE)
#define READS2(a, b) ((a) | (b) | GRAD_READS_MORE)

#define number(c) GRAD_READS_MORE
#define zero(a) GRAD_READS_MORE
#define scale(a, c) ((a) | GRAD_READS_SCALE)
#define where(c, a, b) ((c) | (a) | (b) | GRAD_READS_MORE)
#define choose(c, a, b) READS2 (a, b)
#define both(a, b) READS2 (a, b)
#define add(a, b) READS2 (a, b)
#define sub(a, b) READS2 (a, b)
#define mul(a, b) READS2 (a, b)
#define div(a, b) READS2 (a, b)
#define pow(a, b) READS2 (a, b)
#define eq(a, b) READS2 (a, b)
#define lt(a, b) READS2 (a, b)
#define le(a, b) READS2 (a, b)
#define gt(a, b) READS2 (a, b)
#define ge(a, b) READS2 (a, b)
#define tanh_backward(a, b) READS2 (a, b)
#define sigmoid_backward(a, b) READS2 (a, b)
#define rsub(a, c) READS1 (a)
#define pow_number(a, c) READS1 (a)
#define neg(a) READS1 (a)
#define sign(a) READS1 (a)
#define reciprocal(a) READS1 (a)
#define rsqrt(a) READS1 (a)
#define exp(a) READS1 (a)
#define log(a) READS1 (a)
#define sin(a) READS1 (a)
#define cos(a) READS1 (a)
#define sinh(a) READS1 (a)
#define cosh(a) READS1 (a)

#define UNARY(id_, schema_, grad_fn_, low_, high_, forward_, gradient_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_UNARY, .schema = schema_, .grad_fn = grad_fn_, .formula = #gradient_, .low = low_, .high = high_, .n_inputs = 1, .reads = { gradient_ } },
#define UNARY_INT(id_, schema_, grad_fn_, low_, high_, forward_, integer_, gradient_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_UNARY, .schema = schema_, .grad_fn = grad_fn_, .formula = #gradient_, .low = low_, .high = high_, .n_inputs = 1, .reads = { gradient_ } },
#define BINARY(id_, schema_, grad_fn_, low_, high_, forward_, gradient_x_, gradient_z_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_BINARY, .schema = schema_, .grad_fn = grad_fn_, .formula = #gradient_x_ "; " #gradient_z_, .low = low_, .high = high_, .n_inputs = 2, .reads = { gradient_x_, gradient_z_ } },
#define BINARY_INT(id_, schema_, grad_fn_, low_, high_, forward_, integer_, gradient_x_, gradient_z_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_BINARY, .schema = schema_, .grad_fn = grad_fn_, .formula = #gradient_x_ "; " #gradient_z_, .low = low_, .high = high_, .n_inputs = 2, .reads = { gradient_x_, gradient_z_ } },
#define COMPARE(id_, schema_, forward_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_COMPARISON, .schema = schema_, .n_inputs = 2 },
#define OP(id_, schema_, grad_fn_, saves_, n_inputs_) \
  [GRAD_OP_##id_] = { .id = GRAD_OP_##id_, .kind = GRAD_OP_STRUCTURAL, .schema = schema_, .grad_fn = grad_fn_, .n_inputs = n_inputs_, .reads = { saves_, saves_ }, .call = grad_call_##id_ },

const GradOp grad_ops[GRAD_N_OPS] = {
#include "grad/grad-ops.def"
};
