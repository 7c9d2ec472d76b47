/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The loops of one set of kernels in the type T: of every elementwise row of grad-ops.def and of the fused rows of
 * grad-kernels.def. SET (n) is the name of kernel n in the set, MULADD as grad-kernels.def says, and the words of the
 * rows are those of grad-elementwise-words.h; no include guard, for that reason. For the row mul there come to be
 *
 *   set_mul_0   out[i] = x[i] * z[i]
 *   set_mul_1   out[i] = x[0] * z[i]     and so on, the number being the set of inputs that are one for all lanes.
 */

#define INPUT(i) (ones & 1u << i ? one_##i : in_##i[lane])
#define DEFINE_LOOP(name, ones_, value)                                          \
  static void                                                                    \
  SET (name##_##ones_) (const GradKernelCall *call, guint n)                     \
  {                                                                              \
    const guint  ones = ones_, size = n / GRAD_KERNEL_LANES * GRAD_KERNEL_LANES; \
    const T     *in_0 = call->in[0];                                             \
    const T     *in_1 = call->in[1];                                             \
    const T     *in_2 = call->in[2];                                             \
    const T     *in_3 = call->in[3];                                             \
    const T     *in_4 = call->in[4];                                             \
    const T      one_0 = *in_0, one_1 = *in_1, one_2 = *in_2;                    \
    const T      one_3 = *in_3, one_4 = *in_4;                                   \
    const double numbers[] = { call->numbers[0], call->numbers[1] };             \
    T           *out = call->out[0];                                             \
                                                                                 \
    GRAD_KERNEL_SHORT_LOOP                                                       \
    for (guint lane = 0; lane < size; lane++)                                    \
      {                                                                          \
        const T x G_GNUC_UNUSED = INPUT (0), z G_GNUC_UNUSED = INPUT (1);        \
        const T a G_GNUC_UNUSED = x, b G_GNUC_UNUSED = z;                        \
        const T c G_GNUC_UNUSED = INPUT (2), d G_GNUC_UNUSED = INPUT (3);        \
        const T e G_GNUC_UNUSED = INPUT (4);                                     \
                                                                                 \
        out[lane] = value;                                                       \
      }                                                                          \
    (void) numbers;                                                              \
  }
#define DEFINE_1(name, value) DEFINE_LOOP (name, 0, value)
#define DEFINE_2(name, value)  \
  DEFINE_1 (name, value)       \
  DEFINE_LOOP (name, 1, value) \
  DEFINE_LOOP (name, 2, value)
#define DEFINE_3(name, value)  \
  DEFINE_2 (name, value)       \
  DEFINE_LOOP (name, 3, value) \
  DEFINE_LOOP (name, 4, value) \
  DEFINE_LOOP (name, 5, value) \
  DEFINE_LOOP (name, 6, value)
#define DEFINE_4(name, value)   \
  DEFINE_3 (name, value)        \
  DEFINE_LOOP (name, 7, value)  \
  DEFINE_LOOP (name, 8, value)  \
  DEFINE_LOOP (name, 9, value)  \
  DEFINE_LOOP (name, 10, value) \
  DEFINE_LOOP (name, 11, value) \
  DEFINE_LOOP (name, 12, value) \
  DEFINE_LOOP (name, 13, value) \
  DEFINE_LOOP (name, 14, value)
#define DEFINE_5(name, value)   \
  DEFINE_4 (name, value)        \
  DEFINE_LOOP (name, 15, value) \
  DEFINE_LOOP (name, 16, value) \
  DEFINE_LOOP (name, 17, value) \
  DEFINE_LOOP (name, 18, value) \
  DEFINE_LOOP (name, 19, value) \
  DEFINE_LOOP (name, 20, value) \
  DEFINE_LOOP (name, 21, value) \
  DEFINE_LOOP (name, 22, value) \
  DEFINE_LOOP (name, 23, value) \
  DEFINE_LOOP (name, 24, value) \
  DEFINE_LOOP (name, 25, value) \
  DEFINE_LOOP (name, 26, value) \
  DEFINE_LOOP (name, 27, value) \
  DEFINE_LOOP (name, 28, value) \
  DEFINE_LOOP (name, 29, value) \
  DEFINE_LOOP (name, 30, value)

#define UNARY(name, schema, grad_fn, low, high, forward, ...) DEFINE_1 (name, forward)
#define BINARY(name, schema, grad_fn, low, high, forward, ...) DEFINE_2 (name, forward)
#define PLAIN(name, schema, forward, integer) DEFINE_2 (name, forward)
#define COMPARE(name, schema, forward) DEFINE_2 (name, forward)
#include "grad/grad-ops.def"

#define KERNEL1(name, value) DEFINE_1 (name, value) DEFINE_LOOP (name, 1, value)
#define KERNEL3(name, value) DEFINE_3 (name, value)
#define FUSED3(name, meaning, value) DEFINE_3 (name, value)
#define FUSED4(name, meaning, value) DEFINE_4 (name, value)
#define FUSED5(name, meaning, value) DEFINE_5 (name, value)
#include "grad/grad-kernels.def"

/* Writes the loops into their places. */
#define FILL(name, ones) kernels->kernels[GRAD_KERNEL_##name + (ones)] = SET (name##_##ones);
#define FILL_1(name) FILL (name, 0)
#define FILL_2(name) FILL_1 (name) FILL (name, 1) FILL (name, 2)
#define FILL_3(name) FILL_2 (name) FILL (name, 3) FILL (name, 4) FILL (name, 5) FILL (name, 6)
#define FILL_4(name) \
  FILL_3 (name)      \
  FILL (name, 7)     \
  FILL (name, 8)     \
  FILL (name, 9)     \
  FILL (name, 10)    \
  FILL (name, 11)    \
  FILL (name, 12)    \
  FILL (name, 13)    \
  FILL (name, 14)
#define FILL_5(name) \
  FILL_4 (name)      \
  FILL (name, 15)    \
  FILL (name, 16)    \
  FILL (name, 17)    \
  FILL (name, 18)    \
  FILL (name, 19)    \
  FILL (name, 20)    \
  FILL (name, 21)    \
  FILL (name, 22)    \
  FILL (name, 23)    \
  FILL (name, 24)    \
  FILL (name, 25)    \
  FILL (name, 26)    \
  FILL (name, 27)    \
  FILL (name, 28)    \
  FILL (name, 29)    \
  FILL (name, 30)

static void
SET (fill) (GradFieldKernels *kernels)
{
#define UNARY(name, ...) FILL_1 (name)
#define BINARY(name, ...) FILL_2 (name)
#define PLAIN(name, ...) FILL_2 (name)
#define COMPARE(name, ...) FILL_2 (name)
#include "grad/grad-ops.def"
#define KERNEL1(name, value) FILL_1 (name) FILL (name, 1)
#define KERNEL3(name, value) FILL_3 (name)
#define FUSED3(name, ...) FILL_3 (name)
#define FUSED4(name, ...) FILL_4 (name)
#define FUSED5(name, ...) FILL_5 (name)
#include "grad/grad-kernels.def"
}

#undef DEFINE_LOOP
#undef DEFINE_1
#undef DEFINE_2
#undef DEFINE_3
#undef DEFINE_4
#undef DEFINE_5
#undef FILL
#undef FILL_1
#undef FILL_2
#undef FILL_3
#undef FILL_4
#undef FILL_5
#undef INPUT
