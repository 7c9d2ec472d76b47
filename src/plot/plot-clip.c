/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Clipping in double precision, after Liang and Barsky: the segment is a + t · (b − a), and each of the four edges
 * narrows the interval of t. */

#include "plot/plot-clip.h"

#include <math.h>

/* Narrows [t[0], t[1]] to where start + t · step is at least 0. */
static gboolean
narrow (double start,
        double step,
        double t[2])
{
  double crossing = -start / step;

  if (step == 0)
    return start >= 0;
  if (step > 0)
    t[0] = MAX (t[0], crossing);
  else
    t[1] = MIN (t[1], crossing);
  return t[0] <= t[1];
}

/* Clips with a as the origin, which is exact only for the end nearer to rect: the other may be 10¹⁵⁰ away. */
static gboolean
clip_from (const PlotRect *rect,
           double          a[2],
           double          b[2])
{
  double x = a[0], y = a[1];
  double dx = b[0] - x, dy = b[1] - y;
  double t[2] = { 0, 1 };

  if (!narrow (x - rect->x, dx, t) || !narrow (rect->x + rect->width - x, -dx, t) ||
      !narrow (y - rect->y, dy, t) || !narrow (rect->y + rect->height - y, -dy, t))
    return FALSE;
  if (t[1] < 1)
    {
      b[0] = x + t[1] * dx;
      b[1] = y + t[1] * dy;
    }
  if (t[0] > 0)
    {
      a[0] = x + t[0] * dx;
      a[1] = y + t[0] * dy;
    }
  return TRUE;
}

gboolean
plot_clip_segment (const PlotRect *rect,
                   double          a[2],
                   double          b[2])
{
  if (fabs (a[0]) + fabs (a[1]) <= fabs (b[0]) + fabs (b[1]))
    return clip_from (rect, a, b);
  return clip_from (rect, b, a);
}
