/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The gradient formulas of the elementwise rows as loops in the type T, by way of the words of
 * grad-elementwise-words.h; no include guard, for that reason. For the row sin there comes to be
 *
 *   gradient_sin_x (n, d, operands, strides, numbers)      d[i] = g[i] * cosf (x[i])
 */

#define LOOP(g_, value)             \
  GRAD_KERNEL_LOOP                  \
  for (gint64 i = 0; i < n; i++)    \
    {                               \
      const T g G_GNUC_UNUSED = g_; \
      value                         \
    }
#define VALUE(sx, sz, sy, formula)                                                                              \
  const T x G_GNUC_UNUSED = in_x[i * (sx)], z G_GNUC_UNUSED = in_z[i * (sz)], y G_GNUC_UNUSED = in_y[i * (sy)]; \
                                                                                                                \
  d[i] = formula;
#define DEFINE_GRADIENT(id, input, formula)                                                       \
  static void                                                                                     \
      gradient_##id##_##input (gint64 n, void *data, const void *const operands[GRAD_N_OPERANDS], \
                               const gint64 strides[GRAD_N_OPERANDS], const double *scalars)      \
  {                                                                                               \
    T           *d = data;                                                                        \
    const T     *in_g = operands[GRAD_OPERAND_G], *in_x = operands[GRAD_OPERAND_X];               \
    const T     *in_z = operands[GRAD_OPERAND_Z], *in_y = operands[GRAD_OPERAND_Y];               \
    const gint64 gs = strides[GRAD_OPERAND_G], xs = strides[GRAD_OPERAND_X];                      \
    const gint64 zs = strides[GRAD_OPERAND_Z], ys = strides[GRAD_OPERAND_Y];                      \
    const double numbers[] G_GNUC_UNUSED = { scalars[0], scalars[1] };                            \
    const T      one = *in_g;                                                                     \
                                                                                                  \
    if (xs == 1 && zs == 1 && ys == 1 && gs == 1)                                                 \
      LOOP (in_g[i], VALUE (1, 1, 1, formula))                                                    \
    else if (xs == 1 && zs == 1 && ys == 1 && gs == 0)                                            \
      LOOP (one, VALUE (1, 1, 1, formula))                                                        \
    else if (xs == 0 && zs == 1 && ys == 1 && gs == 1)                                            \
      LOOP (in_g[i], VALUE (0, 1, 1, formula))                                                    \
    else if (xs == 1 && zs == 0 && ys == 1 && gs == 1)                                            \
      LOOP (in_g[i], VALUE (1, 0, 1, formula))                                                    \
    else                                                                                          \
      LOOP (in_g[i * gs], VALUE (xs, zs, ys, formula))                                            \
  }

#define UNARY(id, schema, grad_fn, low, high, forward, gradient) DEFINE_GRADIENT (id, x, gradient)
#define UNARY_INT(id, schema, grad_fn, low, high, forward, integer, gradient) DEFINE_GRADIENT (id, x, gradient)
#define BINARY(id, schema, grad_fn, low, high, forward, gradient_x, gradient_z) \
  DEFINE_GRADIENT (id, x, gradient_x)                                           \
  DEFINE_GRADIENT (id, z, gradient_z)
#define BINARY_INT(id, schema, grad_fn, low, high, forward, integer, gradient_x, gradient_z) \
  BINARY (id, schema, grad_fn, low, high, forward, gradient_x, gradient_z)
#define PLAIN(...)
#define COMPARE(...)
#define TEST(...)
#define OP(...)
#define OTHER(...)
#include "grad/grad-ops.def"
#undef UNARY
#undef UNARY_INT
#undef BINARY
#undef BINARY_INT

static void
fill_gradients (GradGradientKernels *gradients)
{
#define UNARY(id, ...) gradients->loops[GRAD_OP_##id][0] = gradient_##id##_x;
#define UNARY_INT(id, ...) UNARY (id)
#define BINARY(id, ...) UNARY (id) gradients->loops[GRAD_OP_##id][1] = gradient_##id##_z;
#define BINARY_INT(id, ...) BINARY (id)
#include "grad/grad-ops.def"
}
#undef UNARY
#undef UNARY_INT
#undef BINARY
#undef BINARY_INT
#undef PLAIN
#undef COMPARE
#undef TEST
#undef OP
#undef OTHER
#undef LOOP
#undef VALUE
#undef DEFINE_GRADIENT
