/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GRAD_ERROR (grad_error_quark ())
GQuark grad_error_quark (void);

/* What a program can do wrong, one code for each kind of exception that PyTorch raises. The texts are PyTorch's
 * own, untranslated: a learner who reads one here can search for it. */
typedef enum
{
  GRAD_ERROR_RUNTIME,
  GRAD_ERROR_TYPE,
  GRAD_ERROR_VALUE,
  GRAD_ERROR_INDEX,
  GRAD_ERROR_NOT_IMPLEMENTED,
} GradError;

/* The Python exception of that code: "RuntimeError". */
const char *grad_error_get_exception (GradError code);

G_END_DECLS
