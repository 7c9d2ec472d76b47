/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* gradients-cli lab: programs of the autograd lab, run behind the same wall as in the window. “run” passes on what
 * they print, “trace” tells everything they do, one JSON object a line. */

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "cli/cli-command.h"
#include "cli/cli-output.h"
#include "cli/cli-program.h"
#include "lab/lab-dump.h"
#include "lab/lab-explanation.h"
#include "lab/lab-search.h"

typedef struct
{
  gboolean trace;
  guint64  n_shown; /* events */
} Show;

static char *
describe_lab (void)
{
  return g_strdup (_ ("“run” writes what the program prints, on the same streams. “trace” writes an object of JSON for each "
                      "event: lines, variables, operations, gradients, output.\n\n"
                      "The exit status is 0 when the program has finished (or what it gave to sys.exit), 1 when it ended with "
                      "an exception, 2 when it could not be run, 3 when it reached a limit."));
}

/* ---- showing events ---- */

static void
print_text (FILE   *stream,
            LabText text)
{
  fwrite (text.data, 1, text.length, stream);
}

static void
print_event (const LabMessage *message)
{
  switch ((int) message->kind)
    {
    case LAB_OUT:
      print_text (message->out.stream == 1 ? stdout : stderr, message->out.text);
      break;
    case LAB_WARN:
      print_text (stderr, message->warn.text);
      break;
    case LAB_EXC:
      if (!message->exc.caught)
        print_text (stderr, message->exc.text);
      break;
    case LAB_SYNTAX:
      print_text (stderr, message->syntax.text);
      break;
    default:
      break;
    }
}

static void
dump_event (const LabMessage *message)
{
  g_autoptr (GString) json = g_string_new (NULL);

  lab_dump_message (message, json);
  g_string_append_c (json, '\n');
  fwrite (json->str, 1, json->len, stdout);
}

static void
show_events (LabRun  *run,
             gpointer data)
{
  Show         *show = data;
  LabLog       *log = lab_run_get_log (run);
  const guint64 n_events = lab_log_get_n_events (log);

  for (; show->n_shown < n_events; show->n_shown++)
    {
      LabMessage message;

      lab_log_get_event (log, show->n_shown, &message);
      if (show->trace)
        dump_event (&message);
      else
        print_event (&message);
    }
  fflush (stdout);
}

/* ---- the command ---- */

static int
refuse_usage (void)
{
  cli_output_complain (_ ("expected “lab run FILE.py” or “lab trace FILE.py”"));
  return CLI_EXIT_FAILED;
}

/* In other words, after Python's own. */
static void
explain (LabLog *log)
{
  g_autoptr (GArray) found = lab_explanation_list_all (log, lab_log_get_n_events (log));

  for (guint i = 0; i < found->len; i++)
    {
      const LabTrap *trap = &g_array_index (found, LabTrap, i);
      guint64        line_event;
      LabMessage     line = { 0 };

      if (lab_search_line_of (log, trap->event, &line_event))
        lab_log_get_event (log, line_event, &line);
      /* TRANSLATORS: a line number, and what happened there */
      fprintf (stderr, _ ("\nLine %u: %s\n"), line.line.line, lab_explanation_get_title (trap->explanation));
      fprintf (stderr, "%s\n%s\n", lab_explanation_get_cause (trap->explanation), lab_explanation_get_fix (trap->explanation));
    }
}

static int
run_program (const char    *path,
             LabRunOptions *options,
             gboolean       trace,
             gboolean       explained)
{
  Show show = { trace, 0 };
  g_autoptr (LabRun) run = NULL;

  options->traced = trace || explained;
  if (explained)
    options->max_lines = options->max_events = G_MAXINT64;
  run = cli_program_run (path, options, show_events, &show);
  if (run != NULL && explained)
    explain (lab_run_get_log (run));
  return run != NULL ? cli_program_finish (run) : CLI_EXIT_FAILED;
}

static int
run_lab (int   argc,
         char *argv[])
{
  LabRunOptions      options = { 0 };
  int                status;
  gboolean           trace, explained = FALSE;
  const GOptionEntry entries[] = {
    { "seed", 's', 0, G_OPTION_ARG_INT64, &options.seed, N_ ("Start of the random numbers; 0 unless given"), N_ ("N") },
    { "explain", 'e', 0, G_OPTION_ARG_NONE, &explained, N_ ("In the end, explain PyTorch’s errors and warnings, and mistakes that it does not see"), NULL },
    { "strict", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &options.strict, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!cli_command_parse (&cli_lab_command, entries, NULL, &argc, argv, &status))
    return status;
  if (argc != 3)
    return refuse_usage ();
  trace = g_str_equal (argv[1], "trace");
  if (!trace && !g_str_equal (argv[1], "run"))
    return refuse_usage ();
  return run_program (argv[2], &options, trace, explained);
}

const CliCommand cli_lab_command = {
  .name = "lab",
  .arguments = N_ ("run|trace FILE.py"),
  .summary = N_ ("Run a program of the autograd lab"),
  .describe = describe_lab,
  .run = run_lab,
};
