/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A computation graph in the window. All drawing is the graph's own; here is only where it lies, which is found anew for
 * each moment as long as nobody has moved it. */

#include "app/gradients-graph-area-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/gradients-theme.h"

#define LEAST_WHOLE 0.6 /* scale down to which a graph is shown whole */
#define GREATEST 1.4    /* and up to which a small one grows */
#define READABLE_SCALE 0.8
#define MARGIN 24.0
#define RING_GAP 3.0
#define RING_WIDTH 2.0

guint gradients_graph_area_line_hovered;

G_DEFINE_FINAL_TYPE (GradientsGraphArea, gradients_graph_area, GTK_TYPE_WIDGET)

static PlotRect
get_rect (GradientsGraphArea *self)
{
  return (PlotRect){ 0, 0, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)) };
}

/* ---- where it lies ---- */

static PlotRect
measure (PlotDag           *dag,
         const PlotDagView *view,
         const PlotTheme   *theme)
{
  PlotRect all = plot_dag_get_node_rect (dag, view, theme, 0);

  for (guint i = 1; i < plot_dag_get_n_nodes (dag); i++)
    {
      const PlotRect node = plot_dag_get_node_rect (dag, view, theme, i);

      all = plot_rect_union (&all, &node);
    }
  return all;
}

/* All of it in the middle, and a small graph larger than life. */
static PlotDagView
fit_generously (PlotDag         *dag,
                const PlotRect  *rect,
                const PlotTheme *theme)
{
  const PlotDagView whole = plot_dag_fit (dag, rect, theme);
  const PlotRect    all = measure (dag, &whole, theme);
  const double      room = MIN ((rect->width - 2 * MARGIN) / all.width, (rect->height - 2 * MARGIN) / all.height);

  return plot_dag_zoomed (&whole, CLAMP (room, 1, GREATEST), rect->width / 2, rect->height / 2);
}

/* Whole if that can be read, else at a scale that can, at the node where something happens, or at the end. */
static void
place (GradientsGraphArea *self)
{
  const PlotRect   rect = get_rect (self);
  const PlotTheme *theme = gradients_graph_area_get_theme (self);
  PlotDag         *dag = gradients_graph_area_get_dag (self);
  guint            node;

  if (dag == NULL || rect.width < 1)
    return;
  node = self->graph->current >= 0 ? (guint) self->graph->current : plot_dag_get_n_nodes (dag) - 1;
  if (self->look != BY_HAND)
    self->view = fit_generously (dag, &rect, theme);
  if (self->look == WHOLE || (self->look == READABLE && self->view.scale >= LEAST_WHOLE))
    return;
  if (self->look == READABLE)
    self->view = plot_dag_zoomed (&self->view, READABLE_SCALE / self->view.scale, rect.width / 2, rect.height / 2);
  self->view = plot_dag_follow (dag, &rect, theme, &self->view, node);
}

void
gradients_graph_area_zoom_about (GradientsGraphArea *self,
                                 double              factor,
                                 double              x,
                                 double              y)
{
  self->look = BY_HAND;
  self->view = plot_dag_zoomed (&self->view, factor, x, y);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- showing ---- */

static void
ring_nodes (GradientsGraphArea *self,
            cairo_t            *cr)
{
  PlotDag         *dag = self->graph->dag;
  const PlotTheme *theme = gradients_graph_area_get_theme (self);
  const PlotColor  color = plot_theme_get_color (theme, PLOT_ROLE_CURRENT);

  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
  cairo_set_line_width (cr, RING_WIDTH);
  for (guint i = 0; i < self->graph->nodes->len; i++)
    {
      const PlotRect rect = plot_dag_get_node_rect (dag, &self->view, theme, i);

      if (g_array_index (self->graph->nodes, SceneGraphNode, i).line != self->marked_line)
        continue;
      cairo_rectangle (cr, rect.x - RING_GAP, rect.y - RING_GAP, rect.width + 2 * RING_GAP, rect.height + 2 * RING_GAP);
      cairo_stroke (cr);
    }
}

static void
gradients_graph_area_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  GradientsGraphArea *self = GRADIENTS_GRAPH_AREA (widget);
  const PlotRect      rect = get_rect (self);
  const PlotTheme    *theme = gradients_graph_area_get_theme (self);
  const PlotColor     ground = plot_theme_get_color (theme, PLOT_ROLE_BACKGROUND);
  graphene_rect_t     bounds = GRAPHENE_RECT_INIT (0, 0, (float) rect.width, (float) rect.height);
  cairo_t            *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  cairo_set_source_rgba (cr, ground.red, ground.green, ground.blue, ground.alpha);
  cairo_paint (cr);
  if (gradients_graph_area_get_dag (self) != NULL)
    {
      plot_dag_draw (self->graph->dag, cr, &rect, &self->view, theme);
      if (self->marked_line != 0)
        ring_nodes (self, cr);
    }
  cairo_destroy (cr);
}

