/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_PLAYER (gradients_player_get_type ())
G_DECLARE_FINAL_TYPE (GradientsPlayer, gradients_player, GRADIENTS, PLAYER, GObject)

/* A cursor over steps 0 … n that exist already; playing only moves it. Properties: "n-steps", "cursor" (double; a
 * fraction lies between two steps), "step" (the whole part, notified only when it changes), "playing", "speed". */
GradientsPlayer *gradients_player_new (void);

/* A cursor that stood at the end stays at the end, any other stays where it is as far as it can. */
void  gradients_player_set_n_steps (GradientsPlayer *self, guint n_steps);
guint gradients_player_get_n_steps (GradientsPlayer *self);

void   gradients_player_set_cursor (GradientsPlayer *self, double cursor);
double gradients_player_get_cursor (GradientsPlayer *self);
guint  gradients_player_get_step (GradientsPlayer *self);

/* Play at the end starts from the first step again. Pausing goes to the nearest whole step. */
void     gradients_player_set_playing (GradientsPlayer *self, gboolean playing);
gboolean gradients_player_get_playing (GradientsPlayer *self);

void   gradients_player_set_speed (GradientsPlayer *self, double speed);
double gradients_player_get_speed (GradientsPlayer *self);

/* Pauses and goes to a step, or by a number of whole steps. */
void gradients_player_go (GradientsPlayer *self, guint step);
void gradients_player_move (GradientsPlayer *self, int by);

/* Lets time pass while playing; stops at the end. At speed 1 four steps take a second, or the whole run ten. */
void gradients_player_advance (GradientsPlayer *self, double seconds);

G_END_DECLS
