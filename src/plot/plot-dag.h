/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <cairo.h>
#include <glib-object.h>

#include "plot/plot-rect.h"
#include "plot/plot-theme.h"

G_BEGIN_DECLS

/* What a node is; told apart by shape as well as by colour. */
typedef enum
{
  PLOT_DAG_LEAF,     /* what a program made and wants the gradient of: a box with a heavy left edge */
  PLOT_DAG_CONSTANT, /* what it made without: a box with a broken outline */
  PLOT_DAG_STEP,     /* what an operation made: a plain box */
  PLOT_DAG_RESULT,   /* where backward starts: a box with a double outline */
} PlotDagKind;

/* What is happening to a node or a link. */
typedef enum
{
  PLOT_DAG_PLAIN,
  PLOT_DAG_ABSENT,   /* not yet made: it has its place but is not drawn */
  PLOT_DAG_FORWARD,  /* being computed now */
  PLOT_DAG_BACKWARD, /* a gradient passes through it now; a link is drawn against its direction */
  PLOT_DAG_VISITED,  /* a gradient has passed through it */
  PLOT_DAG_FREED,    /* backward has released what it had saved */
} PlotDagState;

/* A graph of computation: nodes with a title and lines of text, links with a label. Drawing it is a function of
 * (graph, cairo_t, view, theme). Reference-counted, changed from one thread. */
typedef struct _PlotDag PlotDag;

#define PLOT_TYPE_DAG (plot_dag_get_type ())
GType plot_dag_get_type (void);

PlotDag *plot_dag_new (void);
PlotDag *plot_dag_ref (PlotDag *dag);
void     plot_dag_unref (PlotDag *dag);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotDag, plot_dag_unref)

/* What a person calls it (“Computation graph”); opens the description. */
void plot_dag_set_name (PlotDag    *dag,
                        const char *name);

/* Nodes are numbered from 0 as they come. */
guint plot_dag_add_node (PlotDag    *dag,
                         PlotDagKind kind,
                         const char *title);

/* A link from what is used to what uses it; numbered likewise. Links may be parallel. */
guint plot_dag_add_link (PlotDag *dag,
                         guint    from,
                         guint    to);

guint plot_dag_get_n_nodes (PlotDag *dag);
guint plot_dag_get_n_links (PlotDag *dag);

/* The lines under the title, such as “data” and “grad” with their values; NULL for none. Room for them is kept
 * in the layout: a text that changes while stepping does not move the nodes unless it needs more. */
void plot_dag_set_texts (PlotDag    *dag,
                         guint       node,
                         const char *data,
                         const char *grad);
void plot_dag_set_label (PlotDag    *dag,
                         guint       link,
                         const char *label);

void plot_dag_set_node_state (PlotDag     *dag,
                              guint        node,
                              PlotDagState state);
void plot_dag_set_link_state (PlotDag     *dag,
                              guint        link,
                              PlotDagState state);

/* Grows with every change that shows. */
guint64 plot_dag_get_serial (PlotDag *dag);

/* How the graph lies on a surface: a point of the graph is at x + scale · its x. */
typedef struct
{
  double x;
  double y;
  double scale;
} PlotDagView;

/* The view that shows all of the graph in the middle of rect, not larger than life. */
PlotDagView plot_dag_fit (PlotDag         *dag,
                          const PlotRect  *rect,
                          const PlotTheme *theme);

/* The same at a scale of 1 or what is given, moved no further than is needed to have node in sight. */
PlotDagView plot_dag_follow (PlotDag           *dag,
                             const PlotRect    *rect,
                             const PlotTheme   *theme,
                             const PlotDagView *view,
                             guint              node);

/* The view after zooming about a point of the surface (a factor of 2 shows everything twice as large). */
PlotDagView plot_dag_zoomed (const PlotDagView *view,
                             double             factor,
                             double             view_x,
                             double             view_y);

void plot_dag_draw (PlotDag           *dag,
                    cairo_t           *cr,
                    const PlotRect    *rect,
                    const PlotDagView *view,
                    const PlotTheme   *theme);

/* The node drawn at a point of the surface; −1 if there is none. */
int plot_dag_hit (PlotDag           *dag,
                  const PlotDagView *view,
                  const PlotTheme   *theme,
                  double             view_x,
                  double             view_y);

/* Where a node is on the surface. */
PlotRect plot_dag_get_node_rect (PlotDag           *dag,
                                 const PlotDagView *view,
                                 const PlotTheme   *theme,
                                 guint              node);

/* What is drawn, in words and numbers, one line. Translated, transfer full. */
char *plot_dag_describe (PlotDag *dag);

/* As plot_figure_export; a width and height of 0 take what the graph needs. */
gboolean plot_dag_export (PlotDag         *dag,
                          const char      *path,
                          double           width,
                          double           height,
                          double           scale,
                          const PlotTheme *theme,
                          GError         **error);

G_END_DECLS
