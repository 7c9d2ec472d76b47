/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Backward. Nodes carry sequence numbers, and what an operation reads was made before it: so taking, of all nodes
 * reached and not yet done, the one made last, visits each after all that use its result. This is PyTorch's order,
 * and with it the order in which gradients are added up. It is a loop, so the length of a chain does not matter. */

#include "grad/grad-backward-private.h"

#include "grad/grad-accumulate.h"
#include "grad/grad-autograd.h"
#include "grad/grad-copy.h"
#include "grad/grad-elementwise.h"
#include "grad/grad-function-private.h"
#include "grad/grad-gradient.h"
#include "grad/grad-hook-private.h"

void
grad_node_array_grow (GradNodeArray *array)
{
  gboolean at_hand = array->nodes == array->at_hand;

  array->n_allocated *= 2;
  array->nodes = g_renew (GradNode *, at_hand ? NULL : array->nodes, array->n_allocated);
  if (at_hand)
    memcpy (array->nodes, array->at_hand, sizeof array->at_hand);
}

static inline void
array_init (GradNodeArray *array)
{
  array->nodes = array->at_hand;
  array->n = 0;
  array->n_allocated = GRAD_BACKWARD_AT_HAND;
}

static inline void
array_clear (GradNodeArray *array)
{
  if (array->nodes != array->at_hand)
    g_free (array->nodes);
}

void
grad_backward_wait_long (GradBackward *backward,
                         GradNode     *node)
{
  GradNodeArray *waiting = &backward->waiting;
  guint          i = waiting->n;

  if (G_UNLIKELY (waiting->n == waiting->n_allocated))
    grad_node_array_grow (waiting);
  waiting->n++;
  for (; i > 0 && waiting->nodes[(i - 1) / 2]->sequence < node->sequence; i = (i - 1) / 2)
    waiting->nodes[i] = waiting->nodes[(i - 1) / 2];
  waiting->nodes[i] = node;
}

GradNode *
grad_backward_take_waiting_long (GradBackward *backward)
{
  GradNodeArray *waiting = &backward->waiting;
  GradNode      *top = waiting->nodes[0], *last = waiting->nodes[--waiting->n];
  guint          i = 0, child;

  while ((child = 2 * i + 1) < waiting->n)
    {
      if (child + 1 < waiting->n && waiting->nodes[child]->sequence < waiting->nodes[child + 1]->sequence)
        child++;
      if (waiting->nodes[child]->sequence <= last->sequence)
        break;
      waiting->nodes[i] = waiting->nodes[child];
      i = child;
    }
  waiting->nodes[i] = last;
  return top;
}

GradNode *
grad_tensor_get_gradient_node (GradTensor *tensor)
{
  return tensor->node != NULL ? tensor->node : grad_tensor_get_own_node (tensor);
}

guint
grad_node_get_n_inputs (const GradNode *node)
{
  const GradOp *op = grad_node_get_op (node);

  return op->kind == GRAD_OP_STRUCTURAL ? node->extra->n_edges : op->n_inputs;
}

guint
grad_node_get_inputs (GradNode   *node,
                      GradInput **inputs)
{
  if (node->extra != NULL && node->extra->n_inputs > 0)
    {
      *inputs = node->extra->inputs;
      return node->extra->n_inputs;
    }
  *inputs = node->input;
  return node->flags & GRAD_NODE_HAS_PARAMETERS ? 1 : 2;
}

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

