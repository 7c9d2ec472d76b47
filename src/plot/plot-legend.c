/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The legend: a row for each mark with a name, on a ground that lets a little shine through. */

#include "plot/plot-legend.h"
#include "plot/plot-pen.h"
#include "plot/plot-text.h"

#include <math.h>

#define KEY_WIDTH 24.0
#define ROW_HEIGHT 20.0
#define PADDING 10.0
#define DISTANCE 10.0 /* from the frame */

static void
measure (const PlotCanvas *canvas,
         PlotMark *const  *marks,
         guint             n_marks,
         double           *width,
         double           *height)
{
  *width = *height = 0;
  for (guint i = 0; i < n_marks; i++)
    if (plot_mark_has_key (marks[i]))
      {
        *width = MAX (*width, plot_text_measure (canvas->theme, PLOT_TEXT_TICK, plot_mark_get_label (marks[i])).width);
        *height += ROW_HEIGHT;
      }
  *width = ceil (*width + KEY_WIDTH + 3 * PADDING);
  *height = *height > 0 ? *height + PADDING : 0;
}

static PlotRect
choose_corner (const PlotCanvas *canvas,
               PlotMark *const  *marks,
               guint             n_marks,
               double            width,
               double            height)
{
  const PlotRect *rect = &canvas->view->rect;
  PlotRect        best = { 0 };
  guint           fewest = G_MAXUINT;

  for (int corner = 0; corner < 4; corner++)
    {
      PlotRect place = { corner % 2 == 0 ? rect->x + DISTANCE : rect->x + rect->width - DISTANCE - width,
                         corner / 2 == 0 ? rect->y + DISTANCE : rect->y + rect->height - DISTANCE - height,
                         width,
                         height };
      guint n_hidden = 0;

      for (guint i = 0; i < n_marks; i++)
        n_hidden += plot_mark_count_within (marks[i], canvas->view, &place);
      if (n_hidden >= fewest)
        continue;
      fewest = n_hidden;
      best = place;
    }
  return best;
}

static void
draw_ground (const PlotCanvas *canvas,
             const PlotRect   *rect)
{
  cairo_t  *cr = canvas->cr;
  PlotColor ground = plot_theme_get_color (canvas->theme, PLOT_ROLE_PLOT);
  double    r = 6;

  ground.alpha = 0.88;
  cairo_new_sub_path (cr);
  cairo_arc (cr, rect->x + rect->width - r, rect->y + r, r, -G_PI_2, 0);
  cairo_arc (cr, rect->x + rect->width - r, rect->y + rect->height - r, r, 0, G_PI_2);
  cairo_arc (cr, rect->x + r, rect->y + rect->height - r, r, G_PI_2, G_PI);
  cairo_arc (cr, rect->x + r, rect->y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
  plot_set_source (cr, ground);
  cairo_fill_preserve (cr);
  plot_set_source (cr, plot_theme_get_color (canvas->theme, PLOT_ROLE_GRID));
  cairo_set_line_width (cr, canvas->theme->sizes.hairline);
  cairo_stroke (cr);
}

void
plot_legend_draw (const PlotCanvas *canvas,
                  PlotMark *const  *marks,
                  guint             n_marks)
{
  double   width, height, y;
  PlotRect place;

  measure (canvas, marks, n_marks, &width, &height);
  if (height == 0 || width + 2 * DISTANCE > canvas->view->rect.width)
    return;
  place = choose_corner (canvas, marks, n_marks, width, height);
  draw_ground (canvas, &place);
  y = place.y + PADDING / 2;
  for (guint i = 0; i < n_marks; i++)
    if (plot_mark_has_key (marks[i]))
      {
        PlotRect key = { place.x + PADDING, y, KEY_WIDTH, ROW_HEIGHT };

        plot_mark_draw_key (marks[i], canvas, &key);
        plot_text_show (canvas->cr, canvas->theme, PLOT_TEXT_TICK,
                        plot_theme_get_color (canvas->theme, PLOT_ROLE_TEXT), plot_mark_get_label (marks[i]),
                        key.x + KEY_WIDTH + PADDING, y + ROW_HEIGHT / 2, 0, 0.5);
        y += ROW_HEIGHT;
      }
}
