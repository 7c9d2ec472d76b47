/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Where samples come from. */

#include "app/gradients-data-group.h"

#include "app/gradients-number-row.h"
#include "harness.h"

#include <glib/gstdio.h>
#include <math.h>

typedef struct
{
  GradientsFitExperiment *experiment;
  GradientsDataGroup     *group;
  GtkWindow              *window;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->experiment = gradients_fit_experiment_new ();
  fixture->group = GRADIENTS_DATA_GROUP (g_object_ref_sink (gradients_data_group_new ()));
  gradients_data_group_set_experiment (fixture->group, fixture->experiment);
  fixture->window = harness_show (GTK_WIDGET (fixture->group), 400, 700);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  harness_close (fixture->window);
  g_assert_finalize_object (fixture->group);
  g_assert_finalize_object (fixture->experiment);
}

static GtkWidget *
find_button (GtkWidget  *root,
             const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gboolean   matches = GTK_IS_LABEL (child) && g_str_equal (gtk_label_get_label (GTK_LABEL (child)), label);
      GtkWidget *found = matches ? gtk_widget_get_ancestor (child, GTK_TYPE_BUTTON) : find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The label of that description. */
static GtkLabel *
find_told (GtkWidget  *root,
           const char *description)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
      GtkLabel        *found = difference == NULL ? GTK_LABEL (child) : find_told (child, description);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
assert_tells (Fixture    *fixture,
              const char *origin,
              const char *trouble)
{
  GtkLabel *message = find_told (GTK_WIDGET (fixture->group), "Trouble with the samples");

  g_assert_cmpstr (gtk_label_get_label (find_told (GTK_WIDGET (fixture->group), "Origin of the samples")), ==, origin);
  g_assert_cmpint (gtk_widget_get_visible (GTK_WIDGET (message)), ==, trouble != NULL);
  if (trouble != NULL)
    g_assert_cmpstr (gtk_label_get_label (message), ==, trouble);
}

static guint
get_n_samples (Fixture *fixture)
{
  return descent_data_get_n_samples (gradients_fit_experiment_get_source (fixture->experiment));
}

static void
it_tells_of_the_course (Fixture      *fixture,
                        gconstpointer data)
{
  static const char *const names[] = { "Edit points", "Standardise x", "Samples", "Seed", "True W", "True b", "Noise" };

  assert_tells (fixture, "1000 samples, drawn about y = 3 x + 2", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_nonnull (harness_find_named (GTK_WIDGET (fixture->group), GTK_TYPE_WIDGET, names[i]));
}

static void
a_typed_number_draws_again (Fixture      *fixture,
                            gconstpointer data)
{
  GtkWidget *entry = harness_find_named (GTK_WIDGET (fixture->group), GRADIENTS_TYPE_VALUE_ENTRY, "Samples");

  gtk_editable_set_text (GTK_EDITABLE (entry), "64");
  g_signal_emit_by_name (entry, "activate");
  assert_tells (fixture, "64 samples, drawn about y = 3 x + 2", NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "1");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpuint (get_n_samples (fixture), ==, 64);
  g_assert_nonnull (gradients_value_entry_get_error (GRADIENTS_VALUE_ENTRY (entry)));
}

static void
text_becomes_samples_or_nothing (Fixture      *fixture,
                                 gconstpointer data)
{
  gradients_data_group_load_text (fixture->group, "x,y\n1,2\n3,4\n5,6\n", "a test");
  assert_tells (fixture, "3 samples from “a test”", NULL);
  gradients_data_group_load_text (fixture->group, "x,y\n1,2\n3,oops\n", "a test");
  assert_tells (fixture, "3 samples from “a test”", "Line 3: “oops” is no number; expected one as 1.5 or 2e-3");
  g_assert_cmpuint (get_n_samples (fixture), ==, 3);
  harness_click (find_button (GTK_WIDGET (fixture->group), "Draw"));
  assert_tells (fixture, "1000 samples, drawn about y = 3 x + 2", NULL);
}

static char *
write_file (const char *contents)
{
  char *path = NULL;
  int   file = g_file_open_tmp ("gradients-XXXXXX.csv", &path, NULL);

  g_assert_cmpint (file, >=, 0);
  g_close (file, NULL);
  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
  return path;
}

static void
a_file_becomes_samples_or_nothing (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autofree char *good = write_file ("1;2\n3;4\n");
  g_autofree char *bad = write_file ("1;2\n3;4,5\n");
  g_autofree char *good_name = g_path_get_basename (good);
  g_autofree char *bad_name = g_path_get_basename (bad);
  g_autofree char *origin = g_strdup_printf ("2 samples from “%s”", good_name);
  g_autofree char *trouble = g_strdup_printf ("%s: Line 2: “4,5” has a decimal comma; expected a decimal point, as in 1.5", bad_name);
  g_autoptr (GFile) good_file = g_file_new_for_path (good);
  g_autoptr (GFile) bad_file = g_file_new_for_path (bad);

  gradients_data_group_load_file (fixture->group, good_file);
  harness_wait (get_n_samples (fixture) == 2);
  assert_tells (fixture, origin, NULL);
  gradients_data_group_load_file (fixture->group, bad_file);
  harness_wait (gtk_widget_get_visible (GTK_WIDGET (find_told (GTK_WIDGET (fixture->group), "Trouble with the samples"))));
  assert_tells (fixture, origin, trouble);
  g_unlink (good);
  g_unlink (bad);
}

static void
a_group_may_go_while_it_loads (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/dev/zero");
  GradientsDataGroup *group = GRADIENTS_DATA_GROUP (g_object_ref_sink (gradients_data_group_new ()));

  g_object_add_weak_pointer (G_OBJECT (group), (gpointer *) &group);
  gradients_data_group_set_experiment (group, fixture->experiment);
  gradients_data_group_load_file (group, file);
  gradients_data_group_load_file (group, file); /* in place of the first */
  g_object_unref (group);
  harness_wait (group == NULL);
}

static void
the_clipboard_becomes_samples (Fixture      *fixture,
                               gconstpointer data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (fixture->group)), "1\t2\n3\t4\n5\t7\n");
  harness_click (find_button (GTK_WIDGET (fixture->group), "Paste"));
  harness_wait (get_n_samples (fixture) == 3);
  assert_tells (fixture, "3 samples from “the clipboard”", NULL);
}

