/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LAB_ERROR (lab_error_quark ())
GQuark lab_error_quark (void);

/* What can go wrong between the lab and its worker. */
typedef enum
{
  LAB_ERROR_PROTOCOL,    /* the worker sent what it may not send */
  LAB_ERROR_LIMIT,       /* the log is full */
  LAB_ERROR_UNAVAILABLE, /* the lab cannot run here, the message says why */
  LAB_ERROR_PROGRAM,     /* the program's text cannot be sent */
} LabError;

G_END_DECLS
