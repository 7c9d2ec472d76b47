/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <cairo-svg.h>
#include <math.h>

#include "plot/plot-figure.h"

enum
{
  SIZE = 120,
  N = 800,
};

static double xs[N];
static double ys[N];

static void
fill_arrays (void)
{
  for (guint i = 0; i < N; i++)
    {
      xs[i] = cos (i * 0.7) * i / N;
      ys[i] = sin (i * 0.9) * i / N;
    }
  xs[7] = NAN;
  ys[8] = INFINITY;
  xs[9] = 5; /* out of sight */
}

/* All points as one mark, which is stamped, or each as a mark of its own, which is not. */
static PlotFigure *
make_figure (gboolean whole)
{
  PlotFigure *figure = plot_figure_new ();
  PlotRange   range = { -1, 1, -1, 1 };
  PlotRect    box = { 3.25, 5.5, SIZE - 10, SIZE - 10 };
  PlotMark   *marks[N];
  guint       n = whole ? 1 : N;

  for (guint i = 0; i < n; i++)
    marks[i] = plot_mark_new_points (xs + i, ys + i, N / n, PLOT_ROLE_DATA, NULL);
  plot_figure_set_range (figure, &range);
  plot_figure_set_axes_box (figure, &box);
  plot_figure_take_marks (figure, PLOT_LAYER_TRAIL, marks, n);
  return figure;
}

static void
draw_on (cairo_surface_t *surface,
         gboolean         whole,
         double           zoom)
{
  g_autoptr (PlotFigure) figure = make_figure (whole);
  cairo_t *cr = cairo_create (surface);
  PlotRect rect = { 0, 0, SIZE, SIZE };

  cairo_translate (cr, -2, 1.75);
  cairo_scale (cr, zoom, zoom);
  plot_figure_draw_layer (figure, cr, &rect, plot_theme_light (), PLOT_LAYER_TRAIL);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
}

static cairo_surface_t *
draw_image (gboolean whole,
            int      scale,
            double   zoom)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE * scale, SIZE * scale);

  cairo_surface_set_device_scale (image, scale, scale);
  draw_on (image, whole, zoom);
  return image;
}

/* The mean difference of a channel, of 255. */
static double
compare (cairo_surface_t *a,
         cairo_surface_t *b)
{
  int           n = cairo_image_surface_get_stride (a) * cairo_image_surface_get_height (a);
  const guchar *p = cairo_image_surface_get_data (a);
  const guchar *q = cairo_image_surface_get_data (b);
  double        sum = 0;

  for (int i = 0; i < n; i++)
    sum += abs (p[i] - q[i]);
  return sum / n;
}

static void
stamped_discs_look_like_drawn_ones (void)
{
  const struct
  {
    int    scale;
    double zoom;
  } rows[] = { { 1, 1 }, { 2, 1 }, { 1, 1.5 }, { 2, 0.7 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      cairo_surface_t *stamped = draw_image (TRUE, rows[i].scale, rows[i].zoom);
      cairo_surface_t *drawn = draw_image (FALSE, rows[i].scale, rows[i].zoom);
      cairo_surface_t *empty = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE * rows[i].scale, SIZE * rows[i].scale);
      double           ink = compare (stamped, empty);
      double           difference = compare (stamped, drawn);

      g_test_message ("scale %d, zoom %g: difference %g of %g", rows[i].scale, rows[i].zoom, difference, ink);
      g_assert_cmpfloat (ink, >, 20);
      g_assert_cmpfloat (difference, <, 0.03 * ink);
      cairo_surface_destroy (stamped);
      cairo_surface_destroy (drawn);
      cairo_surface_destroy (empty);
    }
}

static cairo_status_t
count_bytes (void                *closure,
             const unsigned char *data,
             unsigned int         length)
{
  *(gsize *) closure += length;
  return CAIRO_STATUS_SUCCESS;
}

static void
a_picture_of_vectors_has_every_disc (void)
{
  gsize            n_bytes = 0;
  cairo_surface_t *svg = cairo_svg_surface_create_for_stream (count_bytes, &n_bytes, SIZE, SIZE);

  draw_on (svg, TRUE, 1);
  cairo_surface_destroy (svg);
  g_assert_cmpuint (n_bytes, >, 100 * (N - 3));
}

static void
a_rotated_picture_is_drawn_too (void)
{
  g_autoptr (PlotFigure) figure = make_figure (TRUE);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_surface_t *empty = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_t         *cr = cairo_create (image);
  PlotRect         rect = { 0, 0, SIZE, SIZE };

  cairo_rotate (cr, 0.1);
  plot_figure_draw_layer (figure, cr, &rect, plot_theme_light (), PLOT_LAYER_TRAIL);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  g_assert_cmpfloat (compare (image, empty), >, 20);
  cairo_surface_destroy (image);
  cairo_surface_destroy (empty);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fill_arrays ();
  g_test_add_func ("/plot/cloud/stamped-discs-look-like-drawn-ones", stamped_discs_look_like_drawn_ones);
  g_test_add_func ("/plot/cloud/a-picture-of-vectors-has-every-disc", a_picture_of_vectors_has_every_disc);
  g_test_add_func ("/plot/cloud/a-rotated-picture-is-drawn-too", a_rotated_picture_is_drawn_too);
  return g_test_run ();
}
