/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What people do with the controls of the page Line fit, and with files and the clipboard: it goes to the experiment,
 * and what that makes of it comes back by the page's signals. */

#include "app/gradients-fit-page-private.h"

#include <glib/gi18n-lib.h>

static void
type_into (GradientsFitPage    *self,
           GradientsFitField    field,
           const char          *text,
           GradientsValueEntry *entry)
{
  g_autoptr (GError) error = NULL;

  if (!gradients_fit_experiment_type (self->experiment, field, text, &error))
    gradients_value_entry_set_error (entry, error->message);
}

static void
rate_typed_cb (GradientsFitPage *self,
               const char       *text)
{
  type_into (self, GRADIENTS_FIT_FIELD_LR, text, gradients_learning_rate_get_entry (self->learning_rate));
}

static void
rate_picked_cb (GradientsFitPage *self,
                double            rate)
{
  gradients_fit_experiment_set_lr (self->experiment, rate);
}

static void
epochs_typed_cb (GradientsFitPage *self,
                 const char       *text)
{
  type_into (self, GRADIENTS_FIT_FIELD_EPOCHS, text, gradients_number_row_get_entry (self->epochs));
}

static void
start_typed_cb (GradientsFitPage      *self,
                const char            *text,
                GradientsParameterRow *row)
{
  type_into (self, row == self->start_w ? GRADIENTS_FIT_FIELD_W : GRADIENTS_FIT_FIELD_B, text, gradients_parameter_row_get_entry (row));
}

/* To try a line is to look at it, so the cursor goes where it is. */
void
gradients_fit_page_try_line (GradientsFitPage *self,
                             double            w,
                             double            b)
{
  gradients_player_go (gradients_fit_page_get_player (self), 0);
  gradients_fit_experiment_set_start (self->experiment, w, b);
}

static void
start_picked_cb (GradientsFitPage      *self,
                 double                 value,
                 GradientsParameterRow *row)
{
  const DescentFitSettings *settings = gradients_fit_page_get_settings (self);

  if (row == self->start_w)
    gradients_fit_page_try_line (self, value, settings->b);
  else
    gradients_fit_page_try_line (self, settings->w, value);
}

static void
reduction_selected_cb (GradientsFitPage *self)
{
  guint selected = adw_combo_row_get_selected (self->reduction);

  if (!self->updating && self->experiment != NULL && selected <= DESCENT_REDUCTION_SUM)
    gradients_fit_experiment_set_reduction (self->experiment, selected);
}

static void
compare_cb (GradientsFitPage *self)
{
  gboolean compare = gtk_switch_get_active (self->compare);

  if (self->updating)
    return;
  /* The sum's loss is n times the mean's: only on a log scale are both to be seen. */
  if (compare)
    gtk_switch_set_active (self->log_loss, TRUE);
  gradients_fit_experiment_set_compare (self->experiment, compare);
  gradients_fit_page_describe_plots (self);
}

static void
zero_gradients_cb (GradientsFitPage *self)
{
  if (!self->updating)
    gradients_fit_experiment_set_zero_gradients (self->experiment, gtk_switch_get_active (self->zero_gradients));
}

static void
residuals_cb (GradientsFitPage *self)
{
  scene_fit_set_residuals (self->scene, gtk_switch_get_active (self->residuals));
  gradients_fit_page_describe_plots (self);
  gradients_fit_page_refresh_plots (self);
}

static void
log_loss_cb (GradientsFitPage *self)
{
  scene_fit_set_log_loss (self->scene, gtk_switch_get_active (self->log_loss));
  gradients_fit_page_describe_plots (self);
  gradients_fit_page_refresh_plots (self);
}

static void
row_chosen_cb (GradientsFitPage *self,
               guint             row)
{
  gradients_player_go (gradients_fit_page_get_player (self), row);
}

/* ---- files that are dropped, and keys ---- */

static gboolean
dropped_cb (GradientsFitPage *self,
            const GValue     *value)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      GSList *files = g_value_get_boxed (value);

      if (files == NULL)
        return FALSE;
      gradients_data_group_load_file (self->data_group, files->data);
    }
  else
    gradients_data_group_load_text (self->data_group, g_value_get_string (value), _ ("what was dropped"));
  return TRUE;
}

void
gradients_fit_page_add_drop_target (GradientsFitPage *self)
{
  GType          types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
samples_cb (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  GradientsFitPage *self = GRADIENTS_FIT_PAGE (widget);

  if (g_str_equal (action, "page.paste-samples"))
    gradients_data_group_paste (self->data_group);
  else
    gradients_data_group_open (self->data_group);
}

void
gradients_fit_page_bind_controls (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, rate_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, rate_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, epochs_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, reduction_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
  gtk_widget_class_bind_template_callback (widget_class, zero_gradients_cb);
  gtk_widget_class_bind_template_callback (widget_class, residuals_cb);
  gtk_widget_class_bind_template_callback (widget_class, log_loss_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_chosen_cb);

  gtk_widget_class_install_action (widget_class, "page.open-samples", NULL, samples_cb);
  gtk_widget_class_install_action (widget_class, "page.paste-samples", NULL, samples_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "page.open-samples", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "page.paste-samples", NULL);
}
