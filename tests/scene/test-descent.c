/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <math.h>
#include <string.h>

#include "plot/images.h"
#include "scenes.h"

static void
get_serials (SceneDescent *scene,
             guint64      *serials)
{
  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    serials[i] = plot_figure_get_serial (scene_descent_get_figure (scene), i);
}

/* Which layers changed since, as bits. */
static guint
get_changed (SceneDescent  *scene,
             const guint64 *serials)
{
  guint changed = 0;

  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    changed |= (plot_figure_get_serial (scene_descent_get_figure (scene), i) != serials[i]) << i;
  return changed;
}

static SceneDescent *
open_waves (void)
{
  return scenes_open_preset (descent_preset_lookup ("waves"), 0.05);
}

static void
the_description_has_start_now_value_and_step_in_this_order (void)
{
  static const double expected[] = { 0.5, 0, 0.23480189, -0.13894361, 0.61609757, 5, 15 };
  g_autoptr (SceneDescent) scene = open_waves ();
  g_autofree char *text = NULL;
  g_autoptr (GArray) numbers = NULL;

  scene_descent_set_cursor (scene, 5);
  text = plot_figure_describe (scene_descent_get_figure (scene));
  g_assert_true (g_str_has_prefix (text, "Surface plot: start (0.5, 0); now (0.23480189, −0.13894361); value 0.61609757; step 5 of 15; "));
  numbers = scenes_read_numbers (text);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpfloat (g_array_index (numbers, double, i), ==, expected[i]);
  g_clear_pointer (&text, g_free);
  text = plot_figure_describe (scene_descent_get_loss_figure (scene));
  g_assert_true (g_str_has_prefix (text, "Loss plot: start (0.5, 0); now "));
}

static void
a_curve_says_the_same_of_one_variable (void)
{
  g_autoptr (SceneDescent) scene = scenes_open_preset (descent_preset_lookup ("parabola"), 0.1);
  g_autofree char *text = NULL;

  scene_descent_set_cursor (scene, 2.75);
  text = plot_figure_describe (scene_descent_get_figure (scene));
  g_assert_true (g_str_has_prefix (text, "Curve plot: start 100; now 64; value 4096; step 2 of 9; x from −110 to 110, y from "));
  g_assert_nonnull (strstr (text, "path with 10 points from (100, 10000) to (13.4218, 180.144)"));
}

static void
moving_the_cursor_touches_only_what_moves (void)
{
  g_autoptr (SceneDescent) scene = open_waves ();
  guint64 serials[PLOT_N_LAYERS];

  get_serials (scene, serials);
  for (double k = 0; k <= 15; k += 0.25)
    scene_descent_set_cursor (scene, k);
  g_assert_cmpuint (get_changed (scene, serials), ==, 1 << PLOT_LAYER_CURSOR);
}

static void
the_pointer_touches_only_its_own_layer (void)
{
  static const double point[] = { -1, 0.5 };
  g_autoptr (SceneDescent) scene = open_waves ();
  guint64 serials[PLOT_N_LAYERS];

  get_serials (scene, serials);
  scene_descent_set_pointer (scene, point);
  g_assert_cmpuint (get_changed (scene, serials), ==, 1 << PLOT_LAYER_POINTER);
  scene_descent_set_pointer (scene, NULL);
  get_serials (scene, serials);
  scene_descent_set_pointer (scene, NULL);
  g_assert_cmpuint (get_changed (scene, serials), ==, 0);
}

static void
another_run_of_the_same_function_keeps_the_heatmap (void)
{
  g_autoptr (SceneDescent) scene = open_waves ();
  g_autoptr (DescentRun) other = scenes_create_run (descent_preset_lookup ("waves")->text, 2, 0.6, 0, 0.3, 30);
  guint64 serials[PLOT_N_LAYERS];

  get_serials (scene, serials);
  scene_descent_set_run (scene, other);
  g_assert_cmpuint (get_changed (scene, serials), ==, 1 << PLOT_LAYER_TRAIL | 1 << PLOT_LAYER_CURSOR);
}

