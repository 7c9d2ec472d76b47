/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Products, and sums and products that run along a dimension. The gradient of a product is the product of the
 * others, which is the quotient only where nothing is 0. */

#include "grad/grad-ops-private.h"
#include "grad/grad-walk.h"

#include "grad/grad-rule-words.h"

static GradDType
product_type (GradTensor      *x,
              const GradValue *dtype)
{
  return grad_value_get_dtype (dtype, grad_dtype_is_floating_point (x->dtype) ? x->dtype : GRAD_INT64);
}

/* y = the product of n numbers of a row. */
static void
multiply_row (GradDType   dtype,
              void       *y,
              const void *row,
              gint64      n)
{
  if (dtype == GRAD_INT64)
    {
      guint64 product = 1;

      for (gint64 i = 0; i < n; i++)
        product *= ((const guint64 *) row)[i];
      *(guint64 *) y = product;
    }
  else
    {
      double product = 1;

      for (gint64 i = 0; i < n; i++)
        product *= dtype == GRAD_FLOAT32 ? (double) ((const float *) row)[i] : ((const double *) row)[i];
      grad_scalar_store (dtype, y, product);
    }
}

/* The unrecorded product along the dimensions marked. */
static GradTensor *
compute_product (GradTensor     *x,
                 const gboolean *mask,
                 gboolean        keepdim,
                 GradDType       dtype,
                 GError        **error)
{
  g_autoptr (GradTensor) cast = grad_convert (x, dtype == GRAD_BOOL ? GRAD_INT64 : dtype, error);
  g_autoptr (GradTensor) rows = NULL;
  g_autoptr (GradTensor) y = NULL;
  gint64 n_rows, n;
  gsize  size;

  if (cast == NULL || (rows = grad_rows_new (cast, mask, &n_rows, &n, error)) == NULL)
    return NULL;
  y = grad_tensor_new_empty (cast->dtype, grad_layout_reduce (x->layout, mask, keepdim), error);
  if (y == NULL)
    return NULL;
  size = grad_dtype_get_size (cast->dtype);
  for (gint64 i = 0; i < n_rows; i++)
    multiply_row (cast->dtype, (char *) y->data + (gsize) i * size, (char *) rows->data + (gsize) (i * n) * size, n);
  return grad_convert (y, dtype, error);
}

static gboolean
mark_dim (GradTensor *x,
          gint64      dim,
          gboolean   *mask,
          guint      *wrapped,
          GError    **error)
{
  guint n_dims = grad_layout_get_n_dims (x->layout);

  if (!grad_dim_wrap (dim, n_dims, wrapped, error))
    return FALSE;
  for (guint d = 0; d < MAX (n_dims, 1); d++)
    mask[d] = d == *wrapped;
  return TRUE;
}

GradTensor *
grad_call_prod (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;
  gboolean    mask[GRAD_MAX_DIMS];

  for (guint d = 0; d < GRAD_MAX_DIMS; d++)
    mask[d] = TRUE;
  y = compute_product (x, mask, FALSE, product_type (x, &call->values[1]), call->error);
  if (y != NULL && grad_dtype_is_floating_point (y->dtype))
    grad_record (y, call, &x, 1);
  return y;
}

static gboolean
has_zero (GradTensor *x)
{
  GradWalk walk;
  gint64   size = (gint64) grad_dtype_get_size (x->dtype);

  grad_walk_init (&walk, x->layout, 1, (const GradLayout *[]){ x->layout });
  while (grad_walk_next (&walk))
    for (gint64 i = 0; i < walk.n; i++)
      if (grad_scalar_load (x->dtype, (char *) x->data + (walk.offsets[0] + i * walk.strides[0]) * size) == 0)
        return TRUE;
  return FALSE;
}

