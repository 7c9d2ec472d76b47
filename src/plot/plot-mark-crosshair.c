/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What stands under the pointer: a small cross and, beside it, a pill that reads the values there. Its arms are
 * short, so that moving it repaints little. */

#include "plot/plot-pen.h"
#include "plot/plot-text.h"

#include <math.h>

typedef struct
{
  PlotMark parent;
  double   x, y;
  char    *text;
} Crosshair;

#define ARM 9.0
#define HOLE 3.0
#define DISTANCE 12.0 /* between the point and the pill */
#define PILL_PADDING 9.0
#define PILL_RADIUS 8.0

/* The pill goes to the upper right, and to the other side where there is no room. */
static PlotRect
place_pill (const Crosshair  *crosshair,
            const PlotCanvas *canvas,
            double            x,
            double            y)
{
  const PlotRect *rect = &canvas->view->rect;
  PlotTextSize    size = plot_text_measure (canvas->theme, PLOT_TEXT_TICK, crosshair->text);
  double          width = size.width + 2 * PILL_PADDING;
  double          height = size.height + 2 * PILL_PADDING;
  double          left = x + DISTANCE + width <= rect->x + rect->width ? x + DISTANCE : x - DISTANCE - width;
  double          top = y - DISTANCE - height >= rect->y ? y - DISTANCE - height : y + DISTANCE;

  /* In a view too narrow for either side the text must at least begin inside. */
  return (PlotRect){ floor (MAX (left, rect->x + 2)), floor (MAX (top, rect->y + 2)), ceil (width), ceil (height) };
}

static PlotRect
crosshair_bounds (PlotMark         *mark,
                  const PlotCanvas *canvas)
{
  Crosshair *crosshair = (Crosshair *) mark;
  PlotRect   pill, cross;
  double     x, y;

  if (!plot_view_map (canvas->view, crosshair->x, crosshair->y, &x, &y))
    return (PlotRect){ 0 };
  cross = (PlotRect){ x - ARM - 2, y - ARM - 2, 2 * ARM + 4, 2 * ARM + 4 };
  if (crosshair->text == NULL)
    return cross;
  pill = place_pill (crosshair, canvas, x, y);
  pill = plot_rect_inset (&pill, -2, -2, -2, -2);
  return plot_rect_union (&cross, &pill);
}

static void
stroke_arms (cairo_t  *cr,
             double    x,
             double    y,
             double    width,
             PlotColor color)
{
  static const double directions[][2] = { { 1, 0 }, { 0, 1 }, { -1, 0 }, { 0, -1 } };

  plot_set_source (cr, color);
  cairo_set_line_width (cr, width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      cairo_move_to (cr, x + HOLE * directions[i][0], y + HOLE * directions[i][1]);
      cairo_line_to (cr, x + ARM * directions[i][0], y + ARM * directions[i][1]);
    }
  cairo_stroke (cr);
}

static void
trace_pill (cairo_t        *cr,
            const PlotRect *rect)
{
  double right = rect->x + rect->width;
  double bottom = rect->y + rect->height;
  double r = MIN (PILL_RADIUS, rect->height / 2);

  cairo_new_sub_path (cr);
  cairo_arc (cr, right - r, rect->y + r, r, -G_PI_2, 0);
  cairo_arc (cr, right - r, bottom - r, r, 0, G_PI_2);
  cairo_arc (cr, rect->x + r, bottom - r, r, G_PI_2, G_PI);
  cairo_arc (cr, rect->x + r, rect->y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
draw_pill (const Crosshair  *crosshair,
           const PlotCanvas *canvas,
           double            x,
           double            y)
{
  PlotColor color = plot_theme_get_color (canvas->theme, PLOT_ROLE_CROSSHAIR);
  PlotColor black = { 0.1, 0.1, 0.12, 1 }, white = { 1, 1, 1, 1 };
  PlotRect  pill = place_pill (crosshair, canvas, x, y);

  plot_set_source (canvas->cr, color);
  trace_pill (canvas->cr, &pill);
  cairo_fill (canvas->cr);
  plot_text_show (canvas->cr, canvas->theme, PLOT_TEXT_TICK,
                  plot_color_contrast (color, white) > plot_color_contrast (color, black) ? white : black,
                  crosshair->text, pill.x + PILL_PADDING, pill.y + PILL_PADDING, 0, 0);
}

static void
crosshair_draw (PlotMark         *mark,
                const PlotCanvas *canvas)
{
  Crosshair *crosshair = (Crosshair *) mark;
  double     x, y;

  if (!plot_view_map (canvas->view, crosshair->x, crosshair->y, &x, &y) ||
      !plot_rect_contains (&canvas->view->rect, x, y))
    return;
  stroke_arms (canvas->cr, x, y, 3.5, plot_theme_get_color (canvas->theme, PLOT_ROLE_PLOT));
  stroke_arms (canvas->cr, x, y, 1.5, plot_theme_get_color (canvas->theme, PLOT_ROLE_CROSSHAIR));
  if (crosshair->text != NULL)
    draw_pill (crosshair, canvas, x, y);
}

static char *
crosshair_describe (PlotMark *mark)
{
  const char *text = ((Crosshair *) mark)->text;
  char       *line = g_strdup (text);

  return line != NULL ? g_strdelimit (line, "\n", ' ') : NULL;
}

static void
crosshair_finalize (PlotMark *mark)
{
  g_free (((Crosshair *) mark)->text);
}

static const PlotMarkClass crosshair_class = {
  .size = sizeof (Crosshair),
  .draw = crosshair_draw,
  .bounds = crosshair_bounds,
  .describe = crosshair_describe,
  .finalize = crosshair_finalize,
};

PlotMark *
plot_mark_new_crosshair (double      x,
                         double      y,
                         const char *text)
{
  Crosshair *crosshair = plot_mark_create (&crosshair_class, PLOT_ROLE_CROSSHAIR, NULL);

  crosshair->x = x;
  crosshair->y = y;
  crosshair->text = g_strdup (text);
  return &crosshair->parent;
}
