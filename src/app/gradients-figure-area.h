/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

#include "plot/plot-grid.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_FIGURE_AREA (gradients_figure_area_get_type ())
G_DECLARE_FINAL_TYPE (GradientsFigureArea, gradients_figure_area, GRADIENTS, FIGURE_AREA, GtkWidget)

/* A figure that a program has drawn, as wide as there is room and of the shape that the program wants. Its description is
 * the figure's. */
GtkWidget *gradients_figure_area_new (PlotGrid *grid);

G_END_DECLS
