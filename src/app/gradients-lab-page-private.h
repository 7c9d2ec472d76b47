/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtksourceview/gtksource.h>

#include "app/gradients-graph-area.h"
#include "app/gradients-lab-page.h"
#include "app/gradients-step-card.h"
#include "app/gradients-transport.h"

G_BEGIN_DECLS

/* The page is four files: gradients-lab-page.c carries news between the run and what shows it,
 * gradients-lab-page-editor.c has the program with its marks, gradients-lab-page-details.c variables, output and figures,
 * gradients-lab-page-why.c the explanations. */
struct _GradientsLabPage
{
  GradientsPage parent_instance;

  GradientsLabRun *run;
  gboolean         has_run_once; /* the first example, unasked */
  gboolean         wants_focus;  /* as soon as there are steps */
  guint            shown_run;    /* the number of the run whose step is shown */
  guint64          shown_cursor;
  guint            hovered_line; /* of the program, under the pointer */
  gulong           dark_id;
  char            *shown_output;
  guint            figures_run; /* whose figures are shown */
  guint            n_shown_figures;
  guint            told_run; /* whose explanations are shown */
  guint            n_told;

  GtkWidget          *split;
  GradientsGraphArea *graph;
  GtkWidget          *placeholder;
  GtkWidget          *cut; /* says that there is more of the graph */
  GradientsStepCard  *card;
  GtkWidget          *go_on;
  GradientsTransport *transport;
  GtkMenuButton      *examples;
  GtkListBox         *example_list;
  GtkButton          *run_button;
  GtkSourceView      *editor;
  GtkSourceBuffer    *buffer;
  GtkLabel           *fault;
  GtkStack           *details;
  GtkListBox         *variables;
  GtkWidget          *no_variables;
  GtkTextView        *output;
  GtkBox             *figures;
  GtkStackPage       *why_page;
  GtkBox             *why;
};

GradientsPlayer *gradients_lab_page_get_player (GradientsLabPage *self);

/* The record as it stands belongs to the text that is seen. */
gboolean gradients_lab_page_is_current (GradientsLabPage *self);

void  gradients_lab_page_bind_editor (GtkWidgetClass *widget_class);
void  gradients_lab_page_set_up_editor (GradientsLabPage *self);
void  gradients_lab_page_take_down_editor (GradientsLabPage *self);
char *gradients_lab_page_dup_text (GradientsLabPage *self);

/* Marks the line of the step that is shown, and that of an error; brings the former into sight. */
void gradients_lab_page_mark_lines (GradientsLabPage *self);
void gradients_lab_page_mark_hovered (GradientsLabPage *self, guint line);
void gradients_lab_page_show_fault (GradientsLabPage *self);

/* What the details show at a moment. */
void gradients_lab_page_show_details (GradientsLabPage *self, LabLog *log, guint64 cursor);
void gradients_lab_page_bind_details (GtkWidgetClass *widget_class);
void gradients_lab_page_show_why (GradientsLabPage *self);

G_END_DECLS
