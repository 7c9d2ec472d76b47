/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Variance, deviation, norms and logsumexp: reductions computed in double, whatever the dtype. */

#include "grad/grad-ops-private.h"

#include <math.h>

#include "grad/grad-rule-words.h"
#undef sqrt

/* y = of_row (row of n doubles, parameter) for each row along the dimensions marked. */
static GradTensor *
reduce_rows (GradTensor     *x,
             const gboolean *mask,
             gboolean        keepdim,
             double (*of_row) (const double *row, gint64 n, double parameter),
             double   parameter,
             GError **error)
{
  gint64 n_rows, n;
  g_autoptr (GradTensor) wide = grad_convert (x, GRAD_FLOAT64, error);
  g_autoptr (GradTensor) rows = wide != NULL ? grad_rows_new (wide, mask, &n_rows, &n, error) : NULL;
  GradTensor *y;

  if (rows == NULL)
    return NULL;
  y = grad_tensor_new_empty (x->dtype, grad_layout_reduce (x->layout, mask, keepdim), error);
  for (gint64 i = 0; y != NULL && i < n_rows; i++)
    grad_scalar_store (x->dtype, (char *) y->data + (gsize) i * grad_dtype_get_size (x->dtype),
                       of_row ((const double *) rows->data + i * n, n, parameter));
  return y;
}

static double
variance_of_row (const double *row,
                 gint64        n,
                 double        correction)
{
  double mean = 0, squares = 0;

  for (gint64 i = 0; i < n; i++)
    mean += row[i];
  mean /= (double) n;
  for (gint64 i = 0; i < n; i++)
    squares += (row[i] - mean) * (row[i] - mean);
  return squares / fmax (0, (double) n - correction);
}

static double
deviation_of_row (const double *row,
                  gint64        n,
                  double        correction)
{
  return sqrt (variance_of_row (row, n, correction));
}

/* The arguments of the overloads in one form; they are recorded so. */
typedef struct
{
  GradValue values[4]; /* self, dim, correction, keepdim */
  GradCall  call;
} Variance;

static void
variance_init (Variance        *variance,
               const GradCall  *call,
               GradOpId         id,
               const GradValue *dim,
               double           correction,
               gboolean         keepdim)
{
  variance->values[0] = call->values[0];
  variance->values[1] = *dim;
  variance->values[2] = GRAD_VALUE_OF_FLOAT (correction);
  variance->values[3] = GRAD_VALUE_OF_BOOL (keepdim);
  variance->call = *call;
  variance->call.op = &grad_ops[id];
  variance->call.values = variance->values;
}

static GradTensor *
call_variance (Variance *variance,
               gboolean  root)
{
  GradTensor *x = variance->values[0].tensor, *y;
  gboolean    mask[GRAD_MAX_DIMS];
  GError    **error = variance->call.error;

  if (!grad_dtype_is_floating_point (x->dtype))
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "std and var only support floating point and complex dtypes");
      return NULL;
    }
  if (!grad_dims_to_mask (&variance->values[1], grad_layout_get_n_dims (x->layout), mask, error))
    return NULL;
  y = reduce_rows (x, mask, variance->values[3].boolean, root ? deviation_of_row : variance_of_row,
                   variance->values[2].number, error);
  if (y != NULL)
    grad_record (y, &variance->call, &x, 1);
  return y;
}

/* g with the reduced dimensions as 1. */
static GradTensor *
with_reduced_dims (GradRule        *rule,
                   GradTensor      *g,
                   const GradValue *dims)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  guint             n_dims = grad_layout_get_n_dims (layout);
  gint64            sizes[GRAD_MAX_DIMS];
  gboolean          mask[GRAD_MAX_DIMS];

  if (!grad_dims_to_mask (dims, n_dims, mask, rule->error))
    return NULL;
  for (guint d = 0; d < n_dims; d++)
    sizes[d] = mask[d] ? 1 : layout->dims[d];
  return CALL (reshape, g, GRAD_VALUE_OF_INTS (sizes, n_dims));
}

static double
count_in_row (const GradLayout *layout,
              const GradValue  *dims)
{
  gboolean mask[GRAD_MAX_DIMS];
  double   n = 1;

  if (grad_dims_to_mask (dims, grad_layout_get_n_dims (layout), mask, NULL))
    for (guint d = 0; d < grad_layout_get_n_dims (layout); d++)
      n *= mask[d] ? (double) layout->dims[d] : 1;
  return n;
}

