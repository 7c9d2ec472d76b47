/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "plot/plot-scale.h"

#include <float.h>
#include <math.h>

typedef struct
{
  PlotScaleKind kind;
  double        min, max;
} Row;

/* Ranges a person can reach by zooming, typing or diverging, and some that nobody should. */
static const Row rows[] = {
  { PLOT_SCALE_LINEAR, 0, 1 },
  { PLOT_SCALE_LINEAR, -3, 2 },
  { PLOT_SCALE_LINEAR, 2, -3 },
  { PLOT_SCALE_LINEAR, 5, 5 },
  { PLOT_SCALE_LINEAR, 0, 0 },
  { PLOT_SCALE_LINEAR, -1e-320, 1e-320 },
  { PLOT_SCALE_LINEAR, 1e6, 1e6 + 1e-9 },
  { PLOT_SCALE_LINEAR, -DBL_MAX, DBL_MAX },
  { PLOT_SCALE_LINEAR, -INFINITY, INFINITY },
  { PLOT_SCALE_LINEAR, NAN, 1 },
  { PLOT_SCALE_LOG, 1, 1000 },
  { PLOT_SCALE_LOG, 1e-30, 1e30 },
  { PLOT_SCALE_LOG, 0, 10 },
  { PLOT_SCALE_LOG, -5, -1 },
  { PLOT_SCALE_LOG, 7, 7 },
  { PLOT_SCALE_LOG, 0, DBL_MAX },
  { PLOT_SCALE_LOG, NAN, NAN },
};

static void
every_range_becomes_one_that_works (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PlotScale scale = plot_scale_new (rows[i].kind, rows[i].min, rows[i].max);

      g_assert_true (isfinite (scale.min) && isfinite (scale.max));
      g_assert_cmpfloat (scale.min, <, scale.max);
      g_assert_cmpfloat_with_epsilon (plot_scale_normalize (&scale, scale.min), 0, 1e-12);
      g_assert_cmpfloat_with_epsilon (plot_scale_normalize (&scale, scale.max), 1, 1e-12);
    }
}

static void
there_and_back_is_the_same_place (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PlotScale scale = plot_scale_new (rows[i].kind, rows[i].min, rows[i].max);

      for (double fraction = 0; fraction <= 1; fraction += 0.125)
        g_assert_cmpfloat_with_epsilon (plot_scale_normalize (&scale, plot_scale_denormalize (&scale, fraction)),
                                        fraction, 1e-6);
    }
}

static void
a_good_range_is_left_alone (void)
{
  PlotScale linear = plot_scale_new (PLOT_SCALE_LINEAR, -3, 2);
  PlotScale log_scale = plot_scale_new (PLOT_SCALE_LOG, 0.001, 5);

  g_assert_cmpfloat (linear.min, ==, -3);
  g_assert_cmpfloat (linear.max, ==, 2);
  g_assert_cmpfloat (log_scale.min, ==, 0.001);
  g_assert_cmpfloat (log_scale.max, ==, 5);
}

static void
a_log_scale_has_no_place_for_what_is_not_positive (void)
{
  PlotScale scale = plot_scale_new (PLOT_SCALE_LOG, 1, 10);

  g_assert_true (isnan (plot_scale_normalize (&scale, 0)));
  g_assert_true (isnan (plot_scale_normalize (&scale, -1)));
}

static void
a_log_scale_of_powers_is_a_linear_scale_of_exponents (void)
{
  PlotScale log_scale = plot_scale_new (PLOT_SCALE_LOG, 1e-3, 1e5);
  PlotScale linear = plot_scale_new (PLOT_SCALE_LINEAR, -3, 5);

  for (double exponent = -4; exponent <= 6; exponent += 0.5)
    g_assert_cmpfloat_with_epsilon (plot_scale_normalize (&log_scale, pow (10, exponent)),
                                    plot_scale_normalize (&linear, exponent), 1e-12);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/scale/every-range-becomes-one-that-works", every_range_becomes_one_that_works);
  g_test_add_func ("/plot/scale/there-and-back-is-the-same-place", there_and_back_is_the_same_place);
  g_test_add_func ("/plot/scale/a-good-range-is-left-alone", a_good_range_is_left_alone);
  g_test_add_func ("/plot/scale/a-log-scale-has-no-place-for-what-is-not-positive",
                   a_log_scale_has_no_place_for_what_is_not_positive);
  g_test_add_func ("/plot/scale/a-log-scale-of-powers-is-a-linear-scale-of-exponents",
                   a_log_scale_of_powers_is_a_linear_scale_of_exponents);
  return g_test_run ();
}