static void
function_view_and_map_remake_it (void)
{
  g_autoptr (SceneDescent) scene = open_waves ();
  g_autoptr (DescentRun) other = scenes_create_run ("x**2 + y**2", 2, 0.6, 0, 0.3, 30);
  PlotRange view = { -2, 2, -2, 2 };
  guint64   serials[PLOT_N_LAYERS];

  get_serials (scene, serials);
  scene_descent_set_colormap (scene, plot_colormap_lookup ("turbo"));
  g_assert_true (get_changed (scene, serials) & 1 << PLOT_LAYER_BASE);
  get_serials (scene, serials);
  scene_descent_set_view (scene, &view);
  g_assert_true (get_changed (scene, serials) & 1 << PLOT_LAYER_BASE);
  get_serials (scene, serials);
  scene_descent_set_run (scene, other);
  g_assert_true (get_changed (scene, serials) & 1 << PLOT_LAYER_BASE);
  get_serials (scene, serials);
  scene_descent_set_colormap (scene, plot_colormap_lookup ("turbo"));
  scene_descent_set_view (scene, &view);
  scene_descent_set_cursor (scene, 0);
  scene_descent_set_log_loss (scene, FALSE);
  g_assert_cmpuint (get_changed (scene, serials), ==, 0);
}

/* What a scene shows follows from what it was told last, not from how it came there. */
static void
what_is_shown_does_not_depend_on_the_way_there (void)
{
  g_autoptr (SceneDescent) travelled = scenes_open_preset (descent_preset_lookup ("edge"), 3);
  g_autoptr (SceneDescent) fresh = scenes_open_preset (descent_preset_lookup ("parabola"), 0.9);
  g_autoptr (DescentRun) wild = scenes_create_run ("1/x", 1, 0.01, 0, 0.1, 500);
  g_autoptr (DescentRun) run = scenes_create_run (descent_preset_lookup ("parabola")->text, 1, 100, 0, 0.9, 9);
  PlotRange        view = { -110, 110, 0, 0 };
  cairo_surface_t *a, *b;

  scene_descent_set_cursor (travelled, 400);
  scene_descent_set_run (travelled, wild);
  scene_descent_set_view (travelled, &view);
  scene_descent_set_cursor (travelled, 4);
  scene_descent_set_run (travelled, run);
  scene_descent_set_cursor (fresh, 4);
  a = images_draw (scene_descent_get_figure (travelled), 400, 300, 1);
  b = images_draw (scene_descent_get_figure (fresh), 400, 300, 1);
  images_assert_equal (a, b, 0);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

/* A long run keeps most of its path in the trail layer; all together it looks as if drawn at once. */
static void
a_long_run_is_drawn_in_pieces_that_fit (void)
{
  g_autoptr (DescentRun) run = scenes_create_run ("x**2 + 10y**2", 2, 2, 1, 0.0005, 2000);
  g_autoptr (SceneDescent) stepped = scene_descent_new (2);
  g_autoptr (SceneDescent) fresh = scene_descent_new (2);
  PlotRange        view = { -3, 3, -3, 3 };
  guint64          serials[PLOT_N_LAYERS], trail;
  cairo_surface_t *a, *b;

  scene_descent_set_view (stepped, &view);
  scene_descent_set_view (fresh, &view);
  scene_descent_set_run (stepped, run);
  scene_descent_set_cursor (fresh, 900);
  scene_descent_set_run (fresh, run);
  get_serials (stepped, serials);
  trail = serials[PLOT_LAYER_TRAIL];
  for (guint k = 0; k <= 900; k++)
    scene_descent_set_cursor (stepped, k);
  g_assert_cmpuint (get_changed (stepped, serials), ==, 1 << PLOT_LAYER_TRAIL | 1 << PLOT_LAYER_CURSOR);
  g_assert_cmpuint (plot_figure_get_serial (scene_descent_get_figure (stepped), PLOT_LAYER_TRAIL) - trail, <=, 4);
  a = images_draw (scene_descent_get_figure (stepped), 300, 300, 1);
  b = images_draw (scene_descent_get_figure (fresh), 300, 300, 1);
  images_assert_equal (a, b, 0);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

static gboolean
shows_color (cairo_surface_t *image,
             PlotRole         role)
{
  PlotColor color = plot_theme_get_color (plot_theme_light (), role);
  guint32   wanted = 0xff000000 | (guint32) round (color.red * 255) << 16 | (guint32) round (color.green * 255) << 8 |
                   (guint32) round (color.blue * 255);

  for (int y = 0; y < cairo_image_surface_get_height (image); y++)
    for (int x = 0; x < cairo_image_surface_get_width (image); x++)
      if (images_get_pixel (image, x, y) == wanted)
        return TRUE;
  return FALSE;
}

static void
the_next_step_is_green_downhill_and_red_uphill (void)
{
  static const struct
  {
    double   lr;
    PlotRole shown, hidden;
  } rows[] = { { 0.3, PLOT_ROLE_BETTER, PLOT_ROLE_WORSE }, { 1.1, PLOT_ROLE_WORSE, PLOT_ROLE_BETTER } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DescentRun) run = scenes_create_run ("x**2", 1, 1, 0, rows[i].lr, 1);
      g_autoptr (SceneDescent) scene = scene_descent_new (1);
      PlotRange        view = { -2, 2, 0, 0 };
      cairo_surface_t *image;

      scene_descent_set_view (scene, &view);
      scene_descent_set_run (scene, run);
      image = images_draw_layer (scene_descent_get_figure (scene), 400, 300, PLOT_LAYER_CURSOR);
      g_assert_true (shows_color (image, rows[i].shown));
      g_assert_false (shows_color (image, rows[i].hidden));
      g_assert_true (shows_color (image, PLOT_ROLE_CURRENT));
      g_assert_true (shows_color (image, PLOT_ROLE_TANGENT));
      cairo_surface_destroy (image);
    }
}

static void
the_run_can_be_left_out (void)
{
  g_autoptr (SceneDescent) scene = open_waves ();
  cairo_surface_t *image;

  scene_descent_set_run_visible (scene, FALSE);
  scene_descent_set_cursor (scene, 7);
  for (guint layer = PLOT_LAYER_TRAIL; layer <= PLOT_LAYER_CURSOR; layer++)
    {
      image = images_draw_layer (scene_descent_get_figure (scene), 400, 300, layer);
      g_assert_true (images_is_empty (image));
      cairo_surface_destroy (image);
    }
}

/* Every preset, from its least rate to its greatest, in the middle of its run: drawn and described without a word
 * from GLib, and without a view that fits nothing. */
static void
every_preset_can_be_seen_at_every_rate (void)
{
  for (guint n_inputs = 1; n_inputs <= 2; n_inputs++)
    {
      guint                n_presets;
      const DescentPreset *presets = descent_preset_list (n_inputs, &n_presets);

      for (guint i = 0; i < n_presets; i++)
        for (guint j = 0; j < 3; j++)
          {
            double rates[] = { presets[i].lr_min, presets[i].lr, presets[i].lr_max };
            g_autoptr (SceneDescent) scene = scenes_open_preset (&presets[i], rates[j]);
            PlotRange        range = scene_descent_get_view (scene);
            cairo_surface_t *image;

            g_assert_cmpfloat (range.x_min, ==, presets[i].x_min);
            g_assert_cmpfloat (range.x_max, ==, presets[i].x_max);
            g_assert_true (isfinite (range.y_min) && isfinite (range.y_max) && range.y_min < range.y_max);
            scene_descent_set_cursor (scene, presets[i].n_steps / 2.0);
            image = images_draw (scene_descent_get_figure (scene), 320, 240, 1);
            cairo_surface_destroy (image);
            image = images_draw (scene_descent_get_loss_figure (scene), 240, 120, 1);
            cairo_surface_destroy (image);
          }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/scene/descent/" path, function)
  ADD ("the-description-has-start-now-value-and-step-in-this-order", the_description_has_start_now_value_and_step_in_this_order);
  ADD ("a-curve-says-the-same-of-one-variable", a_curve_says_the_same_of_one_variable);
  ADD ("moving-the-cursor-touches-only-what-moves", moving_the_cursor_touches_only_what_moves);
  ADD ("the-pointer-touches-only-its-own-layer", the_pointer_touches_only_its_own_layer);
  ADD ("another-run-of-the-same-function-keeps-the-heatmap", another_run_of_the_same_function_keeps_the_heatmap);
  ADD ("function-view-and-map-remake-it", function_view_and_map_remake_it);
  ADD ("what-is-shown-does-not-depend-on-the-way-there", what_is_shown_does_not_depend_on_the_way_there);
  ADD ("a-long-run-is-drawn-in-pieces-that-fit", a_long_run_is_drawn_in_pieces_that_fit);
  ADD ("the-next-step-is-green-downhill-and-red-uphill", the_next_step_is_green_downhill_and_red_uphill);
  ADD ("the-run-can-be-left-out", the_run_can_be_left_out);
  ADD ("every-preset-can-be-seen-at-every-rate", every_preset_can_be_seen_at_every_rate);
  return g_test_run ();
}
