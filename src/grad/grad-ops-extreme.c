/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Largest and smallest. Of a row the gradient goes to the element that was chosen; of all elements, or by amax,
 * it is shared among those that are equal. nan counts as larger and smaller than anything. */

#include "grad/grad-ops-private.h"

#include <math.h>

#include "grad/grad-rule-words.h"

/* Where in a row of n numbers the largest (sign 1) or smallest (sign -1) stands: the first, nan before all. */
static gint64
find_extreme (GradDType   dtype,
              const char *row,
              gint64      n,
              int         sign)
{
  gint64 best = 0;
  gsize  size = grad_dtype_get_size (dtype);

  if (dtype == GRAD_INT64)
    {
      const gint64 *v = (const gint64 *) row;

      for (gint64 i = 1; i < n; i++)
        if (sign > 0 ? v[i] > v[best] : v[i] < v[best])
          best = i;
      return best;
    }
  for (gint64 i = 1; i < n; i++)
    {
      double v = grad_scalar_load (dtype, row + (gsize) i * size), b = grad_scalar_load (dtype, row + (gsize) best * size);

      if ((v != v && b == b) || (sign > 0 ? v > b : v < b))
        best = i;
    }
  return best;
}

/* The values, and their places, of the extremes of all rows of x along the dimensions marked. */
static gboolean
compute_extremes (GradTensor     *x,
                  const gboolean *mask,
                  gboolean        keepdim,
                  int             sign,
                  GradTensor    **values,
                  GradTensor    **indices,
                  GError        **error)
{
  gint64      n_rows, n;
  gsize       size = grad_dtype_get_size (x->dtype);
  GradLayout *layout = grad_layout_reduce (x->layout, mask, keepdim);
  g_autoptr (GradTensor) rows = grad_rows_new (x, mask, &n_rows, &n, error);

  *values = rows != NULL ? grad_tensor_new_empty (x->dtype, grad_layout_ref (layout), error) : NULL;
  *indices = *values != NULL ? grad_tensor_new_empty (GRAD_INT64, layout, error) : NULL;
  if (*indices == NULL)
    return FALSE;
  for (gint64 i = 0; i < n_rows; i++)
    {
      const char *row = (const char *) rows->data + (gsize) (i * n) * size;
      gint64      best = find_extreme (x->dtype, row, n, sign);

      ((gint64 *) (*indices)->data)[i] = best;
      memcpy ((char *) (*values)->data + (gsize) i * size, row + (gsize) best * size, size);
    }
  return TRUE;
}

/* A reduction to one of no elements has no result. */
static gboolean
check_not_empty (GradTensor *x,
                 const char *format,
                 GError    **error)
{
  if (grad_layout_get_n_elements (x->layout) > 0)
    return TRUE;
  g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, format);
  return FALSE;
}

static void
mark_all (gboolean *mask)
{
  for (guint d = 0; d < GRAD_MAX_DIMS; d++)
    mask[d] = TRUE;
}

static GradTensor *
call_extreme_all (GradCall *call,
                  int       sign)
{
  GradTensor *x = call->values[0].tensor, *y;
  gboolean    mask[GRAD_MAX_DIMS];
  g_autoptr (GradTensor) index = NULL;

  mark_all (mask);
  if (!check_not_empty (x, sign > 0 ? "max(): Expected reduction dim to be specified for input.numel() == 0. Specify the "
                                      "reduction dim with the 'dim' argument."
                                    : "min(): Expected reduction dim to be specified for input.numel() == 0. Specify the "
                                      "reduction dim with the 'dim' argument.",
                        call->error) ||
      !compute_extremes (x, mask, FALSE, sign, &y, &index, call->error))
    return NULL;
  grad_record (y, call, &x, 1);
  return y;
}

/* g shared evenly among the elements equal to y, both of the shape of x with the reduced dimensions of size 1. */
static GradTensor *
share_evenly (GradRule        *rule,
              GradTensor      *g,
              GradTensor      *y,
              const GradValue *dims)
{
  GradTensor *mask = either (eq (rule->x, y), both (isnan (rule->x), isnan (y)));
  GradTensor *count = CALL (sum_dim, mask, *dims, GRAD_VALUE_OF_BOOL (TRUE));

  return mul (mask, div (g, count));
}

