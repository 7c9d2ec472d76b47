/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What is to be said of a run as a whole: how it stands, or how it ended and why. */

#include "app/gradients-lab-run.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "descent/descent-format.h"
#include "lab/lab-search.h"
#include "lab/lab-text.h"

#define WORTH_SAYING 2.0 /* seconds of silence */

/* The last exception that nobody caught, or what kept the program from being read. */
static gboolean
find_last_error (LabLog     *log,
                 LabMessage *message)
{
  for (guint64 event = lab_log_get_n_events (log); event-- > 0;)
    {
      const LabKind kind = lab_log_get_kind (log, event);

      if (kind != LAB_EXC && kind != LAB_SYNTAX)
        continue;
      lab_log_get_event (log, event, message);
      if (kind == LAB_SYNTAX || !message->exc.caught)
        return TRUE;
    }
  return FALSE;
}

static char *
join_type_and_message (LabText type,
                       LabText message)
{
  g_autofree char *type_text = lab_text_dup_clean (type);
  g_autofree char *message_text = lab_text_dup_clean (message);

  return *message_text != '\0' ? g_strdup_printf ("%s: %s", type_text, message_text) : g_strdup (type_text);
}

gboolean
gradients_lab_run_find_error (GradientsLabRun *self,
                              guint32         *line,
                              char           **message)
{
  LabRun    *run = gradients_lab_run_get_run (self);
  LabMessage error;

  if (run == NULL || lab_run_get_state (run) != LAB_RUN_ENDED || !find_last_error (lab_run_get_log (run), &error))
    return FALSE;
  if (lab_run_get_ending (run) == LAB_ENDING_SYNTAX)
    {
      *line = error.syntax.span.line;
      *message = join_type_and_message (error.syntax.type, error.syntax.message);
      return TRUE;
    }
  if (lab_run_get_ending (run) != LAB_ENDING_EXCEPTION)
    return FALSE;
  *line = error.exc.spans.n >= 4 ? lab_list_get_u32 (&error.exc.spans, error.exc.spans.n - 4) : 0;
  *message = join_type_and_message (error.exc.type, error.exc.message);
  return TRUE;
}

/* ---- sentences ---- */

/* Up to its first full stop: what follows is advice, which has a place of its own. */
static void
keep_first_sentence (char *message)
{
  char *stop = strstr (message, ". ");

  if (stop != NULL)
    stop[1] = '\0';
}

static char *
describe_work (LabRun *run)
{
  const double     silence = lab_run_get_silence (run);
  LabLog          *log = lab_run_get_log (run);
  const guint32    line = lab_log_get_state (log, lab_log_get_n_events (log))->line;
  g_autofree char *seconds = descent_format_rounded (silence, 2);

  if (lab_run_get_state (run) == LAB_RUN_STOPPING)
    return g_strdup (_ ("The program is asked to stop."));
  if (silence > WORTH_SAYING && line > 0)
    return g_strdup_printf (_ ("The program runs; for %s seconds it has been busy inside one call at line %u."), seconds, line);
  return g_strdup (_ ("The program runs."));
}

/* What there is to learn of it, the last first: that is where it ended. */
static const char *
find_title (GradientsLabRun *self)
{
  GArray *explanations = gradients_lab_run_get_explanations (self);

  if (explanations->len == 0)
    return NULL;
  return lab_explanation_get_title (g_array_index (explanations, LabTrap, explanations->len - 1).explanation);
}

static char *
describe_error (GradientsLabRun *self)
{
  LabRun          *run = gradients_lab_run_get_run (self);
  const char      *title = lab_run_get_ending (run) == LAB_ENDING_EXCEPTION ? find_title (self) : NULL;
  g_autofree char *message = NULL;
  guint32          line;

  if (!gradients_lab_run_find_error (self, &line, &message))
    return g_strdup (lab_run_get_sentence (run));
  keep_first_sentence (message);
  if (line == 0)
    return g_steal_pointer (&message);
  if (title != NULL)
    /* TRANSLATORS: number of a line, why the program failed in plain words, and PyTorch’s own */
    return g_strdup_printf (_ ("Line %u: %s. %s"), line, title, message);
  /* TRANSLATORS: number of a line, and Python’s words */
  return g_strdup_printf (_ ("Line %u: %s"), line, message);
}

/* A trap raises nothing, so the program has finished in spite of it. */
static char *
describe_finish (GradientsLabRun *self)
{
  GArray        *explanations = gradients_lab_run_get_explanations (self);
  LabLog        *log = gradients_lab_run_get_log (self);
  const LabTrap *trap;
  guint64        line_event;
  LabMessage     line = { 0 };

  if (explanations->len == 0)
    return g_strdup (lab_run_get_sentence (gradients_lab_run_get_run (self)));
  trap = &g_array_index (explanations, LabTrap, explanations->len - 1);
  if (lab_search_line_of (log, trap->event, &line_event))
    lab_log_get_event (log, line_event, &line);
  /* TRANSLATORS: number of a line, and what went wrong there in plain words */
  return g_strdup_printf (_ ("The program has finished, but look at line %u: %s."), line.line.line,
                          lab_explanation_get_title (trap->explanation));
}

static char *
describe_run (GradientsLabRun *self)
{
  LabRun *run = gradients_lab_run_get_run (self);

  if (gradients_lab_run_is_busy (self))
    return describe_work (run);
  if (lab_run_get_state (run) == LAB_RUN_PAUSED)
    return g_strdup (_ ("The record is as long as the lab keeps without being asked. The program waits."));
  if (lab_run_get_ending (run) == LAB_ENDING_FINISHED)
    return describe_finish (self);
  return describe_error (self);
}

char *
gradients_lab_run_describe_fault (GradientsLabRun *self)
{
  guint32     line;
  const char *message;

  if (!gradients_lab_run_find_fault (self, &line, &message))
    return NULL;
  return g_strdup_printf (_ ("Line %u: %s"), line, message);
}

char *
gradients_lab_run_describe (GradientsLabRun *self)
{
  g_autofree char *sentence = NULL;

  if (gradients_lab_run_get_problem (self) != NULL)
    return g_strdup (gradients_lab_run_get_problem (self));
  if (gradients_lab_run_get_run (self) == NULL)
    return g_strdup (_ ("The program has not run."));
  sentence = describe_run (self);
  if (gradients_lab_run_is_old (self))
    /* TRANSLATORS: before the verdict on a run */
    return g_strdup_printf (_ ("Edited since it ran. %s"), sentence);
  return g_steal_pointer (&sentence);
}
