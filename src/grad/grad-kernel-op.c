/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Which kernels compute which rows. */

#include "grad/grad-kernel-op.h"

const guint16 grad_kernel_of_op[GRAD_N_OPS] = {
#define UNARY(name, ...) [GRAD_OP_##name] = GRAD_KERNEL_##name,
#define BINARY(name, ...) [GRAD_OP_##name] = GRAD_KERNEL_##name,
#define PLAIN(name, ...) [GRAD_OP_##name] = GRAD_KERNEL_##name,
#define COMPARE(name, ...) [GRAD_OP_##name] = GRAD_KERNEL_##name,
#include "grad/grad-ops.def"
  [GRAD_OP_where] = GRAD_KERNEL_where,
};

const guint8 grad_kernel_is_function[GRAD_N_OPS] = {
#define FUNCTION(name, ...) [GRAD_OP_##name] = TRUE,
#define FUNCTION2(name, ...) [GRAD_OP_##name] = TRUE,
#include "grad/grad-kernels.def"
};
