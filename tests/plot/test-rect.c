/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "plot/plot-rect.h"

static void
insets_never_go_below_nothing (void)
{
  PlotRect rect = { 0, 0, 10, 10 };
  PlotRect inner = plot_rect_inset (&rect, 8, 1, 8, 1);

  g_assert_cmpfloat (inner.width, ==, 0);
  g_assert_cmpfloat (inner.height, ==, 8);
}

static void
contains_its_corner_but_not_its_far_edge (void)
{
  PlotRect rect = { 1, 2, 3, 4 };

  g_assert_true (plot_rect_contains (&rect, 1, 2));
  g_assert_false (plot_rect_contains (&rect, 4, 2));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/rect/insets-never-go-below-nothing", insets_never_go_below_nothing);
  g_test_add_func ("/plot/rect/contains-its-corner-but-not-its-far-edge", contains_its_corner_but_not_its_far_edge);
  return g_test_run ();
}
