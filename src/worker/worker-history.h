/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-tensor.h"

/* What a program does with a tensor's gradient and history by hand: attributes and methods of Tensor. */
extern PyGetSetDef worker_history_attributes[];
extern PyMethodDef worker_history_methods[];

/* _torch.add_hook (tensor, callable) gives the number by which _torch.remove_hook (number) removes it. */
PyObject *worker_history_add_hook (PyObject *self, PyObject *args);
PyObject *worker_history_remove_hook (PyObject *self, PyObject *number);
