/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The page Line fit. */

#include "app/gradients-fit-page.h"

#include <math.h>
#include <string.h>

#include "app/gradients-plot-area.h"
#include "app/gradients-steps-table.h"
#include "app/gradients-value-entry.h"
#include "harness.h"

typedef struct
{
  GradientsFitPage       *page;
  GradientsFitExperiment *experiment;
  GradientsPlayer        *player;
  GtkWindow              *window;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->page = GRADIENTS_FIT_PAGE (g_object_ref_sink (gradients_fit_page_new ()));
  fixture->experiment = gradients_fit_page_get_experiment (fixture->page);
  fixture->player = gradients_page_get_player (GRADIENTS_PAGE (fixture->page));
  fixture->window = harness_show (GTK_WIDGET (fixture->page), 1100, 800);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  harness_close (fixture->window);
  g_assert_finalize_object (fixture->page);
}

static gpointer
find (Fixture    *fixture,
      const char *name,
      GType       type)
{
  gpointer widget = harness_find_named (GTK_WIDGET (fixture->page), type, name);

  g_assert_nonnull (widget);
  return widget;
}

static gpointer
find_plot (Fixture    *fixture,
           const char *name)
{
  return find (fixture, name, GRADIENTS_TYPE_PLOT_AREA);
}

static void
enter (Fixture    *fixture,
       const char *name,
       const char *text)
{
  GtkWidget *entry = find (fixture, name, GRADIENTS_TYPE_VALUE_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

static const DescentFitSettings *
get_settings (Fixture *fixture)
{
  return gradients_fit_experiment_get_settings (fixture->experiment);
}

static void
activate (Fixture    *fixture,
          const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), action, NULL));
}

static void
assert_says (Fixture    *fixture,
             const char *plot,
             const char *words)
{
  g_autofree char *description = plot_figure_describe (gradients_plot_area_get_figure (find_plot (fixture, plot)));

  if (strstr (description, words) == NULL)
    g_error ("“%s” is not in “%s”", words, description);
}

static void
it_opens_on_the_whole_course (Fixture      *fixture,
                              gconstpointer data)
{
  g_assert_cmpuint (gradients_player_get_n_steps (fixture->player), ==, 10);
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, 10);
  assert_says (fixture, "Data plot", "now W 3.1845896, b 1.7966434; loss 1.0371205");
}

static void
the_controls_of_the_design_are_there (Fixture      *fixture,
                                      gconstpointer data)
{
  static const char *const names[] = { "Data plot", "Parameter map", "Loss plot", "Learning rate", "Learning rate value",
                                       "Start W", "Start W value", "Start b", "Start b value", "Epochs", "Reduction",
                                       "Mean against sum", "Zero gradients", "Residuals", "Logarithmic loss", "First",
                                       "Step back", "Play", "Step forward", "Last", "Timeline", "Speed", "Edit points" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_nonnull (harness_find_named (GTK_WIDGET (fixture->page), GTK_TYPE_WIDGET, names[i]));
}

static void
typed_numbers_make_another_fit (Fixture      *fixture,
                                gconstpointer data)
{
  enter (fixture, "Learning rate value", "0.25");
  enter (fixture, "Start W value", "-1.5");
  enter (fixture, "Start b value", "4");
  enter (fixture, "Epochs", "30");
  g_assert_cmpfloat (get_settings (fixture)->lr, ==, 0.25);
  g_assert_cmpfloat (get_settings (fixture)->w, ==, -1.5);
  g_assert_cmpfloat (get_settings (fixture)->b, ==, 4);
  g_assert_cmpuint (gradients_player_get_n_steps (fixture->player), ==, 30);
}

static void
refused_numbers_leave_the_fit (Fixture      *fixture,
                               gconstpointer data)
{
  static const char *const bad[] = { "abc", "-1", "0", "1e400" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      enter (fixture, "Learning rate value", bad[i]);
      g_assert_cmpfloat (get_settings (fixture)->lr, ==, 0.1);
      g_assert_nonnull (gradients_value_entry_get_error (find (fixture, "Learning rate value", GRADIENTS_TYPE_VALUE_ENTRY)));
    }
}

static void
the_sliders_try_lines (Fixture      *fixture,
                       gconstpointer data)
{
  gtk_range_set_value (find (fixture, "Start W", GTK_TYPE_SCALE), 1.5);
  gtk_range_set_value (find (fixture, "Start b", GTK_TYPE_SCALE), 3);
  g_assert_cmpfloat (get_settings (fixture)->w, ==, 1.5);
  g_assert_cmpfloat (get_settings (fixture)->b, ==, 3);
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, 0);
}

