/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "descent/descent-preset.h"

#include "descent/descent-diagnosis.h"

/* What a preset shows as it is opened, and what it shows at the highest rate of its slider. */
static const struct
{
  const char    *id;
  DescentVerdict at_first;
  DescentVerdict at_most;
} lessons[] = {
  { "parabola", DESCENT_CONVERGING, DESCENT_DIVERGING },
  { "valleys", DESCENT_CONVERGED, DESCENT_OVERFLOWED },
  { "plateau", DESCENT_CONVERGED, DESCENT_WANDERING },
  { "kink", DESCENT_BOUNCING, DESCENT_BOUNCING },
  { "ripples", DESCENT_CONVERGED, DESCENT_WANDERING },
  { "flat", DESCENT_CRAWLING, DESCENT_OVERFLOWED },
  { "cliff", DESCENT_CONVERGING, DESCENT_BOUNCING },
  { "terrace", DESCENT_CRAWLING, DESCENT_OVERFLOWED },
  { "edge", DESCENT_CONVERGED, DESCENT_OVERFLOWED },
  { "waves", DESCENT_CONVERGING, DESCENT_WANDERING },
  { "bowl", DESCENT_CONVERGING, DESCENT_DIVERGING },
  { "ravine", DESCENT_OSCILLATING, DESCENT_DIVERGING },
  { "basins", DESCENT_CONVERGING, DESCENT_OVERFLOWED },
  { "hole", DESCENT_CONVERGED, DESCENT_WANDERING },
  { "pyramid", DESCENT_BOUNCING, DESCENT_BOUNCING },
  { "rosenbrock", DESCENT_CONVERGING, DESCENT_OVERFLOWED },
  { "himmelblau", DESCENT_CONVERGED, DESCENT_OVERFLOWED },
  { "saddle", DESCENT_FLAT, DESCENT_DIVERGING },
};

static DescentDiagnosis *
diagnose (const DescentPreset *preset,
          double               lr)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DescentFunction) function = descent_function_new (preset->text, preset->n_inputs, &error);
  DescentSettings settings = { function, GRAD_FLOAT32, { preset->start[0], preset->start[1] }, lr, preset->n_steps, TRUE };
  g_autoptr (DescentRun) run = NULL;

  g_assert_no_error (error);
  run = descent_run_new (&settings, &error);
  g_assert_no_error (error);
  return descent_diagnosis_new (run);
}

static void
the_courses_come_first (void)
{
  guint                n_curves, n_surfaces;
  const DescentPreset *curves = descent_preset_list (1, &n_curves);
  const DescentPreset *surfaces = descent_preset_list (2, &n_surfaces);

  g_assert_cmpstr (curves[0].id, ==, "parabola");
  g_assert_cmpfloat (curves[0].start[0], ==, 100);
  g_assert_cmpfloat (curves[0].lr, ==, 0.1);
  g_assert_cmpuint (curves[0].n_steps, ==, 9);
  g_assert_cmpstr (surfaces[0].id, ==, "waves");
  g_assert_cmpfloat (surfaces[0].lr, ==, 0.05);
  g_assert_cmpuint (surfaces[0].n_steps, ==, 15);
  g_assert_cmpuint (n_curves, >=, 8);
  g_assert_cmpuint (n_surfaces, >=, 8);
  g_assert_cmpuint (n_curves + n_surfaces, ==, G_N_ELEMENTS (lessons));
}

static void
each_shows_its_lesson (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lessons); i++)
    {
      const DescentPreset *preset = descent_preset_lookup (lessons[i].id);
      g_autoptr (DescentDiagnosis) at_least = diagnose (preset, preset->lr_min);
      g_autoptr (DescentDiagnosis) at_first = diagnose (preset, preset->lr);
      g_autoptr (DescentDiagnosis) at_most = diagnose (preset, preset->lr_max);

      g_test_message ("%s: %s / %s / %s", preset->id, at_least->sentence, at_first->sentence, at_most->sentence);
      g_assert_true (at_least->verdict == DESCENT_CRAWLING || at_least->verdict == DESCENT_CONVERGING);
      g_assert_cmpstr (descent_verdict_get_name (at_first->verdict), ==, descent_verdict_get_name (lessons[i].at_first));
      g_assert_cmpstr (descent_verdict_get_name (at_most->verdict), ==, descent_verdict_get_name (lessons[i].at_most));
    }
}

static void
each_is_whole (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lessons); i++)
    {
      const DescentPreset *preset = descent_preset_lookup (lessons[i].id);

      g_assert_nonnull (preset);
      g_assert_cmpstr (preset->id, ==, lessons[i].id);
      g_assert_cmpstr (descent_preset_get_lesson (preset), ==, preset->lesson);
      g_assert_cmpstr (descent_preset_get_explanation (preset), ==, preset->explanation);
      g_assert_cmpfloat (preset->lr_min, <, preset->lr);
      g_assert_cmpfloat (preset->lr, <, preset->lr_max);
      g_assert_cmpfloat (preset->x_min, <, preset->start[0]);
      g_assert_cmpfloat (preset->start[0], <, preset->x_max);
      if (preset->n_inputs == 1)
        continue;
      g_assert_cmpfloat (preset->y_min, <, preset->start[1]);
      g_assert_cmpfloat (preset->start[1], <, preset->y_max);
    }
}

static void
there_is_none_of_another_name (void)
{
  g_assert_null (descent_preset_lookup ("paraboloid"));
  g_assert_null (descent_preset_lookup (""));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/preset/the-courses-come-first", the_courses_come_first);
  g_test_add_func ("/descent/preset/each-shows-its-lesson", each_shows_its_lesson);
  g_test_add_func ("/descent/preset/each-is-whole", each_is_whole);
  g_test_add_func ("/descent/preset/there-is-none-of-another-name", there_is_none_of_another_name);
  return g_test_run ();
}
