/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Softmax and its logarithm, shifted by the largest number so that nothing overflows. */

#include "grad/grad-ops-private.h"

#include <math.h>

#include "grad/grad-math.h"

#include "grad/grad-rule-words.h"

/* In float32 each step is rounded to float32; in float64 likewise. */
#define DEFINE_ROW(T, suffix, EXP, LOG)                                     \
  static void                                                               \
      softmax_row_##suffix (T *y, const T *x, gint64 n, gboolean logarithm) \
  {                                                                         \
    T largest = (T) -INFINITY, sum = 0;                                     \
                                                                            \
    for (gint64 i = 0; i < n; i++)                                          \
      largest = x[i] > largest || x[i] != x[i] ? x[i] : largest;            \
    for (gint64 i = 0; i < n; i++)                                          \
      {                                                                     \
        T e = EXP (x[i] - largest);                                         \
                                                                            \
        sum += e;                                                           \
        y[i] = logarithm ? x[i] - largest : e;                              \
      }                                                                     \
    for (gint64 i = 0; i < n; i++)                                          \
      y[i] = logarithm ? y[i] - LOG (sum) : y[i] / sum;                     \
  }
DEFINE_ROW (float, f32, grad_exp_f32, grad_log_f32)
DEFINE_ROW (double, f64, grad_exp_f64, grad_log_f64)

static GradTensor *
compute_softmax (GradTensor *x,
                 guint       dim,
                 gboolean    logarithm,
                 GError    **error)
{
  gboolean mask[GRAD_MAX_DIMS] = { 0 };
  gint64   n_rows, n;
  g_autoptr (GradTensor) rows = NULL;
  GradTensor *y;

  mask[dim] = TRUE;
  rows = grad_rows_new (x, mask, &n_rows, &n, error);
  y = rows != NULL ? grad_new_like (rows, x->dtype, error) : NULL;
  if (y == NULL)
    return NULL;
  for (gint64 i = 0; i < grad_rows_get_n_filled (rows, n_rows); i++)
    if (x->dtype == GRAD_FLOAT32)
      softmax_row_f32 ((float *) y->data + i * n, (const float *) rows->data + i * n, n, logarithm);
    else
      softmax_row_f64 ((double *) y->data + i * n, (const double *) rows->data + i * n, n, logarithm);
  return grad_rows_restore (y, x->layout, mask, error);
}

static GradTensor *
call_softmax (GradCall *call,
              gboolean  logarithm)
{
  GradTensor *x = call->values[0].tensor, *y;
  GradDType   dtype = grad_value_get_dtype (&call->values[2], x->dtype);
  guint       dim, n_dims = grad_layout_get_n_dims (x->layout);
  g_autoptr (GradTensor) cast = NULL;

  if (!grad_dim_wrap (call->values[1].integer, n_dims, &dim, call->error))
    return NULL;
  if ((cast = grad_convert (x, dtype, call->error)) == NULL)
    return NULL;
  if (!grad_dtype_is_floating_point (dtype))
    {
      if (grad_layout_get_n_elements (x->layout) > 0)
        grad_set_not_implemented (dim + 1 != MAX (n_dims, 1) ? "softmax_kernel_impl"
                                  : logarithm                ? "log_softmax_lastdim_kernel_impl"
                                                             : "softmax_lastdim_kernel_impl",
                                  dtype, call->error);
      return grad_layout_get_n_elements (x->layout) > 0 ? NULL : grad_new_like (x, dtype, call->error);
    }
  y = compute_softmax (cast, dim, logarithm, call->error);
  if (y != NULL)
    grad_record (y, call, &x, 1);
  return y;
}

static GradTensor *
sum_kept (GradRule   *rule,
          GradTensor *g)
{
  return CALL (sum_dim, g, rule->node->extra->values[1], GRAD_VALUE_OF_BOOL (TRUE));
}

GradTensor *
grad_call_softmax (GradCall *call)
{
  return call_softmax (call, FALSE);
}

/* y · (g − Σ g·y) */
GradTensor *
grad_gradient_softmax (GradRule   *rule,
                       guint       input,
                       GradTensor *g)
{
  return mul (sub (g, sum_kept (rule, mul (g, rule->y))), rule->y);
}

GradTensor *
grad_call_log_softmax (GradCall *call)
{
  return call_softmax (call, TRUE);
}

/* g − exp (y) · Σ g */
GradTensor *
grad_gradient_log_softmax (GradRule   *rule,
                           guint       input,
                           GradTensor *g)
{
  return sub (g, mul (exp (rule->y), sum_kept (rule, g)));
}
