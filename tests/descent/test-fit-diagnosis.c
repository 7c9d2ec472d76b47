/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <math.h>
#include <string.h>

#include "descent/descent-fit-diagnosis.h"

static DescentFit *
make_fit (DescentData     *data,
          DescentReduction reduction,
          double           lr,
          guint            n_epochs,
          gboolean         zero_gradients)
{
  DescentFitSettings settings = { data, 5, 0, lr, n_epochs, reduction, zero_gradients };
  DescentFit        *fit = descent_fit_new (&settings, NULL);

  g_assert_nonnull (fit);
  return fit;
}

static DescentData *
make_course_data (void)
{
  DescentGenerator generator = descent_generator_get_default ();

  return descent_data_new_generated (&generator, NULL);
}

/* The course's data over the whole range of rates, and what each is said to do. */
static void
every_rate_has_its_words (void)
{
  const struct
  {
    DescentReduction reduction;
    double           lr;
    guint            n_epochs;
    gboolean         zero_gradients;
    DescentVerdict   verdict;
    const char      *sentence;
  } rows[] = {
    { DESCENT_REDUCTION_MEAN, 0.1, 10, TRUE, DESCENT_CONVERGING,
      "Converging: each epoch multiplies the distance to the optimum by 0.802. "
      "The limit for the rate is 0.935, yours is 0.1; with the sum of 1000 squares it would be 0.000935." },
    { DESCENT_REDUCTION_MEAN, 0.1, 100, TRUE, DESCENT_CONVERGED,
      "Converged after 50 epochs: W = 2.9821134 and b = 2.0297716 are the optimum, as far as float32 can tell. "
      "The limit for the rate is 0.935, yours is 0.1; with the sum of 1000 squares it would be 0.000935." },
    { DESCENT_REDUCTION_MEAN, 0.001, 10, TRUE, DESCENT_CRAWLING,
      "Crawling: it would take about 3500 epochs to bring the distance to the optimum down to a thousandth. "
      "The limit for the rate is 0.935, yours is 0.001; with the sum of 1000 squares it would be 0.000935." },
    { DESCENT_REDUCTION_MEAN, 0.9, 10, TRUE, DESCENT_OSCILLATING,
      "Oscillating: each epoch overshoots the optimum, yet multiplies the distance to it by 0.926. "
      "The limit for the rate is 0.935, yours is 0.9; with the sum of 1000 squares it would be 0.000935." },
    { DESCENT_REDUCTION_MEAN, 0.9346, 10, TRUE, DESCENT_BOUNCING,
      "Bouncing: each epoch throws the line to the other side of the optimum, no nearer to it. "
      "The limit for the rate is 0.935, yours is 0.9346; with the sum of 1000 squares it would be 0.000935." },
    { DESCENT_REDUCTION_MEAN, 1.1, 10, TRUE, DESCENT_DIVERGING,
      "Diverging: each epoch multiplies the distance to the optimum by 1.35. "
      "The limit for the rate is 0.935, yours is 1.1; with the sum of 1000 squares it would be 0.000935." },
    { DESCENT_REDUCTION_SUM, 0.1, 7, TRUE, DESCENT_DIVERGING,
      "Diverging: each epoch multiplies the distance to the optimum by 213. "
      "The sum has 1000 times the slope of the mean: its limit is 0.000935, yours is 0.1." },
    { DESCENT_REDUCTION_SUM, 0.1, 10, TRUE, DESCENT_OVERFLOWED,
      "Diverging: each epoch multiplies the distance to the optimum by 213. The loss overflows (inf) at epoch 9. "
      "The sum has 1000 times the slope of the mean: its limit is 0.000935, yours is 0.1." },
    { DESCENT_REDUCTION_SUM, 0.1, 30, TRUE, DESCENT_OVERFLOWED,
      "Diverging: each epoch multiplies the distance to the optimum by 213. "
      "The loss overflows (inf) at epoch 9 and is undefined (nan) from epoch 18 on. "
      "The sum has 1000 times the slope of the mean: its limit is 0.000935, yours is 0.1." },
    { DESCENT_REDUCTION_SUM, 0.0001, 10, TRUE, DESCENT_CONVERGING,
      "Converging: each epoch multiplies the distance to the optimum by 0.802. "
      "The sum has 1000 times the slope of the mean: its limit is 0.000935, yours is 0.0001." },
    { DESCENT_REDUCTION_MEAN, 0.1, 30, FALSE, DESCENT_WANDERING,
      "Wandering: gradients that are never zeroed pile up, and W and b swing round the optimum for ever, once in about 13 epochs. "
      "The limit for the rate is 1.87, yours is 0.1; with the sum of 1000 squares it would be 0.00187." },
    { DESCENT_REDUCTION_MEAN, 2, 10, FALSE, DESCENT_DIVERGING,
      "Diverging: each epoch multiplies the distance to the optimum by 1.69. "
      "The limit for the rate is 1.87, yours is 2; with the sum of 1000 squares it would be 0.00187." },
  };
  g_autoptr (DescentData) data = make_course_data ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DescentFit) fit = make_fit (data, rows[i].reduction, rows[i].lr, rows[i].n_epochs, rows[i].zero_gradients);
      g_autoptr (DescentDiagnosis) diagnosis = descent_fit_diagnose (fit);

      g_assert_cmpstr (diagnosis->sentence, ==, rows[i].sentence);
      g_assert_cmpstr (descent_verdict_get_name (diagnosis->verdict), ==, descent_verdict_get_name (rows[i].verdict));
    }
}

