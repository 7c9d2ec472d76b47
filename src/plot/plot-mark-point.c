/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Single points and clouds of them. How a single one looks follows from its role, so that a start, a current point
 * and a step to come are told apart by their shape as well as by their colour. */

#include "plot/plot-cloud.h"
#include "plot/plot-number.h"
#include "plot/plot-pen.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  PlotMark   parent;
  PlotPoints points;
} Points;

/* From so many points on, stamping pays. */
#define CLOUD 500

/* How far a point reaches at most, and how long the triangle is that points at one out of sight. */
#define REACH 20.0
#define OUT_OF_SIGHT 11.0

static gboolean
points_extent (PlotMark  *mark,
               PlotRange *extent)
{
  return plot_points_get_extent (&((Points *) mark)->points, extent);
}

static void
points_finalize (PlotMark *mark)
{
  plot_points_clear (&((Points *) mark)->points);
}

static gboolean
points_hit (PlotMark       *mark,
            const PlotView *view,
            double          view_x,
            double          view_y,
            double          max_distance,
            PlotHit        *hit)
{
  return plot_points_hit (&((Points *) mark)->points, view, view_x, view_y, max_distance, hit);
}

static guint
points_count_within (PlotMark       *mark,
                     const PlotView *view,
                     const PlotRect *rect)
{
  return plot_points_count_within (&((Points *) mark)->points, view, rect);
}

static void
points_draw (PlotMark         *mark,
             const PlotCanvas *canvas)
{
  const PlotPoints *points = &((Points *) mark)->points;
  PlotColor         color = plot_theme_get_color (canvas->theme, mark->role);
  double            radius = canvas->theme->sizes.dot;

  if (points->n < CLOUD || !plot_stamp_discs (canvas, points, radius, color))
    plot_fill_discs (canvas, points, points->n, radius, color);
}

static char *
points_describe (PlotMark *mark)
{
  guint n = ((Points *) mark)->points.n;

  if (mark->label == NULL)
    return NULL;
  /* Translators: the name of a cloud of points in a plot, and how many they are. */
  return g_strdup_printf (ngettext ("%s: %u point", "%s: %u points", n), mark->label, n);
}

static void
points_draw_key (PlotMark         *mark,
                 const PlotCanvas *canvas,
                 const PlotRect   *rect)
{
  plot_set_source (canvas->cr, plot_theme_get_color (canvas->theme, mark->role));
  cairo_arc (canvas->cr, rect->x + rect->width / 2, rect->y + rect->height / 2, canvas->theme->sizes.dot + 0.5, 0,
             2 * G_PI);
  cairo_fill (canvas->cr);
}

static const PlotMarkClass points_class = {
  .size = sizeof (Points),
  .extent = points_extent,
  .draw = points_draw,
  .hit = points_hit,
  .describe = points_describe,
  .count_within = points_count_within,
  .draw_key = points_draw_key,
  .finalize = points_finalize,
};

