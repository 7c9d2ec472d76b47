/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-tensor.h"

/* What torch needs for new tensors beside the engine's operations: functions of the module _torch. */

/* generator_state (): the generator as bytes; set_generator_state (bytes) brings it back. */
PyObject *worker_create_get_state (PyObject *self, PyObject *nothing);
PyObject *worker_create_set_state (PyObject *self, PyObject *bytes);

/* manual_seed (int): starts the engine's generator. */
PyObject *worker_create_manual_seed (PyObject *self, PyObject *seed);

/* shuffled (n, seed): 0 … n − 1 in the order of a generator of its own, as a list. */
PyObject *worker_create_shuffled (PyObject *self, PyObject *args);

PyObject *worker_create_set_default_dtype (PyObject *self, PyObject *dtype);
PyObject *worker_create_get_default_dtype (PyObject *self, PyObject *nothing);
