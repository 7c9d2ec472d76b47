/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Views of all elements in another shape or order. Their gradient is the way back. */

#include "grad/grad-view.h"

#include "grad/grad-rule-words.h"

/* transposing and permuting */

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

/* reshaping */

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
