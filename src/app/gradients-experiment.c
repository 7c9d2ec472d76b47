/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The state of a page, without a widget. There is never a state without a run that fits it or is on its way, so
 * that whoever drags a rate sees the path it leads to and no other. */

#include "app/gradients-experiment.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "descent/descent-error.h"
#include "descent/descent-format.h"

#define SHORT_STEPS 500 /* a run of so many is never worth a thread, however long the last one took by chance */

struct _GradientsExperiment
{
  GObject parent_instance;

  guint                n_inputs;
  DescentSettings      settings; /* owns its function */
  const DescentPreset *preset;
  DescentRun          *run;
  DescentDiagnosis    *diagnosis;
  GradientsRunner     *runner;
};

enum
{
  SIGNAL_PRESET_LOADED,
  SIGNAL_SETTINGS_CHANGED,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GradientsExperiment, gradients_experiment, G_TYPE_OBJECT)

/* What a computation takes and gives. */
typedef struct
{
  DescentSettings   settings; /* owns its function */
  DescentRun       *run;
  DescentDiagnosis *diagnosis;
} Job;

static Job *
job_new (const DescentSettings *settings)
{
  Job *job = g_new0 (Job, 1);

  job->settings = *settings;
  descent_function_ref (job->settings.function);
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  descent_function_unref (job->settings.function);
  g_clear_pointer (&job->run, descent_run_unref);
  g_clear_pointer (&job->diagnosis, descent_diagnosis_free);
  g_free (job);
}

static gboolean
job_compute (gpointer      data,
             GCancellable *cancellable)
{
  Job *job = data;

  job->run = descent_run_new (&job->settings, NULL);
  g_assert (job->run != NULL); /* the settings were checked */
  job->diagnosis = descent_diagnosis_new (job->run);
  return TRUE;
}

static const GradientsJobKind job_kind = { job_compute, job_free, SHORT_STEPS };