static void
gradients_graph_area_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  place (GRADIENTS_GRAPH_AREA (widget));
}

/* Also says that there is none. */
static void
describe (GradientsGraphArea *self)
{
  PlotDag         *dag = gradients_graph_area_get_dag (self);
  g_autofree char *text = dag != NULL ? plot_dag_describe (dag) : g_strdup (_ ("Nothing has been recorded yet"));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* ---- life ---- */

static void
gradients_graph_area_dispose (GObject *object)
{
  GradientsGraphArea *self = GRADIENTS_GRAPH_AREA (object);

  g_clear_pointer (&self->graph, scene_graph_free);
  G_OBJECT_CLASS (gradients_graph_area_parent_class)->dispose (object);
}

static void
gradients_graph_area_class_init (GradientsGraphAreaClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gradients_graph_area_dispose;
  widget_class->snapshot = gradients_graph_area_snapshot;
  widget_class->size_allocate = gradients_graph_area_size_allocate;
  gradients_graph_area_line_hovered = g_signal_new ("line-hovered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                    G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "plotarea");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gradients_graph_area_init (GradientsGraphArea *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grab");
  self->view.scale = 1;
  gradients_graph_area_add_controllers (self);
  gradients_theme_watch (GTK_WIDGET (self));
  describe (self);
}

GtkWidget *
gradients_graph_area_new (void)
{
  return g_object_new (GRADIENTS_TYPE_GRAPH_AREA, NULL);
}

void
gradients_graph_area_set_graph (GradientsGraphArea *self,
                                SceneGraph         *graph)
{
  g_return_if_fail (GRADIENTS_IS_GRAPH_AREA (self));

  g_clear_pointer (&self->graph, scene_graph_free);
  self->graph = graph;
  place (self);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

PlotDag *
gradients_graph_area_get_dag (GradientsGraphArea *self)
{
  g_return_val_if_fail (GRADIENTS_IS_GRAPH_AREA (self), NULL);

  return self->graph != NULL ? self->graph->dag : NULL;
}

const PlotTheme *
gradients_graph_area_get_theme (GradientsGraphArea *self)
{
  return gradients_theme_get ();
}

PlotDagView
gradients_graph_area_get_view (GradientsGraphArea *self)
{
  g_return_val_if_fail (GRADIENTS_IS_GRAPH_AREA (self), (PlotDagView){ 0 });

  return self->view;
}

void
gradients_graph_area_mark_line (GradientsGraphArea *self,
                                guint               line)
{
  g_return_if_fail (GRADIENTS_IS_GRAPH_AREA (self));

  if (self->marked_line == line)
    return;
  self->marked_line = line;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gradients_graph_area_zoom (GradientsGraphArea *self,
                           double              factor)
{
  const PlotRect rect = get_rect (self);

  g_return_if_fail (GRADIENTS_IS_GRAPH_AREA (self));

  if (gradients_graph_area_get_dag (self) != NULL)
    gradients_graph_area_zoom_about (self, factor, rect.width / 2, rect.height / 2);
}

void
gradients_graph_area_fit (GradientsGraphArea *self)
{
  g_return_if_fail (GRADIENTS_IS_GRAPH_AREA (self));

  self->look = WHOLE;
  place (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gradients_graph_area_forget_view (GradientsGraphArea *self)
{
  g_return_if_fail (GRADIENTS_IS_GRAPH_AREA (self));

  self->look = READABLE;
  place (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
export_dag (gpointer         drawable,
            const char      *path,
            double           width,
            double           height,
            double           scale,
            const PlotTheme *theme,
            GError         **error)
{
  return plot_dag_export (drawable, path, width, height, scale, theme, error);
}

static void
free_dag (gpointer drawable)
{
  plot_dag_unref (drawable);
}

GradientsPicture
gradients_graph_area_dup_picture (GradientsGraphArea *self)
{
  PlotDag *dag = gradients_graph_area_get_dag (self);

  return (GradientsPicture){ dag != NULL ? plot_dag_ref (dag) : NULL, free_dag, export_dag, 0, 0, gradients_graph_area_get_theme (self),
                             _ ("There is no graph yet: run the program, and go to a step that has one") };
}
