/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Joining tensors, and taking one apart into views. */

#include "grad/grad-view.h"

#include "grad/grad-rule-words.h"

/* In cat a 1-D tensor without elements counts for nothing: it once was the empty tensor. */
static gboolean
is_skipped (const GradTensor *x)
{
  return x->layout != NULL && x->layout->n_dims == 1 && x->layout->n_elements == 0;
}

static gboolean
check_cat (GradTensor *const *tensors,
           guint              n,
           gint64             dim,
           guint             *wrapped,
           GError           **error)
{
  guint first = 0;

  for (guint i = 0; i < n; i++)
    if (tensors[i]->layout == NULL)
      {
        g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                     "zero-dimensional tensor (at position %u) cannot be concatenated", i);
        return FALSE;
      }
  while (first + 1 < n && is_skipped (tensors[first]))
    first++;
  /* Of nothing at all the dimension is not looked at. */
  *wrapped = 0;
  if (!is_skipped (tensors[first]) && !grad_dim_wrap (dim, tensors[first]->layout->n_dims, wrapped, error))
    return FALSE;
  for (guint i = first + 1; i < n; i++)
    {
      const GradLayout *a = tensors[first]->layout, *b = tensors[i]->layout;

      if (is_skipped (tensors[i]))
        continue;
      if (a->n_dims != b->n_dims)
        {
          g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                       "Tensors must have same number of dimensions: got %u and %u", a->n_dims, b->n_dims);
          return FALSE;
        }
      for (guint d = 0; d < a->n_dims; d++)
        if (d != *wrapped && a->dims[d] != b->dims[d])
          {
            g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                         "Sizes of tensors must match except in dimension %u. Expected size %" G_GINT64_FORMAT
                         " but got size %" G_GINT64_FORMAT " for tensor number %u in the list.",
                         *wrapped, a->dims[d], b->dims[d], i);
            return FALSE;
          }
    }
  return TRUE;
}

/* Writes x into y along dim from start on. */
static void
copy_part (GradTensor *y,
           GradTensor *x,
           guint       dim,
           gint64      start)
{
  GradTensor *part = grad_tensor_new_alias (y, grad_layout_new (x->layout->dims, grad_layout_get_strides (y->layout), x->layout->n_dims),
                                            start * grad_layout_get_strides (y->layout)[dim]);

  grad_copy (part, x);
  grad_tensor_unref (part);
}

static GradTensor *
compute_cat (GradTensor *const *tensors,
             guint              n,
             guint              dim,
             GError           **error)
{
  gint64      sizes[GRAD_MAX_DIMS], start = 0;
  guint       first = 0;
  GradTensor *y;

  while (first + 1 < n && is_skipped (tensors[first]))
    first++;
  for (guint d = 0; d < tensors[first]->layout->n_dims; d++)
    sizes[d] = tensors[first]->layout->dims[d];
  sizes[dim] = 0;
  for (guint i = 0; i < n; i++)
    if (!is_skipped (tensors[i]) && __builtin_add_overflow (sizes[dim], tensors[i]->layout->dims[dim], &sizes[dim]))
      sizes[dim] = G_MAXINT64;
  if (!grad_shape_check (sizes, tensors[first]->layout->n_dims, sizeof (double), error))
    return NULL;
  y = grad_tensor_new_empty (grad_result_type (tensors, n), grad_layout_new (sizes, NULL, tensors[first]->layout->n_dims),
                             error);
  for (guint i = 0; y != NULL && i < n; i++)
    if (!is_skipped (tensors[i]))
      {
        copy_part (y, tensors[i], dim, start);
        start += tensors[i]->layout->dims[dim];
      }
  return y;
}

