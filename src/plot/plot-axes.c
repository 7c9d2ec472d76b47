/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Axes: hairlines on whole device pixels, and texts around them. */

#include "plot/plot-axes.h"
#include "plot/plot-colormap-private.h"
#include "plot/plot-pen.h"
#include "plot/plot-text.h"

#include <math.h>

/* As a share of the axes. */
#define NEAR_FRAME 0.07

typedef struct
{
  cairo_t          *cr;
  const PlotLayout *layout;
  const PlotTheme  *theme;
  double            hairline; /* whole device pixels */
} Axes;

static double
get_x (const Axes *axes,
       double      value)
{
  const PlotView *view = &axes->layout->view;

  return plot_snap_x (axes->cr, view->rect.x + plot_scale_normalize (&view->x, value) * view->rect.width, axes->hairline);
}

static double
get_y (const Axes      *axes,
       const PlotScale *scale,
       const PlotRect  *rect,
       double           value)
{
  return plot_snap_y (axes->cr, rect->y + (1 - plot_scale_normalize (scale, value)) * rect->height, axes->hairline);
}

static void
stroke_line (cairo_t *cr,
             double   x0,
             double   y0,
             double   x1,
             double   y1)
{
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x1, y1);
  cairo_stroke (cr);
}

/* A line through nought is a little stronger than the others, but not where it would look like a second frame. */
static void
set_grid_color (const Axes      *axes,
                const PlotScale *scale,
                double           value)
{
  PlotColor color = plot_theme_get_color (axes->theme, PLOT_ROLE_GRID);
  double    place = plot_scale_normalize (scale, value);

  if (value == 0 && place > NEAR_FRAME && place < 1 - NEAR_FRAME)
    {
      color = plot_theme_get_color (axes->theme, PLOT_ROLE_AXIS);
      color.alpha = 0.55;
    }
  plot_set_source (axes->cr, color);
}

static void
draw_grid (const Axes *axes)
{
  const PlotView *view = &axes->layout->view;
  const PlotRect *rect = &view->rect;

  for (guint i = 0; i < axes->layout->x_ticks->len; i++)
    {
      double value = g_array_index (axes->layout->x_ticks, PlotTick, i).value;
      double x = get_x (axes, value);

      set_grid_color (axes, &view->x, value);
      stroke_line (axes->cr, x, rect->y, x, rect->y + rect->height);
    }
  for (guint i = 0; i < axes->layout->y_ticks->len; i++)
    {
      double value = g_array_index (axes->layout->y_ticks, PlotTick, i).value;
      double y = get_y (axes, &view->y, rect, value);

      set_grid_color (axes, &view->y, value);
      stroke_line (axes->cr, rect->x, y, rect->x + rect->width, y);
    }
}

static void
draw_frame (const Axes     *axes,
            const PlotRect *rect)
{
  double left = plot_snap_x (axes->cr, rect->x, axes->hairline);
  double right = plot_snap_x (axes->cr, rect->x + rect->width, axes->hairline);
  double top = plot_snap_y (axes->cr, rect->y, axes->hairline);
  double bottom = plot_snap_y (axes->cr, rect->y + rect->height, axes->hairline);

  cairo_rectangle (axes->cr, left, top, right - left, bottom - top);
  cairo_stroke (axes->cr);
}

static void
draw_x_ticks (const Axes *axes)
{
  const PlotSizes *sizes = &axes->theme->sizes;
  const PlotRect  *rect = &axes->layout->view.rect;
  double           y = rect->y + rect->height;

  for (guint i = 0; i < axes->layout->x_ticks->len; i++)
    {
      const PlotTick *tick = &g_array_index (axes->layout->x_ticks, PlotTick, i);
      double          x = get_x (axes, tick->value);

      plot_set_source (axes->cr, plot_theme_get_color (axes->theme, PLOT_ROLE_AXIS));
      stroke_line (axes->cr, x, y, x, y + sizes->tick);
      plot_text_show (axes->cr, axes->theme, PLOT_TEXT_TICK, plot_theme_get_color (axes->theme, PLOT_ROLE_TEXT),
                      tick->label, x, y + sizes->tick + sizes->gap, 0.5, 0);
    }
}

