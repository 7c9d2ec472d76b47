/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-rect.h"
#include "plot/plot-scale.h"

G_BEGIN_DECLS

/* The one place where data meets pixels: two scales and the rectangle that they fill. A plain value. */
typedef struct
{
  PlotScale x;
  PlotScale y;
  PlotRect  rect;
} PlotView;

/* The view point of a data point. Numbers too great for a picture end far outside it, but finite; what is not
 * finite, or has no place on a scale, gives nan and FALSE. */
gboolean plot_view_map (const PlotView *view,
                        double          x,
                        double          y,
                        double         *view_x,
                        double         *view_y);

/* The data point of a view point. */
void plot_view_unmap (const PlotView *view,
                      double          view_x,
                      double          view_y,
                      double         *x,
                      double         *y);

G_END_DECLS
