/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* torch.autograd.backward, and torch.autograd.grad: a backward pass that only goes where the gradients asked for are,
 * and hands them out instead of accumulating them. */

#include "grad/grad-autograd.h"

#include "grad/grad-backward-private.h"
#include "grad/grad-view.h"

static int
compare_latest_first (gconstpointer a,
                      gconstpointer b)
{
  const GradNode *node_a = *(GradNode *const *) a, *node_b = *(GradNode *const *) b;

  return node_a->sequence < node_b->sequence ? 1 : node_a->sequence > node_b->sequence ? -1
                                                                                       : 0;
}

GPtrArray *
grad_node_find_reachable (GradNode *const *roots,
                          guint            n_roots)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < n_roots; i++)
    if (roots[i] != NULL && g_hash_table_add (seen, roots[i]))
      g_ptr_array_add (found, roots[i]);
  for (guint i = 0; i < found->len; i++)
    {
      GradInput *inputs;
      guint      n_inputs = grad_node_get_inputs (found->pdata[i], &inputs);

      for (guint k = 0; k < n_inputs; k++)
        if (inputs[k].node != NULL && g_hash_table_add (seen, inputs[k].node))
          g_ptr_array_add (found, inputs[k].node);
    }
  g_ptr_array_sort (found, compare_latest_first);
  return found;
}

static void
unref_gradient (gpointer gradient)
{
  if (gradient != NULL)
    grad_tensor_unref (gradient);
}

/* Marks the nodes of the inputs as those to capture, and all nodes on the way to them as needed. */
static void
plan (GradBackward      *backward,
      GradTensor *const *outputs,
      guint              n_outputs,
      GradTensor *const *inputs,
      guint              n_inputs)
{
  g_autofree GradNode **roots = g_new (GradNode *, n_outputs);
  g_autoptr (GPtrArray) reachable = NULL;

  backward->captured = g_hash_table_new_full (NULL, NULL, NULL, unref_gradient);
  backward->needed = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < n_inputs; i++)
    g_hash_table_insert (backward->captured, grad_tensor_get_gradient_node (inputs[i]), NULL);
  for (guint i = 0; i < n_outputs; i++)
    roots[i] = grad_tensor_get_gradient_node (outputs[i]);
  reachable = grad_node_find_reachable (roots, n_outputs);
  for (guint i = reachable->len; i-- > 0;)
    {
      GradInput *edges;
      guint      n_edges = grad_node_get_inputs (reachable->pdata[i], &edges);

      for (guint k = 0; k < n_edges; k++)
        if (edges[k].node != NULL && (g_hash_table_contains (backward->captured, edges[k].node) ||
                                      g_hash_table_contains (backward->needed, edges[k].node)))
          g_hash_table_add (backward->needed, reachable->pdata[i]);
    }
}

/* Hands out the gradients, (transfer full) each, NULL for what the outputs do not depend on. */
static gboolean
collect (GradBackward      *backward,
         GradTensor *const *inputs,
         guint              n_inputs,
         gboolean           allow_unused,
         GradTensor       **grads,
         GError           **error)
{
  for (guint i = 0; i < n_inputs; i++)
    {
      GradTensor *gradient = g_hash_table_lookup (backward->captured, grad_tensor_get_gradient_node (inputs[i]));

      if (gradient != NULL)
        grads[i] = grad_tensor_ref (gradient);
      else if (!allow_unused)
        {
          g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                               "One of the differentiated Tensors appears to not have been used in the graph. Set "
                               "allow_unused=True if this is the desired behavior.");
          for (guint k = 0; k < i; k++)
            g_clear_pointer (&grads[k], grad_tensor_unref);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_inputs (GradTensor *const *inputs,
              guint              n_inputs,
              GError           **error)
{
  for (guint i = 0; i < n_inputs; i++)
    if (!(inputs[i]->flags & GRAD_TENSOR_REQUIRES_GRAD))
      {
        g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                             "One of the differentiated Tensors does not require grad");
        return FALSE;
      }
    else if (!grad_view_check_fresh (inputs[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
check_roots (GradTensor *const *tensors,
             guint              n_tensors,
             GradTensor *const *gradients,
             GError           **error)
{
  for (guint i = 0; i < n_tensors; i++)
    if (!grad_backward_check_root (tensors[i], gradients != NULL ? gradients[i] : NULL, i, error))
      return FALSE;
  return TRUE;
}

gboolean
grad_autograd_backward (GradTensor *const *tensors,
                        guint              n_tensors,
                        GradTensor *const *gradients,
                        GradBackwardFlags  flags,
                        GError           **error)
{
  gboolean     was_off = grad_thread.not_recording, ok;
  GradBackward backward;

  if (!check_roots (tensors, n_tensors, gradients, error))
    return FALSE;
  for (guint i = 0; i < n_tensors; i++)
    grad_tensor_ref (tensors[i]);
  grad_backward_begin (&backward, flags);
  grad_thread.not_recording = !(flags & GRAD_BACKWARD_CREATE_GRAPH);
  ok = grad_backward_seed (&backward, tensors, n_tensors, gradients, error) && grad_backward_run (&backward, error);
  grad_backward_end (&backward, ok);
  grad_thread.not_recording = was_off;
  for (guint i = 0; i < n_tensors; i++)
    grad_tensor_unref (tensors[i]);
  return ok;
}

gboolean
grad_autograd_grad (GradTensor *const *outputs,
                    guint              n_outputs,
                    GradTensor *const *grad_outputs,
                    GradTensor *const *inputs,
                    guint              n_inputs,
                    GradBackwardFlags  flags,
                    GradTensor       **grads,
                    GError           **error)
{
  gboolean     was_off = grad_thread.not_recording, ok;
  GradBackward backward;

  memset (grads, 0, n_inputs * sizeof *grads);
  if (!check_roots (outputs, n_outputs, grad_outputs, error))
    return FALSE;
  if (!check_inputs (inputs, n_inputs, error))
    return FALSE;
  grad_backward_begin (&backward, flags);
  plan (&backward, outputs, n_outputs, inputs, n_inputs);
  grad_thread.not_recording = !(flags & GRAD_BACKWARD_CREATE_GRAPH);
  ok = grad_backward_seed (&backward, outputs, n_outputs, grad_outputs, error) && grad_backward_run (&backward, error) &&
       collect (&backward, inputs, n_inputs, (flags & GRAD_BACKWARD_ALLOW_UNUSED) != 0, grads, error);
  grad_backward_end (&backward, ok);
  grad_thread.not_recording = was_off;
  g_hash_table_unref (backward.captured);
  g_hash_table_unref (backward.needed);
  return ok;
}
