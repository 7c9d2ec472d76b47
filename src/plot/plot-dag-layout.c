/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The layout of a graph as a list of passes: columns, bends where a link passes through columns, order within the
 * columns, heights, and in the end coordinates and routes. */

#include "plot/plot-dag-layout-private.h"

#define COLUMN_DISTANCE 56.0

/* More bends than this many per node are not worth their cost: then only short links are led around nodes. */
#define MOST_BENDS_PER_NODE 12
#define ALWAYS_ALLOWED 4000
#define BEND_HEIGHT 2.0

/* How far apart links end on a node, and on how much of its height. */
#define PORT_DISTANCE 11.0
#define PORT_SHARE 0.7

typedef struct
{
  PlotDagLayout     *layout;
  const PlotDagSize *sizes;
  const PlotDagLink *links;
  gboolean          *reversed;
  PlotDagGraph       graph;
  guint             *first_bend; /* of each link; its bends follow each other */
  guint             *n_bends;
  double            *lefts; /* of the columns */
  double            *rights;
} Work;

/* The ends of a link from left to right. */
static PlotDagLink
get_directed (const Work *work,
              guint       l)
{
  const PlotDagLink *link = &work->links[l];

  return work->reversed[l] ? (PlotDagLink){ link->to, link->from } : *link;
}

static guint
get_span (const Work *work,
          guint       l)
{
  PlotDagLink link = get_directed (work, l);

  return work->layout->columns[link.to] - work->layout->columns[link.from];
}

/* The longest span that is given bends, so that all of them together stay within bounds. */
static guint
find_longest_span (const Work *work)
{
  guint64 allowed = MAX (ALWAYS_ALLOWED, (guint64) MOST_BENDS_PER_NODE * work->layout->n_nodes);

  for (guint longest = G_MAXUINT / 2;; longest /= 2)
    {
      guint64 n_bends = 0;

      for (guint l = 0; l < work->layout->n_links; l++)
        if (get_span (work, l) > 1 && get_span (work, l) <= longest)
          n_bends += get_span (work, l) - 1;
      if (n_bends <= allowed)
        return longest;
    }
}

static void
add_segment (PlotDagGraph *graph,
             guint         from,
             guint         to)
{
  PlotDagSegment segment = { from, to };

  g_array_append_val (graph->segments, segment);
}

static void
add_link (Work *work,
          guint l)
{
  PlotDagLink link = get_directed (work, l);
  guint       last = link.from;

  work->first_bend[l] = work->graph.vertices->len;
  for (guint i = 0; i < work->n_bends[l]; i++)
    {
      PlotDagVertex bend = { .column = work->layout->columns[link.from] + 1 + i, .height = BEND_HEIGHT, .is_bend = TRUE };

      g_array_append_val (work->graph.vertices, bend);
      add_segment (&work->graph, last, work->graph.vertices->len - 1);
      last = work->graph.vertices->len - 1;
    }
  /* Links too long for bends, and those of a node to itself, do not take part in the ordering. */
  if (work->layout->columns[link.to] == plot_dag_graph_get_vertex (&work->graph, last)->column + 1)
    add_segment (&work->graph, last, link.to);
}

static void
build_vertices (Work *work)
{
  PlotDagGraph *graph = &work->graph;
  guint         longest = find_longest_span (work);

  graph->vertices = g_array_new (FALSE, FALSE, sizeof (PlotDagVertex));
  graph->segments = g_array_new (FALSE, FALSE, sizeof (PlotDagSegment));
  for (guint v = 0; v < work->layout->n_nodes; v++)
    {
      PlotDagVertex node = { .column = work->layout->columns[v], .height = work->sizes[v].height };

      g_array_append_val (graph->vertices, node);
      graph->n_columns = MAX (graph->n_columns, node.column + 1);
    }
  for (guint l = 0; l < work->layout->n_links; l++)
    {
      guint span = get_span (work, l);

      work->n_bends[l] = span > 1 && span <= longest ? span - 1 : 0;
      add_link (work, l);
    }
}

static void
build_columns (PlotDagGraph *graph)
{
  graph->columns = g_new (GArray *, MAX (1, graph->n_columns));
  for (guint c = 0; c < graph->n_columns; c++)
    graph->columns[c] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint v = 0; v < graph->vertices->len; v++)
    g_array_append_val (graph->columns[plot_dag_graph_get_vertex (graph, v)->column], v);
}

