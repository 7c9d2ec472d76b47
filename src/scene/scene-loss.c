/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The small figure beside the main one: the loss over the steps, and where on it the cursor is. */

#include "scene/scene-descent-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* So few values are shown as points too. */
#define FEW 40
#define MARGIN 0.04

/* All steps, and the values that have a place on the scale: where a run stops being finite, the line ends early. */
static void
show_range (SceneDescent *scene,
            gboolean      log_scale)
{
  PlotRange range = { 0, MAX (1, scene->n_points - 1.0), INFINITY, -INFINITY };
  PlotScale x, y;

  for (guint k = 0; k < scene->n_points; k++)
    if (isfinite (scene->values[k]) && (!log_scale || scene->values[k] > 0))
      {
        range.y_min = MIN (range.y_min, scene->values[k]);
        range.y_max = MAX (range.y_max, scene->values[k]);
      }
  if (range.y_min > range.y_max)
    range.y_min = range.y_max = 0;
  x = plot_scale_new (PLOT_SCALE_LINEAR, range.x_min, range.x_max);
  y = plot_scale_new (log_scale ? PLOT_SCALE_LOG : PLOT_SCALE_LINEAR, range.y_min, range.y_max);
  range = (PlotRange){ plot_scale_denormalize (&x, -MARGIN), plot_scale_denormalize (&x, 1 + MARGIN),
                       plot_scale_denormalize (&y, -MARGIN), plot_scale_denormalize (&y, 1 + MARGIN) };
  plot_figure_set_scales (scene->loss_figure, x.kind, y.kind);
  plot_figure_set_range (scene->loss_figure, &range);
}

void
scene_loss_draw (SceneDescent *scene)
{
  gboolean           log_scale = scene->log_loss && scene_descent_can_log_loss (scene);
  g_autofree double *steps = scene_spread (0, MAX (1, scene->n_points - 1.0), scene->n_points);
  PlotMark          *marks[2];
  guint              n = 0;

  plot_figure_set_labels (scene->loss_figure, C_ ("axis", "step"), C_ ("axis", "loss"));
  show_range (scene, log_scale);
  marks[n++] = plot_mark_new_curve (steps, scene->values, scene->n_points, PLOT_ROLE_CURVE, _ ("loss"));
  if (scene->n_points <= FEW)
    marks[n++] = plot_mark_new_points (steps, scene->values, scene->n_points, PLOT_ROLE_CURVE, NULL);
  plot_figure_take_marks (scene->loss_figure, PLOT_LAYER_TRAIL, marks, n);
}

void
scene_loss_draw_cursor (SceneDescent *scene)
{
  double    part;
  guint     k = scene_get_point (scene, &part);
  double    value = scene_interpolate (scene->values, scene->n_points, k, part);
  PlotMark *mark = plot_mark_new_point (k + part, value, PLOT_ROLE_CURRENT, NULL);

  plot_figure_take_marks (scene->loss_figure, PLOT_LAYER_CURSOR, &mark, 1);
}
