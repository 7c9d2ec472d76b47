/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-backward-private.h"

G_BEGIN_DECLS

/* Shows the gradient of node (transfer full, replaced where a hook says so) to the node's hooks, and adds it to the
 * .grad of a tensor that retains it. */
gboolean grad_hooks_run (GradNode    *node,
                         GradTensor **gradient,
                         GError     **error);

G_END_DECLS
