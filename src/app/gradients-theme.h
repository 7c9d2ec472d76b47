/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

#include "plot/plot-theme.h"

G_BEGIN_DECLS

/* The theme of drawings that suits the app as it is now, light or dark. */
const PlotTheme *gradients_theme_get (void);

/* Has widget drawn anew, as long as it lives, when that becomes another. */
void gradients_theme_watch (GtkWidget *widget);

G_END_DECLS
