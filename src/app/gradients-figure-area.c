/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A program's figure in the window. It never changes, so all there is to do is to keep its shape. */

#include "app/gradients-figure-area.h"

#include <glib/gi18n-lib.h>

#include "app/gradients-theme.h"

#define LEAST_WIDTH 160
#define NATURAL_WIDTH 320

struct _GradientsFigureArea
{
  GtkWidget parent_instance;

  PlotGrid *grid;
};

G_DEFINE_FINAL_TYPE (GradientsFigureArea, gradients_figure_area, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
gradients_figure_area_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gradients_figure_area_measure (GtkWidget     *widget,
                               GtkOrientation orientation,
                               int            for_size,
                               int           *minimum,
                               int           *natural,
                               int           *minimum_baseline,
                               int           *natural_baseline)
{
  double width, height;

  plot_grid_get_size (GRADIENTS_FIGURE_AREA (widget)->grid, &width, &height);
  *minimum = LEAST_WIDTH;
  *natural = NATURAL_WIDTH;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = (int) ((for_size > 0 ? for_size : LEAST_WIDTH) * height / MAX (width, 1));
}

static void
gradients_figure_area_snapshot (GtkWidget   *widget,
                                GtkSnapshot *snapshot)
{
  const PlotRect  rect = { 0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget) };
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) rect.width, (float) rect.height);
  cairo_t        *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  plot_grid_draw (GRADIENTS_FIGURE_AREA (widget)->grid, cr, &rect, gradients_theme_get ());
  cairo_destroy (cr);
}

static void
gradients_figure_area_finalize (GObject *object)
{
  g_clear_pointer (&GRADIENTS_FIGURE_AREA (object)->grid, plot_grid_unref);
  G_OBJECT_CLASS (gradients_figure_area_parent_class)->finalize (object);
}

static void
gradients_figure_area_class_init (GradientsFigureAreaClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = gradients_figure_area_finalize;
  widget_class->get_request_mode = gradients_figure_area_get_request_mode;
  widget_class->measure = gradients_figure_area_measure;
  widget_class->snapshot = gradients_figure_area_snapshot;
  gtk_widget_class_set_css_name (widget_class, "plotarea");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gradients_figure_area_init (GradientsFigureArea *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gradients_theme_watch (GTK_WIDGET (self));
}

GtkWidget *
gradients_figure_area_new (PlotGrid *grid)
{
  GradientsFigureArea *self = g_object_new (GRADIENTS_TYPE_FIGURE_AREA, NULL);
  g_autofree char     *description = plot_grid_describe (grid);

  self->grid = plot_grid_ref (grid);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, C_ ("drawn by a program", "Figure"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  return GTK_WIDGET (self);
}