/* 2 / (n − correction) · g · (x − mean of x) */
static GradTensor *
gradient_of_variance (GradRule   *rule,
                      GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;
  double           n = count_in_row (rule->x->layout, &values[1]);
  GradTensor      *mean = CALL (mean_dim, rule->x, values[1], GRAD_VALUE_OF_BOOL (TRUE));

  /* 2 / 0 is infinite, and infinity · 0, for a number equal to the mean, is nan. */
  if (n - values[2].number <= 0 && (rule->x->layout == NULL || values[1].type == GRAD_VALUE_NONE))
    return mul (with_reduced_dims (rule, g, &values[1]), where (eq (rule->x, mean), number (NAN), number (INFINITY)));
  return mul (mul (number (2 / (n - values[2].number)), with_reduced_dims (rule, g, &values[1])), sub (rule->x, mean));
}

/* The deviation is the root of the variance; where it is 0 so is the gradient. */
static GradTensor *
gradient_of_deviation (GradRule   *rule,
                       GradTensor *g)
{
  GradTensor *d = div (g, mul (rule->y, number (2)));

  return gradient_of_variance (rule, where (eq (rule->y, number (0)), zero (d), d));
}

/* var and std have the same three forms. */
#define DEFINE_FORMS(name, root, gradient_of)                                                                       \
  GradTensor *                                                                                                      \
      grad_call_##name (GradCall *call)                                                                             \
  {                                                                                                                 \
    Variance variance;                                                                                              \
                                                                                                                    \
    variance_init (&variance, call, GRAD_OP_##name##_correction, &(GradValue){ GRAD_VALUE_NONE },                   \
                   call->values[1].boolean ? 1 : 0, FALSE);                                                         \
    return call_variance (&variance, root);                                                                         \
  }                                                                                                                 \
  GradTensor *                                                                                                      \
      grad_call_##name##_dim (GradCall *call)                                                                       \
  {                                                                                                                 \
    Variance variance;                                                                                              \
                                                                                                                    \
    variance_init (&variance, call, GRAD_OP_##name##_correction, &call->values[1], call->values[2].boolean ? 1 : 0, \
                   call->values[3].boolean);                                                                        \
    return call_variance (&variance, root);                                                                         \
  }                                                                                                                 \
  GradTensor *                                                                                                      \
      grad_call_##name##_correction (GradCall *call)                                                                \
  {                                                                                                                 \
    Variance variance;                                                                                              \
    double   correction = call->values[2].type == GRAD_VALUE_NONE ? 1 : grad_value_get_number (&call->values[2]);   \
                                                                                                                    \
    variance_init (&variance, call, GRAD_OP_##name##_correction, &call->values[1], correction,                      \
                   call->values[3].boolean);                                                                        \
    return call_variance (&variance, root);                                                                         \
  }                                                                                                                 \
  GradTensor *                                                                                                      \
      grad_gradient_##name##_correction (GradRule *rule, guint input, GradTensor *g)                                \
  {                                                                                                                 \
    return gradient_of (rule, g);                                                                                   \
  }
DEFINE_FORMS (var, FALSE, gradient_of_variance)
DEFINE_FORMS (std, TRUE, gradient_of_deviation)

static double
norm_of_row (const double *row,
             gint64        n,
             double        p)
{
  double sum = p == -INFINITY ? INFINITY : 0;

  for (gint64 i = 0; i < n; i++)
    {
      double v = fabs (row[i]);

      if (p == INFINITY)
        sum = v > sum || v != v ? v : sum;
      else if (p == -INFINITY)
        sum = v < sum || v != v ? v : sum;
      else
        sum += p == 0 ? v != 0 : p == 1 ? v
                             : p == 2   ? v * v
                                        : (pow) (v, p);
    }
  return p == 2 ? sqrt (sum) : p == 0 || p == 1 || isinf (p) ? sum
                                                             : (pow) (sum, 1 / p);
}

