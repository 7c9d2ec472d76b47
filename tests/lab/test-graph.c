/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "lab/lab-graph.h"

#include "fixture.h"

/* "x:leaf y:pow x>y": items by their names (or numbers), then links. */
static char *
describe (LabLog *log,
          guint64 cursor,
          guint   max_items)
{
  static const char *const kinds[] = { "leaf", "constant", NULL, NULL };
  g_autoptr (LabGraph) graph = lab_graph_new (log, cursor, max_items);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < graph->items->len; i++)
    {
      const LabGraphItem *item = &g_array_index (graph->items, LabGraphItem, i);

      g_string_append_printf (text, "%s%s:%s%s", i > 0 ? " " : "", item->names != NULL ? item->names : "_",
                              item->op != NULL ? item->op : kinds[item->kind], item->kind == LAB_GRAPH_RESULT ? "!" : "");
    }
  for (guint i = 0; i < graph->links->len; i++)
    {
      const LabGraphLink *link = &g_array_index (graph->links, LabGraphLink, i);

      g_string_append_printf (text, " %u>%u", link->from, link->to);
    }
  if (graph->cut)
    g_string_append (text, " …");
  return g_string_free (text, FALSE);
}

static void
assert_graph (LabLog     *log,
              const char *expected)
{
  g_autofree char *text = describe (log, lab_log_get_n_events (log), 100);

  g_assert_cmpstr (text, ==, expected);
}

static void
what_is_behind_a_variable_is_in_it (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_line (log, 1);
  fixture_leaf (log, 1, 2);
  fixture_leaf (log, 2, 3);
  fixture_var (log, "a", 1);
  fixture_var (log, "b", 2);
  fixture_op (log, 5, "mul", 3, 6, (guint64) 1, (guint64) 0, (guint64) 2, (guint64) 0, (guint64) 0);
  fixture_op (log, 6, "exp", 4, 403, (guint64) 3, (guint64) 5, (guint64) 0);
  fixture_free (log, 0, 3);
  fixture_var (log, "c", 4);
  fixture_leaf (log, 9, 1);
  assert_graph (log, "a:leaf b:leaf _:mul c:exp 2>3 1>2 0>2");
}

