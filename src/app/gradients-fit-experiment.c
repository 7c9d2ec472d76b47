/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The state of the Line fit page, without a widget. Samples come from a generator or from a person; what is fitted are
 * these, or these standardized. There is never a state without a fit that suits it or is on its way. */

#include "app/gradients-fit-experiment.h"

#include <math.h>

#include "descent/descent-fit-diagnosis.h"

#define SHORT_VALUES 100000 /* of samples times epochs: never worth a thread, however long the last took by chance */

static const DescentFitSettings course = {
  .w = 5,
  .b = 0,
  .lr = 0.1,
  .n_epochs = 10,
  .reduction = DESCENT_REDUCTION_MEAN,
  .zero_gradients = TRUE,
};

struct _GradientsFitExperiment
{
  GObject parent_instance;

  DescentGenerator   generator;
  DescentData       *source;
  gboolean           standardized;
  DescentFitSettings settings; /* owns its data */
  gboolean           compare;
  DescentFit        *fit;
  DescentFit        *other;
  DescentDiagnosis  *diagnosis;
  GradientsRunner   *runner;
};

enum
{
  SIGNAL_SETTINGS_CHANGED,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GradientsFitExperiment, gradients_fit_experiment, G_TYPE_OBJECT)

/* ---- making fits ---- */

/* What a computation takes and gives. */
typedef struct
{
  DescentFitSettings settings; /* owns its data */
  gboolean           compare;
  DescentFit        *fit;
  DescentFit        *other;
  DescentDiagnosis  *diagnosis;
} Job;

static Job *
job_new (GradientsFitExperiment *self)
{
  Job *job = g_new0 (Job, 1);

  job->settings = self->settings;
  descent_data_ref (job->settings.data);
  job->compare = self->compare;
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  descent_data_unref (job->settings.data);
  g_clear_pointer (&job->fit, descent_fit_unref);
  g_clear_pointer (&job->other, descent_fit_unref);
  g_clear_pointer (&job->diagnosis, descent_diagnosis_free);
  g_free (job);
}

static DescentReduction
get_other_reduction (DescentReduction reduction)
{
  return reduction == DESCENT_REDUCTION_MEAN ? DESCENT_REDUCTION_SUM : DESCENT_REDUCTION_MEAN;
}

/* The settings were checked: only cancelling leaves a fit unmade. */
static gboolean
job_compute (gpointer      data,
             GCancellable *cancellable)
{
  Job               *job = data;
  DescentFitSettings other = job->settings;

  job->fit = descent_fit_new_cancellable (&job->settings, cancellable, NULL, NULL, NULL);
  other.reduction = get_other_reduction (other.reduction);
  if (job->fit != NULL && job->compare)
    job->other = descent_fit_new_cancellable (&other, cancellable, NULL, NULL, NULL);
  if (job->fit == NULL || (job->compare && job->other == NULL))
    return FALSE;
  job->diagnosis = descent_fit_diagnose (job->fit);
  return TRUE;
}

static const GradientsJobKind job_kind = { job_compute, job_free, SHORT_VALUES };

