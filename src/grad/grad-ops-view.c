/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Views that look at a part: the same memory, beginning elsewhere. Their gradient is zero but for that part. */

#include "grad/grad-inplace-check.h"
#include "grad/grad-view.h"
#include "grad/grad-walk.h"

#include "grad/grad-rule-words.h"

/* The shape of an input as an argument. */
static GradValue
sizes_of_input (GradRule *rule)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);

  return GRAD_VALUE_OF_INTS (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout));
}

GradTensor *
grad_call_alias (GradCall *call)
{
  return grad_view_new (call, grad_layout_ref (call->values[0].tensor->layout), 0);
}

GradTensor *
grad_gradient_alias (GradRule   *rule,
                     guint       input,
                     GradTensor *g)
{
  return g;
}

/* The same memory and version counter, but no history, and no view that autograd knows of. */
GradTensor *
grad_call_detach (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;

  return grad_tensor_new_alias (x, grad_layout_ref (x->layout), 0);
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

/* Index of an element along dim from the end if negative; the offset in memory. */
static gint64
offset_of (const GradLayout *layout,
           guint             dim,
           gint64            index)
{
  return (index < 0 ? index + layout->dims[dim] : index) * grad_layout_get_strides (layout)[dim];
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
  return grad_view_new (call, without_dim (x->layout, dim), offset_of (x->layout, dim, index));
}

GradTensor *
grad_gradient_select (GradRule   *rule,
                      guint       input,
                      GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;

  return CALL (select_backward, g, sizes_of_input (rule), values[1], values[2]);
}

/* Zeros, but for the place that was selected. */
GradTensor *
grad_call_select_backward (GradCall *call)
{
  GradTensor      *g = call->values[0].tensor, *y;
  const GradValue *sizes = &call->values[1];
  guint            dim;
  g_autoptr (GradTensor) place = NULL;

  if (!grad_dim_wrap (call->values[2].integer, sizes->n, &dim, call->error) ||
      (y = grad_tensor_new (g->dtype, sizes->integers, sizes->n, NULL, call->error)) == NULL)
    return NULL;
  place = grad_tensor_new_alias (y, without_dim (y->layout, dim), offset_of (y->layout, dim, call->values[3].integer));
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

  return CALL (select, g, values[2], values[3]);
}

/* Elements start, start + step, … before end of a dimension. */
typedef struct
{
  guint  dim;
  gint64 start, n, step;
} Slice;

static gint64
clamp_index (gint64 index,
             gint64 low,
             gint64 size)
{
  if (index < 0)
    index += size;
  return CLAMP (index, low, size);
}

/* Reads dim, start, end, step at values; FALSE with an error. */
static gboolean
read_slice (const gint64    *sizes,
            guint            n_dims,
            const GradValue *values,
            Slice           *slice,
            GError         **error)
{
  gint64 size, end;

  if (n_dims == 0)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "slice() cannot be applied to a 0-dim tensor.");
      return FALSE;
    }
  if (!grad_dim_wrap (values[0].integer, n_dims, &slice->dim, error))
    return FALSE;
  slice->step = values[3].integer;
  if (slice->step <= 0)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "slice step must be positive");
      return FALSE;
    }
  size = sizes[slice->dim];
  slice->start = values[1].type == GRAD_VALUE_NONE ? 0 : clamp_index (values[1].integer, 0, size);
  end = values[2].type == GRAD_VALUE_NONE ? size : clamp_index (values[2].integer, slice->start, size);
  slice->n = (end - slice->start) / slice->step + ((end - slice->start) % slice->step != 0);
  return TRUE;
}

/* The layout with one dimension cut. Transfer full. */
static GradLayout *
cut_dim (const GradLayout *layout,
         const Slice      *slice)
{
  gint64 sizes[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];

  for (guint d = 0; d < layout->n_dims; d++)
    {
      sizes[d] = d == slice->dim ? slice->n : layout->dims[d];
      strides[d] = layout->dims[layout->n_dims + d];
    }
  /* A step past the end of memory is never taken. */
  if (slice->n > 1)
    strides[slice->dim] *= slice->step;
  return grad_layout_new (sizes, strides, layout->n_dims);
}

GradTensor *
grad_call_slice (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  Slice       slice;

  if (!read_slice (grad_layout_get_sizes (x->layout), grad_layout_get_n_dims (x->layout), call->values + 1, &slice,
                   call->error))
    return NULL;
  return grad_view_new (call, cut_dim (x->layout, &slice),
                        slice.n > 0 ? slice.start * grad_layout_get_strides (x->layout)[slice.dim] : 0);
}

