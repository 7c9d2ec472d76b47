/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* matmul by ranks, as PyTorch takes it apart: dot, mv, mm, a stack of matrices times one folded into mm, and all
 * else by bmm over what the batch dimensions broadcast to. */

#include "grad/grad-ops-private.h"

/* A call of one tensor and values; x may be NULL. Transfer full. */
static GradTensor *
apply (GradOpId         id,
       GradTensor      *x,
       const GradValue *values,
       guint            n_values,
       GError         **error)
{
  GradValue all[4] = { GRAD_VALUE_OF_TENSOR (x) };

  if (x == NULL)
    return NULL;
  if (n_values > 0)
    memcpy (all + 1, values, n_values * sizeof *values);
  return grad_op_apply (&grad_ops[id], all, n_values + 1, NULL, error);
}

static GradTensor *
apply_sizes (GradOpId      id,
             GradTensor   *x,
             const gint64 *sizes,
             guint         n,
             GError      **error)
{
  return apply (id, x, &GRAD_VALUE_OF_INTS (sizes, n), 1, error);
}

static GradTensor *
apply_two (GradOpId    id,
           GradTensor *x,
           GradTensor *z,
           GError    **error)
{
  return z != NULL ? apply (id, x, &GRAD_VALUE_OF_TENSOR (z), 1, error) : NULL;
}

/* (k) · (k, m) as (1, k) · (k, m) */
static GradTensor *
vector_by_matrix (GradTensor *x,
                  GradTensor *z,
                  GError    **error)
{
  g_autoptr (GradTensor) row = apply (GRAD_OP_unsqueeze, x, &GRAD_VALUE_OF_INT (0), 1, error);
  g_autoptr (GradTensor) product = apply_two (GRAD_OP_mm, row, z, error);

  return apply (GRAD_OP_squeeze_after_mm, product, &GRAD_VALUE_OF_INT (0), 1, error);
}

/* (…, n, k) · (k, m) or (k): all rows at once. */
static GradTensor *
fold (GradTensor *x,
      GradTensor *z,
      GError    **error)
{
  guint         n_dims = x->layout->n_dims;
  const gint64 *sizes = x->layout->dims;
  gint64        folded[2] = { 1, sizes[n_dims - 1] }, shape[GRAD_MAX_DIMS];
  gboolean      vector = z->layout->n_dims == 1;
  g_autoptr (GradTensor) rows = NULL, product = NULL;

  for (guint d = 0; d + 1 < n_dims; d++)
    {
      folded[0] *= sizes[d];
      shape[d] = sizes[d];
    }
  shape[n_dims - 1] = z->layout->dims[z->layout->n_dims - 1];
  rows = apply_sizes (GRAD_OP_reshape, x, folded, 2, error);
  product = apply_two (vector ? GRAD_OP_mv : GRAD_OP_mm, rows, z, error);
  return apply_sizes (GRAD_OP_unsafe_view, product, shape, vector ? n_dims - 1 : n_dims, error);
}

/* The batch dimensions of x expanded to those of the batch, then made one. */
static GradTensor *
as_batch (GradTensor       *x,
          const GradLayout *batch,
          GError          **error)
{
  guint         n = grad_layout_get_n_dims (batch), n_dims = x->layout->n_dims;
  gint64        shape[GRAD_MAX_DIMS + 2], flat[3] = { grad_layout_get_n_elements (batch) };
  const gint64 *sizes = x->layout->dims;
  g_autoptr (GradTensor) expanded = NULL;

  for (guint d = 0; d < n; d++)
    shape[d] = batch->dims[d];
  shape[n] = flat[1] = sizes[n_dims - 2];
  shape[n + 1] = flat[2] = sizes[n_dims - 1];
  expanded = apply_sizes (GRAD_OP_expand, x, shape, n + 2, error);
  return apply_sizes (GRAD_OP_reshape, expanded, flat, 3, error);
}

static GradLayout *
batch_layout (GradTensor *x)
{
  return grad_layout_new (x->layout->dims, NULL, x->layout->n_dims - 2);
}

