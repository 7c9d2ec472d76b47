/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_PREFERENCES (gradients_preferences_get_type ())
G_DECLARE_FINAL_TYPE (GradientsPreferences, gradients_preferences, GRADIENTS, PREFERENCES, GObject)

/* What the app remembers, as properties: "window-width", "window-height" (int), "window-maximized" (boolean), "page",
 * "theme" ("system", "light", "dark") and "colormap" (strings). Kept in GSettings where the schema is installed;
 * else they live as long as the program. */
GradientsPreferences *gradients_preferences_new (void);

G_END_DECLS
