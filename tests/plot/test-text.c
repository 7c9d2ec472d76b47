/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "plot/plot-text.h"

static void
assert_same (PlotTextSize a,
             PlotTextSize b)
{
  g_assert_cmpfloat (a.width, ==, b.width);
  g_assert_cmpfloat (a.height, ==, b.height);
  g_assert_cmpfloat (a.line, ==, b.line);
}

static void
each_style_has_its_size (void)
{
  const PlotTheme   *theme = plot_theme_light ();
  const PlotTextSize tick = plot_text_measure (theme, PLOT_TEXT_TICK, "grad 3"), title = plot_text_measure (theme, PLOT_TEXT_TITLE, "grad 3");

  g_assert_cmpfloat (tick.width, <, title.width);
  g_assert_cmpfloat (tick.height, <, title.height);
  g_assert_cmpfloat (plot_text_measure (theme, PLOT_TEXT_TICK, "grad").width, <, tick.width);
  g_assert_cmpfloat (plot_text_measure (theme, PLOT_TEXT_TICK, "grad\n3").height, >, tick.height);
}

/* Sizes are remembered, but not for ever. */
static void
a_size_is_the_same_after_many_others (void)
{
  const PlotTheme   *theme = plot_theme_dark ();
  const PlotTextSize size = plot_text_measure (theme, PLOT_TEXT_LABEL, "data 1.0372505");

  assert_same (plot_text_measure (theme, PLOT_TEXT_LABEL, "data 1.0372505"), size);
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      plot_text_measure (theme, PLOT_TEXT_LABEL, text);
    }
  assert_same (plot_text_measure (theme, PLOT_TEXT_LABEL, "data 1.0372505"), size);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/text/each-style-has-its-size", each_style_has_its_size);
  g_test_add_func ("/plot/text/a-size-is-the-same-after-many-others", a_size_is_the_same_after_many_others);
  return g_test_run ();
}
