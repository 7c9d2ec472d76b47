/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The formats of gradients-cli descend and fit, and the option that chooses one. */

#include "cli/cli-format.h"

#include <glib/gi18n-lib.h>

#include "descent/descent-error.h"

static const char *const names[] = {
  [CLI_FORMAT_CSV] = "csv",
  [CLI_FORMAT_JSON] = "json",
  [CLI_FORMAT_PYTHON] = "python",
};

GOptionEntry
cli_format_new_entry (char **name)
{
  return (GOptionEntry){ "format", 0, 0, G_OPTION_ARG_FILENAME, name, N_ ("csv (the default), json, or python: a PyTorch program that prints the same numbers"), N_ ("FORMAT") };
}

gboolean
cli_format_parse (const char *name,
                  CliFormat  *format,
                  GError    **error)
{
  g_autofree char *valid = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (name == NULL || g_str_equal (names[i], name))
      {
        *format = i;
        return TRUE;
      }
  valid = g_utf8_make_valid (name, -1);
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_UNKNOWN, _ ("no format “%s”: expected csv, json or python"), valid);
  return FALSE;
}
