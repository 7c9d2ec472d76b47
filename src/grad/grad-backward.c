/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Backward. Nodes carry sequence numbers, and what an operation reads was made before it: so taking, of all nodes
 * reached and not yet done, the one made last, visits each after all that use its result. This is PyTorch's order,
 * and with it the order in which gradients are added up. A first walk finds the order, a second computes; both are
 * loops, so the length of a chain does not matter. */

#include "grad/grad-autograd.h"

#include "grad/grad-copy.h"
#include "grad/grad-gradient.h"
#include "grad/grad-record.h"

typedef enum
{
  SLOT_EMPTY,
  SLOT_SCALAR, /* the gradient of a 0-d result, as a bare number */
  SLOT_TENSOR,
} SlotState;

/* A node in this walk, and the gradient of its result as far as it has been added up. */
typedef struct
{
  GradNode *node;
  guint32   old_mark, old_slot; /* of a walk that this one interrupts */
  guint32   last_use;           /* of a leaf: after which node its gradient is complete */
  guint8    state;
  guint8    captured; /* its gradient is what was asked for */
  guint8    needed;   /* on the way to one that was */
  union
  {
    GradScalar  scalar;
    GradTensor *tensor;
  };
} Slot;

enum
{
  N_AT_HAND = 48, /* slots without allocation */
};

typedef struct
{
  guint32  mark;
  gboolean retain;
  gboolean capturing; /* gradients of certain tensors are asked for; leaves accumulate nothing */
  Slot    *slots;
  guint32 *heap;  /* slots reached and not yet ordered, the latest made on top */
  guint32 *order; /* slots of operations, latest first */
  guint    n_slots, n_heap, n_order, n_allocated;
  Slot     slots_at_hand[N_AT_HAND];
  guint32  heap_at_hand[N_AT_HAND], order_at_hand[N_AT_HAND];
} Walk;

static _Thread_local guint32 last_mark;
static _Thread_local guint   depth;

static void
walk_init (Walk    *walk,
           gboolean retain)
{
  depth++;
  walk->mark = ++last_mark;
  walk->retain = retain;
  walk->capturing = FALSE;
  walk->slots = walk->slots_at_hand;
  walk->heap = walk->heap_at_hand;
  walk->order = walk->order_at_hand;
  walk->n_slots = walk->n_heap = walk->n_order = 0;
  walk->n_allocated = N_AT_HAND;
}

static void
slot_clear (Slot *slot)
{
  if (slot->state == SLOT_TENSOR)
    grad_tensor_unref (slot->tensor);
  slot->state = SLOT_EMPTY;
}

static void
walk_clear (Walk *walk)
{
  depth--;
  for (guint i = 0; i < walk->n_slots; i++)
    {
      slot_clear (&walk->slots[i]);
      if (depth > 0)
        {
          walk->slots[i].node->mark = walk->slots[i].old_mark;
          walk->slots[i].node->slot = walk->slots[i].old_slot;
        }
    }
  if (walk->slots == walk->slots_at_hand)
    return;
  g_free (walk->slots);
  g_free (walk->heap);
  g_free (walk->order);
}

static G_GNUC_NO_INLINE void
walk_grow (Walk *walk)
{
  guint    n = walk->n_allocated * 2;
  gboolean at_hand = walk->slots == walk->slots_at_hand;

  walk->slots = g_renew (Slot, at_hand ? NULL : walk->slots, n);
  walk->heap = g_renew (guint32, at_hand ? NULL : walk->heap, n);
  walk->order = g_renew (guint32, at_hand ? NULL : walk->order, n);
  if (at_hand)
    {
      memcpy (walk->slots, walk->slots_at_hand, sizeof walk->slots_at_hand);
      memcpy (walk->heap, walk->heap_at_hand, sizeof walk->heap_at_hand);
      memcpy (walk->order, walk->order_at_hand, sizeof walk->order_at_hand);
    }
  walk->n_allocated = n;
}

