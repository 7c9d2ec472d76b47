/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The program of the page Autograd lab: its text, and the lines that are marked in it. Marks are of the record, so an
 * edited text has none until it has run, but for what Python cannot read in it. */

#include "app/gradients-lab-page-private.h"

#include <adwaita.h>

#include "app/gradients-lab-examples.h"
#include "plot/plot-theme.h"
#include "scene/scene-step.h"

#define MARK_ALPHA 0.2
#define HOVER_ALPHA 0.12
#define FAULT "fault" /* the tag of what cannot be read */

/* The marks, the more important last. */
static const struct
{
  const char *category;
  PlotRole    role;
  double      alpha;
} marks[] = {
  { "hovered", PLOT_ROLE_CURRENT, HOVER_ALPHA },
  { "next", PLOT_ROLE_FORWARD, MARK_ALPHA },
  { "backward", PLOT_ROLE_BACKWARD, MARK_ALPHA },
  { "error", PLOT_ROLE_WORSE, MARK_ALPHA },
};

/* ---- looks ---- */

static void
show_dark (GradientsLabPage *self)
{
  const gboolean               dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const PlotTheme             *theme = dark ? plot_theme_dark () : plot_theme_light ();
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();

  gtk_source_buffer_set_style_scheme (self->buffer, gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita"));
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autoptr (GtkSourceMarkAttributes) attributes = gtk_source_mark_attributes_new ();
      const PlotColor color = plot_theme_get_color (theme, marks[i].role);
      const GdkRGBA   ground = { (float) color.red, (float) color.green, (float) color.blue, (float) marks[i].alpha };

      gtk_source_mark_attributes_set_background (attributes, &ground);
      gtk_source_view_set_mark_attributes (self->editor, marks[i].category, attributes, (int) i);
    }
}

static void
dark_changed_cb (GradientsLabPage *self)
{
  show_dark (self);
}

/* ---- marks ---- */

static gboolean
get_line_start (GradientsLabPage *self,
                guint             line,
                GtkTextIter      *iter)
{
  if (line == 0 || (int) line > gtk_text_buffer_get_line_count (GTK_TEXT_BUFFER (self->buffer)))
    return FALSE;
  gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (self->buffer), iter, (int) line - 1);
  return TRUE;
}

static void
mark_line (GradientsLabPage *self,
           const char       *category,
           guint             line)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  gtk_source_buffer_remove_source_marks (self->buffer, &start, &end, category);
  if (get_line_start (self, line, &start))
    gtk_source_buffer_create_source_mark (self->buffer, NULL, category, &start);
}

static guint
find_error_line (GradientsLabPage *self)
{
  guint32          line;
  g_autofree char *message = NULL;

  return gradients_lab_run_find_error (self->run, &line, &message) ? line : 0;
}

void
gradients_lab_page_mark_lines (GradientsLabPage *self)
{
  LabLog        *log = gradients_lab_run_get_log (self->run);
  const gboolean current = gradients_lab_page_is_current (self);
  const guint    line = current ? scene_step_get_line (log, self->shown_cursor) : 0;
  const gboolean back = current && lab_log_get_state (log, self->shown_cursor)->in_backward > 0;
  GtkTextIter    start;

  mark_line (self, "next", back ? 0 : line);
  mark_line (self, "backward", back ? line : 0);
  mark_line (self, "error", current ? find_error_line (self) : 0);
  if (get_line_start (self, line, &start))
    {
      GtkTextMark *mark = gtk_text_buffer_create_mark (GTK_TEXT_BUFFER (self->buffer), NULL, &start, TRUE);

      gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->editor), mark, 0.1, FALSE, 0, 0);
      gtk_text_buffer_delete_mark (GTK_TEXT_BUFFER (self->buffer), mark);
    }
}

void
gradients_lab_page_mark_hovered (GradientsLabPage *self,
                                 guint             line)
{
  mark_line (self, "hovered", gradients_lab_page_is_current (self) ? line : 0);
}

