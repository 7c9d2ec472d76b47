/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Setting an observer; the places that tell it things ask grad_thread.observer. */

#include "grad/grad-trace.h"

#include "grad/grad-thread.h"

void
grad_trace_set_observer (const GradObserver *observer,
                         gpointer            user_data)
{
  grad_thread.observer = observer;
  grad_thread.observer_data = user_data;
}

void
grad_trace_watch (GradTensor *tensor)
{
  tensor->flags |= GRAD_TENSOR_TRACED | GRAD_TENSOR_RICH;
}

void
grad_trace_watch_node (GradNode *node)
{
  node->flags |= GRAD_NODE_TRACED;
}

gboolean
grad_trace_is_number (const GradTensor *tensor)
{
  return grad_tensor_is_number (tensor);
}
