/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A run joins a worker and a log: what the one says goes into the other, and what the one does, or omits to do, moves
 * the state. */

#include "lab/lab-run.h"

#include <glib/gi18n-lib.h>
#include <signal.h>

#include "lab/lab-ending.h"

enum
{
  GRACE_MS = 700,   /* between asking to stop and ending */
  LISTEN_MS = 100,  /* between two looks whether it has fallen silent */
  SILENCE_MS = 150, /* after which it is asked for what it has not sent */
};

struct _LabRun
{
  GObject     parent;
  LabWorker  *worker; /* NULL once ended */
  LabLog     *log;
  LabRunState state;
  LabEnding   ending;
  char       *sentence;
  int         exit_code;
  guint32     wall;
  gboolean    ready;
  gint64      asked; /* when it was asked for the rest */
  guint       n_skipped;
  guint       grace, listening; /* sources */
  guint64     n_told;           /* events at the last “changed” */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LabRun, lab_run, G_TYPE_OBJECT)

static void
set_state (LabRun     *run,
           LabRunState state)
{
  if (run->state == state || run->state == LAB_RUN_ENDED)
    return;
  run->state = state;
  g_signal_emit (run, signals[CHANGED], 0);
}

/* Takes the sentence. From here on the worker is nobody. */
static void
end_run (LabRun   *run,
         LabEnding ending,
         char     *sentence)
{
  if (run->state == LAB_RUN_ENDED)
    {
      g_free (sentence);
      return;
    }
  run->ending = ending;
  run->sentence = sentence;
  g_clear_handle_id (&run->grace, g_source_remove);
  g_clear_handle_id (&run->listening, g_source_remove);
  if (run->worker != NULL)
    {
      lab_worker_set_callbacks (run->worker, NULL, NULL);
      lab_worker_kill (run->worker);
    }
  g_clear_pointer (&run->worker, lab_worker_unref);
  set_state (run, LAB_RUN_ENDED);
}

/* ---- what the worker says ---- */

static gboolean
greet (LabRun           *run,
       const LabMessage *message)
{
  run->ready = TRUE;
  run->wall = message->hello.wall;
  if (message->hello.protocol == LAB_PROTOCOL_VERSION && (run->wall & LAB_WALL_SECCOMP) != 0)
    return TRUE;
  end_run (run, LAB_ENDING_UNAVAILABLE, g_strdup (_ ("Programs cannot run here: the lab’s worker is of another version, or has no wall.")));
  return FALSE;
}

/* What a frame that the log has taken means for the state. */
static void
note_message (LabRun           *run,
              const LabMessage *message)
{
  LabEnding ending;
  char     *sentence;

  if (message->kind == LAB_COMPILED && run->state == LAB_RUN_STARTING)
    set_state (run, LAB_RUN_RUNNING);
  else if (message->kind == LAB_PAUSED && run->state == LAB_RUN_RUNNING)
    set_state (run, LAB_RUN_PAUSED);
  else if (message->kind == LAB_END)
    {
      run->exit_code = (int) message->end.exit_code;
      sentence = lab_ending_describe_word (run->log, &message->end, &ending);
      end_run (run, ending, sentence);
    }
}

static gboolean
distrust (LabRun *run,
          GError *error)
{
  const gboolean full = g_error_matches (error, LAB_ERROR, LAB_ERROR_LIMIT);

  end_run (run, full ? LAB_ENDING_LIMIT : LAB_ENDING_DISTRUSTED, g_strdup (error->message));
  return FALSE;
}

static gboolean
frame_cb (LabWorker    *worker,
          const guint8 *frame,
          gsize         length,
          gpointer      data)
{
  g_autoptr (LabRun) run = g_object_ref (data);
  g_autoptr (GError) error = NULL;
  LabMessage  message;
  const char *problem;
  gsize       used;

  if (lab_protocol_decode (frame, length, LAB_FROM_WORKER, &message, &used, &problem) == LAB_DECODE_FRAME)
    {
      if (message.kind == LAB_HELLO && !run->ready)
        return greet (run, &message);
      if (run->n_skipped > 0 && (message.kind == LAB_COMPILED || message.kind == LAB_SYNTAX))
        {
          run->n_skipped--;
          return TRUE;
        }
    }
  if (!lab_log_append (run->log, frame, length, &error))
    return distrust (run, error);
  note_message (run, &message);
  return run->state != LAB_RUN_ENDED;
}

static void
pause_cb (LabWorker *worker,
          gpointer   data)
{
  LabRun *run = data;

  run->asked = 0;
  if (run->n_told == lab_log_get_n_events (run->log))
    return;
  run->n_told = lab_log_get_n_events (run->log);
  g_signal_emit (run, signals[CHANGED], 0);
}

static void
ended_cb (LabWorker          *worker,
          const LabWorkerEnd *end,
          gpointer            data)
{
  LabRun   *run = data;
  LabEnding ending;
  char     *sentence = lab_ending_describe_silence (run->log, end, &ending);

  end_run (run, ending, sentence);
}

static const LabWorkerCallbacks callbacks = { frame_cb, pause_cb, ended_cb };

/* ---- silence ---- */

/* Text that waits in the worker while it is in one long call is asked for, once. A signal to stop that came just
 * before the call began to wait is not seen there, so it is sent again. */