static void
points_change_the_origin (Fixture      *fixture,
                          gconstpointer data)
{
  gradients_data_group_add_sample (fixture->group, 1, 2);
  assert_tells (fixture, "1001 samples of your own", NULL);
  gradients_data_group_load_text (fixture->group, "1,2\n3,4\n", "a test");
  gradients_data_group_remove_sample (fixture->group, 0);
  assert_tells (fixture, "2 samples from “a test”", "1 data point; expected 2 to 100000");
}

static void
standardizing_can_be_refused (Fixture      *fixture,
                              gconstpointer data)
{
  GtkSwitch *standardize = harness_find_switch (GTK_WIDGET (fixture->group), "Standardise x");

  gtk_switch_set_active (standardize, TRUE);
  g_assert_true (gradients_fit_experiment_get_standardized (fixture->experiment));
  gtk_switch_set_active (standardize, FALSE);
  gradients_data_group_load_text (fixture->group, "3,1\n3,2\n", "a test");
  gtk_switch_set_active (standardize, TRUE);
  g_assert_false (gtk_switch_get_active (standardize));
  assert_tells (fixture, "2 samples from “a test”", "All x are 3; expected at least two different ones to standardize");
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
    { "it-tells-of-the-course", it_tells_of_the_course },
    { "a-typed-number-draws-again", a_typed_number_draws_again },
    { "text-becomes-samples-or-nothing", text_becomes_samples_or_nothing },
    { "a-file-becomes-samples-or-nothing", a_file_becomes_samples_or_nothing },
    { "a-group-may-go-while-it-loads", a_group_may_go_while_it_loads },
    { "the-clipboard-becomes-samples", the_clipboard_becomes_samples },
    { "points-change-the-origin", points_change_the_origin },
    { "standardizing-can-be-refused", standardizing_can_be_refused },
  };

  harness_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/app/data-group/", tests[i].path, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].function, tear_down);
    }
  return g_test_run ();
}
