/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stddef.h>

/* Text put together in memory of a caller's: where the next character goes, and how many fit, with the final zero. */
typedef struct
{
  char  *at;
  size_t space;
} WorkerText;

/* Appends; what does not fit is left out. */
void worker_text_add (WorkerText *text,
                      const char *format,
                      ...) __attribute__ ((format (printf, 2, 3)));

/* Appends a number as Python writes it: 0.1, 3.0, 1e-05. */
void worker_text_add_float (WorkerText *text,
                            double      number);
