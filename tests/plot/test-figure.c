/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <math.h>
#include <string.h>

#include "images.h"
#include "plot/plot-layout.h"
#include "plot/plot-text.h"

static PlotFigure *
create_figure (void)
{
  static const double xs[] = { 100, 80, 64 }, ys[] = { 10000, 6400, 4096 };
  PlotFigure         *figure = plot_figure_new ();
  PlotRange           range = { -110, 110, 0, 12000 };
  PlotMark           *path = plot_mark_new_path (xs, ys, 3, 2, "path");
  PlotMark           *now = plot_mark_new_point (64, 4096, PLOT_ROLE_CURRENT, "now");

  plot_figure_set_range (figure, &range);
  plot_figure_take_marks (figure, PLOT_LAYER_TRAIL, &path, 1);
  plot_figure_take_marks (figure, PLOT_LAYER_CURSOR, &now, 1);
  return figure;
}

static void
says_what_is_drawn_in_one_line (void)
{
  g_autoptr (PlotFigure) figure = create_figure ();
  g_autofree char *text = NULL;

  plot_figure_set_name (figure, "Curve plot");
  plot_figure_set_note (figure, "start 100; now 64");
  text = plot_figure_describe (figure);
  g_assert_cmpstr (text, ==,
                   "Curve plot: start 100; now 64; x from −110 to 110, y from 0 to 12000; "
                   "path with 3 points from (100, 10000) to (64, 4096); now at (64, 4096)");
}

static void
finds_the_nearest_point_of_a_labelled_mark (void)
{
  g_autoptr (PlotFigure) figure = create_figure ();
  PlotRect plot_rect = { 0, 0, 220, 120 };
  double   x, y;
  PlotHit  hit;

  plot_figure_to_view (figure, &plot_rect, 80, 6400, &x, &y);
  g_assert_true (plot_figure_hit (figure, &plot_rect, x + 3, y - 4, 8, &hit));
  g_assert_cmpstr (hit.label, ==, "path");
  g_assert_cmpuint (hit.index, ==, 1);
  g_assert_cmpfloat (hit.x, ==, 80);
  g_assert_cmpfloat_with_epsilon (hit.distance, 5, 1e-9);
  g_assert_false (plot_figure_hit (figure, &plot_rect, x + 3, y - 4, 4.9, &hit));
  g_assert_false (plot_figure_hit (figure, &plot_rect, 10, 10, 8, &hit));
}

static void
view_and_data_are_each_others_inverse (void)
{
  g_autoptr (PlotFigure) figure = create_figure ();
  PlotRect plot_rect = { 40, 10, 500, 300 };

  for (double view_x = 40; view_x <= 540; view_x += 50)
    {
      double x, y, back_x, back_y;

      plot_figure_from_view (figure, &plot_rect, view_x, 123, &x, &y);
      plot_figure_to_view (figure, &plot_rect, x, y, &back_x, &back_y);
      g_assert_cmpfloat_with_epsilon (back_x, view_x, 1e-9);
      g_assert_cmpfloat_with_epsilon (back_y, 123, 1e-9);
    }
}

static void
only_what_changed_is_drawn_anew (void)
{
  g_autoptr (PlotFigure) figure = create_figure ();
  guint64   before[PLOT_N_LAYERS];
  PlotRange range = plot_figure_get_range (figure);
  PlotMark *now = plot_mark_new_point (51.2, 2621, PLOT_ROLE_CURRENT, "now");

  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    before[i] = plot_figure_get_serial (figure, i);
  plot_figure_take_marks (figure, PLOT_LAYER_CURSOR, &now, 1);
  plot_figure_set_range (figure, &range);
  plot_figure_set_title (figure, NULL);
  plot_figure_set_note (figure, "step 3");
  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    g_assert_cmpuint (plot_figure_get_serial (figure, i) > before[i], ==, i == PLOT_LAYER_CURSOR);
  plot_figure_set_title (figure, "A title");
  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    g_assert_cmpuint (plot_figure_get_serial (figure, i), >, before[i]);
}

