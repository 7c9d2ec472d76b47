/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Views of all elements in another shape. Their gradient is the way back. */

#include "grad/grad-view.h"

#include "grad/grad-rule-words.h"

/* The sizes with a -1 among them replaced by what remains. */
static gboolean
infer_sizes (const GradValue *value,
             gint64           n_elements,
             gint64          *sizes,
             guint           *n_sizes,
             GError         **error)
{
  guint            n, inferred = G_MAXUINT;
  const gint64    *given = grad_value_get_integers (value, &n);
  gint64           product = 1;
  g_autofree char *shape = grad_shape_to_string (given, n);
  gboolean         overflow = FALSE;

  *n_sizes = n;
  if (!grad_shape_check (NULL, n > GRAD_MAX_DIMS ? n : 0, 1, error))
    return FALSE;
  for (guint d = 0; d < n; d++)
    {
      sizes[d] = given[d];
      if (given[d] == -1 && inferred != G_MAXUINT)
        {
          g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "only one dimension can be inferred");
          return FALSE;
        }
      if (given[d] < -1)
        {
          g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "invalid shape dimension %" G_GINT64_FORMAT, given[d]);
          return FALSE;
        }
      if (given[d] == -1)
        inferred = d;
      else
        overflow = overflow || __builtin_mul_overflow (product, given[d], &product);
    }
  if (inferred != G_MAXUINT && product == 0 && !overflow && n_elements == 0)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "cannot reshape tensor of 0 elements into shape %s because the unspecified dimension size -1 can be any "
                   "value and is ambiguous",
                   shape);
      return FALSE;
    }
  if (!overflow && (inferred == G_MAXUINT ? product == n_elements : product > 0 && n_elements % product == 0))
    {
      if (inferred != G_MAXUINT)
        sizes[inferred] = n_elements / product;
      return TRUE;
    }
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "shape '%s' is invalid for input of size %" G_GINT64_FORMAT, shape,
               n_elements);
  return FALSE;
}

/* The strides by which the elements of a layout, in their order, have other sizes; FALSE if none do: a new dimension
 * must lie within dimensions of the old that follow each other without a gap. */
static gboolean
find_strides (const GradLayout *layout,
              const gint64     *sizes,
              guint             n_sizes,
              gint64           *strides)
{
  const gint64 *old_sizes = grad_layout_get_sizes (layout), *old = grad_layout_get_strides (layout);
  guint         n_old = grad_layout_get_n_dims (layout), d = n_sizes;
  gint64        base, chunk = 1, filled = 1;

  if (n_old == 0 || layout->n_elements == 0)
    {
      for (guint i = n_sizes; i-- > 0; filled *= MAX (sizes[i], 1))
        strides[i] = filled;
      return TRUE;
    }
  base = old[n_old - 1];
  for (guint o = n_old; o-- > 0;)
    {
      chunk *= old_sizes[o];
      if (o > 0 && (old_sizes[o - 1] == 1 || old[o - 1] == chunk * base))
        continue;
      for (; d > 0 && (filled < chunk || sizes[d - 1] == 1); d--)
        {
          strides[d - 1] = filled * base;
          filled *= sizes[d - 1];
        }
      if (filled != chunk)
        return FALSE;
      if (o > 0)
        {
          base = old[o - 1];
          chunk = filled = 1;
        }
    }
  return d == 0;
}

static GradTensor *
call_view (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  gint64      sizes[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];
  guint       n;

  if (!infer_sizes (&call->values[1], grad_layout_get_n_elements (x->layout), sizes, &n, call->error))
    return NULL;
  if (!find_strides (x->layout, sizes, n, strides))
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "view size is not compatible with input tensor's size and stride (at least one dimension spans "
                           "across two contiguous subspaces). Use .reshape(...) instead.");
      return NULL;
    }
  return grad_view_new (call, grad_layout_new (sizes, strides, n), 0);
}

GradTensor *
grad_call_view (GradCall *call)
{
  return call_view (call);
}

GradTensor *
grad_gradient_view (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  return grad_rule_reshape_like_input (rule, 0, g);
}

/* What reshape makes of memory that is not dense but can be looked at so. */
GradTensor *
grad_call_reshape_alias (GradCall *call)
{
  return call_view (call);
}

GradTensor *
grad_gradient_reshape_alias (GradRule   *rule,
                             guint       input,
                             GradTensor *g)
{
  return grad_rule_reshape_like_input (rule, 0, g);
}

/* Of a tensor that nobody else has: not a view in the eyes of autograd. */
GradTensor *
grad_call_unsafe_view (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;
  gint64      sizes[GRAD_MAX_DIMS];
  guint       n;

  if (!infer_sizes (&call->values[1], grad_layout_get_n_elements (x->layout), sizes, &n, call->error))
    return NULL;
  y = grad_tensor_new_alias (x, grad_layout_new (sizes, NULL, n), 0);
  grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_unsafe_view (GradRule   *rule,
                           guint       input,
                           GradTensor *g)
{
  return grad_rule_reshape_like_input (rule, 0, g);
}

GradTensor *
grad_call_reshape (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  gint64      sizes[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];
  guint       n;
  GradValue   values[2] = { call->values[0] };
  g_autoptr (GradTensor) copy = NULL;

  if (!infer_sizes (&call->values[1], grad_layout_get_n_elements (x->layout), sizes, &n, call->error))
    return NULL;
  values[1] = GRAD_VALUE_OF_INTS (sizes, n);
  if (find_strides (x->layout, sizes, n, strides))
    return grad_op_apply (&grad_ops[grad_tensor_is_contiguous (x) ? GRAD_OP_view : GRAD_OP_reshape_alias], values, 2, NULL,
                          call->error);
  copy = grad_op_apply_tensors (&grad_ops[GRAD_OP_clone], &x, 1, call->error);
  values[0] = GRAD_VALUE_OF_TENSOR (copy);
  return grad_op_apply (&grad_ops[GRAD_OP_unsafe_view], values, 2, NULL, call->error);
}

GradTensor *
grad_call_flatten (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  guint       n_dims = grad_layout_get_n_dims (x->layout), start, end, n = 0;
  gint64      sizes[GRAD_MAX_DIMS + 1];
  GradValue   values[2] = { call->values[0], GRAD_VALUE_OF_INTS (sizes, 0) };

  if (!grad_dim_wrap (call->values[1].integer, n_dims, &start, call->error) ||
      !grad_dim_wrap (call->values[2].integer, n_dims, &end, call->error))
    return NULL;
  if (start > end)
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "flatten() has invalid args: start_dim cannot come after end_dim");
      return NULL;
    }
  if (n_dims > 0 && start == end)
    return grad_tensor_ref (x);
  for (guint d = 0; d < MAX (n_dims, 1); d++)
    if (n_dims == 0)
      sizes[n++] = 1;
    else if (d <= start || d > end)
      sizes[n++] = x->layout->dims[d];
    else
      sizes[n - 1] *= x->layout->dims[d];
  values[1].n = n;
  return grad_op_apply (&grad_ops[GRAD_OP_reshape], values, 2, NULL, call->error);
}
