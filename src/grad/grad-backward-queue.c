/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Which node's turn it is: those that wait are a heap, the one made last on top. */

#include "grad/grad-backward-private.h"

void
grad_node_array_grow (GradNodeArray *array)
{
  gboolean at_hand = array->nodes == array->at_hand;

  array->n_allocated *= 2;
  array->nodes = g_renew (GradNode *, at_hand ? NULL : array->nodes, array->n_allocated);
  if (at_hand)
    memcpy (array->nodes, array->at_hand, sizeof array->at_hand);
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
