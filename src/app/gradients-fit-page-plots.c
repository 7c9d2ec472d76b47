/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The plots of the page Line fit under the hand: the line is gripped, samples are clicked, the map is pointed at, the
 * loss is scrubbed. What is pointed at in one plot is marked in all. */

#include "app/gradients-fit-page-private.h"

#include <math.h>

#define REACH 10.0 /* pixels from a point of the path or of the data that still mean it */

static void
mark (GradientsFitPage *self,
      int               k)
{
  scene_fit_set_marked (self->scene, k);
  gradients_fit_page_refresh_plots (self);
}

/* The line at the cursor is what the hand takes; from there on it is the start. */
static gboolean
grip_line (GradientsFitPage *self,
           double            x,
           double            y)
{
  const DescentFit   *fit = gradients_fit_experiment_get_fit (self->experiment);
  guint               k = MIN (gradients_player_get_step (gradients_fit_page_get_player (self)), descent_fit_get_n_points (fit) - 1);
  const DescentPoint *point = descent_fit_get_point (fit, k);
  double              view_x, view_y, line_x, line_y;

  gradients_plot_area_to_view (self->data_plot, x, y, &view_x, &view_y);
  gradients_plot_area_to_view (self->data_plot, x, point->x[0] * x + point->x[1], &line_x, &line_y);
  return fabs (line_y - view_y) <= 2 * REACH &&
         gradients_line_grip_take (&self->grip, descent_data_get_moments (gradients_fit_page_get_settings (self)->data), point->x[0], point->x[1], x);
}

/* The sample under the pointer; −1 if there is none. */
static int
find_sample (GradientsFitPage *self,
             double            x,
             double            y)
{
  const DescentData *data = gradients_fit_page_get_settings (self)->data;
  double             view_x, view_y, least = REACH;
  int                found = -1;

  gradients_plot_area_to_view (self->data_plot, x, y, &view_x, &view_y);
  for (guint i = 0; i < descent_data_get_n_samples (data); i++)
    {
      double sample_x, sample_y, distance;

      gradients_plot_area_to_view (self->data_plot, descent_data_get_x (data)[i], descent_data_get_y (data)[i], &sample_x, &sample_y);
      distance = hypot (sample_x - view_x, sample_y - view_y);
      if (distance > least)
        continue;
      least = distance;
      found = (int) i;
    }
  return found;
}

static void
data_picked_cb (GradientsFitPage *self,
                double            x,
                double            y)
{
  int sample;

  self->grip.held = FALSE;
  if (!gradients_data_group_get_editing (self->data_group))
    {
      if (grip_line (self, x, y))
        gradients_fit_page_try_line (self, self->grip.w, self->grip.b);
      return;
    }
  sample = find_sample (self, x, y);
  if (sample >= 0)
    gradients_data_group_remove_sample (self->data_group, (guint) sample);
  else
    gradients_data_group_add_sample (self->data_group, x, y);
}

static void
data_dragged_cb (GradientsFitPage *self,
                 double            x,
                 double            y)
{
  PlotRange range = plot_figure_get_range (gradients_fit_page_get_figure (self, SCENE_FIT_MAP));

  if (!self->grip.held)
    return;
  gradients_line_grip_pull (&self->grip, x, y, (range.x_max - range.x_min) / 1000, (range.y_max - range.y_min) / 1000);
  gradients_fit_page_try_line (self, self->grip.w, self->grip.b);
}

static void
data_pointer_cb (GradientsFitPage *self,
                 double            x,
                 double            y)
{
  const double point[] = { x, y };

  scene_fit_set_pointer (self->scene, SCENE_FIT_DATA, point);
  gradients_plot_area_refresh (self->data_plot);
}

static void
data_left_cb (GradientsFitPage *self)
{
  scene_fit_set_pointer (self->scene, SCENE_FIT_DATA, NULL);
  gradients_plot_area_refresh (self->data_plot);
}

static void
map_picked_cb (GradientsFitPage *self,
               double            w,
               double            b)
{
  gradients_fit_page_try_line (self, w, b);
}

static int
find_point (GradientsFitPage  *self,
            GradientsPlotArea *plot,
            SceneFitPart       part,
            double             x,
            double             y,
            double             reach)
{
  PlotRect rect = { 0, 0, gtk_widget_get_width (GTK_WIDGET (plot)), gtk_widget_get_height (GTK_WIDGET (plot)) };
  double   view_x, view_y;

  rect = plot_figure_get_plot_rect (gradients_fit_page_get_figure (self, part), &rect, gradients_plot_area_get_theme (plot));
  gradients_plot_area_to_view (plot, x, y, &view_x, &view_y);
  return scene_fit_find_point (self->scene, part, &rect, view_x, view_y, reach);
}

static void
map_pointer_cb (GradientsFitPage *self,
                double            w,
                double            b)
{
  const double point[] = { w, b };

  scene_fit_set_pointer (self->scene, SCENE_FIT_MAP, point);
  mark (self, find_point (self, self->map, SCENE_FIT_MAP, w, b, REACH));
}

static void
map_left_cb (GradientsFitPage *self)
{
  scene_fit_set_pointer (self->scene, SCENE_FIT_MAP, NULL);
  mark (self, -1);
}

static void
loss_picked_cb (GradientsFitPage *self,
                double            epoch,
                double            loss)
{
  gradients_player_go (gradients_fit_page_get_player (self), (guint) MAX (0, round (epoch)));
}

static void
loss_pointer_cb (GradientsFitPage *self,
                 double            epoch,
                 double            loss)
{
  mark (self, find_point (self, self->loss_plot, SCENE_FIT_LOSS, epoch, loss, 4 * REACH));
}

static void
loss_left_cb (GradientsFitPage *self)
{
  mark (self, -1);
}

static SceneFitPart
get_part (GradientsFitPage  *self,
          GradientsPlotArea *plot)
{
  return plot == self->map ? SCENE_FIT_MAP : SCENE_FIT_DATA;
}

static void
zoomed_cb (GradientsFitPage  *self,
           double             factor,
           double             x,
           double             y,
           GradientsPlotArea *plot)
{
  SceneFitPart part = get_part (self, plot);
  PlotRange    range = plot_figure_zoomed (gradients_fit_page_get_figure (self, part), factor, x, y);

  gradients_fit_page_show_view (self, part, &range);
}

static void
panned_cb (GradientsFitPage  *self,
           double             dx,
           double             dy,
           GradientsPlotArea *plot)
{
  SceneFitPart part = get_part (self, plot);
  PlotRange    range = plot_figure_panned (gradients_fit_page_get_figure (self, part), dx, dy);

  gradients_fit_page_show_view (self, part, &range);
}

void
gradients_fit_page_bind_plots (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, data_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, data_dragged_cb);
  gtk_widget_class_bind_template_callback (widget_class, data_pointer_cb);
  gtk_widget_class_bind_template_callback (widget_class, data_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_pointer_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, loss_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, loss_pointer_cb);
  gtk_widget_class_bind_template_callback (widget_class, loss_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoomed_cb);
  gtk_widget_class_bind_template_callback (widget_class, panned_cb);
}
