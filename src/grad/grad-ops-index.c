/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Indexing with tensors: x[i], x[mask], x[:, i], x[i, j]. Masks become lists of places; all lists are broadcast
 * against each other, and their dimensions stand where the first indexed one was, or in front if the indexed ones do
 * not follow each other. */

#include "grad/grad-ops-private.h"
#include "grad/grad-walk.h"

#include "grad/grad-rule-words.h"

/* An indexing of a tensor, prepared. */
typedef struct
{
  const GradLayout *layout;               /* of what is indexed */
  GradTensor       *lists[GRAD_MAX_DIMS]; /* places along each dimension, int64; NULL: all of it */
  GradLayout       *places;               /* the shape that the lists broadcast to */
  guint             first;                /* dimension of the result where that shape stands */
  GradLayout       *result;
} Indexing;

static void
indexing_clear (Indexing *indexing)
{
  for (guint d = 0; d < GRAD_MAX_DIMS; d++)
    g_clear_pointer (&indexing->lists[d], grad_tensor_unref);
  g_clear_pointer (&indexing->places, grad_layout_unref);
  g_clear_pointer (&indexing->result, grad_layout_unref);
}

/* A mask over n_mask dimensions from d on becomes that many lists. */
static gboolean
add_mask (Indexing   *indexing,
          GradTensor *mask,
          guint       d,
          GError    **error)
{
  guint       n_mask = grad_layout_get_n_dims (mask->layout), n_dims = grad_layout_get_n_dims (indexing->layout);
  GradTensor *places;

  for (guint i = 0; i < n_mask; i++)
    if (d + i >= n_dims || mask->layout->dims[i] != indexing->layout->dims[d + i])
      {
        g_autofree char *m = grad_shape_to_string (mask->layout->dims, n_mask);
        g_autofree char *s = grad_shape_to_string (grad_layout_get_sizes (indexing->layout), n_dims);

        if (d + n_mask > n_dims)
          g_set_error (error, GRAD_ERROR, GRAD_ERROR_INDEX, "too many indices for tensor of dimension %u", n_dims);
        else
          g_set_error (error, GRAD_ERROR, GRAD_ERROR_INDEX,
                       "The shape of the mask %s at index %u does not match the shape of the indexed tensor %s at index %u",
                       m, i, s, d + i);
        return FALSE;
      }
  places = grad_op_apply_tensors (&grad_ops[GRAD_OP_nonzero], &mask, 1, error);
  for (guint i = 0; places != NULL && i < n_mask; i++)
    {
      gint64 sizes[1] = { places->layout->dims[0] }, strides[1] = { places->layout->dims[1] };

      indexing->lists[d + i] = grad_tensor_new_alias (places, grad_layout_new (sizes, strides, 1), i);
    }
  g_clear_pointer (&places, grad_tensor_unref);
  return TRUE;
}

static gboolean
check_types (GradTensor *const *indices,
             guint              n,
             GError           **error)
{
  for (guint i = 0; i < n; i++)
    if (indices[i] != NULL && indices[i]->dtype > GRAD_INT64)
      {
        g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_INDEX, "tensors used as indices must be long, int, byte or bool tensors");
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_lists (Indexing          *indexing,
            GradTensor *const *indices,
            guint              n,
            GError           **error)
{
  guint d = 0, n_dims = grad_layout_get_n_dims (indexing->layout);

  if (!check_types (indices, n, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      GradTensor *index = indices[i];

      if (index != NULL && index->dtype == GRAD_BOOL)
        {
          if (!add_mask (indexing, index, d, error))
            return FALSE;
          d += grad_layout_get_n_dims (index->layout);
          continue;
        }
      if (d >= n_dims)
        {
          g_set_error (error, GRAD_ERROR, GRAD_ERROR_INDEX, "too many indices for tensor of dimension %u", n_dims);
          return FALSE;
        }
      indexing->lists[d++] = index != NULL ? grad_tensor_ref (index) : NULL;
    }
  return TRUE;
}

static void
set_broadcast_error (const Indexing *indexing,
                     GError        **error)
{
  g_autoptr (GString) shapes = g_string_new (NULL);

  for (guint d = 0; d < GRAD_MAX_DIMS; d++)
    if (indexing->lists[d] != NULL)
      {
        const GradLayout *layout = indexing->lists[d]->layout;
        g_autofree char  *shape = grad_shape_to_string (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout));

        g_string_append_printf (shapes, "%s%s", shapes->len > 0 ? ", " : "", shape);
      }
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_INDEX,
               "shape mismatch: indexing tensors could not be broadcast together with shapes %s", shapes->str);
}

