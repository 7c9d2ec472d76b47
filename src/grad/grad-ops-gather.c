/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Choosing elements by their places along a dimension. */

#include "grad/grad-ops-private.h"

#include "grad/grad-rule-words.h"

/* gather: y[i][j] = x[index[i][j]][j] along dim 0, and so on */

static gboolean
check_gather (GradTensor *x,
              gint64      dim,
              GradTensor *index,
              guint      *wrapped,
              GError    **error)
{
  guint x_dims = MAX (grad_layout_get_n_dims (x->layout), 1), index_dims = MAX (grad_layout_get_n_dims (index->layout), 1);

  if (!grad_dim_wrap (dim, grad_layout_get_n_dims (x->layout), wrapped, error))
    return FALSE;
  if (grad_layout_get_n_elements (index->layout) == 0)
    return TRUE;
  if (index->dtype != GRAD_INT64)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "gather(): Expected dtype int64 for index");
      return FALSE;
    }
  if (x_dims != index_dims)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "Index tensor must have the same number of dimensions as input tensor");
      return FALSE;
    }
  for (guint d = 0; x->layout != NULL && index->layout != NULL && d < x_dims; d++)
    if (d != *wrapped && index->layout->dims[d] > x->layout->dims[d])
      {
        g_autofree char *i = grad_shape_to_string (index->layout->dims, index_dims);
        g_autofree char *s = grad_shape_to_string (x->layout->dims, x_dims);

        g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                     "Size does not match at dimension %u expected index %s to be no larger than self %s apart from "
                     "dimension %u",
                     d, i, s, *wrapped);
        return FALSE;
      }
  return TRUE;
}

/* For each element of index, by position i in row-major order, the offset of its place in a tensor of layout. Takes
 * one step per call of body. FALSE with an error if a place does not exist. */
static gint64
place_of (const GradLayout *layout,
          const GradLayout *index_layout,
          guint             dim,
          gint64            i,
          gint64            index)
{
  gint64 offset = 0;

  if (layout == NULL)
    return 0;
  for (guint d = layout->n_dims; d-- > 0;)
    {
      gint64 size = index_layout != NULL ? index_layout->dims[d] : 1;

      offset += (d == dim ? index : i % size) * layout->dims[layout->n_dims + d];
      i /= size;
    }
  return offset;
}

static gboolean
check_places (const gint64 *indices,
              gint64        n,
              guint         dim,
              gint64        size,
              const char   *format,
              GError      **error)
{
  for (gint64 i = 0; i < n; i++)
    if (indices[i] < 0 || indices[i] >= size)
      {
        g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                     "index %" G_GINT64_FORMAT " is out of bounds for dimension %u with size %" G_GINT64_FORMAT,
                     indices[i], dim, size);
        return FALSE;
      }
  return TRUE;
}

GradTensor *
grad_call_gather (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *index = call->values[2].tensor, *y;
  guint       dim;
  gsize       size = grad_dtype_get_size (x->dtype);
  gint64      n = grad_layout_get_n_elements (index->layout);
  GradCall    recorded = *call;
  g_autoptr (GradTensor) dense = NULL;

  if (!check_gather (x, call->values[1].integer, index, &dim, call->error) ||
      (dense = grad_make_contiguous (index, call->error)) == NULL ||
      !check_places (dense->data, n, dim, x->layout != NULL ? x->layout->dims[dim] : 1, "gather", call->error) ||
      (y = grad_new_like (index, x->dtype, call->error)) == NULL)
    return NULL;
  for (gint64 i = 0; i < n; i++)
    memcpy ((char *) y->data + (gsize) i * size,
            (char *) x->data + place_of (x->layout, index->layout, dim, i, ((gint64 *) dense->data)[i]) * (gint64) size, size);
  /* Places that are none need not be integers: they may be x itself. */
  recorded.kept_values = 1;
  grad_record (y, &recorded, &x, 1);
  return y;
}

GradTensor *
grad_gradient_gather (GradRule   *rule,
                      guint       input,
                      GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  const GradValue  *values = rule->node->extra->values;

  return CALL (gather_backward, g, GRAD_VALUE_OF_INTS (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout)),
               values[1], values[2]);
}

/* Zeros of the sizes with g added at the places. */
GradTensor *
grad_call_gather_backward (GradCall *call)
{
  GradTensor *g = call->values[0].tensor, *index = call->values[3].tensor, *y;
  guint       dim;
  gint64      n = grad_layout_get_n_elements (index->layout), size = (gint64) grad_dtype_get_size (g->dtype);
  g_autoptr (GradTensor) dense = NULL, dense_index = NULL;

  if (!grad_dim_wrap (call->values[2].integer, call->values[1].n, &dim, call->error) ||
      (dense = grad_make_contiguous (g, call->error)) == NULL ||
      (dense_index = grad_make_contiguous (index, call->error)) == NULL ||
      (y = grad_tensor_new (g->dtype, call->values[1].integers, call->values[1].n, NULL, call->error)) == NULL)
    return NULL;
  for (gint64 i = 0; i < n; i++)
    {
      char *to = (char *) y->data + place_of (y->layout, index->layout, dim, i, ((gint64 *) dense_index->data)[i]) * size;

      grad_scalar_store (g->dtype, to, grad_scalar_load (g->dtype, to) + grad_scalar_load (g->dtype, (char *) dense->data + i * size));
    }
  grad_record (y, call, &g, 1);
  return y;
}

