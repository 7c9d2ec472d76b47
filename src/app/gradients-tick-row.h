/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_TICK_ROW (gradients_tick_row_get_type ())
G_DECLARE_FINAL_TYPE (GradientsTickRow, gradients_tick_row, GRADIENTS, TICK_ROW, GtkWidget)

/* The captions of two ticks of a slider ("range"), under it: "low" ends at its tick, "high" begins at its own,
 * both as far as there is room; neither covers the other. */
GtkWidget *gradients_tick_row_new (GtkRange *range, GtkWidget *low, GtkWidget *high);

/* The values of the ticks on the slider's scale; a caption without a place on it is hidden. */
void gradients_tick_row_set_ticks (GradientsTickRow *self, double low, double high);

G_END_DECLS
