/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A line in a hand. */

#include "app/gradients-line-grip.h"

#include <math.h>

static const DescentMoments samples = { .x_min = 0, .x_max = 10 };

static void
near_its_middle_it_is_lifted (void)
{
  GradientsLineGrip grip;

  g_assert_true (gradients_line_grip_take (&grip, &samples, 2, 1, 5.5));
  gradients_line_grip_pull (&grip, 6, 20, 0.01, 0.01);
  g_assert_cmpfloat (grip.w, ==, 2);
  g_assert_cmpfloat_with_epsilon (grip.b, 8, 1e-12);
}

static void
near_its_ends_it_is_turned (void)
{
  GradientsLineGrip grip;

  g_assert_true (gradients_line_grip_take (&grip, &samples, 2, 1, 9));
  gradients_line_grip_pull (&grip, 10, 26, 0.01, 0.01);
  g_assert_cmpfloat_with_epsilon (grip.w, 3, 1e-12);
  g_assert_cmpfloat_with_epsilon (grip.w * 5 + grip.b, 11, 1e-12);
}

static void
pulled_where_it_is_it_stays (void)
{
  const double grips[] = { 0.5, 4.9, 5, 8 };

  for (guint i = 0; i < G_N_ELEMENTS (grips); i++)
    {
      GradientsLineGrip grip;

      g_assert_true (gradients_line_grip_take (&grip, &samples, 2.25, -1.5, grips[i]));
      gradients_line_grip_pull (&grip, grips[i], 2.25 * grips[i] - 1.5, 0.001, 0.001);
      g_assert_cmpfloat_with_epsilon (grip.w, 2.25, 1e-9);
      g_assert_cmpfloat_with_epsilon (grip.b, -1.5, 1e-9);
    }
}

static void
it_is_never_upright (void)
{
  GradientsLineGrip grip;
  const double      places[] = { 5, 4.9, -3 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_assert_true (gradients_line_grip_take (&grip, &samples, 2, 1, 9));
      gradients_line_grip_pull (&grip, places[i], 31, 0.01, 0.01);
      g_assert_cmpfloat_with_epsilon (grip.w, 5, 1e-12); /* as if pulled straight up */
    }
}

static void
numbers_are_as_round_as_the_steps (void)
{
  GradientsLineGrip grip;

  g_assert_true (gradients_line_grip_take (&grip, &samples, 2, 1, 9));
  gradients_line_grip_pull (&grip, 9.37, 17.123456, 0.003, 0.02);
  g_assert_cmpfloat (grip.w, ==, 1.401);
  g_assert_cmpfloat (grip.b, ==, 4);
}

static void
a_line_gone_bad_cannot_be_taken (void)
{
  const double      bad[][2] = { { NAN, 0 }, { 0, NAN }, { INFINITY, 0 }, { 1e308, 0 } };
  GradientsLineGrip grip;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (gradients_line_grip_take (&grip, &samples, bad[i][0] * 10, bad[i][1], 1));
      g_assert_false (grip.held);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/line-grip/near-its-middle-it-is-lifted", near_its_middle_it_is_lifted);
  g_test_add_func ("/app/line-grip/near-its-ends-it-is-turned", near_its_ends_it_is_turned);
  g_test_add_func ("/app/line-grip/pulled-where-it-is-it-stays", pulled_where_it_is_it_stays);
  g_test_add_func ("/app/line-grip/it-is-never-upright", it_is_never_upright);
  g_test_add_func ("/app/line-grip/numbers-are-as-round-as-the-steps", numbers_are_as_round_as_the_steps);
  g_test_add_func ("/app/line-grip/a-line-gone-bad-cannot-be-taken", a_line_gone_bad_cannot_be_taken);
  return g_test_run ();
}
