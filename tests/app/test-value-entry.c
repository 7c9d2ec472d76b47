/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The manners of an entry. */

#include "app/gradients-value-entry.h"

#include "harness.h"

typedef struct
{
  GtkWidget *entry;
  GtkWindow *window;
  char      *typed; /* what was offered last */
  guint      n_typed;
} Fixture;

static void
typed_cb (Fixture    *fixture,
          const char *text)
{
  g_free (fixture->typed);
  fixture->typed = g_strdup (text);
  fixture->n_typed++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer delay)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->entry = g_object_ref_sink (g_object_new (GRADIENTS_TYPE_VALUE_ENTRY, "delay", GPOINTER_TO_UINT (delay), NULL));
  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("other"));
  gtk_box_append (GTK_BOX (box), fixture->entry);
  gradients_value_entry_set_value (GRADIENTS_VALUE_ENTRY (fixture->entry), "0.1");
  g_signal_connect_swapped (fixture->entry, "typed", G_CALLBACK (typed_cb), fixture);
  fixture->window = harness_show (box, 300, 200);
  gtk_widget_grab_focus (fixture->entry);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer delay)
{
  harness_close (fixture->window);
  g_assert_finalize_object (fixture->entry);
  g_free (fixture->typed);
}

static void
type (Fixture    *fixture,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), text);
}

static const char *
get_text (Fixture *fixture)
{
  return gtk_editable_get_text (GTK_EDITABLE (fixture->entry));
}

static void
setting_a_value_offers_nothing (Fixture      *fixture,
                                gconstpointer delay)
{
  gradients_value_entry_set_value (GRADIENTS_VALUE_ENTRY (fixture->entry), "0.2");
  harness_breathe (30);
  g_assert_cmpstr (get_text (fixture), ==, "0.2");
  g_assert_cmpuint (fixture->n_typed, ==, 0);
}

static void
what_is_typed_is_offered_when_typing_rests (Fixture      *fixture,
                                            gconstpointer delay)
{
  type (fixture, "0.3");
  g_assert_cmpuint (fixture->n_typed, ==, 0);
  harness_wait (fixture->n_typed == 1);
  g_assert_cmpstr (fixture->typed, ==, "0.3");
}

static void
enter_offers_at_once_and_once (Fixture      *fixture,
                               gconstpointer delay)
{
  type (fixture, "0.3");
  g_signal_emit_by_name (fixture->entry, "activate");
  g_assert_cmpstr (fixture->typed, ==, "0.3");
  gradients_value_entry_set_value (GRADIENTS_VALUE_ENTRY (fixture->entry), "0.3");
  harness_breathe (30);
  g_assert_cmpuint (fixture->n_typed, ==, 1);
}

static void
leaving_offers_and_tidies (Fixture      *fixture,
                           gconstpointer delay)
{
  type (fixture, "0.30");
  gtk_window_set_focus (fixture->window, NULL);
  g_assert_cmpstr (fixture->typed, ==, "0.30");
  gradients_value_entry_set_value (GRADIENTS_VALUE_ENTRY (fixture->entry), "0.3");
  g_assert_cmpstr (get_text (fixture), ==, "0.3");
}

static void
a_value_does_not_disturb_typing (Fixture      *fixture,
                                 gconstpointer delay)
{
  type (fixture, "0.30");
  g_signal_emit_by_name (fixture->entry, "activate");
  gradients_value_entry_set_value (GRADIENTS_VALUE_ENTRY (fixture->entry), "0.3");
  g_assert_cmpstr (get_text (fixture), ==, "0.30");
  gtk_window_set_focus (fixture->window, NULL);
  g_assert_cmpstr (get_text (fixture), ==, "0.3");
}

static void
a_refused_text_stays_with_its_error (Fixture      *fixture,
                                     gconstpointer delay)
{
  type (fixture, "abc");
  g_signal_emit_by_name (fixture->entry, "activate");
  gradients_value_entry_set_error (GRADIENTS_VALUE_ENTRY (fixture->entry), "no number");
  gtk_window_set_focus (fixture->window, NULL);
  g_assert_cmpstr (get_text (fixture), ==, "abc");
  g_assert_cmpstr (gradients_value_entry_get_error (GRADIENTS_VALUE_ENTRY (fixture->entry)), ==, "no number");
  g_assert_true (gtk_widget_has_css_class (fixture->entry, "error"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "no number");
}

static void
typing_the_old_value_again_clears_the_error (Fixture      *fixture,
                                             gconstpointer delay)
{
  gradients_value_entry_set_error (GRADIENTS_VALUE_ENTRY (fixture->entry), "no number");
  type (fixture, "0.");
  type (fixture, "0.1");
  g_signal_emit_by_name (fixture->entry, "activate");
  g_assert_null (gradients_value_entry_get_error (GRADIENTS_VALUE_ENTRY (fixture->entry)));
  g_assert_false (gtk_widget_has_css_class (fixture->entry, "error"));
  g_assert_cmpuint (fixture->n_typed, ==, 0);
}

static void
a_new_value_clears_the_error (Fixture      *fixture,
                              gconstpointer delay)
{
  type (fixture, "abc");
  gtk_window_set_focus (fixture->window, NULL);
  gradients_value_entry_set_error (GRADIENTS_VALUE_ENTRY (fixture->entry), "no number");
  gradients_value_entry_set_value (GRADIENTS_VALUE_ENTRY (fixture->entry), "0.5");
  g_assert_null (gradients_value_entry_get_error (GRADIENTS_VALUE_ENTRY (fixture->entry)));
  g_assert_cmpstr (get_text (fixture), ==, "0.5");
}

#define SOON GUINT_TO_POINTER (5)
#define LATE GUINT_TO_POINTER (60000)

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
#define ADD(path, delay, function) g_test_add ("/app/value-entry/" path, Fixture, delay, set_up, function, tear_down)
  ADD ("setting-a-value-offers-nothing", SOON, setting_a_value_offers_nothing);
  ADD ("what-is-typed-is-offered-when-typing-rests", SOON, what_is_typed_is_offered_when_typing_rests);
  ADD ("enter-offers-at-once-and-once", SOON, enter_offers_at_once_and_once);
  ADD ("leaving-offers-and-tidies", LATE, leaving_offers_and_tidies);
  ADD ("a-value-does-not-disturb-typing", LATE, a_value_does_not_disturb_typing);
  ADD ("a-refused-text-stays-with-its-error", LATE, a_refused_text_stays_with_its_error);
  ADD ("typing-the-old-value-again-clears-the-error", LATE, typing_the_old_value_again_clears_the_error);
  ADD ("a-new-value-clears-the-error", LATE, a_new_value_clears_the_error);
  return g_test_run ();
}
