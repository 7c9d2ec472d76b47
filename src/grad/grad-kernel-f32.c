/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The float kernels, exact and fast, compiled once per instruction set: plain loops over lanes, of which the compiler
 * makes vectors. */

#include "grad/grad-kernel-functions.h"
#include "grad/grad-kernel-private.h"

#define T float
#define NAMED(name) grad_##name##_f32
#define LIBM(name) name##f
#include "grad/grad-elementwise-words.h"

#define SET(name) exact_f32_##name
#define MULADD(a, b, c) ((a) * (b) + (c))
#include "grad/grad-kernel-arithmetic.h"
#undef SET
#undef MULADD

#define SET(name) fast_f32_##name
#define MULADD(a, b, c) fast_muladd (a, b, c)
#include "grad/grad-kernel-arithmetic.h"

#include "grad/grad-kernel-gradients.h"
#include "grad/grad-kernel-sum.h"

/* The functions take the places of the loops over scalar functions that their rows in grad-ops.def made. */
static void
fill_functions (GradFieldKernels *exact,
                GradFieldKernels *fast)
{
#define FILL(name, first, ones)                                         \
  exact->kernels[GRAD_KERNEL_##name + (first)] = exact_##name##_##ones; \
  fast->kernels[GRAD_KERNEL_##name + (first)] = fast_##name##_##ones;
#define FUNCTION(name, ...) FILL (name, 0, 2)
#define FUNCTION2(name, ...) FILL (name, 0, 0) FILL (name, 1, 1) FILL (name, 2, 2)
#define SINCOS(name, ...) FILL (name, 0, 0)
#include "grad/grad-kernels.def"
}

void
ISA (grad_kernel_fill_f32) (GradKernelTable *table)
{
  GradFieldKernels *exact = &table->sets[GRAD_KERNELS_EXACT_F32], *fast = &table->sets[GRAD_KERNELS_FAST_F32];

  exact_f32_fill (exact);
  fast_f32_fill (fast);
  fill_functions (exact, fast);
  fill_gradients (&table->gradients_f32);
  table->sum_f32 = sum_dense;
}