/* For each element the product of all others along dim: what stands before times what stands after. */
static GradTensor *
products_of_others (GradRule   *rule,
                    GradTensor *x,
                    guint       dim)
{
  gint64      n = x->layout->dims[dim], ones[GRAD_MAX_DIMS];
  GradValue   along = GRAD_VALUE_OF_INT (dim), turned = GRAD_VALUE_OF_INTS (&along.integer, 1);
  GradTensor *one, *before, *after, *pair[2];

  for (guint d = 0; d < x->layout->n_dims; d++)
    ones[d] = d == dim ? 1 : x->layout->dims[d];
  one = grad_rule_keep (rule, grad_tensor_new (x->dtype, ones, x->layout->n_dims, NULL, rule->error));
  if (one == NULL)
    return NULL;
  grad_fill (one, 1);
  pair[0] = one;
  pair[1] = CALL (slice, x, along, GRAD_VALUE_OF_INT (0), GRAD_VALUE_OF_INT (n - 1));
  before = CALL (cumprod, grad_rule_cat (rule, pair, 2, dim), along);
  pair[1] = CALL (flip, CALL (slice, x, along, GRAD_VALUE_OF_INT (1), GRAD_VALUE_OF_INT (n)), turned);
  after = CALL (flip, CALL (cumprod, grad_rule_cat (rule, pair, 2, dim), along), turned);
  return mul (before, after);
}

GradTensor *
grad_gradient_prod (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  const gint64 flat = -1;
  GradTensor  *others;

  if (rule->x->layout == NULL)
    return g;
  if (!has_zero (rule->x))
    return mul (g, div (rule->y, rule->x));
  others = CALL (reshape, rule->x, GRAD_VALUE_OF_INTS (&flat, 1));
  others = others != NULL ? products_of_others (rule, others, 0) : NULL;
  return mul (g, grad_rule_reshape_like_input (rule, 0, others));
}

