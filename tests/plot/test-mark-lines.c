/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <math.h>

#include "plot/plot-figure.h"

enum
{
  SIZE = 200,
};

/* A figure from −1 to 1 each way whose box fills the picture. */
static PlotFigure *
make_figure (PlotMark *mark)
{
  PlotFigure *figure = plot_figure_new ();
  PlotRange   range = { -1, 1, -1, 1 };
  PlotRect    box = { 0, 0, SIZE, SIZE };

  plot_figure_set_range (figure, &range);
  plot_figure_set_axes_box (figure, &box);
  plot_figure_take_marks (figure, PLOT_LAYER_CURSOR, &mark, 1);
  return figure;
}

static cairo_surface_t *
draw (PlotMark *mark)
{
  g_autoptr (PlotFigure) figure = make_figure (mark);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_t         *cr = cairo_create (image);
  PlotRect         rect = { 0, 0, SIZE, SIZE };

  plot_figure_draw_layer (figure, cr, &rect, plot_theme_light (), PLOT_LAYER_CURSOR);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

/* How opaque the picture is at a data point, 0…255; the strongest of the pixels about it. */
static guint
get_alpha (cairo_surface_t *image,
           double           x,
           double           y)
{
  int   column = (int) ((x + 1) / 2 * SIZE), row = (int) ((1 - y) / 2 * SIZE);
  guint strongest = 0;

  for (int j = MAX (row - 1, 0); j <= MIN (row + 1, SIZE - 1); j++)
    for (int i = MAX (column - 1, 0); i <= MIN (column + 1, SIZE - 1); i++)
      {
        const guchar *pixel = cairo_image_surface_get_data (image) + j * cairo_image_surface_get_stride (image) + i * 4;

        strongest = MAX (strongest, *(const guint32 *) (const void *) pixel >> 24);
      }
  return strongest;
}

static gboolean
is_empty (cairo_surface_t *image)
{
  const guchar *data = cairo_image_surface_get_data (image);

  for (int i = 0; i < SIZE * cairo_image_surface_get_stride (image); i++)
    if (data[i] != 0)
      return FALSE;
  return TRUE;
}

static void
a_straight_line_goes_from_edge_to_edge (void)
{
  cairo_surface_t *image = draw (plot_mark_new_straight_line (0.5, 0.25, PLOT_ROLE_MODEL, NULL));

  g_assert_cmpuint (get_alpha (image, -0.99, -0.245), ==, 255);
  g_assert_cmpuint (get_alpha (image, 0, 0.25), ==, 255);
  g_assert_cmpuint (get_alpha (image, 0.99, 0.745), ==, 255);
  g_assert_cmpuint (get_alpha (image, 0, -0.25), ==, 0);
  cairo_surface_destroy (image);
}

static void
a_steep_line_is_cut_at_the_edges (void)
{
  cairo_surface_t *image = draw (plot_mark_new_straight_line (1e6, 0, PLOT_ROLE_MODEL, NULL));

  g_assert_cmpuint (get_alpha (image, 0, 0.9), ==, 255);
  g_assert_cmpuint (get_alpha (image, 0, -0.9), ==, 255);
  g_assert_cmpuint (get_alpha (image, 0.5, 0.5), ==, 0);
  cairo_surface_destroy (image);
}

static void
a_line_gone_bad_is_not_drawn (void)
{
  const double bad[][2] = { { NAN, 0 }, { 0, NAN }, { INFINITY, 0 }, { 1, -INFINITY }, { 1e308, 1e308 } };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      cairo_surface_t *image = draw (plot_mark_new_straight_line (bad[i][0], bad[i][1], PLOT_ROLE_MODEL, NULL));

      if (i < 4)
        g_assert_true (is_empty (image));
      cairo_surface_destroy (image);
    }
}

static void
older_lines_are_fainter (void)
{
  const double     slopes[] = { 0, 0, NAN, 0 };
  const double     offsets[] = { -0.5, 0, 0, 0.5 };
  cairo_surface_t *image = draw (plot_mark_new_lines (slopes, offsets, 4, PLOT_ROLE_MODEL, NULL));

  g_assert_cmpuint (get_alpha (image, 0, -0.5), >, 0);
  g_assert_cmpuint (get_alpha (image, 0, 0), >, get_alpha (image, 0, -0.5));
  g_assert_cmpuint (get_alpha (image, 0, 0.5), >, get_alpha (image, 0, 0));
  g_assert_cmpuint (get_alpha (image, 0, 0.5), <, 255);
  cairo_surface_destroy (image);
}

static void
of_too_many_lines_the_last_is_drawn (void)
{
  double           slopes[1000] = { 0 };
  double           offsets[1000] = { 0 };
  cairo_surface_t *image;

  offsets[999] = 0.5;
  image = draw (plot_mark_new_lines (slopes, offsets, 1000, PLOT_ROLE_MODEL, NULL));
  g_assert_cmpuint (get_alpha (image, 0, 0.5), >, 100);
  cairo_surface_destroy (image);
}

static void
no_lines_draw_nothing (void)
{
  cairo_surface_t *image = draw (plot_mark_new_lines (NULL, NULL, 0, PLOT_ROLE_MODEL, NULL));

  g_assert_true (is_empty (image));
  cairo_surface_destroy (image);
}

static void
lines_say_what_they_are (void)
{
  const double slopes[] = { 1, 2 };
  g_autoptr (PlotFigure) one = make_figure (plot_mark_new_straight_line (3.25, -2, PLOT_ROLE_MODEL, "fitted line"));
  g_autoptr (PlotFigure) many = make_figure (plot_mark_new_lines (slopes, slopes, 2, PLOT_ROLE_MODEL, "epochs"));
  g_autofree char *line = plot_figure_describe (one);
  g_autofree char *lines = plot_figure_describe (many);

  g_assert_nonnull (strstr (line, "fitted line y = 3.25 · x − 2"));
  g_assert_nonnull (strstr (lines, "epochs: 2 lines"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/mark-lines/a-straight-line-goes-from-edge-to-edge", a_straight_line_goes_from_edge_to_edge);
  g_test_add_func ("/plot/mark-lines/a-steep-line-is-cut-at-the-edges", a_steep_line_is_cut_at_the_edges);
  g_test_add_func ("/plot/mark-lines/a-line-gone-bad-is-not-drawn", a_line_gone_bad_is_not_drawn);
  g_test_add_func ("/plot/mark-lines/older-lines-are-fainter", older_lines_are_fainter);
  g_test_add_func ("/plot/mark-lines/of-too-many-lines-the-last-is-drawn", of_too_many_lines_the_last_is_drawn);
  g_test_add_func ("/plot/mark-lines/no-lines-draw-nothing", no_lines_draw_nothing);
  g_test_add_func ("/plot/mark-lines/lines-say-what-they-are", lines_say_what_they_are);
  return g_test_run ();
}