GradTensor *
grad_call_max (GradCall *call)
{
  return call_extreme_all (call, 1);
}

GradTensor *
grad_gradient_max (GradRule   *rule,
                   guint       input,
                   GradTensor *g)
{
  return share_evenly (rule, g, rule->y, &(GradValue){ GRAD_VALUE_NONE });
}

GradTensor *
grad_call_min (GradCall *call)
{
  return call_extreme_all (call, -1);
}

GradTensor *
grad_gradient_min (GradRule   *rule,
                   guint       input,
                   GradTensor *g)
{
  return grad_gradient_max (rule, input, g);
}

/* One dimension: dim marked, wrapped; FALSE with an error if it has no elements to choose from. */
static gboolean
mark_dim (GradTensor *x,
          gint64      dim,
          const char *name,
          gboolean   *mask,
          GError    **error)
{
  guint n_dims = grad_layout_get_n_dims (x->layout), wrapped;

  if (!grad_dim_wrap (dim, n_dims, &wrapped, error))
    return FALSE;
  for (guint d = 0; d < MAX (n_dims, 1); d++)
    mask[d] = d == wrapped;
  if (n_dims > 0 && x->layout->dims[wrapped] == 0)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_INDEX,
                   "%s(): Expected reduction dim %" G_GINT64_FORMAT " to have non-zero size.", name, (gint64) wrapped);
      return FALSE;
    }
  return TRUE;
}

/* The node keeps the places: they stand where the argument keepdim was, as a tensor. */
static GradTensor *
call_extreme_dim (GradCall   *call,
                  const char *name,
                  int         sign)
{
  GradTensor *x = call->values[0].tensor, *y, *indices;
  gboolean    mask[GRAD_MAX_DIMS];
  GradValue   values[4] = { call->values[0], call->values[1], call->values[2] };
  GradCall    recorded = *call;

  if (!mark_dim (x, call->values[1].integer, name, mask, call->error) ||
      !compute_extremes (x, mask, call->values[2].boolean, sign, &y, &indices, call->error))
    return NULL;
  values[3] = GRAD_VALUE_OF_TENSOR (indices);
  recorded.values = values;
  recorded.n_more_values = 1;
  grad_record (y, &recorded, &x, 1);
  if (call->more != NULL)
    g_ptr_array_add (call->more, indices);
  else
    grad_tensor_unref (indices);
  return y;
}

/* g put at the places that were chosen. */
static GradTensor *
put_at_places (GradRule   *rule,
               GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  const GradValue  *values = rule->node->extra->values;
  GradTensor       *indices = values[3].tensor;

  if (layout != NULL && !values[2].boolean)
    {
      g = CALL (unsqueeze, g, values[1]);
      indices = CALL (unsqueeze, indices, values[1]);
    }
  return CALL (gather_backward, g, GRAD_VALUE_OF_INTS (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout)),
               values[1], GRAD_VALUE_OF_TENSOR (indices));
}

GradTensor *
grad_call_max_dim (GradCall *call)
{
  return call_extreme_dim (call, "max", 1);
}

GradTensor *
grad_gradient_max_dim (GradRule   *rule,
                       guint       input,
                       GradTensor *g)
{
  return put_at_places (rule, g);
}

GradTensor *
grad_call_min_dim (GradCall *call)
{
  return call_extreme_dim (call, "min", -1);
}

GradTensor *
grad_gradient_min_dim (GradRule   *rule,
                       guint       input,
                       GradTensor *g)
{
  return put_at_places (rule, g);
}

GradTensor *
grad_call_max_other (GradCall *call)
{
  return grad_op_call_binary (GRAD_OP_maximum, call->values[0].tensor, call->values[1].tensor, call->error);
}

GradTensor *
grad_call_min_other (GradCall *call)
{
  return grad_op_call_binary (GRAD_OP_minimum, call->values[0].tensor, call->values[1].tensor, call->error);
}

