/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "scene/scene-graph.h"

#include "lab/fixture.h"

static void
assert_graph (LabLog     *log,
              const char *expected)
{
  g_autoptr (PlotDag) dag = scene_graph_new (log, lab_log_get_n_events (log), 100, NULL);
  g_autofree char *text = dag != NULL ? plot_dag_describe (dag) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static void
values_and_gradients_are_shown (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_leaf (log, 1, 2);
  fixture_var (log, "x", 1);
  fixture_op (log, 5, "exp", 3, 0.1, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_var (log, "y", 3);
  fixture_backward (log, 3);
  fixture_bwd (log, 5, 1);
  fixture_acc (log, 1, 4, 0.1f);
  fixture_bwd_end (log, 5);
  assert_graph (log, "Computation graph: 2 nodes, 1 link; leaf x, data 2, grad 0.1; result y = exp, data 0.1, grad 1, freed");
}

static void
what_nobody_recorded_is_a_constant_without_a_past (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_leaf (log, 1, 2);
  fixture_op (log, 0, "neg", 2, -2, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_op (log, 0, "neg", 3, 2, (guint64) 2, (guint64) 0, (guint64) 0);
  fixture_leaf (log, 4, 7);
  fixture_op (log, 5, "mul", 5, 14, (guint64) 3, (guint64) 0, (guint64) 4, (guint64) 0, (guint64) 0);
  fixture_op (log, 0, "neg", 6, -14, (guint64) 5, (guint64) 5, (guint64) 0);
  fixture_var (log, "c", 3);
  fixture_var (log, "y", 5);
  fixture_var (log, "d", 6);
  assert_graph (log, "Computation graph: 3 nodes, 2 links; constant c, data 2; leaf leaf, data 7; step y = mul, data 14");
}

static void
a_program_without_gradients_has_none (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_leaf (log, 1, 2);
  fixture_op (log, 0, "neg", 2, -2, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_var (log, "y", 2);
  assert_graph (log, NULL);
}

/* A function has returned: its variables and tensors are gone, what is known of them is not. */
static void
what_is_gone_is_remembered (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_leaf (log, 1, 2);
  fixture_call (log, "f");
  fixture_var (log, "w", 1);
  fixture_op (log, 5, "exp", 3, 4, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_var (log, "l", 3);
  fixture_backward (log, 3);
  fixture_bwd (log, 5, 1);
  fixture_acc (log, 1, 4, 4);
  fixture_bwd_end (log, 5);
  fixture_inplace (log, "sub_", 1, 1.5f);
  fixture_inplace (log, "zero_", 4, 0);
  fixture_return (log);
  fixture_free (log, 5, 3);
  fixture_free (log, 0, 1);
  assert_graph (log, "Computation graph: 2 nodes, 1 link; leaf w, data 1.5, grad 0; result l = exp, data 4, grad 1");
}

static void
assert_moment (LabLog     *log,
               guint64     cursor,
               int         current,
               const char *expected)
{
  g_autoptr (SceneGraph) graph = scene_graph_new_moment (log, cursor, 100);
  g_autofree char *text = graph->dag != NULL ? plot_dag_describe (graph->dag) : NULL;

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (graph->current, ==, current);
  g_assert_cmpuint (graph->nodes->len, ==, graph->dag != NULL ? plot_dag_get_n_nodes (graph->dag) : 0);
}

/* What the last line made is being computed; in a backward one node is where the gradient is. */
static void
a_moment_shows_what_happens (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_line (log, 1);
  assert_moment (log, lab_log_get_n_events (log), -1, NULL);
  fixture_leaf (log, 1, 2);
  fixture_var (log, "x", 1);
  fixture_line (log, 2);
  fixture_op (log, 5, "exp", 3, 4, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_var (log, "y", 3);
  fixture_line (log, 3);
  assert_moment (log, lab_log_get_n_events (log), 1, "Computation graph: 2 nodes, 1 link; leaf x, data 2; step y = exp, data 4, being computed");
  fixture_backward (log, 3);
  fixture_bwd (log, 5, 1);
  assert_moment (log, lab_log_get_n_events (log), 1,
                 "Computation graph: 2 nodes, 1 link; leaf x, data 2; result y = exp, data 4, grad 1, passing its gradient on");
  fixture_acc (log, 1, 4, 4);
  assert_moment (log, lab_log_get_n_events (log), 0,
                 "Computation graph: 2 nodes, 1 link; leaf x, data 2, grad 4, passing its gradient on; result y = exp, data 4, grad 1");
  fixture_bwd_end (log, 5);
  fixture_line (log, 4);
  assert_moment (log, lab_log_get_n_events (log), -1, "Computation graph: 2 nodes, 1 link; leaf x, data 2, grad 4; result y = exp, data 4, grad 1, freed");
}

static void
a_node_knows_the_line_that_made_it (void)
{
  g_autoptr (LabLog) log = lab_log_new ();
  g_autoptr (SceneGraph) graph = NULL;

  fixture_line (log, 7);
  fixture_leaf (log, 1, 2);
  fixture_var (log, "x", 1);
  fixture_line (log, 9);
  fixture_op (log, 5, "exp", 3, 4, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_var (log, "y", 3);
  fixture_line (log, 10);
  graph = scene_graph_new_moment (log, lab_log_get_n_events (log), 100);
  g_assert_cmpuint (g_array_index (graph->nodes, SceneGraphNode, 0).line, ==, 7);
  g_assert_cmpuint (g_array_index (graph->nodes, SceneGraphNode, 1).line, ==, 9);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/graph/values-and-gradients-are-shown", values_and_gradients_are_shown);
  g_test_add_func ("/scene/graph/what-nobody-recorded-is-a-constant-without-a-past", what_nobody_recorded_is_a_constant_without_a_past);
  g_test_add_func ("/scene/graph/a-program-without-gradients-has-none", a_program_without_gradients_has_none);
  g_test_add_func ("/scene/graph/what-is-gone-is-remembered", what_is_gone_is_remembered);
  g_test_add_func ("/scene/graph/a-moment-shows-what-happens", a_moment_shows_what_happens);
  g_test_add_func ("/scene/graph/a-node-knows-the-line-that-made-it", a_node_knows_the_line_that_made_it);
  return g_test_run ();
}
