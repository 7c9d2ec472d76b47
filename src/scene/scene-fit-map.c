/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Every line as a point: the loss of each (W, b) as a colour, and the way of the fit through them. */

#include "scene/scene-fit-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "descent/descent-format.h"

/* Samples a side; between them the bowl is nearly flat. */
#define N_SAMPLES 129
#define N_CONTOURS 12

/* How far the view reaches beyond the start, seen from the optimum; and at least, as a share of the other way and in
 * units. */
#define REACH 1.3
#define LEAST_SHARE 0.4
#define LEAST_REACH 0.5

/* Up to this ratio of its sides a map is shown undistorted, so that steps meet contour lines at right angles. */
#define GREATEST_RATIO 2.5

static PlotRange
choose_view (SceneFit *scene)
{
  const DescentLinear *linear = descent_fit_get_linear (scene->run.fit);
  double               w = linear->has_optimum ? linear->w : scene->run.ws[0];
  double               b = linear->has_optimum ? linear->b : scene->run.bs[0];
  double               dw = fabs (scene->run.ws[0] - w);
  double               db = fabs (scene->run.bs[0] - b);
  double               reach_w = REACH * MAX (MAX (dw, LEAST_SHARE * db), LEAST_REACH);
  double               reach_b = REACH * MAX (MAX (db, LEAST_SHARE * dw), LEAST_REACH);

  return (PlotRange){ w - reach_w, w + reach_w, b - reach_b, b + reach_b };
}

static void
sample (const DescentFitSettings *settings,
        const PlotRange          *view,
        float                    *values)
{
  double step_w = (view->x_max - view->x_min) / (N_SAMPLES - 1);
  double step_b = (view->y_max - view->y_min) / (N_SAMPLES - 1);

  for (guint j = 0; j < N_SAMPLES; j++)
    for (guint i = 0; i < N_SAMPLES; i++)
      *values++ = (float) descent_linear_loss (settings->data, settings->reduction, view->x_min + i * step_w, view->y_min + j * step_b);
}

static void
draw_ground (SceneFit *scene)
{
  const DescentFitSettings *settings = descent_fit_get_settings (scene->run.fit);
  PlotFigure               *figure = scene->figures[SCENE_FIT_MAP];
  PlotRange                 view = plot_figure_get_range (figure);
  double                    ratio = (view.x_max - view.x_min) / (view.y_max - view.y_min);
  double                    half_w = (view.x_max - view.x_min) / (N_SAMPLES - 1) / 2;
  double                    half_b = (view.y_max - view.y_min) / (N_SAMPLES - 1) / 2;
  g_autofree float         *values = g_new (float, N_SAMPLES *N_SAMPLES);
  PlotScale                 scale;
  PlotMark                 *marks[2];

  sample (settings, &view, values);
  scale = plot_scale_new_for_values (values, N_SAMPLES * N_SAMPLES);
  marks[0] = plot_mark_new_heatmap_scaled (values, N_SAMPLES, N_SAMPLES, view.x_min - half_w, view.x_max + half_w,
                                           view.y_min - half_b, view.y_max + half_b, scene->colormap, &scale);
  marks[1] = plot_mark_new_contours_of (marks[0], N_CONTOURS);
  plot_figure_set_labels (figure, "W", "b");
  plot_figure_set_equal_aspect (figure, ratio <= GREATEST_RATIO && ratio >= 1 / GREATEST_RATIO);
  plot_figure_set_color_bar (figure, TRUE);
  plot_figure_take_marks (figure, PLOT_LAYER_BASE, marks, 2);
}