/* What Python cannot read is underlined, and said below. */
void
gradients_lab_page_show_fault (GradientsLabPage *self)
{
  GtkTextBuffer   *buffer = GTK_TEXT_BUFFER (self->buffer);
  guint32          line;
  const char      *message;
  const gboolean   wrong = gradients_lab_run_find_fault (self->run, &line, &message);
  g_autofree char *sentence = wrong ? gradients_lab_run_describe_fault (self->run) : NULL;
  GtkTextIter      start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (buffer, FAULT, &start, &end);
  gtk_widget_set_visible (GTK_WIDGET (self->fault), wrong);
  gtk_label_set_label (self->fault, wrong ? sentence : "");
  if (!wrong || !get_line_start (self, line, &start))
    return;
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_apply_tag_by_name (buffer, FAULT, &start, &end);
}

/* ---- pointer ---- */

static guint
find_line_at (GradientsLabPage *self,
              double            x,
              double            y)
{
  GtkTextIter iter;
  int         buffer_x, buffer_y, top, height;

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self->editor), GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &buffer_x, &buffer_y);
  gtk_text_view_get_line_at_y (GTK_TEXT_VIEW (self->editor), &iter, buffer_y, NULL);
  gtk_text_view_get_line_yrange (GTK_TEXT_VIEW (self->editor), &iter, &top, &height);
  return buffer_y < top + height ? (guint) gtk_text_iter_get_line (&iter) + 1 : 0;
}

static void
motion_cb (GradientsLabPage *self,
           double            x,
           double            y)
{
  gradients_graph_area_mark_line (self->graph, gradients_lab_page_is_current (self) ? find_line_at (self, x, y) : 0);
}

static void
leave_cb (GradientsLabPage *self)
{
  gradients_graph_area_mark_line (self->graph, 0);
}

/* PyTorch's words at the line that raised them. */
static gboolean
query_tooltip_cb (GradientsLabPage *self,
                  int               x,
                  int               y,
                  gboolean          by_keyboard,
                  GtkTooltip       *tooltip)
{
  guint32          line;
  g_autofree char *message = NULL;

  if (by_keyboard || !gradients_lab_page_is_current (self) || !gradients_lab_run_find_error (self->run, &line, &message) || find_line_at (self, x, y) != line)
    return FALSE;
  gtk_tooltip_set_text (tooltip, message);
  return TRUE;
}

/* ---- text ---- */

char *
gradients_lab_page_dup_text (GradientsLabPage *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self->buffer), &start, &end, TRUE);
}

void
gradients_lab_page_replace_text (GradientsLabPage *self,
                                 const char       *text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter    start, end;

  g_return_if_fail (GRADIENTS_IS_LAB_PAGE (self));
  g_return_if_fail (text != NULL);

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
}

static void
text_changed_cb (GradientsLabPage *self)
{
  g_autofree char *text = gradients_lab_page_dup_text (self);

  gradients_lab_run_set_text (self->run, text);
}

static void
show_first_example (GradientsLabPage *self)
{
  guint            n_examples;
  g_autofree char *text = gradients_lab_examples_dup_text (gradients_lab_examples_list (&n_examples));
  GtkTextIter      start;

  gtk_text_buffer_begin_irreversible_action (GTK_TEXT_BUFFER (self->buffer));
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  gtk_text_buffer_end_irreversible_action (GTK_TEXT_BUFFER (self->buffer));
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &start);
}

/* ---- keys ---- */

/* Tab indents, so there must be another way out. */
static gboolean
key_pressed_cb (GradientsLabPage *self,
                guint             key,
                guint             code,
                GdkModifierType   modifiers)
{
  if (key != GDK_KEY_Escape)
    return FALSE;
  gradients_transport_focus_play (self->transport);
  return TRUE;
}

/* ---- life ---- */

static void
add_controllers (GradientsLabPage *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->editor), motion);
  gtk_widget_add_controller (GTK_WIDGET (self->editor), keys);
}

void
gradients_lab_page_bind_editor (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, editor);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, buffer);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, fault);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
}

void
gradients_lab_page_set_up_editor (GradientsLabPage *self)
{
  gtk_source_buffer_set_language (self->buffer, gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "python3"));
  gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->buffer), FAULT, "underline", PANGO_UNDERLINE_ERROR, NULL);
  self->dark_id = g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_changed_cb), self);
  show_dark (self);
  add_controllers (self);
  show_first_example (self);
}

void
gradients_lab_page_take_down_editor (GradientsLabPage *self)
{
  if (self->dark_id != 0)
    g_signal_handler_disconnect (adw_style_manager_get_default (), self->dark_id);
  self->dark_id = 0;
}
