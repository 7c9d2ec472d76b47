/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Title, entry, error. */

#include "app/gradients-number-row.h"

#include "harness.h"

static void
typed_cb (char      **typed,
          const char *text)
{
  g_free (*typed);
  *typed = g_strdup (text);
}

static gboolean
shows_label (GtkWidget  *root,
             const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child) && ((GTK_IS_LABEL (child) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (child)), text) == 0) || shows_label (child, text)))
      return TRUE;
  return FALSE;
}

static void
the_entry_has_the_name_of_the_title (void)
{
  GtkWidget *row = g_object_ref_sink (gradients_number_row_new ("Start x"));

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (gradients_number_row_get_entry (GRADIENTS_NUMBER_ROW (row))),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Start x");
  g_assert_true (shows_label (row, "Start x"));
  g_assert_finalize_object (row);
}

static void
what_is_typed_is_passed_on (void)
{
  GtkWidget       *row = g_object_ref_sink (gradients_number_row_new ("Start x"));
  GtkWidget       *entry = GTK_WIDGET (gradients_number_row_get_entry (GRADIENTS_NUMBER_ROW (row)));
  g_autofree char *typed = NULL;

  g_signal_connect_swapped (row, "typed", G_CALLBACK (typed_cb), &typed);
  gtk_editable_set_text (GTK_EDITABLE (entry), "0.5");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (typed, ==, "0.5");
  g_assert_finalize_object (row);
}

static void
an_error_shows_below_and_goes (void)
{
  GtkWidget           *row = g_object_ref_sink (gradients_number_row_new ("Start x"));
  GradientsValueEntry *entry = gradients_number_row_get_entry (GRADIENTS_NUMBER_ROW (row));

  gradients_value_entry_set_error (entry, "“abc” is no number.");
  g_assert_true (shows_label (row, "“abc” is no number."));
  gradients_value_entry_set_error (entry, NULL);
  g_assert_false (shows_label (row, "“abc” is no number."));
  g_assert_finalize_object (row);
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
  g_test_add_func ("/app/number-row/the-entry-has-the-name-of-the-title", the_entry_has_the_name_of_the_title);
  g_test_add_func ("/app/number-row/what-is-typed-is-passed-on", what_is_typed_is_passed_on);
  g_test_add_func ("/app/number-row/an-error-shows-below-and-goes", an_error_shows_below_and_goes);
  return g_test_run ();
}
