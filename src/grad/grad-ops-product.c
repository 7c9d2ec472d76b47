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

static gint64
count_zeros (GradTensor *x)
{
  GradWalk walk;
  gint64   size = (gint64) grad_dtype_get_size (x->dtype), n = 0;

  grad_walk_init (&walk, x->layout, 1, (const GradLayout *[]){ x->layout });
  while (grad_walk_next (&walk))
    for (gint64 i = 0; i < walk.n; i++)
      n += grad_scalar_load (x->dtype, (char *) x->data + (walk.offsets[0] + i * walk.strides[0]) * size) == 0;
  return n;
}

/* The input in the type in which the product was computed. */
static GradTensor *
input_like (GradRule   *rule,
            GradTensor *g)
{
  if (rule->x->dtype == g->dtype)
    return rule->x;
  return CALL (to_copy, rule->x, GRAD_VALUE_OF_DTYPE (g->dtype));
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

/* Of two zeros or more each has another among its others. */
GradTensor *
grad_gradient_prod (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  const gint64 flat = -1, n_zeros = count_zeros (rule->x);
  GradTensor  *x = input_like (rule, g), *others;

  if (x == NULL || x->layout == NULL)
    return x != NULL ? g : NULL;
  if (n_zeros == 0)
    return mul (g, div (rule->y, x));
  if (n_zeros > 1)
    return zero (x);
  others = CALL (reshape, x, GRAD_VALUE_OF_INTS (&flat, 1));
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
  GradTensor      *y = rule->y, *x = input_like (rule, g);
  guint            dim;

  if (x == NULL || x->layout == NULL)
    return x != NULL ? g : NULL;
  if (!grad_dim_wrap (values[1].integer, x->layout->n_dims, &dim, rule->error))
    return NULL;
  if (!values[2].boolean)
    {
      g = CALL (unsqueeze, g, values[1]);
      y = CALL (unsqueeze, y, values[1]);
    }
  if (count_zeros (x) == 0)
    return mul (g, div (y, x));
  return mul (g, products_of_others (rule, x, dim));
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
  for (gint64 i = 0; i < grad_rows_get_n_filled (rows, n_rows); i++)
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

/* A row of the gradient where there are zeros. Before the first of them it is what it is elsewhere: the sum of
 * g[j] · y[j] from here on, divided by x[k]. At the first it is the product before it, times the sum of g[j] · the
 * product after it, up to the next zero. Behind it all products are 0. */
static void
fill_cumprod_row (GradDType   dtype,
                  char       *d,
                  const char *x,
                  const char *g,
                  gint64      n)
{
  const gint64 size = (gint64) grad_dtype_get_size (dtype);
  gint64       first = 0;
  double       before = 1, after = 1, sum = 0, rest = 0;

  for (; first < n && grad_scalar_load (dtype, x + first * size) != 0; first++)
    {
      before *= grad_scalar_load (dtype, x + first * size);
      grad_scalar_store (dtype, d + first * size, grad_scalar_load (dtype, g + first * size) * before);
    }
  for (gint64 k = first; k-- > 0;)
    {
      sum += grad_scalar_load (dtype, d + k * size);
      grad_scalar_store (dtype, d + k * size, sum / grad_scalar_load (dtype, x + k * size));
    }
  for (gint64 k = first; k < n && (k == first || grad_scalar_load (dtype, x + k * size) != 0); k++)
    {
      after *= k == first ? 1 : grad_scalar_load (dtype, x + k * size);
      rest += grad_scalar_load (dtype, g + k * size) * after;
    }
  for (gint64 k = first; k < n; k++)
    grad_scalar_store (dtype, d + k * size, k == first ? before * rest : 0);
}

static GradTensor *
cumprod_gradient_with_zeros (GradRule   *rule,
                             GradTensor *g,
                             guint       dim)
{
  gboolean mask[GRAD_MAX_DIMS] = { 0 };
  gint64   n_rows, n, step;
  g_autoptr (GradTensor) x_rows = NULL, g_rows = NULL;
  GradTensor *d;

  mask[dim] = TRUE;
  x_rows = grad_rows_new (rule->x, mask, &n_rows, &n, rule->error);
  g_rows = grad_rows_new (g, mask, &n_rows, &n, rule->error);
  d = x_rows != NULL && g_rows != NULL ? grad_new_like (x_rows, g->dtype, rule->error) : NULL;
  if (d == NULL)
    return NULL;
  step = n * (gint64) grad_dtype_get_size (g->dtype);
  for (gint64 row = 0; row < grad_rows_get_n_filled (x_rows, n_rows); row++)
    fill_cumprod_row (g->dtype, (char *) d->data + row * step, (char *) x_rows->data + row * step,
                      (char *) g_rows->data + row * step, n);
  return grad_rule_keep (rule, grad_rows_restore (d, rule->x->layout, mask, rule->error));
}

/* The same in terms of operations, to be differentiated again: for element k of each row the sum over j ≥ k of g[j] ·
 * the product of x[i], i ≤ j, i ≠ k, which is what stands before k times a product that runs from behind it. */
static GradTensor *
cumprod_gradient_at (GradRule   *rule,
                     GradTensor *g,
                     guint       dim,
                     gint64      k)
{
  const GradValue along = GRAD_VALUE_OF_INT (dim), keep = GRAD_VALUE_OF_BOOL (TRUE), end = GRAD_VALUE_OF_INT (rule->x->layout->dims[dim]);
  GradTensor     *before = CALL (prod_dim, CALL (slice, rule->x, along, GRAD_VALUE_OF_INT (0), GRAD_VALUE_OF_INT (k)), along, keep);
  GradTensor     *after = CALL (cumprod, CALL (slice, rule->x, along, GRAD_VALUE_OF_INT (k + 1), end), along);
  GradTensor     *pair[2] = { before, after != NULL ? mul (after, before) : NULL };

  return CALL (sum_dim, mul (CALL (slice, g, along, GRAD_VALUE_OF_INT (k), end), grad_rule_cat (rule, pair, 2, dim)), along, keep);
}

static GradTensor *
recorded_cumprod_gradient (GradRule   *rule,
                           GradTensor *g,
                           guint       dim)
{
  const gint64            n = rule->x->layout->dims[dim];
  g_autofree GradTensor **parts = g_new0 (GradTensor *, (gsize) n);

  for (gint64 k = 0; k < n; k++)
    if ((parts[k] = cumprod_gradient_at (rule, g, dim, k)) == NULL)
      return NULL;
  return grad_rule_cat (rule, parts, (guint) n, dim);
}

GradTensor *
grad_gradient_cumprod (GradRule   *rule,
                       guint       input,
                       GradTensor *g)
{
  const GradValue *dim = &rule->node->extra->values[1];
  guint            wrapped;

  if (rule->x->layout == NULL || rule->x->layout->n_elements <= 1)
    return g;
  if (!grad_dim_wrap (dim->integer, rule->x->layout->n_dims, &wrapped, rule->error))
    return NULL;
  if (rule->x->layout->dims[wrapped] == 1)
    return g;
  if (rule->x->dtype != g->dtype)
    g = CALL (to_copy, g, GRAD_VALUE_OF_DTYPE (rule->x->dtype));
  if (g != NULL && count_zeros (rule->x) > 0)
    return grad_thread.not_recording ? cumprod_gradient_with_zeros (rule, g, wrapped) : recorded_cumprod_gradient (rule, g, wrapped);
  return div (sum_from_end (rule, mul (g, rule->y), dim), rule->x);
}