/* The lengths of the parts are kept for the gradient. */
GradTensor *
grad_call_cat (GradCall *call)
{
  GradTensor *const *tensors = call->values[0].tensors;
  guint              n = call->values[0].n, dim;
  g_autofree gint64 *lengths = g_new (gint64, MAX (n, 1));
  GradValue          values[3] = { call->values[0], call->values[1], GRAD_VALUE_OF_INTS (lengths, n) };
  GradCall           recorded = *call;
  GradTensor        *y;

  if (n == 0)
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "torch.cat(): expected a non-empty list of Tensors");
      return NULL;
    }
  if (!check_cat (tensors, n, call->values[1].integer, &dim, call->error) ||
      (y = compute_cat (tensors, n, dim, call->error)) == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    lengths[i] = is_skipped (tensors[i]) ? 0 : tensors[i]->layout->dims[dim];
  values[1] = GRAD_VALUE_OF_INT (dim);
  recorded.values = values;
  recorded.n_more_values = 1;
  if (grad_dtype_is_floating_point (y->dtype))
    grad_record (y, &recorded, tensors, n);
  return y;
}

GradTensor *
grad_gradient_cat (GradRule   *rule,
                   guint       input,
                   GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;
  gint64           start = 0;

  if (is_skipped (grad_node_get_own_tensor (grad_rule_get_input_node (rule, input))))
    return grad_rule_zeros_like_input (rule, input);
  for (guint i = 0; i < input; i++)
    start += values[2].integers[i];
  return CALL (slice, g, values[1], GRAD_VALUE_OF_INT (start), GRAD_VALUE_OF_INT (start + values[2].integers[input]),
               GRAD_VALUE_OF_INT (1));
}

static gboolean
check_stack (GradTensor *const *tensors,
             guint              n,
             GError           **error)
{
  if (n == 0)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "stack expects a non-empty TensorList");
      return FALSE;
    }
  for (guint i = 1; i < n; i++)
    if (!grad_layout_same_shape (tensors[0]->layout, tensors[i]->layout))
      {
        g_autofree char *a = grad_shape_to_string (grad_layout_get_sizes (tensors[0]->layout),
                                                   grad_layout_get_n_dims (tensors[0]->layout));
        g_autofree char *b = grad_shape_to_string (grad_layout_get_sizes (tensors[i]->layout),
                                                   grad_layout_get_n_dims (tensors[i]->layout));

        g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                     "stack expects each tensor to be equal size, but got %s at entry 0 and %s at entry %u", a, b, i);
        return FALSE;
      }
  return TRUE;
}

/* x with a new dimension of size 1, unrecorded. */
static GradTensor *
with_dim (GradTensor *x,
          guint       dim)
{
  guint  n_dims = grad_layout_get_n_dims (x->layout);
  gint64 sizes[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];

  for (guint d = 0; d <= n_dims; d++)
    {
      sizes[d] = d == dim ? 1 : x->layout->dims[d > dim ? d - 1 : d];
      strides[d] = d == dim ? 1 : x->layout->dims[n_dims + (d > dim ? d - 1 : d)];
    }
  return grad_tensor_new_alias (x, grad_layout_new (sizes, strides, n_dims + 1), 0);
}

GradTensor *
grad_call_stack (GradCall *call)
{
  GradTensor *const *tensors = call->values[0].tensors;
  guint              n = call->values[0].n, dim;
  GradValue          values[2] = { call->values[0] };
  GradCall           recorded = *call;
  GradTensor        *y;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) grad_tensor_unref);

  if (!check_stack (tensors, n, call->error) ||
      !grad_dim_wrap (call->values[1].integer, grad_layout_get_n_dims (tensors[0]->layout) + 1, &dim, call->error) ||
      !grad_shape_check (NULL, grad_layout_get_n_dims (tensors[0]->layout) == GRAD_MAX_DIMS ? GRAD_MAX_DIMS + 1 : 0, 1,
                         call->error))
    return NULL;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (parts, with_dim (tensors[i], dim));
  y = compute_cat ((GradTensor *const *) parts->pdata, n, dim, call->error);
  if (y == NULL)
    return NULL;
  values[1] = GRAD_VALUE_OF_INT (dim);
  recorded.values = values;
  if (grad_dtype_is_floating_point (y->dtype))
    grad_record (y, &recorded, tensors, n);
  return y;
}

GradTensor *
grad_gradient_stack (GradRule   *rule,
                     guint       input,
                     GradTensor *g)
{
  return CALL (select, g, rule->node->extra->values[1], GRAD_VALUE_OF_INT (input));
}