/* The node is done with, for this pass. */
static inline void
leave (GradNode *node)
{
  if (node->flags & GRAD_NODE_TENSOR_GRADIENT)
    grad_tensor_unref (node->gradient.tensor);
  node->flags &= (guint16) ~(GRAD_NODE_REACHED | GRAD_NODE_TENSOR_GRADIENT);
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

/* Lets the hooks of node see its gradient, and replace it. */
static gboolean
show_to_hooks (GradNode *node,
               GError  **error)
{
  GradTensor *gradient;
  gboolean    ok;

  if (!(node->flags & GRAD_NODE_HOOKED))
    return TRUE;
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

/* Puts the gradient by if it was asked for. */
static void
capture (GradBackward *backward,
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

  if (!show_to_hooks (leaf, error))
    return FALSE;
  if (backward->captured != NULL)
    capture (backward, leaf);
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

static gboolean
settle_leaves (GradBackward *backward,
               GError      **error)
{
  gboolean ok = TRUE;

  for (guint i = 0; i < backward->leaves.n; i++)
    {
      GradNode *leaf = backward->leaves.nodes[i];

      if (!(leaf->flags & GRAD_NODE_REACHED))
        continue;
      ok = ok && settle_leaf (backward, leaf, error);
      leave (leaf);
    }
  return ok;
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

  if (!show_to_hooks (node, error))
    return FALSE;
  if (backward->captured != NULL)
    capture (backward, node);
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

/* Where somebody sees it, a leaf gets its gradient as soon as it is complete: how many gradients each waits for. */
static void
count_uses (GradBackward *backward)
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

/* The leaves that wait for no other gradient now that node is done. */
static gboolean
settle_used (GradBackward *backward,
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
        leave (leaf);
      }
  return ok;
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
  leave (node);
  if (ok && !backward->retain && (node->flags & GRAD_NODE_SAVES) && runs (backward, node))
    free_saved (node);
  return ok && (backward->uses == NULL || settle_used (backward, node, error));
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
      leave (node);
    }
  incomplete = grad_node_find_reachable ((GradNode *const *) roots->pdata, roots->len);
  for (guint i = 0; i < incomplete->len; i++)
    if ((((GradNode *) incomplete->pdata[i])->flags & (GRAD_NODE_LEAF | GRAD_NODE_REACHED)) ==
        (GRAD_NODE_LEAF | GRAD_NODE_REACHED))
      leave (incomplete->pdata[i]);
}

gboolean
grad_backward_run (GradBackward *backward,
                   GError      **error)
{
  gboolean ok;

  if (grad_thread.n_hooks > 0 || grad_thread.observer != NULL)
    count_uses (backward);
  ok = visit_all (backward, error);
  if (!ok)
    abandon (backward);
  g_clear_pointer (&backward->uses, g_hash_table_unref);
  return settle_leaves (backward, ok ? error : NULL) && ok;
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

/* A gradient that an interrupted pass has gathered. */
typedef struct
{
  GradNode *node;
  guint16   flags;
  gpointer  gradient;
} Stashed;

static void
stash_node (GArray   *stash,
            GradNode *node)
{
  Stashed stashed = { node, node->flags & (GRAD_NODE_REACHED | GRAD_NODE_TENSOR_GRADIENT), node->gradient.tensor };

  g_array_append_val (stash, stashed);
  node->flags &= (guint16) ~(GRAD_NODE_REACHED | GRAD_NODE_TENSOR_GRADIENT);
}

/* Puts aside what the passes that this one interrupts have at nodes: it may visit the same ones. */
static void
stash_outer (GradBackward *backward)
{
  backward->stash = g_array_new (FALSE, FALSE, sizeof (Stashed));
  for (GradBackward *outer = backward->outer; outer != NULL; outer = outer->outer)
    {
      if (outer->current != NULL)
        stash_node (backward->stash, outer->current);
      if (outer->latest != NULL)
        stash_node (backward->stash, outer->latest);
      for (guint i = 0; i < outer->waiting.n; i++)
        stash_node (backward->stash, outer->waiting.nodes[i]);
      for (guint i = 0; i < outer->leaves.n; i++)
        stash_node (backward->stash, outer->leaves.nodes[i]);
    }
}

static void
restore_outer (GradBackward *backward)
{
  for (guint i = 0; i < backward->stash->len; i++)
    {
      Stashed *stashed = &g_array_index (backward->stash, Stashed, i);

      stashed->node->flags |= stashed->flags;
      stashed->node->gradient.tensor = stashed->gradient;
    }
  g_array_unref (backward->stash);
}

void
grad_backward_begin (GradBackward     *backward,
                     GradBackwardFlags flags)
{
  array_init (&backward->waiting);
  array_init (&backward->leaves);
  backward->latest = backward->current = NULL;
  backward->retain = (flags & (GRAD_BACKWARD_RETAIN_GRAPH | GRAD_BACKWARD_CREATE_GRAPH)) != 0;
  backward->stash = NULL;
  backward->captured = backward->needed = backward->uses = NULL;
  backward->accumulates = FALSE;
  backward->outer = grad_thread.backward;
  grad_thread.backward = backward;
  if (backward->outer != NULL)
    stash_outer (backward);
}

void
grad_backward_end (GradBackward *backward,
                   gboolean      ok)
{
  if (grad_thread.observer != NULL && grad_thread.observer->backward_end != NULL)
    grad_thread.observer->backward_end (ok, grad_thread.observer_data);
  if (backward->stash != NULL)
    restore_outer (backward);
  grad_thread.backward = backward->outer;
  array_clear (&backward->waiting);
  array_clear (&backward->leaves);
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

gboolean
grad_backward_check_root (const GradTensor *tensor,
                          const GradTensor *gradient,
                          guint             i,
                          GError          **error)
{
  if (!check_root_shape (tensor, gradient, i, error))
    return FALSE;
  if (gradient == NULL && (tensor->flags & GRAD_TENSOR_REQUIRES_GRAD) && grad_layout_get_n_elements (tensor->layout) != 1)
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                         "grad can be implicitly created only for scalar outputs");
  else if (!(tensor->flags & GRAD_TENSOR_REQUIRES_GRAD))
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "element %u of tensors does not require grad and does not have a grad_fn", i);
  else
    return TRUE;
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
