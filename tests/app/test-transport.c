/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The bar under every plot. */

#include "app/gradients-transport.h"

#include "harness.h"

typedef struct
{
  GradientsPlayer *player;
  GtkWidget       *transport;
  GtkWindow       *window;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->player = gradients_player_new ();
  gradients_player_set_n_steps (fixture->player, 9);
  gradients_player_go (fixture->player, 0);
  fixture->transport = g_object_ref_sink (gradients_transport_new (fixture->player));
  fixture->window = harness_show (fixture->transport, 500, 200);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  harness_close (fixture->window);
  g_assert_finalize_object (fixture->transport);
  g_assert_finalize_object (fixture->player);
}

static GtkWidget *
find (Fixture    *fixture,
      const char *name)
{
  GtkWidget *widget = harness_find_named (fixture->transport, GTK_TYPE_WIDGET, name);

  g_assert_nonnull (widget);
  return widget;
}

static guint
get_step (Fixture *fixture)
{
  return gradients_player_get_step (fixture->player);
}

static void
buttons_move_the_player (Fixture      *fixture,
                         gconstpointer data)
{
  harness_click (find (fixture, "Step forward"));
  harness_click (find (fixture, "Step forward"));
  g_assert_cmpuint (get_step (fixture), ==, 2);
  harness_click (find (fixture, "Step back"));
  g_assert_cmpuint (get_step (fixture), ==, 1);
  harness_click (find (fixture, "Last"));
  g_assert_cmpuint (get_step (fixture), ==, 9);
  harness_click (find (fixture, "First"));
  g_assert_cmpuint (get_step (fixture), ==, 0);
}

static void
at_the_ends_nothing_leads_further (Fixture      *fixture,
                                   gconstpointer data)
{
  g_assert_false (gtk_widget_get_sensitive (find (fixture, "First")));
  g_assert_false (gtk_widget_get_sensitive (find (fixture, "Step back")));
  gradients_player_go (fixture->player, 9);
  g_assert_true (gtk_widget_get_sensitive (find (fixture, "Step back")));
  g_assert_false (gtk_widget_get_sensitive (find (fixture, "Step forward")));
  g_assert_false (gtk_widget_get_sensitive (find (fixture, "Last")));
}

static void
play_becomes_pause_and_time_passes (Fixture      *fixture,
                                    gconstpointer data)
{
  GtkWidget *play = find (fixture, "Play");

  harness_click (play);
  g_assert_true (gradients_player_get_playing (fixture->player));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (play), GTK_ACCESSIBLE_PROPERTY_LABEL, "Pause");
  harness_wait (get_step (fixture) >= 1);
  harness_click (play);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (play), GTK_ACCESSIBLE_PROPERTY_LABEL, "Play");
  harness_breathe (50);
  g_assert_false (gradients_player_get_playing (fixture->player));
}

static void
playing_ends_at_the_end (Fixture      *fixture,
                         gconstpointer data)
{
  gradients_player_set_speed (fixture->player, 10);
  harness_click (find (fixture, "Play"));
  harness_wait (!gradients_player_get_playing (fixture->player));
  g_assert_cmpuint (get_step (fixture), ==, 9);
  find (fixture, "Play");
}

static void
the_timeline_shows_and_sets_the_step (Fixture      *fixture,
                                      gconstpointer data)
{
  GtkRange *timeline = GTK_RANGE (find (fixture, "Timeline"));

  gradients_player_go (fixture->player, 4);
  g_assert_cmpfloat (gtk_range_get_value (timeline), ==, 4);
  gtk_range_set_value (timeline, 6.3);
  g_assert_cmpuint (get_step (fixture), ==, 6);
  g_assert_cmpfloat (gtk_range_get_value (timeline), ==, 6);
  gtk_range_set_value (timeline, 6.4);
  g_assert_cmpfloat (gtk_range_get_value (timeline), ==, 6);
}

static void
the_timeline_pauses (Fixture      *fixture,
                     gconstpointer data)
{
  gradients_player_set_playing (fixture->player, TRUE);
  gtk_range_set_value (GTK_RANGE (find (fixture, "Timeline")), 5);
  g_assert_false (gradients_player_get_playing (fixture->player));
}

static void
the_position_is_said (Fixture      *fixture,
                      gconstpointer data)
{
  gradients_player_go (fixture->player, 4);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (fixture, "Timeline")), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "step 4 of 9");
}

static void
speed_goes_both_ways (Fixture      *fixture,
                      gconstpointer data)
{
  GtkDropDown *speed = GTK_DROP_DOWN (find (fixture, "Speed"));

  g_assert_cmpfloat (gradients_player_get_speed (fixture->player), ==, 1);
  gtk_drop_down_set_selected (speed, 0);
  g_assert_cmpfloat (gradients_player_get_speed (fixture->player), ==, 0.1);
  gradients_player_set_speed (fixture->player, 10);
  g_assert_cmpuint (gtk_drop_down_get_selected (speed), ==, 6);
}

static void
a_fit_counts_epochs (Fixture      *fixture,
                     gconstpointer data)
{
  const char *const texts[] = { "step 0 of 9", "epoch 0 of 9" };

  for (guint epochs = 0; epochs < 2; epochs++)
    {
      GtkWidget *transport = g_object_ref_sink (g_object_new (GRADIENTS_TYPE_TRANSPORT, "counts-epochs", epochs == 1, "player", fixture->player, NULL));
      GtkWidget *position = harness_find (transport, GTK_TYPE_LABEL);

      g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (position)), ==, texts[epochs]);
      g_assert_finalize_object (transport);
    }
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/app/transport/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("buttons-move-the-player", buttons_move_the_player);
  ADD ("at-the-ends-nothing-leads-further", at_the_ends_nothing_leads_further);
  ADD ("play-becomes-pause-and-time-passes", play_becomes_pause_and_time_passes);
  ADD ("playing-ends-at-the-end", playing_ends_at_the_end);
  ADD ("the-timeline-shows-and-sets-the-step", the_timeline_shows_and_sets_the_step);
  ADD ("the-timeline-pauses", the_timeline_pauses);
  ADD ("the-position-is-said", the_position_is_said);
  ADD ("speed-goes-both-ways", speed_goes_both_ways);
  ADD ("a-fit-counts-epochs", a_fit_counts_epochs);
  return g_test_run ();
}