static inline guint64
sequence_of (const Walk *walk,
             guint32     slot)
{
  return walk->slots[slot].node->sequence;
}

static void
heap_push (Walk   *walk,
           guint32 slot)
{
  guint   i = walk->n_heap++;
  guint64 sequence = sequence_of (walk, slot);

  while (i > 0 && sequence_of (walk, walk->heap[(i - 1) / 2]) < sequence)
    {
      walk->heap[i] = walk->heap[(i - 1) / 2];
      i = (i - 1) / 2;
    }
  walk->heap[i] = slot;
}

static guint32
heap_pop (Walk *walk)
{
  guint32 top = walk->heap[0], last = walk->heap[--walk->n_heap];
  guint64 sequence = sequence_of (walk, last);
  guint   i = 0, child;

  while ((child = 2 * i + 1) < walk->n_heap)
    {
      if (child + 1 < walk->n_heap && sequence_of (walk, walk->heap[child]) < sequence_of (walk, walk->heap[child + 1]))
        child++;
      if (sequence_of (walk, walk->heap[child]) <= sequence)
        break;
      walk->heap[i] = walk->heap[child];
      i = child;
    }
  walk->heap[i] = last;
  return top;
}

/* Gives the node a slot if it has none yet; the one it has. */
static Slot *
reach (Walk     *walk,
       GradNode *node)
{
  Slot *slot;

  if (node->mark == walk->mark)
    return &walk->slots[node->slot];
  if (G_UNLIKELY (walk->n_slots == walk->n_allocated))
    walk_grow (walk);
  slot = &walk->slots[walk->n_slots];
  slot->node = node;
  slot->old_mark = node->mark;
  slot->old_slot = node->slot;
  slot->state = SLOT_EMPTY;
  slot->captured = slot->needed = FALSE;
  slot->last_use = 0;
  node->mark = walk->mark;
  node->slot = walk->n_slots++;
  if (!(node->flags & GRAD_NODE_LEAF))
    heap_push (walk, node->slot);
  return slot;
}