/* The norm of no numbers is 0, but there is no smallest nor largest of them. */
static gboolean
check_norm_identity (GradTensor      *x,
                     const GradValue *dims,
                     double           p,
                     GError         **error)
{
  g_autofree char *order = isinf (p) ? g_strdup (p > 0 ? "inf" : "-inf") : g_strdup_printf ("%g", p);
  guint            n_given = 0, dim;
  const gint64    *given = grad_value_get_integers (dims, &n_given);

  if (grad_layout_get_n_elements (x->layout) > 0)
    return TRUE;
  for (guint i = 0; i < n_given; i++)
    {
      if (!grad_dim_wrap (given[i], x->layout->n_dims, &dim, error))
        return FALSE;
      if (x->layout->dims[dim] > 0)
        continue;
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "linalg.vector_norm cannot compute the %s norm on the dimension %" G_GINT64_FORMAT "because this dimension is "
                   "empty and the operation does not have an identity",
                   order, given[i]);
      return FALSE;
    }
  if (n_given > 0)
    return TRUE;
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
               "linalg.vector_norm cannot compute the %s norm on an empty tensor because the operation does not have an identity",
               order);
  return FALSE;
}

GradTensor *
grad_call_norm (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;
  double      p = call->values[1].type == GRAD_VALUE_NONE ? 2 : grad_value_get_number (&call->values[1]);
  gboolean    mask[GRAD_MAX_DIMS];
  GradValue   values[4] = { call->values[0], GRAD_VALUE_OF_FLOAT (p), call->values[2], call->values[3] };
  GradCall    recorded = *call;

  if (!grad_dtype_is_floating_point (x->dtype))
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "linalg.vector_norm: Expected a floating point or complex tensor as input. Got %s",
                   grad_dtype_get_scalar_type (x->dtype));
      return NULL;
    }
  if ((p < 0 || p == INFINITY) && !check_norm_identity (x, &call->values[2], p, call->error))
    return NULL;
  if (!grad_dims_to_mask (&call->values[2], grad_layout_get_n_dims (x->layout), mask, call->error))
    return NULL;
  recorded.values = values;
  y = reduce_rows (x, mask, call->values[3].boolean, norm_of_row, p, call->error);
  if (y != NULL)
    grad_record (y, &recorded, &x, 1);
  return y;
}

GradTensor *
grad_gradient_norm (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;
  double           p = values[1].number;
  GradTensor      *x = rule->x, *y = with_reduced_dims (rule, rule->y, &values[2]), *is_zero, *d;

  g = with_reduced_dims (rule, g, &values[2]);
  is_zero = eq (y, number (0));
  if (p == 0)
    return NULL;
  if (p == 1)
    return mul (sign (x), g);
  if (p == 2)
    {
      d = div (x, y);
      return mul (g, where (is_zero, zero (d), d));
    }
  if (isinf (p))
    {
      d = either (eq (CALL1 (abs, x), y), both (isnan (x), isnan (y)));
      return mul (sign (x), mul (div (g, CALL (sum_dim, d, values[2], GRAD_VALUE_OF_BOOL (TRUE))), d));
    }
  d = div (g, pow_number (y, p - 1));
  return mul (mul (x, pow_number (CALL1 (abs, x), p - 2)), where (is_zero, zero (d), d));
}

static double
logsumexp_of_row (const double *row,
                  gint64        n,
                  double        parameter)
{
  double largest = -INFINITY, sum = 0;

  for (gint64 i = 0; i < n; i++)
    largest = row[i] > largest || row[i] != row[i] ? row[i] : largest;
  if (isinf (largest))
    return n == 0 ? -INFINITY : largest;
  for (gint64 i = 0; i < n; i++)
    sum += (exp) (row[i] - largest);
  return largest + (log) (sum);
}

GradTensor *
grad_call_logsumexp (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;
  gboolean    mask[GRAD_MAX_DIMS];
  g_autoptr (GradTensor) cast = NULL;

  if (!grad_dims_to_mask (&call->values[1], grad_layout_get_n_dims (x->layout), mask, call->error))
    return NULL;
  cast = grad_convert (x, grad_dtype_is_floating_point (x->dtype) ? x->dtype : GRAD_FLOAT32, call->error);
  y = cast != NULL ? reduce_rows (cast, mask, call->values[2].boolean, logsumexp_of_row, 0, call->error) : NULL;
  if (y != NULL)
    grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_logsumexp (GradRule   *rule,
                         guint       input,
                         GradTensor *g)
{
  const GradValue *dims = &rule->node->extra->values[1];

  return mul (with_reduced_dims (rule, g, dims), exp (sub (rule->x, with_reduced_dims (rule, rule->y, dims))));
}
