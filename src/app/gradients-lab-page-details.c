/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What the page Autograd lab tells beside the graph: the variables at a moment, what was printed and drawn up to it. */

#include "app/gradients-lab-page-private.h"

#include <glib/gi18n-lib.h>

#include "app/gradients-figure-area.h"
#include "app/gradients-variable-row.h"
#include "scene/scene-program.h"

/* ---- variables ---- */

static void
show_variables (GradientsLabPage *self,
                LabLog           *log,
                guint64           cursor)
{
  g_autoptr (GPtrArray) variables = log != NULL ? scene_variables_new (log, cursor) : g_ptr_array_new ();
  GtkListBoxRow *row;

  for (guint i = 0; i < variables->len; i++)
    {
      row = gtk_list_box_get_row_at_index (self->variables, (int) i);
      if (row == NULL)
        {
          row = GTK_LIST_BOX_ROW (gradients_variable_row_new ());
          gtk_list_box_append (self->variables, GTK_WIDGET (row));
        }
      gradients_variable_row_show (GRADIENTS_VARIABLE_ROW (row), g_ptr_array_index (variables, i));
    }
  while ((row = gtk_list_box_get_row_at_index (self->variables, (int) variables->len)) != NULL)
    gtk_list_box_remove (self->variables, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->variables), variables->len > 0);
  gtk_widget_set_visible (self->no_variables, variables->len == 0);
}

/* ---- output ---- */

/* Makes the buffer say text instead of shown. A step adds to what was printed, or takes from its end; only another run says
 * something else altogether. */
static void
change_text (GtkTextBuffer *buffer,
             const char    *shown,
             const char    *text)
{
  GtkTextIter begin, end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (g_str_has_prefix (text, shown))
    gtk_text_buffer_insert (buffer, &end, text + strlen (shown), -1);
  else if (g_str_has_prefix (shown, text))
    {
      gtk_text_buffer_get_iter_at_offset (buffer, &begin, (int) g_utf8_strlen (text, -1));
      gtk_text_buffer_delete (buffer, &begin, &end);
    }
  else
    gtk_text_buffer_set_text (buffer, text, -1);
}

static void
show_output (GradientsLabPage *self,
             LabLog           *log,
             guint64           cursor)
{
  g_autofree char *text = log != NULL ? lab_log_dup_output (log, cursor, 0) : g_strdup ("");
  GtkTextBuffer   *buffer = gtk_text_view_get_buffer (self->output);
  const char      *shown = self->shown_output != NULL ? self->shown_output : "";
  GtkTextIter      end;

  if (g_str_equal (text, shown))
    return;
  change_text (buffer, shown, text);
  g_free (self->shown_output);
  self->shown_output = g_steal_pointer (&text);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);
  gtk_text_view_scroll_mark_onscreen (self->output, gtk_text_buffer_get_insert (buffer));
}

/* ---- figures ---- */

static void
remove_figures (GradientsLabPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->figures))) != NULL)
    gtk_box_remove (self->figures, child);
}

static void
add_figure (GradientsLabPage *self,
            LabLog           *log,
            guint64           event)
{
  PlotGrid *grid = scene_program_new_figure (log, event);

  gtk_box_append (self->figures, gradients_figure_area_new (grid));
  plot_grid_unref (grid);
}

static void
add_no_figures (GradientsLabPage *self)
{
  GtkWidget *label = gtk_label_new (_ ("plt.show () has drawn nothing yet"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (self->figures, label);
}

/* Figures are only ever added by a run, so their number tells whether those that are shown are the ones. */
static void
show_figures (GradientsLabPage *self,
              LabLog           *log,
              guint64           cursor)
{
  g_autoptr (GArray) events = log != NULL ? lab_log_list_figures (log, cursor) : g_array_new (FALSE, FALSE, sizeof (guint64));

  if (self->figures_run == gradients_lab_run_get_n_runs (self->run) && self->n_shown_figures == events->len && gtk_widget_get_first_child (GTK_WIDGET (self->figures)) != NULL)
    return;
  self->figures_run = gradients_lab_run_get_n_runs (self->run);
  self->n_shown_figures = events->len;
  remove_figures (self);
  for (guint i = 0; i < events->len; i++)
    add_figure (self, log, g_array_index (events, guint64, i));
  if (events->len == 0)
    add_no_figures (self);
}

/* ---- all ---- */

/* Only what is in sight costs anything. */
static void
show_visible (GradientsLabPage *self,
              LabLog           *log,
              guint64           cursor)
{
  const char *name = gtk_stack_get_visible_child_name (self->details);

  if (g_strcmp0 (name, "variables") == 0)
    show_variables (self, log, cursor);
  else if (g_strcmp0 (name, "output") == 0)
    show_output (self, log, cursor);
  else if (g_strcmp0 (name, "figures") == 0)
    show_figures (self, log, cursor);
}

static void
detail_chosen_cb (GradientsLabPage *self)
{
  if (self->run != NULL)
    show_visible (self, gradients_lab_run_get_log (self->run), self->shown_cursor);
}

void
gradients_lab_page_show_details (GradientsLabPage *self,
                                 LabLog           *log,
                                 guint64           cursor)
{
  show_visible (self, log, cursor);
}

void
gradients_lab_page_bind_details (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, details);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, variables);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, no_variables);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, output);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, figures);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, why_page);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, why);
  gtk_widget_class_bind_template_callback (widget_class, detail_chosen_cb);
}