static void
build_neighbours (const PlotDagGraph *graph,
                  gboolean            before,
                  PlotDagNeighbours  *neighbours)
{
  guint n = graph->vertices->len;

  neighbours->starts = g_new0 (guint, n + 2);
  neighbours->targets = g_new (guint, MAX (1, graph->segments->len));
  for (guint i = 0; i < graph->segments->len; i++)
    {
      const PlotDagSegment *segment = &g_array_index (graph->segments, PlotDagSegment, i);

      neighbours->starts[(before ? segment->to : segment->from) + 2]++;
    }
  for (guint v = 2; v <= n + 1; v++)
    neighbours->starts[v] += neighbours->starts[v - 1];
  /* Filling moves each start to the end of its list, which is the start of the next. */
  for (guint i = 0; i < graph->segments->len; i++)
    {
      const PlotDagSegment *segment = &g_array_index (graph->segments, PlotDagSegment, i);
      guint                 v = before ? segment->to : segment->from;

      neighbours->targets[neighbours->starts[v + 1]++] = before ? segment->from : segment->to;
    }
}

static void
measure_columns (Work *work)
{
  double x = 0;

  work->lefts = g_new (double, MAX (1, work->graph.n_columns));
  work->rights = g_new (double, MAX (1, work->graph.n_columns));
  for (guint c = 0; c < work->graph.n_columns; c++)
    {
      double width = 0;

      for (guint i = 0; i < work->graph.columns[c]->len; i++)
        {
          guint v = g_array_index (work->graph.columns[c], guint, i);

          if (v < work->layout->n_nodes)
            width = MAX (width, work->sizes[v].width);
        }
      work->lefts[c] = x;
      work->rights[c] = x + width;
      x += width + COLUMN_DISTANCE;
    }
  work->layout->width = MAX (0, x - COLUMN_DISTANCE);
}

/* Moves all so that the topmost vertex touches 0. */
static void
place_nodes (Work *work)
{
  PlotDagLayout *layout = work->layout;
  double         top = 0, bottom = 0;

  for (guint v = 0; v < work->graph.vertices->len; v++)
    {
      const PlotDagVertex *vertex = plot_dag_graph_get_vertex (&work->graph, v);

      top = v == 0 ? vertex->y - vertex->height / 2 : MIN (top, vertex->y - vertex->height / 2);
      bottom = v == 0 ? vertex->y + vertex->height / 2 : MAX (bottom, vertex->y + vertex->height / 2);
    }
  layout->height = bottom - top;
  for (guint v = 0; v < work->graph.vertices->len; v++)
    plot_dag_graph_get_vertex (&work->graph, v)->y -= top;
  for (guint v = 0; v < layout->n_nodes; v++)
    layout->nodes[v] = (PlotDagPoint){ (work->lefts[layout->columns[v]] + work->rights[layout->columns[v]]) / 2,
                                       plot_dag_graph_get_vertex (&work->graph, v)->y };
}

/* Where a link enters a node: links are spread over its left side in the order in which they come. */
typedef struct
{
  guint  link;
  guint  node;
  double from_y;
} Port;

static int
compare_ports (gconstpointer a,
               gconstpointer b)
{
  const Port *p = a, *q = b;

  if (p->node != q->node)
    return p->node > q->node ? 1 : -1;
  if (p->from_y != q->from_y)
    return p->from_y > q->from_y ? 1 : -1;
  return (p->link > q->link) - (p->link < q->link);
}

static double *
find_port_heights (const Work *work)
{
  guint            n = work->layout->n_links;
  g_autofree Port *ports = g_new (Port, MAX (1, n));
  double          *heights = g_new (double, MAX (1, n));

  for (guint l = 0; l < n; l++)
    {
      PlotDagLink link = get_directed (work, l);
      guint       last = work->n_bends[l] > 0 ? work->first_bend[l] + work->n_bends[l] - 1 : link.from;

      ports[l] = (Port){ l, link.to, plot_dag_graph_get_vertex (&work->graph, last)->y };
    }
  qsort (ports, n, sizeof *ports, compare_ports);
  for (guint first = 0, end; first < n; first = end)
    {
      double middle = work->layout->nodes[ports[first].node].y, distance;

      for (end = first + 1; end < n && ports[end].node == ports[first].node; end++)
        ;
      distance = MIN (PORT_DISTANCE, PORT_SHARE * work->sizes[ports[first].node].height / (end - first));
      for (guint i = first; i < end; i++)
        heights[ports[i].link] = middle + (i - first - (end - first - 1) / 2.0) * distance;
    }
  return heights;
}

