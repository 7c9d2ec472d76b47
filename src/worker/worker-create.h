/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-tensor.h"

/* New tensors: functions of the module _torch. A shape is a tuple of ints. */

/* full (shape, number, dtype) */
PyObject *worker_create_full (PyObject *self, PyObject *args);

/* linspace (start, end, steps, dtype), arange (start, end, step, dtype) */
PyObject *worker_create_linspace (PyObject *self, PyObject *args);
PyObject *worker_create_arange (PyObject *self, PyObject *args);

/* seed (int): starts the generator; random (kind, shape, dtype, low, high) with kind "rand", "randn", "randint" or
 * "randperm". */
PyObject *worker_create_seed (PyObject *self, PyObject *seed);
PyObject *worker_create_random (PyObject *self, PyObject *args);

PyObject *worker_create_set_default_dtype (PyObject *self, PyObject *dtype);
PyObject *worker_create_get_default_dtype (PyObject *self, PyObject *nothing);
