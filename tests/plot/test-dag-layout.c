/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "plot/plot-dag-layout.h"

#include <math.h>
#include <string.h>

/* A graph of n nodes, each of which uses one to three of those before it, at most so far back. */
typedef struct
{
  guint        n;
  PlotDagSize *sizes;
  GArray      *links; /* of PlotDagLink */
} Graph;

static Graph
create_graph (guint n,
              guint reach)
{
  Graph graph = { n, g_new (PlotDagSize, MAX (1, n)), g_array_new (FALSE, FALSE, sizeof (PlotDagLink)) };

  for (guint i = 0; i < n; i++)
    {
      guint n_used = i == 0 ? 0 : (guint) g_test_rand_int_range (1, 4);

      graph.sizes[i] = (PlotDagSize){ g_test_rand_double_range (40, 120), g_test_rand_double_range (20, 60) };
      for (guint k = 0; k < n_used; k++)
        {
          PlotDagLink link = { i - 1 - (guint) g_test_rand_int_range (0, (int) MIN (i, reach)), i };

          g_array_append_val (graph.links, link);
        }
    }
  return graph;
}

static PlotDagLayout *
lay_out (const Graph *graph)
{
  return plot_dag_layout_new (graph->sizes, graph->n, (const PlotDagLink *) (const void *) graph->links->data, graph->links->len);
}

static void
clear_graph (Graph *graph)
{
  g_free (graph->sizes);
  g_array_unref (graph->links);
}

static gboolean
overlap (const PlotDagLayout *layout,
         const PlotDagSize   *sizes,
         guint                a,
         guint                b)
{
  return fabs (layout->nodes[a].x - layout->nodes[b].x) < (sizes[a].width + sizes[b].width) / 2 &&
         fabs (layout->nodes[a].y - layout->nodes[b].y) < (sizes[a].height + sizes[b].height) / 2 + 8;
}

static void
links_lead_to_the_right_and_nodes_keep_apart (void)
{
  for (guint round = 0; round < 200; round++)
    {
      Graph graph = create_graph (1 + round / 4, 1 + round % 20);
      g_autoptr (PlotDagLayout) layout = lay_out (&graph);

      for (guint l = 0; l < graph.links->len; l++)
        {
          PlotDagLink link = g_array_index (graph.links, PlotDagLink, l);

          g_assert_cmpuint (layout->columns[link.from], <, layout->columns[link.to]);
          g_assert_cmpfloat (layout->nodes[link.from].x, <, layout->nodes[link.to].x);
        }
      for (guint a = 0; a < graph.n; a++)
        for (guint b = 0; b < a; b++)
          g_assert_false (overlap (layout, graph.sizes, a, b));
      clear_graph (&graph);
    }
}

static void
all_lies_within_its_size (void)
{
  for (guint round = 0; round < 100; round++)
    {
      Graph graph = create_graph (30, 12);
      g_autoptr (PlotDagLayout) layout = lay_out (&graph);

      for (guint i = 0; i < graph.n; i++)
        {
          g_assert_cmpfloat (layout->nodes[i].x - graph.sizes[i].width / 2, >=, -1e-6);
          g_assert_cmpfloat (layout->nodes[i].x + graph.sizes[i].width / 2, <=, layout->width + 1e-6);
          g_assert_cmpfloat (layout->nodes[i].y - graph.sizes[i].height / 2, >=, -1e-6);
          g_assert_cmpfloat (layout->nodes[i].y + graph.sizes[i].height / 2, <=, layout->height + 1e-6);
        }
      clear_graph (&graph);
    }
}

/* The straight parts of a link lie beside nodes, never under them. */
static void
long_links_are_led_around_nodes (void)
{
  guint n_straight = 0;

  for (guint round = 0; round < 100; round++)
    {
      Graph graph = create_graph (40, 25);
      g_autoptr (PlotDagLayout) layout = lay_out (&graph);

      for (guint l = 0; l < graph.links->len; l++)
        for (guint k = 1; k + 2 < layout->routes[l]->len; k += 2)
          {
            const PlotDagPoint *a = &g_array_index (layout->routes[l], PlotDagPoint, k);

            n_straight++;
            for (guint i = 0; i < graph.n; i++)
              g_assert_false (fabs (layout->nodes[i].y - a->y) < graph.sizes[i].height / 2 &&
                              layout->nodes[i].x - graph.sizes[i].width / 2 >= a->x - 1e-6 &&
                              layout->nodes[i].x + graph.sizes[i].width / 2 <= a[1].x + 1e-6);
          }
      clear_graph (&graph);
    }
  g_assert_cmpuint (n_straight, >, 500);
}

