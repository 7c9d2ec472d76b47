/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* One clear sentence for every way in which a program can end. */

#include "lab/lab-ending.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

#include "lab/lab-text.h"

enum
{
  NO_WALL = 5, /* exit status of a worker whose wall does not stand */
};

static guint32
get_last_line (LabLog *log)
{
  return lab_log_get_state (log, lab_log_get_n_events (log))->line;
}

/* The last event of that kind. */
static gboolean
find_last (LabLog     *log,
           LabKind     kind,
           LabMessage *message)
{
  for (guint64 event = lab_log_get_n_events (log); event-- > 0;)
    if (lab_log_get_kind (log, event) == kind)
      {
        lab_log_get_event (log, event, message);
        return TRUE;
      }
  return FALSE;
}

static char *
describe_exception (LabLog *log)
{
  LabMessage       message;
  g_autofree char *type = NULL;

  if (!find_last (log, LAB_EXC, &message))
    return g_strdup (_ ("The program ended with an exception."));
  type = lab_text_dup_clean (message.exc.type);
  if (message.exc.spans.n == 0)
    return g_strdup_printf (_ ("The program ended with %s."), type);
  return g_strdup_printf (_ ("The program ended with %s at line %u."), type, lab_list_get_u32 (&message.exc.spans, message.exc.spans.n - 4));
}

static char *
describe_syntax (LabLog *log)
{
  LabMessage       message;
  g_autofree char *type = NULL;

  if (!find_last (log, LAB_SYNTAX, &message))
    return g_strdup (_ ("The program cannot be read."));
  type = lab_text_dup_clean (message.syntax.type);
  return g_strdup_printf (_ ("The program cannot be read: %s at line %u."), type, message.syntax.span.line);
}

static char *
describe_limit (LabLog       *log,
                const LabEnd *end)
{
  const struct
  {
    const char *limit;
    const char *sentence;
  } sentences[] = {
    { "lines", _ ("The program ran as many lines as the lab records.") },
    { "events", _ ("The program did as much as the lab records.") },
    { "text", _ ("The program printed more than the lab keeps.") },
    { "figures", _ ("The program drew more figures than the lab keeps.") },
  };
  g_autofree char *limit = lab_text_dup (end->message);

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (strcmp (limit, sentences[i].limit) == 0)
      return g_strdup (sentences[i].sentence);
  return g_strdup (_ ("The program reached a limit of the lab."));
}

char *
lab_ending_describe_word (LabLog       *log,
                          const LabEnd *end,
                          LabEnding    *ending)
{
  switch ((int) end->status)
    {
    case LAB_END_EXCEPTION:
      *ending = LAB_ENDING_EXCEPTION;
      return describe_exception (log);
    case LAB_END_SYNTAX:
      *ending = LAB_ENDING_SYNTAX;
      return describe_syntax (log);
    case LAB_END_STOPPED:
      *ending = LAB_ENDING_STOPPED;
      return g_strdup (_ ("The program was stopped."));
    case LAB_END_LIMIT:
      *ending = LAB_ENDING_LIMIT;
      return describe_limit (log, end);
    default:
      *ending = LAB_ENDING_FINISHED;
      return g_strdup (_ ("The program has finished."));
    }
}

static char *
describe_signal (int     number,
                 guint32 line)
{
  const char *what = number == SIGSEGV || number == SIGBUS ? _ ("it used memory that is not there")
                     : number == SIGABRT || number == SIGTRAP
                         ? _ ("it gave up")
                         : g_strsignal (number);

  if (line == 0)
    return g_strdup_printf (_ ("The program broke the Python that ran it: %s."), what);
  return g_strdup_printf (_ ("The program broke the Python that ran it, at line %u: %s."), line, what);
}

/* The last line of what a worker says when it cannot start. */
static char *
describe_no_wall (const LabWorkerEnd *end)
{
  g_autofree char *errors = g_strchomp (g_strdup (end->errors));
  const char      *line = strrchr (errors, '\n') != NULL ? strrchr (errors, '\n') + 1 : errors;

  return g_strdup_printf (_ ("Programs cannot run here, since the wall around them does not stand: %s."),
                          *line != '\0' ? line : _ ("it does not say why"));
}

char *
lab_ending_describe_silence (LabLog             *log,
                             const LabWorkerEnd *end,
                             LabEnding          *ending)
{
  const guint32 line = get_last_line (log);

  if (end->killed)
    {
      *ending = LAB_ENDING_STOPPED;
      return g_strdup (_ ("The program did not stop when it was asked to, so it was ended."));
    }
  if (end->by_signal && (end->number == SIGKILL || end->number == SIGTERM))
    {
      *ending = LAB_ENDING_KILLED;
      return g_strdup (_ ("The system ended the program, perhaps for want of memory."));
    }
  if (!end->by_signal && end->number == NO_WALL)
    {
      *ending = LAB_ENDING_UNAVAILABLE;
      return describe_no_wall (end);
    }
  if (end->by_signal || end->number > 128)
    {
      *ending = LAB_ENDING_CRASHED;
      return describe_signal (end->by_signal ? end->number : end->number - 128, line);
    }
  *ending = LAB_ENDING_LEFT;
  return g_strdup_printf (_ ("The program left without a last word (exit status %d)."), end->number);
}
