/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-dag-layout.h"

G_BEGIN_DECLS

/* The graph as the passes of the layout see it. A vertex is a node, or a bend of a link that passes through its
 * column; a segment joins vertices of neighbouring columns. */
typedef struct
{
  guint    column;
  guint    position; /* within the column, from above */
  double   y;        /* middle */
  double   height;
  gboolean is_bend;
} PlotDagVertex;

typedef struct
{
  guint from;
  guint to;
} PlotDagSegment;

/* For each vertex its neighbours on one side: those of v are targets[starts[v]] … targets[starts[v + 1] − 1]. */
typedef struct
{
  guint *starts;
  guint *targets;
} PlotDagNeighbours;

typedef struct
{
  GArray           *vertices; /* of PlotDagVertex; the nodes come first */
  GArray           *segments; /* of PlotDagSegment, from left to right */
  guint             n_columns;
  GArray          **columns; /* of vertex numbers, in order of position */
  PlotDagNeighbours before, after;
} PlotDagGraph;

static inline PlotDagVertex *
plot_dag_graph_get_vertex (const PlotDagGraph *graph,
                           guint               v)
{
  return &g_array_index (graph->vertices, PlotDagVertex, v);
}

/* Columns from the links: a node stands right of all it follows from, a node that follows from nothing beside its
 * first use. reversed[l] is set where link l closes a cycle. */
void plot_dag_layout_rank (guint              n_nodes,
                           const PlotDagLink *links,
                           guint              n_links,
                           guint             *columns,
                           gboolean          *reversed);

/* Orders the vertices within the columns so that few segments cross; returns how many still do. */
guint64 plot_dag_layout_order (PlotDagGraph *graph);

/* Gives every vertex its y, keeping the order within the columns and a distance between neighbours. */
void plot_dag_layout_place (PlotDagGraph *graph);

/* Moves n vertices that follow each other along a link to common heights, as far as their neighbours in the columns
 * leave room. */
void plot_dag_layout_straighten (PlotDagGraph *graph,
                                 guint         first,
                                 guint         n);

G_END_DECLS
