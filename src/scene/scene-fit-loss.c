/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The loss over the epochs, of one fit or of two, and the least that any line has. */

#include "scene/scene-fit-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* So few values are shown as points too. */
#define FEW 40

/* No loss of squares is below nought; one of exactly nought has no place on a log scale and is a gap. */
static gboolean
can_be_log (const SceneFitRun *run)
{
  for (guint k = 0; k < run->n; k++)
    if (isfinite (run->losses[k]) && run->losses[k] > 0)
      return TRUE;
  return FALSE;
}

static void
add_run (SceneFit          *scene,
         const SceneFitRun *run,
         PlotRole           role,
         GPtrArray         *marks)
{
  g_autofree double *epochs = g_new (double, run->n);

  for (guint k = 0; k < run->n; k++)
    epochs[k] = k;
  g_ptr_array_add (marks, plot_mark_new_curve (epochs, run->losses, run->n, role, scene_fit_get_label (scene, run, _ ("loss"))));
  if (run->n <= FEW)
    g_ptr_array_add (marks, plot_mark_new_points (epochs, run->losses, run->n, role, NULL));
}

static PlotMark *
create_least (SceneFit *scene)
{
  double       least = descent_fit_get_linear (scene->run.fit)->loss;
  const double epochs[] = { 0, scene->run.n - 1.0 };
  const double losses[] = { least, least };

  return plot_mark_new_curve (epochs, losses, 2, PLOT_ROLE_MUTED, _ ("least"));
}

static void
draw_trail (SceneFit *scene)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  PlotFigure *figure = scene->figures[SCENE_FIT_LOSS];
  gboolean    log_scale = scene->log_loss && can_be_log (&scene->run);

  g_ptr_array_add (marks, create_least (scene));
  if (scene->other.fit != NULL)
    add_run (scene, &scene->other, PLOT_ROLE_TEXT, marks);
  add_run (scene, &scene->run, PLOT_ROLE_CURVE, marks);
  plot_figure_set_labels (figure, C_ ("axis", "epoch"), C_ ("axis", "loss"));
  plot_figure_set_scales (figure, PLOT_SCALE_LINEAR, log_scale ? PLOT_SCALE_LOG : PLOT_SCALE_LINEAR);
  plot_figure_set_legend (figure, scene->other.fit != NULL);
  plot_figure_take_marks (figure, PLOT_LAYER_TRAIL, (PlotMark **) marks->pdata, marks->len);
}

static void
draw_cursor (SceneFit *scene)
{
  double    part;
  guint     k = scene_fit_get_place (scene, &part);
  PlotMark *mark = plot_mark_new_point (k + part, scene_fit_interpolate (scene, scene->run.losses), PLOT_ROLE_CURRENT, NULL);

  plot_figure_take_marks (scene->figures[SCENE_FIT_LOSS], PLOT_LAYER_CURSOR, &mark, 1);
}

static void
draw_pointer (SceneFit *scene)
{
  PlotMark *mark = NULL;

  if (scene->marked >= 0)
    mark = plot_mark_new_point (scene->marked, scene->run.losses[scene->marked], PLOT_ROLE_CURRENT, NULL);
  plot_figure_take_marks (scene->figures[SCENE_FIT_LOSS], PLOT_LAYER_POINTER, &mark, mark != NULL);
}

const SceneFitKind scene_fit_loss = {
  .name = N_ ("Loss plot"),
  .draw_trail = draw_trail,
  .draw_cursor = draw_cursor,
  .draw_pointer = draw_pointer,
};
