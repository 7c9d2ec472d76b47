/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Summation. The order of additions is part of the result, so it is PyTorch's: numbers are dealt to accumulators
 * and these are added up level by level, a level each time 16 (or more, for long sums) have come together. Which
 * numbers go to which accumulator depends on how the tensor is laid out: rows are summed by lanes of a vector
 * register, columns side by side. */

#include "grad/grad-sum.h"

#include <string.h>

#include "grad/grad-copy.h"
#include "grad/grad-kernel.h"

enum
{
  LEVELS = 4,
  WIDTH = 4, /* accumulators side by side */
  MAX_LANES = 8,
};

/* Two dimensions to sum over: `n` numbers `stride` apart, `n_outer` times, `outer_stride` apart, into sums that stand
 * `out_stride` apart (0: all into one). */
typedef struct
{
  gint64 n, stride;
  gint64 n_outer, outer_stride, out_stride;
} Plane;

/* For the type T: a register holds LANES of them, 8 float32 or 4 float64.
 *
 *   cascade  sums n rows into WIDTH × lanes accumulators: element k of accumulator w of row i is
 *            x[i · row_stride + w · width_stride + k]
 *   sum_row  deals one sequence to WIDTH accumulators, each of lanes numbers, and adds them up
 *   plane    chooses by strides, as PyTorch does
 */
#define DEFINE_SUM(T, suffix, LANES)                                                                          \
  static inline void                                                                                          \
      cascade_##suffix (const T *x, gint64 n, gint64 row_stride, gint64 width_stride, guint lanes,            \
                        T sums[LEVELS][WIDTH][MAX_LANES])                                                     \
  {                                                                                                           \
    guint  power = MAX (4, (guint) (n > 1 ? g_bit_storage ((gulong) (n - 1)) : 0) / LEVELS);                  \
    gint64 step = (gint64) 1 << power, i = 0;                                                                 \
                                                                                                              \
    memset (sums, 0, LEVELS * sizeof *sums);                                                                  \
    while (i < n)                                                                                             \
      {                                                                                                       \
        gboolean whole = i + step <= n;                                                                       \
        gint64   end = whole ? i + step : n;                                                                  \
                                                                                                              \
        for (; i < end; i++)                                                                                  \
          for (guint w = 0; w < WIDTH; w++)                                                                   \
            for (guint lane = 0; lane < lanes; lane++)                                                        \
              sums[0][w][lane] += x[i * row_stride + w * width_stride + lane];                                \
        for (guint level = 1; whole && level < LEVELS; level++)                                               \
          {                                                                                                   \
            for (guint w = 0; w < WIDTH; w++)                                                                 \
              for (guint lane = 0; lane < lanes; lane++)                                                      \
                {                                                                                             \
                  sums[level][w][lane] += sums[level - 1][w][lane];                                           \
                  sums[level - 1][w][lane] = 0;                                                               \
                }                                                                                             \
            if ((i & ((step - 1) << (level * power))) != 0)                                                   \
              break;                                                                                          \
          }                                                                                                   \
      }                                                                                                       \
    for (guint level = 1; level < LEVELS; level++)                                                            \
      for (guint w = 0; w < WIDTH; w++)                                                                       \
        for (guint lane = 0; lane < lanes; lane++)                                                            \
          sums[0][w][lane] += sums[level][w][lane];                                                           \
  }                                                                                                           \
                                                                                                              \
  static inline void                                                                                          \
      sum_row_##suffix (const T *x, gint64 n, gint64 stride, guint lanes, T total[MAX_LANES])                 \
  {                                                                                                           \
    T sums[LEVELS][WIDTH][MAX_LANES];                                                                         \
                                                                                                              \
    cascade_##suffix (x, n / WIDTH, stride * WIDTH, stride, lanes, sums);                                     \
    for (gint64 i = n / WIDTH * WIDTH; i < n; i++)                                                            \
      for (guint lane = 0; lane < lanes; lane++)                                                              \
        sums[0][0][lane] += x[i * stride + lane];                                                             \
    for (guint w = 1; w < WIDTH; w++)                                                                         \
      for (guint lane = 0; lane < lanes; lane++)                                                              \
        sums[0][0][lane] += sums[0][w][lane];                                                                 \
    memcpy (total, sums[0][0], MAX_LANES * sizeof (T));                                                       \
  }                                                                                                           \
                                                                                                              \
  /* A dense row of at least a register goes by the machine's best loop. */                                   \
  T                                                                                                           \
      grad_sum_##suffix (const T *x, gint64 n, gint64 stride)                                                 \
  {                                                                                                           \
    T total[MAX_LANES];                                                                                       \
                                                                                                              \
    if (stride == 1 && n >= LANES)                                                                            \
      return grad_kernel_table_get ()->sum_##suffix (x, n);                                                   \
    sum_row_##suffix (x, n, stride, 1, total);                                                                \
    return total[0];                                                                                          \
  }                                                                                                           \
                                                                                                              \
  /* Columns, WIDTH · lanes of them side by side as long as there are so many. Gives how many are done. */   \
  static gint64                                                                                               \
      sum_columns_##suffix (T *out, const T *x, const Plane *p, guint lanes)                                  \
  {                                                                                                           \
    T      sums[LEVELS][WIDTH][MAX_LANES], total[MAX_LANES];                                                  \
    gint64 j = 0, width_stride = lanes > 1 ? (gint64) lanes : p->outer_stride;                                \
                                                                                                              \
    for (; j + WIDTH * lanes <= p->n_outer; j += WIDTH * lanes)                                               \
      {                                                                                                       \
        cascade_##suffix (x + j * p->outer_stride, p->n, p->stride, width_stride, lanes, sums);               \
        for (guint w = 0; w < WIDTH; w++)                                                                     \
          for (guint lane = 0; lane < lanes; lane++)                                                          \
            out[(j + w * lanes + lane) * p->out_stride] += sums[0][w][lane];                                  \
      }                                                                                                       \
    for (; j + lanes <= p->n_outer; j += lanes)                                                               \
      {                                                                                                       \
        sum_row_##suffix (x + j * p->outer_stride, p->n, p->stride, lanes, total);                            \
        for (guint lane = 0; lane < lanes; lane++)                                                            \
          out[(j + lane) * p->out_stride] += total[lane];                                                     \
      }                                                                                                       \
    return j;                                                                                                 \
  }                                                                                                           \
                                                                                                              \
  static void                                                                                                 \
      sum_plane_##suffix (T *out, const T *x, const Plane *p)                                                 \
  {                                                                                                           \
    gboolean rows = (p->stride == 1 && p->n >= LANES) ||                                                      \
                    (!(p->outer_stride == 1 && p->n_outer >= LANES) && p->stride < p->outer_stride);          \
    gboolean lanes = !rows && p->outer_stride == 1 && p->n_outer >= LANES;                                    \
    gint64   done = lanes ? sum_columns_##suffix (out, x, p, LANES) : 0;                                      \
    Plane    rest = *p;                                                                                       \
                                                                                                              \
    for (; (rows || lanes) && done < p->n_outer; done++)                                                      \
      out[done * p->out_stride] += rows ? grad_sum_##suffix (x + done * p->outer_stride, p->n, p->stride)     \
                                        : sum_strided_##suffix (x + done * p->outer_stride, p->n, p->stride); \
    rest.n_outer -= done;                                                                                     \
    if (rest.n_outer > 0)                                                                                     \
      sum_columns_##suffix (out + done * p->out_stride, x + done * p->outer_stride, &rest, 1);                \
  }

