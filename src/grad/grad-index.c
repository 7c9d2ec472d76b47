/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* x[i], x[1:], x[:, 0], x[mask], and the same to the left of an equals sign, in terms of operations. Numbers, slices,
 * None and … become views, one after the other; what is left, tensors of places, is one lookup at the end. */

#include "grad/grad-index.h"

#include "grad/grad-op-private.h"

/* An index being applied. */
typedef struct
{
  GradTensor *tensor;                /* owned: the view so far */
  guint       dim;                   /* its next dimension */
  GradTensor *places[GRAD_MAX_DIMS]; /* owned, by dimension; NULL where all is taken */
  guint       n_places;
  GError    **error;
} Indexing;

static void
indexing_clear (Indexing *indexing)
{
  g_clear_pointer (&indexing->tensor, grad_tensor_unref);
  for (guint i = 0; i < indexing->n_places; i++)
    g_clear_pointer (&indexing->places[i], grad_tensor_unref);
}

static gboolean
refuse (Indexing   *indexing,
        GradError   code,
        const char *format,
        ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (Indexing   *indexing,
        GradError   code,
        const char *format,
        ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (indexing->error != NULL)
    *indexing->error = g_error_new_valist (GRAD_ERROR, (gint) code, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* Replaces the view by what an operation makes of it. */
static gboolean
apply (Indexing        *indexing,
       GradOpId         id,
       const GradValue *rest,
       guint            n_rest)
{
  GradValue   values[6] = { GRAD_VALUE_OF_TENSOR (indexing->tensor) };
  GradTensor *result;

  if (n_rest > 0)
    memcpy (values + 1, rest, n_rest * sizeof *rest);
  result = grad_op_call_full (&grad_ops[id], values, n_rest + 1, NULL, indexing->error);
  if (result == NULL)
    return FALSE;
  grad_tensor_unref (indexing->tensor);
  indexing->tensor = result;
  return TRUE;
}

static gboolean
add_dim (Indexing *indexing)
{
  return apply (indexing, GRAD_OP_unsqueeze, (GradValue[]){ GRAD_VALUE_OF_INT (indexing->dim) }, 1);
}

/* part is where in the brackets the index stands: messages count so. */
static gboolean
select_one (Indexing *indexing,
            gint64    index,
            guint     part)
{
  const gint64 *shape = grad_tensor_get_shape (indexing->tensor);

  if (indexing->dim >= grad_tensor_get_n_dims (indexing->tensor) && index != 0)
    return refuse (indexing, GRAD_ERROR_INDEX, "index %" G_GINT64_FORMAT " is out of bounds for dimension 0 with size 0", index);
  if (indexing->dim >= grad_tensor_get_n_dims (indexing->tensor))
    return refuse (indexing, GRAD_ERROR_INDEX,
                   "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to "
                   "convert a 0-dim tensor to a number");
  if (index < -shape[indexing->dim] || index >= shape[indexing->dim])
    return refuse (indexing, GRAD_ERROR_INDEX, "index %" G_GINT64_FORMAT " is out of bounds for dimension %u with size %" G_GINT64_FORMAT,
                   index, part, shape[indexing->dim]);
  return apply (indexing, GRAD_OP_select, (GradValue[]){ GRAD_VALUE_OF_INT (indexing->dim), GRAD_VALUE_OF_INT (index) }, 2);
}

/* always: also where the slice is the whole dimension, written with its numbers. */
static gboolean
take_slice (Indexing        *indexing,
            const GradIndex *part,
            gboolean         always)
{
  gint64 size;

  if (part->step == 0)
    return refuse (indexing, GRAD_ERROR_VALUE, "slice step cannot be zero");
  if (part->step < 0)
    return refuse (indexing, GRAD_ERROR_VALUE, "step must be greater than zero");
  if (indexing->dim >= grad_tensor_get_n_dims (indexing->tensor))
    return refuse (indexing, GRAD_ERROR_INDEX, "slice() cannot be applied to a 0-dim tensor.");
  size = grad_tensor_get_shape (indexing->tensor)[indexing->dim];
  if ((always || part->start != 0 || part->step != 1 || part->stop != size) &&
      !apply (indexing, GRAD_OP_slice,
              (GradValue[]){ GRAD_VALUE_OF_INT (indexing->dim), GRAD_VALUE_OF_INT (part->start), GRAD_VALUE_OF_INT (MIN (part->stop, size)),
                             GRAD_VALUE_OF_INT (part->step) },
              4))
    return FALSE;
  indexing->dim++;
  return TRUE;
}

/* Notes places (transfer full) along the next dimension. */
static gboolean
note_places (Indexing   *indexing,
             GradTensor *places)
{
  if (indexing->dim >= GRAD_MAX_DIMS)
    {
      grad_tensor_unref (places);
      return refuse (indexing, GRAD_ERROR_INDEX, "too many indices for tensor of dimension %u", grad_tensor_get_n_dims (indexing->tensor));
    }
  while (indexing->n_places < indexing->dim)
    indexing->places[indexing->n_places++] = NULL;
  indexing->places[indexing->n_places++] = places;
  indexing->dim++;
  return TRUE;
}

/* True takes all, False nothing, of a new dimension of size 1. */
static gboolean
take_boolean (Indexing *indexing,
              gboolean  all)
{
  return add_dim (indexing) && note_places (indexing, grad_tensor_new (GRAD_INT64, (const gint64[]){ all ? 1 : 0 }, 1, NULL, NULL));
}

static gboolean
take_tensor (Indexing   *indexing,
             GradTensor *places,
             guint       part)
{
  double value;

  if (places->layout != NULL || places->dtype > GRAD_INT64)
    return note_places (indexing, grad_tensor_ref (places));
  grad_tensor_get_values (places, &value);
  return places->dtype == GRAD_BOOL ? take_boolean (indexing, value != 0) : select_one (indexing, (gint64) value, part);
}

/* How many dimensions of the tensor the parts speak of. */
static guint
count_dims (const GradIndex *parts,
            guint            n_parts)
{
  guint n = 0;

  for (guint i = 0; i < n_parts; i++)
    if (parts[i].type == GRAD_INDEX_TENSOR && parts[i].tensor->dtype == GRAD_BOOL)
      n += grad_tensor_get_n_dims (parts[i].tensor);
    else
      n += parts[i].type != GRAD_INDEX_NEW_DIM && parts[i].type != GRAD_INDEX_ELLIPSIS && parts[i].type != GRAD_INDEX_BOOLEAN;
  return n;
}

static gboolean
take_part (Indexing        *indexing,
           const GradIndex *part,
           guint            i,
           guint            n_skipped,
           gboolean         alone)
{
  switch (part->type)
    {
    case GRAD_INDEX_INTEGER:
      return select_one (indexing, part->integer, i);
    case GRAD_INDEX_BOOLEAN:
      return take_boolean (indexing, part->integer != 0);
    case GRAD_INDEX_SLICE:
      return take_slice (indexing, part, alone);
    case GRAD_INDEX_NEW_DIM:
      return add_dim (indexing) && ++indexing->dim;
    case GRAD_INDEX_ELLIPSIS:
      indexing->dim += n_skipped;
      return TRUE;
    default:
      return take_tensor (indexing, part->tensor, i);
    }
}

/* The view that the parts mean, and the places that are left. Clear indexing afterwards, whatever happens. */
static gboolean
take_parts (Indexing        *indexing,
            GradTensor      *tensor,
            const GradIndex *parts,
            guint            n_parts,
            gboolean         look, /* rather than write */
            GError         **error)
{
  const guint    n_dims = grad_tensor_get_n_dims (tensor), n_named = count_dims (parts, n_parts);
  const gboolean alone = n_parts == 1 && (parts[0].type == GRAD_INDEX_INTEGER || parts[0].type == GRAD_INDEX_SLICE);

  *indexing = (Indexing){ .tensor = grad_tensor_ref (tensor), .error = error };
  if (!alone && n_named > n_dims)
    return refuse (indexing, GRAD_ERROR_INDEX, "too many indices for tensor of dimension %u", n_dims);
  for (guint i = 0; i < n_parts; i++)
    if (!take_part (indexing, &parts[i], i, n_dims - MIN (n_named, n_dims), alone && look))
      return FALSE;
  return TRUE;
}

GradTensor *
grad_tensor_index (GradTensor      *tensor,
                   const GradIndex *parts,
                   guint            n_parts,
                   GError         **error)
{
  Indexing    indexing;
  gboolean    ok = take_parts (&indexing, tensor, parts, n_parts, TRUE, error);
  GradTensor *result;

  if (ok && indexing.n_places > 0)
    ok = apply (&indexing, GRAD_OP_index, (GradValue[]){ GRAD_VALUE_OF_TENSORS (indexing.places, indexing.n_places) }, 1);
  else if (ok && indexing.tensor == tensor)
    ok = apply (&indexing, GRAD_OP_alias, NULL, 0);
  result = ok ? g_steal_pointer (&indexing.tensor) : NULL;
  indexing_clear (&indexing);
  return result;
}

static gboolean
call_in_place (Indexing        *indexing,
               const char      *name,
               const GradValue *values,
               guint            n_values)
{
  GradTensor *result = grad_op_call_full (grad_op_lookup (name), values, n_values, NULL, indexing->error);

  if (result == NULL)
    return FALSE;
  grad_tensor_unref (result);
  return TRUE;
}

/* value without the sizes of 1 in front. Transfer full. */
static GradTensor *
strip_ones (Indexing   *indexing,
            GradTensor *value,
            gboolean    always) /* a view also if there are none */
{
  const gint64 *shape = grad_tensor_get_shape (value);
  guint         n_dims = grad_tensor_get_n_dims (value), n_ones = 0;

  while (n_ones < n_dims && shape[n_ones] == 1)
    n_ones++;
  if (n_ones == 0 && !always)
    return grad_tensor_ref (value);
  return grad_op_call_full (&grad_ops[GRAD_OP_view], (GradValue[]){ GRAD_VALUE_OF_TENSOR (value), GRAD_VALUE_OF_INTS (shape + n_ones, n_dims - n_ones) },
                            2, NULL, indexing->error);
}

static gboolean
have_same_shape (GradTensor *a,
                 GradTensor *b)
{
  const guint n = grad_tensor_get_n_dims (a);

  return n == grad_tensor_get_n_dims (b) && (n == 0 || memcmp (grad_tensor_get_shape (a), grad_tensor_get_shape (b), n * sizeof (gint64)) == 0);
}

/* Copies value into the view. */
static gboolean
write_view (Indexing   *indexing,
            GradTensor *value)
{
  GradTensor *view = indexing->tensor;
  g_autoptr (GradTensor) stripped = NULL;
  g_autoptr (GradTensor) wide = NULL;

  if (have_same_shape (view, value))
    return call_in_place (indexing, "copy_", (GradValue[]){ GRAD_VALUE_OF_TENSOR (view), GRAD_VALUE_OF_TENSOR (value) }, 2);
  if (grad_tensor_get_n_dims (value) == 0)
    return call_in_place (indexing, "fill_.Tensor", (GradValue[]){ GRAD_VALUE_OF_TENSOR (view), GRAD_VALUE_OF_TENSOR (value) }, 2);
  stripped = strip_ones (indexing, value, TRUE);
  if (stripped == NULL)
    return FALSE;
  if (have_same_shape (view, stripped))
    return call_in_place (indexing, "copy_", (GradValue[]){ GRAD_VALUE_OF_TENSOR (view), GRAD_VALUE_OF_TENSOR (stripped) }, 2);
  wide = grad_op_call_full (&grad_ops[GRAD_OP_expand],
                            (GradValue[]){ GRAD_VALUE_OF_TENSOR (stripped), GRAD_VALUE_OF_INTS (grad_tensor_get_shape (view), grad_tensor_get_n_dims (view)) },
                            2, NULL, indexing->error);
  return wide != NULL && call_in_place (indexing, "copy_", (GradValue[]){ GRAD_VALUE_OF_TENSOR (view), GRAD_VALUE_OF_TENSOR (wide) }, 2);
}

static gboolean
write_places (Indexing   *indexing,
              GradTensor *value)
{
  g_autoptr (GradTensor) stripped = strip_ones (indexing, value, FALSE);

  return stripped != NULL &&
         call_in_place (indexing, "index_put_",
                        (GradValue[]){ GRAD_VALUE_OF_TENSOR (indexing->tensor), GRAD_VALUE_OF_TENSORS (indexing->places, indexing->n_places),
                                       GRAD_VALUE_OF_TENSOR (stripped) },
                        3);
}

gboolean
grad_tensor_set_index (GradTensor      *tensor,
                       const GradIndex *parts,
                       guint            n_parts,
                       GradTensor      *value,
                       GError         **error)
{
  Indexing indexing;
  gboolean ok = take_parts (&indexing, tensor, parts, n_parts, FALSE, error);

  if (ok)
    ok = indexing.n_places > 0 ? write_places (&indexing, value) : write_view (&indexing, value);
  indexing_clear (&indexing);
  return ok;
}
