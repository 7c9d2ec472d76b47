/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The learning rate: slider, entry, ticks. */

#include "app/gradients-learning-rate.h"

#include <math.h>

#include "harness.h"

typedef struct
{
  GradientsLearningRate *rate;
  GtkWindow             *window;
  double                 picked;
  guint                  n_picked;
  char                  *typed;
} Fixture;

static void
picked_cb (Fixture *fixture,
           double   value)
{
  fixture->picked = value;
  fixture->n_picked++;
  gradients_learning_rate_set_value (fixture->rate, value);
}

static void
typed_cb (Fixture    *fixture,
          const char *text)
{
  g_free (fixture->typed);
  fixture->typed = g_strdup (text);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->rate = GRADIENTS_LEARNING_RATE (g_object_ref_sink (gradients_learning_rate_new ()));
  gradients_learning_rate_set_range (fixture->rate, 0.001, 1.2);
  gradients_learning_rate_set_value (fixture->rate, 0.1);
  g_signal_connect_swapped (fixture->rate, "picked", G_CALLBACK (picked_cb), fixture);
  g_signal_connect_swapped (fixture->rate, "typed", G_CALLBACK (typed_cb), fixture);
  fixture->window = harness_show_row (GTK_WIDGET (fixture->rate), 360, 200);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  harness_close (fixture->window);
  g_assert_finalize_object (fixture->rate);
  g_free (fixture->typed);
}

static GtkRange *
get_slider (Fixture *fixture)
{
  return harness_find (GTK_WIDGET (fixture->rate), GTK_TYPE_SCALE);
}

static GtkWidget *
get_best (Fixture *fixture)
{
  return harness_find (GTK_WIDGET (fixture->rate), GTK_TYPE_BUTTON);
}

static const char *
get_entry_text (Fixture *fixture)
{
  return gtk_editable_get_text (GTK_EDITABLE (gradients_learning_rate_get_entry (fixture->rate)));
}

static void
showing_a_value_picks_nothing (Fixture      *fixture,
                               gconstpointer data)
{
  gradients_learning_rate_set_value (fixture->rate, 0.05);
  g_assert_cmpuint (fixture->n_picked, ==, 0);
  g_assert_cmpstr (get_entry_text (fixture), ==, "0.05");
  g_assert_cmpfloat_with_epsilon (gtk_range_get_value (get_slider (fixture)), log10 (0.05), 1e-12);
}

static void
the_slider_gives_round_rates (Fixture      *fixture,
                              gconstpointer data)
{
  static const struct
  {
    double slider, rate;
  } places[] = {
    { -2, 0.01 },
    { -1.95, 0.011 },
    { -0.5, 0.32 },
    { 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      gtk_range_set_value (get_slider (fixture), places[i].slider);
      g_assert_cmpfloat (fixture->picked, ==, places[i].rate);
      g_assert_cmpfloat_with_epsilon (gtk_range_get_value (get_slider (fixture)), places[i].slider, 1e-12);
    }
}

static void
a_rate_beyond_the_slider_is_kept (Fixture      *fixture,
                                  gconstpointer data)
{
  gradients_learning_rate_set_value (fixture->rate, 25);
  g_assert_cmpuint (fixture->n_picked, ==, 0);
  g_assert_cmpfloat (gradients_learning_rate_get_value (fixture->rate), ==, 25);
  g_assert_cmpstr (get_entry_text (fixture), ==, "25");
}

static void
a_notch_changes_the_rate_and_back (Fixture      *fixture,
                                   gconstpointer data)
{
  gradients_learning_rate_nudge (fixture->rate, 1);
  g_assert_cmpfloat (fixture->picked, ==, 0.11);
  gradients_learning_rate_nudge (fixture->rate, -1);
  g_assert_cmpfloat (fixture->picked, <, 0.11);
}

static void
the_best_tick_sets_the_rate_that_it_says (Fixture      *fixture,
                                          gconstpointer data)
{
  gradients_learning_rate_set_marks (fixture->rate, 1 / 8.937, 2 / 9.0);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (get_best (fixture))), ==, "best 0.1119");
  harness_click (get_best (fixture));
  g_assert_cmpfloat (fixture->picked, ==, 0.1119);
}

static void
ticks_without_a_place_are_hidden (Fixture      *fixture,
                                  gconstpointer data)
{
  gradients_learning_rate_set_marks (fixture->rate, NAN, NAN);
  g_assert_false (gtk_widget_get_visible (get_best (fixture)));
  gradients_learning_rate_set_marks (fixture->rate, 0.5, 1);
  g_assert_true (gtk_widget_get_visible (get_best (fixture)));
  gradients_learning_rate_set_range (fixture->rate, 0.001, 0.2);
  g_assert_false (gtk_widget_get_visible (get_best (fixture)));
}

/* The one at 0.9 and the one at 1 lie a few pixels apart. */
static void
captions_of_close_ticks_do_not_overlap (Fixture      *fixture,
                                        gconstpointer data)
{
  GtkWidget      *best = get_best (fixture);
  graphene_rect_t low, high;

  gradients_learning_rate_set_marks (fixture->rate, 0.9, 1);
  harness_wait (gtk_widget_get_width (best) > 0 && gtk_widget_get_width (gtk_widget_get_next_sibling (best)) > 0);
  g_assert_true (gtk_widget_compute_bounds (best, GTK_WIDGET (fixture->rate), &low));
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_next_sibling (best), GTK_WIDGET (fixture->rate), &high));
  g_assert_cmpfloat (low.origin.x + low.size.width, <=, high.origin.x);
  g_assert_cmpfloat (low.origin.x, >=, 0);
  g_assert_cmpfloat (high.origin.x + high.size.width, <=, gtk_widget_get_width (GTK_WIDGET (fixture->rate)));
}

static void
typed_text_is_passed_on (Fixture      *fixture,
                         gconstpointer data)
{
  GradientsValueEntry *entry = gradients_learning_rate_get_entry (fixture->rate);

  gtk_editable_set_text (GTK_EDITABLE (entry), "1e400");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (fixture->typed, ==, "1e400");
  g_assert_cmpfloat (gradients_learning_rate_get_value (fixture->rate), ==, 0.1);
}

static void
slider_and_entry_have_their_names (Fixture      *fixture,
                                   gconstpointer data)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_slider (fixture)), GTK_ACCESSIBLE_PROPERTY_LABEL, "Learning rate");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_slider (fixture)), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "0.1");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (gradients_learning_rate_get_entry (fixture->rate)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Learning rate value");
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/app/learning-rate/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("showing-a-value-picks-nothing", showing_a_value_picks_nothing);
  ADD ("the-slider-gives-round-rates", the_slider_gives_round_rates);
  ADD ("a-rate-beyond-the-slider-is-kept", a_rate_beyond_the_slider_is_kept);
  ADD ("a-notch-changes-the-rate-and-back", a_notch_changes_the_rate_and_back);
  ADD ("the-best-tick-sets-the-rate-that-it-says", the_best_tick_sets_the_rate_that_it_says);
  ADD ("ticks-without-a-place-are-hidden", ticks_without_a_place_are_hidden);
  ADD ("captions-of-close-ticks-do-not-overlap", captions_of_close_ticks_do_not_overlap);
  ADD ("typed-text-is-passed-on", typed_text_is_passed_on);
  ADD ("slider-and-entry-have-their-names", slider_and_entry_have_their_names);
  return g_test_run ();
}
