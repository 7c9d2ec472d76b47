/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "images.h"
#include "plot/plot-dag.h"
#include "plot/plot-error.h"

enum
{
  W,
  X,
  PRODUCT,
  LOSS,
};

/* loss = (W · x)², whose square uses the product twice. */
static PlotDag *
create_dag (void)
{
  PlotDag *dag = plot_dag_new ();

  plot_dag_set_name (dag, "Computation graph");
  plot_dag_add_node (dag, PLOT_DAG_LEAF, "W");
  plot_dag_add_node (dag, PLOT_DAG_CONSTANT, "x");
  plot_dag_add_node (dag, PLOT_DAG_STEP, "MulBackward0");
  plot_dag_add_node (dag, PLOT_DAG_RESULT, "loss");
  plot_dag_add_link (dag, W, PRODUCT);
  plot_dag_add_link (dag, X, PRODUCT);
  plot_dag_add_link (dag, PRODUCT, LOSS);
  plot_dag_add_link (dag, PRODUCT, LOSS);
  plot_dag_set_texts (dag, W, "data 3", "grad 24");
  plot_dag_set_texts (dag, LOSS, "data 36", NULL);
  return dag;
}

static const PlotRect rect = { 0, 0, 600, 240 };

static cairo_surface_t *
draw (PlotDag           *dag,
      const PlotDagView *view)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) rect.width, (int) rect.height);
  cairo_t         *cr = cairo_create (image);

  plot_dag_draw (dag, cr, &rect, view, plot_theme_light ());
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

/* How many pixels have about the hue of a role. */
static guint
count_color (cairo_surface_t *image,
             PlotRole         role)
{
  PlotColor color = plot_theme_get_color (plot_theme_light (), role);
  guint32   wanted = 0xff000000 | (guint32) round (color.red * 255) << 16 | (guint32) round (color.green * 255) << 8 |
                   (guint32) round (color.blue * 255);
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (image); y++)
    for (int x = 0; x < cairo_image_surface_get_width (image); x++)
      n += images_get_pixel (image, x, y) == wanted;
  return n;
}

static void
says_what_is_drawn (void)
{
  g_autoptr (PlotDag) dag = create_dag ();
  g_autofree char *text = NULL;

  plot_dag_set_node_state (dag, PRODUCT, PLOT_DAG_BACKWARD);
  plot_dag_set_node_state (dag, X, PLOT_DAG_ABSENT);
  plot_dag_set_link_state (dag, 1, PLOT_DAG_ABSENT);
  text = plot_dag_describe (dag);
  g_assert_cmpstr (text, ==,
                   "Computation graph: 3 nodes, 3 links; leaf W, data 3, grad 24; step MulBackward0, passing its gradient on; "
                   "result loss, data 36");
}

static void
a_large_graph_is_described_by_what_happens (void)
{
  g_autoptr (PlotDag) dag = plot_dag_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < 1000; i++)
    plot_dag_add_node (dag, PLOT_DAG_STEP, "AddBackward0");
  plot_dag_set_node_state (dag, 500, PLOT_DAG_FORWARD);
  text = plot_dag_describe (dag);
  g_assert_cmpstr (text, ==, "1000 nodes, 0 links; step AddBackward0, being computed");
}

static void
a_fitted_graph_is_all_in_sight (void)
{
  g_autoptr (PlotDag) dag = create_dag ();
  PlotRect    small = { 30, 20, 150, 60 };
  PlotDagView view = plot_dag_fit (dag, &small, plot_theme_light ());

  for (guint i = 0; i < plot_dag_get_n_nodes (dag); i++)
    {
      PlotRect node = plot_dag_get_node_rect (dag, &view, plot_theme_light (), i);
      PlotRect seen = plot_rect_intersect (&node, &small);

      g_assert_cmpfloat_with_epsilon (seen.width, node.width, 1e-6);
      g_assert_cmpfloat_with_epsilon (seen.height, node.height, 1e-6);
    }
  g_assert_cmpfloat (view.scale, <, 1);
  view = plot_dag_fit (dag, &(PlotRect){ 0, 0, 4000, 3000 }, plot_theme_light ());
  g_assert_cmpfloat (view.scale, ==, 1);
}

