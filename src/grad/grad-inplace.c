/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Operations that write into their first input. While recording, the tensor's history is exchanged: it becomes the
 * result of the new node, whose input is what the tensor was before. */

#include "grad/grad-copy.h"
#include "grad/grad-elementwise.h"
#include "grad/grad-op-private.h"
#include "grad/grad-record.h"

static gboolean
check_writable (GradTensor *x,
                gboolean    record,
                GError    **error)
{
  if (!record || !(x->flags & GRAD_TENSOR_REQUIRES_GRAD) || x->node != NULL)
    return TRUE;
  g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                       "a leaf Variable that requires grad is being used in an in-place operation.");
  return FALSE;
}

static gboolean
check_result (GradTensor *x,
              GradTensor *y,
              GError    **error)
{
  if (!grad_layout_same_shape (x->layout, y->layout))
    {
      g_autofree char *own = grad_shape_to_string (grad_layout_get_sizes (x->layout), grad_layout_get_n_dims (x->layout));
      g_autofree char *broadcast = grad_shape_to_string (grad_layout_get_sizes (y->layout),
                                                         grad_layout_get_n_dims (y->layout));

      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "output with shape %s doesn't match the broadcast shape %s", own, broadcast);
      return FALSE;
    }
  if (y->dtype > x->dtype && (grad_dtype_is_floating_point (y->dtype) != grad_dtype_is_floating_point (x->dtype) ||
                              x->dtype == GRAD_BOOL))
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "result type %s can't be cast to the desired output type %s",
                   grad_dtype_get_scalar_type (y->dtype), grad_dtype_get_scalar_type (x->dtype));
      return FALSE;
    }
  return TRUE;
}

/* What x was before it is written to: with its history, and with its values if they will be read. Transfer full. */
static GradTensor *
snapshot (GradTensor *x,
          gboolean    copy,
          GError    **error)
{
  GradTensor *before;

  if (copy)
    {
      before = grad_tensor_new_empty (x->dtype, grad_layout_ref (x->layout), error);
      if (before == NULL)
        return NULL;
      grad_copy (before, x);
    }
  else
    before = grad_tensor_new_alias (x, grad_layout_ref (x->layout), 0);
  before->flags |= (x->flags & GRAD_TENSOR_REQUIRES_GRAD) | GRAD_TENSOR_RICH;
  before->node = x->node;
  if (x->node != NULL)
    x->node->ref_count++;
  return before;
}

/* x becomes the result of the node that computed y; y, as that node's own, looks at the memory of x. */
static void
rebase (GradTensor *x,
        GradTensor *y)
{
  GradStorage *storage = grad_tensor_share (x);

  if (y->flags & GRAD_TENSOR_STORED)
    grad_storage_unref (y->storage);
  y->storage = grad_storage_ref (storage);
  y->data = x->data;
  y->flags |= GRAD_TENSOR_STORED | GRAD_TENSOR_RICH;
  y->version = storage->version;
  if (x->node != NULL && x->node != grad_tensor_get_own_node (x))
    grad_node_unref (x->node);
  x->node = y->node;
  x->node->ref_count++;
  x->flags |= GRAD_TENSOR_REQUIRES_GRAD | GRAD_TENSOR_RICH;
}

/* The same for 0-d tensors of one dtype outside of recording: the step of a descent. */
static inline gboolean
write_quick (GradOpId    id,
             GradTensor *x,
             GradTensor *z)
{
  const GradKernels *kernels = x->dtype == GRAD_FLOAT32 ? grad_kernels_f32 : grad_kernels_f64;

  if (x->layout != NULL || z->layout != NULL || x->dtype != z->dtype || x->dtype < GRAD_FLOAT32 ||
      grad_should_record (x->flags | z->flags) || ((x->flags | z->flags) & GRAD_TENSOR_NUMBER))
    return FALSE;
  kernels[id].quick.write (x, z);
  return TRUE;
}

/* x = op (x, z) in place. */
static gboolean
write_binary (GradOpId    id,
              GradTensor *x,
              GradTensor *z,
              double      k,
              GError    **error)
{
  gboolean record = grad_should_record (x->flags | z->flags);
  g_autoptr (GradTensor) before = NULL;
  g_autoptr (GradTensor) y = NULL;

  if (k == 1 && write_quick (id, x, z))
    return TRUE;
  if (!check_writable (x, record, error))
    return FALSE;
  if (record)
    before = snapshot (x, ((grad_ops[id].reads[0] | grad_ops[id].reads[1]) & GRAD_READS_X) != 0, error);
  else
    before = grad_tensor_ref (x);
  y = grad_op_call_scaled (id, before, z, k, error);
  if (y == NULL || !check_result (x, y, error))
    return FALSE;
  grad_copy (x, y);
  grad_tensor_bump_version (x);
  if (record)
    rebase (x, y);
  return TRUE;
}

gboolean
grad_tensor_sub_ (GradTensor *tensor,
                  GradTensor *other,
                  GError    **error)
{
  return write_binary (GRAD_OP_sub, tensor, other, 1, error);
}

gboolean
grad_tensor_add_ (GradTensor *tensor,
                  GradTensor *other,
                  GError    **error)
{
  return write_binary (GRAD_OP_add, tensor, other, 1, error);
}
