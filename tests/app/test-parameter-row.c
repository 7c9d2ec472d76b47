/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A parameter with slider and entry. */

#include "app/gradients-parameter-row.h"

#include "harness.h"

typedef struct
{
  GradientsParameterRow *row;
  GtkWindow             *window;
  GtkRange              *slider;
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
  fixture->row = GRADIENTS_PARAMETER_ROW (g_object_ref_sink (gradients_parameter_row_new ("Start W")));
  fixture->window = harness_show_row (GTK_WIDGET (fixture->row), 360, 120);
  fixture->slider = harness_find_named (GTK_WIDGET (fixture->row), GTK_TYPE_SCALE, "Start W");
  g_assert_nonnull (fixture->slider);
  g_signal_connect_swapped (fixture->row, "picked", G_CALLBACK (picked_cb), fixture);
  g_signal_connect_swapped (fixture->row, "typed", G_CALLBACK (typed_cb), fixture);
  gradients_parameter_row_set_range (fixture->row, -2, 6);
  gradients_parameter_row_set_value (fixture->row, 5);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  harness_close (fixture->window);
  g_assert_finalize_object (fixture->row);
  g_free (fixture->typed);
}

static void
showing_a_value_asks_nothing (Fixture      *fixture,
                              gconstpointer data)
{
  GtkEditable *entry = harness_find_named (GTK_WIDGET (fixture->row), GRADIENTS_TYPE_VALUE_ENTRY, "Start W value");

  g_assert_cmpuint (fixture->n_picked, ==, 0);
  g_assert_cmpfloat (gtk_range_get_value (fixture->slider), ==, 5);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "5");
}

static void
the_slider_picks_round_values (Fixture      *fixture,
                               gconstpointer data)
{
  gtk_range_set_value (fixture->slider, 1.23456789);
  g_assert_cmpuint (fixture->n_picked, ==, 1);
  g_assert_cmpfloat (fixture->picked, ==, 1.23);
}

static void
a_value_beyond_the_slider_is_shown (Fixture      *fixture,
                                    gconstpointer data)
{
  GtkEditable *entry = harness_find_named (GTK_WIDGET (fixture->row), GRADIENTS_TYPE_VALUE_ENTRY, "Start W value");

  gradients_parameter_row_set_value (fixture->row, 1e6);
  g_assert_cmpuint (fixture->n_picked, ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "1000000");
}

static void
another_range_asks_nothing (Fixture      *fixture,
                            gconstpointer data)
{
  gradients_parameter_row_set_range (fixture->row, 100, 200);
  gradients_parameter_row_set_range (fixture->row, 0, 1e-6);
  g_assert_cmpuint (fixture->n_picked, ==, 0);
}

static void
what_is_typed_is_passed_on (Fixture      *fixture,
                            gconstpointer data)
{
  GtkWidget *entry = GTK_WIDGET (gradients_parameter_row_get_entry (fixture->row));

  gtk_editable_set_text (GTK_EDITABLE (entry), "2.5");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (fixture->typed, ==, "2.5");
}

static void
sliders_begin_at_the_same_place (void)
{
  GtkWidget *box = g_object_ref_sink (gtk_list_box_new ());
  GtkWidget *rows[] = { gradients_parameter_row_new ("b"), gradients_parameter_row_new ("A longer title") };
  GtkWindow *window;
  double     starts[2];

  for (guint i = 0; i < 2; i++)
    gtk_list_box_append (GTK_LIST_BOX (box), rows[i]);
  gradients_parameter_row_align (GRADIENTS_PARAMETER_ROW (rows[0]), GRADIENTS_PARAMETER_ROW (rows[1]));
  window = harness_show (box, 400, 200);
  for (guint i = 0; i < 2; i++)
    {
      graphene_rect_t bounds;

      g_assert_true (gtk_widget_compute_bounds (harness_find (rows[i], GTK_TYPE_SCALE), box, &bounds));
      starts[i] = bounds.origin.x;
    }
  g_assert_cmpfloat (starts[0], ==, starts[1]);
  harness_close (window);
  g_assert_finalize_object (box);
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
  g_test_add ("/app/parameter-row/showing-a-value-asks-nothing", Fixture, NULL, set_up, showing_a_value_asks_nothing, tear_down);
  g_test_add ("/app/parameter-row/the-slider-picks-round-values", Fixture, NULL, set_up, the_slider_picks_round_values, tear_down);
  g_test_add ("/app/parameter-row/a-value-beyond-the-slider-is-shown", Fixture, NULL, set_up, a_value_beyond_the_slider_is_shown, tear_down);
  g_test_add ("/app/parameter-row/another-range-asks-nothing", Fixture, NULL, set_up, another_range_asks_nothing, tear_down);
  g_test_add ("/app/parameter-row/what-is-typed-is-passed-on", Fixture, NULL, set_up, what_is_typed_is_passed_on, tear_down);
  g_test_add_func ("/app/parameter-row/sliders-begin-at-the-same-place", sliders_begin_at_the_same_place);
  return g_test_run ();
}
