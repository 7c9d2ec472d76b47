/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A computation graph in the window: how it is looked at. */

#include "app/gradients-graph-area.h"

#include "harness.h"
#include "lab/fixture.h"

typedef struct
{
  GradientsGraphArea *area;
  GtkWindow          *window;
  LabLog             *log;
  guint               line;
} Fixture;

static void
line_hovered_cb (Fixture *fixture,
                 guint    line)
{
  fixture->line = line;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->area = GRADIENTS_GRAPH_AREA (g_object_ref_sink (gradients_graph_area_new ()));
  g_signal_connect_swapped (fixture->area, "line-hovered", G_CALLBACK (line_hovered_cb), fixture);
  fixture->window = harness_show (GTK_WIDGET (fixture->area), 500, 300);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  harness_close (fixture->window);
  g_assert_finalize_object (fixture->area);
  g_clear_pointer (&fixture->log, lab_log_unref);
}

/* A chain of that many operations on x, each of a line of its own. */
static void
show_chain (Fixture *fixture,
            guint    n)
{
  g_clear_pointer (&fixture->log, lab_log_unref);
  fixture->log = lab_log_new ();
  fixture_line (fixture->log, 1);
  fixture_leaf (fixture->log, 1, 2);
  fixture_var (fixture->log, "x", 1);
  for (guint i = 0; i < n; i++)
    {
      fixture_line (fixture->log, 2 + i);
      fixture_op (fixture->log, 1 + i, "neg", 2 + i, 1, (guint64) 1 + i, (guint64) i, (guint64) 0);
      fixture_var (fixture->log, "y", 2 + i);
    }
  gradients_graph_area_set_graph (fixture->area, scene_graph_new_moment (fixture->log, lab_log_get_n_events (fixture->log), 1000));
}

static PlotRect
get_node (Fixture *fixture,
          guint    node)
{
  const PlotDagView view = gradients_graph_area_get_view (fixture->area);

  return plot_dag_get_node_rect (gradients_graph_area_get_dag (fixture->area), &view, gradients_graph_area_get_theme (fixture->area), node);
}

static gboolean
is_in_sight (Fixture *fixture,
             guint    node)
{
  const PlotRect rect = get_node (fixture, node);

  return rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= gtk_widget_get_width (GTK_WIDGET (fixture->area)) &&
         rect.y + rect.height <= gtk_widget_get_height (GTK_WIDGET (fixture->area));
}

static void
a_small_graph_is_seen_whole_in_the_middle (Fixture      *fixture,
                                           gconstpointer data)
{
  PlotRect first, last;

  show_chain (fixture, 2);
  first = get_node (fixture, 0);
  last = get_node (fixture, 2);
  g_assert_true (is_in_sight (fixture, 0) && is_in_sight (fixture, 2));
  g_assert_cmpfloat_with_epsilon (first.x, gtk_widget_get_width (GTK_WIDGET (fixture->area)) - last.x - last.width, 1);
}

static void
of_a_long_one_the_newest_node_is_seen (Fixture      *fixture,
                                       gconstpointer data)
{
  show_chain (fixture, 30);
  g_assert_true (is_in_sight (fixture, 30));
  g_assert_false (is_in_sight (fixture, 0));
  g_assert_cmpfloat (gradients_graph_area_get_view (fixture->area).scale, >, 0.5);
  gradients_graph_area_fit (fixture->area);
  g_assert_true (is_in_sight (fixture, 0) && is_in_sight (fixture, 30));
}

/* What a person has zoomed stays so, and still follows. */
static void
a_scale_that_was_chosen_stays (Fixture      *fixture,
                               gconstpointer data)
{
  double scale;

  show_chain (fixture, 8);
  gradients_graph_area_zoom (fixture->area, 2);
  scale = gradients_graph_area_get_view (fixture->area).scale;
  show_chain (fixture, 20);
  g_assert_cmpfloat (gradients_graph_area_get_view (fixture->area).scale, ==, scale);
  g_assert_true (is_in_sight (fixture, 20));
  gradients_graph_area_forget_view (fixture->area);
  g_assert_cmpfloat (gradients_graph_area_get_view (fixture->area).scale, <, scale);
}

static void
without_a_graph_it_says_so (Fixture      *fixture,
                            gconstpointer data)
{
  GradientsPicture picture = gradients_graph_area_dup_picture (fixture->area);

  g_assert_null (picture.drawable);
  g_assert_nonnull (picture.problem);
  gtk_test_accessible_assert_property (fixture->area, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Nothing has been recorded yet");
  gradients_graph_area_zoom (fixture->area, 2);
  gradients_graph_area_fit (fixture->area);
}

static void
it_describes_what_it_shows (Fixture      *fixture,
                            gconstpointer data)
{
  show_chain (fixture, 1);
  gtk_test_accessible_assert_property (fixture->area, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Computation graph: 2 nodes, 1 link; leaf x, data 2; step y = neg, data 1, being computed");
}

int
main (int    argc,
      char **argv)
{
#define ADD(path, function) g_test_add ("/app/graph-area/" path, Fixture, NULL, set_up, function, tear_down)
  harness_init (&argc, &argv);
  ADD ("a-small-graph-is-seen-whole-in-the-middle", a_small_graph_is_seen_whole_in_the_middle);
  ADD ("of-a-long-one-the-newest-node-is-seen", of_a_long_one_the_newest_node_is_seen);
  ADD ("a-scale-that-was-chosen-stays", a_scale_that_was_chosen_stays);
  ADD ("without-a-graph-it-says-so", without_a_graph_it_says_so);
  ADD ("it-describes-what-it-shows", it_describes_what_it_shows);
#undef ADD
  return g_test_run ();
}
