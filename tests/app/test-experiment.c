/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What was set on a page, and the run that follows. */

#include "app/gradients-experiment.h"

#include "harness.h"

#include "descent/descent-error.h"

static void
count_cb (guint *n)
{
  ++*n;
}

static double
get_last_x (GradientsExperiment *experiment)
{
  DescentRun *run = gradients_experiment_get_run (experiment);

  return descent_run_get_point (run, descent_run_get_n_points (run) - 1)->x[0];
}

static void
it_begins_with_the_course (void)
{
  GradientsExperiment *curve = gradients_experiment_new (1);
  GradientsExperiment *surface = gradients_experiment_new (2);

  g_assert_cmpuint (descent_run_get_n_points (gradients_experiment_get_run (curve)), ==, 10);
  g_assert_cmpfloat (get_last_x (curve), ==, 13.421771f);
  g_assert_nonnull (gradients_experiment_get_diagnosis (curve)->sentence);
  g_assert_cmpstr (gradients_experiment_get_preset (surface)->id, ==, "waves");
  g_assert_cmpuint (gradients_experiment_get_settings (surface)->n_steps, ==, 15);
  g_assert_finalize_object (curve);
  g_assert_finalize_object (surface);
}

static void
any_change_makes_the_run_anew (void)
{
  GradientsExperiment *experiment = gradients_experiment_new (1);
  const double         start[] = { -50, 0 };
  guint                n_settings = 0, n_runs = 0;

  g_signal_connect_swapped (experiment, "settings-changed", G_CALLBACK (count_cb), &n_settings);
  g_signal_connect_swapped (experiment, "changed", G_CALLBACK (count_cb), &n_runs);
  gradients_experiment_set_start (experiment, start);
  gradients_experiment_set_lr (experiment, 0.5);
  gradients_experiment_set_zero_gradients (experiment, FALSE);
  g_assert_true (gradients_experiment_type_steps (experiment, "20", NULL));
  g_assert_true (gradients_experiment_type_function (experiment, "x^2 + 1", NULL));
  g_assert_cmpuint (n_settings, ==, 5);
  g_assert_cmpuint (n_runs, ==, 5);
  g_assert_cmpuint (descent_run_get_n_points (gradients_experiment_get_run (experiment)), ==, 21);
  g_assert_null (gradients_experiment_get_preset (experiment));
  g_assert_finalize_object (experiment);
}

static void
the_same_again_changes_nothing (void)
{
  GradientsExperiment   *experiment = gradients_experiment_new (1);
  const DescentSettings *settings = gradients_experiment_get_settings (experiment);
  guint                  n_runs = 0;

  g_signal_connect_swapped (experiment, "changed", G_CALLBACK (count_cb), &n_runs);
  gradients_experiment_set_start (experiment, settings->start);
  gradients_experiment_set_lr (experiment, settings->lr);
  gradients_experiment_set_zero_gradients (experiment, settings->zero_gradients);
  g_assert_cmpuint (n_runs, ==, 0);
  g_assert_finalize_object (experiment);
}

typedef gboolean (*TypeFunc) (GradientsExperiment *,
                              const char *,
                              GError **);

static gboolean
type_start (GradientsExperiment *experiment,
            const char          *text,
            GError             **error)
{
  return gradients_experiment_type_start (experiment, 0, text, error);
}

static void
what_is_refused_leaves_all_as_it_was (void)
{
  static const struct
  {
    TypeFunc    type;
    const char *text;
  } wrong[] = {
    { gradients_experiment_type_lr, "abc" },
    { gradients_experiment_type_lr, "-1" },
    { gradients_experiment_type_lr, "0" },
    { gradients_experiment_type_lr, "1e400" },
    { gradients_experiment_type_lr, "" },
    { type_start, "here" },
    { type_start, "1e39" },
    { type_start, "nan" },
    { gradients_experiment_type_steps, "2.5" },
    { gradients_experiment_type_steps, "-1" },
    { gradients_experiment_type_steps, "1e12" },
    { gradients_experiment_type_function, "x +" },
    { gradients_experiment_type_function, "foo(x)" },
    { gradients_experiment_type_function, "x + y" },
  };
  GradientsExperiment *experiment = gradients_experiment_new (1);
  DescentRun          *run = gradients_experiment_get_run (experiment);
  guint                n_signals = 0;

  g_signal_connect_swapped (experiment, "settings-changed", G_CALLBACK (count_cb), &n_signals);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (wrong[i].type (experiment, wrong[i].text, &error));
      g_assert_true (error->domain == DESCENT_ERROR);
      g_assert_cmpint ((int) strlen (error->message), >, 10);
    }
  g_assert_true (gradients_experiment_get_run (experiment) == run);
  g_assert_nonnull (gradients_experiment_get_preset (experiment));
  g_assert_cmpuint (n_signals, ==, 0);
  g_assert_finalize_object (experiment);
}

/* Long runs go to a thread; whatever was asked meanwhile, the last word wins. */
static void
the_newest_settings_win (void)
{
  GradientsExperiment *experiment = gradients_experiment_new (2);

  g_assert_true (gradients_experiment_type_steps (experiment, "300000", NULL));
  gradients_experiment_set_lr (experiment, 0.01);
  g_assert_true (gradients_runner_is_busy (gradients_experiment_get_runner (experiment)));
  gradients_experiment_set_lr (experiment, 0.02);
  gradients_experiment_set_lr (experiment, 0.03);
  harness_wait (!gradients_runner_is_busy (gradients_experiment_get_runner (experiment)));
  g_assert_cmpfloat (descent_run_get_settings (gradients_experiment_get_run (experiment))->lr, ==, 0.03);
  g_assert_cmpuint (descent_run_get_n_points (gradients_experiment_get_run (experiment)), ==, 300001);
  g_assert_finalize_object (experiment);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/experiment/it-begins-with-the-course", it_begins_with_the_course);
  g_test_add_func ("/app/experiment/any-change-makes-the-run-anew", any_change_makes_the_run_anew);
  g_test_add_func ("/app/experiment/the-same-again-changes-nothing", the_same_again_changes_nothing);
  g_test_add_func ("/app/experiment/what-is-refused-leaves-all-as-it-was", what_is_refused_leaves_all_as_it_was);
  g_test_add_func ("/app/experiment/the-newest-settings-win", the_newest_settings_win);
  return g_test_run ();
}
