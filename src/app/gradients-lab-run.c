/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A program and the record of its run, without widgets. Nothing here waits: what the worker says comes by the main
 * context, and each piece is looked through once for the places where a person stops. */

#include "app/gradients-lab-run.h"

#include "lab/lab-search.h"
#include "lab/lab-worker.h"

enum
{
  CHECK_DELAY = 500,  /* ms after the last key */
  LISTEN_DELAY = 500, /* between two looks at a program that runs */
};

struct _GradientsLabRun
{
  GObject parent_instance;

  LabClient *client;
  char      *problem;
  char      *text;
  char      *text_run;
  LabRun    *run;
  guint      n_runs;
  GArray    *stops;   /* guint64 */
  guint64    n_known; /* events that were looked through */
  gboolean   has_end; /* the last stop is the end */
  GArray    *explanations;

  gboolean warm;
  guint    check_id;
  guint    n_checks; /* asked for; the newest counts */
  guint32  fault_line;
  char    *fault;
  guint    listen_id;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_CHECKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GradientsLabRun, gradients_lab_run, G_TYPE_OBJECT)

/* ---- reading for errors ---- */

typedef struct
{
  GWeakRef self;
  guint    n;
} CheckAsked;

static void
take_check (GradientsLabRun *self,
            LabCheckResult  *result)
{
  g_clear_pointer (&self->fault, g_free);
  self->fault_line = result->fine ? 0 : result->span.line;
  self->fault = g_steal_pointer (&result->message);
  g_signal_emit (self, signals[SIGNAL_CHECKED], 0);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  CheckAsked *asked = data;
  g_autoptr (GradientsLabRun) self = g_weak_ref_get (&asked->self);
  g_autoptr (LabCheckResult) check = lab_client_check_finish (LAB_CLIENT (source), result, NULL);

  /* No answer comes if the worker was given the program to run: then the run says what is wrong. */
  if (self != NULL && check != NULL && asked->n == self->n_checks)
    take_check (self, check);
  g_weak_ref_clear (&asked->self);
  g_free (asked);
}

static gboolean
check_cb (gpointer data)
{
  GradientsLabRun *self = GRADIENTS_LAB_RUN (data);
  CheckAsked      *asked = g_new0 (CheckAsked, 1);

  self->check_id = 0;
  g_weak_ref_init (&asked->self, self);
  asked->n = ++self->n_checks;
  lab_client_check_async (self->client, self->text, checked_cb, asked);
  return G_SOURCE_REMOVE;
}

static void
forget_fault (GradientsLabRun *self)
{
  const gboolean known = self->fault != NULL;

  self->n_checks++;
  self->fault_line = 0;
  g_clear_pointer (&self->fault, g_free);
  if (known)
    g_signal_emit (self, signals[SIGNAL_CHECKED], 0);
}

static void
check_later (GradientsLabRun *self)
{
  g_clear_handle_id (&self->check_id, g_source_remove);
  if (self->problem == NULL && self->warm)
    self->check_id = g_timeout_add (CHECK_DELAY, check_cb, self);
}

/* ---- the record ---- */

static void
tell_changed (GradientsLabRun *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
is_at_rest (GradientsLabRun *self)
{
  return self->run != NULL && (lab_run_get_state (self->run) == LAB_RUN_ENDED || lab_run_get_state (self->run) == LAB_RUN_PAUSED);
}

static void
add_end (GradientsLabRun *self)
{
  if (self->has_end || lab_run_get_state (self->run) != LAB_RUN_ENDED || self->n_known == 0)
    return;
  if (self->stops->len == 0 || gradients_lab_run_get_stop (self, self->stops->len - 1) < self->n_known)
    g_array_append_val (self->stops, self->n_known);
  self->has_end = TRUE;
}

static void
run_changed_cb (GradientsLabRun *self)
{
  LabLog *log = lab_run_get_log (self->run);

  lab_search_list_stops (log, self->n_known, self->stops);
  self->n_known = lab_log_get_n_events (log);
  add_end (self);
  g_clear_pointer (&self->explanations, g_array_unref);
  if (lab_run_get_state (self->run) == LAB_RUN_ENDED)
    g_clear_handle_id (&self->listen_id, g_source_remove);
  tell_changed (self);
}

/* A program in one long call says nothing, and that is worth saying. */
static gboolean
listen_cb (gpointer data)
{
  GradientsLabRun *self = GRADIENTS_LAB_RUN (data);

  if (lab_run_get_silence (self->run) > 1)
    tell_changed (self);
  return G_SOURCE_CONTINUE;
}

static void
drop_run (GradientsLabRun *self)
{
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_handle_id (&self->listen_id, g_source_remove);
  g_clear_object (&self->run);
  g_clear_pointer (&self->explanations, g_array_unref);
  g_clear_pointer (&self->text_run, g_free);
  g_array_set_size (self->stops, 0);
  self->n_known = 0;
  self->has_end = FALSE;
}

/* ---- life ---- */

static void
gradients_lab_run_dispose (GObject *object)
{
  GradientsLabRun *self = GRADIENTS_LAB_RUN (object);

  g_clear_handle_id (&self->check_id, g_source_remove);
  drop_run (self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (gradients_lab_run_parent_class)->dispose (object);
}

static void
gradients_lab_run_finalize (GObject *object)
{
  GradientsLabRun *self = GRADIENTS_LAB_RUN (object);

  g_array_unref (self->stops);
  g_free (self->problem);
  g_free (self->text);
  g_free (self->fault);
  G_OBJECT_CLASS (gradients_lab_run_parent_class)->finalize (object);
}

static void
gradients_lab_run_class_init (GradientsLabRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gradients_lab_run_dispose;
  object_class->finalize = gradients_lab_run_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHECKED] = g_signal_new ("checked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gradients_lab_run_init (GradientsLabRun *self)
{
  self->client = lab_client_new ();
  self->problem = lab_worker_dup_problem ();
  self->text = g_strdup ("");
  self->stops = g_array_new (FALSE, FALSE, sizeof (guint64));
}

GradientsLabRun *
gradients_lab_run_new (void)
{
  return g_object_new (GRADIENTS_TYPE_LAB_RUN, NULL);
}

/* ---- the text ---- */

const char *
gradients_lab_run_get_problem (GradientsLabRun *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), NULL);

  return self->problem;
}

void
gradients_lab_run_set_text (GradientsLabRun *self,
                            const char      *text)
{
  const gboolean was_old = gradients_lab_run_is_old (self);

  g_return_if_fail (GRADIENTS_IS_LAB_RUN (self));
  g_return_if_fail (text != NULL);

  if (g_str_equal (self->text, text))
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  forget_fault (self);
  check_later (self);
  if (gradients_lab_run_is_old (self) != was_old)
    tell_changed (self);
}

const char *
gradients_lab_run_get_text (GradientsLabRun *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), NULL);

  return self->text;
}

