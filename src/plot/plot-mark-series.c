/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Points as Matplotlib's plot and scatter draw them: the program chooses colour, line and marker, one letter each. A
 * marker is a disc, a polygon or a few strokes in a square from −1 to 1. */

#include "plot/plot-cloud.h"
#include "plot/plot-pen.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  PlotMark        parent;
  PlotPoints      points;
  PlotSeriesStyle style;
} Series;

/* From so many points on, stamping pays. */
#define CLOUD 500

/* A colour with less contrast to the ground than this is hard to see, and is moved until it has ENOUGH. */
#define LEAST_CONTRAST 1.9
#define ENOUGH 6.0

#define MOST_CORNERS 8

typedef struct
{
  char     letter;
  gboolean filled; /* a polygon; else pairs of points joined by strokes */
  guint    n;
  double   corners[MOST_CORNERS][2];
} Shape;

static const Shape shapes[] = {
  { 's', TRUE, 4, { { -0.85, -0.85 }, { 0.85, -0.85 }, { 0.85, 0.85 }, { -0.85, 0.85 } } },
  { 'D', TRUE, 4, { { 0, -1.1 }, { 1.1, 0 }, { 0, 1.1 }, { -1.1, 0 } } },
  { 'd', TRUE, 4, { { 0, -1.1 }, { 0.7, 0 }, { 0, 1.1 }, { -0.7, 0 } } },
  { '^', TRUE, 3, { { 0, -1 }, { 1, 0.9 }, { -1, 0.9 } } },
  { 'v', TRUE, 3, { { 0, 1 }, { 1, -0.9 }, { -1, -0.9 } } },
  { '<', TRUE, 3, { { -1, 0 }, { 0.9, 1 }, { 0.9, -1 } } },
  { '>', TRUE, 3, { { 1, 0 }, { -0.9, 1 }, { -0.9, -1 } } },
  { 'p', TRUE, 5, { { 0, -1 }, { 0.95, -0.31 }, { 0.59, 0.81 }, { -0.59, 0.81 }, { -0.95, -0.31 } } },
  { 'h', TRUE, 6, { { 0, -1 }, { 0.87, -0.5 }, { 0.87, 0.5 }, { 0, 1 }, { -0.87, 0.5 }, { -0.87, -0.5 } } },
  { 'H', TRUE, 6, { { -1, 0 }, { -0.5, -0.87 }, { 0.5, -0.87 }, { 1, 0 }, { 0.5, 0.87 }, { -0.5, 0.87 } } },
  { '*', TRUE, 8, { { 0, -1.2 }, { 0.3, -0.3 }, { 1.2, 0 }, { 0.3, 0.3 }, { 0, 1.2 }, { -0.3, 0.3 }, { -1.2, 0 }, { -0.3, -0.3 } } },
  { 'x', FALSE, 4, { { -0.85, -0.85 }, { 0.85, 0.85 }, { -0.85, 0.85 }, { 0.85, -0.85 } } },
  { 'X', FALSE, 4, { { -0.85, -0.85 }, { 0.85, 0.85 }, { -0.85, 0.85 }, { 0.85, -0.85 } } },
  { '+', FALSE, 4, { { -1, 0 }, { 1, 0 }, { 0, -1 }, { 0, 1 } } },
  { 'P', FALSE, 4, { { -1, 0 }, { 1, 0 }, { 0, -1 }, { 0, 1 } } },
  { '|', FALSE, 2, { { 0, -1 }, { 0, 1 } } },
  { '_', FALSE, 2, { { -1, 0 }, { 1, 0 } } },
};

static const Shape *
find_shape (char letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (shapes[i].letter == letter)
      return &shapes[i];
  return NULL;
}

/* Half the way across a marker; a point is half as large as a disc, and both have an edge of their own. */
static double
get_radius (const PlotSeriesStyle *style)
{
  const double size = style->marker == '.' ? style->marker_size / 2 : style->marker == ',' ? 1
                                                                                           : style->marker_size;

  return (size + 1.4) / 2;
}

