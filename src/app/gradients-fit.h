/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_FIT (gradients_fit_get_type ())
G_DECLARE_FINAL_TYPE (GradientsFit, gradients_fit, GRADIENTS, FIT, GtkWidget)

/* Shows its child "wide" where there is room for it, else its child "small". The read-only property "narrow" tells
 * which, so that a switcher bar below can stand in for one in the header. */
GtkWidget *gradients_fit_new (GtkWidget *wide, GtkWidget *small);

gboolean gradients_fit_get_narrow (GradientsFit *self);

G_END_DECLS
