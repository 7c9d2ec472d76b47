/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "images.h"

#include <math.h>
#include <string.h>

/* The course's function, as PyTorch computes it: in float32. */
static float
waves (float x,
       float y)
{
  return sinf (3 * x) * cosf (3 * y) + (x + y) / 4;
}

/* As in the course: n samples a side, from edge to edge, shown as cells. */
static PlotMark *
create_waves (guint n)
{
  g_autofree float *values = g_new (float, (gsize) n *n);

  for (guint j = 0; j < n; j++)
    for (guint i = 0; i < n; i++)
      values[j * n + i] = waves (-3 + 5.0f * (float) i / (float) (n - 1), -3 + 5.0f * (float) j / (float) (n - 1));
  return plot_mark_new_heatmap (values, n, n, -3, 2, -3, 2, plot_colormap_lookup ("jet"));
}

static void
looks_as_in_the_course (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "plot", "course", "surface.png", NULL);
  g_autoptr (PlotFigure) figure = plot_figure_new ();
  PlotRange        range = { -3, 2, -3, 2 };
  PlotRect         box = { 143.2, 57.6, 369.6, 369.6 }; /* Matplotlib's, of 640 × 480 */
  PlotMark        *mark = create_waves (100);
  cairo_surface_t *course = cairo_image_surface_create_from_png (path);
  cairo_surface_t *image;
  double           mean, most;

  g_assert_cmpint (cairo_surface_status (course), ==, CAIRO_STATUS_SUCCESS);
  plot_figure_set_range (figure, &range);
  plot_figure_set_axes_box (figure, &box);
  plot_figure_take_marks (figure, PLOT_LAYER_BASE, &mark, 1);
  image = images_draw (figure, 640, 480, 1);
  mean = images_compare (image, course, 145, 59, &most);
  g_test_message ("mean difference %g, most %g of 255", mean, most);
  g_assert_cmpfloat (mean, <=, 2);
  g_assert_cmpfloat (most, <=, 24);
  cairo_surface_destroy (image);
  cairo_surface_destroy (course);
}

static PlotFigure *
create_heatmap_figure (const float *values,
                       guint        n_x,
                       guint        n_y,
                       int          size)
{
  PlotFigure *figure = images_create_figure (size);
  PlotMark   *mark = plot_mark_new_heatmap (values, n_x, n_y, -1, 1, -1, 1, plot_colormap_lookup ("grey"));

  plot_figure_take_marks (figure, PLOT_LAYER_BASE, &mark, 1);
  return figure;
}

static guint
get_grey (cairo_surface_t *image,
          int              x,
          int              y)
{
  return images_get_pixel (image, x, y) & 0xff;
}

static void
inverted_axes_turn_it_over (void)
{
  static const float values[] = { 0, 1, 2, 3 };
  g_autoptr (PlotFigure) figure = create_heatmap_figure (values, 2, 2, 80);
  cairo_surface_t *upright = images_draw_layer (figure, 80, 80, PLOT_LAYER_BASE), *turned;

  plot_figure_set_inverted (figure, TRUE, TRUE);
  turned = images_draw_layer (figure, 80, 80, PLOT_LAYER_BASE);
  g_assert_cmpuint (get_grey (upright, 5, 5), !=, get_grey (upright, 75, 75));
  for (int i = 0; i < 80; i += 5)
    for (int j = 0; j < 80; j += 5)
      g_assert_cmpuint (get_grey (turned, i, j), ==, get_grey (upright, 79 - i, 79 - j));
  cairo_surface_destroy (upright);
  cairo_surface_destroy (turned);
}

static void
samples_stand_in_the_middle_of_their_cells (void)
{
  static const float values[] = { 0, 1, 2, 3 };
  g_autoptr (PlotFigure) figure = create_heatmap_figure (values, 4, 1, 80);
  cairo_surface_t *image = images_draw_layer (figure, 80, 80, PLOT_LAYER_BASE);

  /* Flat up to the middle of the first cell and from the middle of the last, even steps between. */
  g_assert_cmpuint (get_grey (image, 0, 40), ==, 0);
  g_assert_cmpuint (get_grey (image, 9, 40), ==, 0);
  g_assert_cmpuint (get_grey (image, 29, 40), <, 256 / 3);
  g_assert_cmpuint (get_grey (image, 30, 40), >=, 256 / 3);
  g_assert_cmpuint (get_grey (image, 70, 40), ==, 255);
  g_assert_cmpuint (get_grey (image, 79, 40), ==, 255);
  cairo_surface_destroy (image);
}

static void
row_0_is_at_the_bottom (void)
{
  static const float values[] = { 0, 1 };
  g_autoptr (PlotFigure) figure = create_heatmap_figure (values, 1, 2, 20);
  cairo_surface_t *image = images_draw_layer (figure, 20, 20, PLOT_LAYER_BASE);

  g_assert_cmpuint (get_grey (image, 10, 19), ==, 0);
  g_assert_cmpuint (get_grey (image, 10, 0), ==, 255);
  cairo_surface_destroy (image);
}

