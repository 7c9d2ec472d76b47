/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A program's figure in the window. */

#include "app/gradients-figure-area.h"

#include "harness.h"

static void
it_keeps_its_shape_and_says_what_it_shows (void)
{
  PlotGrid        *grid = plot_grid_new (1, 1);
  PlotFigure      *figure = plot_figure_new ();
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget       *area;
  GtkWindow       *window;
  g_autofree char *description = NULL;

  plot_grid_set_size (grid, 640, 320);
  plot_grid_set_figure (grid, 0, figure);
  plot_figure_unref (figure);
  description = plot_grid_describe (grid);
  area = g_object_ref_sink (gradients_figure_area_new (grid));
  plot_grid_unref (grid);
  gtk_box_append (GTK_BOX (box), area);
  window = harness_show (box, 500, 500);
  g_assert_cmpint (gtk_widget_get_height (area), ==, gtk_widget_get_width (area) / 2);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_LABEL, "Figure");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
  harness_close (window);
  g_assert_finalize_object (area);
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
  g_test_add_func ("/app/figure-area/it-keeps-its-shape-and-says-what-it-shows", it_keeps_its_shape_and_says_what_it_shows);
  return g_test_run ();
}
