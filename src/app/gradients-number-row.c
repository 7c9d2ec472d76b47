/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A number among the settings of a page: title, entry, and room for the sentence that refuses what was typed. */

#include "app/gradients-number-row.h"

struct _GradientsNumberRow
{
  AdwPreferencesRow parent_instance;

  GradientsValueEntry *entry;
};

enum
{
  SIGNAL_TYPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GradientsNumberRow, gradients_number_row, ADW_TYPE_PREFERENCES_ROW)

static void
title_changed_cb (GradientsNumberRow *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), -1);
}

static void
typed_cb (GradientsNumberRow *self,
          const char         *text)
{
  g_signal_emit (self, signals[SIGNAL_TYPED], 0, text);
}

static void
gradients_number_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GRADIENTS_TYPE_NUMBER_ROW);
  G_OBJECT_CLASS (gradients_number_row_parent_class)->dispose (object);
}

static void
gradients_number_row_class_init (GradientsNumberRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gradients_number_row_dispose;

  signals[SIGNAL_TYPED] = g_signal_new ("typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (GRADIENTS_TYPE_VALUE_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/number-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GradientsNumberRow, entry);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
}

static void
gradients_number_row_init (GradientsNumberRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
}

GtkWidget *
gradients_number_row_new (const char *title)
{
  return g_object_new (GRADIENTS_TYPE_NUMBER_ROW, "title", title, NULL);
}

GradientsValueEntry *
gradients_number_row_get_entry (GradientsNumberRow *self)
{
  g_return_val_if_fail (GRADIENTS_IS_NUMBER_ROW (self), NULL);

  return self->entry;
}
