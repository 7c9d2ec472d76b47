/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* How a graph of computation lies on a surface: fitted, zoomed, followed, and what lies under a point of it. */

#include "plot/plot-dag-private.h"
#include "plot/plot-export.h"

#include <math.h>

#define SMALLEST_SCALE 0.02
#define GREATEST_SCALE 8.0

PlotDagView
plot_dag_fit (PlotDag         *dag,
              const PlotRect  *rect,
              const PlotTheme *theme)
{
  const PlotDagLayout *layout = plot_dag_get_layout (dag, theme);
  double               width = MAX (1, layout->width), height = MAX (1, layout->height);
  double               room_x = MAX (1, rect->width - 2 * PLOT_DAG_MARGIN), room_y = MAX (1, rect->height - 2 * PLOT_DAG_MARGIN);
  double               scale = MIN (1, MIN (room_x / width, room_y / height));

  return (PlotDagView){ rect->x + (rect->width - scale * layout->width) / 2,
                        rect->y + (rect->height - scale * layout->height) / 2,
                        scale };
}

/* How far [start, start + length] must move to lie within [0, room]; its start comes first. */
static double
get_shift (double start,
           double length,
           double room)
{
  if (start + length > room)
    start = room - length;
  return MAX (start, 0);
}

PlotDagView
plot_dag_follow (PlotDag           *dag,
                 const PlotRect    *rect,
                 const PlotTheme   *theme,
                 const PlotDagView *view,
                 guint              node)
{
  PlotRect    place = plot_dag_get_node_rect (dag, view, theme, node);
  PlotDagView moved = *view;
  double      left = place.x - rect->x - PLOT_DAG_MARGIN, top = place.y - rect->y - PLOT_DAG_MARGIN;

  moved.x += get_shift (left, place.width, rect->width - 2 * PLOT_DAG_MARGIN) - left;
  moved.y += get_shift (top, place.height, rect->height - 2 * PLOT_DAG_MARGIN) - top;
  return moved;
}

PlotDagView
plot_dag_zoomed (const PlotDagView *view,
                 double             factor,
                 double             view_x,
                 double             view_y)
{
  double scale = CLAMP (view->scale * factor, SMALLEST_SCALE, GREATEST_SCALE);
  double ratio = scale / view->scale;

  return (PlotDagView){ view_x + (view->x - view_x) * ratio, view_y + (view->y - view_y) * ratio, scale };
}

PlotRect
plot_dag_get_node_rect (PlotDag           *dag,
                        const PlotDagView *view,
                        const PlotTheme   *theme,
                        guint              node)
{
  const PlotDagLayout *layout = plot_dag_get_layout (dag, theme);
  PlotDagSize          size;

  g_return_val_if_fail (node < dag->nodes->len, (PlotRect){ 0 });

  size = plot_dag_get_node (dag, node)->room;
  return (PlotRect){ view->x + view->scale * (layout->nodes[node].x - size.width / 2),
                     view->y + view->scale * (layout->nodes[node].y - size.height / 2),
                     view->scale * size.width,
                     view->scale * size.height };
}

int
plot_dag_hit (PlotDag           *dag,
              const PlotDagView *view,
              const PlotTheme   *theme,
              double             view_x,
              double             view_y)
{
  for (guint i = 0; i < dag->nodes->len; i++)
    {
      PlotRect place = plot_dag_get_node_rect (dag, view, theme, i);

      if (plot_dag_get_node (dag, i)->state != PLOT_DAG_ABSENT && plot_rect_contains (&place, view_x, view_y))
        return (int) i;
    }
  return -1;
}

static void
draw_to_fit (gpointer         drawable,
             cairo_t         *cr,
             const PlotRect  *rect,
             const PlotTheme *theme)
{
  PlotDagView view = plot_dag_fit (drawable, rect, theme);

  plot_dag_draw (drawable, cr, rect, &view, theme);
}

gboolean
plot_dag_export (PlotDag         *dag,
                 const char      *path,
                 double           width,
                 double           height,
                 double           scale,
                 const PlotTheme *theme,
                 GError         **error)
{
  const PlotDagLayout *layout = plot_dag_get_layout (dag, theme);

  if (width <= 0)
    width = ceil (layout->width + 2 * PLOT_DAG_MARGIN);
  if (height <= 0)
    height = ceil (layout->height + 2 * PLOT_DAG_MARGIN);
  return plot_export (draw_to_fit, dag, path, width, height, scale, theme, error);
}