static void
a_click_on_the_map_tries_that_line (Fixture      *fixture,
                                    gconstpointer data)
{
  g_signal_emit_by_name (find_plot (fixture, "Parameter map"), "picked", 1.5, 3.5);
  g_assert_cmpfloat (get_settings (fixture)->w, ==, 1.5);
  g_assert_cmpfloat (get_settings (fixture)->b, ==, 3.5);
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, 0);
  assert_says (fixture, "Data plot", "fitted line y = 1.5 · x + 3.5");
}

static void
dragging_the_line_moves_the_point_on_the_map (Fixture      *fixture,
                                              gconstpointer data)
{
  GtkWidget *plot = find_plot (fixture, "Data plot");

  gradients_player_go (fixture->player, 0);
  g_signal_emit_by_name (plot, "picked", 0.45, 2.25); /* on y = 5x, near the middle */
  g_signal_emit_by_name (plot, "dragged", 0.45, 4.25);
  g_assert_cmpfloat (get_settings (fixture)->w, ==, 5);
  g_assert_cmpfloat_with_epsilon (get_settings (fixture)->b, 2, 1e-9);
  assert_says (fixture, "Parameter map", "start W 5, b 2;");

  g_signal_emit_by_name (plot, "picked", 2.0, 12.0); /* near an end */
  g_signal_emit_by_name (plot, "dragged", 2.0, 9.0);
  g_assert_cmpfloat (get_settings (fixture)->w, <, 4);
  g_assert_cmpfloat (get_settings (fixture)->w, >, 2);
}

static void
beside_the_line_nothing_is_dragged (Fixture      *fixture,
                                    gconstpointer data)
{
  GtkWidget *plot = find_plot (fixture, "Data plot");

  gradients_player_go (fixture->player, 0);
  g_signal_emit_by_name (plot, "picked", -2.0, 12.0);
  g_signal_emit_by_name (plot, "dragged", -2.0, 10.0);
  g_assert_cmpfloat (get_settings (fixture)->w, ==, 5);
  g_assert_cmpfloat (get_settings (fixture)->b, ==, 0);
}

/* What is taken is the line that is seen, wherever in the run that is. */
static void
the_line_of_any_epoch_can_be_taken (Fixture      *fixture,
                                    gconstpointer data)
{
  GtkWidget *plot = find_plot (fixture, "Data plot");

  gradients_player_go (fixture->player, 10);
  g_signal_emit_by_name (plot, "picked", 0.5, 3.1845896 * 0.5 + 1.7966434);
  g_assert_cmpfloat (get_settings (fixture)->w, ==, 3.1845896244049072);
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, 0);
}

static void
clicks_edit_points_on_demand (Fixture      *fixture,
                              gconstpointer data)
{
  GtkWidget *plot = find_plot (fixture, "Data plot");

  enter (fixture, "Samples", "10");
  gtk_switch_set_active (harness_find_switch (GTK_WIDGET (fixture->page), "Edit points"), TRUE);
  g_signal_emit_by_name (plot, "picked", -1.0, 6.0);
  g_assert_cmpuint (descent_data_get_n_samples (get_settings (fixture)->data), ==, 11);
  g_assert_cmpfloat (descent_data_get_y (get_settings (fixture)->data)[10], ==, 6);
  g_signal_emit_by_name (plot, "picked", -1.0, 6.0);
  g_assert_cmpuint (descent_data_get_n_samples (get_settings (fixture)->data), ==, 10);
}

