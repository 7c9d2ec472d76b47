/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Pictures, drawn and compared. */

#include "images.h"

#include <math.h>
#include <string.h>

PlotFigure *
images_create_figure (double size)
{
  PlotFigure *figure = plot_figure_new ();
  PlotRange   range = { -1, 1, -1, 1 };
  PlotRect    box = { 0, 0, size, size };

  plot_figure_set_range (figure, &range);
  plot_figure_set_axes_box (figure, &box);
  return figure;
}

cairo_surface_t *
images_draw (PlotFigure *figure,
             int         width,
             int         height,
             double      scale)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (width * scale), (int) (height * scale));
  cairo_t         *cr = cairo_create (image);
  PlotRect         rect = { 0, 0, width, height };

  cairo_scale (cr, scale, scale);
  plot_figure_draw (figure, cr, &rect, plot_theme_light ());
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

cairo_surface_t *
images_draw_layer (PlotFigure *figure,
                   int         width,
                   int         height,
                   PlotLayer   layer)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t         *cr = cairo_create (image);
  PlotRect         rect = { 0, 0, width, height };

  plot_figure_draw_layer (figure, cr, &rect, plot_theme_light (), layer);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

guint32
images_get_pixel (cairo_surface_t *image,
                  int              x,
                  int              y)
{
  const guchar *row = cairo_image_surface_get_data (image) + y * cairo_image_surface_get_stride (image);
  guint32       pixel;

  memcpy (&pixel, row + 4 * x, sizeof pixel);
  return pixel;
}

double
images_compare (cairo_surface_t *a,
                cairo_surface_t *b,
                int              x,
                int              y,
                double          *most)
{
  int    width = cairo_image_surface_get_width (b), height = cairo_image_surface_get_height (b);
  double sum = 0;

  *most = 0;
  for (int j = 0; j < height; j++)
    for (int i = 0; i < width; i++)
      for (int shift = 0; shift < 24; shift += 8)
        {
          int p = images_get_pixel (a, x + i, y + j) >> shift & 0xff;
          int q = images_get_pixel (b, i, j) >> shift & 0xff;

          sum += ABS (p - q);
          *most = MAX (*most, ABS (p - q));
        }
  return sum / (3.0 * width * height);
}

void
images_assert_equal (cairo_surface_t *a,
                     cairo_surface_t *b,
                     double           most)
{
  double greatest;

  images_compare (a, b, 0, 0, &greatest);
  g_assert_cmpfloat (greatest, <=, most);
}

gboolean
images_is_empty (cairo_surface_t *image)
{
  for (int j = 0; j < cairo_image_surface_get_height (image); j++)
    for (int i = 0; i < cairo_image_surface_get_width (image); i++)
      if (images_get_pixel (image, i, j) != 0)
        return FALSE;
  return TRUE;
}
