/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Whatever draws for itself is light or dark as the app is. */

#include "app/gradients-theme.h"

#include <adwaita.h>

const PlotTheme *
gradients_theme_get (void)
{
  return adw_style_manager_get_dark (adw_style_manager_get_default ()) ? plot_theme_dark () : plot_theme_light ();
}

void
gradients_theme_watch (GtkWidget *widget)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (gtk_widget_queue_draw), widget, G_CONNECT_SWAPPED);
}
