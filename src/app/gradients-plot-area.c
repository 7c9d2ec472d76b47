/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A figure in the window. All drawing is the figure's own; here it is shown, and described to the screen reader. */

#include "app/gradients-plot-area-private.h"

#include <math.h>

#include "app/gradients-theme.h"

guint gradients_plot_area_signals[GRADIENTS_PLOT_AREA_N_SIGNALS];

G_DEFINE_FINAL_TYPE (GradientsPlotArea, gradients_plot_area, GTK_TYPE_WIDGET)

PlotRect
gradients_plot_area_get_plot_rect (GradientsPlotArea *self)
{
  PlotRect rect = { 0, 0, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)) };

  return plot_figure_get_plot_rect (self->figure, &rect, gradients_plot_area_get_theme (self));
}

static void
gradients_plot_area_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  GradientsPlotArea *self = GRADIENTS_PLOT_AREA (widget);

  if (self->figure != NULL)
    gradients_plot_cache_snapshot (self->cache, snapshot, self->figure, gradients_plot_area_get_theme (self),
                                   gtk_widget_get_width (widget), gtk_widget_get_height (widget),
                                   gtk_widget_get_scale_factor (widget));
}

static void
gradients_plot_area_dispose (GObject *object)
{
  GradientsPlotArea *self = GRADIENTS_PLOT_AREA (object);

  g_clear_pointer (&self->figure, plot_figure_unref);
  G_OBJECT_CLASS (gradients_plot_area_parent_class)->dispose (object);
}

static void
gradients_plot_area_finalize (GObject *object)
{
  GradientsPlotArea *self = GRADIENTS_PLOT_AREA (object);

  gradients_plot_cache_free (self->cache);
  G_OBJECT_CLASS (gradients_plot_area_parent_class)->finalize (object);
}

static guint
add_signal (GradientsPlotAreaClass *klass,
            const char             *name,
            guint                   n_numbers)
{
  GType types[] = { G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE };

  return g_signal_newv (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL, G_TYPE_NONE,
                        n_numbers, types);
}

static void
gradients_plot_area_class_init (GradientsPlotAreaClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gradients_plot_area_dispose;
  object_class->finalize = gradients_plot_area_finalize;
  widget_class->snapshot = gradients_plot_area_snapshot;

  gradients_plot_area_signals[GRADIENTS_PLOT_AREA_PICKED] = add_signal (klass, "picked", 2);
  gradients_plot_area_signals[GRADIENTS_PLOT_AREA_DRAGGED] = add_signal (klass, "dragged", 2);
  gradients_plot_area_signals[GRADIENTS_PLOT_AREA_POINTER_MOVED] = add_signal (klass, "pointer-moved", 2);
  gradients_plot_area_signals[GRADIENTS_PLOT_AREA_POINTER_LEFT] = add_signal (klass, "pointer-left", 0);
  gradients_plot_area_signals[GRADIENTS_PLOT_AREA_ZOOMED] = add_signal (klass, "zoomed", 3);
  gradients_plot_area_signals[GRADIENTS_PLOT_AREA_PANNED] = add_signal (klass, "panned", 2);

  gtk_widget_class_set_css_name (widget_class, "plotarea");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gradients_plot_area_init (GradientsPlotArea *self)
{
  self->cache = gradients_plot_cache_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gradients_plot_area_add_controllers (self);
  gradients_theme_watch (GTK_WIDGET (self));
}

GtkWidget *
gradients_plot_area_new (void)
{
  return g_object_new (GRADIENTS_TYPE_PLOT_AREA, NULL);
}

void
gradients_plot_area_set_figure (GradientsPlotArea *self,
                                PlotFigure        *figure)
{
  g_return_if_fail (GRADIENTS_IS_PLOT_AREA (self));

  if (figure != NULL)
    plot_figure_ref (figure);
  g_clear_pointer (&self->figure, plot_figure_unref);
  self->figure = figure;
  gradients_plot_area_refresh (self);
}

PlotFigure *
gradients_plot_area_get_figure (GradientsPlotArea *self)
{
  g_return_val_if_fail (GRADIENTS_IS_PLOT_AREA (self), NULL);

  return self->figure;
}

void
gradients_plot_area_refresh (GradientsPlotArea *self)
{
  g_return_if_fail (GRADIENTS_IS_PLOT_AREA (self));

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gradients_plot_area_describe (GradientsPlotArea *self)
{
  g_autofree char *description = NULL;

  g_return_if_fail (GRADIENTS_IS_PLOT_AREA (self));

  if (self->figure == NULL)
    return;
  description = plot_figure_describe (self->figure);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

void
gradients_plot_area_set_handle (GradientsPlotArea *self,
                                double             x,
                                double             y)
{
  g_return_if_fail (GRADIENTS_IS_PLOT_AREA (self));

  self->handle_x = x;
  self->handle_y = y;
  self->has_handle = isfinite (x) && isfinite (y);
}

const PlotTheme *
gradients_plot_area_get_theme (GradientsPlotArea *self)
{
  return gradients_theme_get ();
}

static gboolean
export_figure (gpointer         drawable,
               const char      *path,
               double           width,
               double           height,
               double           scale,
               const PlotTheme *theme,
               GError         **error)
{
  return plot_figure_export (drawable, path, width, height, scale, theme, error);
}

static void
free_figure (gpointer drawable)
{
  plot_figure_unref (drawable);
}

GradientsPicture
gradients_plot_area_dup_picture (GradientsPlotArea *self)
{
  return (GradientsPicture){ plot_figure_ref (self->figure), free_figure, export_figure, gtk_widget_get_width (GTK_WIDGET (self)),
                             gtk_widget_get_height (GTK_WIDGET (self)), gradients_plot_area_get_theme (self), NULL };
}

void
gradients_plot_area_to_view (GradientsPlotArea *self,
                             double             x,
                             double             y,
                             double            *view_x,
                             double            *view_y)
{
  PlotRect rect;

  g_return_if_fail (GRADIENTS_IS_PLOT_AREA (self));
  g_return_if_fail (self->figure != NULL);

  rect = gradients_plot_area_get_plot_rect (self);
  plot_figure_to_view (self->figure, &rect, x, y, view_x, view_y);
}
