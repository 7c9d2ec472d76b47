/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Views of all elements with the dimensions in another order. Their gradient is the way back. */

#include "grad/grad-view.h"

#include "grad/grad-rule-words.h"

GradTensor *
grad_call_transpose (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  guint       n_dims = grad_layout_get_n_dims (x->layout), a, b;
  gint64      sizes[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];

  if (!grad_dim_wrap (call->values[1].integer, n_dims, &a, call->error) ||
      !grad_dim_wrap (call->values[2].integer, n_dims, &b, call->error))
    return NULL;
  for (guint d = 0; d < n_dims; d++)
    {
      guint from = d == a ? b : d == b ? a
                                       : d;

      sizes[d] = x->layout->dims[from];
      strides[d] = x->layout->dims[n_dims + from];
    }
  return grad_view_new (call, grad_layout_new (sizes, strides, n_dims), 0);
}

GradTensor *
grad_gradient_transpose (GradRule   *rule,
                         guint       input,
                         GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;

  return CALL (transpose, g, values[1], values[2]);
}

GradTensor *
grad_call_t (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  guint       n_dims = grad_layout_get_n_dims (x->layout);

  if (n_dims > 2)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "t() expects a tensor with <= 2 dimensions, but self is %uD", n_dims);
      return NULL;
    }
  if (n_dims < 2)
    return grad_view_new (call, grad_layout_ref (x->layout), 0);
  return grad_view_new (call,
                        grad_layout_new ((const gint64[]){ x->layout->dims[1], x->layout->dims[0] },
                                         (const gint64[]){ x->layout->dims[3], x->layout->dims[2] }, 2),
                        0);
}

GradTensor *
grad_gradient_t (GradRule   *rule,
                 guint       input,
                 GradTensor *g)
{
  return CALL (t, g);
}

/* order[d] is the dimension of x that becomes dimension d. */
static gboolean
read_order (GradTensor      *x,
            const GradValue *dims,
            guint           *order,
            GError         **error)
{
  guint         n, n_dims = grad_layout_get_n_dims (x->layout);
  const gint64 *integers = grad_value_get_integers (dims, &n);
  gboolean      seen[GRAD_MAX_DIMS] = { 0 };

  if (n != n_dims)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired "
                   "ordering of dimensions i.e. input.dim() = %u is not equal to len(dims) = %u",
                   n_dims, n);
      return FALSE;
    }
  for (guint d = 0; d < n; d++)
    {
      if (!grad_dim_wrap (integers[d], n_dims, &order[d], error))
        return FALSE;
      if (seen[order[d]])
        {
          g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "permute(): duplicate dims are not allowed.");
          return FALSE;
        }
      seen[order[d]] = TRUE;
    }
  return TRUE;
}

GradTensor *
grad_call_permute (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  guint       n_dims = grad_layout_get_n_dims (x->layout), order[GRAD_MAX_DIMS];
  gint64      sizes[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];

  if (!read_order (x, &call->values[1], order, call->error))
    return NULL;
  for (guint d = 0; d < n_dims; d++)
    {
      sizes[d] = x->layout->dims[order[d]];
      strides[d] = x->layout->dims[n_dims + order[d]];
    }
  return grad_view_new (call, grad_layout_new (sizes, strides, n_dims), 0);
}

GradTensor *
grad_gradient_permute (GradRule   *rule,
                       guint       input,
                       GradTensor *g)
{
  const GradValue *dims = &rule->node->extra->values[1];
  gint64           back[GRAD_MAX_DIMS];

  for (guint d = 0; d < dims->n; d++)
    back[dims->integers[d] < 0 ? dims->integers[d] + dims->n : dims->integers[d]] = d;
  return CALL (permute, g, GRAD_VALUE_OF_INTS (back, dims->n));
}

/* x.T: all dimensions in reverse. */
GradTensor *
grad_call_numpy_T (GradCall *call)
{
  guint     n_dims = grad_layout_get_n_dims (call->values[0].tensor->layout);
  gint64    dims[GRAD_MAX_DIMS];
  GradValue values[] = { call->values[0], GRAD_VALUE_OF_INTS (dims, n_dims) };

  for (guint d = 0; d < n_dims; d++)
    dims[d] = n_dims - 1 - d;
  return grad_op_apply (&grad_ops[GRAD_OP_permute], values, 2, NULL, call->error);
}