static void
fill_disc (cairo_t  *cr,
           double    x,
           double    y,
           double    radius,
           PlotColor color)
{
  plot_set_source (cr, color);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
stroke_ring (cairo_t  *cr,
             double    x,
             double    y,
             double    radius,
             double    width,
             PlotColor color)
{
  plot_set_source (cr, color);
  cairo_set_line_width (cr, width);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_stroke (cr);
}

/* A ring on a disc of the other end of the greys reads on any ground, and hides the path's own marker. */
static void
draw_hollow (const PlotCanvas *canvas,
             PlotColor         color,
             double            x,
             double            y)
{
  const PlotSizes *sizes = &canvas->theme->sizes;
  PlotColor        dark = { 0.13, 0.13, 0.15, 1 }, white = { 1, 1, 1, 1 };

  fill_disc (canvas->cr, x, y, sizes->point + 1 + sizes->halo, color);
  stroke_ring (canvas->cr, x, y, sizes->point, sizes->line,
               plot_color_contrast (color, white) > plot_color_contrast (color, dark) ? white : dark);
}

static void
draw_filled (const PlotCanvas *canvas,
             PlotColor         color,
             double            x,
             double            y)
{
  const PlotSizes *sizes = &canvas->theme->sizes;

  fill_disc (canvas->cr, x, y, sizes->point + 1.5 + sizes->halo, plot_theme_get_color (canvas->theme, PLOT_ROLE_HALO));
  fill_disc (canvas->cr, x, y, sizes->point + 1.5, (PlotColor){ 1, 1, 1, 1 });
  fill_disc (canvas->cr, x, y, sizes->point, color);
}

static void
draw_ghost (const PlotCanvas *canvas,
            PlotColor         color,
            double            x,
            double            y)
{
  const PlotSizes *sizes = &canvas->theme->sizes;
  PlotColor        ground = plot_theme_get_color (canvas->theme, PLOT_ROLE_PLOT);
  PlotColor        faint = color;

  ground.alpha = 0.8;
  faint.alpha = 0.35;
  stroke_ring (canvas->cr, x, y, sizes->point - 0.5, 1.5 + 2 * sizes->halo, ground);
  fill_disc (canvas->cr, x, y, sizes->point - 0.5, faint);
  stroke_ring (canvas->cr, x, y, sizes->point - 0.5, 1.5, color);
}

static void
stroke_cross (cairo_t  *cr,
              double    x,
              double    y,
              double    arm,
              double    width,
              PlotColor color)
{
  plot_set_source (cr, color);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, width);
  cairo_move_to (cr, x - arm, y - arm);
  cairo_line_to (cr, x + arm, y + arm);
  cairo_move_to (cr, x - arm, y + arm);
  cairo_line_to (cr, x + arm, y - arm);
  cairo_stroke (cr);
}

static void
draw_cross (const PlotCanvas *canvas,
            PlotColor         color,
            double            x,
            double            y)
{
  const PlotSizes *sizes = &canvas->theme->sizes;
  PlotColor        halo = plot_theme_get_color (canvas->theme, PLOT_ROLE_HALO);

  halo.alpha = MAX (halo.alpha, 0.75);
  stroke_cross (canvas->cr, x, y, sizes->point - 1, sizes->line + 2 * sizes->halo, halo);
  stroke_cross (canvas->cr, x, y, sizes->point - 1, sizes->line, color);
}

static void
draw_plain (const PlotCanvas *canvas,
            PlotColor         color,
            double            x,
            double            y)
{
  fill_disc (canvas->cr, x, y, canvas->theme->sizes.marker, color);
}

/* A point out of sight is pointed at from the edge of the view. */
static void
draw_pointer_to (const PlotCanvas *canvas,
                 PlotColor         color,
                 double            x,
                 double            y)
{
  cairo_t        *cr = canvas->cr;
  const PlotRect *rect = &canvas->view->rect;
  double          inset = 3;
  double          edge_x = CLAMP (x, rect->x + inset, rect->x + rect->width - inset);
  double          edge_y = CLAMP (y, rect->y + inset, rect->y + rect->height - inset);

  cairo_translate (cr, edge_x, edge_y);
  cairo_rotate (cr, atan2 (y - edge_y, x - edge_x));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, -OUT_OF_SIGHT, -OUT_OF_SIGHT * 0.42);
  cairo_line_to (cr, -OUT_OF_SIGHT, OUT_OF_SIGHT * 0.42);
  cairo_close_path (cr);
  plot_set_source (cr, (PlotColor){ 1, 1, 1, 1 });
  cairo_set_line_width (cr, 3);
  cairo_stroke_preserve (cr);
  plot_set_source (cr, color);
  cairo_fill (cr);
}

