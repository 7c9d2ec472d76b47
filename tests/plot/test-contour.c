/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "plot/plot-contour.h"

#include <math.h>

enum
{
  N = 41,
};

typedef double (*Function) (double x, double y);

static double
cone (double x,
      double y)
{
  return hypot (x, y);
}

static double
slope (double x,
       double y)
{
  return x;
}

static double
two_hills (double x,
           double y)
{
  return exp (-8 * (pow (x - 0.5, 2) + y * y)) + exp (-8 * (pow (x + 0.5, 2) + y * y));
}

static float *
sample (Function function)
{
  float *values = g_new (float, N *N);

  for (int j = 0; j < N; j++)
    for (int i = 0; i < N; i++)
      values[j * N + i] = (float) function (2.0 * i / (N - 1) - 1, 2.0 * j / (N - 1) - 1);
  return values;
}

static gboolean
is_closed (const GArray *line)
{
  const PlotGridPoint *first = &g_array_index (line, PlotGridPoint, 0);
  const PlotGridPoint *last = &g_array_index (line, PlotGridPoint, line->len - 1);

  return line->len > 2 && first->x == last->x && first->y == last->y;
}

static void
a_cone_has_circles (void)
{
  g_autofree float *values = sample (cone);
  g_autoptr (GPtrArray) lines = plot_contour_trace (values, N, N, 0.613);
  const GArray *line;

  g_assert_cmpuint (lines->len, ==, 1);
  line = g_ptr_array_index (lines, 0);
  g_assert_true (is_closed (line));
  for (guint i = 0; i < line->len; i++)
    {
      const PlotGridPoint *point = &g_array_index (line, PlotGridPoint, i);

      g_assert_cmpfloat_with_epsilon (hypot (2 * point->x / (N - 1) - 1, 2 * point->y / (N - 1) - 1), 0.613, 0.002);
    }
}

static void
a_slope_has_one_straight_line_from_edge_to_edge (void)
{
  g_autofree float *values = sample (slope);
  g_autoptr (GPtrArray) lines = plot_contour_trace (values, N, N, 0.123);
  const GArray *line;

  g_assert_cmpuint (lines->len, ==, 1);
  line = g_ptr_array_index (lines, 0);
  g_assert_cmpuint (line->len, ==, N);
  g_assert_false (is_closed (line));
  for (guint i = 0; i < line->len; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (line, PlotGridPoint, i).x, 1.123 / 2 * (N - 1), 1e-4);
}

static void
two_hills_part_above_their_saddle (void)
{
  g_autofree float *values = sample (two_hills);
  g_autoptr (GPtrArray) below = plot_contour_trace (values, N, N, 0.2);
  g_autoptr (GPtrArray) above = plot_contour_trace (values, N, N, 0.5);

  g_assert_cmpuint (below->len, ==, 1);
  g_assert_cmpuint (above->len, ==, 2);
}

/* One cell with high corners at its lower left and upper right: whether they join goes by the middle. */
static void
a_saddle_is_cut_by_its_middle (void)
{
  static const float apart[] = { 1, -2, -2, 1 };
  static const float joined[] = { 2, -1, -1, 2 };
  g_autoptr (GPtrArray) two = plot_contour_trace (apart, 2, 2, 0);
  g_autoptr (GPtrArray) other = plot_contour_trace (joined, 2, 2, 0);
  const PlotGridPoint *a = &g_array_index ((GArray *) g_ptr_array_index (two, 0), PlotGridPoint, 0);
  const PlotGridPoint *b = &g_array_index ((GArray *) g_ptr_array_index (two, 0), PlotGridPoint, 1);

  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpuint (other->len, ==, 2);
  /* Cut off at the lower left: on the lower and the left edge. */
  g_assert_cmpfloat_with_epsilon (a->x + a->y + b->x + b->y, 2.0 / 3, 1e-6);
  /* Cut off at the lower right: on the lower and the right edge. */
  a = &g_array_index ((GArray *) g_ptr_array_index (other, 0), PlotGridPoint, 0);
  b = &g_array_index ((GArray *) g_ptr_array_index (other, 0), PlotGridPoint, 1);
  g_assert_cmpfloat_with_epsilon (a->x + a->y + b->x + b->y, 2.0 / 3 + 1 + 1.0 / 3, 1e-6);
}

static void
what_is_no_number_leaves_a_gap (void)
{
  g_autofree float *values = sample (slope);
  g_autoptr (GPtrArray) lines = NULL;

  values[N * (N / 2) + N / 2] = NAN;
  values[N * (N / 2 + 1) + N / 2] = INFINITY;
  lines = plot_contour_trace (values, N, N, 0.01);
  g_assert_cmpuint (lines->len, ==, 2);
}

static void
each_crossing_is_visited_once (void)
{
  float values[20 * 20];
  guint n_points = 0, n_crossings = 0;
  g_autoptr (GPtrArray) lines = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = (float) g_test_rand_double_range (-1, 1);
  lines = plot_contour_trace (values, 20, 20, 0);
  for (guint i = 0; i < lines->len; i++)
    {
      const GArray *line = g_ptr_array_index (lines, i);

      n_points += line->len - is_closed (line);
    }
  for (int j = 0; j < 20; j++)
    for (int i = 0; i < 20; i++)
      n_crossings += (i < 19 && (values[j * 20 + i] >= 0) != (values[j * 20 + i + 1] >= 0)) +
                     (j < 19 && (values[j * 20 + i] >= 0) != (values[j * 20 + 20 + i] >= 0));
  g_assert_cmpuint (n_points, ==, n_crossings);
}

static void
a_grid_without_cells_has_none (void)
{
  static const float values[] = { -1, 1, -1, 1 };
  g_autoptr (GPtrArray) lines = plot_contour_trace (values, 4, 1, 0);

  g_assert_cmpuint (lines->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/contour/a-cone-has-circles", a_cone_has_circles);
  g_test_add_func ("/plot/contour/a-slope-has-one-straight-line-from-edge-to-edge",
                   a_slope_has_one_straight_line_from_edge_to_edge);
  g_test_add_func ("/plot/contour/two-hills-part-above-their-saddle", two_hills_part_above_their_saddle);
  g_test_add_func ("/plot/contour/a-saddle-is-cut-by-its-middle", a_saddle_is_cut_by_its_middle);
  g_test_add_func ("/plot/contour/what-is-no-number-leaves-a-gap", what_is_no_number_leaves_a_gap);
  g_test_add_func ("/plot/contour/each-crossing-is-visited-once", each_crossing_is_visited_once);
  g_test_add_func ("/plot/contour/a-grid-without-cells-has-none", a_grid_without_cells_has_none);
  return g_test_run ();
}