static void
zooming_keeps_the_point_under_the_pointer (void)
{
  g_autoptr (PlotFigure) figure = create_figure ();
  PlotRect  plot_rect = { 0, 0, 220, 120 };
  PlotRange range;
  double    before_x, before_y, after_x, after_y;

  plot_figure_to_view (figure, &plot_rect, 40, 3000, &before_x, &before_y);
  range = plot_figure_zoomed (figure, 2, 40, 3000);
  g_assert_cmpfloat_with_epsilon (range.x_max - range.x_min, 110, 1e-9);
  plot_figure_set_range (figure, &range);
  plot_figure_to_view (figure, &plot_rect, 40, 3000, &after_x, &after_y);
  g_assert_cmpfloat_with_epsilon (after_x, before_x, 1e-9);
  g_assert_cmpfloat_with_epsilon (after_y, before_y, 1e-9);
}

static void
zooming_ends_where_numbers_do (void)
{
  g_autoptr (PlotFigure) figure = create_figure ();

  for (guint i = 0; i < 4000; i++)
    {
      PlotRange range = plot_figure_zoomed (figure, i < 2000 ? 1.5 : 0.5, 64, 4096);

      plot_figure_set_range (figure, &range);
      g_assert_true (isfinite (range.x_min) && isfinite (range.x_max) && range.x_min < range.x_max);
    }
}

static void
panning_moves_the_range (void)
{
  g_autoptr (PlotFigure) figure = create_figure ();
  PlotRange range = plot_figure_panned (figure, -10, 500);

  g_assert_cmpfloat (range.x_min, ==, -120);
  g_assert_cmpfloat (range.y_max, ==, 12500);
}

static void
without_a_range_it_holds_all_marks (void)
{
  g_autoptr (PlotFigure) figure = plot_figure_new ();
  static const double xs[] = { 0, 10, 20 };
  const double        ys[] = { -1, INFINITY, 1 };
  PlotMark           *mark = plot_mark_new_curve (xs, ys, 3, PLOT_ROLE_CURVE, NULL);
  PlotRange           range;

  plot_figure_take_marks (figure, PLOT_LAYER_TRAIL, &mark, 1);
  range = plot_figure_get_range (figure);
  g_assert_cmpfloat_with_epsilon (range.x_min, -1, 1e-9);
  g_assert_cmpfloat_with_epsilon (range.y_max, 1.1, 1e-9);
}

static void
equal_units_are_equally_long (void)
{
  static const PlotRect rects[] = { { 0, 0, 640, 480 }, { 10, 20, 360, 700 }, { 0, 0, 200, 120 } };
  g_autoptr (PlotFigure) figure = plot_figure_new ();
  PlotRange range = { -3, 2, -1, 3 };

  plot_figure_set_range (figure, &range);
  plot_figure_set_equal_aspect (figure, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (rects); i++)
    {
      PlotRect box = plot_figure_get_plot_rect (figure, &rects[i], plot_theme_light ());

      g_assert_cmpfloat_with_epsilon (box.width / 5, box.height / 4, 0.3);
    }
}

static const char *const titles[] = { NULL, "Gradient descent", "梯度下降法示意图" };

static PlotFigure *
create_full_figure (const char *title,
                    double      greatest)
{
  float       values[] = { 0, 1, 2, (float) greatest };
  PlotFigure *figure = plot_figure_new ();
  PlotRange   range = { -greatest, greatest, -greatest, greatest };
  PlotMark   *mark = plot_mark_new_heatmap (values, 2, 2, -greatest, greatest, -greatest, greatest, plot_colormap_lookup ("viridis"));

  plot_figure_set_range (figure, &range);
  plot_figure_take_marks (figure, PLOT_LAYER_BASE, &mark, 1);
  plot_figure_set_color_bar (figure, TRUE);
  plot_figure_set_title (figure, title);
  plot_figure_set_labels (figure, "x", "y");
  return figure;
}