static void
an_update_too_small_for_float32_is_named (void)
{
  g_autoptr (DescentData) data = make_course_data ();
  DescentFitSettings settings = { data, 5, 7, 1e-9, 10, DESCENT_REDUCTION_MEAN, TRUE };
  g_autoptr (DescentFit) fit = descent_fit_new (&settings, NULL);
  g_autoptr (DescentDiagnosis) diagnosis = descent_fit_diagnose (fit);

  g_assert_cmpint (diagnosis->verdict, ==, DESCENT_CRAWLING);
  g_assert_true (g_str_has_prefix (diagnosis->sentence, "Stuck: the update is too small to change W and b in float32. "));
}

/* What is said to shrink or grow the distance by a factor does so. */
static void
the_factor_is_what_happens (void)
{
  const double rates[] = { 0.05, 0.1, 0.9, 1.1 };
  g_autoptr (DescentData) data = make_course_data ();

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      g_autoptr (DescentFit) fit = make_fit (data, DESCENT_REDUCTION_MEAN, rates[i], 21, TRUE);
      g_autoptr (DescentDiagnosis) diagnosis = descent_fit_diagnose (fit);
      const DescentLinear *linear = descent_fit_get_linear (fit);
      const DescentPoint  *a = descent_fit_get_point (fit, 20);
      const DescentPoint  *b = descent_fit_get_point (fit, 21);
      double               before = hypot (a->x[0] - linear->w, a->x[1] - linear->b);
      double               after = hypot (b->x[0] - linear->w, b->x[1] - linear->b);

      g_assert_cmpfloat_with_epsilon (after / before, diagnosis->factor, 0.02);
    }
}

static void
a_trench_is_no_bounce_and_is_told (void)
{
  const float x[] = { 0, 500, 1000, 1500 };
  const float y[] = { 1, 2, 3, 4 };
  g_autoptr (DescentData) data = descent_data_new (x, y, 4, NULL);
  DescentLinear linear = descent_linear_solve (data, DESCENT_REDUCTION_MEAN);
  g_autoptr (DescentFit) fit = make_fit (data, DESCENT_REDUCTION_MEAN, 0.6 * linear.critical_lr, 50, TRUE);
  g_autoptr (DescentDiagnosis) diagnosis = descent_fit_diagnose (fit);

  g_assert_cmpint (diagnosis->verdict, ==, DESCENT_CRAWLING);
  g_assert_nonnull (strstr (diagnosis->sentence, "The slope across the bowl is 2.5e6 times that along it: standardise x."));
}

static void
a_valley_has_no_single_optimum (void)
{
  const float x[] = { 2, 2, 2 };
  const float y[] = { 1, 3, 8 };
  g_autoptr (DescentData) data = descent_data_new (x, y, 3, NULL);
  g_autoptr (DescentFit) fit = make_fit (data, DESCENT_REDUCTION_MEAN, 0.1, 60, TRUE);
  g_autoptr (DescentDiagnosis) diagnosis = descent_fit_diagnose (fit);

  g_assert_cmpint (diagnosis->verdict, ==, DESCENT_CONVERGED);
  g_assert_nonnull (strstr (diagnosis->sentence, "to one of many lines equally good: all x are the same."));
}

