/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A thread that sleeps while the work is quick, and speaks when it is not. */

#include "cli/cli-progress.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

struct _CliProgress
{
  GThread *thread;
  GMutex   lock;
  GCond    ended;
  gboolean end;
  char    *what;
};

static void
say (CliProgress *progress,
     guint        seconds)
{
  if (isatty (STDERR_FILENO))
    {
      /* TRANSLATORS: what is being done, and for how many seconds */
      g_autofree char *line = g_strdup_printf (_ ("%s, %u s"), progress->what, seconds);

      g_printerr ("\rgradients-cli: %s", line);
    }
  else if (seconds == 1)
    g_printerr ("gradients-cli: %s\n", progress->what);
}

static gpointer
watch (gpointer data)
{
  CliProgress *progress = data;
  gint64       start = g_get_monotonic_time ();
  guint        seconds = 0;

  g_mutex_lock (&progress->lock);
  while (!progress->end)
    if (!g_cond_wait_until (&progress->ended, &progress->lock, start + (seconds + 1) * G_TIME_SPAN_SECOND))
      say (progress, ++seconds);
  g_mutex_unlock (&progress->lock);
  if (seconds > 0 && isatty (STDERR_FILENO))
    g_printerr ("\r\033[K");
  return NULL;
}

CliProgress *
cli_progress_new (const char *what)
{
  CliProgress *progress = g_new0 (CliProgress, 1);

  g_mutex_init (&progress->lock);
  g_cond_init (&progress->ended);
  progress->what = g_strdup (what);
  progress->thread = g_thread_new ("progress", watch, progress);
  return progress;
}

void
cli_progress_free (CliProgress *progress)
{
  g_mutex_lock (&progress->lock);
  progress->end = TRUE;
  g_cond_signal (&progress->ended);
  g_mutex_unlock (&progress->lock);
  g_thread_join (progress->thread);
  g_mutex_clear (&progress->lock);
  g_cond_clear (&progress->ended);
  g_free (progress->what);
  g_free (progress);
}
