/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What a program does with a tensor's gradient and history by hand: hooks, retain_grad, and assigning .grad and .data. */

#include "grad/grad-hook.h"

#include "grad/grad-accumulate.h"
#include "grad/grad-hook-private.h"
#include "grad/grad-node.h"
#include "grad/grad-view.h"

typedef struct
{
  guint64        number;
  GradHookFunc   func;
  gpointer       user_data;
  GDestroyNotify destroy;
} Hook;

/* Number → node, of the hooks of this thread that are set. */
static GHashTable *
get_table (void)
{
  static GPrivate key = G_PRIVATE_INIT ((GDestroyNotify) g_hash_table_unref);
  GHashTable     *table = g_private_get (&key);

  if (table == NULL)
    {
      table = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      g_private_set (&key, table);
    }
  return table;
}

static void
hook_free (gpointer data)
{
  Hook *hook = data;

  g_hash_table_remove (get_table (), &hook->number);
  grad_thread.n_hooks--;
  if (hook->destroy != NULL)
    hook->destroy (hook->user_data);
  g_free (hook);
}

guint64
grad_tensor_add_hook (GradTensor    *tensor,
                      GradHookFunc   func,
                      gpointer       user_data,
                      GDestroyNotify destroy,
                      GError       **error)
{
  static guint64 last;
  GradNode      *node;
  Hook          *hook;

  if (!(tensor->flags & GRAD_TENSOR_REQUIRES_GRAD))
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "cannot register a hook on a tensor that doesn't require gradient");
      return 0;
    }
  if (!grad_tensor_check_history (tensor, error))
    return 0;
  node = grad_tensor_get_gradient_node (tensor);
  hook = g_new (Hook, 1);
  *hook = (Hook){ __atomic_add_fetch (&last, 1, __ATOMIC_RELAXED), func, user_data, destroy };
  if (grad_node_get_extra (node)->hooks == NULL)
    node->extra->hooks = g_ptr_array_new_with_free_func (hook_free);
  g_ptr_array_add (node->extra->hooks, hook);
  g_hash_table_insert (get_table (), g_memdup2 (&hook->number, sizeof hook->number), node);
  node->flags |= GRAD_NODE_HOOKED;
  grad_thread.n_hooks++;
  return hook->number;
}

void
grad_hook_remove (guint64 number)
{
  GradNode *node = g_hash_table_lookup (get_table (), &number);

  for (guint i = 0; node != NULL && i < node->extra->hooks->len; i++)
    if (((Hook *) node->extra->hooks->pdata[i])->number == number)
      {
        g_ptr_array_remove_index (node->extra->hooks, i);
        return;
      }
}

gboolean
grad_hooks_run (GradNode    *node,
                GradTensor **gradient,
                GError     **error)
{
  g_autoptr (GPtrArray) hooks = node->extra->hooks != NULL ? g_ptr_array_ref (node->extra->hooks) : NULL;
  gboolean was_off = grad_thread.not_recording, ok = TRUE;

  for (guint i = 0; ok && hooks != NULL && i < hooks->len; i++)
    {
      const Hook *hook = hooks->pdata[i];
      GError     *local = NULL;
      GradTensor *other = hook->func (*gradient, hook->user_data, &local);

      if (other != NULL)
        {
          grad_tensor_unref (*gradient);
          *gradient = other;
        }
      ok = local == NULL;
      if (local != NULL)
        g_propagate_error (error, local);
    }
  grad_thread.not_recording = was_off;
  if (ok && node->extra->retainer != NULL)
    {
      g_autoptr (GradTensor) held = grad_tensor_ref (*gradient);

      ok = grad_accumulate (node->extra->retainer, held, error);
    }
  return ok;
}

gboolean
grad_tensor_retain_grad (GradTensor *tensor,
                         GError    **error)
{
  if (!(tensor->flags & GRAD_TENSOR_REQUIRES_GRAD))
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "can't retain_grad on Tensor that has requires_grad=False");
      return FALSE;
    }
  if (!grad_tensor_check_history (tensor, error))
    return FALSE;
  if (tensor->node == NULL)
    return TRUE;
  tensor->flags |= GRAD_TENSOR_RETAINS | GRAD_TENSOR_RICH;
  grad_node_get_extra (tensor->node)->retainer = tensor;
  tensor->node->flags |= GRAD_NODE_HOOKED;
  return TRUE;
}

