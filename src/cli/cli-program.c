/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A lab program from its file to its end. */

#include "cli/cli-program.h"

#include <string.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "cli/cli-command.h"
#include "cli/cli-output.h"
#include "lab/lab-client.h"

char *
cli_program_read (const char *path)
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

typedef struct
{
  void (*show) (LabRun *run, gpointer data);
  gpointer data;
} Show;

static void
run_changed_cb (LabRun  *run,
                gpointer data)
{
  const Show *show = data;

  if (show->show != NULL)
    show->show (run, show->data);
  if (lab_run_get_state (run) == LAB_RUN_PAUSED)
    lab_run_stop (run);
}

static gboolean
interrupted_cb (gpointer data)
{
  lab_run_stop (data);
  return G_SOURCE_CONTINUE;
}

LabRun *
cli_program_run (const char    *path,
                 LabRunOptions *options,
                 void (*show) (LabRun *run, gpointer data),
                 gpointer data)
{
  g_autoptr (LabClient) client = lab_client_new ();
  g_autofree char *text = cli_program_read (path);
  g_autofree char *name = g_filename_display_name (path);
  Show             shown = { show, data };
  LabRun          *run;
  guint            interrupted;

  if (text == NULL)
    return NULL;
  options->name = name;
  options->text = text;
  run = lab_client_run (client, options);
  interrupted = g_unix_signal_add (SIGINT, interrupted_cb, run);
  g_signal_connect (run, "changed", G_CALLBACK (run_changed_cb), &shown);
  while (lab_run_get_state (run) != LAB_RUN_ENDED)
    g_main_context_iteration (NULL, TRUE);
  run_changed_cb (run, &shown);
  g_signal_handlers_disconnect_by_data (run, &shown);
  g_source_remove (interrupted);
  return run;
}

static int
get_status (LabRun *run)
{
  switch (lab_run_get_ending (run))
    {
    case LAB_ENDING_FINISHED:
      return lab_run_get_exit_code (run);
    case LAB_ENDING_LIMIT:
    case LAB_ENDING_KILLED:
      return CLI_EXIT_LIMIT;
    case LAB_ENDING_STOPPED:
      return CLI_EXIT_INTERRUPTED;
    case LAB_ENDING_UNAVAILABLE:
      return CLI_EXIT_FAILED;
    case LAB_ENDING_EXCEPTION:
    case LAB_ENDING_SYNTAX:
    case LAB_ENDING_CRASHED:
    case LAB_ENDING_LEFT:
    case LAB_ENDING_DISTRUSTED:
    default:
      return CLI_EXIT_EXCEPTION;
    }
}

/* Python has already said what an exception is; any other end gets its sentence. */
static gboolean
needs_sentence (LabEnding ending)
{
  return ending != LAB_ENDING_FINISHED && ending != LAB_ENDING_EXCEPTION && ending != LAB_ENDING_SYNTAX;
}

int
cli_program_finish (LabRun *run)
{
  if (needs_sentence (lab_run_get_ending (run)))
    cli_output_complain (lab_run_get_sentence (run));
  return get_status (run);
}
