/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The table of a run. Its rows are indices; when a run is replaced, the cells on screen are written anew in place,
 * which keeps scrolling and selection where they are. */

#include "app/gradients-steps-table.h"

#include <glib/gi18n-lib.h>

#include "app/gradients-step-list.h"
#include "app/gradients-template.h"

#define REFRESH_MS 60

struct _GradientsStepsTable
{
  GtkWidget parent_instance;

  GtkColumnView      *view;
  GradientsStepList  *steps;
  GtkSingleSelection *selection;
  GHashTable         *bound; /* GtkListItem* of cells with a row → their column + 1 */
  char              **titles;
  GradientsCellFunc   func;
  gpointer            data;
  guint               n_rows;
  guint               refresh_id;
  gboolean            selecting; /* the selection is being changed by us */
};

enum
{
  SIGNAL_ROW_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GradientsStepsTable, gradients_steps_table, GTK_TYPE_WIDGET)

static void
set_name (GtkWidget  *widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* A row that has the focus is read out as “Step 3, x 51.2, …”. Before GTK 4.12 a list item cannot be asked to say
 * this, so the row is found from its first cell. */
static void
name_row (GradientsStepsTable *self,
          GtkWidget           *first_label,
          guint                row)
{
  GtkWidget *cell = gtk_widget_get_parent (first_label);
  g_autoptr (GString) name = g_string_new (NULL);

  if (cell == NULL || gtk_widget_get_parent (cell) == NULL)
    return;
  for (guint i = 0; self->titles[i] != NULL; i++)
    {
      g_autofree char *text = self->func (row, i, self->data);

      g_string_append_printf (name, "%s%s %s", i > 0 ? ", " : "", self->titles[i], text);
    }
  set_name (gtk_widget_get_parent (cell), name->str);
}

static void
write_cell (GradientsStepsTable *self,
            GtkListItem         *item,
            guint                column)
{
  guint            row = gradients_step_get_index (gtk_list_item_get_item (item));
  g_autofree char *text = row < self->n_rows ? self->func (row, column, self->data) : g_strdup ("");

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text);
  if (column == 0 && row < self->n_rows)
    name_row (self, gtk_list_item_get_child (item), row);
}

static guint
get_column (GtkListItemFactory *factory)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));
}

static void
setup_cb (GradientsStepsTable *self,
          GtkListItem         *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GradientsStepsTable *self,
         GtkListItem         *item,
         GtkListItemFactory  *factory)
{
  guint column = get_column (factory);

  g_hash_table_insert (self->bound, item, GUINT_TO_POINTER (column + 1));
  write_cell (self, item, column);
}

static void
unbind_cb (GradientsStepsTable *self,
           GtkListItem         *item)
{
  g_hash_table_remove (self->bound, item);
}

static gboolean
refresh_cb (gpointer data)
{
  GradientsStepsTable *self = GRADIENTS_STEPS_TABLE (data);
  GHashTableIter       iter;
  gpointer             item, column;

  self->refresh_id = 0;
  self->selecting = TRUE;
  gradients_step_list_set_n_items (self->steps, self->n_rows);
  self->selecting = FALSE;
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, &column))
    write_cell (self, item, GPOINTER_TO_UINT (column) - 1);
  return G_SOURCE_REMOVE;
}

static void
selected_cb (GradientsStepsTable *self)
{
  guint row = gtk_single_selection_get_selected (self->selection);

  if (!self->selecting && row != GTK_INVALID_LIST_POSITION)
    g_signal_emit (self, signals[SIGNAL_ROW_CHOSEN], 0, row);
}

/* GtkColumnView cannot be asked to scroll before GTK 4.12, but the list inside it has an action for it. */
static GtkWidget *
find_list (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_BASE (child))
      return child;
  return NULL;
}

