/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The second pass of a graph's layout: the order within the columns. Sweeping to and fro, every vertex moves to the
 * mean place of its neighbours on one side; the order with the fewest crossings met on the way is kept. */

#include "plot/plot-dag-layout-private.h"

#include <string.h>

/* Sweeps after which no more is to be gained; fewer where each costs much. */
#define MOST_SWEEPS 24
#define MOST_WORK 400000

static guint
get_position (const PlotDagGraph *graph,
              guint               v)
{
  return plot_dag_graph_get_vertex (graph, v)->position;
}

static void
number_column (PlotDagGraph *graph,
               guint         c)
{
  for (guint i = 0; i < graph->columns[c]->len; i++)
    plot_dag_graph_get_vertex (graph, g_array_index (graph->columns[c], guint, i))->position = i;
}

static int
compare_keys (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  const double *keys = data;
  double        x = keys[*(const guint *) a], y = keys[*(const guint *) b];

  return (x > y) - (x < y);
}

/* Sorts column c by the mean places of its vertices' neighbours; one that has none stays where it is. */
static void
sort_column (PlotDagGraph            *graph,
             const PlotDagNeighbours *neighbours,
             guint                    c,
             double                  *keys)
{
  GArray *column = graph->columns[c];

  for (guint i = 0; i < column->len; i++)
    {
      guint  v = g_array_index (column, guint, i);
      guint  start = neighbours->starts[v], end = neighbours->starts[v + 1];
      double sum = 0;

      for (guint j = start; j < end; j++)
        sum += get_position (graph, neighbours->targets[j]);
      keys[v] = end > start ? sum / (end - start) : i;
    }
  g_qsort_with_data (column->data, (int) column->len, sizeof (guint), compare_keys, keys);
  number_column (graph, c);
}

static int
compare_uints (gconstpointer a,
               gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x > y) - (x < y);
}

/* How many of the earlier ones in a list of numbers below n are greater than each, summed: a tree of counts. */
static guint64
count_inversions (const GArray *numbers,
                  guint         n,
                  guint        *tree)
{
  guint64 n_inversions = 0;

  memset (tree, 0, (n + 1) * sizeof *tree);
  for (guint i = 0; i < numbers->len; i++)
    {
      guint number = g_array_index (numbers, guint, i);
      guint n_not_greater = 0;

      for (guint j = number + 1; j > 0; j -= j & -j)
        n_not_greater += tree[j];
      n_inversions += i - n_not_greater;
      for (guint j = number + 1; j <= n; j += j & -j)
        tree[j]++;
    }
  return n_inversions;
}

/* Segments between column c and the next cross where their ends come in opposite orders. */
static guint64
count_between (const PlotDagGraph *graph,
               guint               c,
               GArray             *ends,
               guint              *tree)
{
  g_array_set_size (ends, 0);
  for (guint i = 0; i < graph->columns[c]->len; i++)
    {
      guint v = g_array_index (graph->columns[c], guint, i);
      guint first = ends->len;

      for (guint j = graph->after.starts[v]; j < graph->after.starts[v + 1]; j++)
        {
          guint position = get_position (graph, graph->after.targets[j]);

          g_array_append_val (ends, position);
        }
      if (ends->len > first)
        qsort (&g_array_index (ends, guint, first), ends->len - first, sizeof (guint), compare_uints);
    }
  return count_inversions (ends, graph->columns[c + 1]->len, tree);
}

static guint64
count_crossings (const PlotDagGraph *graph)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint *tree = g_new (guint, graph->vertices->len + 1);
  guint64           n_crossings = 0;

  for (guint c = 0; c + 1 < graph->n_columns; c++)
    n_crossings += count_between (graph, c, ends, tree);
  return n_crossings;
}

static void
sweep (PlotDagGraph *graph,
       gboolean      rightwards,
       double       *keys)
{
  for (guint i = 0; i < graph->n_columns; i++)
    if (rightwards)
      sort_column (graph, &graph->before, i, keys);
    else
      sort_column (graph, &graph->after, graph->n_columns - 1 - i, keys);
}

static void
save_positions (const PlotDagGraph *graph,
                guint              *saved)
{
  for (guint v = 0; v < graph->vertices->len; v++)
    saved[v] = get_position (graph, v);
}

static void
restore_positions (PlotDagGraph *graph,
                   const guint  *saved)
{
  for (guint v = 0; v < graph->vertices->len; v++)
    {
      PlotDagVertex *vertex = plot_dag_graph_get_vertex (graph, v);

      vertex->position = saved[v];
      g_array_index (graph->columns[vertex->column], guint, saved[v]) = v;
    }
}

guint64
plot_dag_layout_order (PlotDagGraph *graph)
{
  guint              size = graph->vertices->len + graph->segments->len;
  guint              n_sweeps = CLAMP (MOST_WORK / MAX (1, size), 4, MOST_SWEEPS);
  g_autofree double *keys = g_new (double, MAX (1, graph->vertices->len));
  g_autofree guint  *best = g_new (guint, MAX (1, graph->vertices->len));
  guint64            fewest;

  for (guint c = 0; c < graph->n_columns; c++)
    number_column (graph, c);
  fewest = count_crossings (graph);
  save_positions (graph, best);
  for (guint i = 0; i < n_sweeps && fewest > 0; i++)
    {
      guint64 n_crossings;

      sweep (graph, i % 2 == 0, keys);
      n_crossings = count_crossings (graph);
      if (n_crossings >= fewest)
        continue;
      fewest = n_crossings;
      save_positions (graph, best);
    }
  restore_positions (graph, best);
  return fewest;
}
