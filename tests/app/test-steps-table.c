/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The table of a run. */

#include "app/gradients-steps-table.h"

#include "harness.h"

typedef struct
{
  GtkWidget *table;
  GtkWindow *window;
  guint      n_asked; /* texts asked for */
  guint      factor;  /* what the run is about */
  guint      chosen;
  guint      n_chosen;
} Fixture;

static char *
get_cell (guint    row,
          guint    column,
          gpointer data)
{
  Fixture *fixture = data;

  fixture->n_asked++;
  return g_strdup_printf ("%u", column == 0 ? row : row * fixture->factor);
}

static void
chosen_cb (Fixture *fixture,
           guint    row)
{
  fixture->chosen = row;
  fixture->n_chosen++;
}

static gboolean
shows (GtkWidget  *root,
       const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_child_visible (child) && ((GTK_IS_LABEL (child) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (child)), text) == 0) || shows (child, text)))
      return TRUE;
  return FALSE;
}

static GtkSingleSelection *
get_selection (Fixture *fixture)
{
  return GTK_SINGLE_SELECTION (gtk_column_view_get_model (harness_find (fixture->table, GTK_TYPE_COLUMN_VIEW)));
}

static guint
get_n_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_selection (fixture)));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  static const char *const titles[] = { "Step", "x", NULL };

  fixture->factor = 7;
  fixture->table = g_object_ref_sink (gradients_steps_table_new ());
  gradients_steps_table_set_columns (GRADIENTS_STEPS_TABLE (fixture->table), titles, get_cell, fixture);
  g_signal_connect_swapped (fixture->table, "row-chosen", G_CALLBACK (chosen_cb), fixture);
  fixture->window = harness_show (fixture->table, 300, 300);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  harness_close (fixture->window);
  g_assert_finalize_object (fixture->table);
}

static void
it_shows_rows_and_asks_only_for_what_is_seen (Fixture      *fixture,
                                              gconstpointer data)
{
  gradients_steps_table_set_n_rows (GRADIENTS_STEPS_TABLE (fixture->table), 100000);
  harness_wait (get_n_rows (fixture) == 100000);
  harness_wait (shows (fixture->table, "21"));
  g_assert_cmpuint (fixture->n_asked, <, 2000);
}

static void
a_new_run_is_written_into_the_same_rows (Fixture      *fixture,
                                         gconstpointer data)
{
  gradients_steps_table_set_n_rows (GRADIENTS_STEPS_TABLE (fixture->table), 10);
  harness_wait (shows (fixture->table, "21"));
  fixture->factor = 11;
  gradients_steps_table_set_n_rows (GRADIENTS_STEPS_TABLE (fixture->table), 10);
  harness_wait (shows (fixture->table, "33"));
  g_assert_false (shows (fixture->table, "21"));
}

static void
selecting_for_the_cursor_chooses_nothing (Fixture      *fixture,
                                          gconstpointer data)
{
  gradients_steps_table_set_n_rows (GRADIENTS_STEPS_TABLE (fixture->table), 10);
  gradients_steps_table_select (GRADIENTS_STEPS_TABLE (fixture->table), 9);
  harness_breathe (100);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 9);
  g_assert_cmpuint (fixture->n_chosen, ==, 0);
}

static void
a_person_chooses_a_row (Fixture      *fixture,
                        gconstpointer data)
{
  gradients_steps_table_set_n_rows (GRADIENTS_STEPS_TABLE (fixture->table), 10);
  harness_wait (get_n_rows (fixture) == 10);
  gtk_single_selection_set_selected (get_selection (fixture), 4);
  g_assert_cmpuint (fixture->n_chosen, ==, 1);
  g_assert_cmpuint (fixture->chosen, ==, 4);
}

static void
a_shorter_run_chooses_nothing (Fixture      *fixture,
                               gconstpointer data)
{
  gradients_steps_table_set_n_rows (GRADIENTS_STEPS_TABLE (fixture->table), 10);
  gradients_steps_table_select (GRADIENTS_STEPS_TABLE (fixture->table), 9);
  gradients_steps_table_set_n_rows (GRADIENTS_STEPS_TABLE (fixture->table), 5);
  harness_wait (get_n_rows (fixture) == 5);
  g_assert_cmpuint (fixture->n_chosen, ==, 0);
}

static void
the_selected_row_comes_into_sight (Fixture      *fixture,
                                   gconstpointer data)
{
  gradients_steps_table_set_n_rows (GRADIENTS_STEPS_TABLE (fixture->table), 1000);
  harness_wait (get_n_rows (fixture) == 1000);
  gradients_steps_table_select (GRADIENTS_STEPS_TABLE (fixture->table), 900);
  harness_wait (shows (fixture->table, "6300"));
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/app/steps-table/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("it-shows-rows-and-asks-only-for-what-is-seen", it_shows_rows_and_asks_only_for_what_is_seen);
  ADD ("a-new-run-is-written-into-the-same-rows", a_new_run_is_written_into_the_same_rows);
  ADD ("selecting-for-the-cursor-chooses-nothing", selecting_for_the_cursor_chooses_nothing);
  ADD ("a-person-chooses-a-row", a_person_chooses_a_row);
  ADD ("a-shorter-run-chooses-nothing", a_shorter_run_chooses_nothing);
  ADD ("the-selected-row-comes-into-sight", the_selected_row_comes_into_sight);
  return g_test_run ();
}
