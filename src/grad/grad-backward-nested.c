/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A backward pass within another, as a hook or a function of the program may start it. */

#include "grad/grad-backward-private.h"

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

void
grad_backward_stash_outer (GradBackward *backward)
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

void
grad_backward_restore_outer (GradBackward *backward)
{
  for (guint i = 0; i < backward->stash->len; i++)
    {
      Stashed *stashed = &g_array_index (backward->stash, Stashed, i);

      stashed->node->flags |= stashed->flags;
      stashed->node->gradient.tensor = stashed->gradient;
    }
  g_array_unref (backward->stash);
}
