/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <math.h>
#include <string.h>

#include "scene/scene-fit.h"

static DescentData *
make_data (guint n_samples)
{
  DescentGenerator generator = descent_generator_get_default ();

  generator.n_samples = n_samples;
  return descent_data_new_generated (&generator, NULL);
}

static DescentFit *
make_fit (DescentData     *data,
          DescentReduction reduction,
          double           w,
          double           lr)
{
  DescentFitSettings settings = { data, w, 0, lr, 10, reduction, TRUE };
  DescentFit        *fit = descent_fit_new (&settings, NULL);

  g_assert_nonnull (fit);
  return fit;
}

/* A scene of the course's fit. */
static SceneFit *
make_scene (void)
{
  g_autoptr (DescentData) data = make_data (1000);
  g_autoptr (DescentFit) fit = make_fit (data, DESCENT_REDUCTION_MEAN, 5, 0.1);
  SceneFit *scene = scene_fit_new ();

  scene_fit_set_fit (scene, fit, NULL);
  return scene;
}

static void
assert_says (SceneFit    *scene,
             SceneFitPart part,
             const char  *words)
{
  g_autofree char *description = plot_figure_describe (scene_fit_get_figure (scene, part));

  if (strstr (description, words) == NULL)
    g_error ("“%s” is not in “%s”", words, description);
}

static void
assert_silent (SceneFit    *scene,
               SceneFitPart part,
               const char  *words)
{
  g_autofree char *description = plot_figure_describe (scene_fit_get_figure (scene, part));

  if (strstr (description, words) != NULL)
    g_error ("“%s” is in “%s”", words, description);
}

static guint64
get_serial (SceneFit    *scene,
            SceneFitPart part,
            PlotLayer    layer)
{
  return plot_figure_get_serial (scene_fit_get_figure (scene, part), layer);
}

static void
every_figure_says_where_the_fit_is (void)
{
  const char *const names[] = { "Data plot: ", "Parameter map: ", "Loss plot: " };
  g_autoptr (SceneFit) scene = make_scene ();

  scene_fit_set_cursor (scene, 3);
  for (guint i = 0; i < SCENE_FIT_N_PARTS; i++)
    {
      assert_says (scene, i, names[i]);
      assert_says (scene, i, "start W 5, b 0; now W 3.9933586, b 0.9682816; loss 3.0887275; optimum W 2.98211, b 2.02977; epoch 3 of 10");
    }
}

static void
the_line_is_that_of_the_cursor (void)
{
  g_autoptr (SceneFit) scene = make_scene ();

  assert_says (scene, SCENE_FIT_DATA, "fitted line y = 5 · x + 0");
  assert_silent (scene, SCENE_FIT_DATA, "earlier epochs");
  scene_fit_set_cursor (scene, 1);
  assert_says (scene, SCENE_FIT_DATA, "fitted line y = 4.58476 · x + 0.394284");
  assert_says (scene, SCENE_FIT_DATA, "earlier epochs: 1 line");
  scene_fit_set_cursor (scene, 0.5);
  assert_says (scene, SCENE_FIT_DATA, "fitted line y = 4.79238 · x + 0.197142");
  scene_fit_set_cursor (scene, 99);
  assert_says (scene, SCENE_FIT_DATA, "fitted line y = 3.18459 · x + 1.79664");
}

static void
residuals_are_drawn_on_demand (void)
{
  g_autoptr (SceneFit) scene = make_scene ();

  assert_silent (scene, SCENE_FIT_DATA, "residuals");
  scene_fit_set_residuals (scene, TRUE);
  assert_says (scene, SCENE_FIT_DATA, "residuals");
  scene_fit_set_residuals (scene, FALSE);
  assert_silent (scene, SCENE_FIT_DATA, "residuals");
}

static void
the_first_view_holds_samples_start_and_optimum (void)
{
  g_autoptr (SceneFit) scene = make_scene ();
  PlotRange data = plot_figure_get_range (scene_fit_get_figure (scene, SCENE_FIT_DATA));
  PlotRange map = plot_figure_get_range (scene_fit_get_figure (scene, SCENE_FIT_MAP));

  g_assert_cmpfloat_with_epsilon (data.x_min, -3.516485321521759, 1e-9);
  g_assert_cmpfloat_with_epsilon (data.x_max, 4.464254248142242, 1e-9);
  g_assert_cmpfloat_with_epsilon (data.y_min, -9.368253374099732, 1e-9);
  g_assert_cmpfloat_with_epsilon (data.y_max, 17.574425363540648, 1e-9);
  g_assert_cmpfloat (map.x_min, <, 2.98);
  g_assert_cmpfloat (map.x_max, >, 5);
  g_assert_cmpfloat (map.y_min, <, 0);
  g_assert_cmpfloat (map.y_max, >, 2.03);
}

