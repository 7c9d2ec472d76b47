/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Copies: as they are, converted, turned or repeated; and what fills memory with something else. */

#include "grad/grad-ops-private.h"

#include "grad/grad-rule-words.h"

static GradTensor *
copy_of (GradTensor *x,
         GradDType   dtype,
         GError    **error)
{
  GradTensor *y = grad_new_like (x, dtype, error);

  if (y != NULL)
    grad_copy (y, x);
  return y;
}

GradTensor *
grad_call_clone (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y = copy_of (x, x->dtype, call->error);

  if (y != NULL)
    grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_clone (GradRule   *rule,
                     guint       input,
                     GradTensor *g)
{
  return g;
}

GradTensor *
grad_call_contiguous (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;

  if (grad_layout_is_contiguous (x->layout))
    return grad_tensor_ref (x);
  return grad_op_apply_tensors (&grad_ops[GRAD_OP_clone], &x, 1, call->error);
}

GradTensor *
grad_call_to_copy (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y = copy_of (x, call->values[1].dtype, call->error);

  if (y != NULL && grad_dtype_is_floating_point (y->dtype))
    grad_record (y, call, &x, 1);
  return y;
}

/* The engine converts to the dtype of the input. */
GradTensor *
grad_gradient_to_copy (GradRule   *rule,
                       guint       input,
                       GradTensor *g)
{
  return g;
}

GradTensor *
grad_call_to (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;

  if (x->dtype == call->values[1].dtype)
    return grad_tensor_ref (x);
  return grad_op_apply (&grad_ops[GRAD_OP_to_copy], call->values, 2, NULL, call->error);
}

/* Filling: in place these write, by themselves they give a new tensor. */

/* Like the first input, filled from the second. */
static GradTensor *
record_copied (GradCall    *call,
               GradTensor **inputs)
{
  GradTensor *y = grad_new_like (inputs[0], inputs[0]->dtype, call->error);

  if (y == NULL)
    return NULL;
  grad_copy (y, inputs[1]);
  grad_record (y, call, inputs, 2);
  return y;
}

/* src in the shape and dtype of self. */
GradTensor *
grad_call_copy (GradCall *call)
{
  GradTensor *inputs[] = { call->values[0].tensor, call->values[1].tensor };
  GradLayout *both;

  if (!grad_layout_broadcast (inputs[0]->layout, inputs[1]->layout, &both, call->error))
    return NULL;
  if (!grad_layout_same_shape (both, inputs[0]->layout))
    {
      g_autofree char *own = grad_shape_to_string (grad_layout_get_sizes (inputs[0]->layout),
                                                   grad_layout_get_n_dims (inputs[0]->layout));
      g_autofree char *broadcast = grad_shape_to_string (grad_layout_get_sizes (both), grad_layout_get_n_dims (both));

      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "output with shape %s doesn't match the broadcast shape %s", own, broadcast);
      grad_layout_unref (both);
      return NULL;
    }
  grad_layout_unref (both);
  return record_copied (call, inputs);
}

GradTensor *
grad_gradient_copy (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  return input == 0 ? zero (g) : CALL (to_copy, g, GRAD_VALUE_OF_DTYPE (grad_node_get_own_tensor (grad_rule_get_input_node (rule, 1))->dtype));
}

GradTensor *
grad_call_fill (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y = grad_new_like (x, x->dtype, call->error);

  if (y == NULL)
    return NULL;
  grad_fill (y, grad_value_get_number (&call->values[1]));
  grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_fill (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  return zero (g);
}

GradTensor *
grad_call_fill_tensor (GradCall *call)
{
  GradTensor *inputs[] = { call->values[0].tensor, call->values[1].tensor };

  if (inputs[1]->layout != NULL)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "fill_ only supports 0-dimension value tensor but got tensor with %u dimensions.",
                   inputs[1]->layout->n_dims);
      return NULL;
    }
  return record_copied (call, inputs);
}

GradTensor *
grad_gradient_fill_tensor (GradRule   *rule,
                           guint       input,
                           GradTensor *g)
{
  return input == 0 ? zero (g) : CALL (sum, g);
}

