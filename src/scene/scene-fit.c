/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A line fit as three figures: what was told, and which layers of which figure a change touches. What each of them
 * shows stands in scene-fit-data.c, scene-fit-map.c and scene-fit-loss.c. */

#include "scene/scene-fit-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "descent/descent-format.h"

static const SceneFitKind *const kinds[SCENE_FIT_N_PARTS] = {
  [SCENE_FIT_DATA] = &scene_fit_data,
  [SCENE_FIT_MAP] = &scene_fit_map,
  [SCENE_FIT_LOSS] = &scene_fit_loss,
};

SceneFit *
scene_fit_new (void)
{
  SceneFit *scene = g_new0 (SceneFit, 1);

  for (guint i = 0; i < SCENE_FIT_N_PARTS; i++)
    {
      scene->figures[i] = plot_figure_new ();
      plot_figure_set_name (scene->figures[i], g_dgettext (GETTEXT_PACKAGE, kinds[i]->name));
    }
  scene->colormap = plot_colormap_lookup ("viridis");
  scene->marked = -1;
  return scene;
}

static void
clear_run (SceneFitRun *run)
{
  g_clear_pointer (&run->fit, descent_fit_unref);
  g_clear_pointer (&run->ws, g_free);
  g_clear_pointer (&run->bs, g_free);
  g_clear_pointer (&run->losses, g_free);
  run->n = 0;
}

void
scene_fit_free (SceneFit *scene)
{
  clear_run (&scene->run);
  clear_run (&scene->other);
  for (guint i = 0; i < SCENE_FIT_N_PARTS; i++)
    plot_figure_unref (scene->figures[i]);
  g_free (scene);
}

PlotFigure *
scene_fit_get_figure (SceneFit    *scene,
                      SceneFitPart part)
{
  g_return_val_if_fail ((guint) part < SCENE_FIT_N_PARTS, NULL);

  return scene->figures[part];
}

guint
scene_fit_get_place (const SceneFit *scene,
                     double         *part)
{
  double cursor = CLAMP (scene->cursor, 0, scene->run.n - 1.0);
  guint  k = (guint) cursor;

  *part = cursor - k;
  return k;
}

double
scene_fit_interpolate (const SceneFit *scene,
                       const double   *array)
{
  double part;
  guint  k = scene_fit_get_place (scene, &part);

  return part > 0 && k + 1 < scene->run.n ? array[k] + part * (array[k + 1] - array[k]) : array[k];
}

const char *
scene_fit_get_label (const SceneFit    *scene,
                     const SceneFitRun *run,
                     const char        *alone)
{
  if (scene->other.fit == NULL)
    return alone;
  return descent_reduction_get_name (descent_fit_get_settings (run->fit)->reduction);
}

/* Start, place, loss, optimum and epoch, in this order: those who cannot see read it, and tests do. */
static void
write_note (SceneFit *scene)
{
  const DescentLinear *linear = descent_fit_get_linear (scene->run.fit);
  double               part;
  guint                k = scene_fit_get_place (scene, &part);
  g_autofree char     *start_w = descent_format_number (scene->run.ws[0], GRAD_FLOAT32);
  g_autofree char     *start_b = descent_format_number (scene->run.bs[0], GRAD_FLOAT32);
  g_autofree char     *w = descent_format_number (scene->run.ws[k], GRAD_FLOAT32);
  g_autofree char     *b = descent_format_number (scene->run.bs[k], GRAD_FLOAT32);
  g_autofree char     *loss = descent_format_number (scene->run.losses[k], GRAD_FLOAT32);
  g_autofree char     *best_w = descent_format_rounded (linear->w, 6);
  g_autofree char     *best_b = descent_format_rounded (linear->b, 6);
  g_autofree char     *note = NULL;

  /* Translators: the state of a line fit, for screen readers. Keep the order of the numbers. */
  note = g_strdup_printf (_ ("start W %s, b %s; now W %s, b %s; loss %s; optimum W %s, b %s; epoch %u of %u"),
                          start_w, start_b, w, b, loss, best_w, best_b, k, scene->run.n - 1);
  for (guint i = 0; i < SCENE_FIT_N_PARTS; i++)
    plot_figure_set_note (scene->figures[i], note);
}

static void
draw_cursor (SceneFit *scene)
{
  write_note (scene);
  for (guint i = 0; i < SCENE_FIT_N_PARTS; i++)
    kinds[i]->draw_cursor (scene);
}

static void
draw_trail (SceneFit *scene)
{
  for (guint i = 0; i < SCENE_FIT_N_PARTS; i++)
    if (kinds[i]->draw_trail != NULL)
      kinds[i]->draw_trail (scene);
}

static void
draw_pointers (SceneFit *scene)
{
  for (guint i = 0; i < SCENE_FIT_N_PARTS; i++)
    kinds[i]->draw_pointer (scene);
}

static void
draw_ground (SceneFit    *scene,
             SceneFitPart part)
{
  if (kinds[part]->choose_view != NULL)
    {
      if (!scene->has_view[part])
        scene->views[part] = kinds[part]->choose_view (scene);
      plot_figure_set_range (scene->figures[part], &scene->views[part]);
    }
  if (kinds[part]->draw_ground != NULL)
    kinds[part]->draw_ground (scene);
}

