/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <math.h>
#include <string.h>

#include "plot/images.h"
#include "scenes.h"

static SceneDescent *
open_surface (const char *text,
              PlotRange   view)
{
  g_autoptr (DescentRun) run = scenes_create_run (text, 2, 0.5, 0, 0.05, 15);
  SceneDescent *scene = scene_descent_new (2);

  scene_descent_set_view (scene, &view);
  scene_descent_set_run (scene, run);
  scene_descent_set_run_visible (scene, FALSE);
  return scene;
}

static const PlotRange waves_view = { -3, 2, -3, 2 };

/* As the course's program draws it, and as matplotlib showed that, inside the axes. */
static void
compare_with_course (const char *name,
                     gboolean    with_run)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "plot", "course", name, NULL);
  g_autoptr (SceneDescent) scene = open_surface (descent_preset_lookup ("waves")->text, waves_view);
  PlotRect         box = { 143.2, 57.6, 369.6, 369.6 };
  cairo_surface_t *course = cairo_image_surface_create_from_png (path);
  cairo_surface_t *image;
  double           mean, most;

  g_assert_cmpint (cairo_surface_status (course), ==, CAIRO_STATUS_SUCCESS);
  scene_descent_set_colormap (scene, plot_colormap_lookup ("jet"));
  scene_descent_set_sampling (scene, 0, 100);
  scene_descent_set_run_visible (scene, with_run);
  scene_descent_set_cursor (scene, 15);
  plot_figure_set_axes_box (scene_descent_get_figure (scene), &box);
  image = images_draw (scene_descent_get_figure (scene), 640, 480, 1);
  mean = images_compare (image, course, 145, 59, &most);
  g_test_message ("%s: mean difference %g, most %g of 255", name, mean, most);
  g_assert_cmpfloat (mean, <=, 2);
  cairo_surface_destroy (image);
  cairo_surface_destroy (course);
}

static void
looks_as_in_the_course (void)
{
  compare_with_course ("surface.png", FALSE);
  compare_with_course ("surface-path.png", TRUE);
}

/* Without the squeeze of imshow, the value of every pixel is that of the function in its middle: what differs is by
 * how colours are rounded. */
static void
every_value_is_shown_where_it_belongs (void)
{
  g_autoptr (SceneDescent) scene = open_surface ("x + 2y", (PlotRange){ -1, 1, -1, 1 });
  PlotFigure      *figure = scene_descent_get_figure (scene);
  PlotRect         box = { 0, 0, 256, 256 };
  cairo_surface_t *image;

  scene_descent_set_colormap (scene, plot_colormap_lookup ("grey"));
  scene_descent_set_sampling (scene, 0, 0);
  plot_figure_set_axes_box (figure, &box);
  image = images_draw_layer (figure, 256, 256, PLOT_LAYER_BASE);
  for (int j = 0; j < 256; j += 15)
    for (int i = 0; i < 256; i += 15)
      {
        double x = (i + 0.5) / 128 - 1, y = 1 - (j + 0.5) / 128;

        g_assert_cmpfloat_with_epsilon (images_get_pixel (image, i, j) & 0xff, (x + 2 * y + 3) / 6 * 256, 1.001);
      }
  cairo_surface_destroy (image);
}

static void
steps_meet_contours_at_right_angles_where_they_can (void)
{
  static const struct
  {
    PlotRange view;
    gboolean  equal;
  } rows[] = {
    { { -3, 2, -3, 2 }, TRUE },
    { { -10, 10, -5, 5 }, TRUE },
    { { -100, 100, -1, 1 }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SceneDescent) scene = open_surface ("x**2 + y**2", rows[i].view);
      PlotRect rect = { 0, 0, 640, 480 };
      PlotRect box = plot_figure_get_plot_rect (scene_descent_get_figure (scene), &rect, plot_theme_light ());
      double   ratio = box.width / (rows[i].view.x_max - rows[i].view.x_min) /
                     (box.height / (rows[i].view.y_max - rows[i].view.y_min));

      g_assert_cmpint (fabs (ratio - 1) < 0.02, ==, rows[i].equal);
    }
}

static void
a_narrow_valley_gets_colours_by_ratio (void)
{
  g_autoptr (SceneDescent) valley = open_surface (descent_preset_lookup ("rosenbrock")->text, (PlotRange){ -2, 2, -1, 3 });
  g_autofree char *text = plot_figure_describe (scene_descent_get_figure (valley));
  PlotRect         box = { 0, 0, 200, 200 };
  cairo_surface_t *image;
  guint            n_dark = 0;

  plot_figure_set_axes_box (scene_descent_get_figure (valley), &box);
  scene_descent_set_colormap (valley, plot_colormap_lookup ("grey"));
  scene_descent_set_sampling (valley, 0, 0);
  image = images_draw_layer (scene_descent_get_figure (valley), 200, 200, PLOT_LAYER_BASE);
  for (int j = 0; j < 200; j++)
    for (int i = 0; i < 200; i++)
      n_dark += (images_get_pixel (image, i, j) & 0xff) < 64;
  /* A tenth at most, where linear colours would be dark nearly everywhere. */
  g_assert_cmpuint (n_dark, <, 4000);
  g_assert_cmpuint (n_dark, >, 200);
  g_assert_nonnull (strstr (text, "contours at"));
  cairo_surface_destroy (image);
}

static void
where_nothing_is_finite_it_says_so (void)
{
  g_autoptr (SceneDescent) scene = open_surface ("log(-1 - x**2 - y**2)", waves_view);
  g_autofree char *text = plot_figure_describe (scene_descent_get_figure (scene));

  g_assert_nonnull (strstr (text, "heatmap without a finite value"));
  cairo_surface_destroy (images_draw (scene_descent_get_figure (scene), 300, 200, 1));
}

static void
the_crosshair_reads_value_and_gradient (void)
{
  static const double point[] = { 1, -2 };
  g_autoptr (SceneDescent) scene = open_surface ("x**2 + x y", waves_view);
  g_autofree char *text = NULL;

  scene_descent_set_pointer (scene, point);
  text = plot_figure_describe (scene_descent_get_figure (scene));
  g_assert_true (g_str_has_suffix (text, "x  1   y  −2 f  −1 ∇f  (0, 1)"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/scene/surface/" path, function)
  ADD ("looks-as-in-the-course", looks_as_in_the_course);
  ADD ("every-value-is-shown-where-it-belongs", every_value_is_shown_where_it_belongs);
  ADD ("steps-meet-contours-at-right-angles-where-they-can", steps_meet_contours_at_right_angles_where_they_can);
  ADD ("a-narrow-valley-gets-colours-by-ratio", a_narrow_valley_gets_colours_by_ratio);
  ADD ("where-nothing-is-finite-it-says-so", where_nothing_is_finite_it_says_so);
  ADD ("the-crosshair-reads-value-and-gradient", the_crosshair_reads_value_and_gradient);
  return g_test_run ();
}
