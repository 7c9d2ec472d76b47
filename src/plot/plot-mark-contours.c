/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Contour lines as a mark: traced once when it is made, stroked whenever it is drawn. */

#include "plot/plot-contour.h"
#include "plot/plot-pen.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  PlotMark   parent;
  PlotRange  range;
  GPtrArray *lines; /* of PlotPoints */
  guint      n_levels;
} Contours;

static void
free_line (gpointer data)
{
  PlotPoints *line = data;

  plot_points_clear (line);
  g_free (line);
}

static gboolean
contours_extent (PlotMark  *mark,
                 PlotRange *extent)
{
  *extent = ((Contours *) mark)->range;
  return TRUE;
}

static void
contours_draw (PlotMark         *mark,
               const PlotCanvas *canvas)
{
  GPtrArray *lines = ((Contours *) mark)->lines;
  PlotColor  color = plot_theme_get_color (canvas->theme, mark->role);

  for (guint i = 0; i < lines->len; i++)
    {
      const PlotPoints *line = g_ptr_array_index (lines, i);

      plot_stroke_points (canvas, line, line->n, canvas->theme->sizes.hairline, color);
    }
}

static char *
contours_describe (PlotMark *mark)
{
  guint n = ((Contours *) mark)->n_levels;

  return g_strdup_printf (ngettext ("contours at %u level", "contours at %u levels", n), n);
}

static void
contours_finalize (PlotMark *mark)
{
  g_ptr_array_unref (((Contours *) mark)->lines);
}

static const PlotMarkClass contours_class = {
  .size = sizeof (Contours),
  .extent = contours_extent,
  .draw = contours_draw,
  .describe = contours_describe,
  .finalize = contours_finalize,
};

static PlotPoints *
place_line (const GArray    *line,
            const PlotRange *range,
            guint            n_x,
            guint            n_y)
{
  PlotPoints *points = g_new (PlotPoints, 1);

  *points = (PlotPoints){ g_new (double, line->len), g_new (double, line->len), line->len };
  for (guint i = 0; i < line->len; i++)
    {
      const PlotGridPoint *point = &g_array_index (line, PlotGridPoint, i);

      points->xs[i] = range->x_min + (range->x_max - range->x_min) * point->x / (n_x - 1);
      points->ys[i] = range->y_min + (range->y_max - range->y_min) * point->y / (n_y - 1);
    }
  return points;
}

PlotMark *
plot_mark_new_contours (const float *values,
                        guint        n_x,
                        guint        n_y,
                        double       x_min,
                        double       x_max,
                        double       y_min,
                        double       y_max,
                        guint        n_levels)
{
  Contours *contours = plot_mark_create (&contours_class, PLOT_ROLE_CONTOUR, NULL);
  g_autoptr (GArray) levels = plot_contour_levels (values, (gsize) n_x * n_y, n_levels);

  contours->range = (PlotRange){ x_min, x_max, y_min, y_max };
  contours->n_levels = levels->len;
  contours->lines = g_ptr_array_new_with_free_func (free_line);
  for (guint i = 0; i < levels->len; i++)
    {
      g_autoptr (GPtrArray) lines = plot_contour_trace (values, n_x, n_y, g_array_index (levels, double, i));

      for (guint j = 0; j < lines->len; j++)
        g_ptr_array_add (contours->lines, place_line (g_ptr_array_index (lines, j), &contours->range, n_x, n_y));
    }
  return &contours->parent;
}
