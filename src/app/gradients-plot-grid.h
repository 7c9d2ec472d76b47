/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_PLOT_GRID (gradients_plot_grid_get_type ())
G_DECLARE_FINAL_TYPE (GradientsPlotGrid, gradients_plot_grid, GRADIENTS, PLOT_GRID, GtkWidget)

/* Three plots, properties "first", "second" and "third", all in sight at any size: the first at the left with the others
 * above each other beside it, or above them where the grid is rather tall than wide. */
GtkWidget *gradients_plot_grid_new (GtkWidget *first, GtkWidget *second, GtkWidget *third);

G_END_DECLS