static void
a_fit_of_no_epochs_has_a_diagnosis (void)
{
  g_autoptr (DescentData) data = make_course_data ();
  g_autoptr (DescentFit) fit = make_fit (data, DESCENT_REDUCTION_MEAN, 0.1, 0, TRUE);
  g_autoptr (DescentDiagnosis) diagnosis = descent_fit_diagnose (fit);

  g_assert_nonnull (diagnosis->sentence);
}

static void
points_are_told_with_their_numbers (void)
{
  const struct
  {
    DescentReduction reduction;
    guint            k;
    const char      *words;
  } rows[] = {
    { DESCENT_REDUCTION_MEAN, 0, "Start: W = 5, b = 0, loss 9.133218." },
    { DESCENT_REDUCTION_MEAN, 1, "Epoch 1: loss 9.133218 → 6.1827765, lower by 2.95. Now W = 4.584758, b = 0.39428362." },
    { DESCENT_REDUCTION_SUM, 1, "Epoch 1: loss 9133.218 → 3.2514637e8, higher by 3.251e8: the step went too far. Now W = −410.2424, b = 394.28366." },
    { DESCENT_REDUCTION_SUM, 8, "Epoch 8: loss 1.3945469e36 → ∞, beyond what float32 can hold. Now W = 6.5210946e18, b = −3.6984295e18." },
    { DESCENT_REDUCTION_SUM, 18, "Epoch 18: the loss is undefined (nan). Now W = undefined, b = undefined." },
  };
  g_autoptr (DescentData) data = make_course_data ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DescentFit) fit = make_fit (data, rows[i].reduction, 0.1, 20, TRUE);
      g_autofree char *words = descent_fit_describe_point (fit, rows[i].k);

      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

static void
assert_chain (DescentFit *fit,
              guint       k,
              const char *expected)
{
  g_auto (GStrv) lines = descent_fit_describe_chain (fit, k);
  g_autofree char *chain = g_strjoinv ("\n", lines);

  g_assert_cmpstr (chain, ==, expected);
}

static void
the_chain_has_the_numbers_of_its_epoch (void)
{
  g_autoptr (DescentData) data = make_course_data ();
  g_autoptr (DescentFit) fit = make_fit (data, DESCENT_REDUCTION_MEAN, 0.1, 10, TRUE);
  g_autoptr (DescentFit) piled = make_fit (data, DESCENT_REDUCTION_SUM, 0.0001, 10, FALSE);

  assert_chain (fit, 0,
                "loss = mean((y − ŷ)²) = 9.133218,  ŷ = W · x + b\n"
                "dW = mean(−2 · x · (y − ŷ)) = 4.1524234\n"
                "db = mean(−2 · (y − ŷ)) = −3.9428363\n"
                "W ← 5 − 0.1 · 4.1524234 = 4.584758\n"
                "b ← 0 − 0.1 · (−3.9428363) = 0.39428362");
  assert_chain (piled, 1,
                "loss = sum((y − ŷ)²) = 6182.7764,  ŷ = W · x + b\n"
                "dW = sum(−2 · x · (y − ŷ)) = 3296.5813,  W.grad = 4152.424 + 3296.5813 = 7449.005\n"
                "db = sum(−2 · (y − ŷ)) = −3178.2854,  b.grad = −3942.8364 + −3178.2854 = −7121.122\n"
                "W ← 4.584758 − 0.0001 · 7449.005 = 3.8398573\n"
                "b ← 0.39428362 − 0.0001 · (−7121.122) = 1.1063958");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/fit-diagnosis/every-rate-has-its-words", every_rate_has_its_words);
  g_test_add_func ("/descent/fit-diagnosis/an-update-too-small-for-float32-is-named", an_update_too_small_for_float32_is_named);
  g_test_add_func ("/descent/fit-diagnosis/the-factor-is-what-happens", the_factor_is_what_happens);
  g_test_add_func ("/descent/fit-diagnosis/a-trench-is-no-bounce-and-is-told", a_trench_is_no_bounce_and_is_told);
  g_test_add_func ("/descent/fit-diagnosis/a-valley-has-no-single-optimum", a_valley_has_no_single_optimum);
  g_test_add_func ("/descent/fit-diagnosis/a-fit-of-no-epochs-has-a-diagnosis", a_fit_of_no_epochs_has_a_diagnosis);
  g_test_add_func ("/descent/fit-diagnosis/points-are-told-with-their-numbers", points_are_told_with_their_numbers);
  g_test_add_func ("/descent/fit-diagnosis/the-chain-has-the-numbers-of-its-epoch", the_chain_has_the_numbers_of_its_epoch);
  return g_test_run ();
}
