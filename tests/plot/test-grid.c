/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "plot/plot-grid.h"

#include <glib/gstdio.h>
#include <string.h>

#include "images.h"

static PlotFigure *
make_figure (const char *title)
{
  PlotFigure           *figure = plot_figure_new ();
  const double          xs[] = { 0, 1, 2 }, ys[] = { 1, 0, 1 };
  const PlotSeriesStyle style = { { 0, 0, 1, 1 }, '-', 'o', 2, 8, FALSE };
  PlotMark             *mark = plot_mark_new_series (xs, ys, 3, &style, "curve");

  plot_figure_set_title (figure, title);
  plot_figure_take_marks (figure, PLOT_LAYER_TRAIL, &mark, 1);
  return figure;
}

static guint32
count_drawn (cairo_surface_t *image,
             int              left,
             int              right)
{
  guint32 n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (image); y++)
    for (int x = left; x < right; x++)
      n += images_get_pixel (image, x, y) != 0;
  return n;
}

static void
each_figure_is_drawn_in_its_cell (void)
{
  g_autoptr (PlotGrid) grid = plot_grid_new (1, 2);
  g_autoptr (PlotFigure) figure = make_figure ("second");
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 400, 200);
  cairo_t         *cr = cairo_create (image);
  const PlotRect   rect = { 0, 0, 400, 200 };

  plot_grid_set_figure (grid, 1, figure);
  plot_grid_draw (grid, cr, &rect, plot_theme_light ());
  cairo_surface_flush (image);
  g_assert_cmpuint (count_drawn (image, 0, 200), ==, 0);
  g_assert_cmpuint (count_drawn (image, 200, 400), >, 1000);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
}

static void
it_is_described_figure_by_figure (void)
{
  g_autoptr (PlotGrid) grid = plot_grid_new (2, 1);
  g_autoptr (PlotFigure) first = make_figure ("a");
  g_autoptr (PlotFigure) second = make_figure ("b");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  plot_grid_set_title (grid, "both");
  plot_grid_set_figure (grid, 0, first);
  plot_grid_set_figure (grid, 1, second);
  text = plot_grid_describe (grid);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_cmpstr (lines[0], ==, "both");
  g_assert_nonnull (strstr (lines[1], "curve: line through 3 points"));
}

/* Two of them, one below the other: the picture is as high as both. */
static void
many_become_one_picture (void)
{
  g_autoptr (PlotGrid) grid = plot_grid_new (1, 1);
  g_autoptr (PlotFigure) figure = make_figure ("a");
  PlotGrid        *grids[] = { grid, grid };
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "a.png", NULL);
  g_autoptr (GError) error = NULL;
  cairo_surface_t *image;

  plot_grid_set_figure (grid, 0, figure);
  plot_grid_set_size (grid, 300, 200);
  plot_grid_export (grids, 2, path, 0, 0, 2, plot_theme_dark (), &error);
  g_assert_no_error (error);
  image = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (image), ==, 600);
  g_assert_cmpint (cairo_image_surface_get_height (image), ==, 800);
  cairo_surface_destroy (image);
  g_unlink (path);
  g_rmdir (folder);
}

/* A program's black line can be seen on the dark theme too, where nothing is behind it. */
static void
a_black_line_shows_on_a_dark_ground (void)
{
  const double          xs[] = { 0, 1 }, ys[] = { 0, 1 };
  const PlotSeriesStyle style = { { 0, 0, 0, 1 }, '-', 0, 4, 8, FALSE };
  PlotMark             *mark = plot_mark_new_series (xs, ys, 2, &style, NULL);
  g_autoptr (PlotFigure) figure = plot_figure_new ();
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 200, 200);
  cairo_t         *cr = cairo_create (image);
  const PlotRect   rect = { 0, 0, 200, 200 };
  guint            brightest = 0;

  plot_figure_take_marks (figure, PLOT_LAYER_TRAIL, &mark, 1);
  plot_figure_draw_layer (figure, cr, &rect, plot_theme_dark (), PLOT_LAYER_TRAIL);
  cairo_surface_flush (image);
  for (int x = 0; x < 200; x++)
    for (int y = 0; y < 200; y++)
      brightest = MAX (brightest, images_get_pixel (image, x, y) & 0xff);
  g_assert_cmpuint (brightest, >, 100);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/grid/each-figure-is-drawn-in-its-cell", each_figure_is_drawn_in_its_cell);
  g_test_add_func ("/plot/grid/it-is-described-figure-by-figure", it_is_described_figure_by_figure);
  g_test_add_func ("/plot/grid/many-become-one-picture", many_become_one_picture);
  g_test_add_func ("/plot/grid/a-black-line-shows-on-a-dark-ground", a_black_line_shows_on_a_dark_ground);
  return g_test_run ();
}
