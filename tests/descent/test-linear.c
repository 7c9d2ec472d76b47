/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <math.h>

#include "descent/descent-linear.h"

static const float xs[] = { -1, 0, 2, 3, 6 };
static const float ys[] = { 0.5f, 1, 7, 6, 15 };

static DescentData *
make_data (void)
{
  return descent_data_new (xs, ys, G_N_ELEMENTS (xs), NULL);
}

/* The loss as the course writes it, sample by sample. */
static double
sum_of_squares (double w,
                double b)
{
  double sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (xs); i++)
    sum += (ys[i] - (w * xs[i] + b)) * (ys[i] - (w * xs[i] + b));
  return sum;
}

static void
reductions_have_pytorchs_names (void)
{
  DescentReduction reduction;

  g_assert_true (descent_reduction_from_name ("mean", &reduction));
  g_assert_cmpint (reduction, ==, DESCENT_REDUCTION_MEAN);
  g_assert_true (descent_reduction_from_name ("sum", &reduction));
  g_assert_cmpint (reduction, ==, DESCENT_REDUCTION_SUM);
  g_assert_cmpstr (descent_reduction_get_name (reduction), ==, "sum");
  g_assert_false (descent_reduction_from_name ("max", &reduction));
}

static void
the_loss_from_moments_is_the_sum_of_squares (void)
{
  const double lines[][2] = { { 5, 0 }, { 2, 1 }, { -3, 40 }, { 0, 0 } };
  g_autoptr (DescentData) data = make_data ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      double sum = sum_of_squares (lines[i][0], lines[i][1]);

      g_assert_cmpfloat_with_epsilon (descent_linear_loss (data, DESCENT_REDUCTION_SUM, lines[i][0], lines[i][1]), sum, 1e-12 * sum);
      g_assert_cmpfloat_with_epsilon (descent_linear_loss (data, DESCENT_REDUCTION_MEAN, lines[i][0], lines[i][1]), sum / 5, 1e-12 * sum);
    }
}

