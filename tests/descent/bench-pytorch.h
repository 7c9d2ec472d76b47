/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gio/gio.h>

/* What a program prints under PyTorch as its first number; 0 if there is no PyTorch. */
static inline double
bench_measure_pytorch (const char *program)
{
  g_autofree char *output = NULL;
  g_autoptr (GSubprocess) python = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                                                     "/usr/bin/python3", "-c", program, NULL);

  if (python == NULL || !g_subprocess_communicate_utf8 (python, NULL, NULL, &output, NULL, NULL) ||
      !g_subprocess_get_successful (python))
    return 0;
  return g_ascii_strtod (output, NULL);
}
