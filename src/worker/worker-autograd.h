/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-tensor.h"

/* Autograd: functions of the module _torch, on which torch/autograd.py stands. */

/* set_recording (bool): returns what it was. */
PyObject *worker_autograd_set_recording (PyObject *self, PyObject *enabled);
PyObject *worker_autograd_is_recording (PyObject *self, PyObject *nothing);

/* backward (tensor, gradient | None, retain_graph, create_graph) */
PyObject *worker_autograd_backward (PyObject *self, PyObject *args);

/* backward_all (tensors, gradients, retain_graph, create_graph): tuples of the same length */
PyObject *worker_autograd_backward_all (PyObject *self, PyObject *args);

/* grad (outputs, inputs, grad_outputs, retain_graph, create_graph, allow_unused): tuples of tensors and None */
PyObject *worker_autograd_grad (PyObject *self, PyObject *args);
