/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Backward. Nodes carry sequence numbers, and what an operation reads was made before it: so taking, of all nodes
 * reached and not yet done, the one made last, visits each after all that use its result. This is PyTorch's order,
 * and with it the order in which gradients are added up. It is a loop, so the length of a chain does not matter. */

#include "grad/grad-backward-private.h"

#include "grad/grad-autograd.h"
#include "grad/grad-copy.h"
#include "grad/grad-elementwise.h"
#include "grad/grad-function-private.h"
#include "grad/grad-gradient.h"
#include "grad/grad-view.h"

GradTensor *
grad_backward_get_gradient (GradNode *node)
{
  if (!(node->flags & GRAD_NODE_TENSOR_GRADIENT))
    {
      GradTensor *tensor = grad_box_new (grad_node_get_own_tensor (node)->dtype, NULL);

      tensor->value = node->gradient.scalar;
      node->gradient.tensor = tensor;
      node->flags |= GRAD_NODE_TENSOR_GRADIENT;
    }
  return node->gradient.tensor;
}

/* Adds a gradient (transfer full) that has the shape and dtype of the node's result. */
static gboolean
add_tensor (GradBackward *backward,
            GradNode     *node,
            GradTensor   *gradient,
            GError      **error)
{
  GradTensor *sum;

  if (!(node->flags & GRAD_NODE_REACHED))
    {
      node->gradient.tensor = gradient;
      node->flags |= GRAD_NODE_TENSOR_GRADIENT;
      grad_backward_reach (backward, node);
      return TRUE;
    }
  sum = grad_op_call_binary (GRAD_OP_add, grad_backward_get_gradient (node), gradient, error);
  grad_tensor_unref (gradient);
  if (sum == NULL)
    return FALSE;
  grad_tensor_unref (node->gradient.tensor);
  node->gradient.tensor = sum;
  return TRUE;
}

void
grad_backward_add_number (GradBackward *backward,
                          GradNode     *node,
                          double        value)
{
  GradDType dtype = grad_node_get_own_tensor (node)->dtype;

  if (!(node->flags & GRAD_NODE_REACHED))
    {
      grad_scalar_store (dtype, &node->gradient.scalar, value);
      grad_backward_reach (backward, node);
    }
  else if (node->flags & GRAD_NODE_TENSOR_GRADIENT)
    add_tensor (backward, node, grad_tensor_new_scalar (value, dtype), NULL);
  else if (dtype == GRAD_FLOAT32)
    node->gradient.scalar.f32 += (float) value;
  else
    node->gradient.scalar.f64 += value;
}

/* Whether a gradient at node leads anywhere. */
static inline gboolean
is_wanted (const GradBackward *backward,
           GradNode           *node)
{
  return backward->captured == NULL || g_hash_table_contains (backward->captured, node) ||
         g_hash_table_contains (backward->needed, node);
}

/* Computes the gradients of the node's inputs and adds them up where they go. */
static gboolean
run_node (GradBackward *backward,
          GradNode     *node,
          GError      **error)
{
  GradTensor *g = grad_backward_get_gradient (node);
  GradInput  *inputs;
  guint       n_inputs = grad_node_get_inputs (node, &inputs);

  for (guint i = 0; i < n_inputs; i++)
    {
      GradNode   *target = inputs[i].node;
      GradTensor *gradient, *own;

      if (target == NULL || !is_wanted (backward, target))
        continue;
      if (!grad_gradient_compute (node, i, g, &gradient, error))
        return FALSE;
      if (gradient == NULL)
        continue;
      own = grad_node_get_own_tensor (target);
      if (gradient->layout != own->layout || gradient->dtype != own->dtype)
        gradient = grad_gradient_fit (gradient, own->layout, own->dtype, error);
      if (gradient == NULL || !add_tensor (backward, target, gradient, error))
        return FALSE;
    }
  return TRUE;
}

/* Whether the pass goes on beyond the node; else it keeps what it saved. */
static inline gboolean
runs (const GradBackward *backward,
      GradNode           *node)
{
  return backward->captured == NULL || g_hash_table_contains (backward->needed, node);
}

