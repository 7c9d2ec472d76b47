/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Lines of points: each test draws the same thing in two ways. */

#include <math.h>

#include "images.h"

enum
{
  SIZE = 200,
};

/* The cursor layer alone: the mark, and nothing round it. Takes the mark. */
static cairo_surface_t *
draw (PlotMark *mark)
{
  g_autoptr (PlotFigure) figure = images_create_figure (SIZE);

  plot_figure_take_marks (figure, PLOT_LAYER_CURSOR, &mark, 1);
  return images_draw_layer (figure, SIZE, SIZE, PLOT_LAYER_CURSOR);
}

static void
assert_same (PlotMark *a,
             PlotMark *b,
             double    most)
{
  cairo_surface_t *first = draw (a);
  cairo_surface_t *second = draw (b);

  g_assert_false (images_is_empty (first));
  images_assert_equal (first, second, most);
  cairo_surface_destroy (first);
  cairo_surface_destroy (second);
}

static PlotMark *
curve (const double *xs,
       const double *ys,
       guint         n)
{
  return plot_mark_new_curve (xs, ys, n, PLOT_ROLE_CURVE, NULL);
}

static void
a_line_that_leaves_is_the_line_cut_at_the_edge (void)
{
  static const double far_x[] = { 0, 1e30 }, far_y[] = { 0, 0.5e30 };
  static const double cut_x[] = { 0, 1.6 }, cut_y[] = { 0, 0.8 };
  static const double steep_x[] = { 0, 0, 0 }, steep_y[] = { -1e308, 0, 1e308 };
  static const double upright_x[] = { 0, 0 }, upright_y[] = { -1.5, 1.5 };

  assert_same (curve (far_x, far_y, 2), curve (cut_x, cut_y, 2), 1);
  assert_same (curve (steep_x, steep_y, 3), curve (upright_x, upright_y, 2), 1);
}

static void
what_is_not_finite_is_a_gap (void)
{
  const double        xs[] = { -0.8, -0.2, 0, 0.2, 0.8, 0.9 }, ys[] = { 0, 0, NAN, 0.3, 0.3, INFINITY };
  static const double left_x[] = { -0.8, -0.2 }, left_y[] = { 0, 0 }, right_x[] = { 0.2, 0.8 }, right_y[] = { 0.3, 0.3 };
  g_autoptr (PlotFigure) figure = images_create_figure (SIZE);
  PlotMark        *parts[] = { curve (left_x, left_y, 2), curve (right_x, right_y, 2) };
  cairo_surface_t *whole = draw (curve (xs, ys, 6));
  cairo_surface_t *other;

  plot_figure_take_marks (figure, PLOT_LAYER_CURSOR, parts, 2);
  other = images_draw_layer (figure, SIZE, SIZE, PLOT_LAYER_CURSOR);
  images_assert_equal (whole, other, 0);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (other);
}

/* A thousand points on one straight line, and its two ends. */
static void
many_points_look_like_the_line_they_lie_on (void)
{
  g_autofree double  *xs = g_new (double, 20000);
  g_autofree double  *ys = g_new (double, 20000);
  static const double end_x[] = { -0.9, 0.9 }, end_y[] = { -0.5, 0.7 };

  for (guint i = 0; i < 20000; i++)
    {
      xs[i] = -0.9 + 1.8 * i / 19999;
      ys[i] = -0.5 + 1.2 * i / 19999;
    }
  assert_same (curve (xs, ys, 20000), curve (end_x, end_y, 2), 40);
}

/* A circle of so many points that most are left out, and one of fewer, all drawn. */
static void
what_is_left_out_of_a_long_line_cannot_be_seen (void)
{
  PlotMark *marks[2];
  guint     counts[] = { 20001, 901 };

  for (guint k = 0; k < 2; k++)
    {
      g_autofree double *xs = g_new (double, counts[k]);
      g_autofree double *ys = g_new (double, counts[k]);

      for (guint i = 0; i < counts[k]; i++)
        {
          xs[i] = 0.3 * cos (i * 2 * G_PI / (counts[k] - 1));
          ys[i] = 0.3 * sin (i * 2 * G_PI / (counts[k] - 1));
        }
      marks[k] = curve (xs, ys, counts[k]);
    }
  assert_same (marks[0], marks[1], 64);
}

