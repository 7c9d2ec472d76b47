/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What was set on the page Line fit, and the fit that follows. */

#include "app/gradients-fit-experiment.h"

#include "harness.h"

#include "descent/descent-error.h"

typedef struct
{
  GradientsFitExperiment *experiment;
  guint                   n_settings;
  guint                   n_fits;
} Fixture;

static void
count_cb (guint *n)
{
  ++*n;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->experiment = gradients_fit_experiment_new ();
  g_signal_connect_swapped (fixture->experiment, "settings-changed", G_CALLBACK (count_cb), &fixture->n_settings);
  g_signal_connect_swapped (fixture->experiment, "changed", G_CALLBACK (count_cb), &fixture->n_fits);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  harness_wait (!gradients_runner_is_busy (gradients_fit_experiment_get_runner (fixture->experiment)));
  g_assert_finalize_object (fixture->experiment);
}

static double
get_last_w (Fixture *fixture)
{
  DescentFit *fit = gradients_fit_experiment_get_fit (fixture->experiment);

  return descent_fit_get_point (fit, descent_fit_get_n_points (fit) - 1)->x[0];
}

static guint
get_n_samples (Fixture *fixture)
{
  return descent_data_get_n_samples (gradients_fit_experiment_get_settings (fixture->experiment)->data);
}

static void
it_begins_with_the_course (Fixture      *fixture,
                           gconstpointer data)
{
  g_assert_cmpuint (get_n_samples (fixture), ==, 1000);
  g_assert_cmpfloat (get_last_w (fixture), ==, 3.1845896244049072);
  g_assert_nonnull (gradients_fit_experiment_get_diagnosis (fixture->experiment)->sentence);
  g_assert_null (gradients_fit_experiment_get_other (fixture->experiment));
}

static void
any_change_makes_the_fit_anew (Fixture      *fixture,
                               gconstpointer data)
{
  gradients_fit_experiment_set_start (fixture->experiment, 1, 1);
  gradients_fit_experiment_set_lr (fixture->experiment, 0.2);
  gradients_fit_experiment_set_reduction (fixture->experiment, DESCENT_REDUCTION_SUM);
  gradients_fit_experiment_set_zero_gradients (fixture->experiment, FALSE);
  gradients_fit_experiment_set_compare (fixture->experiment, TRUE);
  g_assert_true (gradients_fit_experiment_type (fixture->experiment, GRADIENTS_FIT_FIELD_EPOCHS, "20", NULL));
  g_assert_true (gradients_fit_experiment_type (fixture->experiment, GRADIENTS_FIT_FIELD_SAMPLES, "50", NULL));
  g_assert_cmpuint (fixture->n_settings, ==, 7);
  g_assert_cmpuint (fixture->n_fits, ==, 7);
  g_assert_cmpuint (descent_fit_get_n_points (gradients_fit_experiment_get_fit (fixture->experiment)), ==, 21);
  g_assert_cmpuint (get_n_samples (fixture), ==, 50);
}

static void
the_same_again_changes_nothing (Fixture      *fixture,
                                gconstpointer data)
{
  gradients_fit_experiment_set_start (fixture->experiment, 5, 0);
  gradients_fit_experiment_set_lr (fixture->experiment, 0.1);
  gradients_fit_experiment_set_reduction (fixture->experiment, DESCENT_REDUCTION_MEAN);
  gradients_fit_experiment_set_zero_gradients (fixture->experiment, TRUE);
  gradients_fit_experiment_set_compare (fixture->experiment, FALSE);
  g_assert_cmpuint (fixture->n_fits, ==, 0);
}

