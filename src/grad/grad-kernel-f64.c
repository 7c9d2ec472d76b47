/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The double kernels, compiled once per instruction set. Functions are the C library's, lane by lane: float64 has no
 * wider type to round from, and the engine's bits are the library's. */

#include "grad/grad-kernel-private.h"
#include "grad/grad-math.h"

#define T double
#define NAMED(name) grad_##name##_f64
#define LIBM(name) name
#include "grad/grad-elementwise-words.h"

#define SET(name) exact_f64_##name
#define MULADD(a, b, c) ((a) * (b) + (c))
#include "grad/grad-kernel-arithmetic.h"

#include "grad/grad-kernel-gradients.h"
#include "grad/grad-kernel-sum.h"

/* Sine and cosine of the argument that a SINCOS row says. */
#define SINCOS(name, n_inputs, argument)                                 \
  static void                                                            \
      sincos_loop_##name (const GradKernelCall *call, guint n)           \
  {                                                                      \
    const double z G_GNUC_UNUSED = *(const double *) call->in[n_inputs]; \
                                                                         \
    for (guint i = 0; i < n_inputs * n; i++)                             \
      {                                                                  \
        const guint  which = i / n, at = i % n;                          \
        const double x = ((const double *) call->in[which])[at];         \
                                                                         \
        ((double *) call->out[2 * which])[at] = sin (argument);          \
        ((double *) call->out[2 * which + 1])[at] = cos (argument);      \
      }                                                                  \
  }
#include "grad/grad-kernels.def"

void
ISA (grad_kernel_fill_f64) (GradKernelTable *table)
{
  GradFieldKernels *exact = &table->sets[GRAD_KERNELS_EXACT_F64];

  exact_f64_fill (exact);
#define SINCOS(name, ...) exact->kernels[GRAD_KERNEL_##name] = sincos_loop_##name;
#include "grad/grad-kernels.def"
  fill_gradients (&table->gradients_f64);
  table->sum_f64 = sum_dense;
}