/* Ticks of a vertical scale along rect: to its left (side −1) or right (side 1). */
static void
draw_y_ticks (const Axes      *axes,
              const PlotScale *scale,
              const GArray    *ticks,
              const PlotRect  *rect,
              int              side)
{
  const PlotSizes *sizes = &axes->theme->sizes;
  double           x = side < 0 ? rect->x : rect->x + rect->width;

  for (guint i = 0; i < ticks->len; i++)
    {
      const PlotTick *tick = &g_array_index (ticks, PlotTick, i);
      double          y = get_y (axes, scale, rect, tick->value);

      plot_set_source (axes->cr, plot_theme_get_color (axes->theme, PLOT_ROLE_AXIS));
      stroke_line (axes->cr, x, y, x + side * sizes->tick, y);
      plot_text_show (axes->cr, axes->theme, PLOT_TEXT_TICK, plot_theme_get_color (axes->theme, PLOT_ROLE_TEXT),
                      tick->label, x + side * (sizes->tick + sizes->gap), y, side < 0 ? 1 : 0, 0.5);
    }
}

/* A gradient, not an image: it stays smooth however far a picture is enlarged. */
static void
draw_color_bar (const Axes *axes)
{
  const PlotLayout *layout = axes->layout;
  const PlotRect   *bar = &layout->bar;
  const guint32    *colors;
  cairo_pattern_t  *pattern = cairo_pattern_create_linear (0, bar->y + bar->height, 0, bar->y);

  colors = plot_colormap_get_colors (layout->colormap);
  for (int i = 0; i < 256; i++)
    cairo_pattern_add_color_stop_rgb (pattern, (i + 0.5) / 256, (colors[i] >> 16) / 255.0,
                                      (colors[i] >> 8 & 0xff) / 255.0, (colors[i] & 0xff) / 255.0);
  cairo_set_source (axes->cr, pattern);
  cairo_rectangle (axes->cr, bar->x, bar->y, bar->width, bar->height);
  cairo_fill (axes->cr);
  cairo_pattern_destroy (pattern);
  plot_set_source (axes->cr, plot_theme_get_color (axes->theme, PLOT_ROLE_AXIS));
  draw_frame (axes, bar);
  draw_y_ticks (axes, &layout->color_scale, layout->bar_ticks, bar, 1);
}

static void
draw_titles (const Axes     *axes,
             const PlotRect *rect)
{
  const PlotLayout *layout = axes->layout;
  const PlotRect   *box = &layout->view.rect;
  PlotColor         color = plot_theme_get_color (axes->theme, PLOT_ROLE_TEXT);
  double            middle = box->x + box->width / 2;
  double            room = 2 * MIN (middle - rect->x, rect->x + rect->width - middle) - 8;

  if (layout->title != NULL)
    plot_text_show_within (axes->cr, axes->theme, PLOT_TEXT_TITLE, color, layout->title, middle, layout->title_y, 0.5,
                           0.5, room);
  if (layout->x_label != NULL)
    plot_text_show_within (axes->cr, axes->theme, PLOT_TEXT_LABEL, color, layout->x_label, middle, layout->x_label_y, 0.5,
                           0.5, room);
  if (layout->y_label == NULL)
    return;
  cairo_translate (axes->cr, layout->y_label_x, box->y + box->height / 2);
  cairo_rotate (axes->cr, -G_PI_2);
  plot_text_show_within (axes->cr, axes->theme, PLOT_TEXT_LABEL, color, layout->y_label, 0, 0, 0.5, 0.5,
                         rect->height - 8);
}

void
plot_axes_draw (cairo_t          *cr,
                const PlotLayout *layout,
                const PlotRect   *rect,
                const PlotTheme  *theme,
                gboolean          grid)
{
  Axes axes = { cr, layout, theme, plot_snap_width (cr, theme->sizes.hairline) };

  cairo_save (cr);
  cairo_set_line_width (cr, axes.hairline);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  if (grid)
    draw_grid (&axes);
  plot_set_source (cr, plot_theme_get_color (theme, PLOT_ROLE_AXIS));
  draw_frame (&axes, &layout->view.rect);
  draw_x_ticks (&axes);
  draw_y_ticks (&axes, &layout->view.y, layout->y_ticks, &layout->view.rect, -1);
  if (layout->colormap != NULL)
    draw_color_bar (&axes);
  draw_titles (&axes, rect);
  cairo_restore (cr);
}