/* Of a tensor without elements only dimensions that have some can be reduced. */
static gboolean
check_sizes (GradTensor      *x,
             const char      *name,
             const GradValue *dims,
             GError         **error)
{
  guint         n, wrapped;
  const gint64 *list = grad_value_get_integers (dims, &n);

  if (n == 0)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "%s(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the "
                   "'dim' argument.",
                   name);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      if (!grad_dim_wrap (list[i], x->layout->n_dims, &wrapped, error))
        return FALSE;
      if (x->layout->dims[wrapped] == 0)
        {
          g_set_error (error, GRAD_ERROR, GRAD_ERROR_INDEX, "%s(): Expected reduction dim %" G_GINT64_FORMAT " to have non-zero size.",
                       name, list[i]);
          return FALSE;
        }
    }
  return TRUE;
}

static GradTensor *
call_amax (GradCall   *call,
           const char *name,
           int         sign)
{
  GradTensor *x = call->values[0].tensor, *y;
  gboolean    mask[GRAD_MAX_DIMS];
  guint       n_dims = grad_layout_get_n_dims (x->layout);
  g_autoptr (GradTensor) indices = NULL;

  if (grad_layout_get_n_elements (x->layout) == 0 && !check_sizes (x, name, &call->values[1], call->error))
    return NULL;
  if (!grad_dims_to_mask (&call->values[1], n_dims, mask, call->error) || !compute_extremes (x, mask, call->values[2].boolean, sign, &y, &indices, call->error))
    return NULL;
  grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_call_amax (GradCall *call)
{
  return call_amax (call, "amax", 1);
}

GradTensor *
grad_gradient_amax (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  const GradValue  *dims = &rule->node->extra->values[1];
  gint64            sizes[GRAD_MAX_DIMS];
  gboolean          mask[GRAD_MAX_DIMS];
  GradValue         kept = GRAD_VALUE_OF_INTS (sizes, grad_layout_get_n_dims (layout));
  GradTensor       *equal;

  if (!grad_dims_to_mask (dims, kept.n, mask, rule->error))
    return NULL;
  for (guint d = 0; d < kept.n; d++)
    sizes[d] = mask[d] ? 1 : layout->dims[d];
  /* Unlike max, here nothing is equal to nan. */
  equal = eq (rule->x, CALL (reshape, rule->y, kept));
  return div (mul (CALL (reshape, g, kept), equal), CALL (sum_dim, equal, *dims, GRAD_VALUE_OF_BOOL (TRUE)));
}

GradTensor *
grad_call_amin (GradCall *call)
{
  return call_amax (call, "amin", -1);
}

GradTensor *
grad_gradient_amin (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  return grad_gradient_amax (rule, input, g);
}

/* Of a dimension of size 1, whose place can only be 0, and of nothing, PyTorch does not look at the type. */
static gboolean
is_dim_single (GradTensor     *x,
               const gboolean *mask)
{
  for (guint d = 0; d < grad_layout_get_n_dims (x->layout); d++)
    if (mask[d])
      return x->layout->dims[d] == 1 || x->layout->n_elements == 0;
  return FALSE;
}

static GradTensor *
call_arg (GradCall   *call,
          const char *name,
          int         sign)
{
  GradTensor *x = call->values[0].tensor, *indices = NULL;
  gboolean    mask[GRAD_MAX_DIMS], all = call->values[1].type == GRAD_VALUE_NONE;
  g_autoptr (GradTensor) values = NULL;
  g_autofree char *kernel = g_strdup_printf ("%s_cpu", name);

  if (all && grad_layout_get_n_elements (x->layout) == 0)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_INDEX,
                   "%s(): Expected reduction dim to be specified for input.numel() == 0.", name);
      return NULL;
    }
  if (!all && !mark_dim (x, call->values[1].integer, name, mask, call->error))
    return NULL;
  if (x->dtype == GRAD_BOOL && (all || !is_dim_single (x, mask)))
    {
      grad_set_not_implemented (kernel, x->dtype, call->error);
      return NULL;
    }
  if (all)
    mark_all (mask);
  return compute_extremes (x, mask, call->values[2].boolean, sign, &values, &indices, call->error) ? indices : NULL;
}

GradTensor *
grad_call_argmax (GradCall *call)
{
  return call_arg (call, "argmax", 1);
}

GradTensor *
grad_call_argmin (GradCall *call)
{
  return call_arg (call, "argmin", -1);
}
