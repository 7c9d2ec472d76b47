/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Where a function is typed. */

#include "app/gradients-function-row.h"

#include "app/gradients-value-entry.h"
#include "descent/descent-function.h"
#include "harness.h"

typedef struct
{
  GtkWidget           *row;
  GradientsValueEntry *entry;
  GtkWindow           *window;
} Fixture;

/* Judges as a page does. */
static void
typed_cb (Fixture    *fixture,
          const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DescentFunction) function = descent_function_new (text, 1, &error);

  if (function != NULL)
    gradients_function_row_set_function (GRADIENTS_FUNCTION_ROW (fixture->row), text);
  else
    gradients_function_row_set_error (GRADIENTS_FUNCTION_ROW (fixture->row), error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->row = g_object_ref_sink (gradients_function_row_new ());
  fixture->entry = harness_find (fixture->row, GRADIENTS_TYPE_VALUE_ENTRY);
  g_object_set (fixture->row, "prefix", "f(x) =", NULL);
  gradients_function_row_set_function (GRADIENTS_FUNCTION_ROW (fixture->row), "x**2");
  g_signal_connect_swapped (fixture->row, "typed", G_CALLBACK (typed_cb), fixture);
  fixture->window = harness_show_row (fixture->row, 400, 200);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  harness_close (fixture->window);
  g_assert_finalize_object (fixture->row);
}

static void
type (Fixture    *fixture,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), text);
  g_signal_emit_by_name (fixture->entry, "activate");
}

/* The text of the visible monospaced label; NULL if there is none. */
static const char *
get_pointing (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      const char *found = get_pointing (child);

      if (found != NULL)
        return found;
      if (gtk_widget_has_css_class (child, "monospace") && gtk_widget_get_visible (child))
        return gtk_label_get_label (GTK_LABEL (child));
    }
  return NULL;
}

static void
an_error_is_pointed_at (Fixture      *fixture,
                        gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *pointing;
  } errors[] = {
    { "x + foo(x)", "x + foo(x)\n    ^^^" },
    { "|é| + x", NULL },
    { "1 + 2 + 3 + 4 + 5 + 6 + foo + 7 + 8 + 9 + 10 + 11", "…3 + 4 + 5 + 6 + foo + 7 + 8 + 9 + 1…\n                 ^^^" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      type (fixture, errors[i].text);
      g_assert_nonnull (gradients_value_entry_get_error (fixture->entry));
      g_assert_nonnull (get_pointing (fixture->row));
      if (errors[i].pointing != NULL)
        g_assert_cmpstr (get_pointing (fixture->row), ==, errors[i].pointing);
    }
}

static void
enter_selects_the_place (Fixture      *fixture,
                         gconstpointer data)
{
  int start, end;

  type (fixture, "x + foo(x)");
  g_assert_true (gtk_editable_get_selection_bounds (GTK_EDITABLE (fixture->entry), &start, &end));
  g_assert_cmpint (start, ==, 4);
  g_assert_cmpint (end, ==, 7);
}

static void
a_mended_function_is_no_longer_pointed_at (Fixture      *fixture,
                                           gconstpointer data)
{
  type (fixture, "x + foo(x)");
  type (fixture, "x + sin(x)");
  g_assert_null (gradients_value_entry_get_error (fixture->entry));
  g_assert_null (get_pointing (fixture->row));
}

static void
an_error_without_a_place_is_only_said (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_FAILED, "No.");

  gradients_function_row_set_error (GRADIENTS_FUNCTION_ROW (fixture->row), error);
  g_assert_cmpstr (gradients_value_entry_get_error (fixture->entry), ==, "No.");
  g_assert_null (get_pointing (fixture->row));
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/app/function-row/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("an-error-is-pointed-at", an_error_is_pointed_at);
  ADD ("enter-selects-the-place", enter_selects_the_place);
  ADD ("a-mended-function-is-no-longer-pointed-at", a_mended_function_is_no_longer_pointed_at);
  ADD ("an-error-without-a-place-is-only-said", an_error_without_a_place_is_only_said);
  return g_test_run ();
}