/* The shape of the places, and whether the indexed dimensions follow each other. */
static gboolean
find_places (Indexing *indexing,
             GError  **error)
{
  guint    last = 0, n_indexed = 0, n_dims = grad_layout_get_n_dims (indexing->layout);
  gboolean adjacent = TRUE;

  indexing->first = 0;
  for (guint d = 0; d < n_dims; d++)
    {
      GradLayout *wider;

      if (indexing->lists[d] == NULL)
        continue;
      if (!grad_layout_broadcast (indexing->places, indexing->lists[d]->layout, &wider, NULL))
        {
          set_broadcast_error (indexing, error);
          return FALSE;
        }
      g_clear_pointer (&indexing->places, grad_layout_unref);
      indexing->places = wider;
      if (n_indexed++ == 0)
        indexing->first = d;
      else
        adjacent = adjacent && d == last + 1;
      last = d;
    }
  if (!adjacent)
    indexing->first = 0;
  return TRUE;
}

static gboolean
find_result (Indexing *indexing,
             GError  **error)
{
  gint64 sizes[2 * GRAD_MAX_DIMS];
  guint  n = 0, n_dims = grad_layout_get_n_dims (indexing->layout), n_places = grad_layout_get_n_dims (indexing->places);

  for (guint d = 0, kept = 0; d <= n_dims; d++)
    {
      if (kept == indexing->first && n == kept)
        for (guint p = 0; p < n_places; p++)
          sizes[n++] = indexing->places->dims[p];
      if (d < n_dims && indexing->lists[d] == NULL)
        {
          sizes[n++] = indexing->layout->dims[d];
          kept++;
        }
    }
  if (!grad_shape_check (sizes, n, sizeof (double), error))
    return FALSE;
  indexing->result = grad_layout_new (sizes, NULL, n);
  return TRUE;
}

/* A dimension of size 0 has no places. */
static gboolean
check_not_empty (const Indexing *indexing,
                 GError        **error)
{
  gboolean empty = FALSE;

  for (guint d = 0; d < grad_layout_get_n_dims (indexing->layout); d++)
    empty = empty || (indexing->lists[d] != NULL && indexing->layout->dims[d] == 0);
  if (!empty || grad_layout_get_n_elements (indexing->places) == 0)
    return TRUE;
  g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_INDEX, "index is out of bounds for dimension with size 0");
  return FALSE;
}

/* Where nothing is looked up no place is wrong. Messages count the lists, not the dimensions. */
static gboolean
check_bounds (const Indexing *indexing,
              GError        **error)
{
  guint n_lists = 0;

  if (grad_layout_get_n_elements (indexing->result) == 0)
    return TRUE;
  for (guint d = 0; d < grad_layout_get_n_dims (indexing->layout); d++)
    {
      GradTensor *list = indexing->lists[d];
      gint64      size = indexing->layout->dims[d];
      GradWalk    walk;

      if (list == NULL)
        continue;
      n_lists++;
      grad_walk_init (&walk, list->layout, 1, (const GradLayout *[]){ list->layout });
      while (grad_walk_next (&walk))
        for (gint64 i = 0; i < walk.n; i++)
          {
            gint64 index = ((const gint64 *) list->data)[walk.offsets[0] + i * walk.strides[0]];

            if (index < -size || index >= size)
              {
                g_set_error (error, GRAD_ERROR, GRAD_ERROR_INDEX,
                             "index %" G_GINT64_FORMAT " is out of bounds for dimension %u with size %" G_GINT64_FORMAT,
                             index, n_lists - 1, size);
                return FALSE;
              }
          }
    }
  return TRUE;
}

