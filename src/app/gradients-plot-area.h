/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

#include "app/gradients-export.h"
#include "plot/plot-figure.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_PLOT_AREA (gradients_plot_area_get_type ())
G_DECLARE_FINAL_TYPE (GradientsPlotArea, gradients_plot_area, GRADIENTS, PLOT_AREA, GtkWidget)

/* Shows a PlotFigure, light or dark as the app is, and turns pointer and keys into wishes in data coordinates:
 *
 *   "picked" (x, y)            pressed beside the handle: begin anew here
 *   "dragged" (x, y)           the handle, or what was just picked, is being moved here; also by the arrow keys
 *   "pointer-moved" (x, y)     hovering inside the axes
 *   "pointer-left"
 *   "zoomed" (factor, x, y)    about a point; factor > 1 shows less, larger
 *   "panned" (dx, dy)          what is seen should move by this much
 *
 * It changes nothing in the figure by itself. Whoever changes the figure calls gradients_plot_area_refresh. */
GtkWidget *gradients_plot_area_new (void);

void        gradients_plot_area_set_figure (GradientsPlotArea *self, PlotFigure *figure);
PlotFigure *gradients_plot_area_get_figure (GradientsPlotArea *self);

/* The figure changed: draws what changed of it. Cheap when nothing did. */
void gradients_plot_area_refresh (GradientsPlotArea *self);

/* Gives screen readers the figure's description anew; when the state changed, not for every frame. */
void gradients_plot_area_describe (GradientsPlotArea *self);

/* What a person can take hold of (the start), in data; without one, pressing only picks. */
void gradients_plot_area_set_handle (GradientsPlotArea *self, double x, double y);

const PlotTheme *gradients_plot_area_get_theme (GradientsPlotArea *self);

/* The figure as it is seen, to be written. Transfer full. */
GradientsPicture gradients_plot_area_dup_picture (GradientsPlotArea *self);

/* Where a point of the data lies in the widget. */
void gradients_plot_area_to_view (GradientsPlotArea *self, double x, double y, double *view_x, double *view_y);

/* Asks for a zoom about the middle of the view, as the keys do. */
void gradients_plot_area_zoom (GradientsPlotArea *self, double factor);

G_END_DECLS
