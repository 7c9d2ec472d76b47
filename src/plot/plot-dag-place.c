/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The third pass of a graph's layout: heights. Every vertex wants to stand level with its neighbours; within a
 * column the order and the distances are kept. That is a regression under constraints of order, solved column by
 * column by pooling neighbours that would overtake each other. */

#include "plot/plot-dag-layout-private.h"

#include <math.h>

#define N_ROUNDS 40
#define MOST_WORK 800000
#define NODE_DISTANCE 18.0
#define BEND_DISTANCE 12.0

/* A link that passes through columns is straight if it can be. */
#define STRAIGHT_WEIGHT 6.0

/* A run of neighbours that stand as close as they may, and where their first would like to be. */
typedef struct
{
  double sum; /* of weighted wishes for the first */
  double weight;
  guint  n;
} Pool;

static double
get_distance (const PlotDagVertex *above,
              const PlotDagVertex *below)
{
  double free_space = above->is_bend || below->is_bend ? BEND_DISTANCE : NODE_DISTANCE;

  return above->height / 2 + free_space + below->height / 2;
}

static void
add_wishes (const PlotDagGraph      *graph,
            const PlotDagNeighbours *neighbours,
            guint                    v,
            double                  *sum,
            double                  *weight)
{
  const PlotDagVertex *vertex = plot_dag_graph_get_vertex (graph, v);

  for (guint j = neighbours->starts[v]; j < neighbours->starts[v + 1]; j++)
    {
      const PlotDagVertex *other = plot_dag_graph_get_vertex (graph, neighbours->targets[j]);
      double               pull = vertex->is_bend && other->is_bend ? STRAIGHT_WEIGHT : 1;

      *sum += pull * other->y;
      *weight += pull;
    }
}

static double
get_wish (const Pool *pool)
{
  return pool->sum / pool->weight;
}

/* The wish of each vertex, less its distance to the first of the column, must not fall from one to the next. */
static guint
pool_column (const PlotDagGraph *graph,
             const GArray       *column,
             Pool               *pools,
             double             *offsets)
{
  guint n_pools = 0;

  for (guint i = 0; i < column->len; i++)
    {
      guint                v = g_array_index (column, guint, i);
      const PlotDagVertex *vertex = plot_dag_graph_get_vertex (graph, v);
      double               sum = 0, weight = 0;

      offsets[i] = i == 0 ? 0 : offsets[i - 1] + get_distance (plot_dag_graph_get_vertex (graph, g_array_index (column, guint, i - 1)), vertex);
      add_wishes (graph, &graph->before, v, &sum, &weight);
      add_wishes (graph, &graph->after, v, &sum, &weight);
      if (weight == 0)
        {
          sum = vertex->y;
          weight = 1;
        }
      pools[n_pools++] = (Pool){ sum - weight * offsets[i], weight, 1 };
      for (; n_pools > 1 && get_wish (&pools[n_pools - 2]) > get_wish (&pools[n_pools - 1]); n_pools--)
        {
          pools[n_pools - 2].sum += pools[n_pools - 1].sum;
          pools[n_pools - 2].weight += pools[n_pools - 1].weight;
          pools[n_pools - 2].n += pools[n_pools - 1].n;
        }
    }
  return n_pools;
}

static void
place_column (PlotDagGraph *graph,
              guint         c,
              Pool         *pools,
              double       *offsets)
{
  const GArray *column = graph->columns[c];
  guint         n_pools = pool_column (graph, column, pools, offsets);
  guint         i = 0;

  for (guint k = 0; k < n_pools; k++)
    for (guint end = i + pools[k].n; i < end; i++)
      plot_dag_graph_get_vertex (graph, g_array_index (column, guint, i))->y = get_wish (&pools[k]) + offsets[i];
}

/* To begin with, every column is stacked about the same middle. */
static void
stack_column (PlotDagGraph *graph,
              guint         c)
{
  const GArray *column = graph->columns[c];
  double        y = 0;

  for (guint i = 0; i < column->len; i++)
    {
      PlotDagVertex *vertex = plot_dag_graph_get_vertex (graph, g_array_index (column, guint, i));

      if (i > 0)
        y += get_distance (plot_dag_graph_get_vertex (graph, g_array_index (column, guint, i - 1)), vertex);
      vertex->y = y;
    }
  for (guint i = 0; i < column->len; i++)
    plot_dag_graph_get_vertex (graph, g_array_index (column, guint, i))->y -= y / 2;
}

void
plot_dag_layout_place (PlotDagGraph *graph)
{
  g_autofree Pool   *pools = g_new (Pool, MAX (1, graph->vertices->len));
  g_autofree double *offsets = g_new (double, MAX (1, graph->vertices->len));
  guint              size = graph->vertices->len + 2 * graph->segments->len;
  guint              n_rounds = CLAMP (MOST_WORK / MAX (1, size), 4, N_ROUNDS);

  for (guint c = 0; c < graph->n_columns; c++)
    stack_column (graph, c);
  for (guint round = 0; round < n_rounds; round++)
    for (guint i = 0; i < graph->n_columns; i++)
      place_column (graph, round % 2 == 0 ? i : graph->n_columns - 1 - i, pools, offsets);
}

/* Between which heights a vertex may move without coming too near to its neighbours. */
static void
find_room (const PlotDagGraph *graph,
           guint               v,
           double             *top,
           double             *bottom)
{
  const PlotDagVertex *vertex = plot_dag_graph_get_vertex (graph, v);
  const GArray        *column = graph->columns[vertex->column];

  *top = -INFINITY;
  *bottom = INFINITY;
  if (vertex->position > 0)
    {
      const PlotDagVertex *above = plot_dag_graph_get_vertex (graph, g_array_index (column, guint, vertex->position - 1));

      *top = above->y + get_distance (above, vertex);
    }
  if (vertex->position + 1 < column->len)
    {
      const PlotDagVertex *below = plot_dag_graph_get_vertex (graph, g_array_index (column, guint, vertex->position + 1));

      *bottom = below->y - get_distance (vertex, below);
    }
}

/* As many of n vertices as have a height in common, moved to it. */
static guint
level (PlotDagGraph *graph,
       guint         first,
       guint         n)
{
  double top = -INFINITY, bottom = INFINITY, sum = 0;
  guint  n_level = 0;

  for (; n_level < n; n_level++)
    {
      double low, high;

      find_room (graph, first + n_level, &low, &high);
      if (MAX (top, low) > MIN (bottom, high))
        break;
      top = MAX (top, low);
      bottom = MIN (bottom, high);
      sum += plot_dag_graph_get_vertex (graph, first + n_level)->y;
    }
  for (guint i = 0; i < n_level; i++)
    plot_dag_graph_get_vertex (graph, first + i)->y = CLAMP (sum / n_level, top, bottom);
  return n_level;
}

void
plot_dag_layout_straighten (PlotDagGraph *graph,
                            guint         first,
                            guint         n)
{
  while (n > 0)
    {
      guint n_level = MAX (1, level (graph, first, n));

      first += n_level;
      n -= n_level;
    }
}
