/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Moving values between tensors of any layout and dtype: the one place where dtypes are converted. */

#include "grad/grad-copy.h"

#include <string.h>

#include "grad/grad-walk.h"

/* As C converts, but defined for every value: where an integer cannot hold it, PyTorch on x86-64 has the smallest. */
static inline gint64
integer_of (double value)
{
  return value >= -0x1p63 && value < 0x1p63 ? (gint64) value : G_MININT64;
}

#define AS_BOOL(value) ((value) != 0)
#define AS_INTEGER(value) integer_of ((double) (value))
#define AS_ITSELF(value) (value)
#define AS_FLOAT(value) ((float) (value))
#define AS_DOUBLE(value) ((double) (value))

/* copy_float_from_gint64 and its like: a run of n elements. */
#define DEFINE_COPY(To, From, convert)                                              \
  static void                                                                       \
      copy_##To##_from_##From (void *to_data, gint64 to_stride,                     \
                               const void *from_data, gint64 from_stride, gint64 n) \
  {                                                                                 \
    To         *to = to_data;                                                       \
    const From *from = from_data;                                                   \
                                                                                    \
    for (gint64 i = 0; i < n; i++)                                                  \
      to[i * to_stride] = convert (from[i * from_stride]);                          \
  }
#define DEFINE_COPIES_FROM(From, as_integer) \
  DEFINE_COPY (guint8, From, AS_BOOL)        \
  DEFINE_COPY (gint64, From, as_integer)     \
  DEFINE_COPY (float, From, AS_FLOAT)        \
  DEFINE_COPY (double, From, AS_DOUBLE)
DEFINE_COPIES_FROM (guint8, AS_ITSELF)
DEFINE_COPIES_FROM (gint64, AS_ITSELF)
DEFINE_COPIES_FROM (float, AS_INTEGER)
DEFINE_COPIES_FROM (double, AS_INTEGER)

typedef void (*CopyRun) (void       *to,
                         gint64      to_stride,
                         const void *from,
                         gint64      from_stride,
                         gint64      n);

#define ROW(To)                                                                                       \
  {                                                                                                   \
    copy_##To##_from_guint8, copy_##To##_from_gint64, copy_##To##_from_float, copy_##To##_from_double \
  }
static const CopyRun copy_runs[4][4] = {
  [GRAD_BOOL] = ROW (guint8),
  [GRAD_INT64] = ROW (gint64),
  [GRAD_FLOAT32] = ROW (float),
  [GRAD_FLOAT64] = ROW (double),
};

void
grad_copy (GradTensor *to,
           GradTensor *from)
{
  CopyRun  run = copy_runs[to->dtype][from->dtype];
  gint64   to_size = (gint64) grad_dtype_get_size (to->dtype), from_size = (gint64) grad_dtype_get_size (from->dtype);
  GradWalk walk;

  grad_walk_init (&walk, to->layout, 2, (const GradLayout *[]){ to->layout, from->layout });
  while (grad_walk_next (&walk))
    if (to->dtype == from->dtype && walk.strides[0] == 1 && walk.strides[1] == 1)
      memcpy ((char *) to->data + walk.offsets[0] * to_size,
              (char *) from->data + walk.offsets[1] * from_size, (gsize) (walk.n * to_size));
    else
      run ((char *) to->data + walk.offsets[0] * to_size, walk.strides[0],
           (char *) from->data + walk.offsets[1] * from_size, walk.strides[1], walk.n);
}

void
grad_fill (GradTensor *tensor,
           double      value)
{
  GradTensor number = { .dtype = GRAD_FLOAT64, .value.f64 = value };

  number.data = &number.value;
  grad_copy (tensor, &number);
}

GradTensor *
grad_convert (GradTensor *tensor,
              GradDType   dtype,
              GError    **error)
{
  GradLayout *layout;
  GradTensor *converted;

  if (tensor->dtype == dtype)
    return grad_tensor_ref (tensor);
  if (grad_layout_is_contiguous (tensor->layout))
    layout = grad_layout_ref (tensor->layout);
  else
    layout = grad_layout_new (tensor->layout->dims, NULL, tensor->layout->n_dims);
  converted = grad_tensor_new_empty (dtype, layout, error);
  if (converted != NULL)
    grad_copy (converted, tensor);
  return converted;
}

GradTensor *
grad_make_contiguous (GradTensor *tensor,
                      GError    **error)
{
  GradTensor *dense;

  if (grad_layout_is_contiguous (tensor->layout))
    return grad_tensor_ref (tensor);
  dense = grad_tensor_new_empty (tensor->dtype, grad_layout_new (tensor->layout->dims, NULL, tensor->layout->n_dims), error);
  if (dense != NULL)
    grad_copy (dense, tensor);
  return dense;
}
