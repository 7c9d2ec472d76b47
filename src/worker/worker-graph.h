/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-tensors.h"

/* What the engine does, told to the lab as it happens: operations, changes in place, backward, frees. */

void worker_graph_observe (bool observed);

/* OP, of a tensor with history that the lab has not seen made: what computed it, and all behind that it does not know
 * either. known is new. */
void worker_graph_introduce (GradTensor  *tensor,
                             WorkerKnown *known);

/* INPLACE, of a tensor whose grad_fn is another than the lab thinks: something that shares its memory was changed. */
void worker_graph_report_other_history (GradTensor  *tensor,
                                        WorkerKnown *known);
