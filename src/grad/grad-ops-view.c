/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Views: the same memory, looked at another way. */

#include "grad/grad-copy.h"
#include "grad/grad-op-private.h"
#include "grad/grad-record.h"

/* y looks at the memory of x. */
static GradTensor *
make_view (GradCall   *call,
           GradTensor *x,
           GradLayout *layout,
           gint64      offset)
{
  GradTensor *y = grad_tensor_new_alias (x, layout, offset);

  grad_record (y, call, &x, 1);
  return y;
}

/* The layout without dimension dim. Transfer full. */
static GradLayout *
without_dim (const GradLayout *layout,
             guint             dim)
{
  gint64 sizes[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];
  guint  n = 0;

  for (guint d = 0; d < layout->n_dims; d++)
    if (d != dim)
      {
        sizes[n] = layout->dims[d];
        strides[n++] = layout->dims[layout->n_dims + d];
      }
  return grad_layout_new (sizes, strides, n);
}

GradTensor *
grad_call_select (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  gint64      index = call->values[2].integer, size;
  guint       dim, n_dims = grad_layout_get_n_dims (x->layout);

  if (n_dims == 0)
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_INDEX, "select() cannot be applied to a 0-dim tensor.");
      return NULL;
    }
  if (!grad_dim_wrap (call->values[1].integer, n_dims, &dim, call->error))
    return NULL;
  size = x->layout->dims[dim];
  if (index < -size || index >= size)
    {
      g_autofree char *shape = grad_shape_to_string (x->layout->dims, n_dims);

      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_INDEX,
                   "select(): index %" G_GINT64_FORMAT " out of range for tensor of size %s at dimension %u",
                   index, shape, dim);
      return NULL;
    }
  return make_view (call, x, without_dim (x->layout, dim),
                    (index < 0 ? index + size : index) * grad_layout_get_strides (x->layout)[dim]);
}

GradTensor *
grad_gradient_select (GradRule   *rule,
                      guint       input,
                      GradTensor *g)
{
  const GradLayout *layout = grad_node_get_own_tensor (rule->node->input[0].node)->layout;
  const GradValue  *values = rule->node->extra->values;
  GradValue         arguments[] = {
            GRAD_VALUE_OF_TENSOR (g), GRAD_VALUE_OF_INTS (layout->dims, layout->n_dims), values[1], values[2]
  };

  return grad_rule_keep (rule, grad_op_call_full (&grad_ops[GRAD_OP_select_backward], arguments, 4, NULL, rule->error));
}

/* Zeros, but for the place that was selected. */
GradTensor *
grad_call_select_backward (GradCall *call)
{
  GradTensor      *g = call->values[0].tensor, *y;
  const GradValue *sizes = &call->values[1];
  guint            dim;
  gint64           index = call->values[3].integer;
  g_autoptr (GradTensor) place = NULL;

  if (!grad_dim_wrap (call->values[2].integer, sizes->n, &dim, call->error))
    return NULL;
  y = grad_tensor_new (g->dtype, sizes->integers, sizes->n, NULL, call->error);
  if (y == NULL)
    return NULL;
  place = grad_tensor_new_alias (y, without_dim (y->layout, dim),
                                 (index < 0 ? index + sizes->integers[dim] : index) * grad_layout_get_strides (y->layout)[dim]);
  grad_copy (place, g);
  grad_record (y, call, &g, 1);
  return y;
}

GradTensor *
grad_gradient_select_backward (GradRule   *rule,
                               guint       input,
                               GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;
  GradValue        arguments[] = { GRAD_VALUE_OF_TENSOR (g), values[2], values[3] };

  return grad_rule_keep (rule, grad_op_call_full (&grad_ops[GRAD_OP_select], arguments, 3, NULL, rule->error));
}

GradTensor *
grad_call_expand (GradCall *call)
{
  GradTensor   *x = call->values[0].tensor;
  const gint64 *sizes = call->values[1].integers;
  guint         n_dims = call->values[1].n, own = grad_layout_get_n_dims (x->layout);
  gint64        shape[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];
  g_autoptr (GradLayout) target = NULL;

  if (n_dims < own)
    {
      g_autofree char *from = grad_shape_to_string (grad_layout_get_sizes (x->layout), own);
      g_autofree char *to = grad_shape_to_string (sizes, n_dims);

      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "expand(%s{%s}, size=%s): the number of sizes provided (%u) must be greater or equal to the number "
                   "of dimensions in the tensor (%u)",
                   grad_dtype_get_tensor_type (x->dtype), from, to, n_dims, own);
      return NULL;
    }
  for (guint d = 0; d < n_dims; d++)
    {
      gint64 old = d + own < n_dims ? 1 : x->layout->dims[d + own - n_dims];

      shape[d] = sizes[d] == -1 && d + own >= n_dims ? old : sizes[d];
      if (shape[d] != old && old != 1)
        {
          g_autofree char *from = grad_shape_to_string (grad_layout_get_sizes (x->layout), own);
          g_autofree char *to = grad_shape_to_string (sizes, n_dims);

          g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                       "The expanded size of the tensor (%" G_GINT64_FORMAT ") must match the existing size "
                       "(%" G_GINT64_FORMAT ") at non-singleton dimension %u.  Target sizes: %s.  Tensor sizes: %s",
                       shape[d], old, d, to, from);
          return NULL;
        }
    }
  if (!grad_shape_check (shape, n_dims, sizeof (double), call->error))
    return NULL;
  target = grad_layout_new (shape, NULL, n_dims);
  grad_layout_get_broadcast_strides (x->layout, target, strides);
  return make_view (call, x, grad_layout_new (shape, strides, n_dims), 0);
}

/* The engine sums what was repeated. */
GradTensor *
grad_gradient_expand (GradRule   *rule,
                      guint       input,
                      GradTensor *g)
{
  return g;
}
