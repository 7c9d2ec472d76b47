/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-tensor.h"

/* The tables of optimisers and schedulers as functions of the module _torch; torch/optim is built from them. Options
 * go as dicts from names to floats. */

PyObject *worker_optimizer_list (PyObject *self, PyObject *nothing);
PyObject *worker_optimizer_signature (PyObject *self, PyObject *name);
PyObject *worker_optimizer_options (PyObject *self, PyObject *name); /* tuple of names */

/* check (name, options): raises ValueError as PyTorch does. */
PyObject *worker_optimizer_check (PyObject *self, PyObject *args);

/* state (name, parameter, options): what is remembered of a parameter; step (state, parameter, gradient, options);
 * buffers (state): (steps taken, dict of tensors, copied). */
PyObject *worker_optimizer_state (PyObject *self, PyObject *args);
PyObject *worker_optimizer_step (PyObject *self, PyObject *args);
PyObject *worker_optimizer_buffers (PyObject *self, PyObject *state);

PyObject *worker_scheduler_list (PyObject *self, PyObject *nothing);
PyObject *worker_scheduler_options (PyObject *self, PyObject *name); /* dict of defaults, nan where there is none */

/* next (name, values, epoch, base, lr) */
PyObject *worker_scheduler_next (PyObject *self, PyObject *args);