static void
what_is_refused_leaves_all_as_it_was (Fixture      *fixture,
                                      gconstpointer data)
{
  const struct
  {
    GradientsFitField field;
    const char       *text;
    const char       *message;
  } rows[] = {
    { GRADIENTS_FIT_FIELD_LR, "abc", "“abc” is no learning rate: a number such as 0.1 is expected" },
    { GRADIENTS_FIT_FIELD_LR, "-1", "The learning rate must be a positive number, not −1" },
    { GRADIENTS_FIT_FIELD_LR, "0", "The learning rate must be a positive number, not 0" },
    { GRADIENTS_FIT_FIELD_LR, "1e400", "“1e400” is no learning rate: it is too large" },
    { GRADIENTS_FIT_FIELD_W, "x", "“x” is no start for W: a number such as 0.1 is expected" },
    { GRADIENTS_FIT_FIELD_B, "1e39", "The start 1e39 is too large for a float32, which ends at 3.4e38" },
    { GRADIENTS_FIT_FIELD_EPOCHS, "1.5", "“1.5” is no number of epochs: a whole number from 0 to 100000 is expected" },
    { GRADIENTS_FIT_FIELD_SAMPLES, "1", "“1” is no number of samples: a whole number from 2 to 100000 is expected" },
    { GRADIENTS_FIT_FIELD_SEED, "-1", "“-1” is no seed: a whole number from 0 to 18446744073709551615 is expected" },
    { GRADIENTS_FIT_FIELD_TRUE_W, "w", "“w” is no slope: a number such as 0.1 is expected" },
    { GRADIENTS_FIT_FIELD_TRUE_B, "", "The value at x = 0 is missing: a number such as 0.1 is expected" },
    { GRADIENTS_FIT_FIELD_NOISE, "-2", "“−2” is no standard deviation of noise: 0 or more is expected" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *before = gradients_fit_experiment_dup_text (fixture->experiment, rows[i].field);
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (gradients_fit_experiment_type (fixture->experiment, rows[i].field, rows[i].text, &error));
      g_assert_cmpstr (error->message, ==, rows[i].message);
      after = gradients_fit_experiment_dup_text (fixture->experiment, rows[i].field);
      g_assert_cmpstr (before, ==, after);
    }
  g_assert_cmpuint (fixture->n_fits, ==, 0);
}

static void
what_is_typed_reads_back (Fixture      *fixture,
                          gconstpointer data)
{
  const char *texts[] = { "0.25", "-1.5", "2", "30", "64", "18446744073709551615", "-2", "0.5", "0" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (gradients_fit_experiment_type (fixture->experiment, i, texts[i], NULL));
      text = gradients_fit_experiment_dup_text (fixture->experiment, i);
      g_assert_cmpstr (text, ==, texts[i]);
    }
}

static void
comparing_makes_the_other_fit (Fixture      *fixture,
                               gconstpointer data)
{
  DescentFit *other;

  gradients_fit_experiment_set_compare (fixture->experiment, TRUE);
  other = gradients_fit_experiment_get_other (fixture->experiment);
  g_assert_cmpint (descent_fit_get_settings (other)->reduction, ==, DESCENT_REDUCTION_SUM);
  g_assert_cmpfloat (descent_fit_get_settings (other)->lr, ==, 0.1);
  gradients_fit_experiment_set_compare (fixture->experiment, FALSE);
  g_assert_null (gradients_fit_experiment_get_other (fixture->experiment));
}

static void
samples_come_and_go (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gradients_fit_experiment_add_sample (fixture->experiment, 1, 2, NULL));
  g_assert_cmpuint (get_n_samples (fixture), ==, 1001);
  g_assert_true (gradients_fit_experiment_remove_sample (fixture->experiment, 0, NULL));
  g_assert_true (gradients_fit_experiment_remove_sample (fixture->experiment, 0, NULL));
  g_assert_cmpuint (get_n_samples (fixture), ==, 999);
  g_assert_false (gradients_fit_experiment_add_sample (fixture->experiment, 1e39, 0, &error));
  g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA);
  gradients_fit_experiment_draw (fixture->experiment);
  g_assert_cmpuint (get_n_samples (fixture), ==, 1000);
}