static void
switching_the_reduction_moves_the_limit (Fixture      *fixture,
                                         gconstpointer data)
{
  AdwComboRow *reduction = harness_find (GTK_WIDGET (fixture->page), ADW_TYPE_COMBO_ROW);

  adw_combo_row_set_selected (reduction, 1);
  g_assert_cmpint (get_settings (fixture)->reduction, ==, DESCENT_REDUCTION_SUM);
  g_assert_cmpint (gradients_fit_experiment_get_diagnosis (fixture->experiment)->verdict, ==, DESCENT_OVERFLOWED);
  g_assert_cmpfloat (get_settings (fixture)->lr, ==, 0.1);
  enter (fixture, "Learning rate value", "0.0001");
  assert_says (fixture, "Data plot", "now W 3.1845896, b 1.7966434; loss 1037.1205");
  adw_combo_row_set_selected (reduction, 0);
  g_assert_cmpint (get_settings (fixture)->reduction, ==, DESCENT_REDUCTION_MEAN);
}

static void
mean_and_sum_stand_side_by_side (Fixture      *fixture,
                                 gconstpointer data)
{
  gtk_switch_set_active (harness_find_switch (GTK_WIDGET (fixture->page), "Mean against sum"), TRUE);
  assert_says (fixture, "Loss plot", "curve sum; curve mean");
  assert_says (fixture, "Parameter map", "sum with 11 points");
  g_assert_true (gtk_switch_get_active (harness_find_switch (GTK_WIDGET (fixture->page), "Logarithmic loss")));
}

static void
residuals_and_zeroing_are_switches (Fixture      *fixture,
                                    gconstpointer data)
{
  gtk_switch_set_active (harness_find_switch (GTK_WIDGET (fixture->page), "Residuals"), TRUE);
  assert_says (fixture, "Data plot", "residuals");
  gtk_switch_set_active (harness_find_switch (GTK_WIDGET (fixture->page), "Zero gradients"), FALSE);
  g_assert_false (get_settings (fixture)->zero_gradients);
}

static void
a_row_or_the_loss_moves_the_cursor (Fixture      *fixture,
                                    gconstpointer data)
{
  GtkWidget *table = harness_find (GTK_WIDGET (fixture->page), GRADIENTS_TYPE_STEPS_TABLE);

  g_signal_emit_by_name (table, "row-chosen", 3u);
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, 3);
  g_signal_emit_by_name (find_plot (fixture, "Loss plot"), "picked", 6.3, 2.0);
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, 6);
}

static guint64
get_pointer_serial (Fixture    *fixture,
                    const char *plot)
{
  return plot_figure_get_serial (gradients_plot_area_get_figure (find_plot (fixture, plot)), PLOT_LAYER_POINTER);
}

static void
pointing_at_an_epoch_marks_it_everywhere (Fixture      *fixture,
                                          gconstpointer data)
{
  static const char *const plots[] = { "Data plot", "Parameter map", "Loss plot" };
  guint64                  before[3];

  for (guint i = 0; i < 3; i++)
    before[i] = get_pointer_serial (fixture, plots[i]);
  g_signal_emit_by_name (find_plot (fixture, "Loss plot"), "pointer-moved", 4.0, 2.0);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (get_pointer_serial (fixture, plots[i]), >, before[i]);
  g_signal_emit_by_name (find_plot (fixture, "Loss plot"), "pointer-left");
  g_signal_emit_by_name (find_plot (fixture, "Parameter map"), "pointer-moved", 5.0, 0.0);
  g_signal_emit_by_name (find_plot (fixture, "Parameter map"), "pointer-left");
  g_signal_emit_by_name (find_plot (fixture, "Data plot"), "pointer-moved", 0.0, 0.0);
  g_signal_emit_by_name (find_plot (fixture, "Data plot"), "pointer-left");
}

static PlotRange
get_range (Fixture    *fixture,
           const char *plot)
{
  return plot_figure_get_range (gradients_plot_area_get_figure (find_plot (fixture, plot)));
}

static void
zooming_shows_less_and_reset_all (Fixture      *fixture,
                                  gconstpointer data)
{
  PlotRange before = get_range (fixture, "Parameter map"), near, after;

  gtk_widget_grab_focus (find_plot (fixture, "Parameter map"));
  activate (fixture, "page.zoom-in");
  near = get_range (fixture, "Parameter map");
  g_assert_cmpfloat (near.x_max - near.x_min, <, before.x_max - before.x_min);
  g_signal_emit_by_name (find_plot (fixture, "Data plot"), "zoomed", 2.0, 0.0, 0.0);
  g_signal_emit_by_name (find_plot (fixture, "Data plot"), "panned", 1.0, 1.0);
  activate (fixture, "page.reset");
  after = get_range (fixture, "Parameter map");
  g_assert_cmpfloat (after.x_min, ==, before.x_min);
  g_assert_cmpfloat_with_epsilon (get_range (fixture, "Data plot").x_min, -3.516485321521759, 1e-9);
}