static void
fill_run (SceneFitRun *run,
          DescentFit  *fit)
{
  if (fit != NULL)
    descent_fit_ref (fit);
  clear_run (run);
  if (fit == NULL)
    return;
  run->fit = fit;
  run->n = descent_fit_get_n_points (fit);
  run->ws = g_new (double, run->n);
  run->bs = g_new (double, run->n);
  run->losses = g_new (double, run->n);
  for (guint k = 0; k < run->n; k++)
    {
      const DescentPoint *point = descent_fit_get_point (fit, k);

      run->ws[k] = point->x[0];
      run->bs[k] = point->x[1];
      run->losses[k] = point->value;
    }
}

/* Whether nothing changes that the grounds show: a start or a rate that is dragged draws no cloud anew. */
static gboolean
has_same_ground (const SceneFit *scene,
                 DescentFit     *fit)
{
  const DescentFitSettings *before, *after;

  if (scene->run.fit == NULL)
    return FALSE;
  before = descent_fit_get_settings (scene->run.fit);
  after = descent_fit_get_settings (fit);
  return before->data == after->data && before->reduction == after->reduction;
}

void
scene_fit_set_fit (SceneFit   *scene,
                   DescentFit *fit,
                   DescentFit *other)
{
  gboolean same_ground;

  g_return_if_fail (fit != NULL);

  same_ground = has_same_ground (scene, fit);
  fill_run (&scene->run, fit);
  fill_run (&scene->other, other);
  if (scene->marked >= (int) scene->run.n)
    scene->marked = -1;
  if (!same_ground)
    for (guint i = 0; i < SCENE_FIT_N_PARTS; i++)
      draw_ground (scene, i);
  draw_trail (scene);
  draw_cursor (scene);
  draw_pointers (scene);
}

void
scene_fit_set_view (SceneFit        *scene,
                    SceneFitPart     part,
                    const PlotRange *view)
{
  g_return_if_fail ((guint) part < SCENE_FIT_N_PARTS && kinds[part]->choose_view != NULL);

  scene->has_view[part] = view != NULL;
  if (view != NULL)
    scene->views[part] = *view;
  if (scene->run.fit != NULL)
    draw_ground (scene, part);
}

void
scene_fit_set_colormap (SceneFit           *scene,
                        const PlotColormap *colormap)
{
  if (scene->colormap == colormap)
    return;
  scene->colormap = colormap;
  if (scene->run.fit != NULL)
    draw_ground (scene, SCENE_FIT_MAP);
}

void
scene_fit_set_cursor (SceneFit *scene,
                      double    k)
{
  if (scene->cursor == k)
    return;
  scene->cursor = k;
  if (scene->run.fit != NULL)
    draw_cursor (scene);
}

void
scene_fit_set_marked (SceneFit *scene,
                      int       k)
{
  if (k >= (int) scene->run.n)
    k = -1;
  if (scene->marked == k)
    return;
  scene->marked = k;
  if (scene->run.fit != NULL)
    draw_pointers (scene);
}

int
scene_fit_find_point (SceneFit       *scene,
                      SceneFitPart    part,
                      const PlotRect *plot_rect,
                      double          view_x,
                      double          view_y,
                      double          max_distance)
{
  int found = -1;

  g_return_val_if_fail (part == SCENE_FIT_MAP || part == SCENE_FIT_LOSS, -1);

  for (guint k = 0; k < scene->run.n; k++)
    {
      double x = part == SCENE_FIT_MAP ? scene->run.ws[k] : k;
      double y = part == SCENE_FIT_MAP ? scene->run.bs[k] : scene->run.losses[k];
      double distance;

      plot_figure_to_view (scene->figures[part], plot_rect, x, y, &x, &y);
      distance = part == SCENE_FIT_MAP ? hypot (x - view_x, y - view_y) : fabs (x - view_x);
      if (!(distance <= max_distance))
        continue;
      max_distance = distance;
      found = (int) k;
    }
  return found;
}

void
scene_fit_set_pointer (SceneFit     *scene,
                       SceneFitPart  part,
                       const double *point)
{
  g_return_if_fail ((guint) part < SCENE_FIT_N_PARTS);

  scene->has_pointer[part] = point != NULL;
  for (guint i = 0; point != NULL && i < 2; i++)
    scene->pointers[part][i] = point[i];
  if (scene->run.fit != NULL)
    kinds[part]->draw_pointer (scene);
}

void
scene_fit_set_residuals (SceneFit *scene,
                         gboolean  visible)
{
  if (scene->residuals == !!visible)
    return;
  scene->residuals = !!visible;
  if (scene->run.fit != NULL)
    kinds[SCENE_FIT_DATA]->draw_cursor (scene);
}

void
scene_fit_set_log_loss (SceneFit *scene,
                        gboolean  log_scale)
{
  if (scene->log_loss == !!log_scale)
    return;
  scene->log_loss = !!log_scale;
  if (scene->run.fit == NULL)
    return;
  kinds[SCENE_FIT_LOSS]->draw_trail (scene);
  kinds[SCENE_FIT_LOSS]->draw_cursor (scene);
}
