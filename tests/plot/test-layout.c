/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "plot/plot-layout.h"
#include "plot/plot-scale.h"

static PlotLayout *
lay_out (double min,
         double max,
         double width,
         double height)
{
  const PlotScale         scale = { PLOT_SCALE_LINEAR, min, max };
  const PlotRect          rect = { 0, 0, width, height };
  const PlotLayoutRequest request = { .x = scale, .y = scale, .x_label = "W", .y_label = "b" };

  return plot_layout_new (&request, &rect, plot_theme_light ());
}

static const struct
{
  double min, max;
} ranges[] = { { 0.6, 9.6 }, { -3.5, 4.5 }, { 0.4, 5.6 }, { -110, 110 }, { 0, 1 }, { 1.2, 6.9 }, { 99, 106 }, { 3e-7, 8e-7 } };

static void
an_axis_of_a_small_plot_has_two_ticks (void)
{
  const int sizes[] = { 140, 180, 240, 400 };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
      {
        g_autoptr (PlotLayout) layout = lay_out (ranges[i].min, ranges[i].max, sizes[j], sizes[j]);

        g_test_message ("%g to %g in %d", ranges[i].min, ranges[i].max, sizes[j]);
        g_assert_cmpuint (layout->y_ticks->len, >=, 2);
        g_assert_cmpuint (layout->y_ticks->len, <=, MAX (2, sizes[j] / 20));
        if (sizes[j] >= 180 && ranges[i].max >= 1) /* and the labels are short */
          g_assert_cmpuint (layout->x_ticks->len, >=, 2);
      }
}

static void
a_small_plot_names_its_axes (void)
{
  g_autoptr (PlotLayout) small = lay_out (0, 5, 170, 130);
  g_autoptr (PlotLayout) tiny = lay_out (0, 5, 120, 80);

  g_assert_cmpstr (small->x_label, ==, "W");
  g_assert_cmpstr (small->y_label, ==, "b");
  g_assert_null (tiny->x_label);
  g_assert_null (tiny->y_label);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/layout/an-axis-of-a-small-plot-has-two-ticks", an_axis_of_a_small_plot_has_two_ticks);
  g_test_add_func ("/plot/layout/a-small-plot-names-its-axes", a_small_plot_names_its_axes);
  return g_test_run ();
}
