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

PlotRect
plot_rect_union (const PlotRect *a,
                 const PlotRect *b)
{
  double x = MIN (a->x, b->x);
  double y = MIN (a->y, b->y);

  if (a->width <= 0 || a->height <= 0)
    return *b;
  if (b->width <= 0 || b->height <= 0)
    return *a;
  return (PlotRect){ x, y, MAX (a->x + a->width, b->x + b->width) - x, MAX (a->y + a->height, b->y + b->height) - y };
}

PlotRect
plot_rect_intersect (const PlotRect *a,
                     const PlotRect *b)
{
  double x = MAX (a->x, b->x);
  double y = MAX (a->y, b->y);

  return (PlotRect){ x,
                     y,
                     MAX (0, MIN (a->x + a->width, b->x + b->width) - x),
                     MAX (0, MIN (a->y + a->height, b->y + b->height) - y) };
}
