/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

#include "app/gradients-experiment.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_DESCENT_CONTROLS (gradients_descent_controls_get_type ())
G_DECLARE_FINAL_TYPE (GradientsDescentControls, gradients_descent_controls, GRADIENTS, DESCENT_CONTROLS, GtkWidget)

/* What an experiment can be set with: lesson, function, learning rate, start, steps, zero gradients. */
GtkWidget *gradients_descent_controls_new (GradientsExperiment *experiment);

/* Once. */
void gradients_descent_controls_set_experiment (GradientsDescentControls *self,
                                                GradientsExperiment      *experiment);

/* The learning rate some notches up or down. */
void gradients_descent_controls_nudge_rate (GradientsDescentControls *self,
                                            int                       notches);

G_END_DECLS
