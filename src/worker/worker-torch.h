/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stdbool.h>

/* Makes the module torch known to an interpreter that is about to start. */
bool worker_torch_register (void);
