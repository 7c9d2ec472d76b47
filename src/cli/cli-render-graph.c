/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* gradients-cli render graph: the computation graph of a lab program as a picture. */

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "cli/cli-command.h"
#include "cli/cli-output.h"
#include "cli/cli-picture-options.h"
#include "cli/cli-program.h"
#include "cli/cli-progress.h"
#include "descent/descent-error.h"
#include "descent/descent-format.h"
#include "lab/lab-search.h"
#include "scene/scene-graph.h"

enum
{
  MOST_NODES = 1000,
  MOST_LINES = 1 << 20,
};

typedef struct
{
  CliPictureOptions picture;
  char             *line;
} Options;

/* What the program wrote on its standard error. */
static void
print_errors (LabLog *log)
{
  g_autofree char *errors = lab_log_dup_output (log, lab_log_get_n_events (log), 2);

  fputs (errors, stderr);
}

/* The moment that is to be shown: the end, or when a line was about to run for the last time. */
static gboolean
find_cursor (LabLog  *log,
             guint    line,
             guint64 *cursor,
             GError **error)
{
  const guint64 end = lab_log_get_n_events (log);

  *cursor = end;
  if (line == 0 || lab_search (log, end, LAB_SEARCH_BACK_LINE, line, cursor))
    return TRUE;
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("line %u never ran: expected a line of the program that runs"), line);
  return FALSE;
}

static gboolean
draw (LabLog           *log,
      guint64           cursor,
      const CliPicture *picture,
      gboolean          sized,
      GError          **error)
{
  gboolean cut;
  g_autoptr (PlotDag) dag = scene_graph_new (log, cursor, MOST_NODES, &cut);

  if (dag == NULL)
    {
      g_set_error_literal (error, DESCENT_ERROR, DESCENT_ERROR_VALUE,
                           _ ("the program has recorded no graph: expected an operation on a tensor with requires_grad=True"));
      return FALSE;
    }
  return plot_dag_export (dag, picture->path, sized ? picture->width : 0, sized ? picture->height : 0, picture->scale,
                          picture->theme, error);
}

static int
render_run (LabRun           *run,
            guint             line,
            const CliPicture *picture,
            gboolean          sized)
{
  g_autoptr (GError) error = NULL;
  LabLog *log = lab_run_get_log (run);
  guint64 cursor;

  print_errors (log);
  if (lab_run_get_ending (run) == LAB_ENDING_SYNTAX || lab_run_get_ending (run) == LAB_ENDING_UNAVAILABLE)
    return cli_program_finish (run);
  if (!find_cursor (log, line, &cursor, &error) || !draw (log, cursor, picture, sized, &error))
    return cli_output_fail (error, NULL);
  return cli_program_finish (run);
}

static gboolean
resolve (const Options *options,
         CliPicture    *picture,
         guint         *line,
         GError       **error)
{
  if (!cli_picture_options_resolve (&options->picture, picture, error))
    return FALSE;
  if (options->picture.axes == NULL && options->picture.title == NULL)
    return options->line == NULL || descent_parse_count (options->line, C_ ("is no …", "line"), 1, MOST_LINES, line, error);
  g_set_error_literal (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("a graph has no axes and no title: expected neither --axes nor --title"));
  return FALSE;
}

static int
render (const Options *options,
        const char    *path)
{
  g_autoptr (GError) error = NULL;
  LabRunOptions run_options = { .traced = TRUE, .max_lines = G_MAXINT64, .max_events = G_MAXINT64 };
  CliPicture    picture;
  guint         line = 0;
  int           status;

  if (!resolve (options, &picture, &line, &error))
    return cli_output_fail (error, NULL);
  else
    {
      CliProgress *progress = cli_progress_new (_ ("drawing"));
      g_autoptr (LabRun) run = cli_program_run (path, &run_options, NULL, NULL);

      status = run != NULL ? render_run (run, line, &picture, options->picture.size != NULL) : CLI_EXIT_FAILED;
      cli_progress_free (progress);
    }
  return status;
}

static char *
describe_graph (void)
{
  return g_strdup_printf ("%s\n\n%s\n  %s\n  %s\n",
                          _ ("Leaves have a heavy edge, constants a broken outline, the result where backward began a double one. Nodes that "
                             "backward has freed are faint. Without --size the picture is as large as the graph."),
                          _ ("Examples:"), "gradients-cli render graph program.py -o graph.svg",
                          "gradients-cli render graph program.py --line 7 --theme dark -o graph.png");
}

static int
run_render_graph (int   argc,
                  char *argv[])
{
  Options                  options = { 0 };
  g_autofree GOptionEntry *picture = cli_picture_options_new_entries (&options.picture);
  int                      status = CLI_EXIT_FAILED;
  const GOptionEntry       more[] = {
          { "line", 'l', 0, G_OPTION_ARG_FILENAME, &options.line, N_ ("Show the graph as it is when line N is about to run (last)"), N_ ("N") },
          G_OPTION_ENTRY_NULL,
  };

  if (cli_command_parse (&cli_render_graph_command, picture, more, &argc, argv, &status))
    {
      if (argc == 2)
        status = render (&options, argv[1]);
      else
        cli_output_complain (_ ("expected one program: FILE.py"));
    }
  cli_picture_options_clear (&options.picture);
  g_free (options.line);
  return status;
}

const CliCommand cli_render_graph_command = {
  .name = "render graph",
  .arguments = N_ ("FILE.py"),
  .summary = N_ ("Draw the computation graph of a lab program"),
  .describe = describe_graph,
  .run = run_render_graph,
};