/* A node that is not of the quick kind, or in a pass that is watched. */
static gboolean
visit (GradBackward *backward,
       GradNode     *node,
       GError      **error)
{
  gboolean ok;

  if ((node->flags & GRAD_NODE_HOOKED) && !grad_backward_show_to_hooks (node, error))
    return FALSE;
  if (backward->captured != NULL)
    grad_backward_capture (backward, node);
  if (!runs (backward, node))
    return TRUE;
  if (grad_thread.observer != NULL && grad_thread.observer->node_run != NULL)
    grad_thread.observer->node_run (node, grad_backward_get_gradient (node), grad_thread.observer_data);
  ok = grad_gradient_check_saved (node, error) && run_node (backward, node, error);
  if (node->extra != NULL && node->extra->function != NULL)
    grad_function_forget (node->extra->function);
  return ok;
}

static void
free_saved (GradNode *node)
{
  grad_node_free_saved (node);
  if (grad_thread.observer != NULL && grad_thread.observer->node_freed != NULL)
    grad_thread.observer->node_freed (node, grad_thread.observer_data);
}

/* Visits node and gives up what it saved. */
static gboolean
visit_and_free (GradBackward *backward,
                GradNode     *node,
                GError      **error)
{
  gboolean ok;

  backward->current = node;
  ok = visit (backward, node, error);
  grad_node_leave (node);
  if (ok && !backward->retain && (node->flags & GRAD_NODE_SAVES) && runs (backward, node))
    free_saved (node);
  return ok && (backward->uses == NULL || grad_backward_settle_used (backward, node, error));
}

static gboolean
visit_all (GradBackward *backward,
           GError      **error)
{
  gboolean  quick = grad_thread.not_recording && backward->captured == NULL && backward->uses == NULL;
  GradNode *node = grad_backward_next (backward);

  while (node != NULL)
    {
      if (quick && grad_node_is_quick (node))
        node = (grad_node_get_own_tensor (node)->dtype == GRAD_FLOAT32 ? grad_run_quick_nodes_f32
                                                                       : grad_run_quick_nodes_f64) (backward, node);
      if (node == NULL)
        return TRUE;
      if (!visit_and_free (backward, node, error))
        return FALSE;
      node = grad_backward_next (backward);
    }
  return TRUE;
}

/* A pass that fails has still accumulated the gradients of those leaves that had all of theirs: the other ones are
 * forgotten, and what waits. */
static void
abandon (GradBackward *backward)
{
  g_autoptr (GPtrArray) roots = g_ptr_array_new ();
  g_autoptr (GPtrArray) incomplete = NULL;
  GradNode *node;

  g_ptr_array_add (roots, backward->current);
  while ((node = grad_backward_next (backward)) != NULL)
    {
      g_ptr_array_add (roots, node);
      grad_node_leave (node);
    }
  incomplete = grad_node_find_reachable ((GradNode *const *) roots->pdata, roots->len);
  for (guint i = 0; i < incomplete->len; i++)
    if ((((GradNode *) incomplete->pdata[i])->flags & (GRAD_NODE_LEAF | GRAD_NODE_REACHED)) ==
        (GRAD_NODE_LEAF | GRAD_NODE_REACHED))
      grad_node_leave (incomplete->pdata[i]);
}

gboolean
grad_backward_run (GradBackward *backward,
                   GError      **error)
{
  gboolean ok;

  if (grad_thread.n_hooks > 0 || grad_thread.observer != NULL)
    grad_backward_count_uses (backward);
  ok = visit_all (backward, error);
  if (!ok)
    abandon (backward);
  g_clear_pointer (&backward->uses, g_hash_table_unref);
  return grad_backward_settle_leaves (backward, ok ? error : NULL) && ok;
}

/* The gradient of a root that was given none: 1. */
static gboolean
seed_with_one (GradBackward *backward,
               GradTensor   *tensor,
               GError      **error)
{
  GradTensor *ones;

  if (tensor->layout == NULL)
    {
      grad_backward_add_number (backward, grad_tensor_get_gradient_node (tensor), 1);
      return TRUE;
    }
  ones = grad_tensor_new_empty (tensor->dtype, grad_layout_new (tensor->layout->dims, NULL, tensor->layout->n_dims),
                                error);
  if (ones == NULL)
    return FALSE;
  grad_fill (ones, 1);
  return add_tensor (backward, grad_tensor_get_gradient_node (tensor), ones, error);
}