/* One sequence by single numbers, even if it is dense. */
#define DEFINE_SUM_STRIDED(T, suffix)                                                                         \
  static inline void sum_row_##suffix (const T *x, gint64 n, gint64 stride, guint lanes, T total[MAX_LANES]); \
  static T                                                                                                    \
      sum_strided_##suffix (const T *x, gint64 n, gint64 stride)                                              \
  {                                                                                                           \
    T total[MAX_LANES];                                                                                       \
                                                                                                              \
    sum_row_##suffix (x, n, stride, 1, total);                                                                \
    return total[0];                                                                                          \
  }

DEFINE_SUM_STRIDED (float, f32)
DEFINE_SUM (float, f32, 8)
DEFINE_SUM_STRIDED (double, f64)
DEFINE_SUM (double, f64, 4)

static void
sum_plane_i64 (gint64       *out,
               const gint64 *x,
               const Plane  *p)
{
  for (gint64 j = 0; j < p->n_outer; j++)
    for (gint64 i = 0; i < p->n; i++)
      out[j * p->out_stride] += x[j * p->outer_stride + i * p->stride];
}

/* A dimension to be walked: of x by stride, of the result by out_stride, which is 0 where it is summed. */
typedef struct
{
  gint64 size, stride, out_stride;
} Dim;