static void
job_done_cb (GradientsExperiment *self,
             Job                 *job)
{
  g_clear_pointer (&self->run, descent_run_unref);
  g_clear_pointer (&self->diagnosis, descent_diagnosis_free);
  self->run = g_steal_pointer (&job->run);
  self->diagnosis = g_steal_pointer (&job->diagnosis);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
update_run (GradientsExperiment *self)
{
  gradients_runner_submit (self->runner, job_new (&self->settings), self->settings.n_steps);
}

static void
settings_changed (GradientsExperiment *self)
{
  g_signal_emit (self, signals[SIGNAL_SETTINGS_CHANGED], 0);
  update_run (self);
}

/* Takes settings over when they make a run. Borrows the function. */
static gboolean
try_settings (GradientsExperiment   *self,
              const DescentSettings *settings,
              GError               **error)
{
  if (!descent_settings_check (settings, error))
    return FALSE;
  descent_function_ref (settings->function);
  g_clear_pointer (&self->settings.function, descent_function_unref);
  self->settings = *settings;
  settings_changed (self);
  return TRUE;
}

static void
gradients_experiment_finalize (GObject *object)
{
  GradientsExperiment *self = GRADIENTS_EXPERIMENT (object);

  gradients_runner_stop (self->runner);
  g_clear_object (&self->runner);
  g_clear_pointer (&self->settings.function, descent_function_unref);
  g_clear_pointer (&self->run, descent_run_unref);
  g_clear_pointer (&self->diagnosis, descent_diagnosis_free);
  G_OBJECT_CLASS (gradients_experiment_parent_class)->finalize (object);
}

static void
gradients_experiment_class_init (GradientsExperimentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gradients_experiment_finalize;

  signals[SIGNAL_PRESET_LOADED] = g_signal_new ("preset-loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                                NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SETTINGS_CHANGED] = g_signal_new ("settings-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gradients_experiment_init (GradientsExperiment *self)
{
  self->settings.dtype = GRAD_FLOAT32;
  self->settings.zero_gradients = TRUE;
  self->runner = gradients_runner_new (&job_kind);
  g_signal_connect_object (self->runner, "done", G_CALLBACK (job_done_cb), self, G_CONNECT_SWAPPED);
}

GradientsExperiment *
gradients_experiment_new (guint n_inputs)
{
  GradientsExperiment *self = g_object_new (GRADIENTS_TYPE_EXPERIMENT, NULL);
  guint                n_presets;

  self->n_inputs = n_inputs;
  gradients_experiment_load_preset (self, &descent_preset_list (n_inputs, &n_presets)[0]);
  return self;
}

guint
gradients_experiment_get_n_inputs (GradientsExperiment *self)
{
  return self->n_inputs;
}

const DescentSettings *
gradients_experiment_get_settings (GradientsExperiment *self)
{
  return &self->settings;
}

DescentRun *
gradients_experiment_get_run (GradientsExperiment *self)
{
  return self->run;
}

const DescentDiagnosis *
gradients_experiment_get_diagnosis (GradientsExperiment *self)
{
  return self->diagnosis;
}

const DescentPreset *
gradients_experiment_get_preset (GradientsExperiment *self)
{
  return self->preset;
}

GradientsRunner *
gradients_experiment_get_runner (GradientsExperiment *self)
{
  return self->runner;
}

void
gradients_experiment_load_preset (GradientsExperiment *self,
                                  const DescentPreset *preset)
{
  g_autoptr (DescentFunction) function = NULL;
  DescentSettings settings = self->settings;

  g_return_if_fail (GRADIENTS_IS_EXPERIMENT (self));
  g_return_if_fail (preset != NULL && preset->n_inputs == self->n_inputs);

  function = descent_function_new (preset->text, preset->n_inputs, NULL);
  g_assert (function != NULL); /* a preset that does not parse is a bug of ours */
  settings.function = function;
  for (guint i = 0; i < DESCENT_MAX_INPUTS; i++)
    settings.start[i] = preset->start[i];
  settings.lr = preset->lr;
  settings.n_steps = preset->n_steps;
  self->preset = preset;
  g_signal_emit (self, signals[SIGNAL_PRESET_LOADED], 0);
  if (!try_settings (self, &settings, NULL))
    g_assert_not_reached ();
}

void
gradients_experiment_set_start (GradientsExperiment *self,
                                const double        *start)
{
  DescentSettings settings = self->settings;
  gboolean        same = TRUE;

  for (guint i = 0; i < self->n_inputs; i++)
    {
      same = same && settings.start[i] == start[i];
      settings.start[i] = start[i];
    }
  if (!same)
    try_settings (self, &settings, NULL);
}

void
gradients_experiment_set_lr (GradientsExperiment *self,
                             double               lr)
{
  DescentSettings settings = self->settings;

  settings.lr = lr;
  if (lr != self->settings.lr)
    try_settings (self, &settings, NULL);
}

void
gradients_experiment_set_zero_gradients (GradientsExperiment *self,
                                         gboolean             zero_gradients)
{
  DescentSettings settings = self->settings;

  settings.zero_gradients = zero_gradients;
  if (zero_gradients != self->settings.zero_gradients)
    try_settings (self, &settings, NULL);
}

gboolean
gradients_experiment_type_function (GradientsExperiment *self,
                                    const char          *text,
                                    GError             **error)
{
  g_autoptr (DescentFunction) function = descent_function_new (text, self->n_inputs, error);
  DescentSettings settings = self->settings;

  if (function == NULL)
    return FALSE;
  settings.function = function;
  self->preset = NULL;
  return try_settings (self, &settings, error);
}

gboolean
gradients_experiment_type_start (GradientsExperiment *self,
                                 guint                input,
                                 const char          *text,
                                 GError             **error)
{
  const char     *names[DESCENT_MAX_INPUTS] = { _ ("start x"), _ ("start y") };
  DescentSettings settings = self->settings;

  return descent_parse_number (text, names[input], &settings.start[input], error) && try_settings (self, &settings, error);
}

gboolean
gradients_experiment_type_lr (GradientsExperiment *self,
                              const char          *text,
                              GError             **error)
{
  DescentSettings settings = self->settings;

  return descent_parse_number (text, _ ("learning rate"), &settings.lr, error) && try_settings (self, &settings, error);
}

gboolean
gradients_experiment_type_steps (GradientsExperiment *self,
                                 const char          *text,
                                 GError             **error)
{
  DescentSettings settings = self->settings;
  double          steps;

  if (!descent_parse_number (text, _ ("number of steps"), &steps, error))
    return FALSE;
  if (steps != floor (steps) || steps < 0 || steps > G_MAXINT)
    {
      g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("“%s” is no number of steps: it must be a whole number"), text);
      return FALSE;
    }
  settings.n_steps = (guint) steps;
  return try_settings (self, &settings, error);
}
