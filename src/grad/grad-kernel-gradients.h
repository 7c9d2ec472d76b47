/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The gradient formulas of the elementwise rows as loops over dense operands in the type T, by way of the words of
 * grad-elementwise-words.h; no include guard, for that reason. For the row mul there come to be
 *
 *   gradient_mul_x (n, d, operands, single, numbers)      d[i] = g[i] * z[i]
 *   gradient_mul_z                                        d[i] = g[i] * x[i]
 */

/* One loop, where operands with a step of 0 are single. */
#define LOOP(step_g, step_x, step_z, formula)                                         \
  GRAD_KERNEL_LOOP                                                                    \
  for (gint64 i = 0; i < n; i++)                                                      \
    {                                                                                 \
      const T g G_GNUC_UNUSED = in_g[i * step_g], y G_GNUC_UNUSED = in_y[i];          \
      const T x G_GNUC_UNUSED = in_x[i * step_x], z G_GNUC_UNUSED = in_z[i * step_z]; \
                                                                                      \
      d[i] = formula;                                                                 \
    }
#define DEFINE_GRADIENT(id, input, formula)                                                                     \
  static void                                                                                                   \
      gradient_##id##_##input (gint64 n, void *data, const void *const operands[GRAD_N_OPERANDS], guint single, \
                               const double *scalars)                                                           \
  {                                                                                                             \
    T           *d = data;                                                                                      \
    const T     *in_g = operands[GRAD_OPERAND_G], *in_x = operands[GRAD_OPERAND_X];                             \
    const T     *in_z = operands[GRAD_OPERAND_Z], *in_y = operands[GRAD_OPERAND_Y];                             \
    const double numbers[] G_GNUC_UNUSED = { scalars[0], scalars[1] };                                          \
                                                                                                                \
    if (single == GRAD_N_OPERANDS)                                                                              \
      LOOP (1, 1, 1, formula)                                                                                   \
    else if (single == GRAD_OPERAND_G)                                                                          \
      LOOP (0, 1, 1, formula)                                                                                   \
    else if (single == GRAD_OPERAND_X)                                                                          \
      LOOP (1, 0, 1, formula)                                                                                   \
    else                                                                                                        \
      LOOP (1, 1, 0, formula)                                                                                   \
  }

#define UNARY(id, schema, grad_fn, low, high, forward, gradient) DEFINE_GRADIENT (id, x, gradient)
#define BINARY(id, schema, grad_fn, low, high, forward, gradient_x, gradient_z) \
  DEFINE_GRADIENT (id, x, gradient_x)                                           \
  DEFINE_GRADIENT (id, z, gradient_z)
#include "grad/grad-ops.def"

static void
fill_gradients (GradGradientKernels *gradients)
{
#define FILL_GRADIENT(id, input, i)                       \
  if (!(GRAD_READS_##id##_##input & GRAD_READS_FUNCTION)) \
    gradients->kernels[GRAD_OP_##id][i] = gradient_##id##_##input;
#define UNARY(id, ...) FILL_GRADIENT (id, x, 0)
#define BINARY(id, ...) FILL_GRADIENT (id, x, 0) FILL_GRADIENT (id, z, 1)
#include "grad/grad-ops.def"
}
#undef LOOP
#undef DEFINE_GRADIENT
#undef FILL_GRADIENT