static void
a_sample_is_added_where_it_is_seen (Fixture      *fixture,
                                    gconstpointer data)
{
  const DescentFitSettings *settings = gradients_fit_experiment_get_settings (fixture->experiment);
  const DescentMoments     *m;
  double                    expected;
  DescentData              *source;

  g_assert_true (gradients_fit_experiment_type (fixture->experiment, GRADIENTS_FIT_FIELD_SAMPLES, "10", NULL));
  g_assert_true (gradients_fit_experiment_set_standardized (fixture->experiment, TRUE, NULL));
  m = descent_data_get_moments (gradients_fit_experiment_get_source (fixture->experiment));
  expected = m->mean_x + 1.5 * sqrt (m->var_x);
  g_assert_true (gradients_fit_experiment_add_sample (fixture->experiment, 1.5, 7, NULL));
  source = gradients_fit_experiment_get_source (fixture->experiment);
  g_assert_cmpfloat_with_epsilon (descent_data_get_x (source)[10], expected, 1e-6);
  g_assert_cmpfloat_with_epsilon (descent_data_get_moments (settings->data)->var_x, 1, 1e-6);
}

static void
what_cannot_be_standardized_is_taken_as_it_is (Fixture      *fixture,
                                               gconstpointer data)
{
  const float x[] = { 2, 2, 2 };
  const float y[] = { 1, 2, 3 };
  g_autoptr (DescentData) same = descent_data_new (x, y, 3, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (gradients_fit_experiment_set_standardized (fixture->experiment, TRUE, NULL));
  gradients_fit_experiment_set_source (fixture->experiment, same);
  g_assert_cmpuint (get_n_samples (fixture), ==, 3);
  g_assert_false (gradients_fit_experiment_get_standardized (fixture->experiment));
  g_assert_false (gradients_fit_experiment_set_standardized (fixture->experiment, TRUE, &error));
  g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA);
}

/* A fit too long to wait for is made in a thread, and of many asked for meanwhile the newest comes out. */
static void
of_long_fits_the_newest_wins (Fixture      *fixture,
                              gconstpointer data)
{
  g_assert_true (gradients_fit_experiment_type (fixture->experiment, GRADIENTS_FIT_FIELD_SAMPLES, "100000", NULL));
  harness_wait (!gradients_runner_is_busy (gradients_fit_experiment_get_runner (fixture->experiment)));
  g_assert_true (gradients_fit_experiment_type (fixture->experiment, GRADIENTS_FIT_FIELD_EPOCHS, "200", NULL));
  g_assert_true (gradients_runner_is_busy (gradients_fit_experiment_get_runner (fixture->experiment)));
  for (guint i = 1; i <= 5; i++)
    gradients_fit_experiment_set_lr (fixture->experiment, 0.01 * i);
  harness_wait (!gradients_runner_is_busy (gradients_fit_experiment_get_runner (fixture->experiment)));
  g_assert_cmpfloat (descent_fit_get_settings (gradients_fit_experiment_get_fit (fixture->experiment))->lr, ==, 0.05);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*function) (Fixture *, gconstpointer);
  } tests[] = {
    { "it-begins-with-the-course", it_begins_with_the_course },
    { "any-change-makes-the-fit-anew", any_change_makes_the_fit_anew },
    { "the-same-again-changes-nothing", the_same_again_changes_nothing },
    { "what-is-refused-leaves-all-as-it-was", what_is_refused_leaves_all_as_it_was },
    { "what-is-typed-reads-back", what_is_typed_reads_back },
    { "comparing-makes-the-other-fit", comparing_makes_the_other_fit },
    { "samples-come-and-go", samples_come_and_go },
    { "a-sample-is-added-where-it-is-seen", a_sample_is_added_where_it_is_seen },
    { "what-cannot-be-standardized-is-taken-as-it-is", what_cannot_be_standardized_is_taken_as_it_is },
    { "of-long-fits-the-newest-wins", of_long_fits_the_newest_wins },
  };

  harness_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/app/fit-experiment/", tests[i].path, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].function, tear_down);
    }
  return g_test_run ();
}
