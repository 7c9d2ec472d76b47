/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op-private.h"
#include "grad/grad-thread.h"

G_BEGIN_DECLS

/* The node to which the gradient of tensor goes: what computed it, or for a leaf its own. Transfer full. */
static inline GradNode *
grad_record_edge (GradTensor *tensor)
{
  GradNode *node;

  if (!(tensor->flags & GRAD_TENSOR_REQUIRES_GRAD))
    return NULL;
  node = tensor->node != NULL ? tensor->node : grad_tensor_get_own_node (tensor);
  node->ref_count++;
  return node;
}

/* Keeps an input for the gradient: as a number if it is one, else by reference, with its version. */
static inline void
grad_record_save (GradNode   *node,
                  guint       i,
                  GradTensor *tensor)
{
  node->flags |= i == 0 ? GRAD_NODE_SAVES_X : GRAD_NODE_SAVES_Z;
  if (tensor->flags & GRAD_TENSOR_NUMBER)
    {
      node->flags |= i == 0 ? GRAD_NODE_NUMBER_X : GRAD_NODE_NUMBER_Z;
      node->input[i].number = grad_scalar_load (tensor->dtype, tensor->data);
      return;
    }
  tensor->ref_count++;
  node->input[i].saved = tensor;
  node->versions[i] = grad_tensor_get_version (tensor);
}

/* Makes y, which is new, the result of a new node of the row. */
static inline GradNode *
grad_record_begin (GradTensor *y,
                   GradOpId    id)
{
  GradNode *node = grad_tensor_get_own_node (y);

  y->flags |= GRAD_TENSOR_REQUIRES_GRAD;
  y->node = node;
  node->op = (guint16) id;
  node->sequence = ++grad_thread.sequence;
  return node;
}

/* Records y = op (x, k, l) where the gradient reads what reads says. */
static inline GradNode *
grad_record_unary (GradTensor   *y,
                   GradOpId      id,
                   guint         reads,
                   GradTensor   *x,
                   const double *numbers)
{
  GradNode *node = grad_record_begin (y, id);

  if (numbers != NULL)
    {
      node->flags |= GRAD_NODE_HAS_PARAMETERS;
      node->parameters[0] = numbers[0];
      node->parameters[1] = numbers[1];
    }
  node->input[0].node = grad_record_edge (x);
  if (reads & GRAD_READS_X)
    grad_record_save (node, 0, x);
  if (reads & GRAD_READS_Y)
    node->flags |= GRAD_NODE_SAVES_RESULT;
  return node;
}

/* Records y = op (x, z) where the gradients of x and z read what is said. */
static inline GradNode *
grad_record_binary (GradTensor *y,
                    GradOpId    id,
                    guint       reads_x,
                    guint       reads_z,
                    GradTensor *x,
                    GradTensor *z)
{
  guint reads = (x->flags & GRAD_TENSOR_REQUIRES_GRAD ? reads_x : 0) |
                (z->flags & GRAD_TENSOR_REQUIRES_GRAD ? reads_z : 0);
  GradNode *node = grad_record_begin (y, id);

  node->input[0].node = grad_record_edge (x);
  node->input[1].node = grad_record_edge (z);
  if (reads & GRAD_READS_X)
    grad_record_save (node, 0, x);
  if (reads & GRAD_READS_Z)
    grad_record_save (node, 1, z);
  if (reads & GRAD_READS_Y)
    node->flags |= GRAD_NODE_SAVES_RESULT;
  return node;
}

/* Records y = op (x, z) of a tensor and a Python number. */
static inline GradNode *
grad_record_binary_number (GradTensor *y,
                           GradOpId    id,
                           guint       reads_x,
                           GradTensor *x,
                           double      z)
{
  GradNode *node = grad_record_begin (y, id);

  node->input[0].node = grad_record_edge (x);
  if (reads_x & GRAD_READS_X)
    grad_record_save (node, 0, x);
  if (reads_x & GRAD_READS_Z)
    {
      node->flags |= GRAD_NODE_SAVES_Z | GRAD_NODE_NUMBER_Z;
      node->input[1].number = z;
    }
  if (reads_x & GRAD_READS_Y)
    node->flags |= GRAD_NODE_SAVES_RESULT;
  return node;
}

/* The versions of the tensors in a value, added up: another number than before if one of them was changed. */
guint32 grad_value_count_versions (const GradValue *value);

/* Records y = op (inputs, values) if any of the inputs requires grad and recording is on. Of the values those that
 * are not inputs are kept for the gradient. */
void grad_record (GradTensor        *y,
                  const GradCall    *call,
                  GradTensor *const *inputs,
                  guint              n_inputs);

G_END_DECLS
