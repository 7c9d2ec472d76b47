/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Choosing elements by a condition, by places along a dimension, or by order. */

#include "grad/grad-ops-private.h"

#include <math.h>

#include "grad/grad-walk.h"

#include "grad/grad-rule-words.h"

/* where */

/* y[…] = condition[…] ? a[…] : b[…], all of one element size. */
static void
choose_elements (GradTensor *y,
                 GradTensor *condition,
                 GradTensor *a,
                 GradTensor *b)
{
  gsize    size = grad_dtype_get_size (y->dtype);
  GradWalk walk;

  grad_walk_init (&walk, y->layout, 4, (const GradLayout *[]){ y->layout, condition->layout, a->layout, b->layout });
  while (grad_walk_next (&walk))
    for (gint64 i = 0; i < walk.n; i++)
      {
        gboolean    take_a = ((const guint8 *) condition->data)[walk.offsets[1] + i * walk.strides[1]] != 0;
        guint       from = take_a ? 2 : 3;
        const char *data = (take_a ? a : b)->data;

        memcpy ((char *) y->data + (walk.offsets[0] + i * walk.strides[0]) * (gint64) size,
                data + (walk.offsets[from] + i * walk.strides[from]) * (gint64) size, size);
      }
}

static GradTensor *
compute_where (GradTensor *condition,
               GradTensor *a,
               GradTensor *b,
               GError    **error)
{
  GradDType dtype = grad_result_type ((GradTensor *[]){ a, b }, 2);
  g_autoptr (GradTensor) a_cast = grad_convert (a, dtype, error), b_cast = grad_convert (b, dtype, error);
  g_autoptr (GradLayout) both = NULL;
  GradLayout *layout;
  GradTensor *y;

  if (a_cast == NULL || b_cast == NULL || !grad_layout_broadcast (condition->layout, a->layout, &both, error) ||
      !grad_layout_broadcast (both, b->layout, &layout, error))
    return NULL;
  y = grad_tensor_new_empty (dtype, layout, error);
  if (y != NULL)
    choose_elements (y, condition, a_cast, b_cast);
  return y;
}

GradTensor *
grad_call_where (GradCall *call)
{
  GradTensor *condition = call->values[0].tensor, *inputs[] = { call->values[1].tensor, call->values[2].tensor };
  GradTensor *y;

  if (condition->dtype != GRAD_BOOL)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "where expected condition to be a boolean tensor, but got a tensor with dtype %s",
                   grad_dtype_get_scalar_type (condition->dtype));
      return NULL;
    }
  y = compute_where (condition, inputs[0], inputs[1], call->error);
  if (y != NULL)
    grad_record (y, call, inputs, 2);
  return y;
}

GradTensor *
grad_gradient_where (GradRule   *rule,
                     guint       input,
                     GradTensor *g)
{
  GradTensor *condition = rule->node->extra->values[0].tensor;
  GradTensor *nothing = grad_rule_keep (rule, grad_tensor_new_scalar (0, g->dtype));

  return input == 0 ? where (condition, g, nothing) : where (condition, nothing, g);
}

/* masked_fill, masked_select, nonzero */

static gboolean
check_mask (GradTensor *mask,
            const char *format,
            GError    **error)
{
  if (mask->dtype == GRAD_BOOL)
    return TRUE;
  g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, format);
  return FALSE;
}

GradTensor *
grad_call_masked_fill (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *mask = call->values[1].tensor, *y;
  double      number = grad_value_get_number (&call->values[2]);
  g_autoptr (GradTensor) value = NULL;
  g_autoptr (GradLayout) both = NULL;

  if (!grad_layout_broadcast (mask->layout, x->layout, &both, call->error))
    return NULL;
  if (mask->dtype != GRAD_BOOL)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "masked_fill_ only supports boolean masks, but got mask with dtype %s",
                   grad_dtype_get_c_type (mask->dtype));
      return NULL;
    }
  if (x->dtype == GRAD_INT64 && !(fabs (number) < 0x1p63))
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "value cannot be converted to type int64_t without overflow");
      return NULL;
    }
  value = grad_tensor_new_scalar (number, x->dtype);
  y = compute_where (mask, value, x, call->error);
  if (y != NULL)
    grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_masked_fill (GradRule   *rule,
                           guint       input,
                           GradTensor *g)
{
  return where (rule->node->extra->values[1].tensor, zero (g), g);
}

