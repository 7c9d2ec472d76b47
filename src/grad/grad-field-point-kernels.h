/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The forward side of the elementwise rows of grad-ops.def on single numbers of type T, for grad-field-point.c. To be
 * included after grad-elementwise-words.h, without a guard, as grad-elementwise-kernels.h is. A comparison gives 1 or
 * 0 of the type. */

#define DEFINE_POINT(id, forward)        \
  static void                            \
      point_##id (void         *y_data,  \
                  const void   *x_data,  \
                  const void   *z_data,  \
                  const double *numbers) \
  {                                      \
    T x = *(const T *) x_data;           \
    T z = *(const T *) z_data;           \
                                         \
    (void) x;                            \
    (void) z;                            \
    *(T *) y_data = (T) (forward);       \
  }

#define UNARY(id, schema, grad_fn, low, high, forward, gradient) DEFINE_POINT (id, forward)
#define BINARY(id, schema, grad_fn, low, high, forward, gradient_x, gradient_z) DEFINE_POINT (id, forward)
#define PLAIN(id, schema, forward, integer) DEFINE_POINT (id, forward)
#define COMPARE(id, schema, forward) DEFINE_POINT (id, forward)
#define TEST(id, schema, forward) DEFINE_POINT (id, forward)
#include "grad/grad-ops.def"

const GradPointKernel NAMED (point_kernels)[GRAD_N_OPS] = {
#define UNARY(id, ...) [GRAD_OP_##id] = point_##id,
#define BINARY(id, ...) [GRAD_OP_##id] = point_##id,
#define PLAIN(id, ...) [GRAD_OP_##id] = point_##id,
#define COMPARE(id, ...) [GRAD_OP_##id] = point_##id,
#define TEST(id, ...) [GRAD_OP_##id] = point_##id,
#include "grad/grad-ops.def"
};
