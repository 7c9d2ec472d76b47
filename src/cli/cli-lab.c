/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* gradients-cli lab: programs of the autograd lab, run behind the same wall as in the window. “run” passes on what
 * they print, “trace” tells everything they do, one JSON object a line. */

#include <stdio.h>
#include <string.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "cli/cli-command.h"
#include "cli/cli-output.h"
#include "lab/lab-client.h"
#include "lab/lab-dump.h"

enum
{
  EXIT_EXCEPTION = 1,
  EXIT_LIMIT = 3,
  EXIT_INTERRUPTED = 130,
};

typedef struct
{
  LabRun  *run;
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
run_changed_cb (LabRun  *run,
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
  if (lab_run_get_state (run) == LAB_RUN_PAUSED)
    lab_run_stop (run);
}

static gboolean
interrupted_cb (gpointer data)
{
  lab_run_stop (data);
  return G_SOURCE_CONTINUE;
}

/* ---- the end ---- */

static int
get_status (LabRun *run)
{
  switch (lab_run_get_ending (run))
    {
    case LAB_ENDING_FINISHED:
      return lab_run_get_exit_code (run);
    case LAB_ENDING_LIMIT:
    case LAB_ENDING_KILLED:
      return EXIT_LIMIT;
    case LAB_ENDING_STOPPED:
      return EXIT_INTERRUPTED;
    case LAB_ENDING_UNAVAILABLE:
      return CLI_EXIT_FAILED;
    case LAB_ENDING_EXCEPTION:
    case LAB_ENDING_SYNTAX:
    case LAB_ENDING_CRASHED:
    case LAB_ENDING_LEFT:
    case LAB_ENDING_DISTRUSTED:
    default:
      return EXIT_EXCEPTION;
    }
}

/* Python has already said what an exception is; any other end gets its sentence. */
static gboolean
needs_sentence (LabEnding ending)
{
  return ending != LAB_ENDING_FINISHED && ending != LAB_ENDING_EXCEPTION && ending != LAB_ENDING_SYNTAX;
}

static int
show_run (LabRun  *run,
          gboolean trace)
{
  Show        show = { run, trace, 0 };
  const guint interrupted = g_unix_signal_add (SIGINT, interrupted_cb, run);

  g_signal_connect (run, "changed", G_CALLBACK (run_changed_cb), &show);
  while (lab_run_get_state (run) != LAB_RUN_ENDED)
    g_main_context_iteration (NULL, TRUE);
  run_changed_cb (run, &show);
  g_signal_handlers_disconnect_by_data (run, &show);
  g_source_remove (interrupted);
  if (needs_sentence (lab_run_get_ending (run)))
    cli_output_complain (lab_run_get_sentence (run));
  return get_status (run);
}

/* ---- the command ---- */

static char *
read_program (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *message = NULL;
  gsize            length;

  if (!g_file_get_contents (path, &text, &length, &error))
    {
      cli_output_fail (error, NULL);
      return NULL;
    }
  if (length == strlen (text) && g_utf8_validate_len (text, length, NULL))
    return g_steal_pointer (&text);
  message = g_strdup_printf (_ ("“%s” is no program: expected text in UTF-8"), path);
  cli_output_complain (message);
  return NULL;
}

static int
refuse_usage (void)
{
  cli_output_complain (_ ("expected “lab run FILE.py” or “lab trace FILE.py”"));
  return CLI_EXIT_FAILED;
}

static int
run_program (const char    *path,
             LabRunOptions *options)
{
  g_autoptr (LabClient) client = lab_client_new ();
  g_autoptr (LabRun) run = NULL;
  g_autofree char *text = read_program (path);
  g_autofree char *name = g_filename_display_name (path);

  if (text == NULL)
    return CLI_EXIT_FAILED;
  options->name = name;
  options->text = text;
  run = lab_client_run (client, options);
  return show_run (run, options->traced);
}

static int
run_lab (int   argc,
         char *argv[])
{
  LabRunOptions      options = { 0 };
  int                status;
  const GOptionEntry entries[] = {
    { "seed", 's', 0, G_OPTION_ARG_INT64, &options.seed, N_ ("Start of the random numbers; 0 unless given"), N_ ("N") },
    { "strict", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &options.strict, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!cli_command_parse (&cli_lab_command, entries, NULL, &argc, argv, &status))
    return status;
  if (argc != 3)
    return refuse_usage ();
  if (g_str_equal (argv[1], "trace"))
    options.traced = TRUE;
  else if (!g_str_equal (argv[1], "run"))
    return refuse_usage ();
  return run_program (argv[2], &options);
}

const CliCommand cli_lab_command = {
  .name = "lab",
  .arguments = N_ ("run|trace FILE.py"),
  .summary = N_ ("Run a program of the autograd lab"),
  .describe = describe_lab,
  .run = run_lab,
};
