/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_HELP_WINDOW (gradients_help_window_get_type ())
G_DECLARE_FINAL_TYPE (GradientsHelpWindow, gradients_help_window, GRADIENTS, HELP_WINDOW, AdwWindow)

/* How to read what is seen, and what to try. Escape closes it. */
GtkWidget *gradients_help_window_new (GtkWindow *parent);

G_END_DECLS