/* Nothing may be painted on the outermost pixels: a text that reached them would be cut off. */
static void
assert_clear_margin (cairo_surface_t *image)
{
  int width = cairo_image_surface_get_width (image), height = cairo_image_surface_get_height (image);

  for (int x = 0; x < width; x++)
    {
      g_assert_cmphex (images_get_pixel (image, x, 0), ==, 0);
      g_assert_cmphex (images_get_pixel (image, x, height - 1), ==, 0);
    }
  for (int y = 0; y < height; y++)
    {
      g_assert_cmphex (images_get_pixel (image, 0, y), ==, 0);
      g_assert_cmphex (images_get_pixel (image, width - 1, y), ==, 0);
    }
}

static void
no_text_is_cut_off (void)
{
  static const int    sizes[][2] = { { 640, 480 }, { 1280, 800 }, { 360, 300 }, { 300, 160 }, { 200, 120 } };
  static const double reaches[] = { 3, 110, 12345, 1e-6, 3e38 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (titles); j++)
      for (guint k = 0; k < G_N_ELEMENTS (reaches); k++)
        {
          g_autoptr (PlotFigure) figure = create_full_figure (titles[j], reaches[k]);
          cairo_surface_t *image = images_draw (figure, sizes[i][0], sizes[i][1], 1);

          assert_clear_margin (image);
          cairo_surface_destroy (image);
        }
}

static void
assert_apart (const PlotLayout *layout,
              const GArray     *ticks)
{
  double end = -INFINITY;

  for (guint i = 0; i < ticks->len; i++)
    {
      const PlotTick *tick = &g_array_index (ticks, PlotTick, i);
      double          half = plot_text_measure (plot_theme_light (), PLOT_TEXT_TICK, tick->label).width / 2;
      double          middle = plot_scale_normalize (&layout->view.x, tick->value) * layout->view.rect.width;

      g_assert_cmpfloat (middle - half, >, end + 6);
      end = middle + half;
    }
}

static void
tick_labels_do_not_touch (void)
{
  for (double width = 150; width <= 1400; width += 35)
    for (double reach = 1e-7; reach < 1e9; reach *= 7.3)
      {
        PlotLayoutRequest request = { .x = plot_scale_new (PLOT_SCALE_LINEAR, -reach, reach * 0.7),
                                      .y = plot_scale_new (PLOT_SCALE_LINEAR, 0, reach),
                                      .color_scale = plot_scale_new (PLOT_SCALE_LINEAR, 0, 1) };
        PlotRect          rect = { 0, 0, width, width * 0.6 };
        g_autoptr (PlotLayout) layout = plot_layout_new (&request, &rect, plot_theme_light ());

        assert_apart (layout, layout->x_ticks);
        g_assert_cmpuint (layout->y_ticks->len, >=, 1);
      }
}

static void
a_picture_of_any_size_can_be_drawn (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 3, 200 }, { 200, 3 }, { 40, 40 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (PlotFigure) figure = create_full_figure ("Title", 3);

      cairo_surface_destroy (images_draw (figure, sizes[i][0], sizes[i][1], 1));
    }
}

