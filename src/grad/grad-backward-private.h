/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-autograd.h"
#include "grad/grad-op-private.h"
#include "grad/grad-thread.h"

G_BEGIN_DECLS

enum
{
  GRAD_BACKWARD_AT_HAND = 32, /* places without allocation */
};

/* Nodes in a growing array. */
typedef struct
{
  GradNode **nodes;
  guint      n;
  guint      n_allocated;
  GradNode  *at_hand[GRAD_BACKWARD_AT_HAND];
} GradNodeArray;

/* A backward pass on its way. */
struct _GradBackward
{
  GradBackward *outer;   /* one that this one interrupts */
  GradNode     *latest;  /* of all reached nodes the one made last: it is next */
  GradNodeArray waiting; /* the other ones, as a heap */
  GradNodeArray leaves;  /* those reached */
  GradNode     *current; /* being visited */
  GHashTable   *uses;    /* leaf → gradients it still waits for, where somebody sees when it has them all; else NULL */
  gboolean      retain;
  GArray       *stash;       /* gradients of interrupted passes */
  GHashTable   *captured;    /* node whose gradient is asked for → that gradient; NULL if leaves accumulate */
  GHashTable   *needed;      /* nodes on the way to the captured */
  gboolean      accumulates; /* captured gradients are accumulated all the same: backward (inputs=…) */
};

/* The steps of a pass: begin; give the roots their gradients (an element of gradients, or all, may be NULL: 1);
 * visit all nodes; end. */
void     grad_backward_begin (GradBackward     *backward,
                              GradBackwardFlags flags);
gboolean grad_backward_seed (GradBackward      *backward,
                             GradTensor *const *tensors,
                             guint              n_tensors,
                             GradTensor *const *gradients,
                             GError           **error);
gboolean grad_backward_run (GradBackward *backward,
                            GError      **error);
void     grad_backward_end (GradBackward *backward,
                            gboolean      ok);

/* Whether tensor number i can be where a pass begins. */
gboolean grad_backward_check_root (GradTensor       *tensor,
                                   const GradTensor *gradient,
                                   guint             i,
                                   GError          **error);

/* The gradient that has come together at node as a tensor. Transfer none. */
GradTensor *grad_backward_get_gradient (GradNode *node);

/* Where the gradient of tensor goes: the node that computed it, or for a leaf its own. */
GradNode *grad_tensor_get_gradient_node (GradTensor *tensor);

guint grad_node_get_n_inputs (const GradNode *node);
guint grad_node_get_inputs (GradNode   *node,
                            GradInput **inputs);

/* All nodes that the gradients at roots can reach, the roots included, latest first. */
GPtrArray *grad_node_find_reachable (GradNode *const *roots,
                                     guint            n_roots);

void grad_node_array_grow (GradNodeArray *array);

static inline void
grad_node_array_init (GradNodeArray *array)
{
  array->nodes = array->at_hand;
  array->n = 0;
  array->n_allocated = GRAD_BACKWARD_AT_HAND;
}

static inline void
grad_node_array_clear (GradNodeArray *array)
{
  if (array->nodes != array->at_hand)
    g_free (array->nodes);
}

/* The nodes that wait, as a heap; a chain has none waiting, a sum of two one. */
void      grad_backward_wait_long (GradBackward *backward,
                                   GradNode     *node);
GradNode *grad_backward_take_waiting_long (GradBackward *backward);

static inline void
grad_backward_wait (GradBackward *backward,
                    GradNode     *node)
{
  if (G_UNLIKELY (backward->waiting.n > 0))
    grad_backward_wait_long (backward, node);
  else
    {
      backward->waiting.nodes[0] = node;
      backward->waiting.n = 1;
    }
}

/* The node whose turn it is; NULL if none is left. */
static inline GradNode *
grad_backward_next (GradBackward *backward)
{
  GradNode *node = backward->latest;

  if (backward->waiting.n > 1)
    backward->latest = grad_backward_take_waiting_long (backward);
  else
    {
      backward->latest = backward->waiting.n == 1 ? backward->waiting.nodes[0] : NULL;
      backward->waiting.n = 0;
    }
  return node;
}

/* Whether the short way may be gone at node: its gradient is a bare number that nobody wants to see. */
static inline gboolean
grad_node_is_quick (const GradNode *node)
{
  return (node->flags & (GRAD_NODE_QUICK | GRAD_NODE_TENSOR_GRADIENT | GRAD_NODE_FREED | GRAD_NODE_HOOKED)) == GRAD_NODE_QUICK;
}

/* The node is done with, for this pass. */
static inline void
grad_node_leave (GradNode *node)
{
  if (node->flags & GRAD_NODE_TENSOR_GRADIENT)
    grad_tensor_unref (node->gradient.tensor);
  node->flags &= (guint16) ~(GRAD_NODE_REACHED | GRAD_NODE_TENSOR_GRADIENT);
}

/* Lets the hooks of a node that is hooked see its gradient, and replace it. */
gboolean grad_backward_show_to_hooks (GradNode *node,
                                      GError  **error);

/* Puts the gradient by if it was asked for. */
void grad_backward_capture (GradBackward *backward,
                            GradNode     *node);

/* Leaves add what has come together at them to their .grad: all that are left, at the end of a pass; or, where somebody
 * sees it, those that wait for no other gradient now that node is done, for which the uses must have been counted. */
gboolean grad_backward_settle_leaves (GradBackward *backward,
                                      GError      **error);
void     grad_backward_count_uses (GradBackward *backward);
gboolean grad_backward_settle_used (GradBackward *backward,
                                    GradNode     *node,
                                    GError      **error);

/* Puts aside what the passes that this one interrupts have at nodes, since it may visit the same ones; and gives it
 * back. */
void grad_backward_stash_outer (GradBackward *backward);
void grad_backward_restore_outer (GradBackward *backward);

/* Gives the node its place among those reached. */
static inline void
grad_backward_reach (GradBackward *backward,
                     GradNode     *node)
{
  node->flags |= GRAD_NODE_REACHED;
  if (node->flags & GRAD_NODE_LEAF)
    {
      if (G_UNLIKELY (backward->leaves.n == backward->leaves.n_allocated))
        grad_node_array_grow (&backward->leaves);
      backward->leaves.nodes[backward->leaves.n++] = node;
    }
  else if (backward->latest == NULL)
    backward->latest = node;
  else if (node->sequence < backward->latest->sequence)
    grad_backward_wait (backward, node);
  else
    {
      grad_backward_wait (backward, backward->latest);
      backward->latest = node;
    }
}

/* Adds a 0-d gradient given as a number; for the cases that a kernel leaves aside. */
void grad_backward_add_number (GradBackward *backward,
                               GradNode     *node,
                               double        value);

G_END_DECLS
