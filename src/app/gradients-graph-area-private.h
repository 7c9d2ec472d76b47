/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "app/gradients-graph-area.h"

G_BEGIN_DECLS

/* The class is two files: gradients-graph-area.c shows the graph, gradients-graph-area-pointer.c has pointer and keys. */
struct _GradientsGraphArea
{
  GtkWidget parent_instance;

  SceneGraph *graph;
  PlotDagView view;
  enum
  {
    READABLE, /* whole where it can be read so, else as much as can be */
    WHOLE,
    BY_HAND, /* the scale is a person's */
  } look;
  guint  marked_line;
  guint  hovered_line;
  double pan_x, pan_y; /* how far the drag went */
  double pointer_x, pointer_y;
};

extern guint gradients_graph_area_line_hovered; /* the signal */

void gradients_graph_area_zoom_about (GradientsGraphArea *self,
                                      double              factor,
                                      double              x,
                                      double              y);

void gradients_graph_area_add_controllers (GradientsGraphArea *self);

G_END_DECLS
