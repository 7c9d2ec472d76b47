/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Views along dimensions of size 1: repeated, taken away, put in. Their gradient is the way back. */

#include "grad/grad-view.h"

#include "grad/grad-rule-words.h"

/* expanding */

static void
set_expand_error (GradTensor      *x,
                  const GradValue *size,
                  guint            d,
                  gint64           wanted,
                  gint64           old,
                  GError         **error)
{
  guint            own = grad_layout_get_n_dims (x->layout);
  g_autofree char *from = grad_shape_to_string (grad_layout_get_sizes (x->layout), own);
  g_autofree char *to = grad_shape_to_string (size->integers, size->n);

  if (size->n < own)
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "expand(%s{%s}, size=%s): the number of sizes provided (%u) must be greater or equal to the number "
                 "of dimensions in the tensor (%u)",
                 x->dtype == GRAD_BOOL ? "CPUBoolType" : grad_dtype_get_tensor_type (x->dtype), from, to, size->n, own);
  else if (wanted < 0)
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "The expanded size of the tensor (%" G_GINT64_FORMAT ") isn't allowed in a leading, non-existing "
                 "dimension %u",
                 wanted, d);
  else
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "The expanded size of the tensor (%" G_GINT64_FORMAT ") must match the existing size (%" G_GINT64_FORMAT
                 ") at non-singleton dimension %u.  Target sizes: %s.  Tensor sizes: %s",
                 wanted, old, d, to, from);
}

GradTensor *
grad_call_expand (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  GradValue   size = call->values[1];
  guint       own = grad_layout_get_n_dims (x->layout);
  gint64      shape[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];
  g_autoptr (GradLayout) target = NULL;

  size.integers = grad_value_get_integers (&call->values[1], &size.n);
  if (size.n < own)
    {
      set_expand_error (x, &size, 0, 0, 0, call->error);
      return NULL;
    }
  if (!grad_shape_check (NULL, size.n > GRAD_MAX_DIMS ? size.n : 0, 1, call->error))
    return NULL;
  for (guint d = size.n; d-- > 0;)
    {
      gboolean leading = d + own < size.n;
      gint64   old = leading ? 1 : x->layout->dims[d + own - size.n];

      shape[d] = size.integers[d] == -1 && !leading ? old : size.integers[d];
      if (shape[d] < 0 || (shape[d] != old && old != 1))
        {
          set_expand_error (x, &size, d, shape[d], old, call->error);
          return NULL;
        }
    }
  if (!grad_shape_check (shape, size.n, sizeof (double), call->error))
    return NULL;
  target = grad_layout_new (shape, NULL, size.n);
  grad_layout_get_broadcast_strides (x->layout, target, strides);
  return grad_view_new (call, grad_layout_new (shape, strides, size.n), 0);
}

/* The engine sums what was repeated. */
GradTensor *
grad_gradient_expand (GradRule   *rule,
                      guint       input,
                      GradTensor *g)
{
  return g;
}

GradTensor *
grad_call_expand_as (GradCall *call)
{
  const GradLayout *layout = call->values[1].tensor->layout;
  GradValue         values[] = {
            call->values[0], GRAD_VALUE_OF_INTS (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout))
  };

  return grad_op_apply (&grad_ops[GRAD_OP_expand], values, 2, NULL, call->error);
}

/* squeezing */

/* x without those of its dimensions of size 1 that are marked. */
static GradTensor *
squeeze_marked (GradCall       *call,
                const gboolean *mask)
{
  GradTensor *x = call->values[0].tensor;
  guint       n_dims = grad_layout_get_n_dims (x->layout), n = 0;
  gint64      sizes[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];

  for (guint d = 0; d < n_dims; d++)
    if (!mask[d] || x->layout->dims[d] != 1)
      {
        sizes[n] = x->layout->dims[d];
        strides[n++] = x->layout->dims[n_dims + d];
      }
  return grad_view_new (call, grad_layout_new (sizes, strides, n), 0);
}

GradTensor *
grad_call_squeeze (GradCall *call)
{
  gboolean mask[GRAD_MAX_DIMS];

  for (guint d = 0; d < GRAD_MAX_DIMS; d++)
    mask[d] = TRUE;
  return squeeze_marked (call, mask);
}

GradTensor *
grad_gradient_squeeze (GradRule   *rule,
                       guint       input,
                       GradTensor *g)
{
  return grad_rule_reshape_like_input (rule, 0, g);
}

GradTensor *
grad_call_squeeze_dim (GradCall *call)
{
  gboolean mask[GRAD_MAX_DIMS];
  guint    n;

  grad_value_get_integers (&call->values[1], &n);
  if (n == 0 && call->values[1].type == GRAD_VALUE_INTS)
    return grad_view_new (call, grad_layout_ref (call->values[0].tensor->layout), 0);
  if (!grad_dims_to_mask (&call->values[1], grad_layout_get_n_dims (call->values[0].tensor->layout), mask, call->error))
    return NULL;
  return squeeze_marked (call, mask);
}

GradTensor *
grad_gradient_squeeze_dim (GradRule   *rule,
                           guint       input,
                           GradTensor *g)
{
  return grad_rule_reshape_like_input (rule, 0, g);
}

/* The last step of (k) · (k, m): not a view, since the product is nobody else's. */
GradTensor *
grad_call_squeeze_after_mm (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;

  y = grad_tensor_new_alias (x, grad_layout_new (x->layout->dims + 1, NULL, x->layout->n_dims - 1), 0);
  grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_squeeze_after_mm (GradRule   *rule,
                                guint       input,
                                GradTensor *g)
{
  return grad_rule_reshape_like_input (rule, 0, g);
}

GradTensor *
grad_call_unsqueeze (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  guint       n_dims = grad_layout_get_n_dims (x->layout), dim;
  gint64      sizes[GRAD_MAX_DIMS + 1], strides[GRAD_MAX_DIMS + 1];

  if (!grad_dim_wrap (call->values[1].integer, n_dims + 1, &dim, call->error) ||
      !grad_shape_check (NULL, n_dims == GRAD_MAX_DIMS ? n_dims + 1 : 0, 1, call->error))
    return NULL;
  for (guint d = 0; d <= n_dims; d++)
    {
      guint from = d > dim ? d - 1 : d;

      sizes[d] = d == dim ? 1 : x->layout->dims[from];
      strides[d] = d == dim ? (dim < n_dims ? x->layout->dims[n_dims + dim] * x->layout->dims[dim] : 1)
                            : x->layout->dims[n_dims + from];
    }
  return grad_view_new (call, grad_layout_new (sizes, strides, n_dims + 1), 0);
}

GradTensor *
grad_gradient_unsqueeze (GradRule   *rule,
                         guint       input,
                         GradTensor *g)
{
  return grad_rule_reshape_like_input (rule, 0, g);
}