static void
the_node_under_a_point_is_found (void)
{
  g_autoptr (PlotDag) dag = create_dag ();
  PlotDagView view = plot_dag_fit (dag, &rect, plot_theme_light ());

  for (guint i = 0; i < plot_dag_get_n_nodes (dag); i++)
    {
      PlotRect node = plot_dag_get_node_rect (dag, &view, plot_theme_light (), i);

      g_assert_cmpint (plot_dag_hit (dag, &view, plot_theme_light (), node.x + node.width / 2, node.y + node.height / 2), ==, (int) i);
    }
  g_assert_cmpint (plot_dag_hit (dag, &view, plot_theme_light (), 1, 1), ==, -1);
}

static void
what_is_absent_is_neither_drawn_nor_hit (void)
{
  g_autoptr (PlotDag) dag = create_dag ();
  PlotDagView      view = plot_dag_fit (dag, &rect, plot_theme_light ());
  PlotRect         node = plot_dag_get_node_rect (dag, &view, plot_theme_light (), W);
  cairo_surface_t *image;

  for (guint i = 0; i < plot_dag_get_n_nodes (dag); i++)
    plot_dag_set_node_state (dag, i, PLOT_DAG_ABSENT);
  for (guint l = 0; l < plot_dag_get_n_links (dag); l++)
    plot_dag_set_link_state (dag, l, PLOT_DAG_ABSENT);
  g_assert_cmpint (plot_dag_hit (dag, &view, plot_theme_light (), node.x + 5, node.y + 5), ==, -1);
  image = draw (dag, &view);
  g_assert_true (images_is_empty (image));
  cairo_surface_destroy (image);
}

static void
states_and_values_move_nothing (void)
{
  g_autoptr (PlotDag) dag = create_dag ();
  PlotDagView view = plot_dag_fit (dag, &rect, plot_theme_light ());
  PlotRect    before = plot_dag_get_node_rect (dag, &view, plot_theme_light (), W), after;
  guint64     serial = plot_dag_get_serial (dag);

  plot_dag_set_node_state (dag, W, PLOT_DAG_BACKWARD);
  plot_dag_set_texts (dag, W, "data 1", NULL);
  plot_dag_set_label (dag, 0, "12");
  g_assert_cmpuint (plot_dag_get_serial (dag), ==, serial + 3);
  after = plot_dag_get_node_rect (dag, &view, plot_theme_light (), W);
  g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
  plot_dag_set_texts (dag, W, "data 1.23456789012345678901234567890", NULL);
  after = plot_dag_get_node_rect (dag, &view, plot_theme_light (), W);
  g_assert_cmpfloat (after.width, >, before.width);
  serial = plot_dag_get_serial (dag);
  plot_dag_set_node_state (dag, W, PLOT_DAG_BACKWARD);
  g_assert_cmpuint (plot_dag_get_serial (dag), ==, serial);
}

static void
forward_and_backward_have_a_hue_each (void)
{
  g_autoptr (PlotDag) dag = create_dag ();
  PlotDagView      view = plot_dag_fit (dag, &rect, plot_theme_light ());
  cairo_surface_t *image = draw (dag, &view);

  plot_dag_set_texts (dag, W, "data 3", NULL);
  cairo_surface_destroy (image);
  image = draw (dag, &view);
  g_assert_cmpuint (count_color (image, PLOT_ROLE_FORWARD), ==, 0);
  g_assert_cmpuint (count_color (image, PLOT_ROLE_BACKWARD), ==, 0);
  cairo_surface_destroy (image);
  plot_dag_set_node_state (dag, PRODUCT, PLOT_DAG_FORWARD);
  plot_dag_set_link_state (dag, 0, PLOT_DAG_FORWARD);
  image = draw (dag, &view);
  g_assert_cmpuint (count_color (image, PLOT_ROLE_FORWARD), >, 50);
  cairo_surface_destroy (image);
  plot_dag_set_node_state (dag, PRODUCT, PLOT_DAG_BACKWARD);
  plot_dag_set_link_state (dag, 0, PLOT_DAG_BACKWARD);
  image = draw (dag, &view);
  g_assert_cmpuint (count_color (image, PLOT_ROLE_FORWARD), ==, 0);
  g_assert_cmpuint (count_color (image, PLOT_ROLE_BACKWARD), >, 50);
  cairo_surface_destroy (image);
}

