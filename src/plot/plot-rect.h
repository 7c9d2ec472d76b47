/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A rectangle in view coordinates: logical pixels, y downwards. */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} PlotRect;

/* A part of the plane, in data coordinates. */
typedef struct
{
  double x_min, x_max;
  double y_min, y_max;
} PlotRange;

gboolean plot_rect_contains (const PlotRect *rect,
                             double          x,
                             double          y);

/* rect made smaller by the margins, never to less than nothing. */
PlotRect plot_rect_inset (const PlotRect *rect,
                          double          left,
                          double          top,
                          double          right,
                          double          bottom);

/* The least rectangle that holds both. One without area counts as nothing. */
PlotRect plot_rect_union (const PlotRect *a,
                          const PlotRect *b);

/* What both cover; of no size if they do not meet. */
PlotRect plot_rect_intersect (const PlotRect *a,
                              const PlotRect *b);

G_END_DECLS
