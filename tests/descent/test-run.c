/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Bits recorded from PyTorch with correctly rounded float32 functions. */

#include "descent/descent-run.h"

#include <math.h>
#include <string.h>

#include "descent/descent-error.h"
#include "descent/descent-preset.h"

typedef struct
{
  const char *text;
  guint       n_inputs;
  double      start[DESCENT_MAX_INPUTS];
  double      lr;
  guint       n_steps;
  gboolean    accumulate;
  GradDType   dtype; /* 0 is float32 */
} Experiment;

static DescentRun *
run (const Experiment *experiment)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DescentFunction) function = descent_function_new (experiment->text, experiment->n_inputs, &error);
  DescentSettings settings = { function, experiment->dtype ? experiment->dtype : GRAD_FLOAT32, { experiment->start[0], experiment->start[1] }, experiment->lr, experiment->n_steps, !experiment->accumulate };
  DescentRun     *result;

  g_assert_no_error (error);
  result = descent_run_new (&settings, &error);
  g_assert_no_error (error);
  return result;
}

static guint32
get_bits (double value)
{
  float   single = (float) value;
  guint32 bits;

  g_assert_cmpfloat ((double) single, ==, value);
  memcpy (&bits, &single, sizeof bits);
  return bits;
}

static const Experiment parabola = { "x**2", 1, { 100 }, 0.1, 9 };
static const Experiment waves = { "sin(3x)cos(3y) + (x+y)/4", 2, { 0.5, 0 }, 0.05, 15 };

static void
the_bowl_gives_the_courses_numbers (void)
{
  const float expected[] = { 100, 80, 64, 51.2f, 40.96f, 32.767998f, 26.214397f, 20.971518f, 16.777214f, 13.421771f };
  g_autoptr (DescentRun) result = run (&parabola);

  g_assert_cmpuint (descent_run_get_n_points (result), ==, G_N_ELEMENTS (expected));
  for (guint k = 0; k < G_N_ELEMENTS (expected); k++)
    {
      const DescentPoint *point = descent_run_get_point (result, k);
      float               x = expected[k];

      g_assert_cmpfloat (point->x[0], ==, (double) x);
      g_assert_cmpfloat (point->value, ==, (double) (x * x));
      g_assert_cmpfloat (point->gradient[0], ==, (double) (2 * x));
      g_assert_cmpfloat (point->grad[0], ==, point->gradient[0]);
      g_assert_cmpfloat (point->update[0], ==, (double) (0.1f * (2 * x)));
    }
}

static void
the_waves_give_the_courses_bits (void)
{
  const guint32 expected[][2] = {
    { 0x3ef42ada, 0xbc4ccccd },
    { 0x3ee30c5d, 0xbcfa6aea },
    { 0x3eca6fe7, 0xbd670e2c },
    { 0x3ea7a1a1, 0xbdbd163e },
    { 0x3e706fe8, 0xbe0e473c },
    { 0x3df13b6b, 0xbe43597a },
    { 0xbc554648, 0xbe6cefda },
    { 0xbe10189e, 0xbe75e68b },
    { 0xbe831945, 0xbe592ee2 },
    { 0xbeb5ec93, 0xbe269154 },
    { 0xbedd223a, 0xbde8abd0 },
    { 0xbef731fc, 0xbd9f7208 },
    { 0xbf035bb7, 0xbd64f46b },
    { 0xbf07bf9d, 0xbd31a872 },
    { 0xbf0a2fd2, 0xbd15273c },
  };
  g_autoptr (DescentRun) result = run (&waves);

  for (guint k = 0; k < G_N_ELEMENTS (expected); k++)
    for (guint i = 0; i < 2; i++)
      g_assert_cmphex (get_bits (descent_run_get_point (result, k + 1)->x[i]), ==, expected[k][i]);
}