static void
routes_run_from_the_one_to_the_other (void)
{
  Graph graph = create_graph (60, 30);
  g_autoptr (PlotDagLayout) layout = lay_out (&graph);

  for (guint l = 0; l < graph.links->len; l++)
    {
      PlotDagLink         link = g_array_index (graph.links, PlotDagLink, l);
      const GArray       *route = layout->routes[l];
      const PlotDagPoint *first = &g_array_index (route, PlotDagPoint, 0);
      const PlotDagPoint *last = &g_array_index (route, PlotDagPoint, route->len - 1);

      g_assert_cmpuint (route->len, >=, 2);
      g_assert_cmpuint (route->len % 2, ==, 0);
      g_assert_cmpfloat_with_epsilon (first->x, layout->nodes[link.from].x + graph.sizes[link.from].width / 2, 1e-6);
      g_assert_cmpfloat_with_epsilon (last->x, layout->nodes[link.to].x - graph.sizes[link.to].width / 2, 1e-6);
      g_assert_cmpfloat (fabs (last->y - layout->nodes[link.to].y), <=, graph.sizes[link.to].height / 2);
    }
  clear_graph (&graph);
}

static PlotDagLayout *
lay_out_links (guint              n_nodes,
               const PlotDagLink *links,
               guint              n_links)
{
  g_autofree PlotDagSize *sizes = g_new (PlotDagSize, n_nodes);

  for (guint i = 0; i < n_nodes; i++)
    sizes[i] = (PlotDagSize){ 60, 30 };
  return plot_dag_layout_new (sizes, n_nodes, links, n_links);
}

static void
a_tree_has_no_crossings (void)
{
  PlotDagLink links[62];
  g_autoptr (PlotDagLayout) layout = NULL;

  /* Node i is made of nodes 2i + 1 and 2i + 2; the numbers of the leaves are shuffled. */
  for (guint i = 0; i < 62; i++)
    links[i] = (PlotDagLink){ i + 1 < 31 ? i + 1 : 31 + (i - 30) * 13 % 32, i / 2 };
  layout = lay_out_links (63, links, 62);
  g_assert_cmpuint (layout->n_crossings, ==, 0);
}

static void
what_can_be_untangled_is (void)
{
  static const PlotDagLink crossed[] = { { 0, 5 }, { 1, 4 }, { 2, 3 }, { 0, 4 }, { 2, 4 } };
  g_autoptr (PlotDagLayout) layout = lay_out_links (6, crossed, G_N_ELEMENTS (crossed));

  g_assert_cmpuint (layout->n_crossings, ==, 0);
}

/* Three that each use the same three cannot be drawn in two columns without crossings: there are nine at least. */
static void
crossings_are_counted (void)
{
  PlotDagLink links[9];
  g_autoptr (PlotDagLayout) layout = NULL;

  for (guint i = 0; i < 9; i++)
    links[i] = (PlotDagLink){ i / 3, 3 + i % 3 };
  layout = lay_out_links (6, links, 9);
  g_assert_cmpuint (layout->n_crossings, ==, 9);
}

static void
a_leaf_stands_beside_its_first_use (void)
{
  static const PlotDagLink links[] = { { 0, 1 }, { 1, 2 }, { 2, 3 }, { 4, 3 } };
  g_autoptr (PlotDagLayout) layout = lay_out_links (5, links, G_N_ELEMENTS (links));

  g_assert_cmpuint (layout->columns[4], ==, 2);
}

