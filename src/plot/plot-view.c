/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Between data and view. The y axis points up in data and down in view. */

#include "plot/plot-view.h"

#include <math.h>

/* Far beyond any picture, and its square is still a number. */
#define FAR_AWAY 1e150

static double
keep_in_reach (double value)
{
  return CLAMP (value, -FAR_AWAY, FAR_AWAY);
}

gboolean
plot_view_map (const PlotView *view,
               double          x,
               double          y,
               double         *view_x,
               double         *view_y)
{
  double u = isfinite (x) ? plot_scale_normalize (&view->x, x) : NAN;
  double v = isfinite (y) ? plot_scale_normalize (&view->y, y) : NAN;

  *view_x = view->rect.x + keep_in_reach (u) * view->rect.width;
  *view_y = view->rect.y + (1 - keep_in_reach (v)) * view->rect.height;
  return !isnan (u) && !isnan (v);
}

void
plot_view_unmap (const PlotView *view,
                 double          view_x,
                 double          view_y,
                 double         *x,
                 double         *y)
{
  double width = MAX (view->rect.width, 1e-9);
  double height = MAX (view->rect.height, 1e-9);

  *x = plot_scale_denormalize (&view->x, (view_x - view->rect.x) / width);
  *y = plot_scale_denormalize (&view->y, 1 - (view_y - view->rect.y) / height);
}