/* The places are not looked at yet. */
static gboolean
indexing_prepare (Indexing          *indexing,
                  const GradLayout  *layout,
                  GradTensor *const *indices,
                  guint              n,
                  GError           **error)
{
  memset (indexing, 0, sizeof *indexing);
  indexing->layout = layout;
  if (n > GRAD_MAX_DIMS)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_INDEX, "too many indices for tensor of dimension %u",
                   grad_layout_get_n_dims (layout));
      return FALSE;
    }
  if (read_lists (indexing, indices, n, error) && find_places (indexing, error) && find_result (indexing, error) && check_not_empty (indexing, error))
    return TRUE;
  indexing_clear (indexing);
  return FALSE;
}

static gboolean
indexing_init (Indexing          *indexing,
               const GradLayout  *layout,
               GradTensor *const *indices,
               guint              n,
               GError           **error)
{
  if (!indexing_prepare (indexing, layout, indices, n, error))
    return FALSE;
  if (check_bounds (indexing, error))
    return TRUE;
  indexing_clear (indexing);
  return FALSE;
}

/* Offset in the indexed tensor of element i of the result, in row-major order. */
static gint64
indexing_offset (const Indexing *indexing,
                 gint64          i)
{
  const GradLayout *result = indexing->result, *places = indexing->places;
  guint             n_dims = grad_layout_get_n_dims (indexing->layout), n_result = grad_layout_get_n_dims (result);
  guint             n_places = grad_layout_get_n_dims (places), r = 0;
  gint64            index[2 * GRAD_MAX_DIMS], offset = 0;

  for (guint d = n_result; d-- > 0; i /= result->dims[d])
    index[d] = i % result->dims[d];
  for (guint d = 0; d < n_dims; d++)
    {
      gint64 place = 0;

      if (indexing->lists[d] == NULL)
        {
          r += r == indexing->first ? n_places : 0;
          place = index[r++];
        }
      else
        {
          GradTensor *list = indexing->lists[d];
          gint64      strides[GRAD_MAX_DIMS];

          grad_layout_get_broadcast_strides (list->layout, places, strides);
          for (guint p = 0; p < n_places; p++)
            place += index[indexing->first + p] * strides[p];
          place = ((const gint64 *) list->data)[place];
          place += place < 0 ? indexing->layout->dims[d] : 0;
        }
      offset += place * indexing->layout->dims[n_dims + d];
    }
  return offset;
}

GradTensor *
grad_call_index (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;
  Indexing    indexing;
  gsize       size = grad_dtype_get_size (x->dtype);

  if (!indexing_init (&indexing, x->layout, call->values[1].tensors, call->values[1].n, call->error))
    return NULL;
  y = grad_tensor_new_empty (x->dtype, grad_layout_ref (indexing.result), call->error);
  for (gint64 i = 0; y != NULL && i < grad_layout_get_n_elements (y->layout); i++)
    memcpy ((char *) y->data + (gsize) i * size, (char *) x->data + indexing_offset (&indexing, i) * (gint64) size, size);
  indexing_clear (&indexing);
  if (y != NULL)
    grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_index (GradRule   *rule,
                     guint       input,
                     GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);

  return CALL (index_backward, g, GRAD_VALUE_OF_INTS (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout)),
               rule->node->extra->values[1]);
}

/* Writes from, which broadcasts to the result, to the places: in order, so that the last of several stays; or adds. */
static gboolean
put (GradTensor     *to,
     const Indexing *indexing,
     GradTensor     *from,
     gboolean        add,
     GError        **error)
{
  g_autoptr (GradTensor) cast = grad_convert (from, to->dtype, error), dense = NULL, wide = NULL;
  gint64 strides[2 * GRAD_MAX_DIMS], size = (gint64) grad_dtype_get_size (to->dtype);

  if (cast == NULL)
    return FALSE;
  grad_layout_get_broadcast_strides (cast->layout, indexing->result, strides);
  wide = grad_tensor_new_alias (cast, grad_layout_new (grad_layout_get_sizes (indexing->result), strides, grad_layout_get_n_dims (indexing->result)),
                                0);
  if ((dense = grad_make_contiguous (wide, error)) == NULL)
    return FALSE;
  for (gint64 i = 0; i < grad_layout_get_n_elements (indexing->result); i++)
    {
      char       *place = (char *) to->data + indexing_offset (indexing, i) * size;
      const char *value = (const char *) dense->data + i * size;

      if (add)
        grad_scalar_store (to->dtype, place, grad_scalar_load (to->dtype, place) + grad_scalar_load (to->dtype, value));
      else
        memcpy (place, value, (gsize) size);
    }
  return TRUE;
}