static void
draw_trail (SceneFit *scene)
{
  const DescentLinear *linear = descent_fit_get_linear (scene->run.fit);
  const SceneFitRun   *other = &scene->other;
  PlotMark            *marks[3];
  guint                n = 0;

  if (linear->has_optimum)
    marks[n++] = plot_mark_new_point (linear->w, linear->b, PLOT_ROLE_OPTIMUM, _ ("optimum"));
  if (other->fit != NULL)
    marks[n++] = plot_mark_new_trail (other->ws, other->bs, other->n, other->n - 1, PLOT_ROLE_OTHER, PLOT_ROLE_PATH, scene_fit_get_label (scene, other, NULL));
  marks[n++] = plot_mark_new_ghost_path (scene->run.ws, scene->run.bs, scene->run.n, PLOT_ROLE_PATH, scene_fit_get_label (scene, &scene->run, _ ("path")));
  plot_figure_set_legend (scene->figures[SCENE_FIT_MAP], other->fit != NULL);
  plot_figure_take_marks (scene->figures[SCENE_FIT_MAP], PLOT_LAYER_TRAIL, marks, n);
}

static PlotRole
judge_step (const SceneFitRun *run,
            guint              k)
{
  if (run->losses[k + 1] == run->losses[k])
    return PLOT_ROLE_NEXT;
  return run->losses[k + 1] < run->losses[k] ? PLOT_ROLE_BETTER : PLOT_ROLE_WORSE;
}

static void
draw_cursor (SceneFit *scene)
{
  const SceneFitRun *run = &scene->run;
  double             part;
  guint              k = scene_fit_get_place (scene, &part);
  double             w = scene_fit_interpolate (scene, run->ws);
  double             b = scene_fit_interpolate (scene, run->bs);
  PlotMark          *marks[5];
  guint              n = 0;

  marks[n++] = plot_mark_new_trail_part (run->ws, run->bs, run->n, 0, k + part, PLOT_ROLE_PATH, PLOT_ROLE_HALO);
  if (k + 1 < run->n)
    {
      PlotRole role = judge_step (run, k);

      marks[n++] = plot_mark_new_arrow (w, b, run->ws[k + 1], run->bs[k + 1], role);
      marks[n++] = plot_mark_new_point (run->ws[k + 1], run->bs[k + 1], role, NULL);
    }
  marks[n++] = plot_mark_new_point (run->ws[0], run->bs[0], PLOT_ROLE_START, NULL);
  marks[n++] = plot_mark_new_point (w, b, PLOT_ROLE_CURRENT, NULL);
  plot_figure_take_marks (scene->figures[SCENE_FIT_MAP], PLOT_LAYER_CURSOR, marks, n);
}

static PlotMark *
create_crosshair (SceneFit *scene)
{
  const DescentFitSettings *settings = descent_fit_get_settings (scene->run.fit);
  const double             *point = scene->pointers[SCENE_FIT_MAP];
  g_autofree char          *w = descent_format_rounded (point[0], 5);
  g_autofree char          *b = descent_format_rounded (point[1], 5);
  g_autofree char          *loss = descent_format_rounded (descent_linear_loss (settings->data, settings->reduction, point[0], point[1]), 5);
  g_autofree char          *text = g_strdup_printf (_ ("W  %s   b  %s\nloss  %s"), w, b, loss);

  return plot_mark_new_crosshair (point[0], point[1], text);
}

static void
draw_pointer (SceneFit *scene)
{
  PlotMark *marks[2];
  guint     n = 0;

  if (scene->has_pointer[SCENE_FIT_MAP])
    marks[n++] = create_crosshair (scene);
  if (scene->marked >= 0)
    marks[n++] = plot_mark_new_point (scene->run.ws[scene->marked], scene->run.bs[scene->marked], PLOT_ROLE_CURRENT, NULL);
  plot_figure_take_marks (scene->figures[SCENE_FIT_MAP], PLOT_LAYER_POINTER, marks, n);
}

const SceneFitKind scene_fit_map = {
  .name = N_ ("Parameter map"),
  .choose_view = choose_view,
  .draw_ground = draw_ground,
  .draw_trail = draw_trail,
  .draw_cursor = draw_cursor,
  .draw_pointer = draw_pointer,
};
