/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op.h"

G_BEGIN_DECLS

/* A node of the recorded graph: an operation, PyTorch's grad_fn, or the place where the gradients of a leaf come
 * together, AccumulateGrad. Reference-counted. */
typedef struct _GradNode GradNode;

#define GRAD_TYPE_NODE (grad_node_get_type ())
GType grad_node_get_type (void);

GradNode *grad_node_ref (GradNode *node);
void      grad_node_unref (GradNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GradNode, grad_node_unref)

/* tensor.grad_fn: what computed it; NULL for a leaf. Transfer none. */
GradNode *grad_tensor_get_grad_fn (GradTensor *tensor);

/* Which result of its node the tensor is. */
guint grad_tensor_get_output_nr (GradTensor *tensor);

/* The node to which the gradient of tensor goes: its grad_fn, or for a leaf that requires grad its AccumulateGrad;
 * NULL if nowhere. Transfer none. */
GradNode *grad_tensor_get_gradient_edge (GradTensor *tensor);

/* A number that no other node of this thread has or had; operations recorded later have greater ones. */
guint64 grad_node_get_id (GradNode *node);

/* "MulBackward0", "AccumulateGrad". */
const char *grad_node_get_name (const GradNode *node);

/* What PyTorch's own error messages and node.name () call it: those that are not made from the table have a namespace. */
const char *grad_node_get_full_name (const GradNode *node);

/* Whether PyTorch would give the history of tensor. FALSE with its error for one of several views that came from one
 * operation, or made while recording was off, once its base was changed in place. */
gboolean grad_tensor_check_history (GradTensor *tensor,
                                    GError    **error);

/* The row of the operation; NULL for a leaf. */
const GradOp *grad_node_get_operation (const GradNode *node);

/* next_functions: the nodes to which the gradients of the inputs go, NULL for an input that has none. Transfer none. */
guint     grad_node_get_n_next (GradNode *node);
GradNode *grad_node_get_next (GradNode *node,
                              guint     i);

/* The leaf whose gradients come together here, also when nobody else has it any more; NULL for an operation.
 * Transfer full. */
GradTensor *grad_node_dup_variable (GradNode *node);

/* Whether it saved values for its gradient, and whether backward has given them up. */
gboolean grad_node_has_saved (const GradNode *node);
gboolean grad_node_is_freed (const GradNode *node);

/* The numbers among the arguments of a unary operation (x ** 2), two; NULL of any other. */
const double *grad_node_get_numbers (const GradNode *node);

/* What it saved: its first and second input, PyTorch's _saved_self and _saved_other, as a tensor or a number; with 2 its
 * result, _saved_result. Transfer full; NULL if it has not saved that, with error if it has given it up. */
GradTensor *grad_node_dup_saved (GradNode *node,
                                 guint     which,
                                 GError  **error);

G_END_DECLS
