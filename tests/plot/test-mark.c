/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What every kind of mark promises: to stay within its bounds, and to bear any number. */

#include <math.h>

#include "images.h"

enum
{
  SIZE = 240,
};

typedef PlotMark *(*Maker) (double x,
                            double y);

static PlotMark *
make_start (double x,
            double y)
{
  return plot_mark_new_point (x, y, PLOT_ROLE_START, "start");
}

static PlotMark *
make_current (double x,
              double y)
{
  return plot_mark_new_point (x, y, PLOT_ROLE_CURRENT, "now");
}

static PlotMark *
make_next (double x,
           double y)
{
  return plot_mark_new_point (x, y, PLOT_ROLE_BETTER, NULL);
}

static PlotMark *
make_optimum (double x,
              double y)
{
  return plot_mark_new_point (x, y, PLOT_ROLE_OPTIMUM, NULL);
}

static PlotMark *
make_arrow (double x,
            double y)
{
  return plot_mark_new_arrow (0.1, -0.2, x, y, PLOT_ROLE_WORSE);
}

static PlotMark *
make_slope (double x,
            double y)
{
  return plot_mark_new_slope (x, 0.1, y, PLOT_ROLE_TANGENT);
}

static PlotMark *
make_crosshair (double x,
                double y)
{
  return plot_mark_new_crosshair (x, y, "x  0.5\nf  −1.25");
}

static PlotMark *
make_path (double x,
           double y)
{
  const double xs[] = { -0.3, x, 0.4 }, ys[] = { 0.2, y, -0.4 };

  return plot_mark_new_path (xs, ys, 3, 1.7, "path");
}

static PlotMark *
make_curve (double x,
            double y)
{
  const double xs[] = { -0.3, x, 0.4 }, ys[] = { 0.2, y, -0.4 };

  return plot_mark_new_curve (xs, ys, 3, PLOT_ROLE_CURVE, "f");
}

static PlotMark *
make_ghost (double x,
            double y)
{
  const double xs[] = { -0.3, x, 0.4 }, ys[] = { 0.2, y, -0.4 };

  return plot_mark_new_ghost_path (xs, ys, 3, PLOT_ROLE_TRAIL, "path");
}

static PlotMark *
make_points (double x,
             double y)
{
  const double xs[] = { -0.3, x, 0.4 }, ys[] = { 0.2, y, -0.4 };

  return plot_mark_new_points (xs, ys, 3, PLOT_ROLE_DATA, "data");
}

static PlotMark *
make_series (double x,
             double y)
{
  const double          xs[] = { -0.3, x, 0.4 }, ys[] = { 0.2, y, -0.4 };
  const PlotSeriesStyle style = { { 1, 0, 0, 1 }, '=', '^', 2, 8, FALSE };

  return plot_mark_new_series (xs, ys, 3, &style, "mine");
}

static const Maker makers[] = { make_start, make_current, make_next, make_optimum, make_arrow, make_slope, make_crosshair,
                                make_path, make_curve, make_ghost, make_points, make_series };

/* Sound numbers first, then what a diverging run leaves behind. */
static const double numbers[] = { 0, 0.5, -0.9, 0.999, 1, 1.2, -3, 1e6, -1e30, 1e308, INFINITY, -INFINITY, NAN };

static void
assert_inside (cairo_surface_t *image,
               const PlotRect  *bounds)
{
  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      if (images_get_pixel (image, x, y) != 0)
        {
          g_assert_cmpfloat (x + 1, >, bounds->x);
          g_assert_cmpfloat (x, <, bounds->x + bounds->width);
          g_assert_cmpfloat (y + 1, >, bounds->y);
          g_assert_cmpfloat (y, <, bounds->y + bounds->height);
        }
}

static void
each_stays_within_its_bounds_whatever_its_numbers (void)
{
  PlotRect rect = { 0, 0, SIZE, SIZE };
  guint    n_drawn = 0;

  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    for (guint j = 0; j < G_N_ELEMENTS (numbers); j++)
      for (guint k = 0; k < G_N_ELEMENTS (numbers); k++)
        {
          g_autoptr (PlotFigure) figure = images_create_figure (SIZE);
          PlotMark        *mark = makers[i](numbers[j], numbers[k]);
          cairo_surface_t *image;
          PlotRect         bounds;

          plot_figure_take_marks (figure, PLOT_LAYER_CURSOR, &mark, 1);
          image = images_draw_layer (figure, SIZE, SIZE, PLOT_LAYER_CURSOR);
          bounds = plot_figure_get_layer_bounds (figure, &rect, plot_theme_light (), PLOT_LAYER_CURSOR);
          assert_inside (image, &bounds);
          n_drawn += !images_is_empty (image);
          cairo_surface_destroy (image);
        }
  g_assert_cmpuint (n_drawn, >, 700);
}

