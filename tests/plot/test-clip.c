/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "plot/plot-clip.h"

#include <math.h>

static const PlotRect rect = { 10, 20, 100, 50 };

static void
segments_are_cut_at_the_edges (void)
{
  static const struct
  {
    double   a[2], b[2];
    gboolean seen;
    double   cut_a[2], cut_b[2];
  } rows[] = {
    { { 20, 30 }, { 40, 50 }, TRUE, { 20, 30 }, { 40, 50 } },
    { { 0, 45 }, { 200, 45 }, TRUE, { 10, 45 }, { 110, 45 } },
    { { 60, 0 }, { 60, 100 }, TRUE, { 60, 20 }, { 60, 70 } },
    { { 60, 45 }, { 60, 1e150 }, TRUE, { 60, 45 }, { 60, 70 } },
    { { -1e150, 45 }, { 60, 45 }, TRUE, { 10, 45 }, { 60, 45 } },
    { { 60, 45 }, { 1e150, 1e150 }, TRUE, { 60, 45 }, { 85, 70 } },
    { { 0, 0 }, { 5, 100 }, FALSE, { 0 }, { 0 } },
    { { 0, 60 }, { 60, 200 }, FALSE, { 0 }, { 0 } },
    { { 20, 30 }, { 20, 30 }, TRUE, { 20, 30 }, { 20, 30 } },
    { { 5, 30 }, { 5, 30 }, FALSE, { 0 }, { 0 } },
    { { 10, 20 }, { 10, 70 }, TRUE, { 10, 20 }, { 10, 70 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double a[2] = { rows[i].a[0], rows[i].a[1] }, b[2] = { rows[i].b[0], rows[i].b[1] };

      g_assert_cmpint (plot_clip_segment (&rect, a, b), ==, rows[i].seen);
      for (guint k = 0; rows[i].seen && k < 2; k++)
        {
          g_assert_cmpfloat_with_epsilon (a[k], rows[i].cut_a[k], 1e-9);
          g_assert_cmpfloat_with_epsilon (b[k], rows[i].cut_b[k], 1e-9);
        }
    }
}

/* Whatever is left lies inside and on the line; a segment turned round is cut at the same places. */
static void
what_is_left_lies_inside_and_on_the_line (void)
{
  guint n_seen = 0;

  for (guint i = 0; i < 20000; i++)
    {
      double from[2] = { g_test_rand_double_range (-100, 220), g_test_rand_double_range (-60, 150) };
      double to[2] = { g_test_rand_double_range (-100, 220), g_test_rand_double_range (-60, 150) };
      double a[2] = { from[0], from[1] }, b[2] = { to[0], to[1] };
      double c[2] = { to[0], to[1] }, d[2] = { from[0], from[1] };
      double length = hypot (to[0] - from[0], to[1] - from[1]);

      g_assert_cmpint (plot_clip_segment (&rect, c, d), ==, plot_clip_segment (&rect, a, b));
      if (!plot_clip_segment (&rect, a, b))
        continue;
      n_seen++;
      g_assert_true (a[0] >= 10 - 1e-9 && a[0] <= 110 + 1e-9 && a[1] >= 20 - 1e-9 && a[1] <= 70 + 1e-9);
      g_assert_true (b[0] >= 10 - 1e-9 && b[0] <= 110 + 1e-9 && b[1] >= 20 - 1e-9 && b[1] <= 70 + 1e-9);
      g_assert_cmpfloat_with_epsilon (((a[0] - from[0]) * (to[1] - from[1]) - (a[1] - from[1]) * (to[0] - from[0])) / length,
                                      0, 1e-9);
      g_assert_cmpfloat_with_epsilon (a[0], d[0], 1e-9);
      g_assert_cmpfloat_with_epsilon (b[1], c[1], 1e-9);
    }
  g_assert_cmpuint (n_seen, >, 5000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/clip/segments-are-cut-at-the-edges", segments_are_cut_at_the_edges);
  g_test_add_func ("/plot/clip/what-is-left-lies-inside-and-on-the-line", what_is_left_lies_inside_and_on_the_line);
  return g_test_run ();
}
