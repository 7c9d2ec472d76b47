/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The error domain: one code for each Python exception, so that a binding needs no knowledge of the texts. */

#include "grad/grad-error.h"

G_DEFINE_QUARK (grad - error - quark, grad_error)

const char *
grad_error_get_exception (GradError code)
{
  static const char *const exceptions[] = {
    [GRAD_ERROR_RUNTIME] = "RuntimeError",
    [GRAD_ERROR_TYPE] = "TypeError",
    [GRAD_ERROR_VALUE] = "ValueError",
    [GRAD_ERROR_INDEX] = "IndexError",
    [GRAD_ERROR_NOT_IMPLEMENTED] = "NotImplementedError",
  };

  g_return_val_if_fail (code < G_N_ELEMENTS (exceptions), "RuntimeError");
  return exceptions[code];
}