static PlotColor
blend (PlotColor a,
       PlotColor b,
       double    part)
{
  return (PlotColor){ a.red + (b.red - a.red) * part, a.green + (b.green - a.green) * part, a.blue + (b.blue - a.blue) * part, a.alpha };
}

static PlotColor
get_color (const Series    *series,
           const PlotTheme *theme)
{
  const PlotColor ground = plot_theme_get_color (theme, PLOT_ROLE_PLOT), text = plot_theme_get_color (theme, PLOT_ROLE_TEXT);
  const PlotColor chosen = series->style.color;
  PlotColor       color = chosen;

  color.alpha = 1;
  if (series->style.on_picture || plot_color_contrast (color, ground) >= LEAST_CONTRAST)
    return chosen;
  for (double part = 0; part <= 1 && plot_color_contrast (color, ground) < ENOUGH; part += 0.05)
    {
      color = blend (chosen, text, part);
      color.alpha = 1;
    }
  color.alpha = chosen.alpha;
  return color;
}

static void
set_dash (cairo_t *cr,
          char     line,
          double   width)
{
  static const struct
  {
    char   line;
    int    n;
    double lengths[4]; /* in widths of the line, as Matplotlib has them */
  } dashes[] = {
    { '=', 2, { 3.7, 1.6 } },
    { ';', 4, { 6.4, 1.6, 1, 1.6 } },
    { ':', 2, { 1, 1.65 } },
  };
  double lengths[4];

  for (guint i = 0; i < G_N_ELEMENTS (dashes); i++)
    if (dashes[i].line == line)
      {
        for (int k = 0; k < dashes[i].n; k++)
          lengths[k] = dashes[i].lengths[k] * width;
        cairo_set_dash (cr, lengths, dashes[i].n, 0);
      }
}

static void
trace_shape (cairo_t     *cr,
             const Shape *shape,
             double       x,
             double       y,
             double       radius)
{
  for (guint i = 0; i < shape->n; i++)
    {
      const double corner_x = x + shape->corners[i][0] * radius, corner_y = y + shape->corners[i][1] * radius;

      if (i == 0 || (!shape->filled && i % 2 == 0))
        cairo_move_to (cr, corner_x, corner_y);
      else
        cairo_line_to (cr, corner_x, corner_y);
    }
  if (shape->filled)
    cairo_close_path (cr);
}

static void
finish_shape (cairo_t     *cr,
              const Shape *shape)
{
  cairo_set_line_width (cr, 1.4);
  if (shape->filled)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
}

static void
draw_shapes (const Series     *series,
             const PlotCanvas *canvas,
             const Shape      *shape,
             PlotColor         color)
{
  const double radius = get_radius (&series->style);

  plot_set_source (canvas->cr, color);
  for (guint i = 0; i < series->points.n; i++)
    {
      const PlotRect *rect = &canvas->view->rect;
      double          x, y;

      if (!plot_view_map (canvas->view, series->points.xs[i], series->points.ys[i], &x, &y))
        continue;
      if (x < rect->x - radius || x > rect->x + rect->width + radius || y < rect->y - radius || y > rect->y + rect->height + radius)
        continue;
      trace_shape (canvas->cr, shape, x, y, radius);
      finish_shape (canvas->cr, shape);
    }
}

static void
draw_discs (const Series     *series,
            const PlotCanvas *canvas,
            PlotColor         color)
{
  const double radius = get_radius (&series->style);

  if (series->points.n < CLOUD || !plot_stamp_discs (canvas, &series->points, radius, color))
    plot_fill_discs (canvas, &series->points, series->points.n, radius, color);
}