static cairo_surface_t *
draw (PlotMark *mark)
{
  g_autoptr (PlotFigure) figure = images_create_figure (SIZE);

  plot_figure_take_marks (figure, PLOT_LAYER_CURSOR, &mark, 1);
  return images_draw_layer (figure, SIZE, SIZE, PLOT_LAYER_CURSOR);
}

static void
a_current_point_out_of_sight_is_pointed_at (void)
{
  cairo_surface_t *current = draw (plot_mark_new_point (1e20, 0, PLOT_ROLE_CURRENT, NULL));
  cairo_surface_t *start = draw (plot_mark_new_point (1e20, 0, PLOT_ROLE_START, NULL));
  cairo_surface_t *nowhere = draw (plot_mark_new_point (NAN, 0, PLOT_ROLE_CURRENT, NULL));

  g_assert_cmphex (images_get_pixel (current, SIZE - 8, SIZE / 2), !=, 0);
  g_assert_cmphex (images_get_pixel (current, SIZE / 2, SIZE / 2), ==, 0);
  g_assert_true (images_is_empty (start));
  g_assert_true (images_is_empty (nowhere));
  cairo_surface_destroy (current);
  cairo_surface_destroy (start);
  cairo_surface_destroy (nowhere);
}

static void
an_arrow_out_of_sight_ends_at_the_edge (void)
{
  cairo_surface_t *near_by = draw (plot_mark_new_arrow (0, 0, 1, 0, PLOT_ROLE_BETTER));
  cairo_surface_t *far_off = draw (plot_mark_new_arrow (0, 0, 1e25, 0, PLOT_ROLE_BETTER));

  images_assert_equal (near_by, far_off, 1);
  cairo_surface_destroy (near_by);
  cairo_surface_destroy (far_off);
}

static void
a_step_too_short_to_see_has_no_arrow (void)
{
  cairo_surface_t *image = draw (plot_mark_new_arrow (0, 0, 0.01, 0.01, PLOT_ROLE_BETTER));

  g_assert_true (images_is_empty (image));
  cairo_surface_destroy (image);
}

static void
a_tangent_has_the_slope_in_data (void)
{
  g_autoptr (PlotFigure) figure = images_create_figure (SIZE);
  PlotRange        range = { -10, 10, -1, 1 };
  PlotMark        *mark = plot_mark_new_slope (0, 0, 0.05, PLOT_ROLE_TANGENT);
  cairo_surface_t *image;

  plot_figure_set_range (figure, &range);
  plot_figure_take_marks (figure, PLOT_LAYER_CURSOR, &mark, 1);
  image = images_draw_layer (figure, SIZE, SIZE, PLOT_LAYER_CURSOR);
  /* 0.05 of 2 up for 1 of 20 to the right: half as steep as the diagonal. */
  g_assert_cmphex (images_get_pixel (image, 120 + 40, 120 - 20) >> 24, >=, 0x60);
  g_assert_cmphex (images_get_pixel (image, 120 - 40, 120 + 20) >> 24, >=, 0x60);
  g_assert_cmphex (images_get_pixel (image, 120 + 20, 120 - 20), ==, 0);
  cairo_surface_destroy (image);
}

static void
a_crosshair_stays_in_the_picture (void)
{
  static const double corners[][2] = { { 0.99, 0.99 }, { 0.99, -0.99 }, { -0.99, 0.99 }, { -0.99, -0.99 } };
  PlotRect            rect = { 0, 0, SIZE, SIZE };

  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    {
      g_autoptr (PlotFigure) figure = images_create_figure (SIZE);
      PlotMark *mark = plot_mark_new_crosshair (corners[i][0], corners[i][1], "x  0.99   y  0.99");
      PlotRect  bounds;

      plot_figure_take_marks (figure, PLOT_LAYER_POINTER, &mark, 1);
      bounds = plot_figure_get_layer_bounds (figure, &rect, plot_theme_light (), PLOT_LAYER_POINTER);
      g_assert_cmpfloat (bounds.x, >=, 0);
      g_assert_cmpfloat (bounds.x + bounds.width, <=, SIZE);
      g_assert_cmpfloat (bounds.width, >, 60);
      g_assert_cmpfloat (bounds.height, >, 30);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/mark/each-stays-within-its-bounds-whatever-its-numbers",
                   each_stays_within_its_bounds_whatever_its_numbers);
  g_test_add_func ("/plot/mark/a-current-point-out-of-sight-is-pointed-at", a_current_point_out_of_sight_is_pointed_at);
  g_test_add_func ("/plot/mark/an-arrow-out-of-sight-ends-at-the-edge", an_arrow_out_of_sight_ends_at_the_edge);
  g_test_add_func ("/plot/mark/a-step-too-short-to-see-has-no-arrow", a_step_too_short_to_see_has_no_arrow);
  g_test_add_func ("/plot/mark/a-tangent-has-the-slope-in-data", a_tangent_has_the_slope_in_data);
  g_test_add_func ("/plot/mark/a-crosshair-stays-in-the-picture", a_crosshair_stays_in_the_picture);
  return g_test_run ();
}
