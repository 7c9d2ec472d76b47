/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Changes in place could tie the graph into circles, which reference counts never free: y = x.prod () saves x, and after
 * x.mul_ (y) the history of x leads to y. PyTorch leaves them to the backward pass, which gives up what was saved; here they
 * do not come about. Before x gets its new history, whatever in that history saved x, or another view of the same memory, has
 * it replaced by one that looks at the memory as well, so that the change is noticed, but keeps the history of before. */

#include "grad/grad-view.h"

#include "grad/grad-autograd.h"
#include "grad/grad-backward-private.h"
#include "grad/grad-node.h"

/* A walk over all that a new history holds. */
typedef struct
{
  GradTensor *x;      /* that is being changed */
  GradNode   *change; /* what changes it */
  GPtrArray  *nodes;  /* found so far */
  GHashTable *seen;   /* their numbers, and those of former walks */
} Walk;

static void
find (Walk     *walk,
      GradNode *node)
{
  if (node != NULL && !(node->flags & GRAD_NODE_LEAF) && g_hash_table_add (walk->seen, GSIZE_TO_POINTER (node->sequence)))
    g_ptr_array_add (walk->nodes, node);
}

/* What PyTorch says computed tensor once x has been changed. */
static const char *
name_origin (const Walk *walk,
             GradTensor *tensor)
{
  if (tensor->flags & GRAD_TENSOR_VIEW)
    return "AsStridedBackward0";
  return grad_view_get_base (walk->x) != NULL ? "torch::autograd::CopySlices" : grad_node_get_full_name (walk->change);
}

/* tensor, which a node has saved, or what is to stand there for it. Takes the reference, and gives one. */
static GradTensor *
untangle (Walk       *walk,
          GradTensor *tensor)
{
  GradTensor *other;

  if (!grad_view_is_related (walk->x, tensor))
    {
      find (walk, tensor->node);
      return tensor;
    }
  other = grad_tensor_new_before (tensor);
  grad_node_get_extra (grad_tensor_get_own_node (other))->origin_name = name_origin (walk, tensor);
  grad_tensor_unref (tensor);
  return other;
}

static void
untangle_inputs (Walk     *walk,
                 GradNode *node)
{
  const guint saves[2] = { GRAD_NODE_SAVES_X, GRAD_NODE_SAVES_Z }, numbers[2] = { GRAD_NODE_NUMBER_X, GRAD_NODE_NUMBER_Z };
  GradInput  *inputs;
  guint       n_inputs = grad_node_get_inputs (node, &inputs);

  for (guint i = 0; i < n_inputs; i++)
    find (walk, inputs[i].node);
  for (guint i = 0; i < 2; i++)
    if ((node->flags & (saves[i] | numbers[i])) == saves[i])
      node->input[i].saved = untangle (walk, node->input[i].saved);
}

static void
untangle_values (Walk      *walk,
                 GradExtra *extra)
{
  for (guint i = 0; i < extra->n_values; i++)
    {
      GradValue   *value = &extra->values[i];
      GradTensor **tensors = (GradTensor **) value->tensors;

      if (value->type == GRAD_VALUE_TENSOR)
        value->tensor = untangle (walk, value->tensor);
      for (guint k = 0; value->type == GRAD_VALUE_TENSORS && k < value->n; k++)
        if (tensors[k] != NULL)
          tensors[k] = untangle (walk, tensors[k]);
    }
}

/* Whether anything but the program and views hold one of the tensors that look at the memory. The program may have several
 * handles, so that is no proof; but most often there is one. */
static gboolean
may_be_saved (GradTensor *x)
{
  GradTensor *root = grad_view_get_root (x), *view;
  GradExtra  *extra = grad_tensor_get_own_node (root)->extra;
  guint       n_views = 0;

  if (extra == NULL || extra->next_view == NULL)
    return root->ref_count > 1;
  for (view = extra->next_view; view != root; view = grad_tensor_get_own_node (view)->extra->next_view)
    {
      if (view->ref_count > 1)
        return TRUE;
      n_views++;
    }
  return root->ref_count > n_views;
}

/* The history of before holds nothing of its own: what it held was untangled when it was put together. So each node is seen
 * once, however often x is changed. */
static GHashTable *
get_seen (GradTensor *root)
{
  GradExtra *extra = grad_node_get_extra (grad_tensor_get_own_node (root));

  if (extra->untangled == NULL)
    extra->untangled = g_hash_table_new (NULL, NULL);
  if (root->node == NULL)
    g_hash_table_remove_all (extra->untangled);
  else
    g_hash_table_add (extra->untangled, GSIZE_TO_POINTER (root->node->sequence));
  return extra->untangled;
}

void
grad_untangle (GradTensor *x,
               GradNode   *change)
{
  Walk walk = { .x = x, .change = change };

  if (!may_be_saved (x))
    return;
  walk.nodes = g_ptr_array_new ();
  walk.seen = get_seen (grad_view_get_root (x));
  find (&walk, change);
  for (guint i = 0; i < walk.nodes->len; i++)
    {
      GradNode *node = walk.nodes->pdata[i];

      untangle_inputs (&walk, node);
      if (node->extra != NULL)
        untangle_values (&walk, node->extra);
    }
  g_ptr_array_unref (walk.nodes);
}