static void
slightly_other_starts_end_in_other_minima (void)
{
  const struct
  {
    double start[2];
    double end[2];
    double value;
  } cases[] = {
    { { 0.5, 0 }, { -0.551506788802, -0.027908013203 }, -1.137860349093 },
    { { 0.5, 0.1 }, { 0.495690762395, 1.019289537993 }, -0.614261573495 },
    { { 0.5, -0.05 }, { 0.495690762395, -1.075105564400 }, -1.137860349093 },
    { { 0.6, 0 }, { 1.542888313592, -0.027908013203 }, -0.614261573495 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Experiment experiment = waves;
      g_autoptr (DescentRun) result = NULL;
      const DescentPoint *end;

      memcpy (experiment.start, cases[i].start, sizeof experiment.start);
      experiment.n_steps = 300;
      result = run (&experiment);
      end = descent_run_get_point (result, 300);
      g_assert_cmpfloat_with_epsilon (end->x[0], cases[i].end[0], 1e-6);
      g_assert_cmpfloat_with_epsilon (end->x[1], cases[i].end[1], 1e-6);
      g_assert_cmpfloat_with_epsilon (end->value, cases[i].value, 1e-6);
    }
}

static void
gradients_that_are_not_zeroed_add_up (void)
{
  const float expected[] = { 100, 80, 44, -0.79999924f, -45.44f };
  Experiment  experiment = parabola;
  g_autoptr (DescentRun) result = NULL;

  experiment.accumulate = TRUE;
  result = run (&experiment);
  for (guint k = 0; k < G_N_ELEMENTS (expected); k++)
    g_assert_cmpfloat (descent_run_get_point (result, k)->x[0], ==, (double) expected[k]);
  g_assert_cmpfloat (descent_run_get_point (result, 1)->grad[0], ==, 360);
  g_assert_cmpfloat (descent_run_get_point (result, 1)->gradient[0], ==, 160);
}

static void
the_waves_without_zeroing_give_the_recorded_bits (void)
{
  const double expected[][2] = {
    { 0x1.e855b40000000p-2, -0x1.99999a0000000p-7 },
    { 0x1.ae6e6c0000000p-2, -0x1.60d1500000000p-5 },
    { 0x1.394b960000000p-2, -0x1.ac36900000000p-4 },
    { 0x1.7a61d80000000p-4, -0x1.b8e3bc0000000p-3 },
    { -0x1.fdc6d00000000p-3, -0x1.73ee060000000p-2 },
    { -0x1.4eabf00000000p-1, -0x1.bbba4a0000000p-2 },
    { -0x1.0e3e100000000p+0, -0x1.87726a0000000p-2 },
  };
  Experiment experiment = waves;
  g_autoptr (DescentRun) result = NULL;

  experiment.accumulate = TRUE;
  result = run (&experiment);
  for (guint k = 0; k < G_N_ELEMENTS (expected); k++)
    for (guint i = 0; i < 2; i++)
      g_assert_cmpfloat (descent_run_get_point (result, k + 1)->x[i], ==, expected[k][i]);
}

static void
a_rate_of_one_bounces_and_a_higher_one_overflows (void)
{
  Experiment experiment = parabola;

  for (int high = 0; high <= 1; high++)
    {
      g_autoptr (DescentRun) result = NULL;

      experiment.lr = high ? 1.1 : 1;
      experiment.n_steps = 500;
      result = run (&experiment);
      g_assert_cmpint (descent_run_get_value_overflow (result), ==, high ? 219 : -1);
      g_assert_cmpint (descent_run_get_x_overflow (result), ==, high ? 459 : -1);
      if (high)
        g_assert_cmpfloat (descent_run_get_point (result, 459)->x[0], ==, (double) -INFINITY);
      for (guint k = 0; k < 500 && !high; k++)
        g_assert_cmpfloat (descent_run_get_point (result, k)->x[0], ==, k % 2 == 0 ? 100 : -100);
    }
}

static void
float64_has_its_own_numbers (void)
{
  const double expected[] = { 100, 80, 64, 51.2, 40.96, 32.768, 26.2144, 20.97152, 16.777216000000003, 13.421772800000003 };
  Experiment   experiment = parabola;
  g_autoptr (DescentRun) result = NULL;

  experiment.dtype = GRAD_FLOAT64;
  result = run (&experiment);
  for (guint k = 0; k < G_N_ELEMENTS (expected); k++)
    g_assert_cmpfloat (descent_run_get_point (result, k)->x[0], ==, expected[k]);
}

/* -0 survives a first gradient, but neither the sum with zeros nor that of select's two halves. */
static void
zeros_have_pytorchs_signs (void)
{
  const Experiment one = { "-0.0x", 1, { 1 }, 0.1, 1 };
  const Experiment two = { "-0.0x - 0y", 2, { 1, 1 }, 0.1, 1 };
  const Experiment half = { "-0.0y", 2, { 1, 1 }, 0.1, 1 };
  g_autoptr (DescentRun) first = run (&one);
  g_autoptr (DescentRun) second = run (&two);
  g_autoptr (DescentRun) third = run (&half);

  g_assert_true (signbit (descent_run_get_point (first, 0)->grad[0]));
  g_assert_false (signbit (descent_run_get_point (first, 1)->grad[0]));
  g_assert_false (signbit (descent_run_get_point (second, 0)->grad[0]));
  g_assert_false (signbit (descent_run_get_point (third, 0)->grad[0]));
  g_assert_true (signbit (descent_run_get_point (third, 0)->grad[1]));
}

static void
a_run_of_no_steps_is_its_start (void)
{
  Experiment experiment = parabola;
  g_autoptr (DescentRun) result = NULL;

  experiment.n_steps = 0;
  result = run (&experiment);
  g_assert_cmpuint (descent_run_get_n_points (result), ==, 1);
  g_assert_cmpfloat (descent_run_get_point (result, 0)->update[0], ==, 20);
}

static void
what_makes_no_run_is_refused (void)
{
  g_autoptr (DescentFunction) function = descent_function_new ("x**2", 1, NULL);
  const struct
  {
    double      start, lr;
    guint       n_steps;
    GradDType   dtype;
    const char *message;
  } cases[] = {
    { 1, 0, 9, GRAD_FLOAT32, "The learning rate must be a positive number, not 0" },
    { 1, -0.1, 9, GRAD_FLOAT32, "The learning rate must be a positive number, not −0.1" },
    { 1, NAN, 9, GRAD_FLOAT32, "The learning rate must be a positive number, not undefined" },
    { 1, INFINITY, 9, GRAD_FLOAT32, "The learning rate must be a positive number, not ∞" },
    { INFINITY, 0.1, 9, GRAD_FLOAT32, "The start must be a finite number, not ∞" },
    { 1e39, 0.1, 9, GRAD_FLOAT32, "The start 1e39 is too large for a float32, which ends at 3.4e38" },
    { 1e39, 0.1, 9, GRAD_FLOAT64, NULL },
    { 1, 0.1, 1000001, GRAD_FLOAT32, "1000001 steps are too many: at most 1000000 are computed" },
    { 1, 1e-60, 3, GRAD_FLOAT32, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      DescentSettings settings = { function, cases[i].dtype, { cases[i].start }, cases[i].lr, cases[i].n_steps, TRUE };
      g_autoptr (DescentRun) result = descent_run_new (&settings, &error);

      g_assert_true ((result == NULL) == (cases[i].message != NULL));
      if (cases[i].message == NULL)
        continue;
      g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
steps_are_told_with_their_numbers (void)
{
  Experiment up = parabola;
  g_autoptr (DescentRun) down = run (&parabola);
  g_autoptr (DescentRun) surface = run (&waves);
  g_autoptr (DescentRun) uphill = NULL;
  g_autofree char *start = descent_run_describe_point (down, 0);
  g_autofree char *third = descent_run_describe_point (down, 3);
  g_autofree char *rule = descent_run_describe_update (down, 1);
  g_autofree char *rules = descent_run_describe_update (surface, 1);
  g_autofree char *risen = NULL, *over = NULL, *gone = NULL;

  up.lr = 1.1;
  up.n_steps = 500;
  uphill = run (&up);
  risen = descent_run_describe_point (uphill, 1);
  over = descent_run_describe_point (uphill, 219);
  gone = descent_run_describe_point (uphill, 480);
  g_assert_cmpstr (start, ==, "Start: x = 100, f = 10000. Slope 200.");
  g_assert_cmpstr (third, ==, "Step 3: f 4096 → 2621.4402 (−1474.5598). Slope 128, moved −12.8.");
  g_assert_cmpstr (rule, ==, "x ← 80 − 0.1 · 160 = 64");
  g_assert_cmpstr (rules, ==, "x ← 0.47688943 − 0.05 · 0.6687149 = 0.4434537\ny ← −0.0125 − 0.05 · 0.3613712 = −0.030568559");
  g_assert_cmpstr (risen, ==, "Step 1: f 10000 → 14400 (+4400), uphill: the step was too long. Slope 200, moved −220.");
  g_assert_true (g_str_has_prefix (over, "Step 219: overflow, f is beyond the largest float32 at "));
  g_assert_cmpstr (gone, ==, "Step 480: overflow, x is undefined.");
}

/* A run may be made and read in any thread. */
static gpointer
run_waves (gpointer data)
{
  Experiment experiment = waves;

  experiment.n_steps = 2000;
  return run (&experiment);
}

static void
threads_do_not_disturb_each_other (void)
{
  GThread    *threads[4];
  DescentRun *results[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("run", run_waves, NULL);
  for (int i = 0; i < 4; i++)
    results[i] = g_thread_join (threads[i]);
  for (int i = 0; i < 4; i++)
    {
      g_assert_cmpmem (descent_run_get_point (results[i], 0), 2001 * sizeof (DescentPoint),
                       descent_run_get_point (results[0], 0), 2001 * sizeof (DescentPoint));
      if (i > 0)
        descent_run_unref (results[i]);
    }
  descent_run_unref (results[0]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/run/the-bowl-gives-the-courses-numbers", the_bowl_gives_the_courses_numbers);
  g_test_add_func ("/descent/run/the-waves-give-the-courses-bits", the_waves_give_the_courses_bits);
  g_test_add_func ("/descent/run/slightly-other-starts-end-in-other-minima", slightly_other_starts_end_in_other_minima);
  g_test_add_func ("/descent/run/gradients-that-are-not-zeroed-add-up", gradients_that_are_not_zeroed_add_up);
  g_test_add_func ("/descent/run/the-waves-without-zeroing-give-the-recorded-bits", the_waves_without_zeroing_give_the_recorded_bits);
  g_test_add_func ("/descent/run/a-rate-of-one-bounces-and-a-higher-one-overflows", a_rate_of_one_bounces_and_a_higher_one_overflows);
  g_test_add_func ("/descent/run/float64-has-its-own-numbers", float64_has_its_own_numbers);
  g_test_add_func ("/descent/run/zeros-have-pytorchs-signs", zeros_have_pytorchs_signs);
  g_test_add_func ("/descent/run/a-run-of-no-steps-is-its-start", a_run_of_no_steps_is_its_start);
  g_test_add_func ("/descent/run/what-makes-no-run-is-refused", what_makes_no_run_is_refused);
  g_test_add_func ("/descent/run/steps-are-told-with-their-numbers", steps_are_told_with_their_numbers);
  g_test_add_func ("/descent/run/threads-do-not-disturb-each-other", threads_do_not_disturb_each_other);
  return g_test_run ();
}