gboolean
grad_backward_seed (GradBackward      *backward,
                    GradTensor *const *tensors,
                    guint              n_tensors,
                    GradTensor *const *gradients,
                    GError           **error)
{
  if (grad_thread.observer != NULL && grad_thread.observer->backward_begin != NULL)
    grad_thread.observer->backward_begin (tensors, n_tensors, backward->retain, grad_thread.observer_data);
  for (guint i = 0; i < n_tensors; i++)
    if (gradients == NULL || gradients[i] == NULL
            ? !seed_with_one (backward, tensors[i], error)
            : !add_tensor (backward, grad_tensor_get_gradient_node (tensors[i]), grad_tensor_ref (gradients[i]), error))
      return FALSE;
  return TRUE;
}

void
grad_backward_begin (GradBackward     *backward,
                     GradBackwardFlags flags)
{
  grad_node_array_init (&backward->waiting);
  grad_node_array_init (&backward->leaves);
  backward->latest = backward->current = NULL;
  backward->retain = (flags & (GRAD_BACKWARD_RETAIN_GRAPH | GRAD_BACKWARD_CREATE_GRAPH)) != 0;
  backward->stash = NULL;
  backward->captured = backward->needed = backward->uses = NULL;
  backward->accumulates = FALSE;
  backward->outer = grad_thread.backward;
  grad_thread.backward = backward;
  if (backward->outer != NULL)
    grad_backward_stash_outer (backward);
}

void
grad_backward_end (GradBackward *backward,
                   gboolean      ok)
{
  if (grad_thread.observer != NULL && grad_thread.observer->backward_end != NULL)
    grad_thread.observer->backward_end (ok, grad_thread.observer_data);
  if (backward->stash != NULL)
    grad_backward_restore_outer (backward);
  grad_thread.backward = backward->outer;
  grad_node_array_clear (&backward->waiting);
  grad_node_array_clear (&backward->leaves);
}

/* The gradient that a program gives must have the shape of the tensor. */
static gboolean
check_root_shape (const GradTensor *tensor,
                  const GradTensor *gradient,
                  guint             i,
                  GError          **error)
{
  g_autofree char *given = NULL, *own = NULL;

  if (gradient == NULL || grad_layout_same_shape (tensor->layout, gradient->layout))
    return TRUE;
  given = grad_shape_to_string (grad_layout_get_sizes (gradient->layout), grad_layout_get_n_dims (gradient->layout));
  own = grad_shape_to_string (grad_layout_get_sizes (tensor->layout), grad_layout_get_n_dims (tensor->layout));
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
               "Mismatch in shape: grad_output[%u] has a shape of torch.Size(%s) and output[%u] has a shape of torch.Size(%s).",
               i, given, i, own);
  return FALSE;
}

/* What a tensor with dimensions can be besides: without a history, or in need of a gradient. */
static gboolean
check_root_dims (GradTensor       *tensor,
                 const GradTensor *gradient,
                 GError          **error)
{
  if (!grad_view_check_fresh (tensor, error))
    return FALSE;
  if (gradient != NULL || !(tensor->flags & GRAD_TENSOR_REQUIRES_GRAD) || tensor->layout->n_elements == 1)
    return TRUE;
  g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "grad can be implicitly created only for scalar outputs");
  return FALSE;
}

gboolean
grad_backward_check_root (GradTensor       *tensor,
                          const GradTensor *gradient,
                          guint             i,
                          GError          **error)
{
  if (!check_root_shape (tensor, gradient, i, error) || (tensor->layout != NULL && !check_root_dims (tensor, gradient, error)))
    return FALSE;
  if (tensor->flags & GRAD_TENSOR_REQUIRES_GRAD)
    return TRUE;
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
               "element %u of tensors does not require grad and does not have a grad_fn", i);
  return FALSE;
}

gboolean
grad_tensor_backward (GradTensor       *tensor,
                      GradTensor       *gradient,
                      GradBackwardFlags flags,
                      GError          **error)
{
  gboolean     was_off = grad_thread.not_recording, ok;
  GradBackward backward;

  if (!grad_backward_check_root (tensor, gradient, 0, error))
    return FALSE;
  grad_tensor_ref (tensor);
  grad_backward_begin (&backward, flags);
  grad_thread.not_recording = !(flags & GRAD_BACKWARD_CREATE_GRAPH);
  ok = grad_backward_seed (&backward, &tensor, 1, &gradient, error) && grad_backward_run (&backward, error);
  grad_backward_end (&backward, ok);
  grad_thread.not_recording = was_off;
  grad_tensor_unref (tensor);
  return ok;
}
