/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-tensor.h"

/* Adds what this file needs to the module. -1 with an exception. */
int worker_memory_init (PyObject *module);

/* _torch.memory (tensor): a flat memoryview of the elements between its first and its last, sharing its memory. */
PyObject *worker_memory_view (PyObject *self, PyObject *tensor);

/* _torch.address (tensor): where its first element is. */
PyObject *worker_memory_get_address (PyObject *self, PyObject *tensor);

/* _torch.strides (tensor), in elements; _torch.is_contiguous (tensor). */
PyObject *worker_memory_get_strides (PyObject *self, PyObject *tensor);
PyObject *worker_memory_is_contiguous (PyObject *self, PyObject *tensor);