static void
a_dragged_rate_or_start_leaves_the_grounds_alone (void)
{
  g_autoptr (DescentData) data = make_data (1000);
  g_autoptr (DescentFit) fit = make_fit (data, DESCENT_REDUCTION_MEAN, 5, 0.1);
  g_autoptr (DescentFit) faster = make_fit (data, DESCENT_REDUCTION_MEAN, 5, 0.2);
  g_autoptr (DescentFit) elsewhere = make_fit (data, DESCENT_REDUCTION_MEAN, 1, 0.2);
  g_autoptr (SceneFit) scene = scene_fit_new ();
  guint64 cloud, heatmap, way;

  scene_fit_set_fit (scene, fit, NULL);
  cloud = get_serial (scene, SCENE_FIT_DATA, PLOT_LAYER_TRAIL);
  heatmap = get_serial (scene, SCENE_FIT_MAP, PLOT_LAYER_BASE);
  way = get_serial (scene, SCENE_FIT_MAP, PLOT_LAYER_TRAIL);
  scene_fit_set_fit (scene, faster, NULL);
  scene_fit_set_fit (scene, elsewhere, NULL);
  scene_fit_set_cursor (scene, 4);
  g_assert_cmpuint (get_serial (scene, SCENE_FIT_DATA, PLOT_LAYER_TRAIL), ==, cloud);
  g_assert_cmpuint (get_serial (scene, SCENE_FIT_MAP, PLOT_LAYER_BASE), ==, heatmap);
  g_assert_cmpuint (get_serial (scene, SCENE_FIT_MAP, PLOT_LAYER_TRAIL), >, way);
}

static void
other_data_or_another_reduction_draw_them_anew (void)
{
  g_autoptr (DescentData) data = make_data (1000);
  g_autoptr (DescentData) fewer = make_data (100);
  g_autoptr (DescentFit) fit = make_fit (data, DESCENT_REDUCTION_MEAN, 5, 0.1);
  g_autoptr (DescentFit) sum = make_fit (data, DESCENT_REDUCTION_SUM, 5, 0.1);
  g_autoptr (DescentFit) small = make_fit (fewer, DESCENT_REDUCTION_SUM, 5, 0.1);
  g_autoptr (SceneFit) scene = scene_fit_new ();
  guint64 heatmap;

  scene_fit_set_fit (scene, fit, NULL);
  assert_says (scene, SCENE_FIT_MAP, "heatmap of values from 0.94");
  heatmap = get_serial (scene, SCENE_FIT_MAP, PLOT_LAYER_BASE);
  scene_fit_set_fit (scene, sum, NULL);
  g_assert_cmpuint (get_serial (scene, SCENE_FIT_MAP, PLOT_LAYER_BASE), >, heatmap);
  assert_says (scene, SCENE_FIT_MAP, "heatmap of values from 942");
  scene_fit_set_fit (scene, small, NULL);
  assert_says (scene, SCENE_FIT_DATA, "data points: 100 points");
}

static void
a_view_stays_until_it_is_given_back (void)
{
  g_autoptr (SceneFit) scene = make_scene ();
  const PlotRange wanted = { -10, 10, -20, 20 };
  PlotRange       first = plot_figure_get_range (scene_fit_get_figure (scene, SCENE_FIT_MAP));
  PlotRange       range;

  scene_fit_set_view (scene, SCENE_FIT_MAP, &wanted);
  range = plot_figure_get_range (scene_fit_get_figure (scene, SCENE_FIT_MAP));
  g_assert_cmpmem (&range, sizeof range, &wanted, sizeof wanted);
  scene_fit_set_view (scene, SCENE_FIT_MAP, NULL);
  range = plot_figure_get_range (scene_fit_get_figure (scene, SCENE_FIT_MAP));
  g_assert_cmpmem (&range, sizeof range, &first, sizeof first);
}

static void
a_marked_epoch_shows_in_all_figures (void)
{
  g_autoptr (SceneFit) scene = make_scene ();
  guint64 before[SCENE_FIT_N_PARTS];

  for (guint i = 0; i < SCENE_FIT_N_PARTS; i++)
    before[i] = get_serial (scene, i, PLOT_LAYER_POINTER);
  scene_fit_set_marked (scene, 4);
  for (guint i = 0; i < SCENE_FIT_N_PARTS; i++)
    g_assert_cmpuint (get_serial (scene, i, PLOT_LAYER_POINTER), >, before[i]);
  scene_fit_set_marked (scene, 99); /* none */
  scene_fit_set_marked (scene, -1);
}

static void
the_nearest_epoch_is_found (void)
{
  const PlotRect rect = { 0, 0, 400, 300 };
  g_autoptr (SceneFit) scene = make_scene ();
  double x, y;

  plot_figure_to_view (scene_fit_get_figure (scene, SCENE_FIT_MAP), &rect, 4.255, 0.712, &x, &y);
  g_assert_cmpint (scene_fit_find_point (scene, SCENE_FIT_MAP, &rect, x + 2, y - 1, 12), ==, 2);
  g_assert_cmpint (scene_fit_find_point (scene, SCENE_FIT_MAP, &rect, x + 60, y, 12), ==, -1);
  plot_figure_to_view (scene_fit_get_figure (scene, SCENE_FIT_LOSS), &rect, 7, 5, &x, &y);
  g_assert_cmpint (scene_fit_find_point (scene, SCENE_FIT_LOSS, &rect, x + 3, y, 30), ==, 7);
}

