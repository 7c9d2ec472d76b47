/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a run is printed: a table, or a PyTorch program that prints the same numbers. */
typedef enum
{
  CLI_FORMAT_CSV,
  CLI_FORMAT_JSON,
  CLI_FORMAT_PYTHON,
} CliFormat;

/* The option --format, whose word goes to name. */
GOptionEntry cli_format_new_entry (char **name);

/* The format of that name; NULL is CSV. */
gboolean cli_format_parse (const char *name,
                           CliFormat  *format,
                           GError    **error);

G_END_DECLS
