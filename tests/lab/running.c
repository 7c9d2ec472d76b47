/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Programs run by tests in real workers. */

#include "running.h"

enum
{
  PATIENCE_MS = 60000,
};

static gboolean
time_over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

gboolean
running_wait (gboolean (*condition) (gpointer data),
              gpointer data,
              guint    ms)
{
  gboolean over = FALSE;
  guint    timeout = g_timeout_add (ms, time_over_cb, &over);

  while (!over && !condition (data))
    g_main_context_iteration (NULL, TRUE);
  if (!over)
    g_source_remove (timeout);
  return condition (data);
}

static gboolean
has_ended (gpointer run)
{
  return lab_run_get_state (run) == LAB_RUN_ENDED;
}

static void
changed_cb (LabRun  *run,
            gpointer act)
{
  ((void (*) (LabRun *)) act) (run);
}

LabRun *
running_run (LabClient     *client,
             LabRunOptions *options,
             void (*act) (LabRun *run))
{
  LabRun *run = lab_client_run (client, options);

  if (act != NULL)
    g_signal_connect (run, "changed", G_CALLBACK (changed_cb), act);
  g_assert_true (running_wait (has_ended, run, PATIENCE_MS));
  g_test_message ("%s", lab_run_get_sentence (run));
  return run;
}

LabRun *
running_run_text (LabClient  *client,
                  const char *text)
{
  LabRunOptions options = { .name = "program.py", .text = text, .traced = TRUE };

  return running_run (client, &options, NULL);
}

char *
running_dup_output (LabRun *run)
{
  LabLog *log = lab_run_get_log (run);

  return lab_log_dup_output (log, lab_log_get_n_events (log), 0);
}

guint
running_count (LabRun *run,
               LabKind kind)
{
  LabLog *log = lab_run_get_log (run);
  guint   n = 0;

  for (guint64 event = 0; event < lab_log_get_n_events (log); event++)
    n += lab_log_get_kind (log, event) == kind;
  return n;
}
