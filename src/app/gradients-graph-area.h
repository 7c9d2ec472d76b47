/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

#include "app/gradients-export.h"
#include "scene/scene-graph.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_GRAPH_AREA (gradients_graph_area_get_type ())
G_DECLARE_FINAL_TYPE (GradientsGraphArea, gradients_graph_area, GRADIENTS, GRAPH_AREA, GtkWidget)

/* Shows the computation graph of a moment: whole where it can be read so, else where something happens. Dragging and the
 * arrow keys move it, the wheel zooms; from then on it keeps that scale. The signal "line-hovered" (uint) tells which
 * line made the node under the pointer, 0 for none. */
GtkWidget *gradients_graph_area_new (void);

/* Takes the graph; NULL for none. */
void gradients_graph_area_set_graph (GradientsGraphArea *self, SceneGraph *graph);

/* The picture that is shown; NULL if there is none. */
PlotDag         *gradients_graph_area_get_dag (GradientsGraphArea *self);
const PlotTheme *gradients_graph_area_get_theme (GradientsGraphArea *self);
PlotDagView      gradients_graph_area_get_view (GradientsGraphArea *self);

/* Rings the nodes that a line made; 0 for none. */
void gradients_graph_area_mark_line (GradientsGraphArea *self, guint line);

/* About the middle, as the keys do; all of it, now and at the steps to come; and as it was in the beginning. */
void gradients_graph_area_zoom (GradientsGraphArea *self, double factor);
void gradients_graph_area_fit (GradientsGraphArea *self);
void gradients_graph_area_forget_view (GradientsGraphArea *self);

/* The graph, as large as it needs, to be written. Transfer full. */
GradientsPicture gradients_graph_area_dup_picture (GradientsGraphArea *self);

G_END_DECLS
