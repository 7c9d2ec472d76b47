/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The one number that decides what a descent does, so it gets a control of its own. The slider is for the hand and
 * gives round numbers (two digits); the entry is exact. */

#include "app/gradients-learning-rate.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/gradients-tick-row.h"
#include "descent/descent-format.h"

#define NOTCH 0.05 /* of a power of ten */

struct _GradientsLearningRate
{
  AdwPreferencesRow parent_instance;

  double   value;
  double   best; /* of the ticks, as they were told; nan for none */
  double   critical;
  gboolean updating; /* while a value from outside is being shown */

  GtkAdjustment       *adjustment;
  GtkScale            *scale;
  GradientsValueEntry *entry;
  GradientsTickRow    *ticks;
  GtkWidget           *best_button;
  GtkLabel            *limit;
};

enum
{
  SIGNAL_PICKED,
  SIGNAL_TYPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GradientsLearningRate, gradients_learning_rate, ADW_TYPE_PREFERENCES_ROW)

/* value with so many significant digits, also as the text that says just this number. */
static double
round_to_digits (double value,
                 int    n_digits,
                 char **text)
{
  char   format[] = "%.0g";
  char   buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double rounded;

  format[2] = (char) ('0' + n_digits);
  rounded = g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, format, value), NULL);
  if (text != NULL)
    *text = descent_format_number (rounded, GRAD_FLOAT64);
  return rounded;
}

static double
get_slider_rate (GradientsLearningRate *self)
{
  return round_to_digits (pow (10, gtk_adjustment_get_value (self->adjustment)), 2, NULL);
}

static void
pick (GradientsLearningRate *self,
      double                 value)
{
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, value);
}

static void
slider_moved_cb (GradientsLearningRate *self)
{
  if (!self->updating)
    pick (self, get_slider_rate (self));
}

static void
best_clicked_cb (GradientsLearningRate *self)
{
  pick (self, round_to_digits (self->best, 4, NULL)); /* the rate that the button says */
}

static void
typed_cb (GradientsLearningRate *self,
          const char            *text)
{
  g_signal_emit (self, signals[SIGNAL_TYPED], 0, text);
}

static void
gradients_learning_rate_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GRADIENTS_TYPE_LEARNING_RATE);
  G_OBJECT_CLASS (gradients_learning_rate_parent_class)->dispose (object);
}

static void
gradients_learning_rate_class_init (GradientsLearningRateClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gradients_learning_rate_dispose;

  signals[SIGNAL_PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[SIGNAL_TYPED] = g_signal_new ("typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (GRADIENTS_TYPE_TICK_ROW);
  g_type_ensure (GRADIENTS_TYPE_VALUE_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/learning-rate.ui");
  gtk_widget_class_bind_template_child (widget_class, GradientsLearningRate, adjustment);
  gtk_widget_class_bind_template_child (widget_class, GradientsLearningRate, scale);
  gtk_widget_class_bind_template_child (widget_class, GradientsLearningRate, entry);
  gtk_widget_class_bind_template_child (widget_class, GradientsLearningRate, ticks);
  gtk_widget_class_bind_template_child (widget_class, GradientsLearningRate, best_button);
  gtk_widget_class_bind_template_child (widget_class, GradientsLearningRate, limit);
  gtk_widget_class_bind_template_callback (widget_class, slider_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, best_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
}

/* Whoever scrolls the page past the slider does not mean to change the rate. */
static void
ignore_scrolling (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

static void
gradients_learning_rate_init (GradientsLearningRate *self)
{
  self->value = 0.1;
  self->best = self->critical = NAN;
  gtk_widget_init_template (GTK_WIDGET (self));
  ignore_scrolling (GTK_WIDGET (self->scale));
}

GtkWidget *
gradients_learning_rate_new (void)
{
  return g_object_new (GRADIENTS_TYPE_LEARNING_RATE, NULL);
}

static void
show_value (GradientsLearningRate *self)
{
  g_autofree char *text = descent_format_data (self->value, GRAD_FLOAT64);

  self->updating = TRUE;
  /* The knob stays where the hand has it, though the rate was rounded. */
  if (get_slider_rate (self) != self->value)
    gtk_adjustment_set_value (self->adjustment, log10 (self->value));
  self->updating = FALSE;
  gradients_value_entry_set_value (self->entry, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static gboolean
is_same (double a,
         double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static void
add_tick (GradientsLearningRate *self,
          double                 value)
{
  if (value >= gtk_adjustment_get_lower (self->adjustment) && value <= gtk_adjustment_get_upper (self->adjustment))
    gtk_scale_add_mark (self->scale, value, GTK_POS_BOTTOM, NULL);
}

static void
show_ticks (GradientsLearningRate *self)
{
  g_autofree char *best = NULL;
  g_autofree char *critical = NULL;
  g_autofree char *best_text = NULL;
  g_autofree char *critical_text = NULL;

  round_to_digits (self->best, 4, &best);
  round_to_digits (self->critical, 4, &critical);
  best_text = g_strdup_printf (C_ ("learning rate", "best %s"), best);
  critical_text = g_strdup_printf (C_ ("learning rate", "limit %s"), critical);
  gtk_button_set_label (GTK_BUTTON (self->best_button), best_text);
  gtk_label_set_label (self->limit, critical_text);

  gtk_scale_clear_marks (self->scale);
  add_tick (self, log10 (self->best));
  add_tick (self, log10 (self->critical));
  gradients_tick_row_set_ticks (self->ticks, log10 (self->best), log10 (self->critical));
}

void
gradients_learning_rate_set_range (GradientsLearningRate *self,
                                   double                 min,
                                   double                 max)
{
  g_return_if_fail (GRADIENTS_IS_LEARNING_RATE (self));
  g_return_if_fail (0 < min && min < max);

  self->updating = TRUE;
  gtk_adjustment_configure (self->adjustment, log10 (self->value), log10 (min), log10 (max), NOTCH, 5 * NOTCH, 0);
  self->updating = FALSE;
  show_ticks (self);
}

void
gradients_learning_rate_set_value (GradientsLearningRate *self,
                                   double                 value)
{
  g_return_if_fail (GRADIENTS_IS_LEARNING_RATE (self));

  self->value = value;
  show_value (self);
}

double
gradients_learning_rate_get_value (GradientsLearningRate *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LEARNING_RATE (self), NAN);

  return self->value;
}

void
gradients_learning_rate_set_marks (GradientsLearningRate *self,
                                   double                 best,
                                   double                 critical)
{
  g_return_if_fail (GRADIENTS_IS_LEARNING_RATE (self));

  if (is_same (best, self->best) && is_same (critical, self->critical))
    return;
  self->best = best;
  self->critical = critical;
  show_ticks (self);
}

void
gradients_learning_rate_nudge (GradientsLearningRate *self,
                               int                    notches)
{
  g_return_if_fail (GRADIENTS_IS_LEARNING_RATE (self));

  pick (self, round_to_digits (self->value * pow (10, NOTCH * notches), 2, NULL));
}

GradientsValueEntry *
gradients_learning_rate_get_entry (GradientsLearningRate *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LEARNING_RATE (self), NULL);

  return self->entry;
}
