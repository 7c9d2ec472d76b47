/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "plot/plot-colormap.h"
#include "plot/plot-theme-private.h"

#include <math.h>

static PlotColor
get (const char *name,
     int         i)
{
  return plot_colormap_get_color (plot_colormap_lookup (name), (i + 0.5) / 256);
}

static void
viridis_is_the_first_of_four (void)
{
  static const char *const   names[] = { "viridis", "turbo", "jet", "grey" };
  guint                      n;
  const PlotColormap *const *list = plot_colormap_list (&n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpstr (plot_colormap_get_name (list[i]), ==, names[i]);
      g_assert_true (plot_colormap_lookup (names[i]) == list[i]);
      g_assert_nonnull (plot_colormap_get_title (list[i]));
    }
  g_assert_null (plot_colormap_lookup ("rainbow"));
  g_assert_null (plot_colormap_lookup (NULL));
}

/* Over a few entries at a time: neighbours may differ by less than eight bits can say. */
static void
viridis_and_grey_grow_lighter_all_the_way (void)
{
  static const char *const names[] = { "viridis", "grey" };

  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    for (int i = 3; i < 256; i++)
      g_assert_cmpfloat (plot_color_luminance (get (names[k], i)), >, plot_color_luminance (get (names[k], i - 3)));
}

static void
turbo_and_jet_go_from_blue_to_red (void)
{
  static const char *const names[] = { "turbo", "jet" };

  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    {
      g_assert_cmpfloat (get (names[k], 40).blue, >, get (names[k], 40).red);
      g_assert_cmpfloat (get (names[k], 128).green, >, 0.9);
      g_assert_cmpfloat (get (names[k], 220).red, >, get (names[k], 220).blue);
    }
}

/* The published segments of jet: (place, red), (place, green), (place, blue), straight in between. */
static double
segment (const double (*points)[2],
         double at)
{
  guint i = 1;

  while (points[i][0] < at)
    i++;
  return points[i - 1][1] + (points[i][1] - points[i - 1][1]) * (at - points[i - 1][0]) / (points[i][0] - points[i - 1][0]);
}

static void
jet_is_made_of_its_segments (void)
{
  static const double red[][2] = { { 0, 0 }, { 0.35, 0 }, { 0.66, 1 }, { 0.89, 1 }, { 1, 0.5 } };
  static const double green[][2] = { { 0, 0 }, { 0.125, 0 }, { 0.375, 1 }, { 0.64, 1 }, { 0.91, 0 }, { 1, 0 } };
  static const double blue[][2] = { { 0, 0.5 }, { 0.11, 1 }, { 0.34, 1 }, { 0.65, 0 }, { 1, 0 } };

  for (int i = 0; i < 256; i++)
    {
      PlotColor color = get ("jet", i);

      g_assert_cmpfloat_with_epsilon (color.red, segment (red, i / 255.0), 0.51 / 255);
      g_assert_cmpfloat_with_epsilon (color.green, segment (green, i / 255.0), 0.51 / 255);
      g_assert_cmpfloat_with_epsilon (color.blue, segment (blue, i / 255.0), 0.51 / 255);
    }
}

static void
beyond_the_ends_is_the_end_and_nan_is_nothing (void)
{
  const PlotColormap *map = plot_colormap_lookup ("grey");

  g_assert_cmpfloat (plot_colormap_get_color (map, -INFINITY).red, ==, 0);
  g_assert_cmpfloat (plot_colormap_get_color (map, 1).red, ==, 1);
  g_assert_cmpfloat (plot_colormap_get_color (map, INFINITY).red, ==, 1);
  g_assert_cmpfloat (plot_colormap_get_color (map, NAN).alpha, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/colormap/viridis-is-the-first-of-four", viridis_is_the_first_of_four);
  g_test_add_func ("/plot/colormap/viridis-and-grey-grow-lighter-all-the-way", viridis_and_grey_grow_lighter_all_the_way);
  g_test_add_func ("/plot/colormap/turbo-and-jet-go-from-blue-to-red", turbo_and_jet_go_from_blue_to_red);
  g_test_add_func ("/plot/colormap/jet-is-made-of-its-segments", jet_is_made_of_its_segments);
  g_test_add_func ("/plot/colormap/beyond-the-ends-is-the-end-and-nan-is-nothing",
                   beyond_the_ends_is_the_end_and_nan_is_nothing);
  return g_test_run ();
}
