/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* gradients-cli fit: the training of a line as a table. */

#include <math.h>

#include <glib/gi18n-lib.h>

#include "cli/cli-command.h"
#include "cli/cli-fit-options.h"
#include "cli/cli-format.h"
#include "cli/cli-output.h"
#include "cli/cli-progress.h"
#include "descent/descent-fit-export.h"

static char *
to_text (DescentFit *fit,
         CliFormat   format)
{
  switch (format)
    {
    case CLI_FORMAT_JSON:
      return descent_fit_to_json (fit);
    case CLI_FORMAT_PYTHON:
      return descent_fit_to_python (fit);
    case CLI_FORMAT_CSV:
    default:
      return descent_fit_to_csv (fit);
    }
}

/* Numbers gone bad are no error, but are not passed over either. The epoch of point k is k + 1. */
static void
report_overflow (const DescentFit *fit)
{
  int last = (int) descent_fit_get_n_points (fit) - 2;
  int overflow = descent_fit_get_loss_overflow (fit);
  int nan = descent_fit_get_loss_nan (fit);

  if (overflow < 0 || overflow > last)
    return;
  if (nan == overflow)
    g_printerr (_ ("the loss is undefined (nan) from epoch %d on"), nan + 1);
  else if (nan < 0 || nan > last)
    g_printerr (_ ("the loss overflows (inf) at epoch %d"), overflow + 1);
  else
    g_printerr (_ ("the loss overflows (inf) at epoch %d and is undefined (nan) from epoch %d on"), overflow + 1, nan + 1);
  g_printerr ("\n");
}

static int
print_fit (const DescentFitSettings *settings,
           CliFormat                 format,
           GError                  **error)
{
  g_autofree char *what = g_strdup_printf (ngettext ("computing %u epoch", "computing %u epochs", settings->n_epochs), settings->n_epochs);
  CliProgress     *progress = cli_progress_new (what);
  g_autoptr (DescentFit) fit = descent_fit_new (settings, error);
  g_autofree char *text = fit != NULL ? to_text (fit, format) : NULL;
  int              status;

  cli_progress_free (progress);
  if (fit == NULL)
    return CLI_EXIT_FAILED;
  status = cli_output_write (text);
  if (status == CLI_EXIT_OK)
    report_overflow (fit);
  return status;
}

static int
fit_line (const CliFitOptions *options,
          const char          *format_name)
{
  g_autoptr (GError) error = NULL;
  DescentFitSettings settings = { 0 };
  CliFormat          format;
  int                status = CLI_EXIT_FAILED;

  if (cli_format_parse (format_name, &format, &error) && cli_fit_options_resolve (options, &settings, &error))
    {
      status = print_fit (&settings, format, &error);
      descent_data_unref (settings.data);
    }
  if (error != NULL)
    status = cli_output_fail (error, NULL);
  return status;
}

static char *
describe_fit (void)
{
  return g_strdup_printf ("%s\n\n%s\n  %s\n  %s\n  %s\n",
                          _ ("Trains y = W·x + b by the course's loop. Columns: epoch, loss, W, b, dW, db; the loss and its gradient "
                             "before the update of the epoch, W and b after it. Each number is the shortest that reads back to "
                             "the same bits; what is no finite number is inf, -inf or nan, in JSON a string."),
                          _ ("Examples:"),
                          "gradients-cli fit --samples 1000 --seed 0 --lr 0.1 --epochs 10",
                          "gradients-cli fit --reduction sum --lr 0.0001",
                          "gradients-cli fit --data measured.csv --standardize --lr 0.5 --epochs 20 --format json");
}

static int
run_fit (int   argc,
         char *argv[])
{
  g_auto (CliFitOptions) options = { 0 };
  g_autofree GOptionEntry *entries = cli_fit_options_new_entries (&options);
  g_autofree char         *format = NULL;
  int                      status;
  const GOptionEntry       more[] = {
          cli_format_new_entry (&format),
          G_OPTION_ENTRY_NULL,
  };

  if (!cli_command_parse (&cli_fit_command, entries, more, &argc, argv, &status))
    return status;
  if (cli_command_refuse_arguments (argc, argv))
    return CLI_EXIT_FAILED;
  return fit_line (&options, format);
}

const CliCommand cli_fit_command = {
  .name = "fit",
  .summary = N_ ("Fit a line to samples by gradient descent, and print every epoch"),
  .describe = describe_fit,
  .run = run_fit,
};
