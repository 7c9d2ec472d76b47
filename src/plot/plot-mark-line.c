/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Marks that join points: a curve is only a line, a path shows its points and may be drawn part of the way. */

#include "plot/plot-number.h"
#include "plot/plot-pen.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  PlotMark   parent;
  PlotPoints points;
  double     end;
  PlotRole   halo;
  guint      first;   /* of a path that is kept in parts, the number of points[0] */
  guint      n_whole; /* and how many points all of it has */
} Line;

/* A path still ahead is so much thinner and fainter than one that was gone. */
#define GHOST_WIDTH 0.6
#define GHOST_ALPHA 0.5

/* Markers shrink from their full size at FEW points to a dot at MANY, and beyond VERY_MANY only the line is left. */
#define FEW 30
#define MANY 400
#define VERY_MANY 2000
#define SMALLEST_MARKER 0.4

static gboolean
line_extent (PlotMark  *mark,
             PlotRange *extent)
{
  return plot_points_get_extent (&((Line *) mark)->points, extent);
}

static void
line_finalize (PlotMark *mark)
{
  plot_points_clear (&((Line *) mark)->points);
}

static gboolean
line_hit (PlotMark       *mark,
          const PlotView *view,
          double          view_x,
          double          view_y,
          double          max_distance,
          PlotHit        *hit)
{
  return plot_points_hit (&((Line *) mark)->points, view, view_x, view_y, max_distance, hit);
}

static guint
line_count_within (PlotMark       *mark,
                   const PlotView *view,
                   const PlotRect *rect)
{
  return plot_points_count_within (&((Line *) mark)->points, view, rect);
}

