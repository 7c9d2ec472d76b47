/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Lines of many points, quickly and safely. Cairo gets only what lies in the view, cut in double precision; of a
 * long line only what an eye can tell apart; and never more than a few hundred segments at once, since the cost of
 * one stroke grows faster than its length. */

#include "plot/plot-pen.h"
#include "plot/plot-clip.h"

#include <math.h>
#include <string.h>

#define MANY_POINTS 1000
#define LEAST_DISTANCE 0.75
#define BATCH 200

/* Lines are cut this far outside the view, where their caps cannot be seen. */
#define OUTSIDE 24
#define FAR_OUTSIDE 1e7

typedef struct
{
  cairo_t *cr;
  PlotRect clip;
  double   last[2];
  double   drawn[2]; /* where cairo's path ends */
  double   least;
  gboolean has_last;
  gboolean has_drawn;
  guint    n_segments;
} Pen;

void
plot_points_init (PlotPoints   *points,
                  const double *xs,
                  const double *ys,
                  guint         n)
{
  *points = (PlotPoints){ g_memdup2 (xs, n * sizeof *xs), g_memdup2 (ys, n * sizeof *ys), n };
}

void
plot_points_clear (PlotPoints *points)
{
  g_clear_pointer (&points->xs, g_free);
  g_clear_pointer (&points->ys, g_free);
}

gboolean
plot_points_get_extent (const PlotPoints *points,
                        PlotRange        *extent)
{
  *extent = (PlotRange){ INFINITY, -INFINITY, INFINITY, -INFINITY };
  for (guint i = 0; i < points->n; i++)
    if (isfinite (points->xs[i]) && isfinite (points->ys[i]))
      {
        extent->x_min = MIN (extent->x_min, points->xs[i]);
        extent->x_max = MAX (extent->x_max, points->xs[i]);
        extent->y_min = MIN (extent->y_min, points->ys[i]);
        extent->y_max = MAX (extent->y_max, points->ys[i]);
      }
  return extent->x_min <= extent->x_max;
}

PlotRect
plot_points_get_bounds (const PlotPoints *points,
                        const PlotView   *view,
                        double            margin)
{
  double x_min = INFINITY, x_max = -INFINITY, y_min = INFINITY, y_max = -INFINITY;

  for (guint i = 0; i < points->n; i++)
    {
      double x, y;

      if (!plot_view_map (view, points->xs[i], points->ys[i], &x, &y))
        continue;
      /* Not so far off that the width would swallow the place. */
      x = CLAMP (x, -FAR_OUTSIDE, FAR_OUTSIDE);
      y = CLAMP (y, -FAR_OUTSIDE, FAR_OUTSIDE);
      x_min = MIN (x_min, x);
      x_max = MAX (x_max, x);
      y_min = MIN (y_min, y);
      y_max = MAX (y_max, y);
    }
  if (x_min > x_max)
    return (PlotRect){ 0 };
  return (PlotRect){ x_min - margin, y_min - margin, x_max - x_min + 2 * margin, y_max - y_min + 2 * margin };
}

gboolean
plot_points_hit (const PlotPoints *points,
                 const PlotView   *view,
                 double            view_x,
                 double            view_y,
                 double            max_distance,
                 PlotHit          *hit)
{
  gboolean found = FALSE;

  for (guint i = 0; i < points->n; i++)
    {
      double x, y, distance;

      if (!plot_view_map (view, points->xs[i], points->ys[i], &x, &y))
        continue;
      distance = hypot (x - view_x, y - view_y);
      if (distance > max_distance || (found && distance >= hit->distance))
        continue;
      *hit = (PlotHit){ NULL, i, points->xs[i], points->ys[i], distance };
      found = TRUE;
    }
  return found;
}

guint
plot_points_count_within (const PlotPoints *points,
                          const PlotView   *view,
                          const PlotRect   *rect)
{
  guint n = 0;

  for (guint i = 0; i < points->n; i++)
    {
      double x, y;

      if (plot_view_map (view, points->xs[i], points->ys[i], &x, &y) && plot_rect_contains (rect, x, y))
        n++;
    }
  return n;
}

void
plot_set_source (cairo_t  *cr,
                 PlotColor color)
{
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
}

static void
pen_flush (Pen *pen)
{
  cairo_stroke (pen->cr);
  pen->has_drawn = FALSE;
  pen->n_segments = 0;
}

static void
pen_draw_to (Pen         *pen,
             const double to[2])
{
  double a[2] = { pen->last[0], pen->last[1] };
  double b[2] = { to[0], to[1] };

  memcpy (pen->last, to, sizeof pen->last);
  if (!plot_clip_segment (&pen->clip, a, b))
    return;
  if (!pen->has_drawn || a[0] != pen->drawn[0] || a[1] != pen->drawn[1])
    cairo_move_to (pen->cr, a[0], a[1]);
  cairo_line_to (pen->cr, b[0], b[1]);
  memcpy (pen->drawn, b, sizeof pen->drawn);
  pen->has_drawn = TRUE;
  if (++pen->n_segments >= BATCH)
    pen_flush (pen);
}

static void
pen_go (Pen         *pen,
        const double to[2])
{
  if (!pen->has_last)
    memcpy (pen->last, to, sizeof pen->last);
  else if (hypot (to[0] - pen->last[0], to[1] - pen->last[1]) >= pen->least)
    pen_draw_to (pen, to);
  pen->has_last = TRUE;
}

