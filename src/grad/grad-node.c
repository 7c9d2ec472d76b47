/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The recorded graph as others see it. */

#include "grad/grad-node.h"

#include "grad/grad-backward-private.h"
#include "grad/grad-function-private.h"
#include "grad/grad-view.h"

G_DEFINE_BOXED_TYPE (GradNode, grad_node, grad_node_ref, grad_node_unref)

GradNode *
grad_node_ref (GradNode *node)
{
  node->ref_count++;
  return node;
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

GradNode *
grad_tensor_get_grad_fn (GradTensor *tensor)
{
  return tensor->node;
}

gboolean
grad_tensor_check_history (GradTensor *tensor,
                           GError    **error)
{
  grad_view_see (tensor);
  return grad_view_check_fresh (tensor, error);
}

guint
grad_tensor_get_output_nr (GradTensor *tensor)
{
  return tensor->output_nr;
}

GradNode *
grad_tensor_get_gradient_edge (GradTensor *tensor)
{
  return tensor->flags & GRAD_TENSOR_REQUIRES_GRAD ? grad_tensor_get_gradient_node (tensor) : NULL;
}

/* A leaf gets its number when someone asks for it. */
guint64
grad_node_get_id (GradNode *node)
{
  if (node->sequence == 0)
    node->sequence = ++grad_thread.sequence;
  return node->sequence;
}

const char *
grad_node_get_name (const GradNode *node)
{
  if (node->flags & GRAD_NODE_LEAF)
    return "AccumulateGrad";
  if (node->extra != NULL && node->extra->function != NULL)
    return grad_function_get_name (node->extra->function);
  if (node->extra != NULL && node->extra->name != NULL)
    return node->extra->name;
  return grad_node_get_op (node)->grad_fn;
}

const char *
grad_node_get_full_name (const GradNode *node)
{
  if (node->flags & GRAD_NODE_LEAF)
    return "torch::autograd::AccumulateGrad";
  return node->op == GRAD_OP_copy_slices ? "torch::autograd::CopySlices" : grad_node_get_name (node);
}

const GradOp *
grad_node_get_operation (const GradNode *node)
{
  return node->flags & GRAD_NODE_LEAF ? NULL : grad_node_get_op (node);
}

/* A change through a view shows as PyTorch has it: CopySlices, with the inputs that the change had besides the view. */
static GradNode *
get_change (GradNode *node)
{
  return !(node->flags & GRAD_NODE_LEAF) && node->op == GRAD_OP_copy_slices ? node->input[1].node : NULL;
}

/* What has no gradient shows only the inputs that ask for one. */
static guint
count_asking (GradNode *node)
{
  GradInput *inputs;
  guint      n = 0, n_inputs = grad_node_get_inputs (node, &inputs);

  for (guint i = 0; i < n_inputs; i++)
    n += inputs[i].node != NULL;
  return n;
}

static GradNode *
get_asking (GradNode *node,
            guint     i)
{
  GradInput *inputs;
  guint      k = 0, n_inputs = grad_node_get_inputs (node, &inputs);

  for (; k < n_inputs; k++)
    if (inputs[k].node != NULL && i-- == 0)
      break;
  g_return_val_if_fail (k < n_inputs, NULL);
  return inputs[k].node;
}

guint
grad_node_get_n_next (GradNode *node)
{
  GradNode *change = get_change (node);

  if (node->flags & GRAD_NODE_LEAF)
    return 0;
  if (grad_node_get_op (node)->formula == NULL)
    return count_asking (node);
  return change != NULL ? MAX (grad_node_get_n_next (change), 1) : grad_node_get_n_inputs (node);
}

GradNode *
grad_node_get_next (GradNode *node,
                    guint     i)
{
  GradNode  *change = get_change (node);
  GradInput *inputs;

  if (change != NULL && i > 0)
    return grad_node_get_next (change, i);
  if (grad_node_get_op (node)->formula == NULL)
    return get_asking (node, i);
  g_return_val_if_fail (i < grad_node_get_inputs (node, &inputs), NULL);
  return inputs[i].node;
}

GradTensor *
grad_node_dup_variable (GradNode *node)
{
  return node->flags & GRAD_NODE_LEAF ? grad_tensor_ref (grad_node_get_own_tensor (node)) : NULL;
}

const double *
grad_node_get_numbers (const GradNode *node)
{
  return node->flags & GRAD_NODE_HAS_PARAMETERS ? node->parameters : NULL;
}

gboolean
grad_node_has_saved (const GradNode *node)
{
  return (node->flags & GRAD_NODE_SAVES) != 0;
}

gboolean
grad_node_is_freed (const GradNode *node)
{
  return (node->flags & GRAD_NODE_FREED) != 0;
}
