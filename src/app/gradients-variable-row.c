/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A row of the list of variables, in the words of Python: they are what a learner types. */

#include "app/gradients-variable-row.h"

#include <glib/gi18n-lib.h>

struct _GradientsVariableRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *name;
  GtkLabel *value;
  GtkLabel *details;
};

G_DEFINE_FINAL_TYPE (GradientsVariableRow, gradients_variable_row, GTK_TYPE_LIST_BOX_ROW)

/* float32 · requires_grad=True · grad=12 · grad_fn=MulBackward0, as far as it applies. */
static char *
describe_autograd (const SceneVariable *variable)
{
  g_autoptr (GString) text = g_string_new (variable->type);

  if (!variable->is_tensor)
    return g_strdup (text->str);
  g_string_append_printf (text, " · requires_grad=%s", variable->requires_grad ? "True" : "False");
  if (variable->grad_fn != NULL)
    g_string_append_printf (text, " · grad_fn=%s", variable->grad_fn);
  else if (variable->requires_grad || variable->grad != NULL)
    g_string_append_printf (text, " · grad=%s", variable->grad != NULL ? variable->grad : "None");
  return g_strdup (text->str);
}

static void
gradients_variable_row_class_init (GradientsVariableRowClass *klass)
{
}

static GtkLabel *
add_label (GtkBox     *box,
           const char *css_class,
           gboolean    wraps)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), wraps);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
gradients_variable_row_init (GradientsVariableRow *self)
{
  GtkBox *lines = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  GtkBox *first = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));

  gtk_box_append (lines, GTK_WIDGET (first));
  self->name = add_label (first, "heading", FALSE);
  self->value = add_label (first, "numeric", TRUE);
  self->details = add_label (lines, "caption", TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->details), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (lines), "variable");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (lines));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

GtkWidget *
gradients_variable_row_new (void)
{
  return g_object_new (GRADIENTS_TYPE_VARIABLE_ROW, NULL);
}

void
gradients_variable_row_show (GradientsVariableRow *self,
                             const SceneVariable  *variable)
{
  g_autofree char *details = describe_autograd (variable);
  g_autofree char *name = NULL;
  g_autofree char *all = NULL;

  g_return_if_fail (GRADIENTS_IS_VARIABLE_ROW (self));

  /* TRANSLATORS: a variable, and the function that it belongs to */
  name = variable->function != NULL ? g_strdup_printf (_ ("%s in %s"), variable->name, variable->function) : g_strdup (variable->name);
  all = g_strdup_printf ("%s = %s · %s", name, variable->value, details);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->value, variable->value);
  gtk_label_set_label (self->details, details);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
}