gboolean
grad_tensor_get_retains_grad (const GradTensor *tensor)
{
  return (tensor->flags & GRAD_TENSOR_RETAINS) != 0;
}

static gboolean
check_grad (GradTensor *tensor,
            GradTensor *grad,
            GError    **error)
{
  g_autofree char *a = NULL, *b = NULL;

  if (grad == tensor)
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "can't assign Variable as its own grad");
  else if (grad->dtype != tensor->dtype)
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "attempting to assign a gradient with dtype '%s' to a tensor with dtype '%s'. Please ensure that the "
                 "gradient and the tensor have the same dtype",
                 grad_dtype_get_c_type (grad->dtype), grad_dtype_get_c_type (tensor->dtype));
  else if (!grad_layout_same_shape (grad->layout, tensor->layout))
    {
      a = grad_shape_to_string (grad_layout_get_sizes (grad->layout), grad_layout_get_n_dims (grad->layout));
      b = grad_shape_to_string (grad_layout_get_sizes (tensor->layout), grad_layout_get_n_dims (tensor->layout));
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "attempting to assign a gradient of size '%s' to a tensor of size '%s'. Please ensure that the gradient "
                   "and the tensor are the same size",
                   a, b);
    }
  else
    return TRUE;
  return FALSE;
}

gboolean
grad_tensor_set_grad (GradTensor *tensor,
                      GradTensor *grad,
                      GError    **error)
{
  if (grad != NULL && !check_grad (tensor, grad, error))
    return FALSE;
  if (grad != NULL)
    grad_tensor_ref (grad);
  g_clear_pointer (&tensor->grad, grad_tensor_unref);
  tensor->grad = grad;
  tensor->flags |= GRAD_TENSOR_RICH;
  return TRUE;
}

GradTensor *
grad_tensor_dup_data (GradTensor *tensor)
{
  GradTensor  *data = grad_tensor_new_alias (tensor, grad_layout_ref (tensor->layout), 0);
  GradStorage *own = grad_storage_new_alias (data->storage);

  grad_storage_unref (data->storage);
  data->storage = own;
  return data;
}

gboolean
grad_tensor_set_data (GradTensor *tensor,
                      GradTensor *data,
                      GError    **error)
{
  guint32      version = grad_tensor_get_version (tensor);
  GradStorage *storage;

  if ((tensor->flags & GRAD_TENSOR_REQUIRES_GRAD) && !grad_dtype_is_floating_point (data->dtype))
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "data set to a tensor that requires gradients must be floating point or complex dtype");
      return FALSE;
    }
  if (tensor == data)
    return TRUE;
  storage = grad_storage_new_alias (grad_tensor_share (data));
  storage->version = version;
  if (tensor->flags & GRAD_TENSOR_STORED)
    grad_storage_unref (tensor->storage);
  grad_layout_unref (tensor->layout);
  tensor->layout = grad_layout_ref (data->layout);
  tensor->storage = storage;
  tensor->data = data->data;
  tensor->dtype = data->dtype;
  tensor->flags |= GRAD_TENSOR_STORED | GRAD_TENSOR_RICH;
  return TRUE;
}

gboolean
grad_tensor_detach_ (GradTensor *tensor,
                     GError    **error)
{
  if (grad_view_get_base (tensor) != NULL && tensor->node != NULL)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel (DDP) "
                           "for training, and gradient_as_bucket_view is set as True, gradients are views of DDP buckets, and "
                           "hence detach_() cannot be called on these gradients. To fix this error, please refer to the "
                           "Optimizer.zero_grad() function in torch/optim/optimizer.py as the solution.");
      return FALSE;
    }
  grad_tensor_set_node (tensor, NULL);
  tensor->flags &= (guint8) ~GRAD_TENSOR_REQUIRES_GRAD;
  return TRUE;
}

GradTensor *
grad_tensor_get_base (const GradTensor *tensor)
{
  return grad_view_get_base (tensor);
}