/* The places of all elements that are not 0, a row of indices for each. */
GradTensor *
grad_call_nonzero (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;
  guint       n_dims = grad_layout_get_n_dims (x->layout);
  gint64      sizes[2] = { 0, n_dims }, n = grad_layout_get_n_elements (x->layout), *place;
  g_autoptr (GradTensor) flags = grad_convert (x, GRAD_BOOL, call->error), dense = NULL;

  if (flags == NULL || (dense = grad_make_contiguous (flags, call->error)) == NULL)
    return NULL;
  for (gint64 i = 0; i < n; i++)
    sizes[0] += ((const guint8 *) dense->data)[i] != 0;
  if ((y = grad_tensor_new (GRAD_INT64, sizes, 2, NULL, call->error)) == NULL)
    return NULL;
  place = y->data;
  for (gint64 i = 0; i < n; i++)
    {
      gint64 rest = i;

      if (((const guint8 *) dense->data)[i] == 0)
        continue;
      for (guint d = n_dims; d-- > 0; rest /= x->layout->dims[d])
        place[d] = rest % x->layout->dims[d];
      place += n_dims;
    }
  return y;
}

/* x[mask] with x and mask broadcast against each other. */
/* x and mask expanded to each other, at least to one dimension. FALSE with an error. */
static gboolean
expand_both (GradTensor  *x,
             GradTensor  *mask,
             GradTensor **x_wide,
             GradTensor **mask_wide,
             GError     **error)
{
  g_autoptr (GradLayout) layout = NULL;
  const gint64 one = 1;
  GradValue    values[2];

  if (!grad_layout_broadcast (mask->layout, x->layout, &layout, error))
    return FALSE;
  values[1] = layout == NULL ? GRAD_VALUE_OF_INTS (&one, 1) : GRAD_VALUE_OF_INTS (layout->dims, layout->n_dims);
  values[0] = GRAD_VALUE_OF_TENSOR (x);
  *x_wide = grad_op_apply (&grad_ops[GRAD_OP_expand], values, 2, NULL, error);
  values[0] = GRAD_VALUE_OF_TENSOR (mask);
  *mask_wide = grad_op_apply (&grad_ops[GRAD_OP_expand], values, 2, NULL, error);
  return *x_wide != NULL && *mask_wide != NULL;
}

GradTensor *
grad_call_masked_select (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *mask = call->values[1].tensor, *y = NULL;
  g_autoptr (GradTensor) x_wide = NULL, mask_wide = NULL;
  gboolean was_off;

  if (!check_mask (mask, "masked_select: expected BoolTensor for mask", call->error))
    return NULL;
  was_off = grad_pause_recording ();
  if (expand_both (x, mask, &x_wide, &mask_wide, call->error))
    y = grad_op_apply (&grad_ops[GRAD_OP_index], (GradValue[]){ GRAD_VALUE_OF_TENSOR (x_wide), GRAD_VALUE_OF_TENSORS (&mask_wide, 1) }, 2, NULL,
                       call->error);
  grad_resume_recording (was_off);
  if (y != NULL)
    grad_record (y, call, &x, 1);
  return y;
}

/* g put where the mask is true; the engine sums what was expanded. */
GradTensor *
grad_gradient_masked_select (GradRule   *rule,
                             guint       input,
                             GradTensor *g)
{
  GradTensor *own = grad_node_get_own_tensor (grad_rule_get_input_node (rule, 0));
  GradTensor *mask = rule->node->extra->values[1].tensor, *x_wide = NULL, *mask_wide = NULL;

  expand_both (own, mask, &x_wide, &mask_wide, rule->error);
  grad_rule_keep (rule, x_wide);
  grad_rule_keep (rule, mask_wide);
  if (x_wide == NULL || mask_wide == NULL)
    return NULL;
  return CALL (index_backward, g, GRAD_VALUE_OF_INTS (mask_wide->layout->dims, mask_wide->layout->n_dims), GRAD_VALUE_OF_TENSORS (&mask_wide, 1));
}

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
  g_autoptr (GradTensor) dense = NULL;

  if (!check_gather (x, call->values[1].integer, index, &dim, call->error) ||
      (dense = grad_make_contiguous (index, call->error)) == NULL ||
      !check_places (dense->data, n, dim, x->layout != NULL ? x->layout->dims[dim] : 1, "gather", call->error) ||
      (y = grad_new_like (index, x->dtype, call->error)) == NULL)
    return NULL;
  for (gint64 i = 0; i < n; i++)
    memcpy ((char *) y->data + (gsize) i * size,
            (char *) x->data + place_of (x->layout, index->layout, dim, i, ((gint64 *) dense->data)[i]) * (gint64) size, size);
  grad_record (y, call, &x, 1);
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

