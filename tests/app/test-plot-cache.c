/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The layers of a figure as render nodes. */

#include "app/gradients-plot-cache.h"

#include "harness.h"

#define WIDTH 300
#define HEIGHT 200

static void
put (PlotFigure *figure,
     PlotLayer   layer,
     PlotMark   *mark)
{
  plot_figure_take_marks (figure, layer, &mark, 1);
}

static PlotFigure *
new_figure (void)
{
  static const double    xs[] = { 0, 1, 2, 3 }, ys[] = { 0, 1, 4, 9 };
  static const float     values[] = { 0, 1, 2, 3 };
  static const PlotRange range = { 0, 3, 0, 9 };
  PlotFigure            *figure = plot_figure_new ();

  plot_figure_set_range (figure, &range);
  plot_figure_set_labels (figure, "x", "y");
  put (figure, PLOT_LAYER_BASE, plot_mark_new_heatmap (values, 2, 2, 0, 3, 0, 9, plot_colormap_lookup ("viridis")));
  put (figure, PLOT_LAYER_TRAIL, plot_mark_new_curve (xs, ys, 4, PLOT_ROLE_CURVE, "curve"));
  put (figure, PLOT_LAYER_CURSOR, plot_mark_new_point (1, 1, PLOT_ROLE_CURRENT, "now"));
  return figure;
}

static GskRenderNode *
snapshot (GradientsPlotCache *cache,
          PlotFigure         *figure,
          const PlotTheme    *theme,
          int                 scale)
{
  GtkSnapshot *shot = gtk_snapshot_new ();

  gradients_plot_cache_snapshot (cache, shot, figure, theme, WIDTH, HEIGHT, scale);
  return gtk_snapshot_free_to_node (shot);
}

static void
show (GradientsPlotCache *cache,
      PlotFigure         *figure,
      const PlotTheme    *theme)
{
  gsk_render_node_unref (snapshot (cache, figure, theme, 1));
}

static void
only_what_changed_is_drawn_again (void)
{
  g_autoptr (GradientsPlotCache) cache = gradients_plot_cache_new ();
  g_autoptr (PlotFigure) figure = new_figure ();

  show (cache, figure, plot_theme_light ());
  show (cache, figure, plot_theme_light ());
  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    g_assert_cmpuint (gradients_plot_cache_get_n_drawn (cache, (PlotLayer) i), ==, 1);

  put (figure, PLOT_LAYER_CURSOR, plot_mark_new_point (2, 4, PLOT_ROLE_CURRENT, "now"));
  show (cache, figure, plot_theme_light ());
  g_assert_cmpuint (gradients_plot_cache_get_n_drawn (cache, PLOT_LAYER_BASE), ==, 1);
  g_assert_cmpuint (gradients_plot_cache_get_n_drawn (cache, PLOT_LAYER_AXES), ==, 1);
  g_assert_cmpuint (gradients_plot_cache_get_n_drawn (cache, PLOT_LAYER_TRAIL), ==, 1);
  g_assert_cmpuint (gradients_plot_cache_get_n_drawn (cache, PLOT_LAYER_CURSOR), ==, 2);
}

static void
another_theme_draws_all_again (void)
{
  g_autoptr (GradientsPlotCache) cache = gradients_plot_cache_new ();
  g_autoptr (PlotFigure) figure = new_figure ();

  show (cache, figure, plot_theme_light ());
  show (cache, figure, plot_theme_dark ());
  g_assert_cmpuint (gradients_plot_cache_get_n_drawn (cache, PLOT_LAYER_BASE), ==, 2);
  g_assert_cmpuint (gradients_plot_cache_get_n_drawn (cache, PLOT_LAYER_CURSOR), ==, 2);
}

static cairo_surface_t *
new_image (int scale)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH * scale, HEIGHT * scale);
  cairo_t         *cr;

  cairo_surface_set_device_scale (image, scale, scale);
  cr = cairo_create (image);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_destroy (cr);
  return image;
}

/* The mean difference of a channel between two images. */
static double
compare (cairo_surface_t *a,
         cairo_surface_t *b)
{
  gsize         size = (gsize) cairo_image_surface_get_stride (a) * (gsize) cairo_image_surface_get_height (a);
  const guchar *pixels_a = cairo_image_surface_get_data (a);
  const guchar *pixels_b = cairo_image_surface_get_data (b);
  double        sum = 0;

  for (gsize i = 0; i < size; i++)
    sum += ABS (pixels_a[i] - pixels_b[i]);
  return sum / (double) size;
}

static void
nodes_look_as_the_figure_draws_itself (gconstpointer data)
{
  int            scale = GPOINTER_TO_INT (data);
  const PlotRect rect = { 0, 0, WIDTH, HEIGHT };
  g_autoptr (GradientsPlotCache) cache = gradients_plot_cache_new ();
  g_autoptr (PlotFigure) figure = new_figure ();
  GskRenderNode   *node = snapshot (cache, figure, plot_theme_light (), scale);
  cairo_surface_t *by_node = new_image (scale), *by_figure = new_image (scale), *blank = new_image (scale);
  cairo_t         *cr;

  cr = cairo_create (by_node);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cr = cairo_create (by_figure);
  plot_figure_draw (figure, cr, &rect, plot_theme_light ());
  cairo_destroy (cr);
  cairo_surface_flush (by_node);
  cairo_surface_flush (by_figure);
  /* Layers are composed one after the other, and each rounds; a line a pixel off would be a hundred times as much. */
  g_assert_cmpfloat (compare (by_node, by_figure), <, 0.02);
  g_assert_cmpfloat (compare (by_figure, blank), >, 10);

  cairo_surface_destroy (by_node);
  cairo_surface_destroy (by_figure);
  cairo_surface_destroy (blank);
  gsk_render_node_unref (node);
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
  g_test_add_func ("/app/plot-cache/only-what-changed-is-drawn-again", only_what_changed_is_drawn_again);
  g_test_add_func ("/app/plot-cache/another-theme-draws-all-again", another_theme_draws_all_again);
  g_test_add_data_func ("/app/plot-cache/nodes-look-as-the-figure-draws-itself", GINT_TO_POINTER (1), nodes_look_as_the_figure_draws_itself);
  g_test_add_data_func ("/app/plot-cache/nodes-look-as-the-figure-draws-itself-at-200-percent", GINT_TO_POINTER (2), nodes_look_as_the_figure_draws_itself);
  return g_test_run ();
}
