/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* New tensors: filled with one number, or with numbers in a row. */

#include "grad/grad-ops-private.h"

#include <math.h>

static GradTensor *
new_filled (const GradValue *size,
            GradDType        dtype,
            const GradValue *value,
            GError         **error)
{
  guint         n;
  const gint64 *sizes = grad_value_get_integers (size, &n);
  GradTensor   *y = grad_tensor_new (dtype, sizes, n, NULL, error);

  if (y == NULL || value == NULL)
    return y;
  if (value->type == GRAD_VALUE_INT && dtype == GRAD_INT64)
    for (gint64 i = 0; i < grad_layout_get_n_elements (y->layout); i++)
      ((gint64 *) y->data)[i] = value->integer;
  else
    grad_fill (y, grad_value_get_number (value));
  return y;
}

static const GradValue one = { .type = GRAD_VALUE_INT, .integer = 1 };

GradTensor *
grad_call_zeros (GradCall *call)
{
  return new_filled (&call->values[0], grad_value_get_dtype (&call->values[1], GRAD_FLOAT32), NULL, call->error);
}

GradTensor *
grad_call_ones (GradCall *call)
{
  return new_filled (&call->values[0], grad_value_get_dtype (&call->values[1], GRAD_FLOAT32), &one, call->error);
}

/* What is in an empty tensor is not said; here it is zeros. */
GradTensor *
grad_call_empty (GradCall *call)
{
  return grad_call_zeros (call);
}

GradTensor *
grad_call_full (GradCall *call)
{
  const GradValue *value = &call->values[1];
  GradDType        natural = value->type == GRAD_VALUE_BOOL ? GRAD_BOOL : value->type == GRAD_VALUE_INT ? GRAD_INT64
                                                                                                        : GRAD_FLOAT32;

  return new_filled (&call->values[0], grad_value_get_dtype (&call->values[2], natural), value, call->error);
}

static GradTensor *
new_filled_like (GradCall        *call,
                 guint            dtype,
                 const GradValue *value)
{
  GradTensor *x = call->values[0].tensor;
  GradValue   size = GRAD_VALUE_OF_INTS (grad_layout_get_sizes (x->layout), grad_layout_get_n_dims (x->layout));

  return new_filled (&size, grad_value_get_dtype (&call->values[dtype], x->dtype), value, call->error);
}

GradTensor *
grad_call_zeros_like (GradCall *call)
{
  return new_filled_like (call, 1, NULL);
}

GradTensor *
grad_call_ones_like (GradCall *call)
{
  return new_filled_like (call, 1, &one);
}

GradTensor *
grad_call_empty_like (GradCall *call)
{
  return new_filled_like (call, 1, NULL);
}

GradTensor *
grad_call_full_like (GradCall *call)
{
  return new_filled_like (call, 2, &call->values[1]);
}

/* start, start + step, … before end; int64 if all are integers. */

static GradTensor *
fill_range (GradTensor *y,
            double      start,
            double      step)
{
  for (gint64 i = 0; i < grad_layout_get_n_elements (y->layout); i++)
    grad_scalar_store (y->dtype, (char *) y->data + (gsize) i * grad_dtype_get_size (y->dtype), start + (double) i * step);
  return y;
}

static GradTensor *
fill_integer_range (GradTensor *y,
                    gint64      start,
                    gint64      step)
{
  for (gint64 i = 0; i < grad_layout_get_n_elements (y->layout); i++)
    ((gint64 *) y->data)[i] = (gint64) ((guint64) start + (guint64) i * (guint64) step);
  return y;
}

static gboolean
check_range (double   start,
             double   end,
             double   step,
             GError **error)
{
  if (step == 0)
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "step must be nonzero");
  else if (!isfinite (start) || !isfinite (end))
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "unsupported range: %g -> %g", start, end);
  else if (!((step > 0 && end >= start) || (step < 0 && end <= start)))
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "upper bound and larger bound inconsistent with step sign");
  else
    return TRUE;
  return FALSE;
}