/* Where the line ends, between points i and i + 1. */
static void
go_part_of_the_way (Pen              *pen,
                    const PlotView   *view,
                    const PlotPoints *points,
                    double            end)
{
  guint  i = (guint) end;
  double t = end - i;
  double a[2], b[2];

  if (t == 0 || i + 1 >= points->n || !plot_view_map (view, points->xs[i], points->ys[i], &a[0], &a[1]) ||
      !plot_view_map (view, points->xs[i + 1], points->ys[i + 1], &b[0], &b[1]))
    return;
  pen_draw_to (pen, (double[2]){ a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]) });
}

static void
run_pen (Pen              *pen,
         const PlotView   *view,
         const PlotPoints *points,
         double            end)
{
  guint    n = end < 0 ? 0 : (guint) MIN (end + 1, points->n);
  double   to[2];
  gboolean skipped = FALSE;

  for (guint i = 0; i < n; i++)
    if (plot_view_map (view, points->xs[i], points->ys[i], &to[0], &to[1]))
      {
        pen_go (pen, to);
        skipped = pen->last[0] != to[0] || pen->last[1] != to[1];
      }
    else
      pen->has_last = FALSE;
  if (skipped && pen->has_last)
    pen_draw_to (pen, to);
  if (n > 0 && end < points->n)
    go_part_of_the_way (pen, view, points, end);
}

static void
stroke_points (const PlotCanvas *canvas,
               const PlotPoints *points,
               double            end,
               double            width,
               PlotColor         color,
               cairo_line_cap_t  cap)
{
  Pen pen = { .cr = canvas->cr,
              .clip = plot_rect_inset (&canvas->view->rect, -OUTSIDE, -OUTSIDE, -OUTSIDE, -OUTSIDE),
              .least = points->n > MANY_POINTS ? LEAST_DISTANCE : 0 };

  cairo_save (canvas->cr);
  cairo_set_line_width (canvas->cr, width);
  cairo_set_line_join (canvas->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (canvas->cr, cap);
  plot_set_source (canvas->cr, color);
  run_pen (&pen, canvas->view, points, end);
  pen_flush (&pen);
  cairo_restore (canvas->cr);
}

void
plot_stroke_points (const PlotCanvas *canvas,
                    const PlotPoints *points,
                    double            end,
                    double            width,
                    PlotColor         color)
{
  stroke_points (canvas, points, end, width, color, CAIRO_LINE_CAP_ROUND);
}

void
plot_stroke_points_flat (const PlotCanvas *canvas,
                         const PlotPoints *points,
                         double            end,
                         double            width,
                         PlotColor         color)
{
  stroke_points (canvas, points, end, width, color, CAIRO_LINE_CAP_BUTT);
}

void
plot_fill_discs (const PlotCanvas *canvas,
                 const PlotPoints *points,
                 guint             n,
                 double            radius,
                 PlotColor         color)
{
  PlotRect sight = plot_rect_inset (&canvas->view->rect, -radius, -radius, -radius, -radius);
  double   least = points->n > MANY_POINTS ? LEAST_DISTANCE : 0;
  double   last[2] = { -INFINITY, -INFINITY };
  guint    n_discs = 0;

  plot_set_source (canvas->cr, color);
  for (guint i = 0; i < MIN (n, points->n); i++)
    {
      double x, y;

      if (!plot_view_map (canvas->view, points->xs[i], points->ys[i], &x, &y) || !plot_rect_contains (&sight, x, y) ||
          hypot (x - last[0], y - last[1]) < least)
        continue;
      cairo_new_sub_path (canvas->cr);
      cairo_arc (canvas->cr, x, y, radius, 0, 2 * G_PI);
      last[0] = x;
      last[1] = y;
      if (++n_discs % BATCH == 0)
        cairo_fill (canvas->cr);
    }
  cairo_fill (canvas->cr);
}

/* Device pixels per unit along an axis, the surface's own scale included. */
static void
get_pixels_per_unit (cairo_t *cr,
                     double  *x,
                     double  *y)
{
  double surface_x, surface_y;

  *x = *y = 1;
  cairo_user_to_device_distance (cr, x, y);
  cairo_surface_get_device_scale (cairo_get_group_target (cr), &surface_x, &surface_y);
  *x = MAX (fabs (*x * surface_x), 1e-6);
  *y = MAX (fabs (*y * surface_y), 1e-6);
}

double
plot_snap_width (cairo_t *cr,
                 double   width)
{
  double x, y;

  get_pixels_per_unit (cr, &x, &y);
  return MAX (1, round (width * x)) / x;
}

/* An odd number of pixels is centred on the middle of one, an even number between two. */
static double
snap (double position,
      double pixels_per_unit,
      double width)
{
  gboolean odd = (int) MAX (1, round (width * pixels_per_unit)) % 2 == 1;

  return odd ? floor (position) + 0.5 : round (position);
}

double
plot_snap_x (cairo_t *cr,
             double   x,
             double   width)
{
  double y = 0, scale_x, scale_y, surface_x, surface_y;

  get_pixels_per_unit (cr, &scale_x, &scale_y);
  cairo_surface_get_device_scale (cairo_get_group_target (cr), &surface_x, &surface_y);
  cairo_user_to_device (cr, &x, &y);
  x = snap (x * surface_x, scale_x, width) / surface_x;
  cairo_device_to_user (cr, &x, &y);
  return x;
}

double
plot_snap_y (cairo_t *cr,
             double   y,
             double   width)
{
  double x = 0, scale_x, scale_y, surface_x, surface_y;

  get_pixels_per_unit (cr, &scale_x, &scale_y);
  cairo_surface_get_device_scale (cairo_get_group_target (cr), &surface_x, &surface_y);
  cairo_user_to_device (cr, &x, &y);
  y = snap (y * surface_y, scale_y, width) / surface_y;
  cairo_device_to_user (cr, &x, &y);
  return y;
}
