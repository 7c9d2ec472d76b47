/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-tensor.h"

/* Numbers between Python and tensors. */

/* _torch.tensor (data, dtype | None): from numbers, nested sequences of them, or a tensor, copied. */
PyObject *worker_data_make (PyObject *self, PyObject *args);

/* Methods: tensor.tolist (), tensor.item (). */
PyObject *worker_data_to_list (PyObject *self, PyObject *nothing);
PyObject *worker_data_item (PyObject *self, PyObject *nothing);
