/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Whole lines y = slope · x + offset: one alone, or many that followed each other in time, the older the fainter. */

#include "plot/plot-number.h"
#include "plot/plot-pen.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  PlotMark   parent;
  PlotPoints lines; /* x is the slope, y the offset */
} Lines;

/* More lines than an eye can follow are thinned to so many; the last is always among them. */
#define MOST_LINES 60
#define FAINTEST 0.10
#define STRONGEST 0.55

static void
lines_finalize (PlotMark *mark)
{
  plot_points_clear (&((Lines *) mark)->lines);
}

static void
stroke_line (const PlotCanvas *canvas,
             double            slope,
             double            offset,
             double            width,
             PlotColor         color)
{
  const PlotScale *x = &canvas->view->x;
  double           xs[] = { x->min, x->max };
  double           ys[] = { slope * x->min + offset, slope * x->max + offset };
  PlotPoints       ends = { xs, ys, 2 };

  if (isfinite (slope) && isfinite (offset))
    plot_stroke_points (canvas, &ends, 2, width, color);
}

static void
lines_draw (PlotMark         *mark,
            const PlotCanvas *canvas)
{
  const PlotPoints *lines = &((Lines *) mark)->lines;
  PlotColor         color = plot_theme_get_color (canvas->theme, mark->role);
  guint             step = lines->n / MOST_LINES + 1;

  for (guint i = (lines->n - 1) % step; lines->n > 0 && i < lines->n; i += step)
    {
      color.alpha = FAINTEST + (STRONGEST - FAINTEST) * (i + 1) / lines->n;
      stroke_line (canvas, lines->xs[i], lines->ys[i], canvas->theme->sizes.line * 0.75, color);
    }
}

static char *
lines_describe (PlotMark *mark)
{
  guint n = ((Lines *) mark)->lines.n;

  if (mark->label == NULL || n == 0)
    return NULL;
  /* Translators: the name of a set of straight lines in a plot, and how many they are. */
  return g_strdup_printf (ngettext ("%s: %u line", "%s: %u lines", n), mark->label, n);
}

static const PlotMarkClass lines_class = {
  .size = sizeof (Lines),
  .draw = lines_draw,
  .describe = lines_describe,
  .finalize = lines_finalize,
};

static void
straight_draw (PlotMark         *mark,
               const PlotCanvas *canvas)
{
  const PlotPoints *line = &((Lines *) mark)->lines;

  stroke_line (canvas, line->xs[0], line->ys[0], canvas->theme->sizes.line * 1.25, plot_theme_get_color (canvas->theme, mark->role));
}

static char *
straight_describe (PlotMark *mark)
{
  const PlotPoints *line = &((Lines *) mark)->lines;
  g_autofree char  *slope = plot_number_format (line->xs[0], 6);
  g_autofree char  *offset = plot_number_format (fabs (line->ys[0]), 6);

  if (mark->label == NULL)
    return NULL;
  /* Translators: a straight line in a plot: its name, slope and offset. */
  return g_strdup_printf (line->ys[0] < 0 ? _ ("%s y = %s · x − %s") : _ ("%s y = %s · x + %s"), mark->label, slope, offset);
}

static void
straight_draw_key (PlotMark         *mark,
                   const PlotCanvas *canvas,
                   const PlotRect   *rect)
{
  PlotView   view = { plot_scale_new (PLOT_SCALE_LINEAR, 0, 1), plot_scale_new (PLOT_SCALE_LINEAR, -1, 1), *rect };
  PlotCanvas small = { canvas->cr, &view, canvas->theme };

  stroke_line (&small, 0, 0, canvas->theme->sizes.line * 1.25, plot_theme_get_color (canvas->theme, mark->role));
}

static const PlotMarkClass straight_class = {
  .size = sizeof (Lines),
  .draw = straight_draw,
  .describe = straight_describe,
  .draw_key = straight_draw_key,
  .finalize = lines_finalize,
};

PlotMark *
plot_mark_new_straight_line (double      slope,
                             double      offset,
                             PlotRole    role,
                             const char *label)
{
  Lines *line = plot_mark_create (&straight_class, role, label);

  plot_points_init (&line->lines, &slope, &offset, 1);
  return &line->parent;
}

PlotMark *
plot_mark_new_lines (const double *slopes,
                     const double *offsets,
                     guint         n,
                     PlotRole      role,
                     const char   *label)
{
  Lines *lines = plot_mark_create (&lines_class, role, label);

  plot_points_init (&lines->lines, slopes, offsets, n);
  return &lines->parent;
}