/* Hairlines cover whole pixels: beside a dark one lies no grey one. */
static void
hairlines_are_sharp_at_every_scale (void)
{
  static const double scales[] = { 1, 1.5, 2, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr (PlotFigure) figure = plot_figure_new ();
      PlotColor        axis = plot_theme_get_color (plot_theme_light (), PLOT_ROLE_AXIS);
      PlotRange        range = { 0, 1, 0, 1 };
      PlotRect         rect = { 0, 0, 200, 150 }, box;
      cairo_surface_t *image;
      int              y, x;
      guint            n_frame = 0;

      plot_figure_set_range (figure, &range);
      box = plot_figure_get_plot_rect (figure, &rect, plot_theme_light ());
      image = images_draw (figure, 200, 150, scales[i]);
      y = (int) ((box.y + box.height * 0.43) * scales[i]);
      for (x = (int) (box.x * scales[i]) - 3; x <= (int) (box.x * scales[i]) + 4; x++)
        {
          guint32 pixel = images_get_pixel (image, x, y);

          n_frame += pixel == (0xff000000 | (guint32) round (axis.red * 255) << 16 | (guint32) round (axis.green * 255) << 8 |
                               (guint32) round (axis.blue * 255));
          /* Outside, frame or ground, and nothing in between. */
          g_assert_true (pixel == 0 || pixel == 0xffffffff || n_frame > 0);
        }
      g_assert_cmpuint (n_frame, ==, (guint) MAX (1, round (scales[i])));
      cairo_surface_destroy (image);
    }
}

static void
a_legend_names_what_has_a_label (void)
{
  static const double xs[] = { -0.5, 0.5 }, ys[] = { -0.9, -0.9 };
  PlotFigure         *figures[2];
  cairo_surface_t    *images[2];
  double              most;

  for (guint i = 0; i < 2; i++)
    {
      PlotMark *mark = plot_mark_new_curve (xs, ys, 2, PLOT_ROLE_MODEL, "line");

      figures[i] = images_create_figure (200);
      plot_figure_set_legend (figures[i], i == 1);
      plot_figure_take_marks (figures[i], PLOT_LAYER_TRAIL, &mark, 1);
      images[i] = images_draw_layer (figures[i], 200, 200, PLOT_LAYER_TRAIL);
    }
  images_compare (images[0], images[1], 0, 0, &most);
  g_assert_cmpfloat (most, >, 100);
  /* In an upper corner, since the line lies below. */
  g_assert_cmphex (images_get_pixel (images[1], 20, 15), !=, 0);
  g_assert_cmphex (images_get_pixel (images[1], 20, 150), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      cairo_surface_destroy (images[i]);
      plot_figure_unref (figures[i]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/figure/says-what-is-drawn-in-one-line", says_what_is_drawn_in_one_line);
  g_test_add_func ("/plot/figure/finds-the-nearest-point-of-a-labelled-mark", finds_the_nearest_point_of_a_labelled_mark);
  g_test_add_func ("/plot/figure/view-and-data-are-each-others-inverse", view_and_data_are_each_others_inverse);
  g_test_add_func ("/plot/figure/only-what-changed-is-drawn-anew", only_what_changed_is_drawn_anew);
  g_test_add_func ("/plot/figure/zooming-keeps-the-point-under-the-pointer", zooming_keeps_the_point_under_the_pointer);
  g_test_add_func ("/plot/figure/zooming-ends-where-numbers-do", zooming_ends_where_numbers_do);
  g_test_add_func ("/plot/figure/panning-moves-the-range", panning_moves_the_range);
  g_test_add_func ("/plot/figure/without-a-range-it-holds-all-marks", without_a_range_it_holds_all_marks);
  g_test_add_func ("/plot/figure/equal-units-are-equally-long", equal_units_are_equally_long);
  g_test_add_func ("/plot/figure/no-text-is-cut-off", no_text_is_cut_off);
  g_test_add_func ("/plot/figure/tick-labels-do-not-touch", tick_labels_do_not_touch);
  g_test_add_func ("/plot/figure/a-picture-of-any-size-can-be-drawn", a_picture_of_any_size_can_be_drawn);
  g_test_add_func ("/plot/figure/hairlines-are-sharp-at-every-scale", hairlines_are_sharp_at_every_scale);
  g_test_add_func ("/plot/figure/a-legend-names-what-has-a-label", a_legend_names_what_has_a_label);
  return g_test_run ();
}
