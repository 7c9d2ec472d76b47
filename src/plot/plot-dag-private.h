/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-dag-layout.h"
#include "plot/plot-dag.h"

G_BEGIN_DECLS

typedef struct
{
  PlotDagKind  kind;
  PlotDagState state;
  char        *title;
  char        *data;
  char        *grad;
  PlotDagSize  room; /* the most that it ever needed, in the theme of the layout */
} PlotDagNode;

typedef struct
{
  PlotDagLink  ends;
  PlotDagState state;
  char        *label;
} PlotDagEdge;

struct _PlotDag
{
  gatomicrefcount ref_count;
  char           *name;
  GArray         *nodes; /* of PlotDagNode */
  GArray         *links; /* of PlotDagEdge */
  guint64         serial;

  /* The layout, and what it was made for. */
  PlotDagLayout   *layout;
  const PlotTheme *layout_theme;
};

#define PLOT_DAG_MARGIN 16.0

PlotDagNode *plot_dag_get_node (PlotDag *dag,
                                guint    node);
PlotDagEdge *plot_dag_get_edge (PlotDag *dag,
                                guint    link);

/* The layout in a theme; owned by the graph until its next change. */
const PlotDagLayout *plot_dag_get_layout (PlotDag         *dag,
                                          const PlotTheme *theme);

/* What a node's texts need. */
PlotDagSize plot_dag_measure_node (const PlotDagNode *node,
                                   const PlotTheme   *theme);

G_END_DECLS
