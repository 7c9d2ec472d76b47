/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Making tensors and asking about them; what they compute stands with the operations. */

#include "grad/grad-tensor-private.h"

#include <string.h>

#include "grad/grad-copy.h"
#include "grad/grad-thread.h"
#include "grad/grad-walk.h"

G_DEFINE_BOXED_TYPE (GradTensor, grad_tensor, grad_tensor_ref, grad_tensor_unref)

double
grad_scalar_load (GradDType   dtype,
                  const void *data)
{
  switch (dtype)
    {
    case GRAD_FLOAT32:
      return (double) *(const float *) data;
    case GRAD_FLOAT64:
      return *(const double *) data;
    case GRAD_INT64:
      return (double) *(const gint64 *) data;
    case GRAD_BOOL:
      return *(const guint8 *) data;
    default:
      g_return_val_if_reached (0);
    }
}

/* As C casts, but defined for every value: PyTorch on x86-64 gives the smallest integer where there is none. */
static gint64
to_int64 (double value)
{
  return value >= -0x1p63 && value < 0x1p63 ? (gint64) value : G_MININT64;
}

void
grad_scalar_store (GradDType dtype,
                   void     *data,
                   double    value)
{
  switch (dtype)
    {
    case GRAD_FLOAT32:
      *(float *) data = (float) value;
      break;
    case GRAD_FLOAT64:
      *(double *) data = value;
      break;
    case GRAD_INT64:
      *(gint64 *) data = to_int64 (value);
      break;
    case GRAD_BOOL:
      *(guint8 *) data = value != 0;
      break;
    default:
      g_return_if_reached ();
    }
}

GradTensor *
grad_tensor_new_scalar (double    value,
                        GradDType dtype)
{
  GradTensor *tensor = grad_box_new (dtype, NULL);

  grad_scalar_store (dtype, &tensor->value, value);
  return tensor;
}

GradTensor *
grad_tensor_new_number (double value)
{
  GradTensor *tensor = grad_box_new (GRAD_FLOAT64, NULL);

  tensor->value.f64 = value;
  tensor->flags = GRAD_TENSOR_NUMBER;
  return tensor;
}

GradTensor *
grad_tensor_new_integer (gint64 value)
{
  GradTensor *tensor = grad_box_new (GRAD_INT64, NULL);

  tensor->value.i64 = value;
  tensor->flags = GRAD_TENSOR_NUMBER;
  return tensor;
}

GradTensor *
grad_tensor_new_boolean (gboolean value)
{
  GradTensor *tensor = grad_box_new (GRAD_BOOL, NULL);

  tensor->value.b = value != FALSE;
  tensor->flags = GRAD_TENSOR_NUMBER;
  return tensor;
}

GradTensor *
grad_tensor_new_empty (GradDType   dtype,
                       GradLayout *layout,
                       GError    **error)
{
  GradTensor  *tensor;
  GradStorage *storage;
  gsize        n_bytes;

  if (layout == NULL)
    return grad_box_new (dtype, NULL);
  n_bytes = (gsize) layout->n_elements * grad_dtype_get_size (dtype);
  if ((storage = grad_storage_new (n_bytes, error)) == NULL)
    {
      grad_layout_unref (layout);
      return NULL;
    }
  tensor = grad_box_new (dtype, layout);
  tensor->storage = storage;
  tensor->data = storage->data;
  tensor->flags |= GRAD_TENSOR_STORED | GRAD_TENSOR_RICH;
  return tensor;
}

GradTensor *
grad_tensor_new (GradDType     dtype,
                 const gint64 *shape,
                 guint         n_dims,
                 const void   *data,
                 GError      **error)
{
  GradTensor *tensor;
  gsize       n_bytes;

  if (!grad_shape_check (shape, n_dims, grad_dtype_get_size (dtype), error))
    return NULL;
  tensor = grad_tensor_new_empty (dtype, grad_layout_new (shape, NULL, n_dims), error);
  if (tensor == NULL)
    return NULL;
  n_bytes = (gsize) grad_tensor_get_n_elements (tensor) * grad_dtype_get_size (dtype);
  if (data != NULL && n_bytes > 0)
    memcpy (tensor->data, data, n_bytes);
  else
    memset (tensor->data, 0, n_bytes);
  return tensor;
}

GradStorage *
grad_tensor_share (GradTensor *tensor)
{
  GradStorage *storage;

  if (tensor->flags & GRAD_TENSOR_STORED)
    return tensor->storage;
  storage = grad_storage_new (sizeof tensor->value, NULL);
  if (storage == NULL)
    g_error ("out of memory");
  memcpy (storage->data, &tensor->value, sizeof tensor->value);
  storage->version = tensor->version;
  tensor->version = 0;
  tensor->storage = storage;
  tensor->data = storage->data;
  tensor->flags |= GRAD_TENSOR_STORED | GRAD_TENSOR_RICH;
  return storage;
}