/* sort */

typedef struct
{
  double value;
  gint64 place;
} Sortable;

/* nan counts as largest. Equal ones stay in their order. */
static int
compare_sortables (gconstpointer a,
                   gconstpointer b,
                   gpointer      descending)
{
  const Sortable *x = a, *z = b;
  gboolean        x_nan = x->value != x->value, z_nan = z->value != z->value;
  int             order = x_nan || z_nan ? (int) x_nan - (int) z_nan : (x->value > z->value) - (x->value < z->value);

  if (descending != NULL)
    order = -order;
  return order != 0 ? order : (x->place > z->place) - (x->place < z->place);
}

static void
sort_row (GradDType dtype,
          char     *row,
          gint64   *places,
          gint64    n,
          gboolean  descending)
{
  g_autofree Sortable *items = g_new (Sortable, (gsize) MAX (n, 1));
  gsize                size = grad_dtype_get_size (dtype);
  g_autofree char     *copy = g_memdup2 (row, (gsize) n * size);

  for (gint64 i = 0; i < n; i++)
    items[i] = (Sortable){ grad_scalar_load (dtype, row + (gsize) i * size), i };
  g_qsort_with_data (items, (int) n, sizeof *items, compare_sortables, GINT_TO_POINTER (descending));
  for (gint64 i = 0; i < n; i++)
    {
      memcpy (row + (gsize) i * size, copy + (gsize) items[i].place * size, size);
      places[i] = items[i].place;
    }
}

GradTensor *
grad_call_sort (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y, *rows_of_values, *rows_of_places, *places;
  gboolean    mask[GRAD_MAX_DIMS] = { 0 };
  guint       dim;
  gint64      n_rows, n;
  GradValue   values[4] = { call->values[0], call->values[1], call->values[2] };
  GradCall    recorded = *call;
  g_autoptr (GradTensor) rows = NULL;

  if (!grad_dim_wrap (call->values[1].integer, grad_layout_get_n_dims (x->layout), &dim, call->error))
    return NULL;
  mask[dim] = TRUE;
  if ((rows = grad_rows_new (x, mask, &n_rows, &n, call->error)) == NULL ||
      (rows_of_values = grad_new_like (rows, x->dtype, call->error)) == NULL)
    return NULL;
  if ((rows_of_places = grad_new_like (rows, GRAD_INT64, call->error)) == NULL)
    {
      grad_tensor_unref (rows_of_values);
      return NULL;
    }
  grad_copy (rows_of_values, rows);
  for (gint64 i = 0; i < n_rows; i++)
    sort_row (x->dtype, (char *) rows_of_values->data + (gsize) (i * n) * grad_dtype_get_size (x->dtype),
              (gint64 *) rows_of_places->data + i * n, n, call->values[2].boolean);
  y = grad_rows_restore (rows_of_values, x->layout, mask, call->error);
  places = grad_rows_restore (rows_of_places, x->layout, mask, call->error);
  values[1] = GRAD_VALUE_OF_INT (dim);
  values[3] = GRAD_VALUE_OF_TENSOR (places);
  recorded.values = values;
  recorded.n_more_values = 1;
  grad_record (y, &recorded, &x, 1);
  if (call->more != NULL)
    g_ptr_array_add (call->more, places);
  else
    grad_tensor_unref (places);
  return y;
}

GradTensor *
grad_gradient_sort (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  const GradValue  *values = rule->node->extra->values;

  return CALL (gather_backward, g, GRAD_VALUE_OF_INTS (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout)),
               values[1], values[3]);
}
