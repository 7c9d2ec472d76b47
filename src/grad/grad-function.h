/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-node.h"

G_BEGIN_DECLS

/* Computes the gradients of the inputs of a function that a program defined, from the gradient of its result: sets
 * gradients[i], (transfer full), NULL for an input that has none. What it computes is recorded as far as recording is
 * on. FALSE with error ends backward. */
typedef gboolean (*GradFunctionFunc) (GradNode    *node,
                                      GradTensor  *gradient,
                                      GradTensor **gradients,
                                      guint        n_inputs,
                                      gpointer     user_data,
                                      GError     **error);

typedef enum
{
  GRAD_FUNCTION_SAVES = 1 << 0,        /* it needs something that is given up after backward */
  GRAD_FUNCTION_SAVES_RESULT = 1 << 1, /* it needs its result: grad_function_dup_result */
} GradFunctionFlags;

/* Makes result, which nothing has computed yet, what the function of that name computed from the inputs:
 * torch.autograd.Function. FALSE if nothing was recorded, since no input requires grad or recording is off; destroy is
 * called then, too. */
gboolean grad_function_record (GradTensor        *result,
                               const char        *name,
                               GradTensor *const *inputs,
                               guint              n_inputs,
                               GradFunctionFlags  flags,
                               GradFunctionFunc   func,
                               gpointer           user_data,
                               GDestroyNotify     destroy);

/* The result that the node of such a function saved, with its history. Transfer full; NULL if it saved none. */
GradTensor *grad_function_dup_result (GradNode *node);

G_END_DECLS
