/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-program.h"

enum
{
  WORKER_MAX_NAMES = 256, /* variables of a frame that are shown */
};

/* What the lab has been told of one frame's variables. */
typedef struct _WorkerScope WorkerScope;

WorkerScope *worker_scope_new (void);
void         worker_scope_free (WorkerScope *scope);

/* Reports what changed among locals (a dict) since the last time: VAR and UNVAR of the frame at depth. Runs no code
 * of the program: values are described by what they are made of, never by their own __repr__. */
void worker_scope_report (WorkerScope *scope,
                          uint32_t     depth,
                          PyObject    *locals);