/* Taking apart. PyTorch has one node for all parts; here each part has a node of that name, with the same gradients. */

/* Gives out the next part, number i: the first as the result of the call. */
static void
hand_out (GradCall    *call,
          GradTensor **first,
          guint        i,
          GradTensor  *part)
{
  if (part == NULL)
    return;
  part->output_nr = (guint16) i;
  if (*first == NULL)
    *first = part;
  else if (call->more != NULL)
    g_ptr_array_add (call->more, part);
  else
    grad_tensor_unref (part);
}

/* Elements start … start + length of a dimension, recorded as op with values dim, start, end. */
static GradTensor *
take_part (GradCall *call,
           GradOpId  id,
           guint     dim,
           gint64    start,
           gint64    length)
{
  GradTensor *x = call->values[0].tensor;
  guint       n_dims = x->layout->n_dims;
  gint64      sizes[GRAD_MAX_DIMS], ends[2] = { start, start + length };
  GradValue   values[3] = { call->values[0], GRAD_VALUE_OF_INTS (ends, 2), GRAD_VALUE_OF_INT (dim) };
  GradCall    part = { .op = &grad_ops[id], .values = values, .error = call->error };

  for (guint d = 0; d < n_dims; d++)
    sizes[d] = d == dim ? length : x->layout->dims[d];
  return grad_view_new (&part, grad_layout_new (sizes, grad_layout_get_strides (x->layout), n_dims),
                        start * grad_layout_get_strides (x->layout)[dim]);
}

static GradTensor *
put_part_back (GradRule   *rule,
               GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  const GradValue  *values = rule->node->extra->values;

  return CALL (slice_backward, g, GRAD_VALUE_OF_INTS (layout->dims, layout->n_dims), values[2],
               GRAD_VALUE_OF_INT (values[1].integers[0]), GRAD_VALUE_OF_INT (values[1].integers[1]), GRAD_VALUE_OF_INT (1));
}

static GradTensor *
split_evenly (GradCall *call,
              gint64    size,
              guint     dim)
{
  gint64      n = call->values[0].tensor->layout->dims[dim], start = 0;
  GradTensor *first = NULL;
  guint       i = 0;

  do
    {
      gint64 length = MIN (size, n - start);

      hand_out (call, &first, i++, take_part (call, GRAD_OP_split, dim, start, length));
      start += length;
    }
  while (start < n);
  return first;
}

GradTensor *
grad_call_split (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  gint64      size = call->values[1].integer;
  guint       dim;

  if (x->layout == NULL)
    g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "split expects at least a 1-dimensional tensor");
  else if (size < 0)
    g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "split expects split_size be non-negative, but got split_size=%" G_GINT64_FORMAT, size);
  else if (grad_dim_wrap (call->values[2].integer, x->layout->n_dims, &dim, call->error))
    {
      if (size > 0 || x->layout->dims[dim] == 0)
        return split_evenly (call, size, dim);
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "split_size can only be 0 if dimension size is 0, but got dimension size of %" G_GINT64_FORMAT,
                   x->layout->dims[dim]);
    }
  return NULL;
}

GradTensor *
grad_gradient_split (GradRule   *rule,
                     guint       input,
                     GradTensor *g)
{
  return put_part_back (rule, g);
}

static gboolean
check_split_sizes (GradTensor      *x,
                   const GradValue *sizes,
                   gint64           given,
                   guint            dim,
                   GError         **error)
{
  gint64 sum = 0;

  for (guint i = 0; i < sizes->n; i++)
    {
      if (sizes->integers[i] < 0)
        {
          g_autofree char *list = grad_shape_to_string (sizes->integers, sizes->n);

          g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                       "split_with_sizes expects split_sizes have only non-negative entries, but got split_sizes=%s", list);
          return FALSE;
        }
      if (__builtin_add_overflow (sum, sizes->integers[i], &sum))
        sum = G_MAXINT64;
    }
  if (sum != x->layout->dims[dim])
    {
      g_autofree char *list = grad_shape_to_string (sizes->integers, sizes->n);

      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "split_with_sizes expects split_sizes to sum exactly to %" G_GINT64_FORMAT " (input tensor's size at "
                   "dimension %" G_GINT64_FORMAT "), but got split_sizes=%s",
                   x->layout->dims[dim], given, list);
      return FALSE;
    }
  return TRUE;
}

