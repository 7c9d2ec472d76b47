/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What must hold before an operation may write into its first input, in the order in which PyTorch asks: first what the
 * operation itself refuses, then whether each place can be written once, then shapes, then the dtype. What a kernel finds
 * out, such as a division by zero, comes after all of them. */

#include "grad/grad-inplace-check.h"

#include <string.h>

#include "grad/grad-elementwise.h"
#include "grad/grad-ops-private.h"
#include "grad/grad-refuse.h"

gboolean
grad_in_place_check_places (const GradLayout *layout,
                            GError          **error)
{
  if (!grad_layout_overlaps (layout))
    return TRUE;
  g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                       "unsupported operation: more than one element of the written-to tensor refers to a single memory "
                       "location. Please clone() the tensor before performing the operation.");
  return FALSE;
}

static gboolean
has_same_strides (const GradLayout *a,
                  const GradLayout *b)
{
  const guint n_dims = grad_layout_get_n_dims (a);

  return grad_layout_get_n_dims (b) == n_dims &&
         (n_dims == 0 || memcmp (grad_layout_get_strides (a), grad_layout_get_strides (b), n_dims * sizeof (gint64)) == 0);
}

/* x may be written element by element while z is read: they have nothing in common, or all. Where there are gaps between
 * elements PyTorch does not look. */
static gboolean
check_operand (const GradTensor *x,
               const GradTensor *z,
               GError          **error)
{
  const char *x_start = x->data, *z_start = z->data;
  const char *x_end = x_start + grad_layout_get_n_elements (x->layout) * (gint64) grad_dtype_get_size (x->dtype);
  const char *z_end = z_start + grad_layout_get_n_elements (z->layout) * (gint64) grad_dtype_get_size (z->dtype);

  if (x_end <= z_start || z_end <= x_start || (x_start == z_start && x_end == z_end && has_same_strides (x->layout, z->layout)))
    return TRUE;
  if (!grad_layout_is_dense (x->layout) || !grad_layout_is_dense (z->layout))
    return TRUE;
  g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                       "unsupported operation: some elements of the input tensor and the written-to tensor refer to a single "
                       "memory location. Please clone() the tensor before performing the operation.");
  return FALSE;
}

gboolean
grad_in_place_check_shape (const GradTensor *x,
                           const GradLayout *layout,
                           GError          **error)
{
  g_autofree char *own = NULL, *broadcast = NULL;

  if (grad_layout_same_shape (x->layout, layout))
    return TRUE;
  own = grad_shape_to_string (grad_layout_get_sizes (x->layout), grad_layout_get_n_dims (x->layout));
  broadcast = grad_shape_to_string (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout));
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "output with shape %s doesn't match the broadcast shape %s", own,
               broadcast);
  return FALSE;
}

/* x has the shape to which it and z broadcast. */
static gboolean
check_shapes (const GradTensor *x,
              const GradTensor *z,
              GError          **error)
{
  g_autoptr (GradLayout) both = NULL;

  return grad_layout_broadcast (x->layout, z->layout, &both, error) && grad_in_place_check_shape (x, both, error);
}

static gboolean
is_clamp (GradOpId id)
{
  return id == GRAD_OP_clamp || id == GRAD_OP_clamp_min || id == GRAD_OP_clamp_max;
}

/* A float does not go into an integer, nor a number into a bool. */
static gboolean
check_cast (GradOpId          id,
            const GradTensor *x,
            GradDType         dtype,
            GError          **error)
{
  if (dtype <= x->dtype || (grad_dtype_is_floating_point (dtype) == grad_dtype_is_floating_point (x->dtype) &&
                            x->dtype != GRAD_BOOL))
    return TRUE;
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "result type %s can't be cast to the desired output type %s",
               grad_dtype_get_scalar_type (dtype),
               is_clamp (id) ? grad_dtype_get_c_type (x->dtype) : grad_dtype_get_scalar_type (x->dtype));
  return FALSE;
}

static gboolean
check_elementwise (GradOpId                   id,
                   const GradElementwiseCall *call,
                   GError                   **error)
{
  GradTensor *x = call->inputs[0], *z = call->inputs[1];
  GradDType   dtype = grad_elementwise_find_type (id, x, z, call->kind);

  if (!grad_refuse_check_meaning (id, x, z != NULL ? z : x, dtype, call->parameters, error))
    return FALSE;
  if (is_clamp (id) && !check_cast (id, x, dtype, error))
    return FALSE;
  if (z == NULL)
    z = x;
  return grad_in_place_check_places (x->layout, error) && check_operand (x, z, error) && check_shapes (x, z, error) &&
         check_cast (id, x, dtype, error);
}

