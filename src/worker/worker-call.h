/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-tensor.h"

/* The operations of the engine as Python callables: one type for all of them, which reads the schema of the row (or of
 * the rows, where PyTorch has overloads) to know what to take. An object is a function, torch.sin (x), and, put into
 * a class, a method, x.sin (). Its documentation is the schema and the formula of the gradient. */

/* Adds to the module a dict “ops”, from names to such callables. -1 with an exception. */
int worker_call_init (PyObject *module);
