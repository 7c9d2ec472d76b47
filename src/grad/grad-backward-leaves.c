/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Where a backward pass ends: hooks see the gradients, some are put by for whoever asked, and leaves add theirs to .grad,
 * when the pass is over or, where somebody watches, as soon as they are complete. */

#include "grad/grad-backward-private.h"

#include "grad/grad-accumulate.h"
#include "grad/grad-gradient.h"
#include "grad/grad-hook-private.h"

gboolean
grad_backward_show_to_hooks (GradNode *node,
                             GError  **error)
{
  GradTensor *gradient;
  gboolean    ok;

  gradient = grad_tensor_ref (grad_backward_get_gradient (node));
  ok = grad_hooks_run (node, &gradient, error);
  if (ok)
    gradient = grad_gradient_fit (gradient, grad_node_get_own_tensor (node)->layout, grad_node_get_own_tensor (node)->dtype,
                                  error);
  ok = ok && gradient != NULL;
  if (gradient != NULL)
    {
      grad_tensor_unref (node->gradient.tensor);
      node->gradient.tensor = gradient;
    }
  return ok;
}

void
grad_backward_capture (GradBackward *backward,
                       GradNode     *node)
{
  if (g_hash_table_contains (backward->captured, node))
    g_hash_table_insert (backward->captured, node, grad_tensor_ref (grad_backward_get_gradient (node)));
}

/* Adds what has come together at the leaf to its .grad. */
static gboolean
accumulate_observed (GradTensor *tensor,
                     GradNode   *leaf,
                     GError    **error)
{
  g_autoptr (GradTensor) gradient = grad_tensor_ref (grad_backward_get_gradient (leaf));

  if (!grad_accumulate (tensor, gradient, error))
    return FALSE;
  if (grad_thread.observer != NULL && grad_thread.observer->accumulate != NULL)
    grad_thread.observer->accumulate (tensor, gradient, grad_thread.observer_data);
  return TRUE;
}

static gboolean
settle_leaf (GradBackward *backward,
             GradNode     *leaf,
             GError      **error)
{
  GradTensor *tensor = grad_node_get_own_tensor (leaf);

  if ((leaf->flags & GRAD_NODE_HOOKED) && !grad_backward_show_to_hooks (leaf, error))
    return FALSE;
  if (backward->captured != NULL)
    grad_backward_capture (backward, leaf);
  if (backward->captured != NULL && !backward->accumulates)
    return TRUE;
  if (backward->captured != NULL && !g_hash_table_contains (backward->captured, leaf))
    return TRUE;
  if (grad_thread.observer != NULL)
    return accumulate_observed (tensor, leaf, error);
  if (!(leaf->flags & GRAD_NODE_TENSOR_GRADIENT) && grad_thread.not_recording)
    {
      grad_accumulate_number (tensor, leaf->gradient.scalar);
      return TRUE;
    }
  return grad_accumulate (tensor, grad_backward_get_gradient (leaf), error);
}

gboolean
grad_backward_settle_leaves (GradBackward *backward,
                             GError      **error)
{
  gboolean ok = TRUE;

  for (guint i = 0; i < backward->leaves.n; i++)
    {
      GradNode *leaf = backward->leaves.nodes[i];

      if (!(leaf->flags & GRAD_NODE_REACHED))
        continue;
      ok = ok && settle_leaf (backward, leaf, error);
      grad_node_leave (leaf);
    }
  return ok;
}

/* How many gradients each leaf waits for. */
void
grad_backward_count_uses (GradBackward *backward)
{
  g_autoptr (GPtrArray) roots = g_ptr_array_new ();
  g_autoptr (GPtrArray) reachable = NULL;

  g_ptr_array_add (roots, backward->latest);
  for (guint i = 0; i < backward->waiting.n; i++)
    g_ptr_array_add (roots, backward->waiting.nodes[i]);
  reachable = grad_node_find_reachable ((GradNode *const *) roots->pdata, roots->len);
  backward->uses = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < reachable->len; i++)
    {
      GradInput *inputs;
      guint      n_inputs = grad_node_get_inputs (reachable->pdata[i], &inputs);

      for (guint k = 0; k < n_inputs; k++)
        if (inputs[k].node != NULL && (inputs[k].node->flags & GRAD_NODE_LEAF))
          {
            guint n = GPOINTER_TO_UINT (g_hash_table_lookup (backward->uses, inputs[k].node));

            g_hash_table_insert (backward->uses, inputs[k].node, GUINT_TO_POINTER (n + 1));
          }
    }
}

gboolean
grad_backward_settle_used (GradBackward *backward,
                           GradNode     *node,
                           GError      **error)
{
  GradInput *inputs;
  guint      n_inputs = grad_node_get_inputs (node, &inputs);
  gboolean   ok = TRUE;

  for (guint i = 0; ok && i < n_inputs; i++)
    if (inputs[i].node != NULL && (inputs[i].node->flags & GRAD_NODE_LEAF))
      {
        GradNode *leaf = inputs[i].node;
        guint     n = GPOINTER_TO_UINT (g_hash_table_lookup (backward->uses, leaf)) - 1;

        g_hash_table_insert (backward->uses, leaf, GUINT_TO_POINTER (n));
        if (n > 0 || !(leaf->flags & GRAD_NODE_REACHED))
          continue;
        ok = settle_leaf (backward, leaf, error);
        grad_node_leave (leaf);
      }
  return ok;
}