static void
zooming_keeps_the_point_under_the_pointer (void)
{
  PlotDagView view = { 10, 20, 0.5 };
  PlotDagView zoomed = plot_dag_zoomed (&view, 3, 100, 50);

  g_assert_cmpfloat_with_epsilon (zoomed.scale, 1.5, 1e-12);
  g_assert_cmpfloat_with_epsilon ((100 - zoomed.x) / zoomed.scale, (100 - view.x) / view.scale, 1e-9);
  g_assert_cmpfloat_with_epsilon ((50 - zoomed.y) / zoomed.scale, (50 - view.y) / view.scale, 1e-9);
  for (guint i = 0; i < 100; i++)
    zoomed = plot_dag_zoomed (&zoomed, i < 50 ? 10 : 0.1, 0, 0);
  g_assert_true (isfinite (zoomed.x) && zoomed.scale > 0);
}

static void
following_moves_no_further_than_needed (void)
{
  g_autoptr (PlotDag) dag = create_dag ();
  PlotRect    narrow = { 0, 0, 200, 240 };
  PlotDagView view = { 16, 16, 1 }, followed;
  PlotRect    node;

  followed = plot_dag_follow (dag, &narrow, plot_theme_light (), &view, W);
  g_assert_cmpmem (&followed, sizeof followed, &view, sizeof view);
  followed = plot_dag_follow (dag, &narrow, plot_theme_light (), &view, LOSS);
  node = plot_dag_get_node_rect (dag, &followed, plot_theme_light (), LOSS);
  g_assert_cmpfloat_with_epsilon (node.x + node.width, 200 - 16, 1e-6);
  g_assert_cmpfloat (followed.y, ==, view.y);
}

static void
an_export_takes_the_size_that_it_needs (void)
{
  g_autoptr (PlotDag) dag = create_dag ();
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("plot-dag-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "graph.png", NULL);
  g_autofree char *bad = g_build_filename (folder, "graph.bmp", NULL);
  cairo_surface_t *image;

  g_assert_true (plot_dag_export (dag, path, 0, 0, 1, plot_theme_dark (), &error));
  g_assert_no_error (error);
  image = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (image), >, 300);
  g_assert_cmpint (cairo_image_surface_get_height (image), >, 60);
  g_assert_cmphex (images_get_pixel (image, 0, 0), ==, 0xff242424);
  cairo_surface_destroy (image);
  g_assert_false (plot_dag_export (dag, bad, 0, 0, 1, plot_theme_dark (), &error));
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_FORMAT);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/plot/dag/" path, function)
  ADD ("says-what-is-drawn", says_what_is_drawn);
  ADD ("a-large-graph-is-described-by-what-happens", a_large_graph_is_described_by_what_happens);
  ADD ("a-fitted-graph-is-all-in-sight", a_fitted_graph_is_all_in_sight);
  ADD ("the-node-under-a-point-is-found", the_node_under_a_point_is_found);
  ADD ("what-is-absent-is-neither-drawn-nor-hit", what_is_absent_is_neither_drawn_nor_hit);
  ADD ("states-and-values-move-nothing", states_and_values_move_nothing);
  ADD ("forward-and-backward-have-a-hue-each", forward_and_backward_have_a_hue_each);
  ADD ("zooming-keeps-the-point-under-the-pointer", zooming_keeps_the_point_under_the_pointer);
  ADD ("following-moves-no-further-than-needed", following_moves_no_further_than_needed);
  ADD ("an-export-takes-the-size-that-it-needs", an_export_takes_the_size_that_it_needs);
  return g_test_run ();
}
