/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-program.h"

/* Sets *value to a description of object; texts point into buffer. */
void worker_describe (PyObject *object,
                      LabValue *value,
                      char      buffer[LAB_MAX_VALUE_TEXT]);