static void
mean_and_sum_stand_in_the_same_figures (void)
{
  g_autoptr (DescentData) data = make_data (1000);
  g_autoptr (DescentFit) mean = make_fit (data, DESCENT_REDUCTION_MEAN, 5, 0.1);
  g_autoptr (DescentFit) sum = make_fit (data, DESCENT_REDUCTION_SUM, 5, 0.1);
  g_autoptr (SceneFit) scene = scene_fit_new ();

  scene_fit_set_log_loss (scene, TRUE);
  scene_fit_set_fit (scene, mean, sum);
  scene_fit_set_cursor (scene, 1);
  assert_says (scene, SCENE_FIT_DATA, "sum y = −410.242 · x + 394.284; mean y = 4.58476 · x + 0.394284");
  assert_says (scene, SCENE_FIT_MAP, "sum with 11 points from (5, 0)");
  assert_says (scene, SCENE_FIT_MAP, "mean with 11 points from (5, 0) to (3.18459, 1.79664)");
  assert_says (scene, SCENE_FIT_LOSS, "curve sum; curve mean");
  scene_fit_set_fit (scene, mean, NULL);
  assert_silent (scene, SCENE_FIT_MAP, "sum");
}

/* Numbers gone bad are drawn, or left out, but stop nothing. */
static void
a_fit_that_overflows_can_be_drawn (void)
{
  g_autoptr (DescentData) data = make_data (50);
  DescentFitSettings settings = { data, 5, 0, 1, 40, DESCENT_REDUCTION_SUM, TRUE };
  g_autoptr (DescentFit) fit = descent_fit_new (&settings, NULL);
  g_autoptr (SceneFit) scene = scene_fit_new ();
  const PlotRect   rect = { 0, 0, 200, 150 };
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 200, 150);
  cairo_t         *cr = cairo_create (image);

  g_assert_cmpint (descent_fit_get_loss_nan (fit), >, 0);
  scene_fit_set_residuals (scene, TRUE);
  scene_fit_set_fit (scene, fit, fit);
  for (guint k = 0; k <= 40; k++)
    {
      scene_fit_set_log_loss (scene, k % 2 == 0);
      scene_fit_set_cursor (scene, k + 0.3);
      scene_fit_set_marked (scene, (int) k);
      for (guint i = 0; i < SCENE_FIT_N_PARTS; i++)
        plot_figure_draw (scene_fit_get_figure (scene, i), cr, &rect, plot_theme_dark ());
    }
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
}

static void
samples_without_an_optimum_can_be_drawn (void)
{
  const float x[] = { 2, 2 };
  const float y[] = { 1, 1 };
  g_autoptr (DescentData) data = descent_data_new (x, y, 2, NULL);
  g_autoptr (DescentFit) fit = make_fit (data, DESCENT_REDUCTION_MEAN, 5, 0.01);
  g_autoptr (SceneFit) scene = scene_fit_new ();
  const double point[] = { 1, 1 };

  scene_fit_set_fit (scene, fit, NULL);
  scene_fit_set_pointer (scene, SCENE_FIT_MAP, point);
  scene_fit_set_pointer (scene, SCENE_FIT_DATA, point);
  assert_silent (scene, SCENE_FIT_MAP, "optimum at");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/fit/every-figure-says-where-the-fit-is", every_figure_says_where_the_fit_is);
  g_test_add_func ("/scene/fit/the-line-is-that-of-the-cursor", the_line_is_that_of_the_cursor);
  g_test_add_func ("/scene/fit/residuals-are-drawn-on-demand", residuals_are_drawn_on_demand);
  g_test_add_func ("/scene/fit/the-first-view-holds-samples-start-and-optimum", the_first_view_holds_samples_start_and_optimum);
  g_test_add_func ("/scene/fit/a-dragged-rate-or-start-leaves-the-grounds-alone", a_dragged_rate_or_start_leaves_the_grounds_alone);
  g_test_add_func ("/scene/fit/other-data-or-another-reduction-draw-them-anew", other_data_or_another_reduction_draw_them_anew);
  g_test_add_func ("/scene/fit/a-view-stays-until-it-is-given-back", a_view_stays_until_it_is_given_back);
  g_test_add_func ("/scene/fit/a-marked-epoch-shows-in-all-figures", a_marked_epoch_shows_in_all_figures);
  g_test_add_func ("/scene/fit/the-nearest-epoch-is-found", the_nearest_epoch_is_found);
  g_test_add_func ("/scene/fit/mean-and-sum-stand-in-the-same-figures", mean_and_sum_stand_in_the_same_figures);
  g_test_add_func ("/scene/fit/a-fit-that-overflows-can-be-drawn", a_fit_that_overflows_can_be_drawn);
  g_test_add_func ("/scene/fit/samples-without-an-optimum-can-be-drawn", samples_without_an_optimum_can_be_drawn);
  return g_test_run ();
}
