/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-program.h"

/* EXC: caught is one that the program may yet handle; otherwise text is the traceback as Python prints it. traceback
 * may be NULL. */
void worker_report_exception (PyObject   *exception,
                              PyObject   *traceback,
                              bool        caught,
                              const char *text);

/* SYNTAX, of a SyntaxError (or what else the compiler raised). */
void worker_report_syntax (PyObject   *exception,
                           const char *text);

/* COMPILED: the lines of code and of all functions in it. */
void worker_report_lines (PyObject *code);