static inline guint
get_inputs (GradNode   *node,
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

/* The first walk: all operations that the roots depend on, latest first. */
static void
find_order (Walk *walk)
{
  while (walk->n_heap > 0)
    {
      guint32    slot = heap_pop (walk);
      GradInput *inputs;
      guint      n_inputs = get_inputs (walk->slots[slot].node, &inputs);

      for (guint i = 0; i < n_inputs; i++)
        if (inputs[i].node != NULL)
          reach (walk, inputs[i].node)->last_use = walk->n_order;
      walk->order[walk->n_order++] = slot;
    }
}

/* The gradient of a slot as a tensor, from now on. Transfer none. */
static GradTensor *
slot_get_tensor (Slot *slot)
{
  if (slot->state == SLOT_SCALAR)
    {
      GradTensor *tensor = grad_box_new (grad_node_get_own_tensor (slot->node)->dtype, NULL);

      tensor->value = slot->scalar;
      slot->tensor = tensor;
      slot->state = SLOT_TENSOR;
    }
  return slot->tensor;
}

static inline void
slot_add_scalar (Slot      *slot,
                 GradDType  dtype,
                 GradScalar value)
{
  if (slot->state == SLOT_EMPTY)
    {
      slot->scalar = value;
      slot->state = SLOT_SCALAR;
    }
  else if (dtype == GRAD_FLOAT32)
    slot->scalar.f32 += value.f32;
  else
    slot->scalar.f64 += value.f64;
}

/* Adds a gradient (transfer full) of the right shape and dtype. */
static gboolean
slot_add_tensor (Slot       *slot,
                 GradTensor *gradient,
                 GError    **error)
{
  GradTensor *sum;

  if (slot->state == SLOT_EMPTY)
    {
      slot->tensor = gradient;
      slot->state = SLOT_TENSOR;
      return TRUE;
    }
  sum = grad_op_call_binary (GRAD_OP_add, slot_get_tensor (slot), gradient, 1, error);
  grad_tensor_unref (gradient);
  if (sum == NULL)
    return FALSE;
  grad_tensor_unref (slot->tensor);
  slot->tensor = sum;
  return TRUE;
}

/* A gradient becomes the leaf's .grad, or is added to it. */
static gboolean
accumulate_scalar (GradTensor *leaf,
                   GradScalar  value)
{
  GradTensor *grad = leaf->grad;

  if (grad == NULL)
    {
      leaf->grad = grad_box_new (leaf->dtype, NULL);
      leaf->grad->value = value;
      return TRUE;
    }
  if (grad->dtype == GRAD_FLOAT32)
    *(float *) grad->data += value.f32;
  else
    *(double *) grad->data += value.f64;
  grad_tensor_bump_version (grad);
  return TRUE;
}

static gboolean
accumulate (Slot    *slot,
            GError **error)
{
  GradTensor *leaf = grad_node_get_own_tensor (slot->node), *gradient, *grad;

  if (slot->state == SLOT_EMPTY)
    return TRUE;
  if (slot->state == SLOT_SCALAR && !grad_recording)
    return accumulate_scalar (leaf, slot->scalar);
  gradient = slot_get_tensor (slot);
  if (leaf->grad == NULL)
    grad = grad_recording || gradient->ref_count > 1 || !grad_layout_is_contiguous (gradient->layout)
               ? grad_op_call (&grad_ops[GRAD_OP_clone], &gradient, 1, error)
               : grad_tensor_ref (gradient);
  else if (grad_recording)
    grad = grad_op_call_binary (GRAD_OP_add, leaf->grad, gradient, 1, error);
  else
    return grad_tensor_add_ (leaf->grad, gradient, error);
  if (grad == NULL)
    return FALSE;
  g_clear_pointer (&leaf->grad, grad_tensor_unref);
  leaf->grad = grad;
  return TRUE;
}

/* Whether node is an elementwise operation on 0-d tensors whose gradient nobody will differentiate. */
static inline gboolean
is_simple (const Slot *slot)
{
  return slot->state == SLOT_SCALAR && !grad_recording &&
         grad_node_get_op (slot->node)->kind != GRAD_OP_STRUCTURAL;
}

/* Whether the gradient of the result of node leads anywhere. */
static inline gboolean
is_wanted (const Walk     *walk,
           const GradNode *node)
{
  const Slot *slot = &walk->slots[node->slot];

  return !walk->capturing || slot->needed || slot->captured;
}

static inline gboolean
run_simple (Walk *walk,
            Slot *slot)
{
  GradNode *node = slot->node;
  guint     n_inputs = grad_node_get_op (node)->n_inputs;

  for (guint i = 0; i < n_inputs; i++)
    {
      GradNode  *target = node->input[i].node;
      GradDType  dtype;
      GradScalar value;

      if (target == NULL || !is_wanted (walk, target))
        continue;
      grad_gradient_compute_scalar (node, i, slot->scalar, &value);
      dtype = grad_node_get_own_tensor (target)->dtype;
      if (G_UNLIKELY (dtype != grad_node_get_own_tensor (node)->dtype))
        {
          if (dtype == GRAD_FLOAT32)
            value.f32 = (float) value.f64;
          else
            value.f64 = (double) value.f32;
        }
      if (G_LIKELY (walk->slots[target->slot].state != SLOT_TENSOR))
        slot_add_scalar (&walk->slots[target->slot], dtype, value);
      else
        {
          GradTensor *gradient = grad_box_new (dtype, NULL);

          gradient->value = value;
          slot_add_tensor (&walk->slots[target->slot], gradient, NULL);
        }
    }
  return TRUE;
}

static gboolean
run_node (Walk    *walk,
          Slot    *slot,
          GError **error)
{
  GradTensor *g = slot_get_tensor (slot);
  GradInput  *inputs;
  guint       n_inputs = get_inputs (slot->node, &inputs);

  for (guint i = 0; i < n_inputs; i++)
    {
      GradNode   *target = inputs[i].node;
      GradTensor *gradient, *own;

      if (target == NULL || !is_wanted (walk, target))
        continue;
      if (!grad_gradient_compute (slot->node, i, g, &gradient, error))
        return FALSE;
      if (gradient == NULL)
        continue;
      own = grad_node_get_own_tensor (target);
      gradient = grad_gradient_fit (gradient, own->layout, own->dtype, error);
      if (gradient == NULL || !slot_add_tensor (&walk->slots[target->slot], gradient, error))
        return FALSE;
    }
  return TRUE;
}

/* The leaves whose last gradient came from the node that stands at position in the order. */
static gboolean
accumulate_leaves (Walk     *walk,
                   GradNode *node,
                   guint     position,
                   GError  **error)
{
  GradInput *inputs;
  guint      n_inputs = get_inputs (node, &inputs);

  for (guint i = 0; i < n_inputs; i++)
    {
      GradNode *target = inputs[i].node;
      Slot     *slot;

      if (target == NULL || !(target->flags & GRAD_NODE_LEAF))
        continue;
      slot = &walk->slots[target->slot];
      if (slot->last_use != position || slot->captured)
        continue;
      if (!walk->capturing && !accumulate (slot, error))
        return FALSE;
      slot_clear (slot);
    }
  return TRUE;
}

/* The second walk. */
static gboolean
run (Walk    *walk,
     GError **error)
{
  for (guint i = 0; i < walk->n_order; i++)
    {
      Slot *slot = &walk->slots[walk->order[i]];

      if (walk->capturing && !slot->needed)
        continue;
      if (!grad_gradient_check_saved (slot->node, error))
        return FALSE;
      if (slot->state != SLOT_EMPTY && !(is_simple (slot) ? run_simple (walk, slot) : run_node (walk, slot, error)))
        return FALSE;
      if (!slot->captured)
        slot_clear (slot);
      if (!walk->retain)
        grad_node_free_saved (slot->node);
      if (!accumulate_leaves (walk, slot->node, i, error))
        return FALSE;
    }
  return TRUE;
}

/* The gradient of a root that was given none: 1. */
static gboolean
seed_root (Slot             *slot,
           const GradTensor *tensor,
           GError          **error)
{
  GradTensor *ones;

  if (tensor->layout == NULL)
    {
      GradScalar one;

      grad_scalar_store (tensor->dtype, &one, 1);
      slot_add_scalar (slot, tensor->dtype, one);
      return TRUE;
    }
  ones = grad_tensor_new_empty (tensor->dtype, grad_layout_new (tensor->layout->dims, NULL, tensor->layout->n_dims),
                                error);
  if (ones == NULL)
    return FALSE;
  grad_fill (ones, 1);
  return slot_add_tensor (slot, ones, error);
}

static gboolean
check_root (const GradTensor *tensor,
            const GradTensor *gradient,
            guint             i,
            GError          **error)
{
  if (!(tensor->flags & GRAD_TENSOR_REQUIRES_GRAD))
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "element %u of tensors does not require grad and does not have a grad_fn", i);
  else if (gradient == NULL && grad_layout_get_n_elements (tensor->layout) != 1)
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                         "grad can be implicitly created only for scalar outputs");
  else
    return TRUE;
  return FALSE;
}

