/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Hero and panel, side by side or one above the other. */

#include "app/gradients-split.h"

#include "harness.h"

static graphene_rect_t
get_bounds (GtkWidget *child,
            GtkWidget *parent)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (child, parent, &bounds));
  return bounds;
}

static void
check_layout (int      width,
              gboolean beside)
{
  GtkWidget      *hero = gtk_label_new (NULL);
  GtkWidget      *panel = gtk_label_new (NULL);
  GtkWidget      *split = g_object_ref_sink (gradients_split_new (hero, panel));
  GtkWindow      *window = harness_show (split, width, 700);
  graphene_rect_t h = get_bounds (hero, split), p = get_bounds (panel, split);

  if (beside)
    {
      g_assert_cmpfloat_with_epsilon (p.origin.x, h.size.width, 0.5);
      g_assert_cmpfloat_with_epsilon (h.size.width + p.size.width, gtk_widget_get_width (split), 0.5);
      g_assert_cmpfloat (h.size.width, >, p.size.width);
      g_assert_cmpfloat (p.size.width, >=, 300);
    }
  else
    {
      g_assert_cmpfloat_with_epsilon (p.origin.y, h.size.height, 0.5);
      g_assert_cmpfloat_with_epsilon (h.size.width, p.size.width, 0.5);
      g_assert_cmpfloat (h.size.height, >, p.size.height);
    }
  harness_close (window);
  g_assert_finalize_object (split);
}

static void
a_wide_page_has_its_panel_beside (void)
{
  check_layout (720, TRUE);
  check_layout (1280, TRUE);
}

static void
a_narrow_page_has_its_panel_below (void)
{
  check_layout (420, FALSE);
}

/* The panel's share of a split with that property at that width. */
static float
measure_panel (gboolean even,
               int      width)
{
  GtkWidget      *panel = gtk_label_new (NULL);
  GtkWidget      *split = g_object_ref_sink (g_object_new (GRADIENTS_TYPE_SPLIT, "hero", gtk_label_new (NULL), "panel", panel, "even", even, NULL));
  GtkWindow      *window = harness_show (split, width, 700);
  graphene_rect_t bounds = get_bounds (panel, split);
  const float     share = width >= 680 ? bounds.size.width / (float) gtk_widget_get_width (split) : bounds.size.height / (float) gtk_widget_get_height (split);

  harness_close (window);
  g_assert_finalize_object (split);
  return share;
}

static void
an_even_panel_has_nearly_half (void)
{
  static const int widths[] = { 420, 720, 1240 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_assert_cmpfloat (measure_panel (TRUE, widths[i]), >, measure_panel (FALSE, widths[i]));
      g_assert_cmpfloat (measure_panel (TRUE, widths[i]), >, 0.4);
      g_assert_cmpfloat (measure_panel (TRUE, widths[i]), <=, 0.5);
    }
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
  g_test_add_func ("/app/split/a-wide-page-has-its-panel-beside", a_wide_page_has_its_panel_beside);
  g_test_add_func ("/app/split/a-narrow-page-has-its-panel-below", a_narrow_page_has_its_panel_below);
  g_test_add_func ("/app/split/an-even-panel-has-nearly-half", an_even_panel_has_nearly_half);
  return g_test_run ();
}
