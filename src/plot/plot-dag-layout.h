/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double width;
  double height;
} PlotDagSize;

/* From one node to another, which stands further right. */
typedef struct
{
  guint from;
  guint to;
} PlotDagLink;

typedef struct
{
  double x;
  double y;
} PlotDagPoint;

/* Where the nodes of a directed graph stand, in columns from left to right, and how its links run. Links that close
 * a cycle run backwards. All is deterministic: the same graph has the same layout. */
typedef struct
{
  guint         n_nodes;
  guint         n_links;
  double        width, height; /* of all */
  PlotDagPoint *nodes;         /* their middles */
  guint        *columns;
  GArray      **routes; /* of each link, an array of PlotDagPoint: a bend from the first to the second, straight on
                         * to the third, a bend to the fourth, and so on */
  guint64 n_crossings;  /* of links, as laid out */
} PlotDagLayout;

PlotDagLayout *plot_dag_layout_new (const PlotDagSize *sizes,
                                    guint              n_nodes,
                                    const PlotDagLink *links,
                                    guint              n_links);
void           plot_dag_layout_free (PlotDagLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotDagLayout, plot_dag_layout_free)

G_END_DECLS