static void
a_link_past_columns_is_straight_where_it_can_be (void)
{
  /* ((W · x + b) − y)² · x */
  static const PlotDagLink links[] = { { 0, 3 }, { 1, 3 }, { 3, 4 }, { 2, 4 }, { 4, 6 }, { 5, 6 }, { 6, 7 }, { 6, 7 }, { 7, 8 }, { 1, 8 } };
  g_autoptr (PlotDagLayout) layout = lay_out_links (9, links, G_N_ELEMENTS (links));
  const GArray *route = layout->routes[9];

  g_assert_cmpuint (route->len, ==, 10);
  for (guint i = 2; i + 1 < route->len; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (route, PlotDagPoint, i).y, g_array_index (route, PlotDagPoint, 1).y, 1e-9);
}

static void
parallel_links_end_apart (void)
{
  static const PlotDagLink links[] = { { 0, 1 }, { 0, 1 } };
  g_autoptr (PlotDagLayout) layout = lay_out_links (2, links, 2);

  g_assert_cmpfloat (fabs (g_array_index (layout->routes[0], PlotDagPoint, 1).y - g_array_index (layout->routes[1], PlotDagPoint, 1).y), >, 5);
}

static void
the_same_graph_has_the_same_layout (void)
{
  Graph graph = create_graph (80, 20);
  g_autoptr (PlotDagLayout) a = lay_out (&graph);
  g_autoptr (PlotDagLayout) b = lay_out (&graph);

  g_assert_cmpmem (a->nodes, graph.n * sizeof *a->nodes, b->nodes, graph.n * sizeof *b->nodes);
  clear_graph (&graph);
}

static void
cycles_and_empty_graphs_are_laid_out_too (void)
{
  static const PlotDagLink links[] = { { 0, 1 }, { 1, 2 }, { 2, 0 }, { 2, 2 }, { 3, 1 } };
  g_autoptr (PlotDagLayout) cycle = lay_out_links (4, links, G_N_ELEMENTS (links));
  g_autoptr (PlotDagLayout) empty = lay_out_links (0, NULL, 0);
  g_autoptr (PlotDagLayout) alone = lay_out_links (1, NULL, 0);

  g_assert_cmpfloat (cycle->width, >, 100);
  g_assert_cmpfloat (empty->width, ==, 0);
  g_assert_cmpfloat (empty->height, ==, 0);
  g_assert_cmpfloat (alone->width, ==, 60);
  g_assert_cmpfloat (alone->height, ==, 30);
}

/* A loop of a hundred thousand steps, and a leaf that each of them uses: neither recursion nor a bend for every
 * column that a link passes. */
static void
a_very_long_chain_is_no_trouble (void)
{
  enum
  {
    N = 100000,
  };
  PlotDagLink *links = g_new (PlotDagLink, 2 * N);
  g_autoptr (PlotDagLayout) layout = NULL;

  for (guint i = 0; i < N; i++)
    {
      links[2 * i] = (PlotDagLink){ i + 1, i + 2 };
      links[2 * i + 1] = (PlotDagLink){ 0, i + 2 };
    }
  layout = lay_out_links (N + 2, links, 2 * N);
  g_assert_cmpuint (layout->columns[N + 1], ==, N);
  g_free (links);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/plot/dag-layout/" path, function)
  ADD ("links-lead-to-the-right-and-nodes-keep-apart", links_lead_to_the_right_and_nodes_keep_apart);
  ADD ("all-lies-within-its-size", all_lies_within_its_size);
  ADD ("long-links-are-led-around-nodes", long_links_are_led_around_nodes);
  ADD ("routes-run-from-the-one-to-the-other", routes_run_from_the_one_to_the_other);
  ADD ("a-tree-has-no-crossings", a_tree_has_no_crossings);
  ADD ("what-can-be-untangled-is", what_can_be_untangled_is);
  ADD ("crossings-are-counted", crossings_are_counted);
  ADD ("a-leaf-stands-beside-its-first-use", a_leaf_stands_beside_its_first_use);
  ADD ("a-link-past-columns-is-straight-where-it-can-be", a_link_past_columns_is_straight_where_it_can_be);
  ADD ("parallel-links-end-apart", parallel_links_end_apart);
  ADD ("the-same-graph-has-the-same-layout", the_same_graph_has_the_same_layout);
  ADD ("cycles-and-empty-graphs-are-laid-out-too", cycles_and_empty_graphs_are_laid_out_too);
  ADD ("a-very-long-chain-is-no-trouble", a_very_long_chain_is_no_trouble);
  return g_test_run ();
}