static void
point_draw (PlotMark         *mark,
            const PlotCanvas *canvas)
{
  static void (*const draw[PLOT_N_ROLES]) (const PlotCanvas *, PlotColor, double, double) = {
    [PLOT_ROLE_START] = draw_hollow,
    [PLOT_ROLE_CURRENT] = draw_filled,
    [PLOT_ROLE_NEXT] = draw_ghost,
    [PLOT_ROLE_BETTER] = draw_ghost,
    [PLOT_ROLE_WORSE] = draw_ghost,
    [PLOT_ROLE_OPTIMUM] = draw_cross,
  };
  const PlotPoints *points = &((Points *) mark)->points;
  PlotRect          sight = plot_rect_inset (&canvas->view->rect, -REACH, -REACH, -REACH, -REACH);
  double            x, y;

  if (!plot_view_map (canvas->view, points->xs[0], points->ys[0], &x, &y))
    return;
  if (mark->role == PLOT_ROLE_CURRENT && !plot_rect_contains (&canvas->view->rect, x, y))
    draw_pointer_to (canvas, plot_theme_get_color (canvas->theme, mark->role), x, y);
  else if (plot_rect_contains (&sight, x, y))
    (draw[mark->role] != NULL ? draw[mark->role] : draw_plain) (canvas, plot_theme_get_color (canvas->theme, mark->role), x, y);
}

/* A point that is out of sight touches the edge only. */
static PlotRect
point_bounds (PlotMark         *mark,
              const PlotCanvas *canvas)
{
  const PlotSizes *sizes = &canvas->theme->sizes;
  const PlotRect  *rect = &canvas->view->rect;
  double           reach = MAX (sizes->point + sizes->line + sizes->halo, OUT_OF_SIGHT) + 6;
  PlotRect         bounds = plot_points_get_bounds (&((Points *) mark)->points, canvas->view, reach);

  if (bounds.width == 0)
    return bounds;
  bounds.x = CLAMP (bounds.x, rect->x - reach, rect->x + rect->width - reach);
  bounds.y = CLAMP (bounds.y, rect->y - reach, rect->y + rect->height - reach);
  return bounds;
}

static char *
point_describe (PlotMark *mark)
{
  const PlotPoints *points = &((Points *) mark)->points;
  g_autofree char  *x = plot_number_format (points->xs[0], 6);
  g_autofree char  *y = plot_number_format (points->ys[0], 6);

  if (mark->label == NULL)
    return NULL;
  /* Translators: the name of a point in a plot, then where it is. */
  return g_strdup_printf (_ ("%s at (%s, %s)"), mark->label, x, y);
}

static void
point_draw_key (PlotMark         *mark,
                const PlotCanvas *canvas,
                const PlotRect   *rect)
{
  PlotView   view = { plot_scale_new (PLOT_SCALE_LINEAR, -1, 1), plot_scale_new (PLOT_SCALE_LINEAR, -1, 1), *rect };
  PlotCanvas small = { canvas->cr, &view, canvas->theme };
  double     zero = 0;
  Points     middle = { .parent = *mark, .points = { &zero, &zero, 1 } };

  point_draw (&middle.parent, &small);
}

static const PlotMarkClass point_class = {
  .size = sizeof (Points),
  .extent = points_extent,
  .draw = point_draw,
  .bounds = point_bounds,
  .hit = points_hit,
  .describe = point_describe,
  .count_within = points_count_within,
  .draw_key = point_draw_key,
  .finalize = points_finalize,
};

PlotMark *
plot_mark_new_points (const double *xs,
                      const double *ys,
                      guint         n,
                      PlotRole      role,
                      const char   *label)
{
  Points *points = plot_mark_create (&points_class, role, label);

  plot_points_init (&points->points, xs, ys, n);
  return &points->parent;
}

PlotMark *
plot_mark_new_point (double      x,
                     double      y,
                     PlotRole    role,
                     const char *label)
{
  Points *points = plot_mark_create (&point_class, role, label);

  plot_points_init (&points->points, &x, &y, 1);
  return &points->parent;
}
