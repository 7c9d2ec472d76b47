/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The Surface page's figure: the values of f as colours with contour lines, and the way taken over them. */

#include "scene/scene-descent-private.h"

#include "plot/plot-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Samples a side. They are interpolated between, so more would look the same. */
#define N_SAMPLES 257

/* Up to this ratio of its sides a plane is shown undistorted, so that steps meet contour lines at right angles. */
#define GREATEST_RATIO 2.5

static void
set_aspect (SceneDescent *scene)
{
  double ratio = (scene->view.x_max - scene->view.x_min) / (scene->view.y_max - scene->view.y_min);

  plot_figure_set_equal_aspect (scene->figure, ratio <= GREATEST_RATIO && ratio >= 1 / GREATEST_RATIO);
}

/* Samples from edge to edge of the view. Cells that are to have the samples in their middles reach half a cell
 * beyond; imshow squeezes them into the view instead. */
static PlotRange
get_cells (const PlotRange *view,
           guint            n,
           gboolean         squeezed)
{
  double half_x = squeezed ? 0 : (view->x_max - view->x_min) / (n - 1) / 2;
  double half_y = squeezed ? 0 : (view->y_max - view->y_min) / (n - 1) / 2;

  return (PlotRange){ view->x_min - half_x, view->x_max + half_x, view->y_min - half_y, view->y_max + half_y };
}

static PlotMark *
create_heatmap (SceneDescent *scene)
{
  guint              n = scene->n_samples > 0 ? MAX (2, scene->n_samples) : N_SAMPLES;
  g_autofree double *xs = scene_spread (scene->view.x_min, scene->view.x_max, n);
  g_autofree double *ys = scene_spread (scene->view.y_min, scene->view.y_max, n);
  g_autofree float  *values = g_new (float, (gsize) n *n);
  PlotRange          cells = get_cells (&scene->view, n, scene->n_samples > 0);
  PlotScale          scale;

  descent_function_sample (descent_run_get_settings (scene->run)->function, xs, n, ys, n, values);
  if (scene->n_samples > 0)
    return plot_mark_new_heatmap (values, n, n, cells.x_min, cells.x_max, cells.y_min, cells.y_max, scene->colormap);
  scale = plot_scale_new_for_values (values, (gsize) n * n);
  return plot_mark_new_heatmap_scaled (values, n, n, cells.x_min, cells.x_max, cells.y_min, cells.y_max,
                                       scene->colormap, &scale);
}

static void
draw_function (SceneDescent *scene)
{
  PlotMark *marks[2] = { create_heatmap (scene) };
  guint     n = 1;

  if (scene->n_contours > 0)
    marks[n++] = plot_mark_new_contours_of (marks[0], scene->n_contours);
  plot_figure_set_labels (scene->figure, "x", "y");
  plot_figure_set_color_bar (scene->figure, TRUE);
  set_aspect (scene);
  plot_figure_set_range (scene->figure, &scene->view);
  plot_figure_take_marks (scene->figure, PLOT_LAYER_BASE, marks, n);
}

/* The view is what it was told to be. */
static void
follow_run (SceneDescent *scene)
{
}

static PlotRange
choose_view (SceneDescent *scene)
{
  double reach = MAX (1, 1.5 * MAX (fabs (scene->xs[0]), fabs (scene->ys[0])));

  return (PlotRange){ -reach, reach, -reach, reach };
}

static void
draw_trail (SceneDescent *scene)
{
  scene_draw_path (scene, NULL, TRUE);
}

static void
draw_cursor (SceneDescent *scene)
{
  scene_draw_head (scene, NULL, TRUE);
}

static void
draw_pointer (SceneDescent *scene)
{
  const DescentSettings *settings = descent_run_get_settings (scene->run);
  double                 value, gradient[DESCENT_MAX_INPUTS];
  g_autofree char       *x = plot_number_format (scene->pointer[0], READING_DIGITS);
  g_autofree char       *y = plot_number_format (scene->pointer[1], READING_DIGITS);
  g_autofree char       *value_text = NULL, *dx = NULL, *dy = NULL, *text = NULL;
  PlotMark              *mark;

  descent_function_evaluate (settings->function, settings->dtype, scene->pointer, &value, gradient);
  value_text = plot_number_format (value, READING_DIGITS);
  dx = plot_number_format (gradient[0], READING_DIGITS);
  dy = plot_number_format (gradient[1], READING_DIGITS);
  text = g_strdup_printf ("x  %s   y  %s\nf  %s\n∇f  (%s, %s)", x, y, value_text, dx, dy);
  mark = plot_mark_new_crosshair (scene->pointer[0], scene->pointer[1], text);
  plot_figure_take_marks (scene->figure, PLOT_LAYER_POINTER, &mark, 1);
}

const SceneKind scene_surface = {
  .name = N_ ("Surface plot"),
  .choose_view = choose_view,
  .draw_function = draw_function,
  .follow_run = follow_run,
  .draw_trail = draw_trail,
  .draw_cursor = draw_cursor,
  .draw_pointer = draw_pointer,
};