static void
no_line_is_better_than_the_optimum (void)
{
  g_autoptr (DescentData) data = make_data ();
  DescentLinear linear = descent_linear_solve (data, DESCENT_REDUCTION_SUM);
  double        least = sum_of_squares (linear.w, linear.b);

  g_assert_true (linear.has_optimum);
  g_assert_cmpfloat_with_epsilon (linear.w, 12.5 / 6, 1e-12);
  g_assert_cmpfloat_with_epsilon (linear.b, 5.9 - 25 / 6.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (linear.loss, least, 1e-12);
  g_assert_cmpfloat (sum_of_squares (linear.w + 1e-4, linear.b), >, least);
  g_assert_cmpfloat (sum_of_squares (linear.w - 1e-4, linear.b), >, least);
  g_assert_cmpfloat (sum_of_squares (linear.w, linear.b + 1e-4), >, least);
  g_assert_cmpfloat (sum_of_squares (linear.w, linear.b - 1e-4), >, least);
}

/* H = 2 (10 2; 2 1) for the mean of these samples: eigenvalues 11 ± √97. */
static void
the_rates_follow_from_the_hessian (void)
{
  g_autoptr (DescentData) data = make_data ();
  DescentLinear mean = descent_linear_solve (data, DESCENT_REDUCTION_MEAN);

  g_assert_cmpfloat_with_epsilon (mean.lambda_max, 11 + sqrt (97), 1e-12);
  g_assert_cmpfloat_with_epsilon (mean.lambda_min, 11 - sqrt (97), 1e-12);
  g_assert_cmpfloat_with_epsilon (mean.critical_lr, 2 / (11 + sqrt (97)), 1e-12);
  g_assert_cmpfloat_with_epsilon (mean.best_lr, 2 / 22.0, 1e-12);
}

static void
the_sum_has_n_times_the_slope (void)
{
  g_autoptr (DescentData) data = make_data ();
  DescentLinear mean = descent_linear_solve (data, DESCENT_REDUCTION_MEAN);
  DescentLinear sum = descent_linear_solve (data, DESCENT_REDUCTION_SUM);

  g_assert_cmpfloat_with_epsilon (sum.lambda_max, 5 * mean.lambda_max, 1e-12);
  g_assert_cmpfloat_with_epsilon (sum.lambda_min, 5 * mean.lambda_min, 1e-12);
  g_assert_cmpfloat_with_epsilon (sum.critical_lr, mean.critical_lr / 5, 1e-12);
  g_assert_cmpfloat_with_epsilon (sum.best_lr, mean.best_lr / 5, 1e-12);
  g_assert_cmpfloat_with_epsilon (sum.loss, 5 * mean.loss, 1e-12);
  g_assert_cmpfloat (sum.w, ==, mean.w);
  g_assert_cmpfloat (sum.b, ==, mean.b);
}

static void
the_factor_is_one_at_the_critical_rate (void)
{
  g_autoptr (DescentData) data = make_data ();
  DescentLinear linear = descent_linear_solve (data, DESCENT_REDUCTION_MEAN);
  double        best = descent_linear_get_factor (&linear, linear.best_lr);

  g_assert_cmpfloat_with_epsilon (descent_linear_get_factor (&linear, linear.critical_lr), 1, 1e-12);
  g_assert_cmpfloat (descent_linear_get_factor (&linear, 1.1 * linear.critical_lr), >, 1);
  g_assert_cmpfloat (best, <, descent_linear_get_factor (&linear, 1.01 * linear.best_lr));
  g_assert_cmpfloat (best, <, descent_linear_get_factor (&linear, 0.99 * linear.best_lr));
}

static void
equal_x_leave_a_valley (void)
{
  const float x[] = { 2, 2, 2 };
  const float y[] = { 1, 3, 8 };
  g_autoptr (DescentData) data = descent_data_new (x, y, 3, NULL);
  DescentLinear linear = descent_linear_solve (data, DESCENT_REDUCTION_MEAN);

  g_assert_false (linear.has_optimum);
  g_assert_true (isnan (linear.w));
  g_assert_cmpfloat (linear.lambda_min, ==, 0);
  g_assert_cmpfloat_with_epsilon (linear.lambda_max, 10, 1e-12);
  g_assert_cmpfloat_with_epsilon (linear.loss, 26 / 3.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (descent_linear_loss (data, DESCENT_REDUCTION_MEAN, 2, 0), 26 / 3.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (descent_linear_get_factor (&linear, 0.1), 0, 1e-12);
}

/* x far from 0 and close together: the bowl is a trench, and its slight slope must not drown. */
static void
a_trench_keeps_its_digits (void)
{
  const float x[] = { 9999, 10000, 10001 };
  const float y[] = { 1, 2, 3 };
  g_autoptr (DescentData) data = descent_data_new (x, y, 3, NULL);
  DescentLinear linear = descent_linear_solve (data, DESCENT_REDUCTION_MEAN);

  g_assert_cmpfloat_with_epsilon (linear.w, 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (linear.b, -9998, 1e-8);
  g_assert_cmpfloat_with_epsilon (linear.lambda_min * linear.lambda_max, 8 / 3.0, 1e-12);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/linear/reductions-have-pytorchs-names", reductions_have_pytorchs_names);
  g_test_add_func ("/descent/linear/the-loss-from-moments-is-the-sum-of-squares", the_loss_from_moments_is_the_sum_of_squares);
  g_test_add_func ("/descent/linear/no-line-is-better-than-the-optimum", no_line_is_better_than_the_optimum);
  g_test_add_func ("/descent/linear/the-rates-follow-from-the-hessian", the_rates_follow_from_the_hessian);
  g_test_add_func ("/descent/linear/the-sum-has-n-times-the-slope", the_sum_has_n_times_the_slope);
  g_test_add_func ("/descent/linear/the-factor-is-one-at-the-critical-rate", the_factor_is_one_at_the_critical_rate);
  g_test_add_func ("/descent/linear/equal-x-leave-a-valley", equal_x_leave_a_valley);
  g_test_add_func ("/descent/linear/a-trench-keeps-its-digits", a_trench_keeps_its_digits);
  return g_test_run ();
}
