/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-tensor.h"

/* What torch.autograd.Function stands on: functions of the module _torch. */

/* record_function (result, name, tuple of tensors, saves, saves result, callback): result becomes what the function of
 * that name computed of the tensors. callback (node, gradient) gives a tuple with the gradient of each, or None. */
PyObject *worker_function_record (PyObject *self, PyObject *args);

/* function_result (node): the result that was saved. */
PyObject *worker_function_result (PyObject *self, PyObject *node);
