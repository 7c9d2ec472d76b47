/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* One of two children, as there is room. */

#include "app/gradients-fit.h"

#include "harness.h"

static GtkWidget *
new_child (int width)
{
  GtkWidget *child = gtk_label_new (NULL);

  gtk_widget_set_size_request (child, width, 20);
  return child;
}

static void
the_wide_child_shows_where_it_fits (void)
{
  GtkWidget *wide = new_child (400);
  GtkWidget *small = new_child (50);
  GtkWidget *fit = g_object_ref_sink (gradients_fit_new (wide, small));
  GtkWindow *window = harness_show (fit, 600, 200);

  g_assert_false (gradients_fit_get_narrow (GRADIENTS_FIT (fit)));
  g_assert_true (gtk_widget_get_child_visible (wide));
  g_assert_false (gtk_widget_get_child_visible (small));
  harness_close (window);
  g_assert_finalize_object (fit);
}

static void
the_small_child_shows_where_it_does_not (void)
{
  GtkWidget *wide = new_child (400);
  GtkWidget *small = new_child (50);
  GtkWidget *fit = g_object_ref_sink (gradients_fit_new (wide, small));
  GtkWindow *window = harness_show (fit, 300, 200);

  harness_wait (gradients_fit_get_narrow (GRADIENTS_FIT (fit)));
  g_assert_false (gtk_widget_get_child_visible (wide));
  g_assert_true (gtk_widget_get_child_visible (small));
  harness_close (window);
  g_assert_finalize_object (fit);
}

static void
it_asks_for_no_more_than_the_small_one (void)
{
  GtkWidget *fit = g_object_ref_sink (gradients_fit_new (new_child (400), new_child (50)));
  int        minimum, natural;

  gtk_widget_measure (fit, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 50);
  g_assert_cmpint (natural, ==, 400);
  g_assert_finalize_object (fit);
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
  g_test_add_func ("/app/fit/the-wide-child-shows-where-it-fits", the_wide_child_shows_where_it_fits);
  g_test_add_func ("/app/fit/the-small-child-shows-where-it-does-not", the_small_child_shows_where_it_does_not);
  g_test_add_func ("/app/fit/it-asks-for-no-more-than-the-small-one", it_asks_for_no_more_than_the_small_one);
  return g_test_run ();
}