GradTensor *
grad_call_prod_dim (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;
  gboolean    mask[GRAD_MAX_DIMS];
  guint       dim;

  if (!mark_dim (x, call->values[1].integer, mask, &dim, call->error))
    return NULL;
  y = compute_product (x, mask, call->values[2].boolean, product_type (x, &call->values[3]), call->error);
  if (y != NULL && grad_dtype_is_floating_point (y->dtype))
    grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_prod_dim (GradRule   *rule,
                        guint       input,
                        GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;
  GradTensor      *y = rule->y;
  guint            dim;

  if (rule->x->layout == NULL)
    return g;
  if (!grad_dim_wrap (values[1].integer, rule->x->layout->n_dims, &dim, rule->error))
    return NULL;
  if (!values[2].boolean)
    {
      g = CALL (unsqueeze, g, values[1]);
      y = CALL (unsqueeze, y, values[1]);
    }
  if (!has_zero (rule->x))
    return div (mul (g, y), rule->x);
  return mul (g, products_of_others (rule, rule->x, dim));
}

/* y[i] = op over x[0 … i] for each row. */
static void
accumulate_row (GradDType dtype,
                void     *row,
                gint64    n,
                gboolean  multiply)
{
  if (dtype == GRAD_INT64)
    {
      guint64 *v = row;

      for (gint64 i = 1; i < n; i++)
        v[i] = multiply ? v[i] * v[i - 1] : v[i] + v[i - 1];
    }
  else
    {
      double total = multiply ? 1 : 0;
      gsize  size = grad_dtype_get_size (dtype);
      char  *v = row;

      for (gint64 i = 0; i < n; i++, v += size)
        {
          total = multiply ? total * grad_scalar_load (dtype, v) : total + grad_scalar_load (dtype, v);
          grad_scalar_store (dtype, v, total);
        }
    }
}

static GradTensor *
call_cumulative (GradCall *call,
                 gboolean  multiply)
{
  GradTensor *x = call->values[0].tensor, *y;
  GradDType   dtype = product_type (x, &call->values[2]);
  gboolean    mask[GRAD_MAX_DIMS];
  guint       dim;
  gint64      n_rows, n;
  g_autoptr (GradTensor) cast = NULL, rows = NULL;
  GradTensor *own;

  if (!mark_dim (x, call->values[1].integer, mask, &dim, call->error) ||
      (cast = grad_convert (x, dtype, call->error)) == NULL ||
      (rows = grad_rows_new (cast, mask, &n_rows, &n, call->error)) == NULL ||
      (own = grad_new_like (rows, dtype, call->error)) == NULL)
    return NULL;
  grad_copy (own, rows);
  for (gint64 i = 0; i < n_rows; i++)
    accumulate_row (dtype, (char *) own->data + (gsize) (i * n) * grad_dtype_get_size (dtype), n, multiply);
  y = grad_rows_restore (own, x->layout, mask, call->error);
  if (y != NULL && grad_dtype_is_floating_point (dtype))
    grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_call_cumsum (GradCall *call)
{
  return call_cumulative (call, FALSE);
}

/* The sum of the gradients from here to the end: summed from the end. */
static GradTensor *
sum_from_end (GradRule        *rule,
              GradTensor      *g,
              const GradValue *dim)
{
  GradValue turned = GRAD_VALUE_OF_INTS (&dim->integer, 1);

  if (g == NULL || g->layout == NULL)
    return g;
  return CALL (flip, CALL (cumsum, CALL (flip, g, turned), *dim), turned);
}

GradTensor *
grad_gradient_cumsum (GradRule   *rule,
                      guint       input,
                      GradTensor *g)
{
  return sum_from_end (rule, g, &rule->node->extra->values[1]);
}

GradTensor *
grad_call_cumprod (GradCall *call)
{
  return call_cumulative (call, TRUE);
}

/* Where there are zeros: for each k the sum over j ≥ k of g[j] · the product of x[i], i ≤ j, i ≠ k. Not differentiable
 * again. */
static GradTensor *
cumprod_gradient_with_zeros (GradRule   *rule,
                             GradTensor *g,
                             guint       dim)
{
  gboolean mask[GRAD_MAX_DIMS] = { 0 };
  gint64   n_rows, n;
  g_autoptr (GradTensor) x_rows = NULL, g_rows = NULL;
  GradTensor *d;
  gsize       size = grad_dtype_get_size (g->dtype);

  mask[dim] = TRUE;
  x_rows = grad_rows_new (rule->x, mask, &n_rows, &n, rule->error);
  g_rows = grad_rows_new (g, mask, &n_rows, &n, rule->error);
  d = x_rows != NULL && g_rows != NULL ? grad_new_like (x_rows, g->dtype, rule->error) : NULL;
  if (d == NULL)
    return NULL;
  for (gint64 row = 0; row < n_rows; row++)
    for (gint64 k = 0; k < n; k++)
      {
        const char *x = (char *) x_rows->data + (gsize) (row * n) * size, *gr = (char *) g_rows->data + (gsize) (row * n) * size;
        double      product = 1, sum = 0;

        for (gint64 j = 0; j < n; j++)
          {
            product *= j == k ? 1 : grad_scalar_load (g->dtype, x + (gsize) j * size);
            sum += j >= k ? product * grad_scalar_load (g->dtype, gr + (gsize) j * size) : 0;
          }
        grad_scalar_store (g->dtype, (char *) d->data + (gsize) (row * n + k) * size, sum);
      }
  return grad_rule_keep (rule, grad_rows_restore (d, rule->x->layout, mask, rule->error));
}

GradTensor *
grad_gradient_cumprod (GradRule   *rule,
                       guint       input,
                       GradTensor *g)
{
  const GradValue *dim = &rule->node->extra->values[1];
  guint            wrapped;

  if (rule->x->layout == NULL)
    return g;
  if (!grad_dim_wrap (dim->integer, rule->x->layout->n_dims, &wrapped, rule->error))
    return NULL;
  if (has_zero (rule->x))
    return cumprod_gradient_with_zeros (rule, g, wrapped);
  return div (sum_from_end (rule, mul (g, rule->y), dim), rule->x);
}
