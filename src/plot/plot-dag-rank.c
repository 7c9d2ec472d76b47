/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The first pass of a graph's layout: columns by longest paths. Nothing here recurses, and a graph that has cycles,
 * as a computation never has, is laid out all the same. */

#include "plot/plot-dag-layout-private.h"

typedef struct
{
  guint              n_nodes;
  guint              n_links;
  const PlotDagLink *links;
  guint             *first; /* of each node, its links out: a chain through next */
  guint             *next;
  guint             *n_waiting; /* links into a node from nodes not yet taken */
  guint             *order;     /* the nodes as taken */
  guint             *place;     /* of a node in order; G_MAXUINT until it is taken */
} Walk;

#define NONE G_MAXUINT

static void
chain_links (Walk *walk)
{
  for (guint v = 0; v < walk->n_nodes; v++)
    {
      walk->first[v] = NONE;
      walk->place[v] = NONE;
    }
  for (guint l = walk->n_links; l-- > 0;)
    {
      guint from = walk->links[l].from;

      walk->next[l] = walk->first[from];
      walk->first[from] = l;
      if (from != walk->links[l].to)
        walk->n_waiting[walk->links[l].to]++;
    }
}

static void
take (Walk  *walk,
      guint  v,
      guint *n_taken)
{
  walk->place[v] = *n_taken;
  walk->order[(*n_taken)++] = v;
}

/* Nodes after all they follow from. Where a cycle leaves none, the first one left over is taken, and the links into
 * it that are still waited for close the cycle. */
static void
take_in_order (Walk *walk)
{
  guint n_taken = 0, n_done = 0, first_left = 0;

  for (guint v = 0; v < walk->n_nodes; v++)
    if (walk->n_waiting[v] == 0)
      take (walk, v, &n_taken);
  while (n_taken < walk->n_nodes || n_done < n_taken)
    {
      if (n_done == n_taken)
        {
          while (walk->place[first_left] != NONE)
            first_left++;
          take (walk, first_left, &n_taken);
        }
      for (guint l = walk->first[walk->order[n_done]]; l != NONE; l = walk->next[l])
        {
          guint to = walk->links[l].to;

          if (walk->place[to] == NONE && --walk->n_waiting[to] == 0)
            take (walk, to, &n_taken);
        }
      n_done++;
    }
}

/* The ends of link l in the order in which its nodes were taken. */
static PlotDagLink
get_directed (const Walk *walk,
              guint       l)
{
  PlotDagLink link = walk->links[l];

  if (walk->place[link.from] > walk->place[link.to])
    return (PlotDagLink){ link.to, link.from };
  return link;
}

static int
compare_places (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const Walk *walk = data;
  guint       p = walk->place[get_directed (walk, *(const guint *) a).from];
  guint       q = walk->place[get_directed (walk, *(const guint *) b).from];

  return (p > q) - (p < q);
}

static void
find_columns (Walk  *walk,
              guint *columns)
{
  g_autofree guint    *by_place = g_new (guint, MAX (1, walk->n_links));
  g_autofree guint    *nearest = g_new (guint, MAX (1, walk->n_nodes));
  g_autofree gboolean *follows = g_new0 (gboolean, MAX (1, walk->n_nodes));

  for (guint l = 0; l < walk->n_links; l++)
    by_place[l] = l;
  g_qsort_with_data (by_place, (int) walk->n_links, sizeof *by_place, compare_places, walk);
  for (guint v = 0; v < walk->n_nodes; v++)
    nearest[v] = NONE;
  for (guint i = 0; i < walk->n_links; i++)
    {
      PlotDagLink link = get_directed (walk, by_place[i]);

      if (link.from != link.to)
        columns[link.to] = MAX (columns[link.to], columns[link.from] + 1);
      follows[link.to] |= link.from != link.to;
    }
  for (guint l = 0; l < walk->n_links; l++)
    {
      PlotDagLink link = get_directed (walk, l);

      if (link.from != link.to)
        nearest[link.from] = MIN (nearest[link.from], columns[link.to] - 1);
    }
  for (guint v = 0; v < walk->n_nodes; v++)
    if (!follows[v] && nearest[v] != NONE)
      columns[v] = nearest[v];
}

void
plot_dag_layout_rank (guint              n_nodes,
                      const PlotDagLink *links,
                      guint              n_links,
                      guint             *columns,
                      gboolean          *reversed)
{
  g_autofree guint *first = g_new (guint, MAX (1, n_nodes));
  g_autofree guint *next = g_new (guint, MAX (1, n_links));
  g_autofree guint *n_waiting = g_new0 (guint, MAX (1, n_nodes));
  g_autofree guint *order = g_new (guint, MAX (1, n_nodes));
  g_autofree guint *place = g_new (guint, MAX (1, n_nodes));
  Walk              walk = { n_nodes, n_links, links, first, next, n_waiting, order, place };

  chain_links (&walk);
  take_in_order (&walk);
  for (guint v = 0; v < n_nodes; v++)
    columns[v] = 0;
  find_columns (&walk, columns);
  for (guint l = 0; l < n_links; l++)
    reversed[l] = place[links[l].from] > place[links[l].to];
}
