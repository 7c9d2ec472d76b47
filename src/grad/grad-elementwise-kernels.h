/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* All elementwise rows of grad-ops.def for the type T, by way of the words of grad-elementwise-words.h, which must
 * be included before. For the row sin, T float, there come to be:
 *
 *   forward_sin (x, z, numbers)                 sinf (x)
 *   gradient_sin_x (g, x, z, y, numbers)        g * cosf (x)
 *   loop_sin, gradient_loop_sin_x               the same over runs of n elements, where a stride may be 0
 */

#define DEFINE_FORWARD(id, forward, Result)                                                                        \
  static inline Result                                                                                             \
      forward_##id (T x, T z, const double *numbers)                                                               \
  {                                                                                                                \
    return forward;                                                                                                \
  }                                                                                                                \
  static void                                                                                                      \
      loop_##id (gint64 n, void *y_data, gint64 y_stride, const void *x_data, gint64 x_stride, const void *z_data, \
                 gint64 z_stride, const double *numbers)                                                           \
  {                                                                                                                \
    Result  *y = y_data;                                                                                           \
    const T *x = x_data, *z = z_data;                                                                              \
                                                                                                                   \
    if (y_stride == 1 && x_stride == 1 && z_stride == 1)                                                           \
      for (gint64 i = 0; i < n; i++)                                                                               \
        y[i] = forward_##id (x[i], z[i], numbers);                                                                 \
    else if (y_stride == 1 && x_stride == 1 && z_stride == 0)                                                      \
      for (gint64 i = 0; i < n; i++)                                                                               \
        y[i] = forward_##id (x[i], z[0], numbers);                                                                 \
    else                                                                                                           \
      for (gint64 i = 0; i < n; i++)                                                                               \
        y[i * y_stride] = forward_##id (x[i * x_stride], z[i * z_stride], numbers);                                \
  }

#define DEFINE_GRADIENT(id, input, formula)                                                            \
  static inline T                                                                                      \
      gradient_##id##_##input (T g, T x, T z, T y, const double *numbers)                              \
  {                                                                                                    \
    return formula;                                                                                    \
  }                                                                                                    \
  static void                                                                                          \
      gradient_loop_##id##_##input (gint64 n, void *data, const void *const operands[GRAD_N_OPERANDS], \
                                    const gint64 strides[GRAD_N_OPERANDS], const double *numbers)      \
  {                                                                                                    \
    T       *d = data;                                                                                 \
    const T *g = operands[GRAD_OPERAND_G], *x = operands[GRAD_OPERAND_X];                              \
    const T *z = operands[GRAD_OPERAND_Z], *y = operands[GRAD_OPERAND_Y];                              \
    gint64   gs = strides[GRAD_OPERAND_G], xs = strides[GRAD_OPERAND_X];                               \
    gint64   zs = strides[GRAD_OPERAND_Z], ys = strides[GRAD_OPERAND_Y];                               \
                                                                                                       \
    if (gs == 1 && xs == 1 && zs == 1 && ys == 1)                                                      \
      for (gint64 i = 0; i < n; i++)                                                                   \
        d[i] = gradient_##id##_##input (g[i], x[i], z[i], y[i], numbers);                              \
    else if (gs == 0 && xs == 1 && zs == 1 && ys == 1)                                                 \
      for (gint64 i = 0; i < n; i++)                                                                   \
        d[i] = gradient_##id##_##input (g[0], x[i], z[i], y[i], numbers);                              \
    else                                                                                               \
      for (gint64 i = 0; i < n; i++)                                                                   \
        d[i] = gradient_##id##_##input (g[i * gs], x[i * xs], z[i * zs], y[i * ys], numbers);          \
  }

#define UNARY(id, schema, grad_fn, low, high, forward, gradient) \
  DEFINE_FORWARD (id, forward, T)                                \
  DEFINE_GRADIENT (id, x, gradient)
#define UNARY_INT(id, schema, grad_fn, low, high, forward, integer, gradient) \
  UNARY (id, schema, grad_fn, low, high, forward, gradient)
#define BINARY(id, schema, grad_fn, low, high, forward, gradient_x, gradient_z) \
  DEFINE_FORWARD (id, forward, T)                                               \
  DEFINE_GRADIENT (id, x, gradient_x)                                           \
  DEFINE_GRADIENT (id, z, gradient_z)
#define BINARY_INT(id, schema, grad_fn, low, high, forward, integer, gradient_x, gradient_z) \
  BINARY (id, schema, grad_fn, low, high, forward, gradient_x, gradient_z)
#define COMPARE(id, schema, forward) DEFINE_FORWARD (id, forward, guint8)
#define OP(...)
#include "grad/grad-ops.def"
#undef UNARY
#undef UNARY_INT
#undef BINARY
#undef BINARY_INT
#undef COMPARE
#undef OP

const KERNELS NAMED (kernels)[GRAD_N_OPS] = {
#define UNARY(id, ...) [GRAD_OP_##id] = { forward_##id, { gradient_##id##_x }, loop_##id, { gradient_loop_##id##_x } },
#define UNARY_INT(id, ...) UNARY (id)
#define BINARY(id, ...) \
  [GRAD_OP_##id] = { forward_##id, { gradient_##id##_x, gradient_##id##_z }, loop_##id, { gradient_loop_##id##_x, gradient_loop_##id##_z } },
#define BINARY_INT(id, ...) BINARY (id)
#define COMPARE(id, ...) [GRAD_OP_##id] = { NULL, { NULL }, loop_##id, { NULL } },
#define OP(...)
#include "grad/grad-ops.def"
};
