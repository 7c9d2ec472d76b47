/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <adwaita.h>

#include "app/gradients-value-entry.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_PARAMETER_ROW (gradients_parameter_row_get_type ())
G_DECLARE_FINAL_TYPE (GradientsParameterRow, gradients_parameter_row, GRADIENTS, PARAMETER_ROW, AdwPreferencesRow)

/* A parameter with a slider for the hand, named as its title, and an exact entry, named “… value”. Signals: "picked"
 * (double) for a value from the slider, "typed" (text) for what was typed; both only ask, the answer is
 * gradients_parameter_row_set_value or the entry's error. */
GtkWidget *gradients_parameter_row_new (const char *title);

/* The ends of the slider. */
void gradients_parameter_row_set_range (GradientsParameterRow *self, double min, double max);

/* The value in force; it may lie outside the slider. */
void gradients_parameter_row_set_value (GradientsParameterRow *self, double value);

/* Lets the sliders of both begin at the same place, however long their titles are. */
void gradients_parameter_row_align (GradientsParameterRow *self, GradientsParameterRow *other);

GradientsValueEntry *gradients_parameter_row_get_entry (GradientsParameterRow *self);

G_END_DECLS
