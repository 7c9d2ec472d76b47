/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-kernel.h"

/* Before a loop over lanes: that each stands alone, and so may go with others in a vector. */
#ifdef __clang__
#define GRAD_KERNEL_LOOP _Pragma ("clang loop vectorize(assume_safety)")
#define GRAD_KERNEL_SHORT_LOOP GRAD_KERNEL_LOOP
#else
#define GRAD_KERNEL_LOOP _Pragma ("GCC ivdep")
#define GRAD_KERNEL_SHORT_LOOP _Pragma ("GCC ivdep") _Pragma ("GCC unroll 4")
#endif

/* What is compiled several times: GRAD_KERNEL_ISA is v2, v3…, and ISA (name) a name with that at its end. */
#define GRAD_KERNEL_JOIN(name, isa) name##_##isa
#define GRAD_KERNEL_EXPAND(name, isa) GRAD_KERNEL_JOIN (name, isa)
#define ISA(name) GRAD_KERNEL_EXPAND (name, GRAD_KERNEL_ISA)

/* Put the kernels compiled for that instruction set into a table. */
#define GRAD_KERNEL_DECLARE(isa)                            \
  void grad_kernel_fill_f32_##isa (GradKernelTable *table); \
  void grad_kernel_fill_f64_##isa (GradKernelTable *table);
GRAD_KERNEL_DECLARE (baseline)
GRAD_KERNEL_DECLARE (v3)
GRAD_KERNEL_DECLARE (v4)
#undef GRAD_KERNEL_DECLARE