GradTensor *
grad_gradient_slice (GradRule   *rule,
                     guint       input,
                     GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;

  return CALL (slice_backward, g, sizes_of_input (rule), values[1], values[2], values[3], values[4]);
}

GradTensor *
grad_call_slice_backward (GradCall *call)
{
  GradTensor      *g = call->values[0].tensor, *y;
  const GradValue *sizes = &call->values[1];
  Slice            slice;
  g_autoptr (GradTensor) place = NULL;

  if (!read_slice (sizes->integers, sizes->n, call->values + 2, &slice, call->error) ||
      (y = grad_tensor_new (g->dtype, sizes->integers, sizes->n, NULL, call->error)) == NULL)
    return NULL;
  place = grad_tensor_new_alias (y, cut_dim (y->layout, &slice),
                                 slice.n > 0 ? slice.start * grad_layout_get_strides (y->layout)[slice.dim] : 0);
  grad_copy (place, g);
  grad_record (y, call, &g, 1);
  return y;
}

GradTensor *
grad_gradient_slice_backward (GradRule   *rule,
                              guint       input,
                              GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;

  return CALL (slice, g, values[2], values[3], values[4], values[5]);
}

GradTensor *
grad_call_narrow (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  gint64      start = call->values[2].integer, length = call->values[3].integer, size;
  guint       dim, n_dims = grad_layout_get_n_dims (x->layout);
  GradValue   values[4] = { call->values[0], call->values[1] };

  if (n_dims == 0)
    g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "narrow() cannot be applied to a 0-dim tensor.");
  else if (length < 0)
    g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "narrow(): length must be non-negative.");
  else if (grad_dim_wrap (call->values[1].integer, n_dims, &dim, call->error))
    {
      size = x->layout->dims[dim];
      if (start < -size || start > size)
        {
          g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_INDEX,
                       "start out of range (expected to be in range of [%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "], but "
                       "got %" G_GINT64_FORMAT ")",
                       -size, size, start);
          return NULL;
        }
      start = start < 0 ? start + size : start;
      if (length <= size - start)
        {
          values[2] = GRAD_VALUE_OF_INT (start);
          values[3] = GRAD_VALUE_OF_INT (start + length);
          return grad_op_apply (&grad_ops[GRAD_OP_slice], values, 4, NULL, call->error);
        }
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "start (%" G_GINT64_FORMAT ") + length (%" G_GINT64_FORMAT ") exceeds dimension size (%" G_GINT64_FORMAT ").",
                   start, length, size);
    }
  return NULL;
}

/* Where x begins in its memory, in elements. */
static gint64
own_offset (GradTensor *x)
{
  /* Sharing moves the value of a 0-d tensor. */
  const char *start = grad_tensor_share (x)->data;

  return ((const char *) x->data - start) / (gint64) grad_dtype_get_size (x->dtype);
}

/* Any look at the memory of x: bounds are checked here, as the sizes come from outside. offset counts from the first
 * element of the memory, which need not be that of x. A recorded x must be dense and stay within itself: its gradient
 * is laid out as it is. */
static gboolean
check_strided (GradTensor      *x,
               const GradValue *size,
               const GradValue *stride,
               gint64           offset,
               GError         **error)
{
  const GradStorage *storage = grad_tensor_share (x);
  const gint64       width = (gint64) grad_dtype_get_size (x->dtype);
  const gboolean     recorded = grad_should_record (x->flags);
  gboolean           inside;
  gint64             last = offset, limit = (gint64) storage->n_bytes / width, span;
  g_autofree char   *sizes = NULL, *strides = NULL;

  if (size->n != stride->n)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "mismatch in length of strides and shape");
      return FALSE;
    }
  for (guint d = 0; d < size->n; d++)
    {
      if (size->integers[d] == 0)
        return TRUE;
      if (stride->integers[d] < 0 || __builtin_mul_overflow (size->integers[d] - 1, stride->integers[d], &span) ||
          __builtin_add_overflow (last, span, &last))
        last = G_MAXINT64;
    }
  inside = last < limit;
  if (recorded && (!grad_layout_is_contiguous (x->layout) || offset < own_offset (x) ||
                   last >= own_offset (x) + grad_layout_get_n_elements (x->layout)))
    inside = FALSE;
  if (offset >= 0 && inside)
    return TRUE;
  sizes = grad_shape_to_string (size->integers, size->n);
  strides = grad_shape_to_string (stride->integers, stride->n);
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
               "setStorage: sizes %s, strides %s, storage offset %" G_GINT64_FORMAT ", and itemsize %" G_GINT64_FORMAT
               " requiring a storage size of %" G_GINT64_FORMAT " are out of bounds for storage of size %" G_GINT64_FORMAT,
               sizes, strides, offset, width, last >= G_MAXINT64 / width ? G_MAXINT64 : (last + 1) * width, limit * width);
  return FALSE;
}

