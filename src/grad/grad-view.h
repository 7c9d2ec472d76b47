/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-ops-private.h"

G_BEGIN_DECLS

/* y looks at the memory of the first argument of the call, with layout (transfer full) from offset elements on; recorded. */
GradTensor *grad_view_new (GradCall   *call,
                           GradLayout *layout,
                           gint64      offset);

/* What a view looks at: never a view itself. NULL if tensor is none. Transfer none. */
GradTensor *grad_view_get_base (const GradTensor *tensor);

/* Whether what is in tensor may be changed in place while recording; record says whether the change is recorded. */
gboolean grad_view_check_writable (GradTensor *tensor,
                                   gboolean    record,
                                   GError    **error);

/* The memory of view was changed by the node that computed y: the history of its base, and of all its views, goes
 * through that change from now on. */
void grad_view_rebase (GradTensor *view,
                       GradTensor *y);

/* base was changed and has a new node: its views get theirs from it. */
void grad_view_refresh_all (GradTensor *base);

/* tensor has a new node, to which it holds a reference (transfer full). */
void grad_tensor_set_node (GradTensor *tensor,
                           GradNode   *node);

G_END_DECLS
