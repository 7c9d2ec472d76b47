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

/* For a property that is a child: the widget of the value, which now has that parent. */
static inline GtkWidget *
gradients_template_adopt (gpointer      parent,
                          const GValue *value)
{
  GtkWidget *child = g_value_get_object (value);

  gtk_widget_set_parent (child, parent);
  return child;
}

G_END_DECLS
