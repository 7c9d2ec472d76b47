/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* gradients-cli descend: a run as a table. */

#include <math.h>

#include <glib/gi18n-lib.h>

#include "cli/cli-command.h"
#include "cli/cli-descent-options.h"
#include "cli/cli-format.h"
#include "cli/cli-output.h"
#include "cli/cli-progress.h"
#include "descent/descent-export.h"

static char *
to_text (DescentRun *run,
         CliFormat   format)
{
  switch (format)
    {
    case CLI_FORMAT_JSON:
      return descent_run_to_json (run);
    case CLI_FORMAT_PYTHON:
      return descent_run_to_python (run);
    case CLI_FORMAT_CSV:
    default:
      return descent_run_to_csv (run);
    }
}

/* Numbers gone bad are no error, but are not passed over either. */
static void
report_overflow (const DescentRun *run)
{
  int              value = descent_run_get_value_overflow (run);
  int              x = descent_run_get_x_overflow (run);
  g_autofree char *sentence = NULL;

  if (value >= 0 && isnan (descent_run_get_point (run, (guint) value)->value))
    sentence = g_strdup_printf (_ ("f has no value (nan) from step %d on"), value);
  else if (value >= 0 && x >= 0)
    sentence = g_strdup_printf (_ ("f overflows at step %d, x at step %d"), value, x);
  else if (value >= 0)
    sentence = g_strdup_printf (_ ("f overflows at step %d"), value);
  else if (x >= 0)
    sentence = g_strdup_printf (_ ("x overflows at step %d"), x);
  if (sentence != NULL)
    g_printerr ("%s\n", sentence);
}

static int
print_run (const DescentSettings *settings,
           CliFormat              format,
           GError               **error)
{
  g_autofree char *what = g_strdup_printf (ngettext ("computing %u step", "computing %u steps", settings->n_steps), settings->n_steps);
  CliProgress     *progress = cli_progress_new (what);
  g_autoptr (DescentRun) run = descent_run_new (settings, error);
  g_autofree char *text = run != NULL ? to_text (run, format) : NULL;
  int              status;

  cli_progress_free (progress);
  if (run == NULL)
    return CLI_EXIT_FAILED;
  status = cli_output_write (text);
  if (status == CLI_EXIT_OK)
    report_overflow (run);
  return status;
}

static int
descend (const CliDescentOptions *options,
         const char              *format_name)
{
  g_autoptr (GError) error = NULL;
  DescentSettings      settings = { 0 };
  const DescentPreset *preset;
  CliFormat            format;
  int                  status = CLI_EXIT_FAILED;

  if (cli_format_parse (format_name, &format, &error) && cli_descent_options_resolve (options, 0, &settings, &preset, &error))
    {
      status = print_run (&settings, format, &error);
      descent_function_unref (settings.function);
    }
  if (error != NULL)
    status = cli_output_fail (error, options->function);
  return status;
}

static char *
describe_descend (void)
{
  g_autofree char *curves = cli_descent_options_list_presets (1);
  g_autofree char *surfaces = cli_descent_options_list_presets (2);

  return g_strdup_printf ("%s\n\n%s %s\n%s %s\n\n%s\n  %s\n  %s\n",
                          _ ("Columns: step, x (and y), f, dx (and dy), the gradient of f there. Each number is the shortest that "
                             "reads back to the same bits; what is no finite number is inf, -inf or nan, in JSON a string."),
                          _ ("Presets of x:"), curves, _ ("Presets of x and y:"), surfaces, _ ("Examples:"),
                          "gradients-cli descend --preset parabola --lr 1.1 --steps 500",
                          "gradients-cli descend --function \"sin(3x)cos(3y) + (x+y)/4\" --start 0.5,0 --lr 0.05 --format json");
}

static int
run_descend (int   argc,
             char *argv[])
{
  g_auto (CliDescentOptions) options = { 0 };
  g_autofree GOptionEntry *entries = cli_descent_options_new_entries (&options);
  g_autofree char         *format = NULL;
  int                      status;
  const GOptionEntry       more[] = {
          cli_format_new_entry (&format),
          G_OPTION_ENTRY_NULL,
  };

  if (!cli_command_parse (&cli_descend_command, entries, more, &argc, argv, &status))
    return status;
  if (cli_command_refuse_arguments (argc, argv))
    return CLI_EXIT_FAILED;
  return descend (&options, format);
}

const CliCommand cli_descend_command = {
  .name = "descend",
  .summary = N_ ("Descend along the gradient of a function, and print every step"),
  .describe = describe_descend,
  .run = run_descend,
};
