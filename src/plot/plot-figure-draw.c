/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Drawing a figure: its layers one by one, each within the layout of the rectangle. */

#include "plot/plot-axes.h"
#include "plot/plot-figure-private.h"
#include "plot/plot-legend.h"
#include "plot/plot-pen.h"

static gboolean
rects_equal (const PlotRect *a,
             const PlotRect *b)
{
  return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

PlotView
plot_figure_get_view (PlotFigure     *figure,
                      const PlotRect *plot_rect)
{
  PlotView view = { plot_scale_new (figure->x_kind, figure->range.x_min, figure->range.x_max),
                    plot_scale_new (figure->y_kind, figure->range.y_min, figure->range.y_max),
                    *plot_rect };

  view.x.inverted = figure->x_inverted;
  view.y.inverted = figure->y_inverted;
  return view;
}

static PlotLayout *
create_layout (PlotFigure      *figure,
               const PlotRect  *rect,
               const PlotTheme *theme)
{
  const PlotView    view = plot_figure_get_view (figure, rect);
  PlotLayoutRequest request = {
    .x = view.x,
    .y = view.y,
    .title = figure->title,
    .x_label = figure->x_label,
    .y_label = figure->y_label,
    .equal_aspect = figure->equal_aspect,
    .axes_box = figure->has_axes_box ? &figure->axes_box : NULL,
    .color_scale = plot_scale_new (PLOT_SCALE_LINEAR, 0, 1),
  };

  if (figure->color_bar)
    plot_figure_get_colors (figure, &request.colormap, &request.color_scale);
  return plot_layout_new (&request, rect, theme);
}

const PlotLayout *
plot_figure_get_layout (PlotFigure      *figure,
                        const PlotRect  *rect,
                        const PlotTheme *theme)
{
  if (figure->layout != NULL && figure->layout_theme == theme && rects_equal (&figure->layout_rect, rect))
    return figure->layout;
  g_clear_pointer (&figure->layout, plot_layout_free);
  figure->layout = create_layout (figure, rect, theme);
  figure->layout_rect = *rect;
  figure->layout_theme = theme;
  return figure->layout;
}

PlotRect
plot_figure_get_plot_rect (PlotFigure      *figure,
                           const PlotRect  *rect,
                           const PlotTheme *theme)
{
  return plot_figure_get_layout (figure, rect, theme)->view.rect;
}

void
plot_figure_to_view (PlotFigure     *figure,
                     const PlotRect *plot_rect,
                     double          x,
                     double          y,
                     double         *view_x,
                     double         *view_y)
{
  const PlotView view = plot_figure_get_view (figure, plot_rect);

  plot_view_map (&view, x, y, view_x, view_y);
}

void
plot_figure_from_view (PlotFigure     *figure,
                       const PlotRect *plot_rect,
                       double          view_x,
                       double          view_y,
                       double         *x,
                       double         *y)
{
  const PlotView view = plot_figure_get_view (figure, plot_rect);

  plot_view_unmap (&view, view_x, view_y, x, y);
}

static void
draw_legend (PlotFigure       *figure,
             const PlotCanvas *canvas)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();

  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    for (guint j = 0; j < figure->layers[i]->len; j++)
      g_ptr_array_add (marks, g_ptr_array_index (figure->layers[i], j));
  plot_legend_draw (canvas, (PlotMark *const *) marks->pdata, marks->len);
}

static void
draw_marks (PlotFigure       *figure,
            const PlotCanvas *canvas,
            PlotLayer         layer)
{
  const PlotRect *rect = &canvas->view->rect;

  cairo_rectangle (canvas->cr, rect->x, rect->y, rect->width, rect->height);
  cairo_clip (canvas->cr);
  if (layer == PLOT_LAYER_BASE)
    {
      plot_set_source (canvas->cr, plot_theme_get_color (canvas->theme, PLOT_ROLE_PLOT));
      cairo_paint (canvas->cr);
    }
  for (guint i = 0; i < figure->layers[layer]->len; i++)
    plot_mark_draw (g_ptr_array_index (figure->layers[layer], i), canvas);
  if (layer == PLOT_LAYER_TRAIL && figure->legend)
    draw_legend (figure, canvas);
}

void
plot_figure_draw_layer (PlotFigure      *figure,
                        cairo_t         *cr,
                        const PlotRect  *rect,
                        const PlotTheme *theme,
                        PlotLayer        layer)
{
  const PlotLayout   *layout = plot_figure_get_layout (figure, rect, theme);
  PlotCanvas          canvas = { cr, &layout->view, theme };
  const PlotColormap *colormap;
  PlotScale           scale;

  g_return_if_fail ((guint) layer < PLOT_N_LAYERS);

  cairo_save (cr);
  if (layer == PLOT_LAYER_AXES)
    plot_axes_draw (cr, layout, rect, theme, !plot_figure_get_colors (figure, &colormap, &scale));
  else
    draw_marks (figure, &canvas, layer);
  cairo_restore (cr);
}

void
plot_figure_draw (PlotFigure      *figure,
                  cairo_t         *cr,
                  const PlotRect  *rect,
                  const PlotTheme *theme)
{
  for (guint layer = 0; layer < PLOT_N_LAYERS; layer++)
    plot_figure_draw_layer (figure, cr, rect, theme, layer);
}

PlotRect
plot_figure_get_layer_bounds (PlotFigure      *figure,
                              const PlotRect  *rect,
                              const PlotTheme *theme,
                              PlotLayer        layer)
{
  const PlotLayout *layout = plot_figure_get_layout (figure, rect, theme);
  PlotCanvas        canvas = { NULL, &layout->view, theme };
  PlotRect          bounds = { 0 };

  if (layer == PLOT_LAYER_AXES)
    return *rect;
  if (layer == PLOT_LAYER_BASE || (layer == PLOT_LAYER_TRAIL && figure->legend))
    return layout->view.rect;
  for (guint i = 0; i < figure->layers[layer]->len; i++)
    {
      PlotRect mark = plot_mark_get_bounds (g_ptr_array_index (figure->layers[layer], i), &canvas);

      bounds = plot_rect_union (&bounds, &mark);
    }
  return bounds;
}
