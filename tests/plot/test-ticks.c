/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "plot/plot-scale.h"

#include <math.h>
#include <string.h>

typedef struct
{
  PlotScaleKind kind;
  double        min, max;
  guint         n_wanted;
  const char   *labels;
} Row;

static const Row rows[] = {
  { PLOT_SCALE_LINEAR, 0, 1, 10, "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0" },
  { PLOT_SCALE_LINEAR, 0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0" },
  { PLOT_SCALE_LINEAR, -3, 2, 5, "−3 −2 −1 0 1 2" },
  { PLOT_SCALE_LINEAR, -1, 1, 4, "−1.0 −0.5 0.0 0.5 1.0" },
  { PLOT_SCALE_LINEAR, -110, 110, 9, "−100 −80 −60 −40 −20 0 20 40 60 80 100" },
  { PLOT_SCALE_LINEAR, -495.6, 10499.8, 5, "0 2000 4000 6000 8000 10000" },
  { PLOT_SCALE_LINEAR, 0, 2e6, 4, "0 0.5×10⁶ 1.0×10⁶ 1.5×10⁶ 2.0×10⁶" },
  { PLOT_SCALE_LINEAR, -2e-7, 2e-7, 4, "−2×10⁻⁷ −1×10⁻⁷ 0 1×10⁻⁷ 2×10⁻⁷" },
  { PLOT_SCALE_LINEAR, 1000000, 1000000.4, 4, "1.0000000×10⁶ 1.0000001×10⁶ 1.0000002×10⁶ 1.0000003×10⁶ 1.0000004×10⁶" },
  { PLOT_SCALE_LINEAR, 0, 3e38, 3, "0 1×10³⁸ 2×10³⁸ 3×10³⁸" },
  { PLOT_SCALE_LOG, 1, 1000, 4, "1 10 100 1000" },
  { PLOT_SCALE_LOG, 0.05, 20, 8, "0.05 0.1 0.2 0.5 1 2 5 10 20" },
  { PLOT_SCALE_LOG, 1e-30, 1e10, 4, "10⁻³⁰ 10⁻²⁰ 10⁻¹⁰ 10⁰ 10¹⁰" },
  { PLOT_SCALE_LOG, 1e-8, 1e-6, 6, "10⁻⁸ 2×10⁻⁸ 5×10⁻⁸ 10⁻⁷ 2×10⁻⁷ 5×10⁻⁷ 10⁻⁶" },
  { PLOT_SCALE_LOG, 2, 6, 4, "2 3 4 5 6" },
  { PLOT_SCALE_LINEAR, 0, 1, 0, "" },
};

static char *
join_labels (const GArray *ticks)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < ticks->len; i++)
    g_string_append_printf (joined, "%s%s", i == 0 ? "" : " ", g_array_index (ticks, PlotTick, i).label);
  return g_string_free (joined, FALSE);
}

static void
labels_are_nice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PlotScale scale = plot_scale_new (rows[i].kind, rows[i].min, rows[i].max);
      g_autoptr (GArray) ticks = plot_scale_ticks (&scale, rows[i].n_wanted);
      g_autofree char *labels = join_labels (ticks);

      g_assert_cmpstr (labels, ==, rows[i].labels);
    }
}

/* Many ranges, of all sizes and places. */
static PlotScale
make_scale (guint i)
{
  double width = pow (10, g_test_rand_double_range (-12, 12));
  double middle = g_test_rand_double_range (-10, 10) * pow (10, g_test_rand_double_range (-3, 3));

  if (i % 2 == 0)
    return plot_scale_new (PLOT_SCALE_LINEAR, middle - width / 2, middle + width / 2);
  return plot_scale_new (PLOT_SCALE_LOG, width, width * pow (10, g_test_rand_double_range (0, 30)));
}

static void
they_stay_inside_the_range_and_ascend (void)
{
  for (guint i = 0; i < 4000; i++)
    {
      PlotScale scale = make_scale (i);
      g_autoptr (GArray) ticks = plot_scale_ticks (&scale, 1 + i % 12);

      for (guint j = 0; j < ticks->len; j++)
        {
          double value = g_array_index (ticks, PlotTick, j).value;

          g_assert_cmpfloat (value, >=, scale.min);
          g_assert_cmpfloat (value, <=, scale.max);
          if (j > 0)
            g_assert_cmpfloat (value, >, g_array_index (ticks, PlotTick, j - 1).value);
        }
    }
}

static void
there_are_about_as_many_as_wanted (void)
{
  for (guint i = 0; i < 4000; i++)
    {
      PlotScale scale = make_scale (i);
      guint     n_wanted = 3 + i % 10;
      g_autoptr (GArray) ticks = plot_scale_ticks (&scale, n_wanted);

      g_assert_cmpuint (ticks->len, >=, n_wanted / 3);
      g_assert_cmpuint (ticks->len, <=, 2 * n_wanted + 1);
    }
}

static void
no_two_read_the_same (void)
{
  for (guint i = 0; i < 4000; i++)
    {
      PlotScale scale = make_scale (i);
      g_autoptr (GArray) ticks = plot_scale_ticks (&scale, 8);

      for (guint j = 1; j < ticks->len; j++)
        g_assert_cmpstr (g_array_index (ticks, PlotTick, j).label, !=, g_array_index (ticks, PlotTick, j - 1).label);
    }
}

static void
nought_has_no_sign (void)
{
  PlotScale scale = plot_scale_new (PLOT_SCALE_LINEAR, -0.3, 0.0);
  g_autoptr (GArray) ticks = plot_scale_ticks (&scale, 3);
  const PlotTick *last = &g_array_index (ticks, PlotTick, ticks->len - 1);

  g_assert_cmpstr (last->label, ==, "0.0");
  g_assert_false (signbit (last->value));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/ticks/labels-are-nice", labels_are_nice);
  g_test_add_func ("/plot/ticks/they-stay-inside-the-range-and-ascend", they_stay_inside_the_range_and_ascend);
  g_test_add_func ("/plot/ticks/there-are-about-as-many-as-wanted", there_are_about_as_many_as_wanted);
  g_test_add_func ("/plot/ticks/no-two-read-the-same", no_two_read_the_same);
  g_test_add_func ("/plot/ticks/nought-has-no-sign", nought_has_no_sign);
  return g_test_run ();
}
