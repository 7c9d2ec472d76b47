/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The controls of a descent. They ask the experiment, and show what it says: what is typed and refused shows why, what
 * changed by other hands shows too. */

#include "app/gradients-descent-controls.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/gradients-function-row.h"
#include "app/gradients-learning-rate.h"
#include "app/gradients-number-row.h"
#include "app/gradients-template.h"
#include "descent/descent-format.h"

struct _GradientsDescentControls
{
  GtkWidget parent_instance;

  GradientsExperiment *experiment;
  gboolean             updating; /* while the controls are being set to what is */

  AdwComboRow           *preset;
  GtkLabel              *explanation;
  GradientsFunctionRow  *function;
  GradientsLearningRate *learning_rate;
  GradientsNumberRow    *start_x;
  GradientsNumberRow    *start_y;
  GradientsNumberRow    *steps;
  GtkSwitch             *zero_gradients;
};

G_DEFINE_FINAL_TYPE (GradientsDescentControls, gradients_descent_controls, GTK_TYPE_WIDGET)

static void
set_number (GradientsNumberRow *row,
            double              value)
{
  g_autofree char *text = descent_format_data (value, GRAD_FLOAT64); /* as it was typed */

  gradients_value_entry_set_value (gradients_number_row_get_entry (row), text);
}

static void
show_preset (GradientsDescentControls *self)
{
  const DescentPreset *preset = gradients_experiment_get_preset (self->experiment);
  guint                n_presets;
  const DescentPreset *presets = descent_preset_list (gradients_experiment_get_n_inputs (self->experiment), &n_presets);

  adw_combo_row_set_selected (self->preset, preset != NULL ? (guint) (preset - presets) : n_presets);
  gtk_label_set_label (self->explanation, preset != NULL ? descent_preset_get_explanation (preset)
                                                         : _ ("Write it as you would on paper: x^2, 3x, sin(x), |x|, exp(x), pi."));
}

static void
show_settings (GradientsDescentControls *self)
{
  const DescentSettings *settings = gradients_experiment_get_settings (self->experiment);
  g_autofree char       *n_steps = g_strdup_printf ("%u", settings->n_steps);

  self->updating = TRUE;
  show_preset (self);
  gradients_function_row_set_function (self->function, descent_function_get_text (settings->function));
  set_number (self->start_x, settings->start[0]);
  set_number (self->start_y, settings->start[1]);
  gradients_learning_rate_set_value (self->learning_rate, settings->lr);
  gradients_value_entry_set_value (gradients_number_row_get_entry (self->steps), n_steps);
  gtk_switch_set_active (self->zero_gradients, settings->zero_gradients);
  self->updating = FALSE;
}

static void
show_preset_range (GradientsDescentControls *self)
{
  const DescentPreset *preset = gradients_experiment_get_preset (self->experiment);

  gradients_learning_rate_set_range (self->learning_rate, preset->lr_min, preset->lr_max);
}

static void
show_diagnosis (GradientsDescentControls *self)
{
  const DescentDiagnosis *diagnosis = gradients_experiment_get_diagnosis (self->experiment);

  gradients_learning_rate_set_marks (self->learning_rate, diagnosis->best_lr, diagnosis->critical_lr);
}

static void
preset_selected_cb (GradientsDescentControls *self)
{
  guint                selected = adw_combo_row_get_selected (self->preset);
  guint                n_presets;
  const DescentPreset *presets;

  if (self->updating || self->experiment == NULL)
    return;
  presets = descent_preset_list (gradients_experiment_get_n_inputs (self->experiment), &n_presets);
  if (selected < n_presets)
    gradients_experiment_load_preset (self->experiment, &presets[selected]);
  else if (selected == n_presets)
    gradients_function_row_edit (self->function);
}

static void
function_typed_cb (GradientsDescentControls *self,
                   const char               *text)
{
  g_autoptr (GError) error = NULL;

  if (!gradients_experiment_type_function (self->experiment, text, &error))
    gradients_function_row_set_error (self->function, error);
}

static void
answer (GradientsValueEntry *entry,
        const GError        *error)
{
  if (error != NULL)
    gradients_value_entry_set_error (entry, error->message);
}

static void
start_typed_cb (GradientsDescentControls *self,
                const char               *text,
                GradientsNumberRow       *row)
{
  g_autoptr (GError) error = NULL;

  gradients_experiment_type_start (self->experiment, row == self->start_y ? 1 : 0, text, &error);
  answer (gradients_number_row_get_entry (row), error);
}