/* Whether the next dimension goes before this one: summed ones first, then those whose elements are closer. */
static gboolean
goes_before (const Dim *a,
             const Dim *b)
{
  if ((a->out_stride == 0) != (b->out_stride == 0))
    return a->out_stride == 0;
  return a->stride < b->stride;
}

/* The dimensions in the order in which PyTorch walks them, innermost first, those that can be taken together as
 * one; always at least two. */
static guint
order_dims (GradTensor       *x,
            const GradLayout *out,
            const gboolean   *reduced,
            Dim              *dims)
{
  guint n = 0, last = 0;

  for (guint d = x->layout->n_dims; d-- > 0;)
    {
      Dim   dim = { x->layout->dims[d], grad_layout_get_strides (x->layout)[d],
                  reduced[d] ? 0 : grad_layout_get_strides (out)[d] };
      guint i = n;

      if (dim.size == 1)
        continue;
      for (; i > 0 && goes_before (&dim, &dims[i - 1]); i--)
        dims[i] = dims[i - 1];
      dims[i] = dim;
      n++;
    }
  for (guint i = 1; i < n; i++)
    if (dims[i].stride == dims[last].stride * dims[last].size &&
        dims[i].out_stride == dims[last].out_stride * dims[last].size)
      dims[last].size *= dims[i].size;
    else
      dims[++last] = dims[i];
  n = n > 0 ? last + 1 : 0;
  while (n < 2)
    dims[n++] = (Dim){ 1, 0, 0 };
  return n;
}

static void
sum_plane (GradDType    dtype,
           char        *out,
           const char  *x,
           const Plane *plane)
{
  if (dtype == GRAD_FLOAT32)
    sum_plane_f32 ((float *) out, (const float *) x, plane);
  else if (dtype == GRAD_FLOAT64)
    sum_plane_f64 ((double *) out, (const double *) x, plane);
  else
    sum_plane_i64 ((gint64 *) out, (const gint64 *) x, plane);
}

/* Sums plane by plane; the further dimensions are counted through. */
static void
sum_into (GradTensor *y,
          GradTensor *x,
          const Dim  *dims,
          guint       n_dims)
{
  gint64 index[GRAD_MAX_DIMS + 2] = { 0 };
  gint64 size = (gint64) grad_dtype_get_size (y->dtype), from = 0, to = 0;
  Plane  plane = { dims[0].size, dims[0].stride, dims[1].size, dims[1].stride, dims[1].out_stride };
  guint  d;

  /* A first dimension that is not summed is a plane of single numbers. */
  if (dims[0].out_stride != 0)
    plane = (Plane){ 1, 0, 1, 0, 0 };
  do
    {
      if (dims[0].out_stride == 0)
        sum_plane (y->dtype, (char *) y->data + to * size, (const char *) x->data + from * size, &plane);
      else
        for (gint64 j = 0; j < dims[1].size; j++)
          for (gint64 i = 0; i < dims[0].size; i++)
            sum_plane (y->dtype, (char *) y->data + (to + i * dims[0].out_stride + j * dims[1].out_stride) * size,
                       (const char *) x->data + (from + i * dims[0].stride + j * dims[1].stride) * size, &plane);
      for (d = 2; d < n_dims; d++)
        {
          from += dims[d].stride;
          to += dims[d].out_stride;
          if (++index[d] < dims[d].size)
            break;
          from -= dims[d].stride * dims[d].size;
          to -= dims[d].out_stride * dims[d].size;
          index[d] = 0;
        }
    }
  while (d < n_dims);
}

GradTensor *
grad_sum_dims (GradTensor     *x,
               const gboolean *reduced,
               GradDType       dtype,
               GError        **error)
{
  g_autoptr (GradTensor) cast = grad_convert (x, dtype, error);
  gint64      sizes[GRAD_MAX_DIMS];
  Dim         dims[GRAD_MAX_DIMS + 2];
  GradTensor *y;

  if (cast == NULL || cast->layout == NULL)
    return g_steal_pointer (&cast);
  for (guint d = 0; d < cast->layout->n_dims; d++)
    sizes[d] = reduced[d] ? 1 : cast->layout->dims[d];
  y = grad_tensor_new_empty (dtype, grad_layout_new (sizes, NULL, cast->layout->n_dims), error);
  if (y == NULL)
    return NULL;
  grad_fill (y, 0);
  if (cast->layout->n_elements > 0)
    sum_into (y, cast, dims, order_dims (cast, y->layout, reduced, dims));
  return y;
}
