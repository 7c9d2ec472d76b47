/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op-private.h"

G_BEGIN_DECLS

/* The gradient of one input of node, where its result has the gradient g: the step that backward repeats. Recorded
 * as far as recording is on. It has the shape and dtype of the result; *gradient is NULL if there is none, which
 * is no error. Transfer full. */
gboolean grad_gradient_compute (GradNode    *node,
                                guint        input,
                                GradTensor  *g,
                                GradTensor **gradient,
                                GError     **error);

/* The result that node saved, with its history. Transfer full; NULL if it saved none. */
GradTensor *grad_gradient_dup_result (GradNode *node);

/* Checks that all that node saved is still there and unchanged. */
gboolean grad_gradient_check_saved_slowly (GradNode *node,
                                           GError  **error);

/* Whether input i is as it was when it was saved; also where it was not, or is a number. */
static inline gboolean
grad_gradient_is_saved (const GradNode *node,
                        guint           i)
{
  const guint saves = i == 0 ? GRAD_NODE_SAVES_X : GRAD_NODE_SAVES_Z;
  const guint is_number = i == 0 ? GRAD_NODE_NUMBER_X : GRAD_NODE_NUMBER_Z;

  return (node->flags & (saves | is_number)) != saves || grad_tensor_get_version (node->input[i].saved) == node->versions[i];
}

static inline gboolean
grad_gradient_check_saved (GradNode *node,
                           GError  **error)
{
  const guint rare = GRAD_NODE_FREED | GRAD_NODE_SAVES_MORE | GRAD_NODE_SAVES_RESULT;

  if (G_LIKELY (!(node->flags & rare) && grad_gradient_is_saved (node, 0) && grad_gradient_is_saved (node, 1) &&
                grad_node_get_op (node)->formula != NULL))
    return TRUE;
  return grad_gradient_check_saved_slowly (node, error);
}

/* gradient (transfer full) brought to a shape and dtype: summed where it was broadcast, then converted. Recorded as
 * far as recording is on. Transfer full. */
GradTensor *grad_gradient_fit (GradTensor *gradient,
                               GradLayout *layout,
                               GradDType   dtype,
                               GError    **error);

G_END_DECLS
