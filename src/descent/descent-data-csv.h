/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gio/gio.h>

#include "descent/descent-data.h"

G_BEGIN_DECLS

enum
{
  DESCENT_CSV_MAX_BYTES = 32 * 1024 * 1024,
};

/* Samples from text of two columns, x and y: separated by comma, semicolon or tab (what the first line has), the
 * numbers with a decimal point, fields quoted or not, a first line of names optional, blank lines skipped; a byte
 * order mark and any line ends are fine. All of the text makes samples or none does: DESCENT_ERROR_DATA names the
 * line, the value and what was expected. length may be -1. Transfer full. */
DescentData *descent_data_new_from_csv (const char *text,
                                        gssize      length,
                                        GError    **error);

/* The same, reading the stream to its end, but no further than DESCENT_CSV_MAX_BYTES. Blocks. Transfer full. */
DescentData *descent_data_new_from_stream (GInputStream *stream,
                                           GCancellable *cancellable,
                                           GError      **error);

G_END_DECLS