static gboolean
listen_cb (gpointer data)
{
  LabRun      *run = data;
  const gint64 silent_ms = (g_get_monotonic_time () - lab_worker_get_last_heard (run->worker)) / 1000;

  if (run->state == LAB_RUN_STOPPING)
    lab_worker_signal (run->worker, SIGUSR1);
  if (run->ready && run->state == LAB_RUN_RUNNING && silent_ms > SILENCE_MS && run->asked == 0)
    {
      run->asked = g_get_monotonic_time ();
      lab_worker_signal (run->worker, SIGUSR2);
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
grace_over_cb (gpointer data)
{
  LabRun *run = data;

  run->grace = 0;
  lab_worker_kill (run->worker);
  return G_SOURCE_REMOVE;
}

/* ---- the object ---- */

static void
lab_run_dispose (GObject *object)
{
  LabRun *run = LAB_RUN (object);

  g_clear_handle_id (&run->grace, g_source_remove);
  g_clear_handle_id (&run->listening, g_source_remove);
  if (run->worker != NULL)
    {
      lab_worker_set_callbacks (run->worker, NULL, NULL);
      lab_worker_kill (run->worker);
    }
  g_clear_pointer (&run->worker, lab_worker_unref);
  G_OBJECT_CLASS (lab_run_parent_class)->dispose (object);
}

static void
lab_run_finalize (GObject *object)
{
  LabRun *run = LAB_RUN (object);

  g_free (run->sentence);
  lab_log_unref (run->log);
  G_OBJECT_CLASS (lab_run_parent_class)->finalize (object);
}

static void
lab_run_class_init (LabRunClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = lab_run_dispose;
  object_class->finalize = lab_run_finalize;
  signals[CHANGED] = g_signal_new ("changed", LAB_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lab_run_init (LabRun *run)
{
  run->log = lab_log_new ();
}

static guint64
or_usual (guint64 asked,
          guint64 usual)
{
  return asked != 0 ? asked : usual;
}

static gboolean
send_program (LabWorker           *worker,
              const LabRunOptions *options)
{
  const LabMessage message = {
    .kind = LAB_PROGRAM,
    .program = {
        .flags = options->traced ? LAB_PROGRAM_TRACE : 0,
        .seed = options->seed,
        .credit = G_MAXUINT64,
        .max_lines = or_usual (options->max_lines, 200000),
        .max_events = or_usual (options->max_events, 1000000),
        .max_text = or_usual (options->max_text, 1 << 20),
        .max_figures = (guint32) or_usual (options->max_figures, 20),
        .name = { options->name, (guint32) strlen (options->name) },
        .text = { options->text, (guint32) MIN (strlen (options->text), G_MAXUINT32) } },
  };

  return lab_worker_send (worker, &message);
}

LabRun *
lab_run_new (LabWorker           *worker,
             gboolean             ready,
             guint32              wall,
             guint                n_skipped,
             const LabRunOptions *options,
             const char          *problem)
{
  LabRun *run = g_object_new (LAB_TYPE_RUN, NULL);

  run->worker = worker;
  run->ready = ready;
  run->wall = wall;
  run->n_skipped = n_skipped;
  if (worker == NULL)
    {
      end_run (run, LAB_ENDING_UNAVAILABLE, g_strdup (problem));
      return run;
    }
  lab_worker_set_callbacks (worker, &callbacks, run);
  if (send_program (worker, options))
    run->listening = g_timeout_add (LISTEN_MS, listen_cb, run);
  else
    end_run (run, LAB_ENDING_UNAVAILABLE, g_strdup_printf (_ ("A program may have %d KiB at most."), LAB_MAX_PROGRAM / 1024));
  return run;
}

LabLog *
lab_run_get_log (LabRun *run)
{
  return run->log;
}

LabRunState
lab_run_get_state (LabRun *run)
{
  return run->state;
}

LabEnding
lab_run_get_ending (LabRun *run)
{
  return run->ending;
}

const char *
lab_run_get_sentence (LabRun *run)
{
  return run->sentence;
}

int
lab_run_get_exit_code (LabRun *run)
{
  return run->exit_code;
}

double
lab_run_get_silence (LabRun *run)
{
  if (run->worker == NULL || run->state != LAB_RUN_RUNNING)
    return 0;
  return (double) (g_get_monotonic_time () - lab_worker_get_last_heard (run->worker)) / G_USEC_PER_SEC;
}

guint32
lab_run_get_wall (LabRun *run)
{
  return run->wall;
}

void
lab_run_stop (LabRun *run)
{
  if (run->worker == NULL || run->state == LAB_RUN_STOPPING)
    return;
  if (!run->ready)
    {
      end_run (run, LAB_ENDING_STOPPED, g_strdup (_ ("The program was stopped.")));
      return;
    }
  lab_worker_signal (run->worker, SIGUSR1);
  lab_worker_send (run->worker, &(LabMessage){ .kind = LAB_STOP });
  run->grace = g_timeout_add (GRACE_MS, grace_over_cb, run);
  set_state (run, LAB_RUN_STOPPING);
}

void
lab_run_go_on (LabRun *run)
{
  if (run->state != LAB_RUN_PAUSED)
    return;
  lab_worker_send (run->worker, &(LabMessage){ .kind = LAB_CREDIT, .credit = { G_MAXUINT64 } });
  set_state (run, LAB_RUN_RUNNING);
}

void
lab_run_inspect (LabRun *run,
                 guint64 tensor,
                 guint64 from,
                 guint32 count)
{
  if (run->state == LAB_RUN_PAUSED)
    lab_worker_send (run->worker, &(LabMessage){ .kind = LAB_INSPECT, .inspect = { tensor, from, count } });
}
