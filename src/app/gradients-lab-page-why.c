/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Why a program failed, or did not do what was meant: PyTorch's words, what they mean, and what to do. */

#include "app/gradients-lab-page-private.h"

#include <glib/gi18n-lib.h>

#include "lab/lab-explanation.h"
#include "lab/lab-search.h"
#include "lab/lab-text.h"

#define TEXT_MARGIN 6 /* as the padding of the title, which is a button */

static void
add_label (GtkBox     *box,
           const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_widget_set_margin_start (label, TEXT_MARGIN);
  gtk_widget_set_margin_end (label, TEXT_MARGIN);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
}

static void
go_there_cb (GtkButton *button,
             gpointer   data)
{
  GradientsLabPage *self = GRADIENTS_LAB_PAGE (data);

  gradients_player_go (gradients_lab_page_get_player (self), GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "step")));
}

/* “Line 9: …”, which leads to the step where it happened. */
static void
add_title (GradientsLabPage *self,
           LabLog           *log,
           const LabTrap    *trap)
{
  LabMessage       line = { 0 };
  guint64          line_event;
  g_autofree char *title = NULL;
  GtkWidget       *button, *label;

  if (lab_search_line_of (log, trap->event, &line_event))
    lab_log_get_event (log, line_event, &line);
  title = g_strdup_printf (_ ("Line %u: %s"), line.line.line, lab_explanation_get_title (trap->explanation));
  button = gtk_button_new_with_label (title);
  label = gtk_button_get_child (GTK_BUTTON (button));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_tooltip_text (button, _ ("Go to the step where it happened"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "why");
  g_object_set_data (G_OBJECT (button), "step", GUINT_TO_POINTER (gradients_lab_run_find_step (self->run, trap->event)));
  g_signal_connect (button, "clicked", G_CALLBACK (go_there_cb), self);
  gtk_box_append (self->why, button);
}

/* What PyTorch said, if it said anything. */
static char *
dup_words (LabLog        *log,
           const LabTrap *trap)
{
  LabMessage message;

  lab_log_get_event (log, trap->event, &message);
  if (message.kind == LAB_EXC)
    return lab_text_dup_clean (message.exc.message);
  return message.kind == LAB_WARN ? lab_text_dup_clean (message.warn.message) : NULL;
}

static void
add_explanation (GradientsLabPage *self,
                 LabLog           *log,
                 const LabTrap    *trap)
{
  g_autofree char *words = dup_words (log, trap);

  add_title (self, log, trap);
  add_label (self->why, lab_explanation_get_cause (trap->explanation), NULL);
  add_label (self->why, lab_explanation_get_fix (trap->explanation), NULL);
  if (words != NULL)
    add_label (self->why, words, "dim-label");
}

static void
remove_all (GradientsLabPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->why))) != NULL)
    gtk_box_remove (self->why, child);
}

/* Comes to the front when a run has just brought something to explain, and goes with it. */
static void
show_page (GradientsLabPage *self,
           gboolean          any)
{
  const gboolean in_front = g_strcmp0 (gtk_stack_get_visible_child_name (self->details), "why") == 0;

  gtk_stack_page_set_visible (self->why_page, any);
  if (any)
    gtk_stack_set_visible_child_name (self->details, "why");
  else if (in_front)
    gtk_stack_set_visible_child_name (self->details, "variables");
}

void
gradients_lab_page_show_why (GradientsLabPage *self)
{
  const guint run = gradients_lab_run_get_n_runs (self->run);
  LabLog     *log = gradients_lab_run_get_log (self->run);
  GArray     *explanations;

  if (gradients_lab_run_is_busy (self->run))
    return;
  explanations = gradients_lab_run_get_explanations (self->run);
  if (run > 0 && run == self->told_run && explanations->len == self->n_told)
    return;
  self->told_run = run;
  self->n_told = explanations->len;
  remove_all (self);
  for (guint i = 0; i < explanations->len; i++)
    add_explanation (self, log, &g_array_index (explanations, LabTrap, i));
  show_page (self, explanations->len > 0);
}
