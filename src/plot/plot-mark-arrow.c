/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Marks that have a direction: the arrow of a step and the line of a slope. */

#include "plot/plot-clip.h"
#include "plot/plot-pen.h"

#include <math.h>

typedef struct
{
  PlotMark parent;
  double   xs[2];
  double   ys[2];
} Arrow;

typedef struct
{
  PlotMark parent;
  double   x, y;
  double   slope;
} Slope;

/* Of an arrow's head; how far before its goal an arrow ends, for the marker there, or at what share of a short way;
 * and the length below which a step cannot be seen as one. */
#define HEAD_LENGTH 10.0
#define HEAD_HALF_WIDTH 4.5
#define NOTCH 0.78
#define GAP 6.5
#define GAP_SHARE 0.25
#define SHORTEST 6.0

/* A tangent reaches so far to each side, or over so large a share of the view if that is less. */
#define TANGENT_REACH 110.0
#define TANGENT_SHARE 0.22

static PlotPoints
borrow_points (Arrow *arrow)
{
  return (PlotPoints){ arrow->xs, arrow->ys, 2 };
}

static gboolean
arrow_extent (PlotMark  *mark,
              PlotRange *extent)
{
  PlotPoints points = borrow_points ((Arrow *) mark);

  return plot_points_get_extent (&points, extent);
}

static PlotRect
arrow_bounds (PlotMark         *mark,
              const PlotCanvas *canvas)
{
  PlotPoints points = borrow_points ((Arrow *) mark);

  return plot_points_get_bounds (&points, canvas->view, HEAD_LENGTH);
}

/* Strokes the shaft of an arrow along the x axis, its tip at the origin, and leaves its head as path. */
static void
trace_arrow (cairo_t *cr,
             double   length,
             double   head)
{
  double half = head * HEAD_HALF_WIDTH / HEAD_LENGTH;

  cairo_move_to (cr, -length, 0);
  cairo_line_to (cr, -head * NOTCH, 0);
  cairo_stroke (cr);
  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, -head, -half);
  cairo_line_to (cr, -head * NOTCH, 0);
  cairo_line_to (cr, -head, half);
  cairo_close_path (cr);
}

static void
paint_arrow (const PlotCanvas *canvas,
             PlotColor         color,
             const double      a[2],
             const double      b[2])
{
  const PlotSizes *sizes = &canvas->theme->sizes;
  cairo_t         *cr = canvas->cr;
  double           distance = hypot (b[0] - a[0], b[1] - a[1]);
  double           length = distance - MIN (GAP, GAP_SHARE * distance);
  double           head = MIN (HEAD_LENGTH, length * 0.7);
  PlotColor        ground = plot_theme_get_color (canvas->theme, PLOT_ROLE_PLOT);

  if (distance < SHORTEST)
    return;
  ground.alpha = 0.85;
  cairo_translate (cr, a[0], a[1]);
  cairo_rotate (cr, atan2 (b[1] - a[1], b[0] - a[0]));
  cairo_translate (cr, length, 0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  plot_set_source (cr, ground);
  cairo_set_line_width (cr, sizes->line + 2 * sizes->halo);
  trace_arrow (cr, length, head);
  cairo_set_line_width (cr, 2 * sizes->halo);
  cairo_stroke (cr);
  plot_set_source (cr, color);
  cairo_set_line_width (cr, sizes->line);
  trace_arrow (cr, length, head);
  cairo_fill (cr);
}

/* An arrow to a point out of sight ends at the edge of the view, so that its head still says where it goes. */
static void
arrow_draw (PlotMark         *mark,
            const PlotCanvas *canvas)
{
  Arrow *arrow = (Arrow *) mark;
  double a[2], b[2];

  if (plot_view_map (canvas->view, arrow->xs[0], arrow->ys[0], &a[0], &a[1]) &&
      plot_view_map (canvas->view, arrow->xs[1], arrow->ys[1], &b[0], &b[1]) &&
      plot_clip_segment (&canvas->view->rect, a, b))
    paint_arrow (canvas, plot_theme_get_color (canvas->theme, mark->role), a, b);
}

static const PlotMarkClass arrow_class = {
  .size = sizeof (Arrow),
  .extent = arrow_extent,
  .draw = arrow_draw,
  .bounds = arrow_bounds,
};

/* Half of the tangent as a vector in the view, from two points so near to it that even a log scale is straight. */
static gboolean
get_reach (const Slope    *slope,
           const PlotView *view,
           double          middle[2],
           double          reach[2])
{
  double h = (view->x.max - view->x.min) * 1e-6;
  double a[2], b[2], length;
  double wanted = MIN (TANGENT_REACH, TANGENT_SHARE * hypot (view->rect.width, view->rect.height));

  if (!plot_view_map (view, slope->x, slope->y, &middle[0], &middle[1]) ||
      !plot_view_map (view, slope->x - h, slope->y - h * slope->slope, &a[0], &a[1]) ||
      !plot_view_map (view, slope->x + h, slope->y + h * slope->slope, &b[0], &b[1]))
    return FALSE;
  length = hypot (b[0] - a[0], b[1] - a[1]);
  reach[0] = wanted * (b[0] - a[0]) / length;
  reach[1] = wanted * (b[1] - a[1]) / length;
  return length > 0;
}

static PlotRect
slope_bounds (PlotMark         *mark,
              const PlotCanvas *canvas)
{
  double middle[2], reach[2];

  if (!get_reach ((Slope *) mark, canvas->view, middle, reach))
    return (PlotRect){ 0 };
  return (PlotRect){ middle[0] - fabs (reach[0]) - 2,
                     middle[1] - fabs (reach[1]) - 2,
                     2 * fabs (reach[0]) + 4,
                     2 * fabs (reach[1]) + 4 };
}

static void
slope_draw (PlotMark         *mark,
            const PlotCanvas *canvas)
{
  cairo_t *cr = canvas->cr;
  double   middle[2], reach[2];

  if (!get_reach ((Slope *) mark, canvas->view, middle, reach))
    return;
  double a[2] = { middle[0] - reach[0], middle[1] - reach[1] };
  double b[2] = { middle[0] + reach[0], middle[1] + reach[1] };
  if (!plot_clip_segment (&canvas->view->rect, a, b))
    return;
  plot_set_source (cr, plot_theme_get_color (canvas->theme, mark->role));
  cairo_set_line_width (cr, 1.5);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, a[0], a[1]);
  cairo_line_to (cr, b[0], b[1]);
  cairo_stroke (cr);
}

static const PlotMarkClass slope_class = {
  .size = sizeof (Slope),
  .draw = slope_draw,
  .bounds = slope_bounds,
};

PlotMark *
plot_mark_new_arrow (double   x0,
                     double   y0,
                     double   x1,
                     double   y1,
                     PlotRole role)
{
  Arrow *arrow = plot_mark_create (&arrow_class, role, NULL);

  arrow->xs[0] = x0;
  arrow->ys[0] = y0;
  arrow->xs[1] = x1;
  arrow->ys[1] = y1;
  return &arrow->parent;
}

PlotMark *
plot_mark_new_slope (double   x,
                     double   y,
                     double   slope,
                     PlotRole role)
{
  Slope *line = plot_mark_create (&slope_class, role, NULL);

  line->x = x;
  line->y = y;
  line->slope = slope;
  return &line->parent;
}
