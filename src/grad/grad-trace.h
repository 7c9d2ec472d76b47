/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-node.h"

G_BEGIN_DECLS

/* What an observer hears of, in the thread that set it, in the order in which it happens. Each may be NULL. What is
 * passed is borrowed; an observer may read it and hold references, but call no operations. */
typedef struct
{
  /* A call of grad_op_call or grad_op_call_full succeeded. For an op in place the first result is the first input.
   * The nodes it recorded are those behind the results that have greater ids than any before. */
  void (*op) (const GradOp      *op,
              const GradValue   *values,
              guint              n_values,
              GradTensor *const *results,
              guint              n_results,
              gpointer           user_data);

  /* A backward pass: from these tensors, and whether it keeps the graph; each node as its turn comes, with the gradient of its result; each leaf as
   * its gradient is added to .grad, after it was; what a node saved is given up; the pass is over. */
  void (*backward_begin) (GradTensor *const *roots,
                          guint              n_roots,
                          gboolean           retain_graph,
                          gpointer           user_data);
  void (*node_run) (GradNode   *node,
                    GradTensor *gradient,
                    gpointer    user_data);
  void (*accumulate) (GradTensor *leaf,
                      GradTensor *gradient,
                      gpointer    user_data);
  void (*node_freed) (GradNode *node,
                      gpointer  user_data);
  void (*backward_end) (gboolean ok,
                        gpointer user_data);

  /* The last handle of a tensor that is watched is gone; it is an address, no more. */
  void (*tensor_freed) (GradTensor *tensor,
                        gpointer    user_data);

  /* A node that is watched is gone: no tensor and no other node refers to it any more. */
  void (*node_ended) (guint64  id,
                      gpointer user_data);
} GradObserver;

/* Sets the observer of this thread, NULL for none; it must live on. Without one nothing here costs anything. */
void grad_trace_set_observer (const GradObserver *observer,
                              gpointer            user_data);

/* From now on the observer hears of the end of tensor. */
void grad_trace_watch (GradTensor *tensor);
void grad_trace_watch_node (GradNode *node);

/* Whether tensor stands for a Python number in an expression, as the 2 of x**2. */
gboolean grad_trace_is_number (const GradTensor *tensor);

G_END_DECLS