/* Strokes come in batches; a bend at the seam must not show. */
static void
batches_join_without_a_seam (void)
{
  g_autofree double *xs = g_new (double, 601);
  g_autofree double *ys = g_new (double, 601);
  cairo_surface_t   *batched, *whole = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_t           *cr = cairo_create (whole);
  PlotColor          color = plot_theme_get_color (plot_theme_light (), PLOT_ROLE_CURVE);

  for (guint i = 0; i <= 600; i++)
    {
      xs[i] = 0.8 * cos (i * 2 * G_PI / 600) * (1 + 0.1 * (i % 2));
      ys[i] = 0.8 * sin (i * 2 * G_PI / 600);
      cairo_line_to (cr, (xs[i] + 1) * SIZE / 2, (1 - ys[i]) * SIZE / 2);
    }
  cairo_set_line_width (cr, 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
  cairo_stroke (cr);
  cairo_destroy (cr);
  cairo_surface_flush (whole);
  batched = draw (curve (xs, ys, 601));
  /* A seam on a slanted edge may cover the same half of a pixel twice: a quarter of it at most. */
  images_assert_equal (batched, whole, 64);
  cairo_surface_destroy (batched);
  cairo_surface_destroy (whole);
}

static void
half_a_path_is_the_path_to_half_way (void)
{
  static const double xs[] = { -0.8, 0, 0.8 }, ys[] = { -0.5, 0.5, -0.5 };
  static const double half_x[] = { -0.8, 0, 0.4 }, half_y[] = { -0.5, 0.5, 0 };
  g_autoptr (PlotFigure) figure = images_create_figure (SIZE);
  cairo_surface_t *part, *other;
  PlotMark        *mark = plot_mark_new_path (xs, ys, 3, 1.5, "path");

  plot_figure_take_marks (figure, PLOT_LAYER_CURSOR, &mark, 1);
  part = images_draw_layer (figure, SIZE, SIZE, PLOT_LAYER_CURSOR);
  mark = plot_mark_new_path (half_x, half_y, 3, 2, "path");
  plot_figure_take_marks (figure, PLOT_LAYER_CURSOR, &mark, 1);
  other = images_draw_layer (figure, SIZE, SIZE, PLOT_LAYER_CURSOR);
  /* But for the marker, which only a reached point has. */
  g_assert_cmphex (images_get_pixel (part, 100, 50), ==, images_get_pixel (other, 100, 50));
  g_assert_cmphex (images_get_pixel (part, 120, 75), ==, images_get_pixel (other, 120, 75));
  g_assert_cmphex (images_get_pixel (part, 140, 103), ==, 0x0);
  g_assert_cmphex (images_get_pixel (part, 160, 125), ==, 0x0);
  g_assert_cmphex (images_get_pixel (other, 140, 103), !=, 0x0);
  cairo_surface_destroy (part);
  cairo_surface_destroy (other);
}

/* A path kept in two parts, so that a window need not draw the first again, and the same path whole. */
static void
two_parts_of_a_path_look_like_one (void)
{
  enum
  {
    N = 60,
    SEAM = 32,
  };
  static const PlotRole grounds[] = { PLOT_ROLE_HALO, PLOT_ROLE_PLOT };
  double                xs[N], ys[N], most;

  for (guint i = 0; i < N; i++)
    {
      xs[i] = -0.8 + 1.6 * i / (N - 1);
      ys[i] = 0.6 * sin (5 * xs[i]);
    }
  for (guint k = 0; k < G_N_ELEMENTS (grounds); k++)
    {
      g_autoptr (PlotFigure) figure = images_create_figure (SIZE);
      PlotMark        *parts[] = { plot_mark_new_trail_part (xs, ys, N, 0, SEAM, PLOT_ROLE_TRAIL, grounds[k]),
                                   plot_mark_new_trail_part (xs, ys, N, SEAM, N - 1, PLOT_ROLE_TRAIL, grounds[k]) };
      cairo_surface_t *whole = draw (plot_mark_new_trail (xs, ys, N, N - 1, PLOT_ROLE_TRAIL, grounds[k], NULL));
      cairo_surface_t *both;

      plot_figure_take_marks (figure, PLOT_LAYER_CURSOR, parts, 2);
      both = images_draw_layer (figure, SIZE, SIZE, PLOT_LAYER_CURSOR);
      g_assert_cmpfloat (images_compare (whole, both, 0, 0, &most), <, 0.05);
      g_assert_cmpfloat (most, <=, 72);
      cairo_surface_destroy (whole);
      cairo_surface_destroy (both);
    }
}

static void
a_path_of_nothing_is_drawn_as_nothing (void)
{
  static const double xs[] = { 0, 0.5 }, ys[] = { 0, 0.5 };
  const double        nans[] = { NAN, NAN };
  PlotMark           *marks[] = { plot_mark_new_path (xs, ys, 0, 5, "a"), plot_mark_new_path (xs, ys, 2, -1, "b"),
                                  plot_mark_new_path (nans, ys, 2, 1, "c"), plot_mark_new_path (xs, ys, 2, NAN, "d"),
                                  plot_mark_new_curve (xs, ys, 0, PLOT_ROLE_CURVE, "e") };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      cairo_surface_t *image = draw (marks[i]);

      g_assert_true (images_is_empty (image));
      cairo_surface_destroy (image);
    }
}

