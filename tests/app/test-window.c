/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The window: pages, menu, memory, and that nothing of it is left behind. */

#include "app/gradients-window.h"

#include "app/gradients-application.h"
#include "app/gradients-help-window.h"
#include "harness.h"

typedef struct
{
  GradientsPreferences *preferences;
  GradientsWindow      *window;
} Fixture;

static GtkApplication *application;

static void
set_up (Fixture      *fixture,
        gconstpointer page)
{
  fixture->preferences = gradients_preferences_new ();
  g_object_set (fixture->preferences, "page", page, NULL);
  fixture->window = GRADIENTS_WINDOW (g_object_ref (gradients_window_new (application, fixture->preferences)));
  gtk_window_present (GTK_WINDOW (fixture->window));
  harness_wait (gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer page)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  harness_breathe (20);
  g_assert_finalize_object (fixture->window);
  g_assert_finalize_object (fixture->preferences);
}

static const char *
get_page_name (Fixture *fixture)
{
  return adw_view_stack_get_visible_child_name (harness_find (GTK_WIDGET (fixture->window), ADW_TYPE_VIEW_STACK));
}

static void
it_opens_on_the_remembered_page (Fixture      *fixture,
                                 gconstpointer page)
{
  g_assert_cmpstr (get_page_name (fixture), ==, g_str_equal (page, "nowhere") ? "curve" : page);
  g_assert_nonnull (gradients_window_get_page (fixture->window));
}

static void
a_page_is_built_when_it_is_shown (Fixture      *fixture,
                                  gconstpointer page)
{
  GtkWidget       *curve = GTK_WIDGET (gradients_window_get_page (fixture->window));
  g_autofree char *remembered = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "surface");
  g_assert_cmpstr (get_page_name (fixture), ==, "surface");
  g_assert_true (GTK_WIDGET (gradients_window_get_page (fixture->window)) != curve);
  g_assert_false (gtk_widget_get_visible (curve));
  g_assert_false (gtk_widget_get_realized (curve));
  g_object_get (fixture->preferences, "page", &remembered, NULL);
  g_assert_cmpstr (remembered, ==, "surface");
}

static void
actions_go_to_the_page_in_sight (Fixture      *fixture,
                                 gconstpointer page)
{
  GradientsPlayer *player = gradients_page_get_player (gradients_window_get_page (fixture->window));

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.first", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.step-forward", NULL);
  g_assert_cmpuint (gradients_player_get_step (player), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.play", NULL);
  g_assert_true (gradients_player_get_playing (player));
}

static void
another_colour_map_reaches_the_pages (Fixture      *fixture,
                                      gconstpointer page)
{
  g_object_set (fixture->preferences, "colormap", "jet", NULL);
  g_object_set (fixture->preferences, "colormap", "no such map", NULL);
  g_object_set (fixture->preferences, "colormap", "viridis", NULL);
  harness_breathe (20);
}

static void
help_can_be_read_and_closed (void)
{
  GtkWidget *help = g_object_ref (gradients_help_window_new (NULL));

  gtk_window_present (GTK_WINDOW (help));
  harness_wait (gtk_widget_get_mapped (help));
  gtk_window_destroy (GTK_WINDOW (help));
  harness_breathe (20);
  g_assert_finalize_object (help);
}

int
main (int    argc,
      char **argv)
{
  int status;

  harness_init (&argc, &argv);
  application = GTK_APPLICATION (gradients_application_new (NULL, G_APPLICATION_NON_UNIQUE));
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
#define ADD(path, page, function) g_test_add ("/app/window/" path, Fixture, page, set_up, function, tear_down)
  ADD ("it-opens-on-the-remembered-page/curve", "curve", it_opens_on_the_remembered_page);
  ADD ("it-opens-on-the-remembered-page/surface", "surface", it_opens_on_the_remembered_page);
  ADD ("it-opens-on-the-remembered-page/unknown", "nowhere", it_opens_on_the_remembered_page);
  ADD ("a-page-is-built-when-it-is-shown", "curve", a_page_is_built_when_it_is_shown);
  ADD ("actions-go-to-the-page-in-sight", "surface", actions_go_to_the_page_in_sight);
  ADD ("another-colour-map-reaches-the-pages", "surface", another_colour_map_reaches_the_pages);
  g_test_add_func ("/app/window/help-can-be-read-and-closed", help_can_be_read_and_closed);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