gboolean
gradients_lab_run_find_fault (GradientsLabRun *self,
                              guint32         *line,
                              const char     **message)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), FALSE);

  *line = self->fault_line;
  *message = self->fault;
  return self->fault != NULL;
}

void
gradients_lab_run_set_warm (GradientsLabRun *self,
                            gboolean         warm)
{
  g_return_if_fail (GRADIENTS_IS_LAB_RUN (self));

  if (self->problem != NULL)
    return;
  self->warm = warm;
  lab_client_set_warm (self->client, warm);
}

/* ---- running ---- */

void
gradients_lab_run_start (GradientsLabRun *self)
{
  LabRunOptions options = { .name = "program.py", .traced = TRUE };

  g_return_if_fail (GRADIENTS_IS_LAB_RUN (self));

  if (self->problem != NULL)
    return;
  g_clear_handle_id (&self->check_id, g_source_remove);
  forget_fault (self);
  drop_run (self);
  options.text = self->text;
  self->text_run = g_strdup (self->text);
  self->run = lab_client_run (self->client, &options);
  self->n_runs++;
  g_signal_connect_object (self->run, "changed", G_CALLBACK (run_changed_cb), self, G_CONNECT_SWAPPED);
  if (lab_run_get_state (self->run) != LAB_RUN_ENDED)
    self->listen_id = g_timeout_add (LISTEN_DELAY, listen_cb, self);
  run_changed_cb (self);
}

void
gradients_lab_run_stop (GradientsLabRun *self)
{
  g_return_if_fail (GRADIENTS_IS_LAB_RUN (self));

  if (self->run != NULL)
    lab_run_stop (self->run);
}

void
gradients_lab_run_go_on (GradientsLabRun *self)
{
  g_return_if_fail (GRADIENTS_IS_LAB_RUN (self));

  if (gradients_lab_run_is_paused (self))
    lab_run_go_on (self->run);
}

LabRun *
gradients_lab_run_get_run (GradientsLabRun *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), NULL);

  return self->run;
}

guint
gradients_lab_run_get_n_runs (GradientsLabRun *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), 0);

  return self->n_runs;
}

LabLog *
gradients_lab_run_get_log (GradientsLabRun *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), NULL);

  return self->run != NULL ? lab_run_get_log (self->run) : NULL;
}

const char *
gradients_lab_run_get_text_run (GradientsLabRun *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), NULL);

  return self->text_run;
}

gboolean
gradients_lab_run_is_old (GradientsLabRun *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), FALSE);

  return self->text_run != NULL && !g_str_equal (self->text, self->text_run);
}

gboolean
gradients_lab_run_is_busy (GradientsLabRun *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), FALSE);

  return self->run != NULL && !is_at_rest (self);
}

gboolean
gradients_lab_run_is_paused (GradientsLabRun *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), FALSE);

  return self->run != NULL && lab_run_get_state (self->run) == LAB_RUN_PAUSED;
}

/* ---- steps ---- */

GArray *
gradients_lab_run_get_stops (GradientsLabRun *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), NULL);

  return self->stops;
}

guint64
gradients_lab_run_get_stop (GradientsLabRun *self,
                            guint            step)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), 0);

  return self->stops->len > 0 ? g_array_index (self->stops, guint64, MIN (step, self->stops->len - 1)) : 0;
}

guint
gradients_lab_run_find_step (GradientsLabRun *self,
                             guint64          event)
{
  guint low = 0, high;

  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), 0);

  high = self->stops->len > 0 ? self->stops->len - 1 : 0;
  while (low < high)
    {
      const guint middle = (low + high) / 2;

      if (gradients_lab_run_get_stop (self, middle) > event)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/* ---- what is to be said ---- */

GArray *
gradients_lab_run_get_explanations (GradientsLabRun *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_RUN (self), NULL);

  if (self->explanations == NULL && is_at_rest (self))
    self->explanations = lab_explanation_list_all (lab_run_get_log (self->run), self->n_known);
  if (self->explanations == NULL)
    self->explanations = g_array_new (FALSE, FALSE, sizeof (LabTrap));
  return self->explanations;
}