GradTensor *
grad_call_zero (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y = grad_new_like (x, x->dtype, call->error);

  if (y == NULL)
    return NULL;
  grad_fill (y, 0);
  grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_zero (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  return zero (g);
}

/* repeat: as if x were expanded by a dimension for each count, and that joined with its own. */
GradTensor *
grad_call_repeat (GradCall *call)
{
  GradTensor   *x = call->values[0].tensor, *y;
  guint         n, own = grad_layout_get_n_dims (x->layout);
  const gint64 *repeats = grad_value_get_integers (&call->values[1], &n);
  gint64        sizes[GRAD_MAX_DIMS], wide[2 * GRAD_MAX_DIMS], to[2 * GRAD_MAX_DIMS], from[2 * GRAD_MAX_DIMS];
  g_autoptr (GradTensor) y_wide = NULL, x_wide = NULL;

  if (n < own)
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor");
      return NULL;
    }
  if (!grad_shape_check (NULL, n > GRAD_MAX_DIMS / 2 ? G_MAXUINT : 0, 1, call->error))
    return NULL;
  for (guint d = 0; d < n; d++)
    {
      gint64 size = d + own < n ? 1 : x->layout->dims[d + own - n];

      if (__builtin_mul_overflow (repeats[d], size, &sizes[d]))
        sizes[d] = G_MAXINT64;
    }
  if (!grad_shape_check (sizes, n, sizeof (double), call->error) ||
      (y = grad_tensor_new_empty (x->dtype, grad_layout_new (sizes, NULL, n), call->error)) == NULL)
    return NULL;
  for (guint d = 0; d < n; d++)
    {
      gboolean has = d + own >= n;

      wide[2 * d] = repeats[d];
      wide[2 * d + 1] = has ? x->layout->dims[d + own - n] : 1;
      to[2 * d + 1] = grad_layout_get_strides (y->layout)[d];
      to[2 * d] = to[2 * d + 1] * wide[2 * d + 1];
      from[2 * d] = 0;
      from[2 * d + 1] = has ? grad_layout_get_strides (x->layout)[d + own - n] : 0;
    }
  if (grad_layout_get_n_elements (y->layout) > 0)
    {
      y_wide = grad_tensor_new_alias (y, grad_layout_new (wide, to, 2 * n), 0);
      x_wide = grad_tensor_new_alias (x, grad_layout_new (wide, from, 2 * n), 0);
      grad_copy (y_wide, x_wide);
    }
  grad_record (y, call, &x, 1);
  return y;
}

/* Summed over the repetitions. */
GradTensor *
grad_gradient_repeat (GradRule   *rule,
                      guint       input,
                      GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  guint             n, own = grad_layout_get_n_dims (layout);
  const gint64     *repeats = grad_value_get_integers (&rule->node->extra->values[1], &n);
  gint64            wide[2 * GRAD_MAX_DIMS], dims[GRAD_MAX_DIMS];

  if (n == 0)
    return g;
  for (guint d = 0; d < n; d++)
    {
      wide[2 * d] = repeats[d];
      wide[2 * d + 1] = d + own < n ? 1 : layout->dims[d + own - n];
      dims[d] = 2 * d;
      if (repeats[d] == 0)
        return grad_rule_zeros_like_input (rule, 0);
    }
  return grad_rule_reshape_like_input (rule, 0, CALL (sum_dim, CALL (reshape, g, GRAD_VALUE_OF_INTS (wide, 2 * n)), GRAD_VALUE_OF_INTS (dims, n)));
}

