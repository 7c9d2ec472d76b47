/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The way of a descent, on a curve or over a heatmap: the whole of it faintly, what was gone of it up to the cursor,
 * and at its head the current point with the step to come. */

#include "scene/scene-descent-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Of a long run, the way gone lies in the trail layer up to a multiple of this; a window that plays then redraws no
 * more than the rest in every frame. */
#define STRIDE 256

static guint
get_trail_end (SceneDescent *scene)
{
  double part;
  guint  k = scene_get_point (scene, &part);

  return k / STRIDE * STRIDE;
}

static PlotMark *
create_part (SceneDescent *scene,
             guint         first,
             double        end,
             gboolean      over_heatmap)
{
  return plot_mark_new_trail_part (scene->xs, scene->ys, scene->n_points, first, end,
                                   over_heatmap ? PLOT_ROLE_PATH : PLOT_ROLE_TRAIL,
                                   over_heatmap ? PLOT_ROLE_HALO : PLOT_ROLE_PLOT);
}

void
scene_draw_path (SceneDescent *scene,
                 PlotMark     *below,
                 gboolean      over_heatmap)
{
  PlotMark *marks[3];
  guint     n = 0;

  scene->trail_end = get_trail_end (scene);
  if (below != NULL)
    marks[n++] = below;
  if (!scene->run_hidden)
    marks[n++] = plot_mark_new_ghost_path (scene->xs, scene->ys, scene->n_points,
                                           over_heatmap ? PLOT_ROLE_PATH : PLOT_ROLE_TRAIL, _ ("path"));
  if (!scene->run_hidden && scene->trail_end > 0)
    marks[n++] = create_part (scene, 0, scene->trail_end, over_heatmap);
  plot_figure_take_marks (scene->figure, PLOT_LAYER_TRAIL, marks, n);
}

static PlotRole
judge_step (SceneDescent *scene,
            guint         k)
{
  double before = scene->values[k], after = scene->values[k + 1];

  if (after == before)
    return PLOT_ROLE_NEXT;
  return after < before ? PLOT_ROLE_BETTER : PLOT_ROLE_WORSE;
}

void
scene_draw_head (SceneDescent *scene,
                 PlotMark     *tangent,
                 gboolean      over_heatmap)
{
  double    part;
  guint     k = scene_get_point (scene, &part);
  double    x = scene_interpolate (scene->xs, scene->n_points, k, part);
  double    y = scene_interpolate (scene->ys, scene->n_points, k, part);
  PlotMark *marks[6];
  guint     n = 0;

  if (get_trail_end (scene) != scene->trail_end)
    scene->kind->draw_trail (scene);
  if (scene->run_hidden)
    {
      g_clear_pointer (&tangent, plot_mark_unref);
      plot_figure_take_marks (scene->figure, PLOT_LAYER_CURSOR, NULL, 0);
      return;
    }
  if (tangent != NULL)
    marks[n++] = tangent;
  marks[n++] = create_part (scene, scene->trail_end, k + part, over_heatmap);
  if (k + 1 < scene->n_points)
    {
      PlotRole role = judge_step (scene, k);

      marks[n++] = plot_mark_new_arrow (x, y, scene->xs[k + 1], scene->ys[k + 1], role);
      marks[n++] = plot_mark_new_point (scene->xs[k + 1], scene->ys[k + 1], role, NULL);
    }
  marks[n++] = plot_mark_new_point (scene->xs[0], scene->ys[0], PLOT_ROLE_START, NULL);
  marks[n++] = plot_mark_new_point (x, y, PLOT_ROLE_CURRENT, NULL);
  plot_figure_take_marks (scene->figure, PLOT_LAYER_CURSOR, marks, n);
}
