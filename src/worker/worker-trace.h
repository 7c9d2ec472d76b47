/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-program.h"

/* Starts to report the lines of the program, what its variables hold, its calls and its exceptions; and to hold it
 * when its credit is used up. */
void worker_trace_start (void);
void worker_trace_stop (void);

/* From now on every line of the program ends it: for one that swallowed the exception that should have. */
void worker_trace_insist (void);

/* The variables of the module as they are at the end. */
void worker_trace_report_last (void);
