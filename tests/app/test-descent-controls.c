/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The controls of a descent, and the experiment behind them. */

#include "app/gradients-descent-controls.h"

#include "harness.h"

typedef struct
{
  GradientsExperiment *experiment;
  GtkWidget           *controls;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer n_inputs)
{
  fixture->experiment = gradients_experiment_new (GPOINTER_TO_UINT (n_inputs));
  fixture->controls = g_object_ref_sink (gradients_descent_controls_new (fixture->experiment));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer n_inputs)
{
  harness_wait (!gradients_runner_is_busy (gradients_experiment_get_runner (fixture->experiment)));
  g_assert_finalize_object (fixture->controls);
  g_assert_finalize_object (fixture->experiment);
}

static const char *
get_entry_text (Fixture    *fixture,
                const char *name)
{
  return gtk_editable_get_text (harness_find_named (fixture->controls, GTK_TYPE_ENTRY, name));
}

static void
they_show_what_other_hands_change (Fixture      *fixture,
                                   gconstpointer n_inputs)
{
  const double start[] = { -0.75, 0.5 };

  gradients_experiment_set_start (fixture->experiment, start);
  gradients_experiment_set_lr (fixture->experiment, 0.2);
  g_assert_cmpstr (get_entry_text (fixture, "Start x"), ==, "-0.75");
  g_assert_cmpstr (get_entry_text (fixture, "Start y"), ==, GPOINTER_TO_UINT (n_inputs) == 2 ? "0.5" : "0");
  g_assert_cmpstr (get_entry_text (fixture, "Learning rate value"), ==, "0.2");
}

/* A start in decimals is no float32; it is shown as it was typed. */
static void
a_preset_shows_in_all_of_them (Fixture      *fixture,
                               gconstpointer n_inputs)
{
  guint                n_presets;
  const DescentPreset *presets = descent_preset_list (GPOINTER_TO_UINT (n_inputs), &n_presets);
  char                 text[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < n_presets; i++)
    {
      gradients_experiment_load_preset (fixture->experiment, &presets[i]);
      g_assert_cmpstr (get_entry_text (fixture, "Function"), ==, presets[i].text);
      g_assert_cmpfloat (g_ascii_strtod (get_entry_text (fixture, "Start x"), NULL), ==, presets[i].start[0]);
      g_assert_cmpstr (get_entry_text (fixture, "Steps"), ==, g_ascii_formatd (text, sizeof text, "%.0f", presets[i].n_steps));
      g_assert_cmpuint (adw_combo_row_get_selected (harness_find (fixture->controls, ADW_TYPE_COMBO_ROW)), ==, i);
    }
}

static void
the_slider_sets_the_rate (Fixture      *fixture,
                          gconstpointer n_inputs)
{
  gtk_range_set_value (harness_find (fixture->controls, GTK_TYPE_SCALE), -2);
  g_assert_cmpfloat (gradients_experiment_get_settings (fixture->experiment)->lr, ==, 0.01);
  gradients_descent_controls_nudge_rate (GRADIENTS_DESCENT_CONTROLS (fixture->controls), 1);
  g_assert_cmpfloat (gradients_experiment_get_settings (fixture->experiment)->lr, ==, 0.011);
}

static void
only_a_surface_has_a_start_y (Fixture      *fixture,
                              gconstpointer n_inputs)
{
  GtkWidget *entry = harness_find_named (fixture->controls, GTK_TYPE_ENTRY, "Start y");
  GtkWidget *row = gtk_widget_get_ancestor (entry, ADW_TYPE_PREFERENCES_ROW);

  g_assert_true (gtk_widget_get_visible (row) == (GPOINTER_TO_UINT (n_inputs) == 2));
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
#define ADD(path, function)                                                                                     \
  g_test_add ("/app/descent-controls/curve/" path, Fixture, GUINT_TO_POINTER (1), set_up, function, tear_down); \
  g_test_add ("/app/descent-controls/surface/" path, Fixture, GUINT_TO_POINTER (2), set_up, function, tear_down)
  ADD ("they-show-what-other-hands-change", they_show_what_other_hands_change);
  ADD ("a-preset-shows-in-all-of-them", a_preset_shows_in_all_of_them);
  ADD ("the-slider-sets-the-rate", the_slider_sets_the_rate);
  ADD ("only-a-surface-has-a-start-y", only_a_surface_has_a_start_y);
  return g_test_run ();
}
