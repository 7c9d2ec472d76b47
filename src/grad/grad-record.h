/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op-private.h"
#include "grad/grad-thread.h"

G_BEGIN_DECLS

/* The node to which the gradient of a tensor that requires one goes: what computed it, or for a leaf its own.
 * Transfer full. */
static inline GradNode *
grad_record_edge_of (GradTensor *tensor)
{
  GradNode *node = tensor->node != NULL ? tensor->node : grad_tensor_get_own_node (tensor);

  node->ref_count++;
  return node;
}

/* The same of any tensor: NULL if it requires none. */
static inline GradNode *
grad_record_edge (GradTensor *tensor)
{
  return tensor->flags & GRAD_TENSOR_REQUIRES_GRAD ? grad_record_edge_of (tensor) : NULL;
}

/* Keeps an input for the gradient: by reference and with its version; a Python number, which quick nodes do not have,
 * by its value. Gives the flags that say so. */
static inline guint
grad_record_save (GradNode   *node,
                  guint       kind,
                  guint       i,
                  GradTensor *tensor)
{
  guint saves = i == 0 ? GRAD_NODE_SAVES_X : GRAD_NODE_SAVES_Z;

  if (kind != GRAD_NODE_QUICK && (tensor->flags & GRAD_TENSOR_NUMBER))
    {
      node->input[i].number = grad_scalar_load (tensor->dtype, tensor->data);
      return saves | (i == 0 ? GRAD_NODE_NUMBER_X : GRAD_NODE_NUMBER_Z);
    }
  tensor->ref_count++;
  node->input[i].saved = tensor;
  node->versions[i] = grad_tensor_get_version (tensor);
  return saves;
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

/* Records y = op (x, k, l) where the gradient reads what reads says. Here and below kind is GRAD_NODE_QUICK, or 0. */
static inline GradNode *
grad_record_unary (GradTensor   *y,
                   GradOpId      id,
                   guint         kind,
                   guint         reads,
                   GradTensor   *x,
                   const double *numbers)
{
  GradNode *node = grad_record_begin (y, id);
  guint     flags = kind | (reads & GRAD_READS_Y ? GRAD_NODE_SAVES_RESULT : 0);

  if (numbers != NULL)
    {
      flags |= GRAD_NODE_HAS_PARAMETERS;
      node->parameters[0] = numbers[0];
      node->parameters[1] = numbers[1];
    }
  node->input[0].node = grad_record_edge (x);
  if (reads & GRAD_READS_X)
    flags |= grad_record_save (node, kind, 0, x);
  node->flags = (guint16) flags;
  return node;
}

/* Records y = op (x, z) where the gradients of x and z read what is said. */
static inline GradNode *
grad_record_binary (GradTensor *y,
                    GradOpId    id,
                    guint       kind,
                    guint       reads_x,
                    guint       reads_z,
                    GradTensor *x,
                    GradTensor *z)
{
  GradNode *node = grad_record_begin (y, id);
  guint     flags = kind, reads = 0;

  if (x->flags & GRAD_TENSOR_REQUIRES_GRAD)
    {
      node->input[0].node = grad_record_edge_of (x);
      reads |= reads_x;
    }
  if (z->flags & GRAD_TENSOR_REQUIRES_GRAD)
    {
      node->input[1].node = grad_record_edge_of (z);
      reads |= reads_z;
    }
  if (reads & GRAD_READS_X)
    flags |= grad_record_save (node, kind, 0, x);
  if (reads & GRAD_READS_Z)
    flags |= grad_record_save (node, kind, 1, z);
  /* A result that any of the formulas reads is saved, whichever of them will be needed: as in PyTorch. */
  if ((reads_x | reads_z) & GRAD_READS_Y)
    flags |= GRAD_NODE_SAVES_RESULT;
  node->flags = (guint16) flags;
  return node;
}

/* Records y = op (x, z) of a tensor and a Python number. */
static inline GradNode *
grad_record_binary_number (GradTensor *y,
                           GradOpId    id,
                           guint       kind,
                           guint       reads_x,
                           GradTensor *x,
                           double      z)
{
  GradNode *node = grad_record_begin (y, id);
  guint     flags = kind | (reads_x & GRAD_READS_Y ? GRAD_NODE_SAVES_RESULT : 0);

  node->input[0].node = grad_record_edge (x);
  if (reads_x & GRAD_READS_X)
    flags |= grad_record_save (node, kind, 0, x);
  if (reads_x & GRAD_READS_Z)
    {
      flags |= GRAD_NODE_SAVES_Z | GRAD_NODE_NUMBER_Z;
      node->input[1].number = z;
    }
  node->flags = (guint16) flags;
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
