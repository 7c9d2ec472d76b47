/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The pages Curve and Surface. */

#include "app/gradients-descent-page.h"

#include "app/gradients-number-row.h"
#include "app/gradients-plot-area.h"
#include "harness.h"

typedef struct
{
  GradientsDescentPage *page;
  GradientsExperiment  *experiment;
  GradientsPlayer      *player;
  GtkWindow            *window;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer n_inputs)
{
  fixture->page = GRADIENTS_DESCENT_PAGE (g_object_ref_sink (gradients_descent_page_new (GPOINTER_TO_UINT (n_inputs))));
  fixture->experiment = gradients_descent_page_get_experiment (fixture->page);
  fixture->player = gradients_page_get_player (GRADIENTS_PAGE (fixture->page));
  fixture->window = harness_show (GTK_WIDGET (fixture->page), 1100, 800);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer n_inputs)
{
  harness_wait (!gradients_runner_is_busy (gradients_experiment_get_runner (fixture->experiment)));
  harness_close (fixture->window);
  g_assert_finalize_object (fixture->page);
}

static gpointer
find (Fixture    *fixture,
      const char *name)
{
  gpointer widget = harness_find_named (GTK_WIDGET (fixture->page), GTK_TYPE_WIDGET, name);

  g_assert_nonnull (widget);
  return widget;
}

static GtkWidget *
find_entry (Fixture    *fixture,
            const char *name)
{
  GtkWidget *entry = harness_find_named (GTK_WIDGET (fixture->page), GRADIENTS_TYPE_VALUE_ENTRY, name);

  g_assert_nonnull (entry);
  return entry;
}

static void
enter (Fixture    *fixture,
       const char *name,
       const char *text)
{
  GtkWidget *entry = find_entry (fixture, name);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

static const DescentSettings *
get_settings (Fixture *fixture)
{
  return gradients_experiment_get_settings (fixture->experiment);
}

static void
activate (Fixture    *fixture,
          const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), action, NULL));
}

static void
it_opens_on_a_whole_run (Fixture      *fixture,
                         gconstpointer n_inputs)
{
  g_assert_cmpuint (gradients_player_get_n_steps (fixture->player), ==, get_settings (fixture)->n_steps);
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, get_settings (fixture)->n_steps);
}

static void
the_controls_of_the_design_are_there (Fixture      *fixture,
                                      gconstpointer n_inputs)
{
  static const char *const names[] = { "Loss plot", "Learning rate", "Learning rate value", "Start x", "Steps",
                                       "First", "Step back", "Play", "Step forward", "Last", "Timeline", "Speed", "Function" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    find (fixture, names[i]);
  find (fixture, GPOINTER_TO_UINT (n_inputs) == 1 ? "Curve plot" : "Surface plot");
}

static void
a_typed_rate_makes_another_run (Fixture      *fixture,
                                gconstpointer n_inputs)
{
  enter (fixture, "Learning rate value", "0.25");
  g_assert_cmpfloat (get_settings (fixture)->lr, ==, 0.25);
  enter (fixture, "Learning rate value", "abc");
  g_assert_cmpfloat (get_settings (fixture)->lr, ==, 0.25);
  g_assert_nonnull (gradients_value_entry_get_error (GRADIENTS_VALUE_ENTRY (find_entry (fixture, "Learning rate value"))));
}

static void
typed_starts_and_steps_make_another_run (Fixture      *fixture,
                                         gconstpointer n_inputs)
{
  enter (fixture, "Start x", "1.5");
  enter (fixture, "Steps", "30");
  g_assert_cmpfloat (get_settings (fixture)->start[0], ==, 1.5);
  g_assert_cmpuint (gradients_player_get_n_steps (fixture->player), ==, 30);
}

static void
a_bad_function_keeps_the_last_good_one (Fixture      *fixture,
                                        gconstpointer n_inputs)
{
  g_autofree char *before = g_strdup (descent_function_get_text (get_settings (fixture)->function));

  enter (fixture, "Function", "sin(");
  g_assert_cmpstr (descent_function_get_text (get_settings (fixture)->function), ==, before);
  enter (fixture, "Function", "x^2 + 3");
  g_assert_cmpstr (descent_function_get_text (get_settings (fixture)->function), ==, "x^2 + 3");
}

static void
pressing_the_plot_is_a_whole_experiment (Fixture      *fixture,
                                         gconstpointer n_inputs)
{
  GtkWidget *plot = harness_find (GTK_WIDGET (fixture->page), GRADIENTS_TYPE_PLOT_AREA);

  gradients_player_go (fixture->player, 2);
  g_signal_emit_by_name (plot, "picked", -0.5, 0.25);
  g_assert_cmpfloat (get_settings (fixture)->start[0], ==, -0.5);
  if (GPOINTER_TO_UINT (n_inputs) == 2)
    g_assert_cmpfloat (get_settings (fixture)->start[1], ==, 0.25);
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, gradients_player_get_n_steps (fixture->player));
}

