/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The samples and the line: as it is at the cursor, as it was in the epochs before, and as it cannot be bettered. */

#include "scene/scene-fit-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "descent/descent-format.h"

/* More residuals than this are a surface, not lines, and too many to draw in every frame. */
#define MOST_RESIDUALS 400

#define MARGIN 0.05

static const DescentData *
get_data (const SceneFit *scene)
{
  return descent_fit_get_settings (scene->run.fit)->data;
}

static PlotRange
choose_view (SceneFit *scene)
{
  const DescentMoments *m = descent_data_get_moments (get_data (scene));
  double                x = MARGIN * (m->x_max - m->x_min);
  double                y = MARGIN * (m->y_max - m->y_min);

  return (PlotRange){ m->x_min - x, m->x_max + x, m->y_min - y, m->y_max + y };
}

static double *
widen (const float *values,
       guint        n)
{
  double *wide = g_new (double, n);

  for (guint i = 0; i < n; i++)
    wide[i] = values[i];
  return wide;
}

/* The cloud alone is in the trail layer, which is drawn once; all that moves lies above it. */
static void
draw_ground (SceneFit *scene)
{
  const DescentData *data = get_data (scene);
  guint              n = descent_data_get_n_samples (data);
  g_autofree double *xs = widen (descent_data_get_x (data), n);
  g_autofree double *ys = widen (descent_data_get_y (data), n);
  PlotMark          *mark = plot_mark_new_points (xs, ys, n, PLOT_ROLE_DATA, _ ("data points"));
  PlotFigure        *figure = scene->figures[SCENE_FIT_DATA];

  plot_figure_set_labels (figure, _ ("input x"), _ ("output y"));
  plot_figure_take_marks (figure, PLOT_LAYER_TRAIL, &mark, 1);
}

/* A line from each sample to its prediction; what is not finite between them parts one from the next. */
static PlotMark *
create_residuals (SceneFit *scene,
                  double    w,
                  double    b)
{
  const DescentData *data = get_data (scene);
  const float       *x = descent_data_get_x (data);
  const float       *y = descent_data_get_y (data);
  guint              n = MIN (descent_data_get_n_samples (data), MOST_RESIDUALS);
  g_autofree double *xs = g_new (double, 3 * n);
  g_autofree double *ys = g_new (double, 3 * n);

  for (guint i = 0; i < n; i++)
    {
      guint j = (guint) ((guint64) i * descent_data_get_n_samples (data) / n);

      xs[3 * i] = xs[3 * i + 1] = x[j];
      xs[3 * i + 2] = NAN;
      ys[3 * i] = y[j];
      ys[3 * i + 1] = w * x[j] + b;
      ys[3 * i + 2] = NAN;
    }
  return plot_mark_new_curve (xs, ys, 3 * n, PLOT_ROLE_RESIDUAL, _ ("residuals"));
}

static PlotMark *
create_other (SceneFit *scene,
              guint     k)
{
  const SceneFitRun *other = &scene->other;

  k = MIN (k, other->n - 1);
  return plot_mark_new_straight_line (other->ws[k], other->bs[k], PLOT_ROLE_TEXT, scene_fit_get_label (scene, other, NULL));
}

static void
draw_cursor (SceneFit *scene)
{
  const SceneFitRun *run = &scene->run;
  double             part;
  guint              k = scene_fit_get_place (scene, &part);
  double             w = scene_fit_interpolate (scene, run->ws);
  double             b = scene_fit_interpolate (scene, run->bs);
  PlotMark          *marks[4];
  guint              n = 0;

  if (scene->residuals)
    marks[n++] = create_residuals (scene, w, b);
  if (k > 0)
    marks[n++] = plot_mark_new_lines (run->ws, run->bs, k, PLOT_ROLE_MODEL, _ ("earlier epochs"));
  if (scene->other.fit != NULL)
    marks[n++] = create_other (scene, k);
  marks[n++] = plot_mark_new_straight_line (w, b, PLOT_ROLE_MODEL, scene_fit_get_label (scene, run, _ ("fitted line")));
  plot_figure_set_legend (scene->figures[SCENE_FIT_DATA], scene->other.fit != NULL);
  plot_figure_take_marks (scene->figures[SCENE_FIT_DATA], PLOT_LAYER_CURSOR, marks, n);
}

static void
draw_pointer (SceneFit *scene)
{
  const double *point = scene->pointers[SCENE_FIT_DATA];
  PlotMark     *marks[2];
  guint         n = 0;

  if (scene->marked >= 0)
    marks[n++] = plot_mark_new_straight_line (scene->run.ws[scene->marked], scene->run.bs[scene->marked], PLOT_ROLE_CURRENT, NULL);
  if (scene->has_pointer[SCENE_FIT_DATA])
    {
      g_autofree char *x = descent_format_rounded (point[0], 5);
      g_autofree char *y = descent_format_rounded (point[1], 5);
      g_autofree char *text = g_strdup_printf ("x  %s   y  %s", x, y);

      marks[n++] = plot_mark_new_crosshair (point[0], point[1], text);
    }
  plot_figure_take_marks (scene->figures[SCENE_FIT_DATA], PLOT_LAYER_POINTER, marks, n);
}

const SceneFitKind scene_fit_data = {
  .name = N_ ("Data plot"),
  .choose_view = choose_view,
  .draw_ground = draw_ground,
  .draw_cursor = draw_cursor,
  .draw_pointer = draw_pointer,
};
