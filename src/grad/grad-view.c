/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Views and changes in place. A view has the history of its base and the step of looking; when one of them is changed,
 * all of them have a new history. The base becomes the result of CopySlices, which puts the changed part into what
 * the base was; each view becomes a look (AsStrided) at the new base. The views of a base are linked in a ring
 * through what only views have, so that they can be found. */

#include "grad/grad-view.h"

#include "grad/grad-autograd.h"
#include "grad/grad-hook.h"
#include "grad/grad-node.h"

GradTensor *
grad_view_get_base (const GradTensor *tensor)
{
  return tensor->flags & GRAD_TENSOR_VIEW ? grad_tensor_get_own_node (tensor)->extra->base : NULL;
}

GradTensor *
grad_view_get_root (GradTensor *tensor)
{
  GradTensor *base = grad_view_get_base (tensor);

  return base != NULL ? base : tensor;
}

gboolean
grad_view_is_related (GradTensor *a,
                      GradTensor *b)
{
  return grad_view_get_root (a) == grad_view_get_root (b);
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

/* What is looked at through such a view is looked at through that as well. */
static GradViewOrigin
find_origin (const GradCall *call)
{
  GradTensor *x = call->values[0].tensor;

  if (grad_thread.not_recording)
    return GRAD_VIEW_UNRECORDED;
  if (call->op->id == GRAD_OP_split || call->op->id == GRAD_OP_split_sizes || call->op->id == GRAD_OP_unbind)
    return GRAD_VIEW_OF_SEVERAL;
  return grad_view_get_base (x) != NULL ? extra_of (x)->origin : GRAD_VIEW_ALONE;
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
  extra_of (y)->origin = find_origin (call);
  /* A view always is of the kind of its base; without a history it is a leaf of its own. */
  if (grad_thread.not_recording && (x->flags & GRAD_TENSOR_REQUIRES_GRAD))
    grad_tensor_set_requires_grad (y, TRUE, NULL);
  return y;
}

/* What may not be changed in place in PyTorch, and in whose place nothing can be put once something else has changed its
 * memory. The sentence is put together as PyTorch does it. */
static void
refuse_change (GradTensor *view,
               const char *what,
               GError    **error)
{
  const gboolean   several = extra_of (view)->origin == GRAD_VIEW_OF_SEVERAL;
  const char      *grad_fn = grad_tensor_get_grad_fn_name (view);
  g_autofree char *head = NULL;

  if (grad_fn != NULL && several)
    head = g_strdup_printf ("Output %u of %s is a view and %s modified inplace.", view->output_nr, grad_fn, what);
  else if (grad_fn != NULL)
    head = g_strdup_printf ("Output %u of %s is a view of a view which was created in no_grad mode and %s modified inplace with "
                            "grad mode enabled.",
                            view->output_nr, grad_fn, what);
  else
    head = g_strdup_printf ("A view was created in no_grad mode and %s modified inplace with grad mode enabled.", what);
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "%s %s", head,
               several ? "This view is the output of a function that returns multiple views. Such functions do not allow the "
                         "output views to be modified inplace. You should replace the inplace operation by an out-of-place one."
                       : "Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by "
                         "moving both the view and the inplace either both inside the no_grad block (if you don't want the "
                         "inplace to be tracked) or both outside (if you want the inplace to be tracked).");
}

gboolean
grad_view_check_fresh (GradTensor *tensor,
                       GError    **error)
{
  if (tensor->flags & GRAD_TENSOR_STALE)
    refuse_change (tensor, "its base or another view of its base has been", error);
  return !(tensor->flags & GRAD_TENSOR_STALE);
}

gboolean
grad_view_check_all_fresh (const GradValue *value,
                           GError         **error)
{
  if (value->type == GRAD_VALUE_TENSOR)
    return grad_view_check_fresh (value->tensor, error);
  for (guint i = 0; value->type == GRAD_VALUE_TENSORS && i < value->n; i++)
    if (value->tensors[i] != NULL && !grad_view_check_fresh (value->tensors[i], error))
      return FALSE;
  return TRUE;
}

void
grad_view_see (GradTensor *tensor)
{
  GradExtra *extra = grad_view_get_base (tensor) != NULL ? extra_of (tensor) : NULL;

  if (extra == NULL || !extra->unseen)
    return;
  grad_view_forget_change (tensor);
  extra->unseen = extra->rootless = FALSE;
}

gboolean
grad_view_is_unseen (const GradTensor *view)
{
  return grad_tensor_get_own_node (view)->extra->unseen && view->node != NULL && view->node->ref_count == 1;
}

/* PyTorch gives a view its history when it is asked for; until then one that had none is a leaf. */
static gboolean
looks_like_leaf (GradTensor *tensor)
{
  return tensor->node == NULL || (grad_view_get_base (tensor) != NULL && extra_of (tensor)->rootless && grad_view_is_unseen (tensor));
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
  if (base != NULL && extra_of (tensor)->origin != GRAD_VIEW_ALONE)
    {
      refuse_change (tensor, "is being", error);
      return FALSE;
    }
  if (base != NULL && (tensor->flags & GRAD_TENSOR_REQUIRES_GRAD) && base->node == NULL)
    message = "a view of a leaf Variable that requires grad is being used in an in-place operation.";
  else if ((tensor->flags & GRAD_TENSOR_REQUIRES_GRAD) && looks_like_leaf (tensor))
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
look_anew (GradTensor *view,
           GradTensor *base)
{
  GradValue values[4] = { GRAD_VALUE_OF_TENSOR (base) };
  GradCall  call = { .op = &grad_ops[GRAD_OP_as_strided], .values = values };
  g_autoptr (GradTensor) box = new_result_box (view);

  describe_view (view, base, values + 1);
  grad_record (box, &call, &base, 1);
  if (box->node == NULL)
    return;
  extra_of (view)->rootless |= view->node == NULL;
  extra_of (view)->unseen = TRUE;
  box->node->ref_count++;
  grad_tensor_set_node (view, box->node);
}

/* Nothing can be put in its place: who asks for it gets an error. The short ways, which ask nothing, are for tensors without
 * a layout; so it gets one, of no dimensions. */
static void
make_stale (GradTensor *view)
{
  view->flags |= GRAD_TENSOR_STALE;
  if (view->layout == NULL)
    view->layout = grad_layout_new_of_number ();
}

static void
refresh (GradTensor *view,
         GradTensor *base)
{
  if (view->node == NULL && !(base->flags & GRAD_TENSOR_REQUIRES_GRAD))
    return;
  if (extra_of (view)->origin == GRAD_VIEW_ALONE)
    look_anew (view, base);
  else
    make_stale (view);
}

void
grad_view_refresh_all (GradTensor *tensor)
{
  GradTensor *view, *base = grad_view_get_root (tensor);
  gboolean    was_off = grad_thread.not_recording;

  if (grad_tensor_get_own_node (base)->extra == NULL || grad_tensor_get_own_node (base)->extra->next_view == NULL)
    return;
  grad_thread.not_recording = FALSE;
  for (view = extra_of (base)->next_view; view != base; view = extra_of (view)->next_view)
    refresh (view, base);
  grad_thread.not_recording = was_off;
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
  grad_view_see (view);
  y->node->ref_count++;
  extra_of (view)->changed_by = y->node;
  grad_node_get_extra (y->node)->changed_view = view;
}
