/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A descent as figures: what was told, what follows from it, and which layers a change touches. What is drawn for
 * one variable and for two stands in scene-curve.c and scene-surface.c. */

#include "scene/scene-descent-private.h"

#include "descent/descent-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_CONTOURS 12

SceneDescent *
scene_descent_new (guint n_inputs)
{
  SceneDescent *scene;

  g_return_val_if_fail (n_inputs == 1 || n_inputs == 2, NULL);

  scene = g_new0 (SceneDescent, 1);
  scene->n_inputs = n_inputs;
  scene->kind = n_inputs == 1 ? &scene_curve : &scene_surface;
  scene->figure = plot_figure_new ();
  scene->loss_figure = plot_figure_new ();
  scene->colormap = plot_colormap_lookup ("viridis");
  scene->n_contours = N_CONTOURS;
  plot_figure_set_name (scene->figure, g_dgettext (GETTEXT_PACKAGE, scene->kind->name));
  plot_figure_set_name (scene->loss_figure, _ ("Loss plot"));
  return scene;
}

static void
clear_arrays (SceneDescent *scene)
{
  g_clear_pointer (&scene->xs, g_free);
  g_clear_pointer (&scene->ys, g_free);
  g_clear_pointer (&scene->values, g_free);
  scene->n_points = 0;
}

void
scene_descent_free (SceneDescent *scene)
{
  clear_arrays (scene);
  g_clear_pointer (&scene->run, descent_run_unref);
  g_clear_pointer (&scene->curve, plot_mark_unref);
  g_clear_pointer (&scene->curve_ys, g_free);
  plot_figure_unref (scene->figure);
  plot_figure_unref (scene->loss_figure);
  g_free (scene);
}

PlotFigure *
scene_descent_get_figure (SceneDescent *scene)
{
  return scene->figure;
}

PlotFigure *
scene_descent_get_loss_figure (SceneDescent *scene)
{
  return scene->loss_figure;
}

guint
scene_get_point (SceneDescent *scene,
                 double       *part)
{
  double cursor = CLAMP (scene->cursor, 0, scene->n_points - 1.0);
  guint  i = (guint) cursor;

  *part = cursor - i;
  return i;
}

double
scene_interpolate (const double *array,
                   guint         n,
                   guint         i,
                   double        part)
{
  return part > 0 && i + 1 < n ? array[i] + part * (array[i + 1] - array[i]) : array[i];
}

static char *
format_place (SceneDescent       *scene,
              const DescentPoint *point)
{
  GradDType        dtype = descent_run_get_settings (scene->run)->dtype;
  g_autofree char *x = descent_format_number (point->x[0], dtype);
  g_autofree char *y = NULL;

  if (scene->n_inputs == 1)
    return g_steal_pointer (&x);
  y = descent_format_number (point->x[1], dtype);
  return g_strdup_printf ("(%s, %s)", x, y);
}

/* Start, current point, value and step, in this order: those who cannot see read it, and tests do. */
static void
write_note (SceneDescent *scene)
{
  double              part;
  guint               k = scene_get_point (scene, &part);
  const DescentPoint *point = descent_run_get_point (scene->run, k);
  g_autofree char    *start = format_place (scene, descent_run_get_point (scene->run, 0));
  g_autofree char    *now = format_place (scene, point);
  g_autofree char    *value = descent_format_number (point->value, descent_run_get_settings (scene->run)->dtype);
  g_autofree char    *note = NULL;

  /* Translators: the state of a descent, for screen readers. Keep the order of the numbers. */
  note = g_strdup_printf (_ ("start %s; now %s; value %s; step %u of %u"), start, now, value, k, scene->n_points - 1);
  plot_figure_set_note (scene->figure, note);
  plot_figure_set_note (scene->loss_figure, note);
}

static void
draw_cursor (SceneDescent *scene)
{
  write_note (scene);
  scene->kind->draw_cursor (scene);
  scene_loss_draw_cursor (scene);
}

static void
draw_pointer (SceneDescent *scene)
{
  if (scene->has_pointer && scene->run != NULL)
    scene->kind->draw_pointer (scene);
  else
    plot_figure_take_marks (scene->figure, PLOT_LAYER_POINTER, NULL, 0);
}

/* All that depends on the function, then all that lies on it. */
static void
draw_all (SceneDescent *scene)
{
  if (scene->run == NULL)
    return;
  if (!scene->has_view)
    scene->view = scene->kind->choose_view (scene);
  scene->kind->draw_function (scene);
  scene->kind->draw_trail (scene);
  scene_loss_draw (scene);
  draw_cursor (scene);
  draw_pointer (scene);
}

