/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_SPLIT (gradients_split_get_type ())
G_DECLARE_FINAL_TYPE (GradientsSplit, gradients_split, GRADIENTS, SPLIT, GtkWidget)

/* A "hero" and a "panel": side by side, the hero with about two thirds, or the panel below where it is narrow. Where
 * there is little room, its property "compact" is TRUE, and it has the style class of that name. */
GtkWidget *gradients_split_new (GtkWidget *hero, GtkWidget *panel);

G_END_DECLS