static void
append_point (GArray *route,
              double  x,
              double  y)
{
  PlotDagPoint point = { x, y };

  g_array_append_val (route, point);
}

static GArray *
route_link (const Work *work,
            guint       l,
            double      port_y)
{
  PlotDagLink         link = get_directed (work, l);
  const PlotDagPoint *from = &work->layout->nodes[link.from], *to = &work->layout->nodes[link.to];
  GArray             *route = g_array_new (FALSE, FALSE, sizeof (PlotDagPoint));

  append_point (route, from->x + work->sizes[link.from].width / 2, from->y);
  for (guint i = 0; i < work->n_bends[l]; i++)
    {
      const PlotDagVertex *bend = plot_dag_graph_get_vertex (&work->graph, work->first_bend[l] + i);

      append_point (route, work->lefts[bend->column], bend->y);
      append_point (route, work->rights[bend->column], bend->y);
    }
  append_point (route, to->x - work->sizes[link.to].width / 2, port_y);
  for (guint i = 0; work->reversed[l] && i < route->len / 2; i++)
    {
      PlotDagPoint swapped = g_array_index (route, PlotDagPoint, i);

      g_array_index (route, PlotDagPoint, i) = g_array_index (route, PlotDagPoint, route->len - 1 - i);
      g_array_index (route, PlotDagPoint, route->len - 1 - i) = swapped;
    }
  return route;
}

static void
clear_work (Work *work)
{
  for (guint c = 0; c < work->graph.n_columns; c++)
    g_array_unref (work->graph.columns[c]);
  g_free (work->graph.columns);
  g_array_unref (work->graph.vertices);
  g_array_unref (work->graph.segments);
  g_free (work->graph.before.starts);
  g_free (work->graph.before.targets);
  g_free (work->graph.after.starts);
  g_free (work->graph.after.targets);
  g_free (work->reversed);
  g_free (work->first_bend);
  g_free (work->n_bends);
  g_free (work->lefts);
  g_free (work->rights);
}

static void
run_passes (Work *work)
{
  PlotDagLayout     *layout = work->layout;
  g_autofree double *port_heights = NULL;

  plot_dag_layout_rank (layout->n_nodes, work->links, layout->n_links, layout->columns, work->reversed);
  build_vertices (work);
  build_columns (&work->graph);
  build_neighbours (&work->graph, TRUE, &work->graph.before);
  build_neighbours (&work->graph, FALSE, &work->graph.after);
  layout->n_crossings = plot_dag_layout_order (&work->graph);
  plot_dag_layout_place (&work->graph);
  for (guint l = 0; l < layout->n_links; l++)
    plot_dag_layout_straighten (&work->graph, work->first_bend[l], work->n_bends[l]);
  measure_columns (work);
  place_nodes (work);
  port_heights = find_port_heights (work);
  for (guint l = 0; l < layout->n_links; l++)
    layout->routes[l] = route_link (work, l, port_heights[l]);
}

PlotDagLayout *
plot_dag_layout_new (const PlotDagSize *sizes,
                     guint              n_nodes,
                     const PlotDagLink *links,
                     guint              n_links)
{
  PlotDagLayout *layout = g_new0 (PlotDagLayout, 1);
  Work           work = { .layout = layout, .sizes = sizes, .links = links };

  layout->n_nodes = n_nodes;
  layout->n_links = n_links;
  layout->nodes = g_new0 (PlotDagPoint, MAX (1, n_nodes));
  layout->columns = g_new0 (guint, MAX (1, n_nodes));
  layout->routes = g_new0 (GArray *, MAX (1, n_links));
  work.reversed = g_new0 (gboolean, MAX (1, n_links));
  work.first_bend = g_new0 (guint, MAX (1, n_links));
  work.n_bends = g_new0 (guint, MAX (1, n_links));
  run_passes (&work);
  clear_work (&work);
  return layout;
}

void
plot_dag_layout_free (PlotDagLayout *layout)
{
  for (guint l = 0; l < layout->n_links; l++)
    g_array_unref (layout->routes[l]);
  g_free (layout->routes);
  g_free (layout->columns);
  g_free (layout->nodes);
  g_free (layout);
}
