/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Drawing a graph of computation: links first, then nodes over their ends. Values flow along the links in one hue,
 * gradients against them in another. */

#include "plot/plot-dag-private.h"
#include "plot/plot-pen.h"
#include "plot/plot-text.h"

#include <math.h>

#define PADDING_X 11.0
#define PADDING_Y 9.0
#define LINE_GAP 9.0 /* between the figures of two lines */
#define CORNER 7.0
#define LEAST_WIDTH 52.0
#define EDGE_WIDTH 4.5 /* the heavy edge of a leaf */

#define LINE_WIDTH 1.5
#define BUSY_WIDTH 2.5
#define HEAD_LENGTH 8.0
#define HEAD_HALF_WIDTH 4.0
#define FREED_ALPHA 0.45

/* Below this scale texts are too small to read, and are left out. */
#define LEAST_TEXT_SCALE 0.3

typedef struct
{
  PlotDag           *dag;
  cairo_t           *cr;
  const PlotTheme   *theme;
  const PlotDagView *view;
  PlotRect           sight; /* in coordinates of the graph */
} Canvas;

static double
widen (double           width,
       const char      *text,
       PlotTextStyle    style,
       const PlotTheme *theme)
{
  return text != NULL ? MAX (width, plot_text_measure (theme, style, text).width) : width;
}

PlotDagSize
plot_dag_measure_node (const PlotDagNode *node,
                       const PlotTheme   *theme)
{
  double figure = plot_text_measure (theme, PLOT_TEXT_TICK, "0").height;
  double width = widen (0, node->title, PLOT_TEXT_LABEL, theme);
  double height = plot_text_measure (theme, PLOT_TEXT_LABEL, "0").height;

  width = widen (width, node->data, PLOT_TEXT_TICK, theme);
  width = widen (width, node->grad, PLOT_TEXT_TICK, theme);
  height += (node->data != NULL ? figure + LINE_GAP : 0) + (node->grad != NULL ? figure + LINE_GAP : 0);
  return (PlotDagSize){ ceil (MAX (LEAST_WIDTH, width + 2 * PADDING_X)), ceil (height + 2 * PADDING_Y) };
}

static PlotColor
get_color (const Canvas *canvas,
           PlotRole      role)
{
  return plot_theme_get_color (canvas->theme, role);
}

static PlotColor
get_link_color (const Canvas *canvas,
                PlotDagState  state)
{
  PlotColor color = get_color (canvas, PLOT_ROLE_MUTED);

  if (state == PLOT_DAG_FORWARD)
    return get_color (canvas, PLOT_ROLE_FORWARD);
  if (state == PLOT_DAG_BACKWARD || state == PLOT_DAG_VISITED)
    color = get_color (canvas, PLOT_ROLE_BACKWARD);
  if (state == PLOT_DAG_FREED || state == PLOT_DAG_VISITED)
    color.alpha = FREED_ALPHA;
  return color;
}

/* The route as a path, from its first point to its last. Bends leave and arrive level. */
static void
trace_route (cairo_t      *cr,
             const GArray *route)
{
  const PlotDagPoint *points = (const PlotDagPoint *) (const void *) route->data;

  cairo_move_to (cr, points[0].x, points[0].y);
  for (guint i = 1; i < route->len; i++)
    {
      const PlotDagPoint *a = &points[i - 1], *b = &points[i];
      double              reach = (b->x - a->x) / 2;

      if (i % 2 == 0)
        cairo_line_to (cr, b->x, b->y);
      else
        cairo_curve_to (cr, a->x + reach, a->y, b->x - reach, b->y, b->x, b->y);
    }
}

