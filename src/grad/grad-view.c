/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Views and changes in place. A view has the history of its base and the step of looking; when one of them is changed,
 * all of them have a new history. The base becomes the result of CopySlices, which puts the changed part into what
 * the base was; each view becomes a look (AsStrided) at the new base. The views of a base are linked in a ring
 * through what only views have, so that they can be found. */

#include "grad/grad-view.h"

#include "grad/grad-autograd.h"
#include "grad/grad-hook.h"

GradTensor *
grad_view_get_base (const GradTensor *tensor)
{
  return tensor->flags & GRAD_TENSOR_VIEW ? grad_tensor_get_own_node (tensor)->extra->base : NULL;
}

static GradExtra *
extra_of (GradTensor *tensor)
{
  return grad_node_get_extra (grad_tensor_get_own_node (tensor));
}

/* The base itself is a member of the ring. */
static void
link_view (GradTensor *view,
           GradTensor *base)
{
  GradExtra *extra = extra_of (view), *ring = extra_of (base);

  if (ring->next_view == NULL)
    ring->next_view = ring->previous_view = base;
  extra->next_view = ring->next_view;
  extra->previous_view = base;
  extra_of (ring->next_view)->previous_view = view;
  ring->next_view = view;
  extra->base = grad_tensor_ref (base);
  view->flags |= GRAD_TENSOR_VIEW;
}

GradTensor *
grad_view_new (GradCall   *call,
               GradLayout *layout,
               gint64      offset)
{
  GradTensor *x = call->values[0].tensor, *base = grad_view_get_base (x);
  GradTensor *y = grad_tensor_new_alias (x, layout, offset);

  grad_record (y, call, &x, 1);
  link_view (y, base != NULL ? base : x);
  extra_of (y)->unrecorded_view = grad_thread.not_recording;
  /* A view always is of the kind of its base; without a history it is a leaf of its own. */
  if (grad_thread.not_recording && (x->flags & GRAD_TENSOR_REQUIRES_GRAD))
    grad_tensor_set_requires_grad (y, TRUE, NULL);
  return y;
}

/* A view that came with others from one operation. */
static gboolean
is_one_of_several (const GradTensor *tensor)
{
  const GradNode *node = tensor->flags & GRAD_TENSOR_VIEW ? tensor->node : NULL;

  return node != NULL && (node->op == GRAD_OP_split || node->op == GRAD_OP_split_sizes || node->op == GRAD_OP_unbind);
}

gboolean
grad_view_check_writable (GradTensor *tensor,
                          gboolean    record,
                          GError    **error)
{
  GradTensor *base = grad_view_get_base (tensor);
  const char *message = NULL;

  if (!record)
    return TRUE;
  if (base != NULL && extra_of (tensor)->unrecorded_view)
    message = "A view was created in no_grad mode and is being modified inplace with grad mode enabled. Given that this use case "
              "is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace "
              "either both inside the no_grad block (if you don't want the inplace to be tracked) or both outside (if you want "
              "the inplace to be tracked).";
  else if (is_one_of_several (tensor))
    {
      /* It names the operation, so it cannot be a constant like the others. */
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "Output %u of %s is a view and is being modified inplace. This view is the output of a function that "
                   "returns multiple views. Such functions do not allow the output views to be modified inplace. You should "
                   "replace the inplace operation by an out-of-place one.",
                   tensor->output_nr, grad_tensor_get_grad_fn_name (tensor));
      return FALSE;
    }
  else if (base != NULL && (tensor->flags & GRAD_TENSOR_REQUIRES_GRAD) && base->node == NULL)
    message = "a view of a leaf Variable that requires grad is being used in an in-place operation.";
  else if ((tensor->flags & GRAD_TENSOR_REQUIRES_GRAD) && tensor->node == NULL)
    message = "a leaf Variable that requires grad is being used in an in-place operation.";
  if (message != NULL)
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, message);
  return message == NULL;
}

void
grad_tensor_set_node (GradTensor *tensor,
                      GradNode   *node)
{
  GradNode *old = tensor->node;

  tensor->node = node;
  tensor->flags |= GRAD_TENSOR_REQUIRES_GRAD | GRAD_TENSOR_RICH;
  if ((tensor->flags & GRAD_TENSOR_RETAINS) && old != NULL)
    {
      old->extra->retainer = NULL;
      if (node != NULL)
        grad_tensor_retain_grad (tensor, NULL);
    }
  if (old != NULL && old != grad_tensor_get_own_node (tensor))
    grad_node_unref (old);
}

/* How view looks at its base. */
static void
describe_view (GradTensor *view,
               GradTensor *base,
               GradValue  *values)
{
  guint n_dims = grad_layout_get_n_dims (view->layout);

  values[0] = GRAD_VALUE_OF_INTS (grad_layout_get_sizes (view->layout), n_dims);
  values[1] = GRAD_VALUE_OF_INTS (grad_layout_get_strides (view->layout), n_dims);
  values[2] = GRAD_VALUE_OF_INT (((char *) view->data - (char *) base->data) /
                                 (gint64) grad_dtype_get_size (base->dtype));
}

/* A box for a node that has no tensor of its own: the metadata of its result are those of like. */
static GradTensor *
new_result_box (GradTensor *like)
{
  GradTensor *box = grad_tensor_new_alias (like, grad_layout_ref (like->layout), 0);

  box->version = like->storage->version;
  return box;
}

/* view looks at its base as it is now. */
static void
refresh (GradTensor *view,
         GradTensor *base)
{
  GradValue values[4] = { GRAD_VALUE_OF_TENSOR (base) };
  GradCall  call = { .op = &grad_ops[GRAD_OP_as_strided], .values = values };
  g_autoptr (GradTensor) box = new_result_box (view);

  describe_view (view, base, values + 1);
  grad_record (box, &call, &base, 1);
  if (box->node == NULL)
    return;
  box->node->ref_count++;
  grad_tensor_set_node (view, box->node);
}

void
grad_view_refresh_all (GradTensor *base)
{
  GradTensor *view;

  if (grad_tensor_get_own_node (base)->extra == NULL || grad_tensor_get_own_node (base)->extra->next_view == NULL)
    return;
  for (view = extra_of (base)->next_view; view != base; view = extra_of (view)->next_view)
    refresh (view, base);
}

void
grad_view_rebase (GradTensor *view,
                  GradTensor *y)
{
  GradTensor *base = grad_view_get_base (view), *inputs[2] = { base, y };
  GradValue   values[5] = { GRAD_VALUE_OF_TENSOR (base), GRAD_VALUE_OF_TENSOR (y) };
  GradCall    call = { .op = &grad_ops[GRAD_OP_copy_slices], .values = values };
  g_autoptr (GradTensor) box = new_result_box (base);

  describe_view (view, base, values + 2);
  grad_record (box, &call, inputs, 2);
  box->node->ref_count++;
  grad_tensor_set_node (base, box->node);
  grad_view_refresh_all (base);
}