static void
nan_is_transparent_and_infinity_is_the_end (void)
{
  const float values[] = { 0, NAN, 1, INFINITY };
  g_autoptr (PlotFigure) figure = create_heatmap_figure (values, 4, 1, 80);
  cairo_surface_t *image = images_draw_layer (figure, 80, 80, PLOT_LAYER_BASE);

  g_assert_cmphex (images_get_pixel (image, 30, 40), ==, 0xffffffff); /* the plot's own ground */
  g_assert_cmphex (images_get_pixel (image, 5, 40), ==, 0xff000000);
  g_assert_cmphex (images_get_pixel (image, 75, 40), ==, 0xffffffff);
  cairo_surface_destroy (image);
}

static void
without_a_number_it_draws_nothing_and_says_so (void)
{
  const float values[] = { NAN, INFINITY, -INFINITY, NAN };
  g_autoptr (PlotFigure) figure = create_heatmap_figure (values, 2, 2, 20);
  cairo_surface_t *image = images_draw_layer (figure, 20, 20, PLOT_LAYER_BASE);
  g_autofree char *text = plot_figure_describe (figure);

  g_assert_cmphex (images_get_pixel (image, 10, 10), ==, 0xffffffff);
  g_assert_nonnull (strstr (text, "without a finite value"));
  cairo_surface_destroy (image);
}

static void
the_widest_range_of_floats_is_drawn (void)
{
  static const float values[] = { -3.4e38f, 0, 3.4e38f };
  g_autoptr (PlotFigure) figure = create_heatmap_figure (values, 3, 1, 90);
  cairo_surface_t *image = images_draw_layer (figure, 90, 90, PLOT_LAYER_BASE);

  g_assert_cmpuint (get_grey (image, 5, 40), ==, 0);
  g_assert_cmpuint (get_grey (image, 45, 40), >=, 126);
  g_assert_cmpuint (get_grey (image, 45, 40), <=, 130);
  g_assert_cmpuint (get_grey (image, 85, 40), ==, 255);
  cairo_surface_destroy (image);
}

/* Two ways to draw the same: powers in logarithmic colours, exponents in linear ones. */
static void
logarithmic_colours_of_powers_are_linear_colours_of_exponents (void)
{
  static const float powers[] = { 1, 10, 100, 1000 };
  static const float exponents[] = { 0, 1, 2, 3 };
  g_autoptr (PlotFigure) linear = create_heatmap_figure (exponents, 4, 1, 80);
  g_autoptr (PlotFigure) figure = images_create_figure (80);
  PlotScale        scale = plot_scale_new (PLOT_SCALE_LOG, 1, 1000);
  PlotMark        *mark = plot_mark_new_heatmap_scaled (powers, 4, 1, -1, 1, -1, 1, plot_colormap_lookup ("grey"), &scale);
  cairo_surface_t *a, *b;

  plot_figure_take_marks (figure, PLOT_LAYER_BASE, &mark, 1);
  a = images_draw_layer (linear, 80, 80, PLOT_LAYER_BASE);
  b = images_draw_layer (figure, 80, 80, PLOT_LAYER_BASE);
  images_assert_equal (a, b, 1);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

static void
values_that_crowd_near_nought_get_a_logarithmic_scale (void)
{
  float     even[100], crowded[100], low[100], constant[] = { 2, 2 };
  PlotScale scale;

  for (int i = 0; i < 100; i++)
    {
      even[i] = (float) i;
      crowded[i] = powf ((float) i / 99, 8);
      low[i] = crowded[i] - 5;
    }
  scale = plot_scale_new_for_values (even, 100);
  g_assert_cmpint (scale.kind, ==, PLOT_SCALE_LINEAR);
  g_assert_cmpfloat (scale.max, ==, 99);
  scale = plot_scale_new_for_values (crowded, 100);
  g_assert_cmpint (scale.kind, ==, PLOT_SCALE_LOG);
  g_assert_cmpfloat_with_epsilon (scale.min, 1e-4, 1e-9);
  scale = plot_scale_new_for_values (low, 100);
  g_assert_cmpint (scale.kind, ==, PLOT_SCALE_LINEAR);
  scale = plot_scale_new_for_values (constant, 2);
  g_assert_cmpfloat (scale.min, <, scale.max);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/heatmap/looks-as-in-the-course", looks_as_in_the_course);
  g_test_add_func ("/plot/heatmap/samples-stand-in-the-middle-of-their-cells", samples_stand_in_the_middle_of_their_cells);
  g_test_add_func ("/plot/heatmap/inverted-axes-turn-it-over", inverted_axes_turn_it_over);
  g_test_add_func ("/plot/heatmap/row-0-is-at-the-bottom", row_0_is_at_the_bottom);
  g_test_add_func ("/plot/heatmap/nan-is-transparent-and-infinity-is-the-end", nan_is_transparent_and_infinity_is_the_end);
  g_test_add_func ("/plot/heatmap/without-a-number-it-draws-nothing-and-says-so",
                   without_a_number_it_draws_nothing_and_says_so);
  g_test_add_func ("/plot/heatmap/the-widest-range-of-floats-is-drawn", the_widest_range_of_floats_is_drawn);
  g_test_add_func ("/plot/heatmap/logarithmic-colours-of-powers-are-linear-colours-of-exponents",
                   logarithmic_colours_of_powers_are_linear_colours_of_exponents);
  g_test_add_func ("/plot/heatmap/values-that-crowd-near-nought-get-a-logarithmic-scale",
                   values_that_crowd_near_nought_get_a_logarithmic_scale);
  return g_test_run ();
}
