/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The plots of a descent under the hand: the start is set and dragged, the plane is zoomed and panned, the loss is
 * scrubbed. */

#include "app/gradients-descent-page-private.h"

#include <math.h>

static void
log_loss_cb (GradientsDescentPage *self)
{
  scene_descent_set_log_loss (self->scene, gtk_switch_get_active (self->log_loss));
  gradients_plot_area_describe (self->loss_plot);
  gradients_plot_area_refresh (self->loss_plot);
}

static void
start_dragged_cb (GradientsDescentPage *self,
                  double                x,
                  double                y)
{
  const double start[DESCENT_MAX_INPUTS] = { x, y };

  gradients_experiment_set_start (self->experiment, start);
}

/* One press is a whole experiment, so it shows the run to its end. */
static void
start_picked_cb (GradientsDescentPage *self,
                 double                x,
                 double                y)
{
  GradientsPlayer *player = gradients_page_get_player (GRADIENTS_PAGE (self));

  start_dragged_cb (self, x, y);
  gradients_player_go (player, gradients_player_get_n_steps (player));
}

static void
pointer_moved_cb (GradientsDescentPage *self,
                  double                x,
                  double                y)
{
  const double point[DESCENT_MAX_INPUTS] = { x, y };

  scene_descent_set_pointer (self->scene, point);
  gradients_plot_area_refresh (self->plot);
}

static void
pointer_left_cb (GradientsDescentPage *self)
{
  scene_descent_set_pointer (self->scene, NULL);
  gradients_plot_area_refresh (self->plot);
}

static void
zoomed_cb (GradientsDescentPage *self,
           double                factor,
           double                x,
           double                y)
{
  PlotRange range = plot_figure_zoomed (scene_descent_get_figure (self->scene), factor, x, y);

  gradients_descent_page_show_view (self, &range);
}

static void
panned_cb (GradientsDescentPage *self,
           double                dx,
           double                dy)
{
  PlotRange range = plot_figure_panned (scene_descent_get_figure (self->scene), dx, dy);

  gradients_descent_page_show_view (self, &range);
}

static void
loss_picked_cb (GradientsDescentPage *self,
                double                x,
                double                y)
{
  gradients_player_go (gradients_page_get_player (GRADIENTS_PAGE (self)), (guint) MAX (0, round (x)));
}

void
gradients_descent_page_bind_plots (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, log_loss_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_dragged_cb);
  gtk_widget_class_bind_template_callback (widget_class, pointer_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, pointer_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoomed_cb);
  gtk_widget_class_bind_template_callback (widget_class, panned_cb);
  gtk_widget_class_bind_template_callback (widget_class, loss_picked_cb);
}
