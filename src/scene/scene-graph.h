/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-log.h"
#include "plot/plot-dag.h"

G_BEGIN_DECLS

/* The graph that autograd has recorded of what a program has at hand at cursor, as a picture: leaves, operations, their
 * values and gradients. NULL if the program has recorded nothing. *cut (may be NULL) is set if it is only the newest
 * part of a graph of more than max_nodes. Transfer full. */
PlotDag *scene_graph_new (LabLog   *log,
                          guint64   cursor,
                          guint     max_nodes,
                          gboolean *cut);

typedef struct
{
  guint32      line; /* that made it; 0 if that is not known */
  PlotDagState state;
} SceneGraphNode;

/* The same picture with what happens at that moment: what the last line has made, or where a gradient is. */
typedef struct
{
  PlotDag *dag;     /* NULL if the program has recorded nothing */
  GArray  *nodes;   /* SceneGraphNode, one for each of the picture */
  int      current; /* the node where something happens, the last if there are several; −1 if there is none */
  gboolean cut;
} SceneGraph;

/* Transfer full, never NULL. */
SceneGraph *scene_graph_new_moment (LabLog *log,
                                    guint64 cursor,
                                    guint   max_nodes);
void        scene_graph_free (SceneGraph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SceneGraph, scene_graph_free)

G_END_DECLS
