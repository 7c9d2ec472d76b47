/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <math.h>

#include "plot/images.h"
#include "scenes.h"

static SceneDescent *
open_run (const char *text,
          double      start,
          double      lr,
          guint       n_steps)
{
  g_autoptr (DescentRun) run = scenes_create_run (text, 1, start, 0, lr, n_steps);
  SceneDescent *scene = scene_descent_new (1);

  scene_descent_set_run (scene, run);
  return scene;
}

static void
all_steps_are_in_sight_even_those_without_a_number (void)
{
  g_autoptr (SceneDescent) scene = open_run ("x**4", 3, 1, 50);
  PlotRange range = plot_figure_get_range (scene_descent_get_loss_figure (scene));

  g_assert_cmpfloat_with_epsilon (range.x_min, -2, 1e-9);
  g_assert_cmpfloat_with_epsilon (range.x_max, 52, 1e-9);
  g_assert_true (isfinite (range.y_max));
}

static void
a_log_scale_needs_positive_losses (void)
{
  static const struct
  {
    const char *text;
    double      lr;
    gboolean    can;
  } rows[] = {
    { "x**2", 0.1, TRUE },
    { "x**2", 0.5, TRUE }, /* reaches 0 at once */
    { "x**2", 1.1, TRUE }, /* overflows */
    { "x**2 - 1", 0.1, FALSE },
    { "-x**2", 0.1, FALSE },
    { "0x", 0.1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SceneDescent) scene = open_run (rows[i].text, 1, rows[i].lr, 300);
      PlotRange range;

      g_assert_cmpint (scene_descent_can_log_loss (scene), ==, rows[i].can);
      scene_descent_set_log_loss (scene, TRUE);
      range = plot_figure_get_range (scene_descent_get_loss_figure (scene));
      if (rows[i].can)
        g_assert_cmpfloat (range.y_min, >, 0);
      cairo_surface_destroy (images_draw (scene_descent_get_loss_figure (scene), 300, 150, 1));
    }
}

static void
asked_for_and_not_to_be_had_it_comes_with_the_next_run (void)
{
  g_autoptr (SceneDescent) scene = open_run ("x**2 - 1", 1, 0.1, 20);
  g_autoptr (DescentRun) other = scenes_create_run ("x**2", 1, 1, 0, 0.1, 20);
  PlotRange range;

  scene_descent_set_log_loss (scene, TRUE);
  range = plot_figure_get_range (scene_descent_get_loss_figure (scene));
  g_assert_cmpfloat (range.y_min, <, 0);
  scene_descent_set_run (scene, other);
  range = plot_figure_get_range (scene_descent_get_loss_figure (scene));
  g_assert_cmpfloat (range.y_min, >, 0);
}

static void
steady_convergence_is_straight_on_a_log_scale (void)
{
  g_autoptr (SceneDescent) scene = open_run ("x**2", 1, 0.1, 20);
  PlotFigure      *figure = scene_descent_get_loss_figure (scene);
  PlotRect         rect = { 0, 0, 400, 200 }, box;
  double           x0, y0, x1, y1;
  cairo_surface_t *image;

  scene_descent_set_log_loss (scene, TRUE);
  box = plot_figure_get_plot_rect (figure, &rect, plot_theme_light ());
  plot_figure_to_view (figure, &box, 0, 1, &x0, &y0);
  plot_figure_to_view (figure, &box, 20, pow (0.8, 40), &x1, &y1);
  image = images_draw_layer (figure, 400, 200, PLOT_LAYER_TRAIL);
  for (double t = 0; t <= 1; t += 0.05)
    g_assert_cmphex (images_get_pixel (image, (int) (x0 + t * (x1 - x0)), (int) (y0 + t * (y1 - y0))) >> 24, >=, 0x80);
  cairo_surface_destroy (image);
}

static void
the_cursor_stands_on_the_line (void)
{
  g_autoptr (SceneDescent) scene = open_run ("x**2", 1, 0.1, 20);
  PlotFigure      *figure = scene_descent_get_loss_figure (scene);
  PlotRect         rect = { 0, 0, 400, 200 }, box;
  PlotColor        color = plot_theme_get_color (plot_theme_light (), PLOT_ROLE_CURRENT);
  double           x, y;
  cairo_surface_t *image;

  scene_descent_set_cursor (scene, 4.5);
  box = plot_figure_get_plot_rect (figure, &rect, plot_theme_light ());
  plot_figure_to_view (figure, &box, 4.5, (pow (0.64, 4) + pow (0.64, 5)) / 2, &x, &y);
  image = images_draw_layer (figure, 400, 200, PLOT_LAYER_CURSOR);
  g_assert_cmphex (images_get_pixel (image, (int) x, (int) y) >> 16 & 0xff, ==, (guint) round (color.red * 255));
  cairo_surface_destroy (image);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/scene/loss/" path, function)
  ADD ("all-steps-are-in-sight-even-those-without-a-number", all_steps_are_in_sight_even_those_without_a_number);
  ADD ("a-log-scale-needs-positive-losses", a_log_scale_needs_positive_losses);
  ADD ("asked-for-and-not-to-be-had-it-comes-with-the-next-run", asked_for_and_not_to_be_had_it_comes_with_the_next_run);
  ADD ("steady-convergence-is-straight-on-a-log-scale", steady_convergence_is_straight_on_a_log_scale);
  ADD ("the-cursor-stands-on-the-line", the_cursor_stands_on_the_line);
  return g_test_run ();
}
