/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-program.h"

/* Tensors and the graph as the lab is told of them. */

bool     worker_is_tensor (PyObject *object);
uint64_t worker_get_tensor_id (PyObject *tensor); /* 0: the lab does not know it yet */

/* Differs after the values have changed in place. */
uint64_t worker_get_tensor_signature (PyObject *tensor);

/* Makes sure that the lab knows a tensor, and its present values, before a message speaks of it. */
void worker_announce_tensor (PyObject *tensor);

/* A few words: "tensor(2.)", "tensor of shape [3, 4]". Writes a terminated text of less than size bytes. */
void worker_describe_tensor (PyObject *tensor,
                             char     *text,
                             size_t    size);

/* Elements of a live tensor in row-major order, at most count; returns how many. */
uint32_t worker_get_tensor_values (uint64_t tensor,
                                   uint64_t from,
                                   uint32_t count,
                                   double  *values);

/* A tensor that had a number is gone. */
void worker_note_tensor_freed (uint64_t id);

/* FREE, of what died since the last time. */
void worker_report_freed (void);

/* Starts or stops to report what the engine does. */
void worker_tensors_watch (bool watched);
