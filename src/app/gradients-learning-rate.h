/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <adwaita.h>

#include "app/gradients-value-entry.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_LEARNING_RATE (gradients_learning_rate_get_type ())
G_DECLARE_FINAL_TYPE (GradientsLearningRate, gradients_learning_rate, GRADIENTS, LEARNING_RATE, AdwPreferencesRow)

/* The learning rate, of any page: a logarithmic slider, an exact entry, a tick where runs begin to diverge and one
 * that sets the best rate. Signals: "picked" (double) for a rate from slider, tick or keys, "typed" (text) for what
 * was typed; both only ask, the answer is gradients_learning_rate_set_value or the entry's error. */
GtkWidget *gradients_learning_rate_new (void);

/* The ends of the slider, greater than 0. */
void gradients_learning_rate_set_range (GradientsLearningRate *self, double min, double max);

/* The rate in force; it may lie outside the slider. */
void   gradients_learning_rate_set_value (GradientsLearningRate *self, double value);
double gradients_learning_rate_get_value (GradientsLearningRate *self);

/* The rates of the two ticks; nan for none. */
void gradients_learning_rate_set_marks (GradientsLearningRate *self, double best, double critical);

/* Asks for a rate some notches up or down. */
void gradients_learning_rate_nudge (GradientsLearningRate *self, int notches);

GradientsValueEntry *gradients_learning_rate_get_entry (GradientsLearningRate *self);

G_END_DECLS
