/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Help is a page of text that needs no other program to be read. */

#include "app/gradients-help-window.h"

struct _GradientsHelpWindow
{
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (GradientsHelpWindow, gradients_help_window, ADW_TYPE_WINDOW)

static void
gradients_help_window_class_init (GradientsHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/help-window.ui");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gradients_help_window_init (GradientsHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gradients_help_window_new (GtkWindow *parent)
{
  return g_object_new (GRADIENTS_TYPE_HELP_WINDOW, "transient-for", parent, NULL);
}