static void
what_came_to_require_a_gradient_is_a_leaf (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_leaf (log, 1, 2);
  fixture_op (log, 0, "detach", 2, 2, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_append (log, &(LabMessage){ .kind = LAB_REQUIRE, .require = { 2, 1 } });
  fixture_append (log, &(LabMessage){ .kind = LAB_REQUIRE, .require = { 1, 0 } });
  fixture_op (log, 5, "mul", 3, 4, (guint64) 1, (guint64) 0, (guint64) 2, (guint64) 0, (guint64) 0);
  fixture_var (log, "y", 3);
  assert_graph (log, "_:constant _:leaf y:mul 1>2 0>2");
}

static void
one_tensor_read_twice_has_two_links (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_leaf (log, 1, 2);
  fixture_op (log, 0, "mul", 2, 4, (guint64) 1, (guint64) 0, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_var (log, "y", 2);
  fixture_var (log, "z", 2);
  assert_graph (log, "_:leaf y, z:mul 0>1 0>1");
}

static void
a_step_of_descent_shows_the_graph_of_its_loss (void)
{
  g_autoptr (LabLog) log = fixture_descent ();

  assert_graph (log, "x:leaf y:pow! 0>1");
}

/* What was only changed in place stays a leaf; what was recorded is a step after itself. */
static void
operations_in_place_count_when_recorded (void)
{
  g_autoptr (LabLog) log = lab_log_new ();
  const guint64 inputs[] = { 2, 1 }, next[] = { 5, 0 };
  const float   value = 7;
  LabMessage    add = {
       .kind = LAB_INPLACE,
       .inplace = { .node = 6, .name = { "add_", 4 }, .inputs = { inputs, 2 }, .next = { next, 2 }, .tensor = { .id = 2, .dtype = LAB_FLOAT32, .complete = 1, .values = { &value, 1 } } },
  };

  fixture_leaf (log, 1, 2);
  fixture_inplace (log, "sub_", 1, 1);
  fixture_var (log, "x", 1);
  fixture_op (log, 5, "exp", 2, 3, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_append (log, &add);
  fixture_var (log, "y", 2);
  assert_graph (log, "x:leaf y:exp y:add_ 1>2 0>2 0>1");
}

static void
gradients_and_releases_are_known (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  g_autoptr (LabGraph) graph = lab_graph_new (log, lab_log_get_n_events (log), 100);
  const LabGraphItem *x = &g_array_index (graph->items, LabGraphItem, 0), *y = &g_array_index (graph->items, LabGraphItem, 1);

  g_assert_cmpint (lab_log_get_kind (log, x->values), ==, LAB_INPLACE);
  g_assert_cmpint (lab_log_get_kind (log, x->grad), ==, LAB_INPLACE);
  g_assert_cmpint (lab_log_get_kind (log, y->made), ==, LAB_OP);
  g_assert_cmpint (lab_log_get_kind (log, y->grad), ==, LAB_BWD);
  g_assert_true (y->released);
  g_assert_false (x->released);
}

static void
a_long_history_is_cut_at_its_old_end (void)
{
  g_autoptr (LabLog) log = lab_log_new ();
  g_autofree char *text = NULL;

  fixture_leaf (log, 1, 1);
  for (guint64 i = 2; i < 100; i++)
    fixture_op (log, 0, "neg", i, 1, i - 1, (guint64) 0, (guint64) 0);
  fixture_var (log, "y", 99);
  text = describe (log, lab_log_get_n_events (log), 3);
  g_assert_cmpstr (text, ==, "_:neg _:neg y:neg 1>2 0>1 …");
}

static void
an_empty_log_has_an_empty_graph (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  assert_graph (log, "");
}

/* A gradient that a variable holds, while it is the leaf's and after. */
static void
a_gradient_is_shown_at_its_leaf_as_long_as_it_is_there (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_leaf (log, 1, 4);
  fixture_var (log, "x", 1);
  fixture_op (log, 5, "pow", 2, 16, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_var (log, "y", 2);
  fixture_backward (log, 2);
  fixture_bwd (log, 5, 1);
  fixture_acc (log, 1, 3, 8);
  fixture_bwd_end (log, 5);
  fixture_var (log, "g", 3);
  assert_graph (log, "x:leaf y:pow! 0>1");
  fixture_append (log, &(LabMessage){ .kind = LAB_GRAD, .grad = { 1, 0 } });
  assert_graph (log, "x:leaf y:pow! g:constant 0>1");
}

/* An operation with several results has an event for each, of which the node's is the last. */
static void
the_first_of_several_results_is_found (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_leaf (log, 1, 4);
  fixture_var (log, "x", 1);
  for (guint64 tensor = 2; tensor < 5; tensor++)
    fixture_op (log, 5, "unbind", tensor, 1, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_var (log, "a", 2);
  fixture_line (log, 2);
  assert_graph (log, "x:leaf a:unbind 0>1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/graph/what-came-to-require-a-gradient-is-a-leaf", what_came_to_require_a_gradient_is_a_leaf);
  g_test_add_func ("/lab/graph/what-is-behind-a-variable-is-in-it", what_is_behind_a_variable_is_in_it);
  g_test_add_func ("/lab/graph/one-tensor-read-twice-has-two-links", one_tensor_read_twice_has_two_links);
  g_test_add_func ("/lab/graph/a-step-of-descent-shows-the-graph-of-its-loss", a_step_of_descent_shows_the_graph_of_its_loss);
  g_test_add_func ("/lab/graph/operations-in-place-count-when-recorded", operations_in_place_count_when_recorded);
  g_test_add_func ("/lab/graph/gradients-and-releases-are-known", gradients_and_releases_are_known);
  g_test_add_func ("/lab/graph/a-long-history-is-cut-at-its-old-end", a_long_history_is_cut_at_its_old_end);
  g_test_add_func ("/lab/graph/an-empty-log-has-an-empty-graph", an_empty_log_has_an_empty_graph);
  g_test_add_func ("/lab/graph/a-gradient-is-shown-at-its-leaf-as-long-as-it-is-there", a_gradient_is_shown_at_its_leaf_as_long_as_it_is_there);
  g_test_add_func ("/lab/graph/the-first-of-several-results-is-found", the_first_of_several_results_is_found);
  return g_test_run ();
}
