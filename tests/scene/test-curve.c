/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <math.h>
#include <string.h>

#include "plot/images.h"
#include "scenes.h"

static SceneDescent *
open_curve (const char *text,
            double      x_min,
            double      x_max,
            double      start)
{
  g_autoptr (DescentRun) run = scenes_create_run (text, 1, start, 0, 0.1, 5);
  SceneDescent *scene = scene_descent_new (1);
  PlotRange     view = { x_min, x_max, 0, 0 };

  scene_descent_set_view (scene, &view);
  scene_descent_set_run (scene, run);
  return scene;
}

static void
the_range_of_y_follows_the_function (void)
{
  g_autoptr (SceneDescent) scene = open_curve ("x**2", -2, 2, 1);
  PlotRange range = scene_descent_get_view (scene);

  g_assert_cmpfloat_with_epsilon (range.y_min, -0.2, 1e-6);
  g_assert_cmpfloat_with_epsilon (range.y_max, 4.2, 1e-6);
}

static void
a_given_range_of_y_is_kept (void)
{
  g_autoptr (SceneDescent) scene = open_curve ("x**2", -2, 2, 1);
  PlotRange view = { -1, 1, -3, 8 }, range;

  scene_descent_set_view (scene, &view);
  range = scene_descent_get_view (scene);
  g_assert_cmpmem (&range, sizeof range, &view, sizeof view);
}

static void
a_pole_does_not_flatten_all_else (void)
{
  /* Its middle sample stands 0.00005 from the pole. */
  g_autoptr (SceneDescent) scene = open_curve ("1/x", -1.9999, 2, 1);
  PlotRange range = scene_descent_get_view (scene);

  g_assert_cmpfloat (range.y_max, <, 100);
  g_assert_cmpfloat (range.y_max, >, 2);
}

static void
points_near_a_pole_are_still_in_sight (void)
{
  g_autoptr (SceneDescent) scene = open_curve ("1/x", -2, 2, 0.01);
  PlotRange range = scene_descent_get_view (scene);

  g_assert_cmpfloat (range.y_max, >, 100);
}

static void
another_run_sets_the_range_anew (void)
{
  g_autoptr (SceneDescent) scene = open_curve ("1/x", -2, 2, 0.01);
  g_autoptr (SceneDescent) fresh = open_curve ("1/x", -2, 2, 1);
  g_autoptr (DescentRun) run = scenes_create_run ("1/x", 1, 1, 0, 0.1, 5);
  PlotRange range, expected = scene_descent_get_view (fresh);

  scene_descent_set_run (scene, run);
  range = scene_descent_get_view (scene);
  g_assert_cmpmem (&range, sizeof range, &expected, sizeof expected);
}

static void
where_nothing_is_finite_there_is_still_a_view (void)
{
  g_autoptr (SceneDescent) scene = open_curve ("log(x)", -3, -1, -2);
  PlotRange range = scene_descent_get_view (scene);

  g_assert_cmpfloat (range.y_min, <, range.y_max);
  cairo_surface_destroy (images_draw (scene_descent_get_figure (scene), 300, 200, 1));
}

static void
without_a_view_the_start_is_in_sight (void)
{
  static const double starts[] = { 0, 1, -40, 1e6 };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autoptr (DescentRun) run = scenes_create_run ("x**2", 1, starts[i], 0, 0.1, 5);
      g_autoptr (SceneDescent) scene = scene_descent_new (1);
      PlotRange range;

      scene_descent_set_run (scene, run);
      range = scene_descent_get_view (scene);
      g_assert_cmpfloat (range.x_min, <, starts[i]);
      g_assert_cmpfloat (range.x_max, >, starts[i]);
      g_assert_cmpfloat (range.y_max, >, starts[i] * starts[i]);
    }
}

