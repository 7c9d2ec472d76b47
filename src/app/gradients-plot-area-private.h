/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "app/gradients-plot-area.h"
#include "app/gradients-plot-cache.h"

G_BEGIN_DECLS

/* The class is two files: gradients-plot-area.c shows the figure, gradients-plot-area-pointer.c has pointer and keys. */
struct _GradientsPlotArea
{
  GtkWidget parent_instance;

  PlotFigure         *figure;
  GradientsPlotCache *cache;

  gboolean has_handle;
  double   handle_x, handle_y; /* in data */
  gboolean hovering;
  double   pointer_x, pointer_y;
  gboolean dragging;
  double   held_x, held_y; /* where what is held was when the pointer took it, in pixels */
  double   pan_x, pan_y;   /* how far the pan went, in pixels */
  double   pinch;          /* how far the pinch went, as a factor */
};

enum
{
  GRADIENTS_PLOT_AREA_PICKED,
  GRADIENTS_PLOT_AREA_DRAGGED,
  GRADIENTS_PLOT_AREA_POINTER_MOVED,
  GRADIENTS_PLOT_AREA_POINTER_LEFT,
  GRADIENTS_PLOT_AREA_ZOOMED,
  GRADIENTS_PLOT_AREA_PANNED,
  GRADIENTS_PLOT_AREA_N_SIGNALS,
};

extern guint gradients_plot_area_signals[GRADIENTS_PLOT_AREA_N_SIGNALS];

/* The axes within the widget. */
PlotRect gradients_plot_area_get_plot_rect (GradientsPlotArea *self);

void gradients_plot_area_add_controllers (GradientsPlotArea *self);

G_END_DECLS