/* flip: along the dimensions marked the last comes first. */
GradTensor *
grad_call_flip (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;
  guint       n, n_dims = grad_layout_get_n_dims (x->layout);
  gboolean    mask[GRAD_MAX_DIMS];
  gint64      strides[GRAD_MAX_DIMS], offset = 0;
  g_autoptr (GradTensor) turned = NULL;

  grad_value_get_integers (&call->values[1], &n);
  if (!grad_dims_to_mask (&call->values[1], n_dims, mask, call->error) ||
      (y = grad_new_like (x, x->dtype, call->error)) == NULL)
    return NULL;
  for (guint d = 0; d < n_dims; d++)
    {
      gboolean turn = n > 0 && mask[d] && x->layout->dims[d] > 0;

      strides[d] = turn ? -x->layout->dims[n_dims + d] : x->layout->dims[n_dims + d];
      offset += turn ? (x->layout->dims[d] - 1) * x->layout->dims[n_dims + d] : 0;
    }
  turned = grad_tensor_new_alias (x, grad_layout_new (grad_layout_get_sizes (x->layout), strides, n_dims), offset);
  grad_copy (y, turned);
  grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_flip (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  return CALL (flip, g, rule->node->extra->values[1]);
}

/* roll: along a dimension, what leaves at the end comes in at the beginning. */
static GradTensor *
roll_dim (GradTensor *x,
          guint       dim,
          gint64      shift,
          GError    **error)
{
  gint64      n = x->layout->dims[dim], k = n > 0 ? ((shift % n) + n) % n : 0;
  GradTensor *y = grad_new_like (x, x->dtype, error);

  for (int part = 0; y != NULL && n > 0 && part < 2; part++)
    {
      gint64 from = part == 0 ? 0 : n - k, to = part == 0 ? k : 0, sizes[GRAD_MAX_DIMS];
      g_autoptr (GradTensor) source = NULL, target = NULL;

      memcpy (sizes, x->layout->dims, x->layout->n_dims * sizeof *sizes);
      sizes[dim] = part == 0 ? n - k : k;
      source = grad_tensor_new_alias (x, grad_layout_new (sizes, grad_layout_get_strides (x->layout), x->layout->n_dims),
                                      from * grad_layout_get_strides (x->layout)[dim]);
      target = grad_tensor_new_alias (y, grad_layout_new (sizes, grad_layout_get_strides (y->layout), y->layout->n_dims),
                                      to * grad_layout_get_strides (y->layout)[dim]);
      grad_copy (target, source);
    }
  return y;
}

static GradTensor *
roll (GradTensor      *x,
      const GradValue *shifts,
      const GradValue *dims,
      int              sign,
      GError         **error)
{
  guint         n_shifts, n_dims, dim;
  const gint64 *s = grad_value_get_integers (shifts, &n_shifts), *d = grad_value_get_integers (dims, &n_dims);
  GradTensor   *y = grad_tensor_ref (x);

  for (guint i = 0; i < n_shifts; i++)
    {
      GradTensor *rolled = NULL;

      if (!grad_dim_wrap (n_dims > 0 ? d[i] : 0, grad_layout_get_n_dims (y->layout), &dim, error))
        ;
      else if (y->layout == NULL)
        g_set_error (error, GRAD_ERROR, GRAD_ERROR_INDEX, "Dimension specified as %" G_GINT64_FORMAT " but tensor has no dimensions",
                     n_dims > 0 ? d[i] : 0);
      else
        rolled = roll_dim (y, dim, sign * s[i], error);
      grad_tensor_unref (y);
      if ((y = rolled) == NULL)
        return NULL;
    }
  return y;
}

GradTensor *
grad_call_roll (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;
  guint       n_shifts, n_dims;
  gint64      flat_size = grad_layout_get_n_elements (x->layout);
  g_autoptr (GradTensor) dense = NULL, flat = NULL;

  grad_value_get_integers (&call->values[1], &n_shifts);
  grad_value_get_integers (&call->values[2], &n_dims);
  if (n_shifts == 0 || (n_dims > 0 && n_dims != n_shifts) || (n_dims == 0 && n_shifts != 1))
    {
      if (n_shifts == 0)
        g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "`shifts` required");
      else
        g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                     "shifts and dimensions must align. shifts: %u, dims:%u", n_shifts, n_dims);
      return NULL;
    }
  if (flat_size == 0)
    {
      if ((y = grad_new_like (x, x->dtype, call->error)) != NULL)
        grad_record (y, call, &x, 1);
      return y;
    }
  dense = grad_make_contiguous (x, call->error);
  if (dense == NULL)
    return NULL;
  flat = n_dims == 0 ? grad_tensor_new_alias (dense, grad_layout_new (&flat_size, NULL, 1), 0) : grad_tensor_ref (dense);
  {
    g_autoptr (GradTensor) rolled = roll (flat, &call->values[1], &call->values[2], 1, call->error);

    if (rolled == NULL)
      return NULL;
    y = x->layout == NULL ? grad_new_scalar_from (x->dtype, rolled->data)
                          : grad_tensor_new_alias (rolled, grad_layout_ref (dense->layout), 0);
  }
  grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_roll (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;
  guint            n;
  const gint64    *shifts = grad_value_get_integers (&values[1], &n);
  gint64           back[GRAD_MAX_DIMS];

  for (guint i = 0; i < MIN (n, GRAD_MAX_DIMS); i++)
    back[i] = (gint64) - (guint64) shifts[i];
  return CALL (roll, g, GRAD_VALUE_OF_INTS (back, n), values[2]);
}

/* Triangles: zero on one side of a diagonal. */
static GradTensor *
call_triangle (GradCall *call,
               gboolean  lower)
{
  GradTensor *x = call->values[0].tensor, *y;
  guint       n_dims = grad_layout_get_n_dims (x->layout);
  gint64      rows, columns, diagonal = call->values[1].integer, n_matrices;
  gsize       size = grad_dtype_get_size (x->dtype);

  if (n_dims < 2)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "%s: input tensor must have at least 2 dimensions", lower ? "tril" : "triu");
      return NULL;
    }
  if ((y = copy_of (x, x->dtype, call->error)) == NULL)
    return NULL;
  rows = x->layout->dims[n_dims - 2];
  columns = x->layout->dims[n_dims - 1];
  n_matrices = rows * columns > 0 ? x->layout->n_elements / (rows * columns) : 0;
  for (gint64 m = 0; m < n_matrices * rows; m++)
    for (gint64 j = 0; j < columns; j++)
      if (lower ? (double) j - (double) (m % rows) > (double) diagonal
                : (double) j - (double) (m % rows) < (double) diagonal)
        memset ((char *) y->data + (gsize) (m * columns + j) * size, 0, size);
  grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_call_tril (GradCall *call)
{
  return call_triangle (call, TRUE);
}

GradTensor *
grad_gradient_tril (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  return CALL (tril, g, rule->node->extra->values[1]);
}

GradTensor *
grad_call_triu (GradCall *call)
{
  return call_triangle (call, FALSE);
}

GradTensor *
grad_gradient_triu (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  return CALL (triu, g, rule->node->extra->values[1]);
}