static void
fill_arrays (SceneDescent *scene)
{
  clear_arrays (scene);
  scene->n_points = descent_run_get_n_points (scene->run);
  scene->xs = g_new (double, scene->n_points);
  scene->ys = g_new (double, scene->n_points);
  scene->values = g_new (double, scene->n_points);
  for (guint k = 0; k < scene->n_points; k++)
    {
      const DescentPoint *point = descent_run_get_point (scene->run, k);

      scene->xs[k] = point->x[0];
      scene->ys[k] = scene->n_inputs == 1 ? point->value : point->x[1];
      scene->values[k] = point->value;
    }
}

static const char *
get_function_text (DescentRun *run)
{
  return descent_function_get_text (descent_run_get_settings (run)->function);
}

void
scene_descent_set_run (SceneDescent *scene,
                       DescentRun   *run)
{
  gboolean same_function;

  g_return_if_fail (run != NULL);
  g_return_if_fail (descent_function_get_n_inputs (descent_run_get_settings (run)->function) == scene->n_inputs);

  same_function = scene->run != NULL && g_str_equal (get_function_text (run), get_function_text (scene->run));
  descent_run_ref (run);
  g_clear_pointer (&scene->run, descent_run_unref);
  scene->run = run;
  fill_arrays (scene);
  if (!same_function || !scene->has_view)
    {
      draw_all (scene);
      return;
    }
  scene->kind->follow_run (scene);
  scene->kind->draw_trail (scene);
  scene_loss_draw (scene);
  draw_cursor (scene);
  draw_pointer (scene);
}

void
scene_descent_set_view (SceneDescent    *scene,
                        const PlotRange *view)
{
  if (scene->has_view && scene->view.x_min == view->x_min && scene->view.x_max == view->x_max &&
      scene->view.y_min == view->y_min && scene->view.y_max == view->y_max)
    return;
  scene->view = *view;
  scene->has_view = TRUE;
  draw_all (scene);
}

PlotRange
scene_descent_get_view (SceneDescent *scene)
{
  return scene->run != NULL ? plot_figure_get_range (scene->figure) : scene->view;
}

void
scene_descent_set_colormap (SceneDescent       *scene,
                            const PlotColormap *colormap)
{
  if (scene->colormap == colormap)
    return;
  scene->colormap = colormap;
  if (scene->run != NULL)
    scene->kind->draw_function (scene);
}

void
scene_descent_set_cursor (SceneDescent *scene,
                          double        k)
{
  if (scene->cursor == k)
    return;
  scene->cursor = k;
  if (scene->run != NULL)
    draw_cursor (scene);
}

void
scene_descent_set_pointer (SceneDescent *scene,
                           const double *point)
{
  scene->has_pointer = point != NULL;
  for (guint i = 0; point != NULL && i < DESCENT_MAX_INPUTS; i++)
    scene->pointer[i] = point[i];
  draw_pointer (scene);
}

void
scene_descent_set_log_loss (SceneDescent *scene,
                            gboolean      log_scale)
{
  if (scene->log_loss == !!log_scale)
    return;
  scene->log_loss = !!log_scale;
  if (scene->run != NULL)
    scene_loss_draw (scene);
}

gboolean
scene_descent_can_log_loss (SceneDescent *scene)
{
  gboolean any_positive = FALSE;

  for (guint k = 0; k < scene->n_points; k++)
    if (isfinite (scene->values[k]))
      {
        if (scene->values[k] < 0)
          return FALSE;
        any_positive |= scene->values[k] > 0;
      }
  return any_positive;
}

void
scene_descent_set_sampling (SceneDescent *scene,
                            guint         n_contours,
                            guint         n_samples)
{
  if (scene->n_contours == n_contours && scene->n_samples == n_samples)
    return;
  scene->n_contours = n_contours;
  scene->n_samples = n_samples;
  if (scene->run != NULL)
    scene->kind->draw_function (scene);
}

void
scene_descent_set_run_visible (SceneDescent *scene,
                               gboolean      visible)
{
  if (scene->run_hidden == !visible)
    return;
  scene->run_hidden = !visible;
  draw_all (scene);
}

double *
scene_spread (double min,
              double max,
              guint  n)
{
  double *numbers = g_new (double, n);

  for (guint i = 0; i < n; i++)
    numbers[i] = min + (max - min) * i / MAX (1, n - 1);
  return numbers;
}
