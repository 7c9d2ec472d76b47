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

/* The memory of tensor, a view or a base, was changed: all views of that base get their history from it as it is now. Those
 * that came from one operation together, or while recording was off, are stale from now on. */
void grad_view_refresh_all (GradTensor *tensor);

/* Whether tensor has a history; FALSE with PyTorch's error if it is stale. */
gboolean grad_view_check_fresh (GradTensor *tensor,
                                GError    **error);

/* The same of all tensors that are the value. */
gboolean grad_view_check_all_fresh (const GradValue *value,
                                    GError         **error);

/* The base, which counts as a view of itself; of any other tensor that itself. Transfer none. */
GradTensor *grad_view_get_root (GradTensor *tensor);

/* What tensor was before it is changed in place: the same memory, with the history of now. Transfer full. */
GradTensor *grad_tensor_new_before (GradTensor *tensor);

/* Makes sure that x will not be held by its own history when change, which nobody but its result has so far, becomes that. */
void grad_untangle (GradTensor *x,
                    GradNode   *change);

/* Whether two tensors are of one base and its views. */
gboolean grad_view_is_related (GradTensor *a,
                               GradTensor *b);

/* Somebody has asked for the history of tensor. */
void grad_view_see (GradTensor *tensor);

/* Whether nobody has asked for the history of a view since it got a new one. That an operation has, shows in its node, which
 * then has others than the view that hold it. */
gboolean grad_view_is_unseen (const GradTensor *view);

/* tensor has a new node, to which it holds a reference (transfer full). */
void grad_tensor_set_node (GradTensor *tensor,
                           GradNode   *node);

G_END_DECLS
