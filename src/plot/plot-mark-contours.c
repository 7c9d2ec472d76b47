/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Contour lines as a mark: traced once when it is made, stroked whenever it is drawn. Over a heatmap each line is a
 * shade of the colour that it runs through, lighter on dark and darker on light, so that it is seen without shouting. */

#include "plot/plot-contour.h"
#include "plot/plot-pen.h"
#include "plot/plot-scale-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  PlotPoints points;
  PlotColor  color; /* of the heatmap there; fully transparent where there is none */
} ContourLine;

typedef struct
{
  PlotMark   parent;
  PlotRange  range;
  GPtrArray *lines; /* of ContourLine */
  guint      n_levels;
} Contours;

/* How far a line's colour lies on the way to black or white, and the luminance where it changes sides. */
#define SHADE 0.36
#define LIGHT 0.18

static void
free_line (gpointer data)
{
  ContourLine *line = data;

  plot_points_clear (&line->points);
  g_free (line);
}

static gboolean
contours_extent (PlotMark  *mark,
                 PlotRange *extent)
{
  *extent = ((Contours *) mark)->range;
  return TRUE;
}

static PlotColor
get_shade (PlotColor color)
{
  double side = plot_color_luminance (color) < LIGHT ? 1 : 0;

  return plot_color_over ((PlotColor){ side, side, side, SHADE }, color);
}

static void
contours_draw (PlotMark         *mark,
               const PlotCanvas *canvas)
{
  GPtrArray *lines = ((Contours *) mark)->lines;
  PlotColor  plain = plot_theme_get_color (canvas->theme, mark->role);

  for (guint i = 0; i < lines->len; i++)
    {
      const ContourLine *line = g_ptr_array_index (lines, i);

      plot_stroke_points (canvas, &line->points, line->points.n, canvas->theme->sizes.hairline,
                          line->color.alpha > 0 ? get_shade (line->color) : plain);
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

static ContourLine *
place_line (const GArray    *line,
            const PlotRange *range,
            guint            n_x,
            guint            n_y,
            PlotColor        color)
{
  ContourLine *placed = g_new (ContourLine, 1);
  PlotPoints  *points = &placed->points;

  *points = (PlotPoints){ g_new (double, line->len), g_new (double, line->len), line->len };
  placed->color = color;
  for (guint i = 0; i < line->len; i++)
    {
      const PlotGridPoint *point = &g_array_index (line, PlotGridPoint, i);

      points->xs[i] = range->x_min + (range->x_max - range->x_min) * point->x / (n_x - 1);
      points->ys[i] = range->y_min + (range->y_max - range->y_min) * point->y / (n_y - 1);
    }
  return placed;
}

static Contours *
create_contours (const PlotRange *range)
{
  Contours *contours = plot_mark_create (&contours_class, PLOT_ROLE_CONTOUR, NULL);

  contours->range = *range;
  contours->lines = g_ptr_array_new_with_free_func (free_line);
  return contours;
}

/* Adds the lines at one level; the corner samples of the grid lie on the edges of the contours' range. */
static void
add_level (Contours    *contours,
           const float *values,
           guint        n_x,
           guint        n_y,
           double       level,
           PlotColor    color)
{
  g_autoptr (GPtrArray) lines = plot_contour_trace (values, n_x, n_y, level);

  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (contours->lines, place_line (g_ptr_array_index (lines, i), &contours->range, n_x, n_y, color));
  contours->n_levels++;
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
  PlotRange range = { x_min, x_max, y_min, y_max };
  PlotScale scale = plot_scale_new_for_values (values, (gsize) n_x * n_y);
  g_autoptr (GArray) levels = plot_scale_ticks (&scale, n_levels);
  Contours *contours = create_contours (&range);

  for (guint i = 0; i < levels->len; i++)
    add_level (contours, values, n_x, n_y, g_array_index (levels, PlotTick, i).value, (PlotColor){ 0 });
  return &contours->parent;
}

/* Samples stand in the middle of a heatmap's cells, half a cell from its edges. */
static PlotRange
get_sampled_range (const PlotRange *range,
                   guint            n_x,
                   guint            n_y)
{
  double half_x = (range->x_max - range->x_min) / n_x / 2;
  double half_y = (range->y_max - range->y_min) / n_y / 2;

  return (PlotRange){ range->x_min + half_x, range->x_max - half_x, range->y_min + half_y, range->y_max - half_y };
}

PlotMark *
plot_mark_new_contours_of (PlotMark *heatmap,
                           guint     n_levels)
{
  const PlotColormap *colormap;
  PlotScale           scale;
  PlotRange           range;
  guint               n_x, n_y;
  const float        *values = plot_mark_get_samples (heatmap, &n_x, &n_y, &range);
  Contours           *contours;

  g_return_val_if_fail (values != NULL, NULL);

  range = get_sampled_range (&range, n_x, n_y);
  contours = create_contours (&range);
  if (plot_mark_get_colors (heatmap, &colormap, &scale))
    {
      g_autoptr (GArray) levels = plot_scale_ticks (&scale, n_levels);

      for (guint i = 0; i < levels->len; i++)
        {
          double value = g_array_index (levels, PlotTick, i).value;

          add_level (contours, values, n_x, n_y, plot_scale_get_class (&scale)->forward (value),
                     plot_colormap_get_color (colormap, plot_scale_normalize (&scale, value)));
        }
    }
  return &contours->parent;
}