/* The mask comes before the shapes, and is the second of them. */
static gboolean
check_masked_fill (const GradTensor *x,
                   const GradTensor *mask,
                   GError          **error)
{
  return grad_mask_check_fill (mask, error) && check_operand (x, mask, error) && check_shapes (x, mask, error);
}

/* Of clamp_ with tensors, all that are given. */
static gboolean
check_bounds (GradOpId         id,
              const GradValue *values,
              guint            n_values,
              GError         **error)
{
  GradTensor *x = values[0].tensor, *all[3];
  guint       n = 0;

  for (guint i = 0; i < n_values; i++)
    if (values[i].type == GRAD_VALUE_TENSOR)
      all[n++] = values[i].tensor;
  if (!grad_in_place_check_places (x->layout, error))
    return FALSE;
  for (guint i = 1; i < n; i++)
    if (!check_operand (x, all[i], error))
      return FALSE;
  for (guint i = 1; i < n; i++)
    if (!check_shapes (x, all[i], error))
      return FALSE;
  return check_cast (id, x, grad_result_type (all, n), error);
}

/* cumsum_ and cumprod_: a running sum of bools has no place in bools, unless there is nothing to add up. */
static gboolean
check_cumulative (GradOpId         id,
                  const GradValue *values,
                  GError         **error)
{
  const GradTensor *x = values[0].tensor;
  GradDType         dtype = grad_value_get_dtype (&values[2], x->dtype);
  guint             dim;

  if (!grad_dim_wrap (values[1].integer, grad_layout_get_n_dims (x->layout), &dim, error))
    return FALSE;
  if (dtype != x->dtype)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "Bad in-place call: input tensor dtype %s and output tensor dtype %s should match",
                   grad_dtype_get_c_type (x->dtype), grad_dtype_get_c_type (dtype));
      return FALSE;
    }
  if (dtype == GRAD_BOOL && x->layout != NULL && x->layout->n_elements > 0)
    {
      grad_set_not_implemented (id == GRAD_OP_cumsum ? "cumsum_out_cpu" : "cumprod_out_cpu", dtype, error);
      return FALSE;
    }
  return grad_in_place_check_places (x->layout, error);
}

gboolean
grad_in_place_check (const GradOp    *op,
                     const GradValue *values,
                     guint            n_values,
                     GError         **error)
{
  GradTensor         *x = values[0].tensor;
  GradElementwiseCall call;

  switch (op->id)
    {
    case GRAD_OP_fill:
    case GRAD_OP_zero:
    case GRAD_OP_index_put:
      return TRUE; /* one value at all places */
    case GRAD_OP_fill_tensor:
      return grad_layout_get_n_dims (values[1].tensor->layout) > 0 || grad_in_place_check_places (x->layout, error);
    case GRAD_OP_copy:
      return grad_in_place_check_places (x->layout, error) && check_operand (x, values[1].tensor, error);
    case GRAD_OP_clamp_tensor:
    case GRAD_OP_clamp_min_tensor:
    case GRAD_OP_clamp_max_tensor:
      return check_bounds (op->id, values, n_values, error);
    case GRAD_OP_masked_fill_tensor:
      if (!grad_mask_check_value (values[2].tensor, error))
        return FALSE;
      return check_masked_fill (x, values[1].tensor, error);
    case GRAD_OP_masked_fill:
      return check_masked_fill (x, values[1].tensor, error);
    case GRAD_OP_cumsum:
    case GRAD_OP_cumprod:
      return check_cumulative (op->id, values, error);
    case GRAD_OP_square:
      call = (GradElementwiseCall){ .inputs = { x, NULL }, .kind = GRAD_INT64, .parameters = { 2, 0 } };
      return check_elementwise (GRAD_OP_pow_number, &call, error);
    default:
      if (op->kind == GRAD_OP_STRUCTURAL)
        return grad_in_place_check_places (x->layout, error);
      grad_elementwise_read (op, values, n_values, &call);
      return check_elementwise (op->id, &call, error);
    }
}