/* How far the curve of sin (40x) in the picture lies from the true one, in pixels. */
static void
a_curve_that_bends_is_smooth (void)
{
  g_autoptr (SceneDescent) scene = open_curve ("sin(40x)", -3, 3, 1);
  g_autoptr (PlotFigure) truth = plot_figure_new ();
  PlotFigure        *figure = scene_descent_get_figure (scene);
  PlotRange          range = plot_figure_get_range (figure);
  PlotRect           rect = { 0, 0, 1000, 500 }, box;
  g_autofree double *xs = g_new (double, 60001);
  g_autofree double *ys = g_new (double, 60001);
  PlotMark          *mark;
  cairo_surface_t   *a, *b;
  double             most;

  scene_descent_set_run_visible (scene, FALSE);
  for (guint i = 0; i <= 60000; i++)
    {
      xs[i] = -3 + i / 10000.0;
      ys[i] = sin (40 * xs[i]);
    }
  range = plot_figure_get_range (figure);
  box = plot_figure_get_plot_rect (figure, &rect, plot_theme_light ());
  plot_figure_set_range (truth, &range);
  plot_figure_set_axes_box (truth, &box);
  mark = plot_mark_new_curve (xs, ys, 60001, PLOT_ROLE_CURVE, NULL);
  plot_figure_take_marks (truth, PLOT_LAYER_TRAIL, &mark, 1);
  a = images_draw_layer (figure, 1000, 500, PLOT_LAYER_TRAIL);
  b = images_draw_layer (truth, 1000, 500, PLOT_LAYER_TRAIL);
  g_assert_cmpfloat (images_compare (a, b, 0, 0, &most), <, 0.25);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

/* Between −∞ and ∞ tan jumps; the picture must not join the two. */
static void
a_pole_is_a_gap (void)
{
  g_autoptr (SceneDescent) scene = open_curve ("tan(x)", 0, 3, 0.3);
  PlotFigure      *figure = scene_descent_get_figure (scene);
  PlotRect         rect = { 0, 0, 600, 300 }, box;
  double           x, y;
  cairo_surface_t *image;

  scene_descent_set_run_visible (scene, FALSE);
  box = plot_figure_get_plot_rect (figure, &rect, plot_theme_light ());
  plot_figure_to_view (figure, &box, G_PI_2, 0, &x, &y);
  image = images_draw_layer (figure, 600, 300, PLOT_LAYER_TRAIL);
  for (int i = -3; i <= 3; i++)
    g_assert_cmphex (images_get_pixel (image, (int) x + i, (int) y), ==, 0);
  cairo_surface_destroy (image);
}

static void
the_crosshair_reads_the_function_where_the_pointer_is (void)
{
  static const double point[] = { 1.5, 3 };
  g_autoptr (SceneDescent) scene = open_curve ("x**2", -2, 2, 1);
  g_autofree char *text = NULL;

  scene_descent_set_pointer (scene, point);
  text = plot_figure_describe (scene_descent_get_figure (scene));
  g_assert_true (g_str_has_suffix (text, "x  1.5 f(x)  2.25 f′(x)  3"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/scene/curve/" path, function)
  ADD ("the-range-of-y-follows-the-function", the_range_of_y_follows_the_function);
  ADD ("a-given-range-of-y-is-kept", a_given_range_of_y_is_kept);
  ADD ("a-pole-does-not-flatten-all-else", a_pole_does_not_flatten_all_else);
  ADD ("points-near-a-pole-are-still-in-sight", points_near_a_pole_are_still_in_sight);
  ADD ("another-run-sets-the-range-anew", another_run_sets_the_range_anew);
  ADD ("where-nothing-is-finite-there-is-still-a-view", where_nothing_is_finite_there_is_still_a_view);
  ADD ("without-a-view-the-start-is-in-sight", without_a_view_the_start_is_in_sight);
  ADD ("a-curve-that-bends-is-smooth", a_curve_that_bends_is_smooth);
  ADD ("a-pole-is-a-gap", a_pole_is_a_gap);
  ADD ("the-crosshair-reads-the-function-where-the-pointer-is", the_crosshair_reads_the_function_where_the_pointer_is);
  return g_test_run ();
}
