/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

#include "app/gradients-player.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_TRANSPORT (gradients_transport_get_type ())
G_DECLARE_FINAL_TYPE (GradientsTransport, gradients_transport, GRADIENTS, TRANSPORT, GtkWidget)

/* First, Step back, Play, Step forward, Last, Timeline and Speed, for the player of any page (property "player").
 * It also gives the player its time, from the frame clock. */
GtkWidget *gradients_transport_new (GradientsPlayer *player);

void gradients_transport_set_player (GradientsTransport *self, GradientsPlayer *player);

/* Where the keyboard should be when nothing better is known: on Play. */
void gradients_transport_focus_play (GradientsTransport *self);

G_END_DECLS
