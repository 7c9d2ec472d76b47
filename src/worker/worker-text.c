/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Text of a limited length: what is told of variables and of operations must not grow with what a program makes. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "worker/worker-text.h"

#include <stdarg.h>
#include <stdio.h>

void
worker_text_add (WorkerText *text,
                 const char *format,
                 ...)
{
  va_list args;
  int     n;

  va_start (args, format);
  n = vsnprintf (text->at, text->space, format, args);
  va_end (args);
  if (n < 0)
    return;
  if ((size_t) n >= text->space)
    n = (int) text->space - 1;
  text->at += n;
  text->space -= (size_t) n;
}

void
worker_text_add_float (WorkerText *text,
                       double      number)
{
  char *digits = PyOS_double_to_string (number, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);

  if (digits != NULL)
    worker_text_add (text, "%s", digits);
  PyMem_Free (digits);
}
