/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The samples of a fit, as controls. What was refused is said below the buttons until something goes well; nothing is
 * half loaded, so the fit shown is always one of the samples told above. */

#include "app/gradients-data-group.h"

#include <glib/gi18n-lib.h>

#include "app/gradients-number-row.h"
#include "descent/descent-data-csv.h"
#include "descent/descent-format.h"

enum
{
  N_FIELDS = 5,
};

struct _GradientsDataGroup
{
  AdwPreferencesGroup parent_instance;

  GradientsFitExperiment *experiment;
  char                   *name;     /* of the samples, if they are a person's own */
  gboolean                updating; /* while the controls are being set to what is */
  GCancellable           *loading;

  GtkLabel           *origin;
  GtkLabel           *message;
  GradientsNumberRow *samples;
  GradientsNumberRow *seed;
  GradientsNumberRow *true_w;
  GradientsNumberRow *true_b;
  GradientsNumberRow *noise;
  GtkSwitch          *standardize;
  GtkSwitch          *edit;
};

G_DEFINE_FINAL_TYPE (GradientsDataGroup, gradients_data_group, ADW_TYPE_PREFERENCES_GROUP)

static void
get_rows (GradientsDataGroup *self,
          GradientsNumberRow *rows[N_FIELDS])
{
  rows[0] = self->samples;
  rows[1] = self->seed;
  rows[2] = self->true_w;
  rows[3] = self->true_b;
  rows[4] = self->noise;
}

/* ---- showing what is ---- */

static void
show_error (GradientsDataGroup *self,
            const GError       *error)
{
  gtk_label_set_label (self->message, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), error != NULL);
}

static char *
describe_drawn (const DescentGenerator *generator)
{
  g_autofree char *w = descent_format_number (generator->true_w, GRAD_FLOAT64);
  g_autofree char *b = descent_format_number (generator->true_b, GRAD_FLOAT64);

  /* TRANSLATORS: 1000 samples drawn about the line y = 3 x + 2 */
  return g_strdup_printf (ngettext ("%u sample, drawn about y = %s x + %s", "%u samples, drawn about y = %s x + %s", generator->n_samples),
                          generator->n_samples, w, b);
}

static void
show_origin (GradientsDataGroup *self)
{
  DescentData            *source = gradients_fit_experiment_get_source (self->experiment);
  const DescentGenerator *generator = descent_data_get_generator (source);
  guint                   n = descent_data_get_n_samples (source);
  g_autofree char        *text = NULL;

  if (generator != NULL)
    text = describe_drawn (generator);
  else if (self->name != NULL)
    text = g_strdup_printf (ngettext ("%u sample from “%s”", "%u samples from “%s”", n), n, self->name);
  else
    text = g_strdup_printf (ngettext ("%u sample of your own", "%u samples of your own", n), n);
  gtk_label_set_label (self->origin, text);
}

static void
settings_changed_cb (GradientsDataGroup *self)
{
  GradientsNumberRow *rows[N_FIELDS];

  self->updating = TRUE;
  get_rows (self, rows);
  for (guint i = 0; i < N_FIELDS; i++)
    {
      g_autofree char *text = gradients_fit_experiment_dup_text (self->experiment, GRADIENTS_FIT_FIELD_SAMPLES + i);

      gradients_value_entry_set_value (gradients_number_row_get_entry (rows[i]), text);
    }
  gtk_switch_set_active (self->standardize, gradients_fit_experiment_get_standardized (self->experiment));
  show_origin (self);
  self->updating = FALSE;
}

/* ---- taking samples ---- */

static void
take_samples (GradientsDataGroup *self,
              DescentData        *samples,
              const char         *name)
{
  g_free (self->name);
  self->name = g_strdup (name);
  show_error (self, NULL);
  gradients_fit_experiment_set_source (self->experiment, samples);
}

void
gradients_data_group_load_text (GradientsDataGroup *self,
                                const char         *text,
                                const char         *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DescentData) samples = NULL;

  g_return_if_fail (GRADIENTS_IS_DATA_GROUP (self));

  samples = descent_data_new_from_csv (text, -1, &error);
  if (samples != NULL)
    take_samples (self, samples, name);
  else
    show_error (self, error);
}

/* A file may lie far away or be long, so it is read in a thread. */
static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      file,
                GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, &error);
  DescentData *samples = stream != NULL ? descent_data_new_from_stream (G_INPUT_STREAM (stream), cancellable, &error) : NULL;

  if (samples != NULL)
    g_task_return_pointer (task, samples, (GDestroyNotify) descent_data_unref);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  GradientsDataGroup *self = GRADIENTS_DATA_GROUP (source);
  g_autofree char    *name = g_file_get_basename (g_task_get_task_data (G_TASK (result)));
  g_autofree char    *shown = g_filename_display_name (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (DescentData) samples = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->experiment == NULL)
    return;
  if (samples != NULL)
    {
      take_samples (self, samples, shown);
      return;
    }
  g_prefix_error (&error, "%s: ", shown);
  show_error (self, error);
}

void
gradients_data_group_load_file (GradientsDataGroup *self,
                                GFile              *file)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GRADIENTS_IS_DATA_GROUP (self));

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  task = g_task_new (self, self->loading, loaded_cb, NULL);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

