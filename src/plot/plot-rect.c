/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Rectangles in view coordinates. */

#include "plot/plot-rect.h"

gboolean
plot_rect_contains (const PlotRect *rect,
                    double          x,
                    double          y)
{
  return x >= rect->x && x < rect->x + rect->width && y >= rect->y && y < rect->y + rect->height;
}

PlotRect
plot_rect_inset (const PlotRect *rect,
                 double          left,
                 double          top,
                 double          right,
                 double          bottom)
{
  return (PlotRect){ rect->x + left,
                     rect->y + top,
                     MAX (0, rect->width - left - right),
                     MAX (0, rect->height - top - bottom) };
}
