/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The elementwise rows that integers have of their own. Overflow wraps, as in PyTorch: this file is compiled
 * with -fwrapv. */

#include "grad/grad-elementwise.h"

#include <math.h>

#include "grad/grad-op-private.h"

/* x ** z for z ≥ 0 by squaring; a negative z (in a tensor, where it is no error) truncates 1 / x to an integer. */
static inline gint64
integer_power (gint64 x,
               gint64 z)
{
  gint64 result = 1;

  if (z < 0)
    return x == 1 ? 1 : x == -1 ? (z % 2 == 0 ? 1 : -1)
                                : 0;
  for (; z > 0; z /= 2, x *= x)
    if (z % 2 != 0)
      result *= x;
  return result;
}

/* The remainder with the sign of the divisor, which is not 0, and the quotient rounded down. */
static inline gint64
integer_remainder (gint64 x,
                   gint64 z)
{
  gint64 r = z == -1 ? 0 : x % z;

  return r != 0 && (r < 0) != (z < 0) ? r + z : r;
}

static inline gint64
integer_floor_divide (gint64 x,
                      gint64 z)
{
  return z == -1 ? -x : x / z - (x % z != 0 && (x < 0) != (z < 0));
}

static inline gint64
clamp_integer (gint64 x,
               double low,
               double high)
{
  if ((double) x < low)
    x = (gint64) low;
  return (double) x > high ? (gint64) high : x;
}

#define k (numbers[0])
#define l (numbers[1])

#define DEFINE_LOOP(id, forward, Result)                                                                           \
  static inline Result                                                                                             \
      forward_##id (gint64 x, gint64 z, const double *numbers)                                                     \
  {                                                                                                                \
    return forward;                                                                                                \
  }                                                                                                                \
  static void                                                                                                      \
      loop_##id (gint64 n, void *y_data, gint64 y_stride, const void *x_data, gint64 x_stride, const void *z_data, \
                 gint64 z_stride, const double *numbers)                                                           \
  {                                                                                                                \
    Result       *y = y_data;                                                                                      \
    const gint64 *x = x_data, *z = z_data;                                                                         \
                                                                                                                   \
    for (gint64 i = 0; i < n; i++)                                                                                 \
      y[i * y_stride] = forward_##id (x[i * x_stride], z[i * z_stride], numbers);                                  \
  }

#define UNARY_INT(id, schema, grad_fn, low, high, forward, integer, gradient) DEFINE_LOOP (id, integer, gint64)
#define BINARY_INT(id, schema, grad_fn, low, high, forward, integer, gradient_x, gradient_z) \
  DEFINE_LOOP (id, integer, gint64)
#define PLAIN(id, schema, forward, integer) DEFINE_LOOP (id, integer, gint64)
#define COMPARE(id, schema, forward) DEFINE_LOOP (id, forward, guint8)
#define TEST(id, schema, forward) DEFINE_LOOP (id, forward, guint8)
#include "grad/grad-ops.def"

const GradForwardLoop grad_kernels_i64[GRAD_N_OPS] = {
#define UNARY_INT(id, ...) [GRAD_OP_##id] = loop_##id,
#define BINARY_INT(id, ...) [GRAD_OP_##id] = loop_##id,
#define PLAIN(id, ...) [GRAD_OP_##id] = loop_##id,
#define COMPARE(id, ...) [GRAD_OP_##id] = loop_##id,
#define TEST(id, ...) [GRAD_OP_##id] = loop_##id,
#include "grad/grad-ops.def"
};