/* Seeds the roots with their gradients and finds the order. */
static gboolean
begin (Walk              *walk,
       GradTensor *const *tensors,
       guint              n_tensors,
       GradTensor *const *gradients,
       GError           **error)
{
  for (guint i = 0; i < n_tensors; i++)
    {
      GradTensor *tensor = tensors[i], *gradient = gradients != NULL ? gradients[i] : NULL;
      Slot       *slot = reach (walk, tensor->node != NULL ? tensor->node : grad_tensor_get_own_node (tensor));

      if (gradient == NULL ? !seed_root (slot, tensor, error)
                           : !slot_add_tensor (slot, grad_tensor_ref (gradient), error))
        return FALSE;
    }
  find_order (walk);
  return TRUE;
}

gboolean
grad_tensor_backward (GradTensor       *tensor,
                      GradTensor       *gradient,
                      GradBackwardFlags flags,
                      GError          **error)
{
  gboolean create_graph = (flags & GRAD_BACKWARD_CREATE_GRAPH) != 0, was_recording = grad_recording, ok;
  Walk     walk;

  if (!check_root (tensor, gradient, 0, error))
    return FALSE;
  grad_tensor_ref (tensor);
  walk_init (&walk, create_graph || (flags & GRAD_BACKWARD_RETAIN_GRAPH));
  grad_recording = create_graph;
  ok = begin (&walk, &tensor, 1, &gradient, error) && run (&walk, error);
  if (ok && tensor->node == NULL)
    ok = accumulate (&walk.slots[0], error);
  walk_clear (&walk);
  grad_recording = was_recording;
  grad_tensor_unref (tensor);
  return ok;
}