static GradTensor *
by_batches (GradTensor *x,
            GradTensor *z,
            gboolean    x_was_vector,
            gboolean    z_was_vector,
            GError    **error)
{
  g_autoptr (GradLayout) x_batch = batch_layout (x), z_batch = batch_layout (z), batch = NULL;
  g_autoptr (GradTensor) a = NULL, b = NULL, products = NULL, product = NULL;
  gint64 shape[GRAD_MAX_DIMS + 2];
  guint  n = 0;

  if (!grad_layout_broadcast (x_batch, z_batch, &batch, error))
    return NULL;
  if (grad_layout_get_n_dims (batch) + 2 > GRAD_MAX_DIMS)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "matmul: too many dimensions");
      return NULL;
    }
  a = as_batch (x, batch, error);
  b = as_batch (z, batch, error);
  products = apply_two (GRAD_OP_bmm, a, b, error);
  if (products == NULL)
    return NULL;
  product = z_was_vector ? apply (GRAD_OP_squeeze_dim, products, &GRAD_VALUE_OF_INT (-1), 1, error) : grad_tensor_ref (products);
  for (; n < grad_layout_get_n_dims (batch); n++)
    shape[n] = batch->dims[n];
  if (!x_was_vector)
    shape[n++] = x->layout->dims[x->layout->n_dims - 2];
  if (!z_was_vector)
    shape[n++] = z->layout->dims[z->layout->n_dims - 1];
  return apply_sizes (GRAD_OP_unsafe_view, product, shape, n, error);
}

static GradTensor *
general (GradTensor *x,
         GradTensor *z,
         GError    **error)
{
  g_autoptr (GradTensor) row = NULL, column = NULL;
  gboolean x_vector = x->layout->n_dims == 1, z_vector = z->layout->n_dims == 1;

  if (x_vector)
    row = apply (GRAD_OP_unsqueeze, x, &GRAD_VALUE_OF_INT (0), 1, error);
  if (z_vector)
    column = apply (GRAD_OP_unsqueeze, z, &GRAD_VALUE_OF_INT (1), 1, error);
  return by_batches (x_vector ? row : x, z_vector ? column : z, x_vector, z_vector, error);
}

/* Whether a stack of matrices and at most one matrix are multiplied as one: x is the stack, z the other. Without a
 * gradient for z, which would be as large as x, only if that needs no copy. */
static gboolean
is_folded (GradTensor *x,
           GradTensor *z,
           gboolean    z_is_left)
{
  const gint64 *sizes = x->layout->dims, *strides = grad_layout_get_strides (x->layout);
  const guint   n_dims = x->layout->n_dims;

  if (z->flags & GRAD_TENSOR_REQUIRES_GRAD)
    return TRUE;
  if (z_is_left && z->layout->n_dims == 2)
    return FALSE;
  if (x->layout->n_elements == 0)
    return TRUE;
  for (guint d = 0; d + 2 < n_dims; d++)
    {
      /* The last two dimensions of a stack on the right are exchanged. */
      const guint next = z_is_left && d + 3 == n_dims ? d + 2 : d + 1;

      if (strides[d] != strides[next] * sizes[next])
        return FALSE;
    }
  return TRUE;
}

static GradTensor *
exchange (GradTensor *x,
          GError    **error)
{
  GradValue values[2] = { GRAD_VALUE_OF_INT (-2), GRAD_VALUE_OF_INT (-1) };

  return apply (GRAD_OP_transpose, x, values, 2, error);
}

/* (k) or (n, k) · (…, k, m) as the transposed product of the transposed. */
static GradTensor *
fold_left (GradTensor *x,
           GradTensor *z,
           GError    **error)
{
  const gboolean vector = x->layout->n_dims == 1;
  g_autoptr (GradTensor) stack = exchange (z, error);
  g_autoptr (GradTensor) matrix = vector ? grad_tensor_ref (x) : apply (GRAD_OP_t, x, NULL, 0, error);
  g_autoptr (GradTensor) product = stack != NULL && matrix != NULL ? fold (stack, matrix, error) : NULL;
  g_autoptr (GradTensor) turned = NULL;

  if (vector || product == NULL)
    return g_steal_pointer (&product);
  turned = exchange (product, error);
  return apply (GRAD_OP_contiguous, turned, NULL, 0, error);
}

/* Of two stacks one may be of a single matrix. If that has a gradient, which would be as large as the other, it is
 * multiplied as a matrix. */
static gboolean
is_lone_matrix (GradTensor *x,
                GradTensor *other)
{
  return x->layout->n_dims == 3 && other->layout->n_dims == 3 && x->layout->dims[0] == 1 && other->layout->dims[0] != 1 &&
         (x->flags & GRAD_TENSOR_REQUIRES_GRAD);
}

static GradTensor *
multiply (GradTensor *x,
          GradTensor *z,
          GError    **error)
{
  const guint x_dims = x->layout->n_dims, z_dims = z->layout->n_dims;
  g_autoptr (GradTensor) lone = NULL;

  if (x_dims == 1 && z_dims == 1)
    return apply_two (GRAD_OP_dot, x, z, error);
  if (x_dims == 2 && z_dims == 1)
    return apply_two (GRAD_OP_mv, x, z, error);
  if (x_dims == 1 && z_dims == 2)
    return vector_by_matrix (x, z, error);
  if (x_dims == 2 && z_dims == 2)
    return apply_two (GRAD_OP_mm, x, z, error);
  if (x_dims >= 3 && z_dims <= 2 && is_folded (x, z, FALSE))
    return fold (x, z, error);
  if (z_dims >= 3 && x_dims <= 2 && is_folded (z, x, TRUE))
    return fold_left (x, z, error);
  if (!is_lone_matrix (x, z) && !is_lone_matrix (z, x))
    return general (x, z, error);
  lone = apply (GRAD_OP_squeeze_dim, is_lone_matrix (x, z) ? x : z, &GRAD_VALUE_OF_INT (0), 1, error);
  if (lone == NULL)
    return NULL;
  return is_lone_matrix (x, z) ? multiply (lone, z, error) : multiply (x, lone, error);
}