static GradTensor *
new_range (GradCall        *call,
           const GradValue *start,
           const GradValue *end,
           const GradValue *step,
           const GradValue *dtype)
{
  gboolean    integers = start->type == GRAD_VALUE_INT && end->type == GRAD_VALUE_INT && step->type == GRAD_VALUE_INT;
  GradDType   type = grad_value_get_dtype (dtype, integers ? GRAD_INT64 : GRAD_FLOAT32);
  double      from = grad_value_get_number (start), to = grad_value_get_number (end), by = grad_value_get_number (step);
  double      count;
  gint64      n;
  GradTensor *y;

  if (type == GRAD_INT64 && !integers && fabs (from) < 0x1p62 && fabs (to) < 0x1p62 && fabs (by) < 0x1p62)
    {
      from = trunc (from);
      to = trunc (to);
      by = trunc (by);
    }
  if (type == GRAD_BOOL)
    {
      grad_set_not_implemented ("arange_cpu", type, call->error);
      return NULL;
    }
  if (!check_range (from, to, by, call->error))
    return NULL;
  count = ceil ((to - from) / by);
  if (!(count < 0x1p62))
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "invalid size, possible overflow?");
      return NULL;
    }
  n = (gint64) count;
  y = grad_tensor_new (type, &n, 1, NULL, call->error);
  if (y == NULL)
    return NULL;
  return integers && type == GRAD_INT64 ? fill_integer_range (y, start->integer, step->integer) : fill_range (y, from, by);
}

GradTensor *
grad_call_arange (GradCall *call)
{
  return new_range (call, &GRAD_VALUE_OF_INT (0), &call->values[0], &one, &call->values[1]);
}

GradTensor *
grad_call_arange_start (GradCall *call)
{
  return new_range (call, &call->values[0], &call->values[1], &one, &call->values[2]);
}

GradTensor *
grad_call_arange_step (GradCall *call)
{
  return new_range (call, &call->values[0], &call->values[1], &call->values[2], &call->values[3]);
}

/* n numbers from start to end, both included: the first half counted from the start, the second from the end. */

static void
fill_linspace_f32 (float *y,
                   float  start,
                   float  end,
                   gint64 n)
{
  float step = (end - start) / (float) (n - 1);

  for (gint64 i = 0; i < n; i++)
    y[i] = i < n / 2 ? start + step * (float) i : end - step * (float) (n - i - 1);
}

static void
fill_linspace_f64 (double *y,
                   double  start,
                   double  end,
                   gint64  n)
{
  double step = (end - start) / (double) (n - 1);

  for (gint64 i = 0; i < n; i++)
    y[i] = i < n / 2 ? start + step * (double) i : end - step * (double) (n - i - 1);
}

GradTensor *
grad_call_linspace (GradCall *call)
{
  GradDType   dtype = grad_value_get_dtype (&call->values[3], GRAD_FLOAT32);
  double      start = grad_value_get_number (&call->values[0]), end = grad_value_get_number (&call->values[1]);
  gint64      n = call->values[2].integer;
  GradTensor *y, *cast;

  if (n < 0)
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "number of steps must be non-negative");
      return NULL;
    }
  if (dtype == GRAD_BOOL && n > 1)
    {
      grad_set_not_implemented ("linspace_cpu", dtype, call->error);
      return NULL;
    }
  y = grad_tensor_new (dtype == GRAD_INT64 ? GRAD_FLOAT64 : dtype, &n, 1, NULL, call->error);
  if (y == NULL)
    return NULL;
  if (n <= 1)
    grad_fill (y, start);
  else if (dtype == GRAD_FLOAT32)
    fill_linspace_f32 (y->data, (float) start, (float) end, n);
  else
    fill_linspace_f64 (y->data, start, end, n);
  cast = grad_convert (y, dtype, call->error);
  grad_tensor_unref (y);
  return cast;
}

static GradTensor *
new_eye (gint64           n,
         gint64           m,
         const GradValue *dtype,
         GError         **error)
{
  gint64      sizes[2] = { n, m };
  GradDType   type = grad_value_get_dtype (dtype, GRAD_FLOAT32);
  GradTensor *y;

  if (n < 0 || m < 0)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "%s must be greater or equal to 0, got %" G_GINT64_FORMAT,
                   n < 0 ? "n" : "m", n < 0 ? n : m);
      return NULL;
    }
  y = grad_tensor_new (type, sizes, 2, NULL, error);
  for (gint64 i = 0; y != NULL && i < MIN (n, m); i++)
    grad_scalar_store (type, (char *) y->data + (gsize) (i * m + i) * grad_dtype_get_size (type), 1);
  return y;
}

GradTensor *
grad_call_eye (GradCall *call)
{
  return new_eye (call->values[0].integer, call->values[0].integer, &call->values[1], call->error);
}

GradTensor *
grad_call_eye_m (GradCall *call)
{
  return new_eye (call->values[0].integer, call->values[1].integer, &call->values[2], call->error);
}