GradTensor *
grad_call_split_sizes (GradCall *call)
{
  GradTensor      *x = call->values[0].tensor, *first = NULL;
  const GradValue *sizes = &call->values[1];
  guint            dim;
  gint64           start = 0;

  if (x->layout == NULL)
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "split expects at least a 1-dimensional tensor");
      return NULL;
    }
  if (!grad_dim_wrap (call->values[2].integer, x->layout->n_dims, &dim, call->error) ||
      !check_split_sizes (x, sizes, call->values[2].integer, dim, call->error))
    return NULL;
  for (guint i = 0; i < sizes->n; i++)
    {
      hand_out (call, &first, i, take_part (call, GRAD_OP_split_sizes, dim, start, sizes->integers[i]));
      start += sizes->integers[i];
    }
  return first;
}

GradTensor *
grad_gradient_split_sizes (GradRule   *rule,
                           guint       input,
                           GradTensor *g)
{
  return put_part_back (rule, g);
}

/* As many parts without elements as were asked for. */
static GradTensor *
split_nothing (GradCall *call,
               gint64    chunks,
               guint     dim)
{
  g_autofree gint64 *sizes = chunks <= G_MAXUINT16 ? g_new0 (gint64, (gsize) chunks) : NULL;
  GradValue          values[3] = { call->values[0], GRAD_VALUE_OF_INTS (sizes, (guint) chunks), GRAD_VALUE_OF_INT (dim) };

  if (sizes == NULL)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "chunk: too many chunks: %" G_GINT64_FORMAT, chunks);
      return NULL;
    }
  return grad_op_apply (&grad_ops[GRAD_OP_split_sizes], values, 3, call->more, call->error);
}

GradTensor *
grad_call_chunk (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  gint64      chunks = call->values[1].integer, n;
  guint       dim;

  if (x->layout == NULL)
    g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "chunk expects at least a 1-dimensional tensor");
  else if (chunks <= 0)
    g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "chunk expects `chunks` to be greater than 0, got: %" G_GINT64_FORMAT, chunks);
  else if (grad_dim_wrap (call->values[2].integer, x->layout->n_dims, &dim, call->error))
    {
      n = x->layout->dims[dim];
      if (n == 0)
        return split_nothing (call, chunks, dim);
      return split_evenly (call, MAX (n / chunks + (n % chunks != 0), 1), dim);
    }
  return NULL;
}

GradTensor *
grad_call_unbind (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *first = NULL;
  guint       dim, n_dims = grad_layout_get_n_dims (x->layout);
  gint64      sizes[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];

  if (!grad_dim_wrap (call->values[1].integer, n_dims, &dim, call->error))
    return NULL;
  if (x->layout == NULL)
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_INDEX, "Dimension specified as 0 but tensor has no dimensions");
      return NULL;
    }
  for (guint d = 0, n = 0; d < n_dims; d++)
    if (d != dim)
      {
        sizes[n] = x->layout->dims[d];
        strides[n++] = x->layout->dims[n_dims + d];
      }
  for (gint64 i = 0; i < x->layout->dims[dim]; i++)
    {
      GradValue values[3] = { call->values[0], GRAD_VALUE_OF_INT (dim), GRAD_VALUE_OF_INT (i) };
      GradCall  part = { .op = call->op, .values = values, .n_more_values = 1, .error = call->error };

      hand_out (call, &first, (guint) i,
                grad_view_new (&part, grad_layout_new (sizes, strides, n_dims - 1), i * x->layout->dims[n_dims + dim]));
    }
  return first;
}

GradTensor *
grad_gradient_unbind (GradRule   *rule,
                      guint       input,
                      GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  const GradValue  *values = rule->node->extra->values;

  return CALL (select_backward, g, GRAD_VALUE_OF_INTS (layout->dims, layout->n_dims), values[1], values[2]);
}