/* Marks the tensors whose gradients are asked for, and all nodes on the way to them. */
static void
mark_needed (Walk              *walk,
             GradTensor *const *inputs,
             guint              n_inputs)
{
  walk->capturing = TRUE;
  for (guint i = 0; i < n_inputs; i++)
    {
      GradNode *node = inputs[i]->node != NULL ? inputs[i]->node : grad_tensor_get_own_node (inputs[i]);

      if (node->mark == walk->mark)
        walk->slots[node->slot].captured = TRUE;
    }
  for (guint i = walk->n_order; i-- > 0;)
    {
      Slot      *slot = &walk->slots[walk->order[i]];
      GradInput *edges;
      guint      n_edges = get_inputs (slot->node, &edges);

      for (guint e = 0; e < n_edges; e++)
        if (edges[e].node != NULL && is_wanted (walk, edges[e].node))
          slot->needed = TRUE;
    }
}

/* The gradients that were asked for, (transfer full) each, NULL for what the outputs do not depend on. */
static gboolean
collect_captured (Walk              *walk,
                  GradTensor *const *inputs,
                  guint              n_inputs,
                  gboolean           allow_unused,
                  GradTensor       **grads,
                  GError           **error)
{
  for (guint i = 0; i < n_inputs; i++)
    {
      GradNode *node = inputs[i]->node != NULL ? inputs[i]->node : grad_tensor_get_own_node (inputs[i]);

      if (node->mark == walk->mark && walk->slots[node->slot].state != SLOT_EMPTY)
        grads[i] = grad_tensor_ref (slot_get_tensor (&walk->slots[node->slot]));
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
  return TRUE;
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
  gboolean create_graph = (flags & GRAD_BACKWARD_CREATE_GRAPH) != 0, was_recording = grad_recording, ok;
  Walk     walk;

  for (guint i = 0; i < n_inputs; i++)
    grads[i] = NULL;
  for (guint i = 0; i < n_outputs; i++)
    if (!check_root (outputs[i], grad_outputs != NULL ? grad_outputs[i] : NULL, i, error))
      return FALSE;
  if (!check_inputs (inputs, n_inputs, error))
    return FALSE;
  walk_init (&walk, create_graph || (flags & GRAD_BACKWARD_RETAIN_GRAPH));
  grad_recording = create_graph;
  ok = begin (&walk, outputs, n_outputs, grad_outputs, error);
  mark_needed (&walk, inputs, n_inputs);
  ok = ok && run (&walk, error) &&
       collect_captured (&walk, inputs, n_inputs, (flags & GRAD_BACKWARD_ALLOW_UNUSED) != 0, grads, error);
  walk_clear (&walk);
  grad_recording = was_recording;
  return ok;
}