static void
file_chosen_cb (GradientsDataGroup *self,
                int                 response,
                GtkNativeDialog    *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      gradients_data_group_load_file (self, file);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (tables, _ ("Tables (CSV, TSV, text)"));
  gtk_file_filter_add_suffix (tables, "csv");
  gtk_file_filter_add_suffix (tables, "tsv");
  gtk_file_filter_add_suffix (tables, "txt");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, tables);
  gtk_file_chooser_add_filter (chooser, all);
}

void
gradients_data_group_open (GradientsDataGroup *self)
{
  GtkRoot              *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_ ("Open Samples"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  add_filters (GTK_FILE_CHOOSER (dialog));
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
text_read_cb (GObject      *clipboard,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GradientsDataGroup) self = GRADIENTS_DATA_GROUP (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, &error);

  if (self->experiment == NULL)
    return;
  if (text != NULL)
    gradients_data_group_load_text (self, text, _ ("the clipboard"));
  else if (error != NULL)
    show_error (self, error);
}

void
gradients_data_group_paste (GradientsDataGroup *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, text_read_cb, g_object_ref (self));
}

/* ---- what people do ---- */

static void
typed_cb (GradientsDataGroup *self,
          const char         *text,
          GradientsNumberRow *row)
{
  GradientsNumberRow *rows[N_FIELDS];
  g_autoptr (GError) error = NULL;
  guint field = 0;

  get_rows (self, rows);
  while (rows[field] != row)
    field++;
  if (gradients_fit_experiment_type (self->experiment, GRADIENTS_FIT_FIELD_SAMPLES + field, text, &error))
    show_error (self, NULL);
  else
    gradients_value_entry_set_error (gradients_number_row_get_entry (row), error->message);
}

static void
draw_clicked_cb (GradientsDataGroup *self)
{
  show_error (self, NULL);
  gradients_fit_experiment_draw (self->experiment);
}

static void
standardize_cb (GradientsDataGroup *self)
{
  gboolean wanted = gtk_switch_get_active (self->standardize);
  g_autoptr (GError) error = NULL;

  if (self->updating || wanted == gradients_fit_experiment_get_standardized (self->experiment))
    return;
  gradients_fit_experiment_set_standardized (self->experiment, wanted, &error);
  show_error (self, error);
  if (error != NULL)
    settings_changed_cb (self);
}

gboolean
gradients_data_group_get_editing (GradientsDataGroup *self)
{
  g_return_val_if_fail (GRADIENTS_IS_DATA_GROUP (self), FALSE);

  return gtk_switch_get_active (self->edit);
}

void
gradients_data_group_add_sample (GradientsDataGroup *self,
                                 double              x,
                                 double              y)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (GRADIENTS_IS_DATA_GROUP (self));

  gradients_fit_experiment_add_sample (self->experiment, x, y, &error);
  show_error (self, error);
}

void
gradients_data_group_remove_sample (GradientsDataGroup *self,
                                    guint               i)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (GRADIENTS_IS_DATA_GROUP (self));

  gradients_fit_experiment_remove_sample (self->experiment, i, &error);
  show_error (self, error);
}

/* ---- life ---- */

static void
gradients_data_group_dispose (GObject *object)
{
  GradientsDataGroup *self = GRADIENTS_DATA_GROUP (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->experiment);
  g_clear_pointer (&self->name, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), GRADIENTS_TYPE_DATA_GROUP);
  G_OBJECT_CLASS (gradients_data_group_parent_class)->dispose (object);
}

static void
gradients_data_group_class_init (GradientsDataGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gradients_data_group_dispose;

  g_type_ensure (GRADIENTS_TYPE_NUMBER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/data-group.ui");
  gtk_widget_class_bind_template_child (widget_class, GradientsDataGroup, origin);
  gtk_widget_class_bind_template_child (widget_class, GradientsDataGroup, message);
  gtk_widget_class_bind_template_child (widget_class, GradientsDataGroup, samples);
  gtk_widget_class_bind_template_child (widget_class, GradientsDataGroup, seed);
  gtk_widget_class_bind_template_child (widget_class, GradientsDataGroup, true_w);
  gtk_widget_class_bind_template_child (widget_class, GradientsDataGroup, true_b);
  gtk_widget_class_bind_template_child (widget_class, GradientsDataGroup, noise);
  gtk_widget_class_bind_template_child (widget_class, GradientsDataGroup, standardize);
  gtk_widget_class_bind_template_child (widget_class, GradientsDataGroup, edit);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, draw_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, standardize_cb);
  gtk_widget_class_bind_template_callback (widget_class, gradients_data_group_open);
  gtk_widget_class_bind_template_callback (widget_class, gradients_data_group_paste);
}

static void
gradients_data_group_init (GradientsDataGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gradients_data_group_new (void)
{
  return g_object_new (GRADIENTS_TYPE_DATA_GROUP, NULL);
}

void
gradients_data_group_set_experiment (GradientsDataGroup     *self,
                                     GradientsFitExperiment *experiment)
{
  g_return_if_fail (GRADIENTS_IS_DATA_GROUP (self));
  g_return_if_fail (self->experiment == NULL);

  self->experiment = g_object_ref (experiment);
  g_signal_connect_object (experiment, "settings-changed", G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
  settings_changed_cb (self);
}
