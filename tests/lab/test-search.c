/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "lab/lab-search.h"

#include "fixture.h"

/* The lines one sees when searching the same way until there is no more. */
static char *
walk (LabLog   *log,
      guint64   cursor,
      LabSearch search,
      guint32   argument)
{
  GString *lines = g_string_new (NULL);

  while (lab_search (log, cursor, search, argument, &cursor))
    g_string_append_printf (lines, "%u ", lab_log_get_state (log, cursor)->line);
  return g_string_free (lines, FALSE);
}

static guint64
find_line (LabLog *log,
           guint64 from,
           guint32 line)
{
  guint64 cursor;

  g_assert_true (lab_search (log, from, LAB_SEARCH_LINE, line, &cursor));
  return cursor;
}

static void
stepping_goes_line_by_line (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  const guint64    end = lab_log_get_n_events (log);
  const guint64    in_f = find_line (log, 0, 3);
  g_autofree char *into = walk (log, 0, LAB_SEARCH_STEP_INTO, 0);
  g_autofree char *over = walk (log, 0, LAB_SEARCH_STEP_OVER, 0);
  g_autofree char *out = walk (log, in_f, LAB_SEARCH_STEP_OUT, 0);
  g_autofree char *back_into = walk (log, end, LAB_SEARCH_BACK_INTO, 0);
  g_autofree char *back_over = walk (log, end, LAB_SEARCH_BACK_OVER, 0);
  g_autofree char *back_out = walk (log, in_f, LAB_SEARCH_BACK_OUT, 0);

  g_assert_cmpstr (into, ==, "1 2 4 5 3 6 7 8 4 5 3 6 7 8 4 9 ");
  g_assert_cmpstr (over, ==, "1 2 4 5 6 7 8 4 5 6 7 8 4 9 ");
  g_assert_cmpstr (out, ==, "6 ");
  g_assert_cmpstr (back_into, ==, "9 4 8 7 6 3 5 4 8 7 6 3 5 4 2 1 ");
  g_assert_cmpstr (back_over, ==, "9 4 8 7 6 5 4 8 7 6 5 4 2 1 ");
  g_assert_cmpstr (back_out, ==, "5 ");
}

/* Whoever steps back after having looked inside a line sees the start of that line first. */
static void
a_step_back_from_within_a_line_shows_its_start (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  const guint64 line = find_line (log, 0, 6);
  guint64       node, back;

  g_assert_true (lab_search (log, line, LAB_SEARCH_BACKWARD_NODE, 0, &node));
  g_assert_true (lab_search (log, node, LAB_SEARCH_BACK_INTO, 0, &back));
  g_assert_cmpuint (back, ==, line);
}

static void
run_to_line_finds_each_visit (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  g_autofree char *visits = walk (log, 0, LAB_SEARCH_LINE, 6);
  g_autofree char *back = walk (log, lab_log_get_n_events (log), LAB_SEARCH_BACK_LINE, 1);
  guint64          cursor;

  g_assert_cmpstr (visits, ==, "6 6 ");
  g_assert_cmpstr (back, ==, "1 ");
  g_assert_false (lab_search (log, 0, LAB_SEARCH_LINE, 77, &cursor));
}

static void
backward_goes_node_by_node (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  guint64 cursor = 0, kinds = 0;

  while (lab_search (log, cursor, LAB_SEARCH_BACKWARD_NODE, 0, &cursor))
    kinds = kinds * 10 + (lab_log_get_kind (log, cursor - 1) == LAB_BWD ? 1 : 2);
  g_assert_cmpuint (kinds, ==, 1212);
}

static void
ops_are_finer_than_lines (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  g_autofree char *ops = walk (log, 0, LAB_SEARCH_OP, 0);
  g_autofree char *back = walk (log, lab_log_get_n_events (log), LAB_SEARCH_BACK_OP, 0);

  g_assert_cmpstr (ops, ==, "1 3 6 6 7 8 3 6 6 7 8 ");
  g_assert_cmpstr (back, ==, "8 7 6 6 3 8 7 6 6 3 1 ");
}

static void
the_writer_of_a_gradient_is_known (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  const guint64 after_backward = find_line (log, 0, 7);
  const guint64 after_zero = find_line (log, after_backward, 4);
  guint64       event, line;

  g_assert_false (lab_search_gradient_writer (log, find_line (log, 0, 6), 1, &event));
  g_assert_true (lab_search_gradient_writer (log, after_backward, 1, &event));
  g_assert_cmpint (lab_log_get_kind (log, event), ==, LAB_ACC);
  g_assert_true (lab_search_line_of (log, event, &line));
  g_assert_cmpuint (line + 1, ==, find_line (log, 0, 6));
  g_assert_true (lab_search_gradient_writer (log, after_zero, 1, &event));
  g_assert_cmpint (lab_log_get_kind (log, event), ==, LAB_INPLACE);
}

static void
a_tensor_that_is_gone_can_still_be_found (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  const guint64 end = lab_log_get_n_events (log);
  guint64       event;

  g_assert_false (lab_map_get (&lab_log_get_state (log, end)->tensors, 10, NULL));
  g_assert_true (lab_search_tensor (log, end, 10, &event));
  g_assert_cmpint (lab_log_get_kind (log, event), ==, LAB_OP);
  g_assert_false (lab_search_tensor (log, end, 99, &event));
}

static void
lines_nodes_and_leaves_are_stops (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (guint64));

  lab_search_list_stops (log, 0, all);
  for (guint i = 0; i < all->len; i++)
    {
      const LabKind kind = lab_log_get_kind (log, g_array_index (all, guint64, i) - 1);

      g_assert_true (kind == LAB_LINE || kind == LAB_BWD || kind == LAB_ACC);
    }
  g_assert_cmpuint (all->len, ==, 3 + 2 * 8 + 1);
  lab_search_list_stops (log, g_array_index (all, guint64, 4), rest);
  g_assert_cmpuint (rest->len, ==, all->len - 5);
}

static void
a_tensor_has_the_names_of_its_variables (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  const guint64    in_f = find_line (log, 0, 3);
  g_autofree char *both = lab_search_names (log, lab_log_get_state (log, in_f), 1);
  g_autofree char *none = lab_search_names (log, lab_log_get_state (log, in_f), 10);

  g_assert_cmpstr (both, ==, "x, x");
  g_assert_null (none);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/search/stepping-goes-line-by-line", stepping_goes_line_by_line);
  g_test_add_func ("/lab/search/a-step-back-from-within-a-line-shows-its-start", a_step_back_from_within_a_line_shows_its_start);
  g_test_add_func ("/lab/search/run-to-line-finds-each-visit", run_to_line_finds_each_visit);
  g_test_add_func ("/lab/search/backward-goes-node-by-node", backward_goes_node_by_node);
  g_test_add_func ("/lab/search/ops-are-finer-than-lines", ops_are_finer_than_lines);
  g_test_add_func ("/lab/search/the-writer-of-a-gradient-is-known", the_writer_of_a_gradient_is_known);
  g_test_add_func ("/lab/search/a-tensor-that-is-gone-can-still-be-found", a_tensor_that_is_gone_can_still_be_found);
  g_test_add_func ("/lab/search/lines-nodes-and-leaves-are-stops", lines_nodes_and_leaves_are_stops);
  g_test_add_func ("/lab/search/a-tensor-has-the-names-of-its-variables", a_tensor_has_the_names_of_its_variables);
  return g_test_run ();
}
