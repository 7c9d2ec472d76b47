/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <adwaita.h>

#include "app/gradients-page.h"
#include "app/gradients-preferences.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_WINDOW (gradients_window_get_type ())
G_DECLARE_FINAL_TYPE (GradientsWindow, gradients_window, GRADIENTS, WINDOW, AdwApplicationWindow)

/* The window: the pages, the menu and the keys. A page is built when it is first shown. */
GtkWidget *gradients_window_new (GtkApplication       *application,
                                 GradientsPreferences *preferences);

/* The page in sight. */
GradientsPage *gradients_window_get_page (GradientsWindow *self);

G_END_DECLS
