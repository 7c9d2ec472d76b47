/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "plot/plot-colormap.h"
#include "plot/plot-theme-private.h"

static const char *const names[] = { "light", "dark" };

static double
contrast (const PlotTheme *theme,
          PlotRole         role,
          PlotRole         ground)
{
  PlotColor below = plot_theme_get_color (theme, ground);

  return plot_color_contrast (plot_color_over (plot_theme_get_color (theme, role), below), below);
}

static void
contrast_is_that_of_wcag (void)
{
  PlotColor black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 }, grey = { 0x77 / 255.0, 0x77 / 255.0, 0x77 / 255.0, 1 };

  g_assert_cmpfloat_with_epsilon (plot_color_contrast (black, white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (plot_color_contrast (white, grey), 4.48, 0.01);
}

static void
texts_can_be_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const PlotTheme *theme = plot_theme_lookup (names[i]);

      g_assert_cmpfloat (contrast (theme, PLOT_ROLE_TEXT, PLOT_ROLE_BACKGROUND), >=, 4.5);
      g_assert_cmpfloat (contrast (theme, PLOT_ROLE_TEXT, PLOT_ROLE_PLOT), >=, 4.5);
      g_assert_cmpfloat (contrast (theme, PLOT_ROLE_TEXT, PLOT_ROLE_NODE), >=, 4.5);
      g_assert_cmpfloat (contrast (theme, PLOT_ROLE_BACKWARD, PLOT_ROLE_NODE), >=, 4.5);
    }
}

static void
lines_can_be_seen_on_the_plot (void)
{
  static const PlotRole roles[] = { PLOT_ROLE_AXIS, PLOT_ROLE_CURVE, PLOT_ROLE_CONTOUR, PLOT_ROLE_TRAIL,
                                    PLOT_ROLE_CURRENT, PLOT_ROLE_NEXT, PLOT_ROLE_BETTER, PLOT_ROLE_WORSE,
                                    PLOT_ROLE_TANGENT, PLOT_ROLE_CROSSHAIR, PLOT_ROLE_DATA, PLOT_ROLE_MODEL,
                                    PLOT_ROLE_MUTED, PLOT_ROLE_LEAF, PLOT_ROLE_RESULT, PLOT_ROLE_FORWARD, PLOT_ROLE_BACKWARD };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint j = 0; j < G_N_ELEMENTS (roles); j++)
      g_assert_cmpfloat (contrast (plot_theme_lookup (names[i]), roles[j], PLOT_ROLE_PLOT), >=, 3);
}

/* Line and halo together: one of them stands out from any colour of any map. */
static void
a_path_can_be_seen_on_every_colour_map (void)
{
  guint                      n;
  const PlotColormap *const *maps = plot_colormap_list (&n);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint j = 0; j < n; j++)
      for (int k = 0; k < 256; k++)
        {
          const PlotTheme *theme = plot_theme_lookup (names[i]);
          PlotColor        ground = plot_colormap_get_color (maps[j], (k + 0.5) / 256);
          PlotColor        line = plot_theme_get_color (theme, PLOT_ROLE_PATH);
          PlotColor        halo = plot_color_over (plot_theme_get_color (theme, PLOT_ROLE_HALO), ground);

          g_assert_cmpfloat (MAX (plot_color_contrast (line, ground), plot_color_contrast (halo, ground)), >=, 2);
          g_assert_cmpfloat (plot_color_contrast (line, halo), >=, 3);
        }
}

static void
there_is_no_third (void)
{
  g_assert_true (plot_theme_lookup ("light") == plot_theme_light ());
  g_assert_true (plot_theme_lookup ("dark") == plot_theme_dark ());
  g_assert_null (plot_theme_lookup ("sepia"));
  g_assert_null (plot_theme_lookup (NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/theme/contrast-is-that-of-wcag", contrast_is_that_of_wcag);
  g_test_add_func ("/plot/theme/texts-can-be-read", texts_can_be_read);
  g_test_add_func ("/plot/theme/lines-can-be-seen-on-the-plot", lines_can_be_seen_on_the_plot);
  g_test_add_func ("/plot/theme/a-path-can-be-seen-on-every-colour-map", a_path_can_be_seen_on_every_colour_map);
  g_test_add_func ("/plot/theme/there-is-no-third", there_is_no_third);
  return g_test_run ();
}