static void
dragging_keeps_the_step (Fixture      *fixture,
                         gconstpointer n_inputs)
{
  GtkWidget *plot = harness_find (GTK_WIDGET (fixture->page), GRADIENTS_TYPE_PLOT_AREA);

  gradients_player_go (fixture->player, 2);
  g_signal_emit_by_name (plot, "dragged", -0.5, 0.25);
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, 2);
}

static void
the_plot_tells_of_the_run (Fixture      *fixture,
                           gconstpointer n_inputs)
{
  GtkAccessible   *plot = harness_find (GTK_WIDGET (fixture->page), GRADIENTS_TYPE_PLOT_AREA);
  PlotFigure      *figure = gradients_plot_area_get_figure (GRADIENTS_PLOT_AREA (plot));
  g_autofree char *before = plot_figure_describe (figure);
  g_autofree char *after = NULL;

  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, before);
  enter (fixture, "Learning rate value", "0.03");
  after = plot_figure_describe (figure);
  g_assert_cmpstr (before, !=, after);
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, after);
}

static void
reset_changes_neither_start_nor_rate (Fixture      *fixture,
                                      gconstpointer n_inputs)
{
  enter (fixture, "Start x", "1.25");
  enter (fixture, "Learning rate value", "0.2");
  activate (fixture, "page.zoom-in");
  activate (fixture, "page.reset");
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, 0);
  g_assert_cmpfloat (get_settings (fixture)->start[0], ==, 1.25);
  g_assert_cmpfloat (get_settings (fixture)->lr, ==, 0.2);
}

static PlotRange
get_range (Fixture *fixture)
{
  return plot_figure_get_range (gradients_plot_area_get_figure (harness_find (GTK_WIDGET (fixture->page), GRADIENTS_TYPE_PLOT_AREA)));
}

static void
zooming_in_shows_less_and_back (Fixture      *fixture,
                                gconstpointer n_inputs)
{
  PlotRange before = get_range (fixture), near, after;

  activate (fixture, "page.zoom-in");
  near = get_range (fixture);
  g_assert_cmpfloat (near.x_max - near.x_min, <, before.x_max - before.x_min);
  activate (fixture, "page.zoom-reset");
  after = get_range (fixture);
  g_assert_cmpfloat_with_epsilon (after.x_min, before.x_min, 1e-9);
  g_assert_cmpfloat_with_epsilon (after.x_max, before.x_max, 1e-9);
}

static void
actions_move_cursor_and_rate (Fixture      *fixture,
                              gconstpointer n_inputs)
{
  double rate = get_settings (fixture)->lr;

  activate (fixture, "page.first");
  activate (fixture, "page.step-forward");
  activate (fixture, "page.step-forward");
  activate (fixture, "page.step-back");
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, 1);
  activate (fixture, "page.ten-forward");
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, MIN (11, gradients_player_get_n_steps (fixture->player)));
  activate (fixture, "page.play");
  activate (fixture, "page.rate-up");
  g_assert_cmpfloat (get_settings (fixture)->lr, >, rate);
  activate (fixture, "page.rate-down");
  activate (fixture, "page.rate-down");
  g_assert_cmpfloat (get_settings (fixture)->lr, <, rate);
}