static void
job_done_cb (GradientsFitExperiment *self,
             Job                    *job)
{
  g_clear_pointer (&self->fit, descent_fit_unref);
  g_clear_pointer (&self->other, descent_fit_unref);
  g_clear_pointer (&self->diagnosis, descent_diagnosis_free);
  self->fit = g_steal_pointer (&job->fit);
  self->other = g_steal_pointer (&job->other);
  self->diagnosis = g_steal_pointer (&job->diagnosis);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static double
get_n_values (const DescentFitSettings *settings,
              gboolean                  compare)
{
  return (settings->n_epochs + 1.0) * descent_data_get_n_samples (settings->data) * (compare ? 2 : 1);
}

static void
update_fit (GradientsFitExperiment *self)
{
  gradients_runner_submit (self->runner, job_new (self), get_n_values (&self->settings, self->compare));
}

static void
settings_changed (GradientsFitExperiment *self)
{
  g_signal_emit (self, signals[SIGNAL_SETTINGS_CHANGED], 0);
  update_fit (self);
}

/* Takes settings over when they make a fit. Their data stay as they are. */
static gboolean
try_settings (GradientsFitExperiment   *self,
              const DescentFitSettings *settings,
              GError                  **error)
{
  if (!descent_fit_settings_check (settings, error))
    return FALSE;
  self->settings = *settings;
  settings_changed (self);
  return TRUE;
}

/* ---- samples ---- */

/* Takes samples over, and standardizes them if that is wished. */
static gboolean
try_source (GradientsFitExperiment *self,
            DescentData            *source,
            gboolean                standardized,
            GError                **error)
{
  DescentData *data = standardized ? descent_data_standardized (source, error) : descent_data_ref (source);

  if (data == NULL)
    return FALSE;
  descent_data_ref (source);
  g_clear_pointer (&self->source, descent_data_unref);
  self->source = source;
  self->standardized = standardized;
  g_clear_pointer (&self->settings.data, descent_data_unref);
  self->settings.data = data;
  settings_changed (self);
  return TRUE;
}

static gboolean
try_generator (GradientsFitExperiment *self,
               const DescentGenerator *generator,
               GError                **error)
{
  g_autoptr (DescentData) source = descent_data_new_generated (generator, error);

  if (source == NULL || !try_source (self, source, self->standardized, error))
    return FALSE;
  self->generator = *generator;
  return TRUE;
}

void
gradients_fit_experiment_draw (GradientsFitExperiment *self)
{
  try_generator (self, &self->generator, NULL);
}

void
gradients_fit_experiment_set_source (GradientsFitExperiment *self,
                                     DescentData            *source)
{
  g_return_if_fail (GRADIENTS_IS_FIT_EXPERIMENT (self));
  g_return_if_fail (source != NULL);

  /* What cannot be standardized is taken as it is. */
  if (!try_source (self, source, self->standardized, NULL))
    try_source (self, source, FALSE, NULL);
}

gboolean
gradients_fit_experiment_set_standardized (GradientsFitExperiment *self,
                                           gboolean                standardized,
                                           GError                **error)
{
  return standardized == self->standardized || try_source (self, self->source, standardized, error);
}

gboolean
gradients_fit_experiment_add_sample (GradientsFitExperiment *self,
                                     double                  x,
                                     double                  y,
                                     GError                **error)
{
  const DescentMoments *m = descent_data_get_moments (self->source);
  g_autoptr (DescentData) source = NULL;

  if (self->standardized)
    x = m->mean_x + x * sqrt (m->var_x);
  source = descent_data_with_sample (self->source, x, y, error);
  return source != NULL && try_source (self, source, self->standardized, error);
}

gboolean
gradients_fit_experiment_remove_sample (GradientsFitExperiment *self,
                                        guint                   i,
                                        GError                **error)
{
  g_autoptr (DescentData) source = descent_data_without_sample (self->source, i, error);

  return source != NULL && try_source (self, source, self->standardized, error);
}

/* ---- life ---- */

static void
gradients_fit_experiment_finalize (GObject *object)
{
  GradientsFitExperiment *self = GRADIENTS_FIT_EXPERIMENT (object);

  gradients_runner_stop (self->runner);
  g_clear_object (&self->runner);
  g_clear_pointer (&self->source, descent_data_unref);
  g_clear_pointer (&self->settings.data, descent_data_unref);
  g_clear_pointer (&self->fit, descent_fit_unref);
  g_clear_pointer (&self->other, descent_fit_unref);
  g_clear_pointer (&self->diagnosis, descent_diagnosis_free);
  G_OBJECT_CLASS (gradients_fit_experiment_parent_class)->finalize (object);
}

static void
gradients_fit_experiment_class_init (GradientsFitExperimentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gradients_fit_experiment_finalize;

  signals[SIGNAL_SETTINGS_CHANGED] = g_signal_new ("settings-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gradients_fit_experiment_init (GradientsFitExperiment *self)
{
  self->settings = course;
  self->generator = descent_generator_get_default ();
  self->runner = gradients_runner_new (&job_kind);
  g_signal_connect_object (self->runner, "done", G_CALLBACK (job_done_cb), self, G_CONNECT_SWAPPED);
  gradients_fit_experiment_draw (self);
}

GradientsFitExperiment *
gradients_fit_experiment_new (void)
{
  return g_object_new (GRADIENTS_TYPE_FIT_EXPERIMENT, NULL);
}

/* ---- reading ---- */

const DescentFitSettings *
gradients_fit_experiment_get_settings (GradientsFitExperiment *self)
{
  return &self->settings;
}

DescentFit *
gradients_fit_experiment_get_fit (GradientsFitExperiment *self)
{
  return self->fit;
}

DescentFit *
gradients_fit_experiment_get_other (GradientsFitExperiment *self)
{
  return self->other;
}

const DescentDiagnosis *
gradients_fit_experiment_get_diagnosis (GradientsFitExperiment *self)
{
  return self->diagnosis;
}

gboolean
gradients_fit_experiment_get_compare (GradientsFitExperiment *self)
{
  return self->compare;
}

const DescentGenerator *
gradients_fit_experiment_get_generator (GradientsFitExperiment *self)
{
  return &self->generator;
}

DescentData *
gradients_fit_experiment_get_source (GradientsFitExperiment *self)
{
  return self->source;
}

gboolean
gradients_fit_experiment_get_standardized (GradientsFitExperiment *self)
{
  return self->standardized;
}

GradientsRunner *
gradients_fit_experiment_get_runner (GradientsFitExperiment *self)
{
  return self->runner;
}

/* ---- setting ---- */

void
gradients_fit_experiment_set_start (GradientsFitExperiment *self,
                                    double                  w,
                                    double                  b)
{
  DescentFitSettings settings = self->settings;

  settings.w = w;
  settings.b = b;
  if (w != self->settings.w || b != self->settings.b)
    try_settings (self, &settings, NULL);
}

void
gradients_fit_experiment_set_lr (GradientsFitExperiment *self,
                                 double                  lr)
{
  DescentFitSettings settings = self->settings;

  settings.lr = lr;
  if (lr != self->settings.lr)
    try_settings (self, &settings, NULL);
}

void
gradients_fit_experiment_set_reduction (GradientsFitExperiment *self,
                                        DescentReduction        reduction)
{
  DescentFitSettings settings = self->settings;

  settings.reduction = reduction;
  if (reduction != self->settings.reduction)
    try_settings (self, &settings, NULL);
}

void
gradients_fit_experiment_set_zero_gradients (GradientsFitExperiment *self,
                                             gboolean                zero_gradients)
{
  DescentFitSettings settings = self->settings;

  settings.zero_gradients = zero_gradients;
  if (zero_gradients != self->settings.zero_gradients)
    try_settings (self, &settings, NULL);
}

void
gradients_fit_experiment_set_compare (GradientsFitExperiment *self,
                                      gboolean                compare)
{
  if (self->compare == compare)
    return;
  self->compare = compare;
  settings_changed (self);
}

gboolean
gradients_fit_experiment_type (GradientsFitExperiment *self,
                               GradientsFitField       field,
                               const char             *text,
                               GError                **error)
{
  DescentFitSettings settings = self->settings;
  DescentGenerator   generator = self->generator;

  g_return_val_if_fail (GRADIENTS_IS_FIT_EXPERIMENT (self), FALSE);

  if (!gradients_fit_field_parse (field, text, &settings, &generator, error))
    return FALSE;
  if (gradients_fit_field_is_of_generator (field))
    return try_generator (self, &generator, error);
  return try_settings (self, &settings, error);
}

char *
gradients_fit_experiment_dup_text (GradientsFitExperiment *self,
                                   GradientsFitField       field)
{
  g_return_val_if_fail (GRADIENTS_IS_FIT_EXPERIMENT (self), NULL);

  return gradients_fit_field_dup_text (field, &self->settings, &self->generator);
}
