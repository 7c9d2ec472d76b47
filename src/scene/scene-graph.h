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

G_END_DECLS