static void
stroke_key (const PlotCanvas *canvas,
            const PlotRect   *rect,
            double            width,
            PlotColor         color)
{
  double y = rect->y + rect->height / 2;

  plot_set_source (canvas->cr, color);
  cairo_set_line_width (canvas->cr, width);
  cairo_set_line_cap (canvas->cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (canvas->cr, rect->x, y);
  cairo_line_to (canvas->cr, rect->x + rect->width, y);
  cairo_stroke (canvas->cr);
}

static void
curve_draw (PlotMark         *mark,
            const PlotCanvas *canvas)
{
  Line *line = (Line *) mark;

  plot_stroke_points (canvas, &line->points, line->points.n, canvas->theme->sizes.line,
                      plot_theme_get_color (canvas->theme, mark->role));
}

static PlotRect
curve_bounds (PlotMark         *mark,
              const PlotCanvas *canvas)
{
  return plot_points_get_bounds (&((Line *) mark)->points, canvas->view, canvas->theme->sizes.line);
}

static char *
curve_describe (PlotMark *mark)
{
  if (mark->label == NULL)
    return NULL;
  /* Translators: a line in a plot, called by its name. */
  return g_strdup_printf (_ ("curve %s"), mark->label);
}

static void
curve_draw_key (PlotMark         *mark,
                const PlotCanvas *canvas,
                const PlotRect   *rect)
{
  stroke_key (canvas, rect, canvas->theme->sizes.line, plot_theme_get_color (canvas->theme, mark->role));
}

static const PlotMarkClass curve_class = {
  .size = sizeof (Line),
  .extent = line_extent,
  .draw = curve_draw,
  .bounds = curve_bounds,
  .hit = line_hit,
  .describe = curve_describe,
  .count_within = line_count_within,
  .draw_key = curve_draw_key,
  .finalize = line_finalize,
};

static double
get_marker_radius (const Line      *line,
                   const PlotTheme *theme)
{
  double n = line->n_whole;
  double shrunk = 1 - (1 - SMALLEST_MARKER) * log (MAX (n, FEW) / FEW) / log ((double) MANY / FEW);

  return n > VERY_MANY ? 0 : theme->sizes.marker * MAX (shrunk, SMALLEST_MARKER);
}

/* What lies under the line. Where a path goes on from another part, the shadow there has been drawn and must not be
 * cast again. On the plot's own ground a line needs no halo, which would only cut up what it crosses; its points do. */
static void
draw_halo (const Line       *line,
           const PlotCanvas *canvas,
           guint             n,
           double            radius)
{
  const PlotSizes *sizes = &canvas->theme->sizes;
  PlotColor        color = plot_theme_get_color (canvas->theme, line->halo);
  double           width = sizes->line + 2 * sizes->halo;
  gboolean         shadow = line->halo != PLOT_ROLE_PLOT;
  guint            n_covered = shadow && line->first > 0 ? 1 : 0;
  PlotPoints       discs = { line->points.xs + n_covered, line->points.ys + n_covered, line->points.n - n_covered };

  if (n_covered > 0)
    plot_stroke_points_flat (canvas, &line->points, line->end, width, color);
  else if (shadow)
    plot_stroke_points (canvas, &line->points, line->end, width, color);
  else
    plot_stroke_points (canvas, &line->points, line->end, sizes->line, plot_theme_get_color (canvas->theme, line->parent.role));
  if (radius > 0 && n > n_covered)
    plot_fill_discs (canvas, &discs, n - n_covered, radius + sizes->halo, color);
}

static void
path_draw (PlotMark         *mark,
           const PlotCanvas *canvas)
{
  Line     *line = (Line *) mark;
  PlotColor color = plot_theme_get_color (canvas->theme, mark->role);
  guint     n = line->end < 0 ? 0 : (guint) MIN (line->end + 1, line->points.n);
  double    radius = get_marker_radius (line, canvas->theme);

  if (line->points.n == 0)
    return;
  draw_halo (line, canvas, n, radius);
  if (line->halo != PLOT_ROLE_PLOT)
    plot_stroke_points (canvas, &line->points, line->end, canvas->theme->sizes.line, color);
  if (radius > 0)
    plot_fill_discs (canvas, &line->points, n, radius, color);
}

static void
ghost_draw (PlotMark         *mark,
            const PlotCanvas *canvas)
{
  Line            *line = (Line *) mark;
  const PlotSizes *sizes = &canvas->theme->sizes;
  PlotColor        color = plot_theme_get_color (canvas->theme, mark->role);
  double           radius = get_marker_radius (line, canvas->theme) * GHOST_WIDTH;

  color.alpha *= GHOST_ALPHA;
  plot_stroke_points (canvas, &line->points, line->end, sizes->line * GHOST_WIDTH, color);
  if (radius > 0)
    plot_fill_discs (canvas, &line->points, line->points.n, radius, color);
}

static PlotRect
path_bounds (PlotMark         *mark,
             const PlotCanvas *canvas)
{
  Line            *line = (Line *) mark;
  const PlotSizes *sizes = &canvas->theme->sizes;
  PlotPoints       drawn = line->points;

  drawn.n = (guint) CLAMP (ceil (line->end) + 1, 0, line->points.n);
  return plot_points_get_bounds (&drawn, canvas->view, sizes->marker + sizes->halo + 1);
}

static char *
describe_point (const PlotPoints *points,
                guint             i)
{
  g_autofree char *x = plot_number_format (points->xs[i], 6);
  g_autofree char *y = plot_number_format (points->ys[i], 6);

  return g_strdup_printf ("(%s, %s)", x, y);
}

static char *
path_describe (PlotMark *mark)
{
  const PlotPoints *points = &((Line *) mark)->points;
  g_autofree char  *first = NULL;
  g_autofree char  *last = NULL;

  if (points->n == 0 || mark->label == NULL)
    return NULL;
  first = describe_point (points, 0);
  last = describe_point (points, points->n - 1);
  /* Translators: “path with 10 points from (100, 10000) to (13.4, 180)”. */
  return g_strdup_printf (ngettext ("%s with %u point from %s to %s", "%s with %u points from %s to %s", points->n),
                          mark->label, points->n, first, last);
}

static void
path_draw_key (PlotMark         *mark,
               const PlotCanvas *canvas,
               const PlotRect   *rect)
{
  Line            *line = (Line *) mark;
  const PlotSizes *sizes = &canvas->theme->sizes;
  PlotColor        color = plot_theme_get_color (canvas->theme, mark->role);

  stroke_key (canvas, rect, sizes->line + 2 * sizes->halo, plot_theme_get_color (canvas->theme, line->halo));
  stroke_key (canvas, rect, sizes->line, color);
  cairo_arc (canvas->cr, rect->x + rect->width / 2, rect->y + rect->height / 2, sizes->marker, 0, 2 * G_PI);
  cairo_fill (canvas->cr);
}

static const PlotMarkClass path_class = {
  .size = sizeof (Line),
  .extent = line_extent,
  .draw = path_draw,
  .bounds = path_bounds,
  .hit = line_hit,
  .describe = path_describe,
  .count_within = line_count_within,
  .draw_key = path_draw_key,
  .finalize = line_finalize,
};

static const PlotMarkClass ghost_class = {
  .size = sizeof (Line),
  .extent = line_extent,
  .draw = ghost_draw,
  .bounds = path_bounds,
  .hit = line_hit,
  .describe = path_describe,
  .count_within = line_count_within,
  .draw_key = path_draw_key,
  .finalize = line_finalize,
};

PlotMark *
plot_mark_new_curve (const double *xs,
                     const double *ys,
                     guint         n,
                     PlotRole      role,
                     const char   *label)
{
  Line *line = plot_mark_create (&curve_class, role, label);

  plot_points_init (&line->points, xs, ys, n);
  return &line->parent;
}

PlotMark *
plot_mark_new_trail (const double *xs,
                     const double *ys,
                     guint         n,
                     double        end,
                     PlotRole      role,
                     PlotRole      halo,
                     const char   *label)
{
  Line *line = plot_mark_create (&path_class, role, label);

  plot_points_init (&line->points, xs, ys, n);
  line->end = isnan (end) ? -1 : MIN (end, (double) n - 1);
  line->halo = halo;
  line->n_whole = n;
  return &line->parent;
}

PlotMark *
plot_mark_new_trail_part (const double *xs,
                          const double *ys,
                          guint         n,
                          guint         first,
                          double        end,
                          PlotRole      role,
                          PlotRole      halo)
{
  guint     last = (guint) CLAMP (ceil (end), first, n - 1.0);
  PlotMark *mark;
  Line     *line;

  g_return_val_if_fail (first < n, NULL);

  mark = plot_mark_new_trail (xs + first, ys + first, last - first + 1, end - first, role, halo, NULL);
  line = (Line *) mark;
  line->first = first;
  line->n_whole = n;
  return mark;
}

PlotMark *
plot_mark_new_path (const double *xs,
                    const double *ys,
                    guint         n,
                    double        end,
                    const char   *label)
{
  return plot_mark_new_trail (xs, ys, n, end, PLOT_ROLE_PATH, PLOT_ROLE_HALO, label);
}

PlotMark *
plot_mark_new_ghost_path (const double *xs,
                          const double *ys,
                          guint         n,
                          PlotRole      role,
                          const char   *label)
{
  Line *line = plot_mark_create (&ghost_class, role, label);

  plot_points_init (&line->points, xs, ys, n);
  line->end = n;
  line->n_whole = n;
  line->halo = role == PLOT_ROLE_PATH ? PLOT_ROLE_HALO : PLOT_ROLE_PLOT;
  return &line->parent;
}
