/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-program.h"

/* Starts an isolated interpreter: no environment, no site, no user's modules, the standard library of the Python that
 * the worker was built with and nothing else. On failure, false and an English phrase in *problem, static. */
bool worker_python_init (const char **problem);

/* Loads all that a program may use, and closes the doors (boot.py). */
bool worker_python_boot (const char **problem);

/* A function of boot.py called with arguments, as Py_BuildValue makes them (a tuple). New reference; NULL with an
 * exception. */
PyObject *worker_python_call (const char *function,
                              const char *format,
                              ...);
