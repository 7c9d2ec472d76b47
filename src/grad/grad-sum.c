/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Summation. The order of additions is part of the result, so it is PyTorch's: numbers are dealt to accumulators
 * and these are added up level by level, a level each time 16 (or more, for long rows) have come together. */

#include "grad/grad-sum.h"

#include "grad/grad-copy.h"
#include "grad/grad-walk.h"

enum
{
  LEVELS = 4,
  WIDTH = 4,     /* accumulators side by side */
  MAX_LANES = 8, /* numbers in one accumulator */
};

/* cascade_T: rows of lanes numbers at x, row_stride apart, dealt to WIDTH accumulators and summed into total[lanes].
 * sum_T: the whole. Lanes is 8 for float32 and 4 for float64 (a 256-bit register), or 1 for short and strided runs. */
#define DEFINE_SUM(T, suffix, LANES)                                                         \
  static inline void                                                                         \
      cascade_##suffix (const T *x, gint64 n_rows, gint64 row_stride, guint lanes, T *total) \
  {                                                                                          \
    T      sums[LEVELS][WIDTH][MAX_LANES] = { 0 };                                           \
    gint64 n = n_rows / WIDTH, i = 0;                                                        \
    guint  power = MAX (4, (guint) (n > 1 ? g_bit_storage ((gulong) (n - 1)) : 0) / LEVELS); \
    gint64 step = (gint64) 1 << power;                                                       \
                                                                                             \
    while (i < n)                                                                            \
      {                                                                                      \
        gboolean whole = i + step <= n;                                                      \
        gint64   end = whole ? i + step : n;                                                 \
                                                                                             \
        for (; i < end; i++)                                                                 \
          for (guint w = 0; w < WIDTH; w++)                                                  \
            for (guint k = 0; k < lanes; k++)                                                \
              sums[0][w][k] += x[(i * WIDTH + w) * row_stride + k];                          \
        for (guint level = 1; whole && level < LEVELS; level++)                              \
          {                                                                                  \
            for (guint w = 0; w < WIDTH; w++)                                                \
              for (guint k = 0; k < lanes; k++)                                              \
                {                                                                            \
                  sums[level][w][k] += sums[level - 1][w][k];                                \
                  sums[level - 1][w][k] = 0;                                                 \
                }                                                                            \
            if ((i & ((step - 1) << (level * power))) != 0)                                  \
              break;                                                                         \
          }                                                                                  \
      }                                                                                      \
    for (guint level = 1; level < LEVELS; level++)                                           \
      for (guint w = 0; w < WIDTH; w++)                                                      \
        for (guint k = 0; k < lanes; k++)                                                    \
          sums[0][w][k] += sums[level][w][k];                                                \
    for (gint64 row = n * WIDTH; row < n_rows; row++)                                        \
      for (guint k = 0; k < lanes; k++)                                                      \
        sums[0][0][k] += x[row * row_stride + k];                                            \
    for (guint w = 1; w < WIDTH; w++)                                                        \
      for (guint k = 0; k < lanes; k++)                                                      \
        sums[0][0][k] += sums[0][w][k];                                                      \
    for (guint k = 0; k < lanes; k++)                                                        \
      total[k] = sums[0][0][k];                                                              \
  }                                                                                          \
                                                                                             \
  T                                                                                          \
      grad_sum_##suffix (const T *x, gint64 n, gint64 stride)                                \
  {                                                                                          \
    T total[MAX_LANES], sum = 0;                                                             \
                                                                                             \
    if (stride != 1 || n < LANES)                                                            \
      {                                                                                      \
        cascade_##suffix (x, n, stride, 1, total);                                           \
        return total[0];                                                                     \
      }                                                                                      \
    cascade_##suffix (x, n / LANES, LANES, LANES, total);                                    \
    for (gint64 i = n / LANES * LANES; i < n; i++)                                           \
      sum += x[i];                                                                           \
    for (guint k = 0; k < LANES; k++)                                                        \
      sum += total[k];                                                                       \
    return sum;                                                                              \
  }

DEFINE_SUM (float, f32, 8)
DEFINE_SUM (double, f64, 4)

static gint64
sum_i64 (const gint64 *x,
         gint64        n,
         gint64        stride)
{
  guint64 sum = 0;

  for (gint64 i = 0; i < n; i++)
    sum += (guint64) x[i * stride];
  return (gint64) sum;
}

/* Adds the sum of a run to *total. */
static void
add_run (GradDType   dtype,
         void       *total,
         const void *data,
         gint64      offset,
         gint64      n,
         gint64      stride)
{
  if (dtype == GRAD_FLOAT32)
    *(float *) total += grad_sum_f32 ((const float *) data + offset, n, stride);
  else if (dtype == GRAD_FLOAT64)
    *(double *) total += grad_sum_f64 ((const double *) data + offset, n, stride);
  else
    *(gint64 *) total += sum_i64 ((const gint64 *) data + offset, n, stride);
}

/* Splits the layout of x: the kept dimensions (the others of size 1), and the reduced ones. */
static void
split_layout (const GradTensor *x,
              const gboolean   *reduced,
              GradLayout      **kept,
              GradLayout      **rest)
{
  gint64        sizes[2][GRAD_MAX_DIMS];
  guint         n_dims = x->layout->n_dims;
  const gint64 *strides = grad_layout_get_strides (x->layout);

  for (guint d = 0; d < n_dims; d++)
    {
      sizes[0][d] = reduced[d] ? 1 : x->layout->dims[d];
      sizes[1][d] = reduced[d] ? x->layout->dims[d] : 1;
    }
  *kept = grad_layout_new (sizes[0], strides, n_dims);
  *rest = grad_layout_new (sizes[1], strides, n_dims);
}

static void
sum_into (GradTensor *y,
          GradTensor *x,
          GradLayout *kept,
          GradLayout *rest)
{
  gint64   size = (gint64) grad_dtype_get_size (y->dtype);
  GradWalk outer, inner;

  grad_walk_init (&outer, y->layout, 2, (const GradLayout *[]){ y->layout, kept });
  while (grad_walk_next (&outer))
    for (gint64 i = 0; i < outer.n; i++)
      {
        char       *total = (char *) y->data + (outer.offsets[0] + i * outer.strides[0]) * size;
        const char *from = (const char *) x->data + (outer.offsets[1] + i * outer.strides[1]) * size;

        grad_walk_init (&inner, rest, 1, (const GradLayout *[]){ rest });
        while (grad_walk_next (&inner))
          add_run (y->dtype, total, from, inner.offsets[0], inner.n, inner.strides[0]);
      }
}

GradTensor *
grad_sum_dims (GradTensor     *x,
               const gboolean *reduced,
               GError        **error)
{
  GradDType dtype = grad_dtype_is_floating_point (x->dtype) ? x->dtype : GRAD_INT64;
  g_autoptr (GradTensor) cast = grad_convert (x, dtype, error);
  g_autoptr (GradLayout) kept = NULL, rest = NULL;
  GradTensor *y;

  if (cast == NULL || cast->layout == NULL)
    return g_steal_pointer (&cast);
  split_layout (cast, reduced, &kept, &rest);
  y = grad_tensor_new_empty (dtype, grad_layout_new (kept->dims, NULL, kept->n_dims), error);
  if (y == NULL)
    return NULL;
  grad_fill (y, 0);
  sum_into (y, cast, kept, rest);
  return y;
}
