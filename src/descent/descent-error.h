/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DESCENT_ERROR (descent_error_quark ())
GQuark descent_error_quark (void);

/* What a person can do wrong in this layer. */
typedef enum
{
  DESCENT_ERROR_SYNTAX,  /* the text of a function; has a span */
  DESCENT_ERROR_VALUE,   /* a number that is no number, or out of range */
  DESCENT_ERROR_UNKNOWN, /* no preset, column or option of that name */
  DESCENT_ERROR_DATA,    /* a file of data points */
} DescentError;

/* Sets *error with a place in the text it speaks of: start and length in bytes of that text. */
void descent_error_set_at (GError     **error,
                           DescentError code,
                           gsize        start,
                           gsize        length,
                           const char  *format,
                           ...) G_GNUC_PRINTF (5, 6);

/* The place that a syntax error speaks of, in bytes; FALSE if error has none. */
gboolean descent_error_get_span (const GError *error,
                                 gsize        *start,
                                 gsize        *length);

G_END_DECLS