GradTensor *
grad_call_as_strided (GradCall *call)
{
  GradTensor      *x = call->values[0].tensor;
  const GradValue *size = &call->values[1], *stride = &call->values[2];
  const gint64     own = own_offset (x), offset = call->values[3].type == GRAD_VALUE_NONE ? own : call->values[3].integer;
  GradValue        values[4] = { call->values[0], *size, *stride, GRAD_VALUE_OF_INT (offset - own) };
  GradCall         recorded = *call;
  GradLayout      *layout;

  if (!grad_shape_check (size->integers, size->n, sizeof (double), call->error) ||
      !check_strided (x, size, stride, offset, call->error))
    return NULL;
  recorded.values = values;
  layout = grad_layout_new (size->integers, stride->integers, size->n);
  /* Of nothing, PyTorch takes any offset. */
  return grad_view_new (&recorded, layout, grad_layout_get_n_elements (layout) > 0 ? offset - own : 0);
}

GradTensor *
grad_gradient_as_strided (GradRule   *rule,
                          guint       input,
                          GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;

  return CALL (as_strided_backward, g, sizes_of_input (rule), values[2], values[3]);
}

/* Zeros with g added where the view looked; places it looked at more than once get the sum. */
GradTensor *
grad_call_as_strided_backward (GradCall *call)
{
  GradTensor      *g = call->values[0].tensor, *y;
  const GradValue *sizes = &call->values[1], *stride = &call->values[2];
  gint64           size = (gint64) grad_dtype_get_size (g->dtype);
  g_autoptr (GradTensor) place = NULL;
  GradWalk walk;

  if ((y = grad_tensor_new (g->dtype, sizes->integers, sizes->n, NULL, call->error)) == NULL)
    return NULL;
  place = grad_tensor_new_alias (y, grad_layout_new (grad_layout_get_sizes (g->layout), stride->integers, stride->n),
                                 call->values[3].type == GRAD_VALUE_NONE ? 0 : call->values[3].integer);
  grad_walk_init (&walk, g->layout, 2, (const GradLayout *[]){ place->layout, g->layout });
  while (grad_walk_next (&walk))
    for (gint64 i = 0; i < walk.n; i++)
      {
        char *to = (char *) place->data + (walk.offsets[0] + i * walk.strides[0]) * size;

        grad_scalar_store (g->dtype, to,
                           grad_scalar_load (g->dtype, to) +
                               grad_scalar_load (g->dtype, (char *) g->data + (walk.offsets[1] + i * walk.strides[1]) * size));
      }
  grad_record (y, call, &g, 1);
  return y;
}

GradTensor *
grad_gradient_as_strided_backward (GradRule   *rule,
                                   guint       input,
                                   GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  const GradValue  *values = rule->node->extra->values;

  return CALL (as_strided, CALL (contiguous, g),
               GRAD_VALUE_OF_INTS (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout)), values[2], values[3]);
}

/* self with a part of it replaced. Only recorded, never called: the replacing happens in memory. */
GradTensor *
grad_call_copy_slices (GradCall *call)
{
  g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "CopySlices is recorded by changes of views");
  return NULL;
}

/* The part gets its gradient; what was there before gets none there, for which each place must be written once. */
GradTensor *
grad_gradient_copy_slices (GradRule   *rule,
                           guint       input,
                           GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;
  GradTensor      *dense = CALL (contiguous, g), *mask;
  g_autoptr (GradTensor) place = NULL;
  g_autoptr (GradLayout) part = NULL;

  if (dense == NULL || input == 1)
    return CALL (as_strided, dense, values[2], values[3], values[4]);
  part = grad_layout_new (values[2].integers, values[3].integers, values[2].n);
  if (!grad_in_place_check_places (part, rule->error))
    return NULL;
  mask = grad_rule_keep (rule, grad_tensor_new (GRAD_BOOL, grad_layout_get_sizes (g->layout),
                                                grad_layout_get_n_dims (g->layout), NULL, rule->error));
  if (mask == NULL)
    return NULL;
  place = grad_tensor_new_alias (mask, g_steal_pointer (&part), values[4].integer);
  grad_fill (place, 1);
  return where (mask, zero (g), g);
}
