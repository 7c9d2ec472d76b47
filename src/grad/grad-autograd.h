/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor.h"

G_BEGIN_DECLS

typedef enum
{
  GRAD_BACKWARD_DEFAULT = 0,
  GRAD_BACKWARD_RETAIN_GRAPH = 1 << 0,
  GRAD_BACKWARD_CREATE_GRAPH = 1 << 1, /* implies RETAIN_GRAPH, as in PyTorch */
  GRAD_BACKWARD_ALLOW_UNUSED = 1 << 2, /* for grad_autograd_grad: NULL instead of an error */
} GradBackwardFlags;

/* tensor.backward (gradient): accumulates into .grad of every leaf reached. gradient may be NULL for a
 * one-element tensor. The errors are PyTorch's. */
gboolean grad_tensor_backward (GradTensor       *tensor,
                               GradTensor       *gradient,
                               GradBackwardFlags flags,
                               GError          **error);

/* torch.autograd.backward: the same from several tensors at once. gradients may be NULL, and so may each of it. */
gboolean grad_autograd_backward (GradTensor *const *tensors,
                                 guint              n_tensors,
                                 GradTensor *const *gradients,
                                 GradBackwardFlags  flags,
                                 GError           **error);

/* torch.autograd.grad: sets grads[i], (transfer full, nullable), to the gradient of the outputs, weighted by
 * grad_outputs (may be NULL, and so may each of it), with respect to inputs[i]. Accumulates nothing. */
gboolean grad_autograd_grad (GradTensor *const *outputs,
                             guint              n_outputs,
                             GradTensor *const *grad_outputs,
                             GradTensor *const *inputs,
                             guint              n_inputs,
                             GradBackwardFlags  flags,
                             GradTensor       **grads,
                             GError           **error);

/* Turns recording on or off for the calling thread, as torch.set_grad_enabled; returns what it was. */
gboolean grad_mode_set_enabled (gboolean enabled);
gboolean grad_mode_get_enabled (void);

/* The name of the operation that computed the tensor, PyTorch's grad_fn: "MulBackward0"; NULL for a leaf and where
 * nothing was recorded. Static. */
const char *grad_tensor_get_grad_fn_name (const GradTensor *tensor);

G_END_DECLS