static void
every_lesson_can_be_chosen (Fixture      *fixture,
                            gconstpointer n_inputs)
{
  AdwComboRow         *lessons = harness_find (GTK_WIDGET (fixture->page), ADW_TYPE_COMBO_ROW);
  guint                n_presets;
  const DescentPreset *presets = descent_preset_list (GPOINTER_TO_UINT (n_inputs), &n_presets);

  for (guint i = n_presets; i-- > 0;)
    {
      adw_combo_row_set_selected (lessons, i);
      g_assert_true (gradients_experiment_get_preset (fixture->experiment) == &presets[i]);
      g_assert_cmpfloat (get_settings (fixture)->lr, ==, presets[i].lr);
      harness_wait (!gradients_runner_is_busy (gradients_experiment_get_runner (fixture->experiment)));
      g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, presets[i].n_steps);
    }
  enter (fixture, "Function", "x^2 + 3");
  g_assert_cmpuint (adw_combo_row_get_selected (lessons), ==, n_presets);
}

static void
leaving_gradients_standing_makes_another_run (Fixture      *fixture,
                                              gconstpointer n_inputs)
{
  GtkSwitch  *zero = harness_find (GTK_WIDGET (fixture->page), GTK_TYPE_SWITCH);
  DescentRun *run = gradients_experiment_get_run (fixture->experiment);

  gtk_switch_set_active (zero, FALSE);
  g_assert_false (get_settings (fixture)->zero_gradients);
  g_assert_true (gradients_experiment_get_run (fixture->experiment) != run);
}

/* Who wants no animations sees the point where the steps are, not gliding between them. */
static void
without_animations_the_point_jumps (Fixture      *fixture,
                                    gconstpointer n_inputs)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (fixture->page));
  gboolean     before;

  g_object_get (settings, "gtk-enable-animations", &before, NULL);
  gradients_player_set_cursor (fixture->player, 2.5);
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  g_assert_cmpfloat (gradients_page_get_cursor (GRADIENTS_PAGE (fixture->page)), ==, 2.5);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  g_assert_cmpfloat (gradients_page_get_cursor (GRADIENTS_PAGE (fixture->page)), ==, 2);
  g_object_set (settings, "gtk-enable-animations", before, NULL);
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
    { "it-opens-on-a-whole-run", it_opens_on_a_whole_run },
    { "the-controls-of-the-design-are-there", the_controls_of_the_design_are_there },
    { "a-typed-rate-makes-another-run", a_typed_rate_makes_another_run },
    { "typed-starts-and-steps-make-another-run", typed_starts_and_steps_make_another_run },
    { "a-bad-function-keeps-the-last-good-one", a_bad_function_keeps_the_last_good_one },
    { "pressing-the-plot-is-a-whole-experiment", pressing_the_plot_is_a_whole_experiment },
    { "dragging-keeps-the-step", dragging_keeps_the_step },
    { "the-plot-tells-of-the-run", the_plot_tells_of_the_run },
    { "reset-changes-neither-start-nor-rate", reset_changes_neither_start_nor_rate },
    { "zooming-in-shows-less-and-back", zooming_in_shows_less_and_back },
    { "actions-move-cursor-and-rate", actions_move_cursor_and_rate },
    { "every-lesson-can-be-chosen", every_lesson_can_be_chosen },
    { "without-animations-the-point-jumps", without_animations_the_point_jumps },
    { "leaving-gradients-standing-makes-another-run", leaving_gradients_standing_makes_another_run },
  };

  harness_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *curve = g_strconcat ("/app/descent-page/curve/", tests[i].path, NULL);
      g_autofree char *surface = g_strconcat ("/app/descent-page/surface/", tests[i].path, NULL);

      g_test_add (curve, Fixture, GUINT_TO_POINTER (1), set_up, tests[i].function, tear_down);
      g_test_add (surface, Fixture, GUINT_TO_POINTER (2), set_up, tests[i].function, tear_down);
    }
  return g_test_run ();
}
