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

gboolean plot_rect_contains (const PlotRect *rect,
                             double          x,
                             double          y);

/* rect made smaller by the margins, never to less than nothing. */
PlotRect plot_rect_inset (const PlotRect *rect,
                          double          left,
                          double          top,
                          double          right,
                          double          bottom);

G_END_DECLS