/* Titles stand over their numbers, which end at the right; GtkColumnView itself starts them at the left. */
static void
align_titles (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      align_titles (child);
      if (!GTK_IS_LABEL (child))
        continue;
      gtk_label_set_xalign (GTK_LABEL (child), 1);
      gtk_widget_set_hexpand (child, TRUE);
    }
}

/* The row of titles and the list of rows can have the focus, too. */
static void
name_parts (GradientsStepsTable *self)
{
  g_autofree char *titles = g_strjoinv (", ", self->titles);
  GtkWidget       *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  set_name (header, titles);
  for (GtkWidget *part = gtk_widget_get_next_sibling (header); part != NULL; part = gtk_widget_get_next_sibling (part))
    set_name (part, _ ("Steps of the run"));
}

static void
gradients_steps_table_dispose (GObject *object)
{
  GradientsStepsTable *self = GRADIENTS_STEPS_TABLE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  gradients_template_dispose (self, GRADIENTS_TYPE_STEPS_TABLE);
  g_clear_object (&self->selection);
  g_clear_object (&self->steps);
  G_OBJECT_CLASS (gradients_steps_table_parent_class)->dispose (object);
}

static void
gradients_steps_table_finalize (GObject *object)
{
  GradientsStepsTable *self = GRADIENTS_STEPS_TABLE (object);

  g_hash_table_unref (self->bound);
  g_strfreev (self->titles);
  G_OBJECT_CLASS (gradients_steps_table_parent_class)->finalize (object);
}

static void
gradients_steps_table_class_init (GradientsStepsTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gradients_steps_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = gradients_steps_table_finalize;

  signals[SIGNAL_ROW_CHOSEN] = g_signal_new ("row-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/steps-table.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "stepstable");
  gtk_widget_class_bind_template_child (widget_class, GradientsStepsTable, view);
}

static void
gradients_steps_table_init (GradientsStepsTable *self)
{
  self->bound = g_hash_table_new (NULL, NULL);
  self->steps = gradients_step_list_new ();
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->steps)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (selected_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

GtkWidget *
gradients_steps_table_new (void)
{
  return g_object_new (GRADIENTS_TYPE_STEPS_TABLE, NULL);
}

static void
append_column (GradientsStepsTable *self,
               const char          *title,
               guint                index)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (index));
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), self);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (column, index > 0);
  gtk_column_view_append_column (self->view, column);
}

void
gradients_steps_table_set_columns (GradientsStepsTable *self,
                                   const char *const   *titles,
                                   GradientsCellFunc    func,
                                   gpointer             data)
{
  g_return_if_fail (GRADIENTS_IS_STEPS_TABLE (self));
  g_return_if_fail (self->func == NULL && func != NULL);

  self->titles = g_strdupv ((char **) titles);
  self->func = func;
  self->data = data;
  for (guint i = 0; titles[i] != NULL; i++)
    append_column (self, titles[i], i);
  align_titles (gtk_widget_get_first_child (GTK_WIDGET (self->view)));
  name_parts (self);
}

void
gradients_steps_table_set_n_rows (GradientsStepsTable *self,
                                  guint                n_rows)
{
  g_return_if_fail (GRADIENTS_IS_STEPS_TABLE (self));

  self->n_rows = n_rows;
  if (self->refresh_id == 0)
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

void
gradients_steps_table_select (GradientsStepsTable *self,
                              guint                row)
{
  GtkWidget *list;

  g_return_if_fail (GRADIENTS_IS_STEPS_TABLE (self));

  if (row >= self->n_rows || gtk_single_selection_get_selected (self->selection) == row)
    return;
  /* The row may be one that a refresh still owes. */
  if (self->refresh_id != 0 && row >= g_list_model_get_n_items (G_LIST_MODEL (self->steps)))
    {
      g_source_remove (self->refresh_id);
      refresh_cb (self);
    }
  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, row);
  self->selecting = FALSE;
  list = find_list (GTK_WIDGET (self->view));
  if (list != NULL && gtk_widget_get_mapped (list))
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", row);
}
