/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A parameter that is tried by hand: the slider gives numbers as round as its length allows, the entry is exact. */

#include "app/gradients-parameter-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "descent/descent-format.h"

#define N_NOTCHES 200.0 /* from end to end */

struct _GradientsParameterRow
{
  AdwPreferencesRow parent_instance;

  double   value;
  gboolean updating; /* while a value from outside is being shown */

  GtkAdjustment       *adjustment;
  GtkWidget           *label;
  GtkScale            *scale;
  GradientsValueEntry *entry;
};

enum
{
  SIGNAL_PICKED,
  SIGNAL_TYPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GradientsParameterRow, gradients_parameter_row, ADW_TYPE_PREFERENCES_ROW)

/* The slider's value to the decimal of a notch, without the dust of binary fractions. */
static double
get_slider_value (GradientsParameterRow *self)
{
  double      range = gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_lower (self->adjustment);
  int         decimals = (int) CLAMP (ceil (-log10 (range / N_NOTCHES)), 0, 9);
  char        format[] = "%.0f";
  char        buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const char *text;

  format[2] = (char) ('0' + decimals);
  text = g_ascii_formatd (buffer, sizeof buffer, format, gtk_adjustment_get_value (self->adjustment));
  return g_ascii_strtod (text, NULL);
}

static void
slider_moved_cb (GradientsParameterRow *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[SIGNAL_PICKED], 0, get_slider_value (self));
}

static void
typed_cb (GradientsParameterRow *self,
          const char            *text)
{
  g_signal_emit (self, signals[SIGNAL_TYPED], 0, text);
}

static void
title_changed_cb (GradientsParameterRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  /* TRANSLATORS: an entry beside a slider, such as “Start W value” */
  g_autofree char *name = g_strdup_printf (_ ("%s value"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
gradients_parameter_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GRADIENTS_TYPE_PARAMETER_ROW);
  G_OBJECT_CLASS (gradients_parameter_row_parent_class)->dispose (object);
}

static void
gradients_parameter_row_class_init (GradientsParameterRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gradients_parameter_row_dispose;

  signals[SIGNAL_PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[SIGNAL_TYPED] = g_signal_new ("typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (GRADIENTS_TYPE_VALUE_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/parameter-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GradientsParameterRow, adjustment);
  gtk_widget_class_bind_template_child (widget_class, GradientsParameterRow, label);
  gtk_widget_class_bind_template_child (widget_class, GradientsParameterRow, scale);
  gtk_widget_class_bind_template_child (widget_class, GradientsParameterRow, entry);
  gtk_widget_class_bind_template_callback (widget_class, slider_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
}

static void
gradients_parameter_row_init (GradientsParameterRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
}

GtkWidget *
gradients_parameter_row_new (const char *title)
{
  return g_object_new (GRADIENTS_TYPE_PARAMETER_ROW, "title", title, NULL);
}

void
gradients_parameter_row_set_range (GradientsParameterRow *self,
                                   double                 min,
                                   double                 max)
{
  double notch = (max - min) / N_NOTCHES;

  g_return_if_fail (GRADIENTS_IS_PARAMETER_ROW (self));
  g_return_if_fail (min < max);

  self->updating = TRUE;
  gtk_adjustment_configure (self->adjustment, self->value, min, max, notch, 10 * notch, 0);
  self->updating = FALSE;
}

void
gradients_parameter_row_set_value (GradientsParameterRow *self,
                                   double                 value)
{
  g_autofree char *text = NULL;

  g_return_if_fail (GRADIENTS_IS_PARAMETER_ROW (self));

  text = descent_format_data (value, GRAD_FLOAT64);
  self->value = value;
  self->updating = TRUE;
  /* The knob stays where the hand has it, though the value was rounded. */
  if (get_slider_value (self) != value)
    gtk_adjustment_set_value (self->adjustment, value);
  self->updating = FALSE;
  gradients_value_entry_set_value (self->entry, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

GradientsValueEntry *
gradients_parameter_row_get_entry (GradientsParameterRow *self)
{
  g_return_val_if_fail (GRADIENTS_IS_PARAMETER_ROW (self), NULL);

  return self->entry;
}

void
gradients_parameter_row_align (GradientsParameterRow *self,
                               GradientsParameterRow *other)
{
  g_autoptr (GtkSizeGroup) group = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  g_return_if_fail (GRADIENTS_IS_PARAMETER_ROW (self));
  g_return_if_fail (GRADIENTS_IS_PARAMETER_ROW (other));

  gtk_size_group_add_widget (group, self->label);
  gtk_size_group_add_widget (group, other->label);
}
