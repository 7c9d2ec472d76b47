/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "app/gradients-fit-field.h"
#include "app/gradients-runner.h"
#include "descent/descent-diagnosis.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_FIT_EXPERIMENT (gradients_fit_experiment_get_type ())
G_DECLARE_FINAL_TYPE (GradientsFitExperiment, gradients_fit_experiment, GRADIENTS, FIT_EXPERIMENT, GObject)

/* What a person set on the Line fit page, and the fit that follows from it. Any change makes the whole fit anew: at once
 * when that is cheap, else in a thread, the newest settings winning. Signals: "settings-changed" at once, "changed" when
 * there is a fit (and a diagnosis) for them. */
GradientsFitExperiment *gradients_fit_experiment_new (void);

/* The settings in force; their data are what is fitted, standardized or not. */
const DescentFitSettings *gradients_fit_experiment_get_settings (GradientsFitExperiment *self);
DescentFit               *gradients_fit_experiment_get_fit (GradientsFitExperiment *self);
const DescentDiagnosis   *gradients_fit_experiment_get_diagnosis (GradientsFitExperiment *self);

/* The same fit with the other reduction, for comparison; NULL if none is asked for. */
DescentFit *gradients_fit_experiment_get_other (GradientsFitExperiment *self);

void gradients_fit_experiment_set_start (GradientsFitExperiment *self,
                                         double                  w,
                                         double                  b);
void gradients_fit_experiment_set_lr (GradientsFitExperiment *self,
                                      double                  lr);
void gradients_fit_experiment_set_reduction (GradientsFitExperiment *self,
                                             DescentReduction        reduction);
void gradients_fit_experiment_set_zero_gradients (GradientsFitExperiment *self,
                                                  gboolean                zero_gradients);
void gradients_fit_experiment_set_compare (GradientsFitExperiment *self,
                                           gboolean                compare);

gboolean gradients_fit_experiment_get_compare (GradientsFitExperiment *self);

/* What the samples are, or were last, drawn from. */
const DescentGenerator *gradients_fit_experiment_get_generator (GradientsFitExperiment *self);

/* The samples as they came, before any standardizing. */
DescentData *gradients_fit_experiment_get_source (GradientsFitExperiment *self);

/* Takes samples in place of those that are there. */
void gradients_fit_experiment_set_source (GradientsFitExperiment *self,
                                          DescentData            *source);

/* Draws samples again. */
void gradients_fit_experiment_draw (GradientsFitExperiment *self);

gboolean gradients_fit_experiment_get_standardized (GradientsFitExperiment *self);

/* The following refuse what makes no samples, and leave everything as it was. x is in the units that are shown. */
gboolean gradients_fit_experiment_set_standardized (GradientsFitExperiment *self,
                                                    gboolean                standardized,
                                                    GError                **error);
gboolean gradients_fit_experiment_add_sample (GradientsFitExperiment *self,
                                              double                  x,
                                              double                  y,
                                              GError                **error);
gboolean gradients_fit_experiment_remove_sample (GradientsFitExperiment *self,
                                                 guint                   i,
                                                 GError                **error);

/* A text that is refused leaves everything as it was. A field of the generator draws the samples again. */
gboolean gradients_fit_experiment_type (GradientsFitExperiment *self,
                                        GradientsFitField       field,
                                        const char             *text,
                                        GError                **error);

/* The value in force, as it may be typed. Transfer full. */
char *gradients_fit_experiment_dup_text (GradientsFitExperiment *self,
                                         GradientsFitField       field);

/* What makes the fits; it says when one takes longer. */
GradientsRunner *gradients_fit_experiment_get_runner (GradientsFitExperiment *self);

G_END_DECLS
