/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-program.h"

/* Compiles text and answers COMPILED or SYNTAX. */
void worker_check (const LabCheck *check);

/* Runs a program to its end, which is the last thing it reports. */
void worker_run (const LabProgram *program);
