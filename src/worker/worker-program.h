/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>

#include "lab/lab-protocol.h"

/* The program that is running: what the tracer, the torch module and the limits know about it together. One worker
 * runs one program. */
typedef struct
{
  PyObject *name;                            /* interned: what its frames' code has as file name, so "ours" is a comparison of pointers */
  PyObject *main;                            /* dict: its globals */
  bool      traced;                          /* lines, variables, tensors and the graph are reported */
  uint64_t  credit;                          /* lines; UINT64_MAX: no end */
  uint64_t  max_lines, max_events, max_text; /* in one go */
  uint64_t  end_lines, end_events;           /* where the present go ends */
  uint32_t  max_figures;

  uint64_t     n_lines, n_text;
  uint32_t     n_figures;
  volatile int line; /* for the crash handler */
  uint32_t     depth;

  LabEndStatus ending;     /* STOPPED or LIMIT once it has been told to end; it then ends however it resists */
  char         reason[32]; /* the limit, of LIMIT: "lines", "events", "text", "figures" */
} WorkerProgram;

extern WorkerProgram worker_program;

/* The exception by which a program is told to end. Not an Exception, so that `except Exception` lets it pass. */
extern PyObject *worker_stopped;

/* Raises it, and from now on again at every line. The first status and reason count; reason may be NULL. Returns -1. */
int worker_program_end (LabEndStatus status,
                        const char  *reason);

/* Whether code is the program's own, not the library's. */
static inline bool
worker_program_owns (PyCodeObject *code)
{
  return code->co_filename == worker_program.name;
}

/* The place in the program where something happens just now: the expression of the nearest frame of its own. line 0
 * if there is none. */
LabSpan worker_program_get_span (void);

/* A borrowed view of a str; an empty one (and no exception) if it has no UTF-8 form. At most limit bytes, whole
 * characters. */
LabText worker_text (PyObject *str,
                     size_t    limit);
