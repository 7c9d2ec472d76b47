/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* gradients-cli render program: the figures that a lab program draws with Matplotlib’s calls. */

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "cli/cli-command.h"
#include "cli/cli-output.h"
#include "cli/cli-picture-options.h"
#include "cli/cli-program.h"
#include "cli/cli-progress.h"
#include "descent/descent-error.h"
#include "descent/descent-format.h"
#include "scene/scene-program.h"

typedef struct
{
  CliPictureOptions picture;
  char             *figure;
} Options;

static GPtrArray *
make_figures (LabLog *log,
              guint   only)
{
  g_autoptr (GArray) events = lab_log_list_figures (log, lab_log_get_n_events (log));
  GPtrArray *figures = g_ptr_array_new_with_free_func ((GDestroyNotify) plot_grid_unref);

  for (guint i = 0; i < events->len; i++)
    if (only == 0 || only == i + 1)
      g_ptr_array_add (figures, scene_program_new_figure (log, g_array_index (events, guint64, i)));
  return figures;
}

static gboolean
draw (LabLog           *log,
      guint             only,
      const CliPicture *picture,
      gboolean          sized,
      GError          **error)
{
  g_autoptr (GPtrArray) figures = make_figures (log, only);

  if (figures->len > 0)
    return plot_grid_export ((PlotGrid *const *) figures->pdata, figures->len, picture->path, sized ? picture->width : 0,
                             sized ? picture->height : 0, picture->scale, picture->theme, error);
  if (only > 0)
    g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("the program has drawn no figure %u"), only);
  else
    g_set_error_literal (error, DESCENT_ERROR, DESCENT_ERROR_VALUE,
                         _ ("the program has drawn no figure: expected matplotlib.pyplot and plt.show()"));
  return FALSE;
}

static int
render_run (LabRun           *run,
            guint             only,
            const CliPicture *picture,
            gboolean          sized)
{
  g_autoptr (GError) error = NULL;
  LabLog          *log = lab_run_get_log (run);
  g_autofree char *errors = lab_log_dup_output (log, lab_log_get_n_events (log), 2);

  fputs (errors, stderr);
  if (lab_run_get_ending (run) == LAB_ENDING_SYNTAX || lab_run_get_ending (run) == LAB_ENDING_UNAVAILABLE)
    return cli_program_finish (run);
  if (!draw (log, only, picture, sized, &error))
    return cli_output_fail (error, NULL);
  return cli_program_finish (run);
}

static gboolean
resolve (const Options *options,
         CliPicture    *picture,
         guint         *only,
         GError       **error)
{
  if (!cli_picture_options_resolve (&options->picture, picture, error))
    return FALSE;
  if (options->picture.axes == NULL && options->picture.title == NULL)
    return options->figure == NULL || descent_parse_count (options->figure, C_ ("is no …", "figure"), 1, 1000, only, error);
  g_set_error_literal (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("axes and titles are the program’s: expected neither --axes nor --title"));
  return FALSE;
}

static int
render (const Options *options,
        const char    *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CliProgress) progress = NULL;
  g_autoptr (LabRun) run = NULL;
  LabRunOptions run_options = { 0 };
  CliPicture    picture;
  guint         only = 0;

  if (!resolve (options, &picture, &only, &error))
    return cli_output_fail (error, NULL);
  progress = cli_progress_new (_ ("drawing"));
  run = cli_program_run (path, &run_options, NULL, NULL);
  return run != NULL ? render_run (run, only, &picture, options->picture.size != NULL) : CLI_EXIT_FAILED;
}

static char *
describe_program (void)
{
  return g_strdup_printf ("%s\n\n%s\n  %s\n  %s\n",
                          _ ("Several figures come one below the other. Without --size each has the size that the program gives it."),
                          _ ("Examples:"), "gradients-cli render program program.py -o figures.pdf",
                          "gradients-cli render program program.py --figure 2 --theme dark -o second.png");
}

static int
run_render_program (int   argc,
                    char *argv[])
{
  Options                  options = { 0 };
  g_autofree GOptionEntry *picture = cli_picture_options_new_entries (&options.picture);
  int                      status = CLI_EXIT_FAILED;
  const GOptionEntry       more[] = {
          { "figure", 'f', 0, G_OPTION_ARG_FILENAME, &options.figure, N_ ("Draw only the figure with this number (all)"), N_ ("N") },
          G_OPTION_ENTRY_NULL,
  };

  if (cli_command_parse (&cli_render_program_command, picture, more, &argc, argv, &status))
    {
      if (argc == 2)
        status = render (&options, argv[1]);
      else
        cli_output_complain (_ ("expected one program: FILE.py"));
    }
  cli_picture_options_clear (&options.picture);
  g_free (options.figure);
  return status;
}

const CliCommand cli_render_program_command = {
  .name = "render program",
  .arguments = N_ ("FILE.py"),
  .summary = N_ ("Draw the figures that a lab program draws"),
  .describe = describe_program,
  .run = run_render_program,
};