/* Zeros with g added at the places. */
GradTensor *
grad_call_index_backward (GradCall *call)
{
  GradTensor *g = call->values[0].tensor;
  g_autoptr (GradTensor) y = grad_tensor_new (g->dtype, call->values[1].integers, call->values[1].n, NULL, call->error);
  Indexing indexing;
  gboolean ok;

  if (y == NULL || !indexing_init (&indexing, y->layout, call->values[2].tensors, call->values[2].n, call->error))
    return NULL;
  ok = put (y, &indexing, g, TRUE, call->error);
  indexing_clear (&indexing);
  if (!ok)
    return NULL;
  grad_record (y, call, &g, 1);
  return g_steal_pointer (&y);
}

GradTensor *
grad_gradient_index_backward (GradRule   *rule,
                              guint       input,
                              GradTensor *g)
{
  return CALL (index, g, rule->node->extra->values[2]);
}

static gboolean
check_values (const Indexing *indexing,
              GradTensor     *values,
              GError        **error)
{
  GradLayout *both = NULL;
  gboolean    fits = grad_layout_broadcast (indexing->result, values->layout, &both, NULL) &&
                  grad_layout_same_shape (both, indexing->result);

  grad_layout_unref (both);
  if (!fits)
    {
      g_autofree char *v = grad_shape_to_string (grad_layout_get_sizes (values->layout), grad_layout_get_n_dims (values->layout));
      g_autofree char *r = grad_shape_to_string (grad_layout_get_sizes (indexing->result),
                                                 grad_layout_get_n_dims (indexing->result));

      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "shape mismatch: value tensor of shape %s cannot be broadcast to indexing result of shape %s", v, r);
    }
  return fits;
}

/* self with values at the places. */
static gboolean
check_put_dtypes (GradTensor *x,
                  GradTensor *values,
                  GError    **error)
{
  if (x->dtype == values->dtype || grad_tensor_is_number (values))
    return TRUE;
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
               "Index put requires the source and destination dtypes match, got %s for the destination and %s for the source.",
               grad_dtype_get_scalar_type (x->dtype), grad_dtype_get_scalar_type (values->dtype));
  return FALSE;
}

GradTensor *
grad_call_index_put (GradCall *call)
{
  GradTensor *inputs[] = { call->values[0].tensor, call->values[2].tensor };
  g_autoptr (GradTensor) y = NULL;
  Indexing indexing;
  gboolean ok;

  if (!indexing_prepare (&indexing, inputs[0]->layout, call->values[1].tensors, call->values[1].n, call->error))
    return NULL;
  ok = check_values (&indexing, inputs[1], call->error) && check_put_dtypes (inputs[0], inputs[1], call->error) &&
       check_bounds (&indexing, call->error) && (y = grad_new_like (inputs[0], inputs[0]->dtype, call->error)) != NULL;
  if (ok)
    {
      grad_copy (y, inputs[0]);
      indexing.layout = y->layout;
      ok = put (y, &indexing, inputs[1], call->values[3].boolean, call->error);
    }
  indexing_clear (&indexing);
  if (!ok)
    return NULL;
  grad_record (y, call, inputs, 2);
  return g_steal_pointer (&y);
}

/* What was replaced has no gradient; what was added to keeps it. */
GradTensor *
grad_gradient_index_put (GradRule   *rule,
                         guint       input,
                         GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;
  GradValue        arguments[4] = { GRAD_VALUE_OF_TENSOR (g), values[1] };

  if (input == 1)
    return CALL (index, g, values[1]);
  if (values[3].boolean)
    return g;
  arguments[2] = GRAD_VALUE_OF_TENSOR (number (0));
  return grad_rule_keep (rule, grad_op_apply (&grad_ops[GRAD_OP_index_put], arguments, 3, NULL, rule->error));
}