GradTensor *
grad_tensor_new_alias (GradTensor *tensor,
                       GradLayout *layout,
                       gint64      offset)
{
  GradStorage *storage = grad_tensor_share (tensor);
  GradTensor  *alias = grad_box_new (tensor->dtype, layout);

  alias->storage = grad_storage_ref (storage);
  alias->flags |= GRAD_TENSOR_STORED | GRAD_TENSOR_RICH;
  alias->data = (char *) tensor->data + offset * (gint64) grad_dtype_get_size (tensor->dtype);
  return alias;
}

GradTensor *
grad_tensor_ref (GradTensor *tensor)
{
  tensor->ref_count++;
  return tensor;
}

GradDType
grad_tensor_get_dtype (const GradTensor *tensor)
{
  return tensor->dtype;
}

guint
grad_tensor_get_n_dims (const GradTensor *tensor)
{
  return grad_layout_get_n_dims (tensor->layout);
}

const gint64 *
grad_tensor_get_shape (const GradTensor *tensor)
{
  return grad_layout_get_sizes (tensor->layout);
}

const gint64 *
grad_tensor_get_strides (const GradTensor *tensor)
{
  return grad_layout_get_strides (tensor->layout);
}

gint64
grad_tensor_get_n_elements (const GradTensor *tensor)
{
  return grad_layout_get_n_elements (tensor->layout);
}

gboolean
grad_tensor_is_contiguous (const GradTensor *tensor)
{
  return grad_layout_is_contiguous (tensor->layout);
}

void *
grad_tensor_get_data (GradTensor *tensor)
{
  grad_tensor_share (tensor);
  return tensor->data;
}

gboolean
grad_tensor_item (GradTensor *tensor,
                  double     *value,
                  GError    **error)
{
  gint64 n = grad_tensor_get_n_elements (tensor);

  if (n != 1)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "a Tensor with %" G_GINT64_FORMAT " elements cannot be converted to Scalar", n);
      return FALSE;
    }
  *value = grad_scalar_load (tensor->dtype, tensor->data);
  return TRUE;
}

void
grad_tensor_get_values (GradTensor *tensor,
                        double     *values)
{
  gsize    size = grad_dtype_get_size (tensor->dtype);
  GradWalk walk;

  grad_walk_init (&walk, tensor->layout, 1, (const GradLayout *[]){ tensor->layout });
  while (grad_walk_next (&walk))
    for (gint64 i = 0; i < walk.n; i++)
      *values++ = grad_scalar_load (tensor->dtype, (char *) tensor->data + (walk.offsets[0] + i * walk.strides[0]) * (gint64) size);
}

gboolean
grad_tensor_get_requires_grad (const GradTensor *tensor)
{
  return (tensor->flags & GRAD_TENSOR_REQUIRES_GRAD) != 0;
}

gboolean
grad_tensor_set_requires_grad (GradTensor *tensor,
                               gboolean    requires_grad,
                               GError    **error)
{
  if (requires_grad && !grad_dtype_is_floating_point (tensor->dtype))
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "only Tensors of floating point dtype can require gradients");
      return FALSE;
    }
  if (!requires_grad && tensor->node != NULL)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "you can only change requires_grad flags of leaf variables. If you want to use a computed "
                           "variable in a subgraph that doesn't require differentiation use "
                           "var_no_grad = var.detach().");
      return FALSE;
    }
  if (tensor->node != NULL)
    return TRUE;
  if (requires_grad)
    {
      tensor->flags |= GRAD_TENSOR_REQUIRES_GRAD;
      grad_tensor_get_own_node (tensor)->flags |= GRAD_NODE_LEAF;
    }
  else
    tensor->flags &= (guint8) ~GRAD_TENSOR_REQUIRES_GRAD;
  return TRUE;
}

gboolean
grad_tensor_is_leaf (const GradTensor *tensor)
{
  return tensor->node == NULL;
}

GradTensor *
grad_tensor_get_grad (const GradTensor *tensor)
{
  return tensor->grad;
}

void
grad_tensor_zero_grad (GradTensor *tensor)
{
  GradTensor *grad = tensor->grad;

  if (grad == NULL)
    return;
  if (grad->layout == NULL)
    memset (grad->data, 0, grad_dtype_get_size (grad->dtype));
  else
    grad_fill (grad, 0);
  grad_tensor_bump_version (grad);
}

guint32
grad_tensor_get_version_counter (const GradTensor *tensor)
{
  return grad_tensor_get_version (tensor);
}
