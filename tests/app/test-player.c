/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The cursor over a run. */

#include "app/gradients-player.h"

static void
count_cb (guint *n)
{
  ++*n;
}

static GradientsPlayer *
new_player (guint  n_steps,
            double cursor)
{
  GradientsPlayer *player = gradients_player_new ();

  gradients_player_set_n_steps (player, n_steps);
  gradients_player_set_cursor (player, cursor);
  return player;
}

static void
a_cursor_stays_within_the_run (void)
{
  GradientsPlayer *player = new_player (9, 20);

  g_assert_cmpfloat (gradients_player_get_cursor (player), ==, 9);
  gradients_player_set_cursor (player, -1);
  g_assert_cmpfloat (gradients_player_get_cursor (player), ==, 0);
  gradients_player_move (player, -1);
  g_assert_cmpuint (gradients_player_get_step (player), ==, 0);
  g_assert_finalize_object (player);
}

static void
at_the_end_it_stays_at_the_end (void)
{
  GradientsPlayer *player = new_player (9, 9);

  gradients_player_set_n_steps (player, 20);
  g_assert_cmpuint (gradients_player_get_step (player), ==, 20);
  gradients_player_set_n_steps (player, 5);
  g_assert_cmpuint (gradients_player_get_step (player), ==, 5);
  g_assert_finalize_object (player);
}

static void
elsewhere_it_stays_where_it_is (void)
{
  GradientsPlayer *player = new_player (9, 3);

  gradients_player_set_n_steps (player, 20);
  g_assert_cmpuint (gradients_player_get_step (player), ==, 3);
  gradients_player_set_n_steps (player, 2);
  g_assert_cmpuint (gradients_player_get_step (player), ==, 2);
  g_assert_finalize_object (player);
}

static void
moving_goes_to_whole_steps (void)
{
  static const struct
  {
    double from;
    int    by;
    guint  to;
  } moves[] = {
    { 3, 1, 4 },
    { 3, -1, 2 },
    { 3.25, 1, 4 },
    { 3.25, -1, 3 },
    { 3.75, 10, 9 },
    { 8, -10, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      GradientsPlayer *player = new_player (9, moves[i].from);

      gradients_player_move (player, moves[i].by);
      g_assert_cmpfloat (gradients_player_get_cursor (player), ==, moves[i].to);
      g_assert_finalize_object (player);
    }
}

static void
playing_moves_with_time_and_speed (void)
{
  GradientsPlayer *player = new_player (9, 2);

  gradients_player_advance (player, 1);
  g_assert_cmpfloat (gradients_player_get_cursor (player), ==, 2);
  gradients_player_set_playing (player, TRUE);
  gradients_player_advance (player, 0.5);
  g_assert_cmpfloat_with_epsilon (gradients_player_get_cursor (player), 4, 1e-12);
  gradients_player_set_speed (player, 0.1);
  gradients_player_advance (player, 0.5);
  g_assert_cmpfloat_with_epsilon (gradients_player_get_cursor (player), 4.2, 1e-12);
  g_assert_finalize_object (player);
}

static void
a_long_run_plays_in_ten_seconds (void)
{
  GradientsPlayer *player = new_player (100000, 0);

  gradients_player_set_playing (player, TRUE);
  gradients_player_advance (player, 9.9);
  g_assert_true (gradients_player_get_playing (player));
  gradients_player_advance (player, 0.2);
  g_assert_false (gradients_player_get_playing (player));
  g_assert_cmpuint (gradients_player_get_step (player), ==, 100000);
  g_assert_finalize_object (player);
}

static void
playing_at_the_end_starts_again (void)
{
  GradientsPlayer *player = new_player (9, 9);

  gradients_player_set_playing (player, TRUE);
  g_assert_cmpfloat (gradients_player_get_cursor (player), ==, 0);
  g_assert_true (gradients_player_get_playing (player));
  g_assert_finalize_object (player);
}

static void
pausing_rests_on_the_nearest_step (void)
{
  GradientsPlayer *player = new_player (9, 3.7);

  gradients_player_set_playing (player, TRUE);
  gradients_player_set_playing (player, FALSE);
  g_assert_cmpfloat (gradients_player_get_cursor (player), ==, 4);
  g_assert_finalize_object (player);
}

static void
going_somewhere_pauses (void)
{
  GradientsPlayer *player = new_player (9, 3.2);

  gradients_player_set_playing (player, TRUE);
  gradients_player_go (player, 7);
  g_assert_false (gradients_player_get_playing (player));
  g_assert_cmpfloat (gradients_player_get_cursor (player), ==, 7);
  g_assert_finalize_object (player);
}

static void
nothing_plays_without_steps (void)
{
  GradientsPlayer *player = gradients_player_new ();

  gradients_player_set_playing (player, TRUE);
  g_assert_false (gradients_player_get_playing (player));
  g_assert_finalize_object (player);
}

static void
the_step_is_told_only_when_it_changes (void)
{
  GradientsPlayer *player = new_player (9, 0);
  guint            n_steps = 0, n_cursors = 0;

  g_signal_connect_swapped (player, "notify::step", G_CALLBACK (count_cb), &n_steps);
  g_signal_connect_swapped (player, "notify::cursor", G_CALLBACK (count_cb), &n_cursors);
  gradients_player_set_cursor (player, 0.5);
  gradients_player_set_cursor (player, 1.5);
  gradients_player_set_cursor (player, 1.75);
  gradients_player_set_cursor (player, 1.75);
  g_assert_cmpuint (n_steps, ==, 1);
  g_assert_cmpuint (n_cursors, ==, 3);
  g_assert_finalize_object (player);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/player/a-cursor-stays-within-the-run", a_cursor_stays_within_the_run);
  g_test_add_func ("/app/player/at-the-end-it-stays-at-the-end", at_the_end_it_stays_at_the_end);
  g_test_add_func ("/app/player/elsewhere-it-stays-where-it-is", elsewhere_it_stays_where_it_is);
  g_test_add_func ("/app/player/moving-goes-to-whole-steps", moving_goes_to_whole_steps);
  g_test_add_func ("/app/player/playing-moves-with-time-and-speed", playing_moves_with_time_and_speed);
  g_test_add_func ("/app/player/a-long-run-plays-in-ten-seconds", a_long_run_plays_in_ten_seconds);
  g_test_add_func ("/app/player/playing-at-the-end-starts-again", playing_at_the_end_starts_again);
  g_test_add_func ("/app/player/pausing-rests-on-the-nearest-step", pausing_rests_on_the_nearest_step);
  g_test_add_func ("/app/player/going-somewhere-pauses", going_somewhere_pauses);
  g_test_add_func ("/app/player/nothing-plays-without-steps", nothing_plays_without_steps);
  g_test_add_func ("/app/player/the-step-is-told-only-when-it-changes", the_step_is_told_only_when_it_changes);
  return g_test_run ();
}