static void
actions_move_cursor_and_rate (Fixture      *fixture,
                              gconstpointer data)
{
  activate (fixture, "page.first");
  activate (fixture, "page.step-forward");
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, 1);
  activate (fixture, "page.rate-up");
  g_assert_cmpfloat (get_settings (fixture)->lr, >, 0.1);
  activate (fixture, "page.rate-down");
  g_assert_cmpfloat (get_settings (fixture)->lr, <, 0.12);
}

static void
the_program_and_the_table_are_the_fits (Fixture      *fixture,
                                        gconstpointer data)
{
  GradientsPageClass *klass = GRADIENTS_PAGE_GET_CLASS (fixture->page);
  g_autofree char    *code = klass->dup_code (GRADIENTS_PAGE (fixture->page));
  g_autofree char    *steps = klass->dup_steps (GRADIENTS_PAGE (fixture->page));

  g_assert_nonnull (strstr (code, "torch.manual_seed(0)"));
  g_assert_true (g_str_has_prefix (steps, "epoch,loss,W,b,dW,db\n1,9.133218,"));
}

/* At the least size of the window the verdict is read to its end. */
static void
a_small_page_cuts_no_verdict (Fixture      *fixture,
                              gconstpointer data)
{
  GtkLabel *diagnosis;

  gtk_window_set_default_size (fixture->window, 720, 513);
  harness_wait (gtk_widget_get_width (GTK_WIDGET (fixture->page)) < 800);
  diagnosis = GTK_LABEL (harness_find_described (GTK_WIDGET (fixture->page), "Diagnosis"));
  harness_wait (gtk_label_get_lines (diagnosis) > 0 && pango_layout_get_line_count (gtk_label_get_layout (diagnosis)) > 2);
  harness_wait (!pango_layout_is_ellipsized (gtk_label_get_layout (diagnosis)));
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
    { "it-opens-on-the-whole-course", it_opens_on_the_whole_course },
    { "the-controls-of-the-design-are-there", the_controls_of_the_design_are_there },
    { "typed-numbers-make-another-fit", typed_numbers_make_another_fit },
    { "refused-numbers-leave-the-fit", refused_numbers_leave_the_fit },
    { "the-sliders-try-lines", the_sliders_try_lines },
    { "a-click-on-the-map-tries-that-line", a_click_on_the_map_tries_that_line },
    { "dragging-the-line-moves-the-point-on-the-map", dragging_the_line_moves_the_point_on_the_map },
    { "beside-the-line-nothing-is-dragged", beside_the_line_nothing_is_dragged },
    { "the-line-of-any-epoch-can-be-taken", the_line_of_any_epoch_can_be_taken },
    { "clicks-edit-points-on-demand", clicks_edit_points_on_demand },
    { "switching-the-reduction-moves-the-limit", switching_the_reduction_moves_the_limit },
    { "mean-and-sum-stand-side-by-side", mean_and_sum_stand_side_by_side },
    { "residuals-and-zeroing-are-switches", residuals_and_zeroing_are_switches },
    { "a-row-or-the-loss-moves-the-cursor", a_row_or_the_loss_moves_the_cursor },
    { "pointing-at-an-epoch-marks-it-everywhere", pointing_at_an_epoch_marks_it_everywhere },
    { "zooming-shows-less-and-reset-all", zooming_shows_less_and_reset_all },
    { "actions-move-cursor-and-rate", actions_move_cursor_and_rate },
    { "a-small-page-cuts-no-verdict", a_small_page_cuts_no_verdict },
    { "the-program-and-the-table-are-the-fits", the_program_and_the_table_are_the_fits },
  };

  harness_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/app/fit-page/", tests[i].path, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].function, tear_down);
    }
  return g_test_run ();
}