static void
series_draw (PlotMark         *mark,
             const PlotCanvas *canvas)
{
  const Series   *series = (const Series *) mark;
  const PlotColor color = get_color (series, canvas->theme);
  const Shape    *shape = find_shape (series->style.marker);

  cairo_save (canvas->cr);
  if (series->style.line != 0)
    {
      set_dash (canvas->cr, series->style.line, series->style.line_width);
      plot_stroke_points_flat (canvas, &series->points, series->points.n, series->style.line_width, color);
      cairo_set_dash (canvas->cr, NULL, 0, 0);
    }
  if (shape != NULL)
    draw_shapes (series, canvas, shape, color);
  else if (series->style.marker != 0)
    draw_discs (series, canvas, color);
  cairo_restore (canvas->cr);
}

static void
series_draw_key (PlotMark         *mark,
                 const PlotCanvas *canvas,
                 const PlotRect   *rect)
{
  const Series   *series = (const Series *) mark;
  const PlotColor color = get_color (series, canvas->theme);
  const Shape    *shape = find_shape (series->style.marker);
  const double    x = rect->x + rect->width / 2, y = rect->y + rect->height / 2, radius = MIN (get_radius (&series->style), rect->height / 2);

  cairo_save (canvas->cr);
  plot_set_source (canvas->cr, color);
  if (series->style.line != 0)
    {
      set_dash (canvas->cr, series->style.line, series->style.line_width);
      cairo_set_line_width (canvas->cr, series->style.line_width);
      cairo_move_to (canvas->cr, rect->x, y);
      cairo_line_to (canvas->cr, rect->x + rect->width, y);
      cairo_stroke (canvas->cr);
      cairo_set_dash (canvas->cr, NULL, 0, 0);
    }
  if (shape != NULL)
    {
      trace_shape (canvas->cr, shape, x, y, radius);
      finish_shape (canvas->cr, shape);
    }
  else if (series->style.marker != 0)
    {
      cairo_arc (canvas->cr, x, y, radius, 0, 2 * G_PI);
      cairo_fill (canvas->cr);
    }
  cairo_restore (canvas->cr);
}

static gboolean
series_extent (PlotMark  *mark,
               PlotRange *extent)
{
  return plot_points_get_extent (&((Series *) mark)->points, extent);
}

static gboolean
series_hit (PlotMark       *mark,
            const PlotView *view,
            double          view_x,
            double          view_y,
            double          max_distance,
            PlotHit        *hit)
{
  return plot_points_hit (&((Series *) mark)->points, view, view_x, view_y, max_distance, hit);
}

static guint
series_count_within (PlotMark       *mark,
                     const PlotView *view,
                     const PlotRect *rect)
{
  return plot_points_count_within (&((Series *) mark)->points, view, rect);
}

static char *
series_describe (PlotMark *mark)
{
  const Series *series = (const Series *) mark;
  const guint   n = series->points.n;

  if (series->style.line != 0 && mark->label != NULL)
    return g_strdup_printf (ngettext ("%s: line through %u point", "%s: line through %u points", n), mark->label, n);
  if (series->style.line != 0)
    return g_strdup_printf (ngettext ("line through %u point", "line through %u points", n), n);
  if (mark->label != NULL)
    return g_strdup_printf (ngettext ("%s: %u point", "%s: %u points", n), mark->label, n);
  return g_strdup_printf (ngettext ("%u point", "%u points", n), n);
}

static void
series_finalize (PlotMark *mark)
{
  plot_points_clear (&((Series *) mark)->points);
}

static const PlotMarkClass series_class = {
  .size = sizeof (Series),
  .extent = series_extent,
  .draw = series_draw,
  .hit = series_hit,
  .describe = series_describe,
  .count_within = series_count_within,
  .draw_key = series_draw_key,
  .finalize = series_finalize,
};

PlotMark *
plot_mark_new_series (const double          *xs,
                      const double          *ys,
                      guint                  n,
                      const PlotSeriesStyle *style,
                      const char            *label)
{
  Series *series = plot_mark_create (&series_class, PLOT_ROLE_DATA, label);

  plot_points_init (&series->points, xs, ys, n);
  series->style = *style;
  return (PlotMark *) series;
}
