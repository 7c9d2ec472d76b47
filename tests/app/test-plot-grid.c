/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Three plots in one place. */

#include "app/gradients-plot-grid.h"

#include "harness.h"

static GtkWidget *
make_plot (void)
{
  GtkWidget *plot = gtk_drawing_area_new ();

  gtk_widget_set_size_request (plot, 100, 60);
  return plot;
}

static graphene_rect_t
get_place (GtkWidget *plot,
           GtkWidget *grid)
{
  graphene_rect_t place;

  g_assert_true (gtk_widget_compute_bounds (plot, grid, &place));
  return place;
}

static void
assert_apart_and_inside (const graphene_rect_t *places,
                         int                    width,
                         int                    height)
{
  const graphene_rect_t whole = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);

  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (graphene_rect_contains_rect (&whole, &places[i]));
      for (guint j = 0; j < i; j++)
        g_assert_false (graphene_rect_intersection (&places[i], &places[j], NULL));
    }
}

/* The first is at the left or above, and all are in sight, apart and inside, at sizes from the least on. */
static void
all_are_in_sight_at_any_size (void)
{
  const struct
  {
    int      width, height;
    gboolean wide;
  } rows[] = { { 206, 126, TRUE }, { 800, 500, TRUE }, { 300, 700, FALSE }, { 420, 410, FALSE }, { 1600, 900, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget      *plots[3] = { make_plot (), make_plot (), make_plot () };
      GtkWidget      *grid = g_object_ref_sink (gradients_plot_grid_new (plots[0], plots[1], plots[2]));
      graphene_rect_t places[3];
      GtkWindow      *window;

      gtk_widget_set_size_request (grid, rows[i].width, rows[i].height);
      gtk_widget_set_halign (grid, GTK_ALIGN_CENTER);
      gtk_widget_set_valign (grid, GTK_ALIGN_CENTER);
      window = harness_show (grid, rows[i].width, rows[i].height);
      for (guint j = 0; j < 3; j++)
        places[j] = get_place (plots[j], grid);
      assert_apart_and_inside (places, gtk_widget_get_width (grid), gtk_widget_get_height (grid));
      if (rows[i].wide)
        g_assert_cmpfloat (places[1].origin.x, >, places[0].size.width);
      else
        g_assert_cmpfloat (places[1].origin.y, >, places[0].size.height);
      harness_close (window);
      g_assert_finalize_object (grid);
    }
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
  g_test_add_func ("/app/plot-grid/all-are-in-sight-at-any-size", all_are_in_sight_at_any_size);
  return g_test_run ();
}
