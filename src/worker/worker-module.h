/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-program.h"

/* The module _lab: what the worker's own Python modules may ask of C. For PyImport_AppendInittab. */
PyMODINIT_FUNC worker_module_init (void);