GradTensor *
grad_call_matmul (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *z = call->values[1].tensor;
  guint       x_dims = grad_layout_get_n_dims (x->layout), z_dims = grad_layout_get_n_dims (z->layout);

  if (x_dims == 0 || z_dims == 0)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "both arguments to matmul need to be at least 1D, but they are %uD and %uD", x_dims, z_dims);
      return NULL;
    }
  return multiply (x, z, call->error);
}

GradTensor *
grad_call_outer (GradCall *call)
{
  GradTensor  *x = call->values[0].tensor, *z = call->values[1].tensor;
  const gint64 shape[2] = { -1, 1 };
  g_autoptr (GradTensor) column = NULL;

  if (grad_layout_get_n_dims (x->layout) != 1 || grad_layout_get_n_dims (z->layout) != 1)
    {
      gboolean first = grad_layout_get_n_dims (x->layout) != 1;

      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "outer: Expected 1-D argument %s, but got %u-D", first ? "self" : "vec2",
                   grad_layout_get_n_dims (first ? x->layout : z->layout));
      return NULL;
    }
  column = apply_sizes (GRAD_OP_reshape, x, shape, 2, call->error);
  return column != NULL ? grad_op_call_binary (GRAD_OP_mul, column, z, call->error) : NULL;
}

/* x · weightᵀ + bias where x is a matrix */
static GradTensor *
linear_matrix (GradTensor *x,
               GradTensor *transposed,
               GradTensor *bias,
               GError    **error)
{
  GradValue values[] = { GRAD_VALUE_OF_TENSOR (bias), GRAD_VALUE_OF_TENSOR (x), GRAD_VALUE_OF_TENSOR (transposed) };

  return grad_op_apply (&grad_ops[GRAD_OP_addmm], values, 3, NULL, error);
}

/* The same with all dimensions of x but the last taken as one. */
static GradTensor *
linear_flat (GradTensor *x,
             GradTensor *transposed,
             GradTensor *bias,
             GError    **error)
{
  const guint  n = x->layout->n_dims;
  const gint64 size = x->layout->dims[n - 1], rows = grad_layout_get_n_elements (x->layout) / MAX (size, 1);
  g_autoptr (GradTensor) matrix = apply_sizes (GRAD_OP_reshape, x, (gint64[]){ rows, size }, 2, error);
  g_autoptr (GradTensor) product = matrix != NULL ? linear_matrix (matrix, transposed, bias, error) : NULL;
  gint64 shape[GRAD_MAX_DIMS];

  if (product == NULL)
    return NULL;
  memcpy (shape, x->layout->dims, n * sizeof *shape);
  shape[n - 1] = product->layout->dims[1];
  return apply_sizes (GRAD_OP_view, product, shape, n, error);
}

/* x · weightᵀ + bias */
GradTensor *
grad_call_linear (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *weight = call->values[1].tensor;
  GradTensor *bias = call->values[2].type == GRAD_VALUE_TENSOR ? call->values[2].tensor : NULL;
  g_autoptr (GradTensor) transposed = apply (GRAD_OP_t, weight, NULL, 0, call->error);
  g_autoptr (GradTensor) product = NULL;

  if (transposed == NULL)
    return NULL;
  if (x->layout == NULL || weight->layout == NULL)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "both arguments to linear need to be at least 1D, but they are %uD and %uD",
                   grad_layout_get_n_dims (x->layout), grad_layout_get_n_dims (weight->layout));
      return NULL;
    }
  if (bias != NULL && grad_layout_get_n_dims (x->layout) == 2)
    return linear_matrix (x, transposed, bias, call->error);
  if (bias != NULL && grad_layout_get_n_dims (x->layout) > 0 && grad_tensor_is_contiguous (x) &&
      grad_layout_get_n_dims (bias->layout) == 1 && grad_layout_get_n_elements (x->layout) > 0)
    return linear_flat (x, transposed, bias, call->error);
  product = apply_two (GRAD_OP_matmul, x, transposed, call->error);
  if (bias == NULL)
    return g_steal_pointer (&product);
  return grad_op_call_binary (GRAD_OP_add, product, bias, call->error);
}
