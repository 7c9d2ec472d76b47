/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For dispose of a widget whose parent class is GtkWidget: lets go of all that its template made.
 * gtk_widget_dispose_template alone leaves children that are not bound to a field (GTK 4.8). */
static inline void
gradients_template_dispose (gpointer widget,
                            GType    type)
{
  GtkWidget *child;

  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

G_END_DECLS