GradTensor *
grad_gradient_gather_backward (GradRule   *rule,
                               guint       input,
                               GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;

  return CALL (gather, g, values[2], values[3]);
}

/* index_select: whole slices along dim */
/* PyTorch has a way of its own along the second dimension, and words of its own in it. */
static gboolean
check_selected (GradTensor *index,
                guint       n_dims,
                guint       dim,
                gint64      size,
                GError    **error)
{
  const gint64  n = grad_layout_get_n_elements (index->layout);
  const gint64 *places = index->data;

  if (n_dims > 1 && n > 0 && size == 0)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "index_select(): self indexing axis dim should be positive");
      return FALSE;
    }
  for (gint64 i = 0; i < n; i++)
    if (places[i] < 0 || places[i] >= size)
      {
        if (n_dims > 1 && dim == 1)
          g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                       "INDICES element is out of DATA bounds, id=%" G_GINT64_FORMAT " axis_dim=%" G_GINT64_FORMAT, places[i], size);
        else
          g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_INDEX, "index out of range in self");
        return FALSE;
      }
  return TRUE;
}

GradTensor *
grad_call_index_select (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *index = call->values[2].tensor, *y;
  guint       dim, n_dims = grad_layout_get_n_dims (x->layout);
  gint64      n = grad_layout_get_n_elements (index->layout), sizes[GRAD_MAX_DIMS];
  g_autoptr (GradTensor) dense = NULL;

  if (!grad_dim_wrap (call->values[1].integer, n_dims, &dim, call->error))
    return NULL;
  if (grad_layout_get_n_dims (index->layout) > 1)
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_INDEX,
                           "index_select(): Index is supposed to be a vector");
      return NULL;
    }
  if (n_dims == 0 && n != 1)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "index_select(): Index to scalar can have only 1 value, got %" G_GINT64_FORMAT " value(s)", n);
      return NULL;
    }
  if (index->dtype != GRAD_INT64)
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "index_select(): Expected dtype int32 or int64 for index");
      return NULL;
    }
  if ((dense = grad_make_contiguous (index, call->error)) == NULL)
    return NULL;
  if (!check_selected (dense, n_dims, dim, n_dims > 0 ? x->layout->dims[dim] : 1, call->error))
    return NULL;
  if (n_dims == 0)
    {
      y = grad_new_scalar_from (x->dtype, x->data);
      grad_record (y, call, &x, 1);
      return y;
    }
  memcpy (sizes, x->layout->dims, n_dims * sizeof *sizes);
  sizes[dim] = n;
  if (!grad_shape_check (sizes, n_dims, sizeof (double), call->error) ||
      (y = grad_tensor_new_empty (x->dtype, grad_layout_new (sizes, NULL, n_dims), call->error)) == NULL)
    return NULL;
  for (gint64 i = 0; i < n; i++)
    {
      g_autoptr (GradTensor) from = NULL, to = NULL;
      gint64 one[GRAD_MAX_DIMS];

      memcpy (one, sizes, n_dims * sizeof *one);
      one[dim] = 1;
      from = grad_tensor_new_alias (x, grad_layout_new (one, grad_layout_get_strides (x->layout), n_dims),
                                    ((gint64 *) dense->data)[i] * grad_layout_get_strides (x->layout)[dim]);
      to = grad_tensor_new_alias (y, grad_layout_new (one, grad_layout_get_strides (y->layout), n_dims),
                                  i * grad_layout_get_strides (y->layout)[dim]);
      grad_copy (to, from);
    }
  grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_index_select (GradRule   *rule,
                            guint       input,
                            GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  const GradValue  *values = rule->node->extra->values;
  GradTensor       *indices[GRAD_MAX_DIMS] = { NULL };
  guint             dim;

  if (layout == NULL)
    return g;
  if (!grad_dim_wrap (values[1].integer, layout->n_dims, &dim, rule->error))
    return NULL;
  /* A single place is a list of one. */
  indices[dim] = values[2].tensor;
  if (indices[dim]->layout == NULL)
    indices[dim] = grad_rule_keep (rule, grad_tensor_new_alias (indices[dim], grad_layout_new ((const gint64[]){ 1 }, NULL, 1), 0));
  return CALL (index_backward, g, GRAD_VALUE_OF_INTS (layout->dims, layout->n_dims), GRAD_VALUE_OF_TENSORS (indices, dim + 1));
}