static void
rate_typed_cb (GradientsDescentControls *self,
               const char               *text)
{
  g_autoptr (GError) error = NULL;

  gradients_experiment_type_lr (self->experiment, text, &error);
  answer (gradients_learning_rate_get_entry (self->learning_rate), error);
}

static void
rate_picked_cb (GradientsDescentControls *self,
                double                    rate)
{
  gradients_experiment_set_lr (self->experiment, rate);
}

static void
steps_typed_cb (GradientsDescentControls *self,
                const char               *text)
{
  g_autoptr (GError) error = NULL;

  gradients_experiment_type_steps (self->experiment, text, &error);
  answer (gradients_number_row_get_entry (self->steps), error);
}

static void
zero_gradients_cb (GradientsDescentControls *self)
{
  if (!self->updating)
    gradients_experiment_set_zero_gradients (self->experiment, gtk_switch_get_active (self->zero_gradients));
}

/* Lessons are sentences, which the rows that AdwComboRow makes by itself would cut short. */
static void
setup_lesson_cb (GtkListItemFactory *factory,
                 GtkListItem        *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), mark);
  g_object_bind_property (item, "selected", mark, "visible", G_BINDING_SYNC_CREATE);
  gtk_list_item_set_child (item, box);
}

static void
bind_lesson_cb (GtkListItemFactory *factory,
                GtkListItem        *item)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_label_set_label (GTK_LABEL (label), gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static void
fill_presets (GradientsDescentControls *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  guint                n_presets;
  const DescentPreset *presets = descent_preset_list (gradients_experiment_get_n_inputs (self->experiment), &n_presets);

  for (guint i = 0; i < n_presets; i++)
    gtk_string_list_append (names, descent_preset_get_lesson (&presets[i]));
  gtk_string_list_append (names, _ ("Your own function"));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_lesson_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_lesson_cb), NULL);
  self->updating = TRUE;
  adw_combo_row_set_list_factory (self->preset, factory);
  adw_combo_row_set_model (self->preset, G_LIST_MODEL (names));
  self->updating = FALSE;
}

static void
gradients_descent_controls_dispose (GObject *object)
{
  GradientsDescentControls *self = GRADIENTS_DESCENT_CONTROLS (object);

  gradients_template_dispose (self, GRADIENTS_TYPE_DESCENT_CONTROLS);
  g_clear_object (&self->experiment);
  G_OBJECT_CLASS (gradients_descent_controls_parent_class)->dispose (object);
}

static void
gradients_descent_controls_class_init (GradientsDescentControlsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gradients_descent_controls_dispose;

  g_type_ensure (GRADIENTS_TYPE_FUNCTION_ROW);
  g_type_ensure (GRADIENTS_TYPE_LEARNING_RATE);
  g_type_ensure (GRADIENTS_TYPE_NUMBER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/descent-controls.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentControls, explanation);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentControls, preset);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentControls, function);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentControls, learning_rate);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentControls, start_x);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentControls, start_y);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentControls, steps);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentControls, zero_gradients);
  gtk_widget_class_bind_template_callback (widget_class, preset_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, function_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, rate_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, rate_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, steps_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, zero_gradients_cb);
}

static void
gradients_descent_controls_init (GradientsDescentControls *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gradients_descent_controls_new (GradientsExperiment *experiment)
{
  GtkWidget *self = g_object_new (GRADIENTS_TYPE_DESCENT_CONTROLS, NULL);

  gradients_descent_controls_set_experiment (GRADIENTS_DESCENT_CONTROLS (self), experiment);
  return self;
}

void
gradients_descent_controls_set_experiment (GradientsDescentControls *self,
                                           GradientsExperiment      *experiment)
{
  guint n_inputs = gradients_experiment_get_n_inputs (experiment);

  g_return_if_fail (GRADIENTS_IS_DESCENT_CONTROLS (self));
  g_return_if_fail (self->experiment == NULL);

  self->experiment = g_object_ref (experiment);
  fill_presets (self);
  g_object_set (self->function, "prefix", n_inputs == 1 ? "f(x) =" : "f(x, y) =", NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->start_y), n_inputs == 2);
  show_preset_range (self);
  show_settings (self);
  show_diagnosis (self);
  g_signal_connect_object (experiment, "preset-loaded", G_CALLBACK (show_preset_range), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (experiment, "settings-changed", G_CALLBACK (show_settings), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (experiment, "changed", G_CALLBACK (show_diagnosis), self, G_CONNECT_SWAPPED);
}

void
gradients_descent_controls_nudge_rate (GradientsDescentControls *self,
                                       int                       notches)
{
  g_return_if_fail (GRADIENTS_IS_DESCENT_CONTROLS (self));

  gradients_learning_rate_nudge (self->learning_rate, notches);
}
