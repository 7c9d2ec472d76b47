/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "app/gradients-runner.h"
#include "descent/descent-diagnosis.h"
#include "descent/descent-preset.h"
#include "descent/descent-run.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_EXPERIMENT (gradients_experiment_get_type ())
G_DECLARE_FINAL_TYPE (GradientsExperiment, gradients_experiment, GRADIENTS, EXPERIMENT, GObject)

/* What a person set on a Curve (n_inputs 1) or Surface (2) page, and the run that follows from it. Any change makes
 * the whole run anew: at once when that is cheap, else in a thread, the newest settings winning. Signals:
 * "preset-loaded" first of all if there is a new one, "settings-changed" at once, "changed" when there is a run (and a
 * diagnosis) for them. */
GradientsExperiment *gradients_experiment_new (guint n_inputs);

guint                   gradients_experiment_get_n_inputs (GradientsExperiment *self);
const DescentSettings  *gradients_experiment_get_settings (GradientsExperiment *self);
DescentRun             *gradients_experiment_get_run (GradientsExperiment *self);
const DescentDiagnosis *gradients_experiment_get_diagnosis (GradientsExperiment *self);

/* The preset that the function is from; NULL for a person's own. */
const DescentPreset *gradients_experiment_get_preset (GradientsExperiment *self);

/* Takes everything from the preset: function, start, rate and steps. */
void gradients_experiment_load_preset (GradientsExperiment *self,
                                       const DescentPreset *preset);

void gradients_experiment_set_start (GradientsExperiment *self,
                                     const double        *start);
void gradients_experiment_set_lr (GradientsExperiment *self,
                                  double               lr);
void gradients_experiment_set_zero_gradients (GradientsExperiment *self,
                                              gboolean             zero_gradients);

/* The same from what a person typed. A text that is refused leaves everything as it was. */
gboolean gradients_experiment_type_function (GradientsExperiment *self,
                                             const char          *text,
                                             GError             **error);
gboolean gradients_experiment_type_start (GradientsExperiment *self,
                                          guint                input,
                                          const char          *text,
                                          GError             **error);
gboolean gradients_experiment_type_lr (GradientsExperiment *self,
                                       const char          *text,
                                       GError             **error);
gboolean gradients_experiment_type_steps (GradientsExperiment *self,
                                          const char          *text,
                                          GError             **error);

/* What makes the runs; it says when one takes longer. */
GradientsRunner *gradients_experiment_get_runner (GradientsExperiment *self);

G_END_DECLS