/* Powers on a log scale, their exponents on a linear one. */
static void
a_log_axis_of_powers_is_a_linear_one_of_exponents (void)
{
  static const double    xs[] = { 0, 1, 2, 3 }, powers[] = { 1, 1000, 10, 1e4 }, exponents[] = { 0, 3, 1, 4 };
  static const PlotRange linear_range = { -0.5, 3.5, -1, 5 }, log_range = { -0.5, 3.5, 0.1, 1e5 };
  g_autoptr (PlotFigure) linear = images_create_figure (SIZE);
  g_autoptr (PlotFigure) logarithmic = images_create_figure (SIZE);
  PlotMark        *a = plot_mark_new_path (xs, exponents, 4, 3, "path"), *b = plot_mark_new_path (xs, powers, 4, 3, "path");
  cairo_surface_t *first, *second;

  plot_figure_set_range (linear, &linear_range);
  plot_figure_set_scales (logarithmic, PLOT_SCALE_LINEAR, PLOT_SCALE_LOG);
  plot_figure_set_range (logarithmic, &log_range);
  plot_figure_take_marks (linear, PLOT_LAYER_CURSOR, &a, 1);
  plot_figure_take_marks (logarithmic, PLOT_LAYER_CURSOR, &b, 1);
  first = images_draw_layer (linear, SIZE, SIZE, PLOT_LAYER_CURSOR);
  second = images_draw_layer (logarithmic, SIZE, SIZE, PLOT_LAYER_CURSOR);
  g_assert_false (images_is_empty (first));
  images_assert_equal (first, second, 1);
  cairo_surface_destroy (first);
  cairo_surface_destroy (second);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/pen/a-line-that-leaves-is-the-line-cut-at-the-edge", a_line_that_leaves_is_the_line_cut_at_the_edge);
  g_test_add_func ("/plot/pen/what-is-not-finite-is-a-gap", what_is_not_finite_is_a_gap);
  g_test_add_func ("/plot/pen/many-points-look-like-the-line-they-lie-on", many_points_look_like_the_line_they_lie_on);
  g_test_add_func ("/plot/pen/what-is-left-out-of-a-long-line-cannot-be-seen", what_is_left_out_of_a_long_line_cannot_be_seen);
  g_test_add_func ("/plot/pen/batches-join-without-a-seam", batches_join_without_a_seam);
  g_test_add_func ("/plot/pen/half-a-path-is-the-path-to-half-way", half_a_path_is_the_path_to_half_way);
  g_test_add_func ("/plot/pen/two-parts-of-a-path-look-like-one", two_parts_of_a_path_look_like_one);
  g_test_add_func ("/plot/pen/a-path-of-nothing-is-drawn-as-nothing", a_path_of_nothing_is_drawn_as_nothing);
  g_test_add_func ("/plot/pen/a-log-axis-of-powers-is-a-linear-one-of-exponents",
                   a_log_axis_of_powers_is_a_linear_one_of_exponents);
  return g_test_run ();
}
