/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor.h"

G_BEGIN_DECLS

/* Called with the gradient of a tensor when all of it has come together. What it returns, (transfer full), takes the
 * gradient's place; NULL leaves it. With *error set backward ends there. */
typedef GradTensor *(*GradHookFunc) (GradTensor *gradient,
                                     gpointer    user_data,
                                     GError    **error);

/* tensor.register_hook (func). The number removes it again; 0 with an error if tensor does not require grad. A hook
 * belongs to what the tensor is now: after a change in place it sees the gradient from before the change. */
guint64 grad_tensor_add_hook (GradTensor    *tensor,
                              GradHookFunc   func,
                              gpointer       user_data,
                              GDestroyNotify destroy,
                              GError       **error);
void    grad_hook_remove (guint64 hook);

/* tensor.retain_grad (): backward keeps the gradient of a tensor that is no leaf in its .grad. */
gboolean grad_tensor_retain_grad (GradTensor *tensor,
                                  GError    **error);
gboolean grad_tensor_get_retains_grad (const GradTensor *tensor);

/* tensor.grad = grad, which may be NULL. */
gboolean grad_tensor_set_grad (GradTensor *tensor,
                               GradTensor *grad,
                               GError    **error);

/* tensor.data: the same memory, without history, and with a version counter of its own. Transfer full. */
GradTensor *grad_tensor_dup_data (GradTensor *tensor);

/* tensor.data = data: the tensor has the values and shape of data from now on, and shares its memory; its history
 * and version stay. */
gboolean grad_tensor_set_data (GradTensor *tensor,
                               GradTensor *data,
                               GError    **error);

/* tensor.detach_ (): it forgets what computed it and is a leaf that does not require grad. */
gboolean grad_tensor_detach_ (GradTensor *tensor,
                              GError    **error);

/* What tensor is a view of, NULL if it is none. Transfer none. */
GradTensor *grad_tensor_get_base (const GradTensor *tensor);

G_END_DECLS