static void
draw_head (const Canvas       *canvas,
           const PlotDagPoint *tip,
           double              direction)
{
  cairo_t *cr = canvas->cr;

  cairo_move_to (cr, tip->x, tip->y);
  cairo_line_to (cr, tip->x - direction * HEAD_LENGTH, tip->y - HEAD_HALF_WIDTH);
  cairo_line_to (cr, tip->x - direction * HEAD_LENGTH * 0.75, tip->y);
  cairo_line_to (cr, tip->x - direction * HEAD_LENGTH, tip->y + HEAD_HALF_WIDTH);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_label (const Canvas *canvas,
            const GArray *route,
            const char   *label,
            PlotColor     color)
{
  const PlotDagPoint *a = &g_array_index (route, PlotDagPoint, route->len - 2);
  const PlotDagPoint *b = &g_array_index (route, PlotDagPoint, route->len - 1);
  PlotTextSize        size = plot_text_measure (canvas->theme, PLOT_TEXT_TICK, label);
  double              x = (a->x + b->x) / 2, y = (a->y + b->y) / 2;

  color.alpha = 1;
  plot_set_source (canvas->cr, get_color (canvas, PLOT_ROLE_BACKGROUND));
  cairo_rectangle (canvas->cr, x - size.width / 2 - 3, y - size.height / 2 - 3, size.width + 6, size.height + 6);
  cairo_fill (canvas->cr);
  plot_text_show (canvas->cr, canvas->theme, PLOT_TEXT_TICK, color, label, x, y, 0.5, 0.5);
}

static gboolean
is_route_in_sight (const Canvas *canvas,
                   const GArray *route)
{
  PlotRect bounds = { 0 };

  for (guint i = 0; i < route->len; i++)
    {
      const PlotDagPoint *point = &g_array_index (route, PlotDagPoint, i);
      PlotRect            around = { point->x - HEAD_LENGTH, point->y - HEAD_LENGTH, 2 * HEAD_LENGTH, 2 * HEAD_LENGTH };

      bounds = plot_rect_union (&bounds, &around);
    }
  bounds = plot_rect_intersect (&bounds, &canvas->sight);
  return bounds.width > 0 && bounds.height > 0;
}

static void
draw_link (const Canvas *canvas,
           guint         l)
{
  const PlotDagEdge  *edge = plot_dag_get_edge (canvas->dag, l);
  const GArray       *route = plot_dag_get_layout (canvas->dag, canvas->theme)->routes[l];
  const PlotDagPoint *first = &g_array_index (route, PlotDagPoint, 0);
  const PlotDagPoint *last = &g_array_index (route, PlotDagPoint, route->len - 1);
  double              side = first->x <= last->x ? 1 : -1;
  gboolean            backward = edge->state == PLOT_DAG_BACKWARD;
  gboolean            busy = backward || edge->state == PLOT_DAG_FORWARD;
  PlotColor           color = get_link_color (canvas, edge->state);

  if (edge->state == PLOT_DAG_ABSENT || !is_route_in_sight (canvas, route))
    return;
  plot_set_source (canvas->cr, color);
  cairo_set_line_width (canvas->cr, busy ? BUSY_WIDTH : LINE_WIDTH);
  trace_route (canvas->cr, route);
  cairo_stroke (canvas->cr);
  if (backward)
    draw_head (canvas, first, -side);
  else
    draw_head (canvas, last, side);
  if (edge->label != NULL && canvas->view->scale >= LEAST_TEXT_SCALE)
    draw_label (canvas, route, edge->label, color);
}

static void
trace_box (cairo_t        *cr,
           const PlotRect *rect,
           double          inset)
{
  double left = rect->x + inset, top = rect->y + inset;
  double right = rect->x + rect->width - inset, bottom = rect->y + rect->height - inset;
  double r = CORNER - inset;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right - r, top + r, r, -G_PI_2, 0);
  cairo_arc (cr, right - r, bottom - r, r, 0, G_PI_2);
  cairo_arc (cr, left + r, bottom - r, r, G_PI_2, G_PI);
  cairo_arc (cr, left + r, top + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static PlotColor
get_outline (const Canvas      *canvas,
             const PlotDagNode *node)
{
  static const PlotRole roles[] = {
    [PLOT_DAG_LEAF] = PLOT_ROLE_LEAF,
    [PLOT_DAG_CONSTANT] = PLOT_ROLE_MUTED,
    [PLOT_DAG_STEP] = PLOT_ROLE_MUTED,
    [PLOT_DAG_RESULT] = PLOT_ROLE_RESULT,
  };

  if (node->state == PLOT_DAG_FORWARD)
    return get_color (canvas, PLOT_ROLE_FORWARD);
  if (node->state == PLOT_DAG_BACKWARD)
    return get_color (canvas, PLOT_ROLE_BACKWARD);
  return get_color (canvas, roles[node->kind]);
}

/* A busy node is tinted with the hue of what happens. */
static PlotColor
get_ground (const Canvas      *canvas,
            const PlotDagNode *node,
            PlotColor          outline)
{
  PlotColor ground = get_color (canvas, PLOT_ROLE_NODE);

  if (node->state != PLOT_DAG_FORWARD && node->state != PLOT_DAG_BACKWARD)
    return ground;
  outline.alpha = 0.18;
  return plot_color_over (outline, ground);
}

static void
draw_heavy_edge (const Canvas   *canvas,
                 const PlotRect *rect,
                 PlotColor       color)
{
  cairo_save (canvas->cr);
  trace_box (canvas->cr, rect, 0);
  cairo_clip (canvas->cr);
  plot_set_source (canvas->cr, color);
  cairo_rectangle (canvas->cr, rect->x, rect->y, EDGE_WIDTH, rect->height);
  cairo_fill (canvas->cr);
  cairo_restore (canvas->cr);
}

static void
draw_box (const Canvas      *canvas,
          const PlotDagNode *node,
          const PlotRect    *rect)
{
  static const double dashes[] = { 4, 3 };
  PlotColor           outline = get_outline (canvas, node);
  gboolean            busy = node->state == PLOT_DAG_FORWARD || node->state == PLOT_DAG_BACKWARD;

  trace_box (canvas->cr, rect, 0);
  plot_set_source (canvas->cr, get_ground (canvas, node, outline));
  cairo_fill (canvas->cr);
  if (node->kind == PLOT_DAG_LEAF)
    draw_heavy_edge (canvas, rect, outline);
  plot_set_source (canvas->cr, outline);
  cairo_set_line_width (canvas->cr, busy ? BUSY_WIDTH : LINE_WIDTH);
  if (node->kind == PLOT_DAG_CONSTANT || node->state == PLOT_DAG_FREED)
    cairo_set_dash (canvas->cr, dashes, G_N_ELEMENTS (dashes), 0);
  trace_box (canvas->cr, rect, 0);
  cairo_stroke (canvas->cr);
  cairo_set_dash (canvas->cr, NULL, 0, 0);
  if (node->kind != PLOT_DAG_RESULT)
    return;
  cairo_set_line_width (canvas->cr, 1);
  trace_box (canvas->cr, rect, 3);
  cairo_stroke (canvas->cr);
}

static void
draw_texts (const Canvas      *canvas,
            const PlotDagNode *node,
            const PlotRect    *rect)
{
  double    figure = plot_text_measure (canvas->theme, PLOT_TEXT_TICK, "0").height;
  double    title = plot_text_measure (canvas->theme, PLOT_TEXT_LABEL, "0").height;
  double    middle = rect->x + rect->width / 2;
  double    room = rect->width - PADDING_X;
  double    y = rect->y + PADDING_Y;
  PlotColor text = get_color (canvas, PLOT_ROLE_TEXT);
  PlotColor grad = get_color (canvas, PLOT_ROLE_BACKWARD);

  text.alpha = grad.alpha = node->state == PLOT_DAG_FREED ? 0.6 : 1;
  plot_text_show_within (canvas->cr, canvas->theme, PLOT_TEXT_LABEL, text, node->title, middle, y, 0.5, 0, room);
  y += title + LINE_GAP;
  if (node->data != NULL)
    {
      plot_text_show_within (canvas->cr, canvas->theme, PLOT_TEXT_TICK, text, node->data, middle, y, 0.5, 0, room);
      y += figure + LINE_GAP;
    }
  if (node->grad != NULL)
    plot_text_show_within (canvas->cr, canvas->theme, PLOT_TEXT_TICK, grad, node->grad, middle, y, 0.5, 0, room);
}

static void
draw_node (const Canvas *canvas,
           guint         i)
{
  static const PlotDagView natural = { 0, 0, 1 };
  const PlotDagNode       *node = plot_dag_get_node (canvas->dag, i);
  PlotRect                 rect = plot_dag_get_node_rect (canvas->dag, &natural, canvas->theme, i);
  PlotRect                 seen = plot_rect_intersect (&rect, &canvas->sight);

  if (node->state == PLOT_DAG_ABSENT || seen.width <= 0 || seen.height <= 0)
    return;
  draw_box (canvas, node, &rect);
  if (canvas->view->scale >= LEAST_TEXT_SCALE)
    draw_texts (canvas, node, &rect);
}

void
plot_dag_draw (PlotDag           *dag,
               cairo_t           *cr,
               const PlotRect    *rect,
               const PlotDagView *view,
               const PlotTheme   *theme)
{
  Canvas canvas = { dag, cr, theme, view, { (rect->x - view->x) / view->scale - 4, (rect->y - view->y) / view->scale - 4, rect->width / view->scale + 8, rect->height / view->scale + 8 } };

  cairo_save (cr);
  cairo_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
  cairo_clip (cr);
  cairo_translate (cr, view->x, view->y);
  cairo_scale (cr, view->scale, view->scale);
  for (guint l = 0; l < dag->links->len; l++)
    draw_link (&canvas, l);
  for (guint i = 0; i < dag->nodes->len; i++)
    draw_node (&canvas, i);
  cairo_restore (cr);
}
