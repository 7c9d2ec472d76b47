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
gboolean grad_gradient_check_saved (GradNode *node,
                                    GError  **error);

/* gradient (transfer full) brought to a shape and dtype: summed where it was broadcast, then converted. Recorded as
 * far as recording is on. Transfer full. */
GradTensor *grad_gradient_fit (GradTensor *gradient,
                               GradLayout *layout,
                               GradDType   dtype,
                               GError    **error);

G_END_DECLS
