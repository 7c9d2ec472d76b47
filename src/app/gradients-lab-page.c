/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A program and what it did. The run holds the record, the player the cursor over its steps, the scene draws the graph of
 * a moment; the page only carries news between them. */

#include "app/gradients-lab-page.h"

#include <glib/gi18n-lib.h>

#include "app/gradients-lab-examples.h"
#include "app/gradients-lab-page-private.h"
#include "app/gradients-split.h"
#include "app/gradients-template.h"
#include "lab/lab-explanation.h"
#include "scene/scene-step.h"

enum
{
  MOST_NODES = 400,
};

/* A space, for GTK calls a label that is empty by its type. */
#define NOTHING "\u00a0"

G_DEFINE_FINAL_TYPE (GradientsLabPage, gradients_lab_page, GRADIENTS_TYPE_PAGE)

GradientsPlayer *
gradients_lab_page_get_player (GradientsLabPage *self)
{
  return gradients_page_get_player (GRADIENTS_PAGE (self));
}

gboolean
gradients_lab_page_is_current (GradientsLabPage *self)
{
  return gradients_lab_run_get_log (self->run) != NULL && !gradients_lab_run_is_old (self->run);
}

/* ---- showing what is ---- */

static GradientsTone
get_tone (GradientsLabPage *self)
{
  LabRun *run = gradients_lab_run_get_run (self->run);

  if (run == NULL)
    return gradients_lab_run_get_problem (self->run) != NULL ? GRADIENTS_TONE_CAREFUL : GRADIENTS_TONE_NEUTRAL;
  if (gradients_lab_run_is_old (self->run) || gradients_lab_run_is_busy (self->run))
    return GRADIENTS_TONE_NEUTRAL;
  if (lab_run_get_state (run) == LAB_RUN_PAUSED || lab_run_get_ending (run) == LAB_ENDING_STOPPED || lab_run_get_ending (run) == LAB_ENDING_LIMIT)
    return GRADIENTS_TONE_CAREFUL;
  if (lab_run_get_ending (run) != LAB_ENDING_FINISHED)
    return GRADIENTS_TONE_BAD;
  return gradients_lab_run_get_explanations (self->run)->len > 0 ? GRADIENTS_TONE_CAREFUL : GRADIENTS_TONE_GOOD;
}

static void
set_suggested (GtkWidget *button,
               gboolean   suggested)
{
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static void
show_run_button (GradientsLabPage *self)
{
  const gboolean busy = gradients_lab_run_is_busy (self->run);
  GtkWidget     *button = GTK_WIDGET (self->run_button);

  gtk_button_set_label (self->run_button, busy ? _ ("Stop") : _ ("Run"));
  gtk_widget_set_tooltip_text (button, busy ? _ ("Stop the program (Ctrl+Return)") : _ ("Run the program (Ctrl+Return)"));
  set_suggested (button, !busy && !gradients_lab_page_is_current (self));
}

static void
show_verdict (GradientsLabPage *self)
{
  g_autofree char *sentence = gradients_lab_run_describe (self->run);

  gradients_step_card_set_diagnosis (self->card, sentence, get_tone (self));
  g_object_set (self->card, "busy", gradients_lab_run_is_busy (self->run), NULL);
  gtk_widget_set_visible (self->go_on, gradients_lab_run_is_paused (self->run));
  show_run_button (self);
}

static void
show_graph (GradientsLabPage *self,
            LabLog           *log,
            guint64           cursor)
{
  SceneGraph *graph = log != NULL ? scene_graph_new_moment (log, cursor, MOST_NODES) : NULL;

  gtk_widget_set_visible (self->cut, graph != NULL && graph->cut);
  gradients_graph_area_set_graph (self->graph, graph);
  gtk_widget_set_visible (self->placeholder, gradients_graph_area_get_dag (self->graph) == NULL);
}

static void
tell_step (GradientsLabPage *self,
           LabLog           *log,
           guint64           cursor)
{
  g_autofree char *status = log != NULL ? scene_step_describe (log, cursor, gradients_lab_run_get_text_run (self->run)) : g_strdup (NOTHING);
  g_autofree char *formulas = log != NULL ? scene_step_dup_formulas (log, cursor) : g_strdup ("");

  gradients_step_card_set_status (self->card, status);
  gradients_step_card_set_rule (self->card, *formulas != '\0' ? formulas : NOTHING);
}

/* The moment under the cursor, once for each. */
static void
show_step (GradientsLabPage *self)
{
  const guint   run = gradients_lab_run_get_n_runs (self->run);
  LabLog       *log = gradients_lab_run_get_log (self->run);
  const guint64 cursor = gradients_lab_run_get_stop (self->run, gradients_player_get_step (gradients_lab_page_get_player (self)));

  if (run == self->shown_run && cursor == self->shown_cursor)
    return;
  self->shown_run = run;
  self->shown_cursor = cursor;
  show_graph (self, log, cursor);
  tell_step (self, log, cursor);
  gradients_lab_page_show_details (self, log, cursor);
  gradients_lab_page_mark_lines (self);
}

/* ---- news from the models ---- */

/* Play cannot have the keyboard before there is something to play. */
static void
take_waiting_focus (GradientsLabPage *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!self->wants_focus || gradients_player_get_n_steps (gradients_lab_page_get_player (self)) == 0)
    return;
  self->wants_focus = FALSE;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gradients_transport_focus_play (self->transport);
}

static void
run_changed_cb (GradientsLabPage *self)
{
  const guint n_stops = gradients_lab_run_get_stops (self->run)->len;

  if (gradients_lab_run_get_n_runs (self->run) != self->shown_run)
    {
      gradients_graph_area_forget_view (self->graph);
      gradients_step_card_forget_height (self->card);
      gradients_player_go (gradients_lab_page_get_player (self), gradients_player_get_n_steps (gradients_lab_page_get_player (self)));
    }
  gradients_player_set_n_steps (gradients_lab_page_get_player (self), n_stops > 0 ? n_stops - 1 : 0);
  take_waiting_focus (self);
  show_step (self);
  show_verdict (self);
  gradients_lab_page_mark_lines (self);
  gradients_lab_page_show_why (self);
}

static void
checked_cb (GradientsLabPage *self)
{
  gradients_lab_page_show_fault (self);
}

static void
step_changed_cb (GradientsLabPage *self)
{
  show_step (self);
}

/* ---- what hands do ---- */

static void
run_cb (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GradientsLabPage *self = GRADIENTS_LAB_PAGE (widget);

  /* The key is heard in the whole window. */
  if (!gtk_widget_get_mapped (widget))
    return;
  if (gradients_lab_run_is_busy (self->run))
    gradients_lab_run_stop (self->run);
  else
    gradients_lab_run_start (self->run);
}

static void
go_on_cb (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  gradients_lab_run_go_on (GRADIENTS_LAB_PAGE (widget)->run);
}

static void
line_hovered_cb (GradientsLabPage *self,
                 guint             line)
{
  gradients_lab_page_mark_hovered (self, line);
}

static void
example_chosen_cb (GradientsLabPage *self,
                   GtkListBoxRow    *row)
{
  guint                      n_examples;
  const GradientsLabExample *examples = gradients_lab_examples_list (&n_examples);
  const int                  index = gtk_list_box_row_get_index (row);
  g_autofree char           *text = gradients_lab_examples_dup_text (&examples[index]);

  gtk_menu_button_popdown (self->examples);
  gradients_lab_page_replace_text (self, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->run_button));
}

/* ---- what a page can do ---- */

static void
gradients_lab_page_reset_view (GradientsPage *page)
{
  gradients_graph_area_fit (GRADIENTS_LAB_PAGE (page)->graph);
}

static void
gradients_lab_page_zoom (GradientsPage *page,
                         double         factor)
{
  gradients_graph_area_zoom (GRADIENTS_LAB_PAGE (page)->graph, factor);
}

/* A program has its rates itself. */
static void
gradients_lab_page_nudge_rate (GradientsPage *page,
                               int            notches)
{
}

/* And its figures the colour maps that it asks for. */
static void
gradients_lab_page_set_colormap (GradientsPage      *page,
                                 const PlotColormap *colormap)
{
}

static void
gradients_lab_page_focus (GradientsPage *page)
{
  GradientsLabPage *self = GRADIENTS_LAB_PAGE (page);

  gradients_transport_focus_play (self->transport);
  self->wants_focus = gradients_player_get_n_steps (gradients_lab_page_get_player (self)) == 0;
}

static GradientsPicture
gradients_lab_page_dup_picture (GradientsPage *page)
{
  return gradients_graph_area_dup_picture (GRADIENTS_LAB_PAGE (page)->graph);
}

static char *
gradients_lab_page_dup_steps (GradientsPage *page)
{
  GradientsLabPage *self = GRADIENTS_LAB_PAGE (page);
  LabLog           *log = gradients_lab_run_get_log (self->run);

  return log != NULL ? scene_step_to_csv (log, gradients_lab_run_get_stops (self->run)) : NULL;
}

static char *
gradients_lab_page_dup_code (GradientsPage *page)
{
  return gradients_lab_page_dup_text (GRADIENTS_LAB_PAGE (page));
}

static const char *
gradients_lab_page_get_file_stem (GradientsPage *page)
{
  return "autograd";
}

/* ---- life ---- */

static void
gradients_lab_page_map (GtkWidget *widget)
{
  GradientsLabPage *self = GRADIENTS_LAB_PAGE (widget);

  GTK_WIDGET_CLASS (gradients_lab_page_parent_class)->map (widget);
  gradients_lab_run_set_warm (self->run, TRUE);
  if (!self->has_run_once)
    gradients_lab_run_start (self->run);
  self->has_run_once = TRUE;
}

static void
gradients_lab_page_unmap (GtkWidget *widget)
{
  gradients_lab_run_set_warm (GRADIENTS_LAB_PAGE (widget)->run, FALSE);
  GTK_WIDGET_CLASS (gradients_lab_page_parent_class)->unmap (widget);
}

static void
fill_examples (GradientsLabPage *self)
{
  guint                      n_examples;
  const GradientsLabExample *examples = gradients_lab_examples_list (&n_examples);

  for (guint i = 0; i < n_examples; i++)
    {
      GtkWidget *label = gtk_label_new (gradients_lab_examples_get_title (&examples[i]));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_append (self->example_list, label);
    }
}

static void
word_cut (GradientsLabPage *self)
{
  g_autofree char *text = g_strdup_printf (_ ("Only the newest %d nodes are shown"), MOST_NODES);

  gtk_label_set_label (GTK_LABEL (self->cut), text);
}

static void
gradients_lab_page_constructed (GObject *object)
{
  GradientsLabPage *self = GRADIENTS_LAB_PAGE (object);

  G_OBJECT_CLASS (gradients_lab_page_parent_class)->constructed (object);
  self->run = gradients_lab_run_new ();
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "lab.run", gradients_lab_run_get_problem (self->run) == NULL);
  fill_examples (self);
  word_cut (self);
  gradients_lab_page_set_up_editor (self);
  gradients_transport_set_player (self->transport, gradients_lab_page_get_player (self));
  g_signal_connect_object (self->run, "changed", G_CALLBACK (run_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run, "checked", G_CALLBACK (checked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gradients_lab_page_get_player (self), "notify::step", G_CALLBACK (step_changed_cb), self, G_CONNECT_SWAPPED);
  tell_step (self, NULL, 0);
  show_graph (self, NULL, 0);
  show_verdict (self);
  gradients_lab_page_show_details (self, NULL, 0);
  gradients_lab_page_show_why (self);
}

static void
gradients_lab_page_dispose (GObject *object)
{
  GradientsLabPage *self = GRADIENTS_LAB_PAGE (object);

  gradients_lab_page_take_down_editor (self);
  gradients_template_dispose (self, GRADIENTS_TYPE_LAB_PAGE);
  g_clear_object (&self->run);
  g_clear_pointer (&self->shown_output, g_free);
  G_OBJECT_CLASS (gradients_lab_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (GRADIENTS_TYPE_GRAPH_AREA);
  g_type_ensure (GRADIENTS_TYPE_SPLIT);
  g_type_ensure (GRADIENTS_TYPE_STEP_CARD);
  g_type_ensure (GRADIENTS_TYPE_TRANSPORT);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/lab-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, split);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, graph);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, placeholder);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, cut);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, card);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, go_on);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, transport);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, examples);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, example_list);
  gtk_widget_class_bind_template_child (widget_class, GradientsLabPage, run_button);
  gtk_widget_class_bind_template_callback (widget_class, line_hovered_cb);
  gtk_widget_class_bind_template_callback (widget_class, example_chosen_cb);
}

static void
add_run_key (GradientsLabPage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  /* Before the program has it, which would begin a line. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>Return|<Control>KP_Enter"),
                                                          gtk_named_action_new ("lab.run")));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
gradients_lab_page_class_init (GradientsLabPageClass *klass)
{
  GObjectClass       *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass     *widget_class = GTK_WIDGET_CLASS (klass);
  GradientsPageClass *page_class = GRADIENTS_PAGE_CLASS (klass);

  object_class->constructed = gradients_lab_page_constructed;
  object_class->dispose = gradients_lab_page_dispose;
  widget_class->map = gradients_lab_page_map;
  widget_class->unmap = gradients_lab_page_unmap;
  page_class->reset_view = gradients_lab_page_reset_view;
  page_class->zoom = gradients_lab_page_zoom;
  page_class->nudge_rate = gradients_lab_page_nudge_rate;
  page_class->set_colormap = gradients_lab_page_set_colormap;
  page_class->focus = gradients_lab_page_focus;
  page_class->dup_picture = gradients_lab_page_dup_picture;
  page_class->dup_steps = gradients_lab_page_dup_steps;
  page_class->dup_code = gradients_lab_page_dup_code;
  page_class->get_file_stem = gradients_lab_page_get_file_stem;

  gtk_widget_class_install_action (widget_class, "lab.run", NULL, run_cb);
  gtk_widget_class_install_action (widget_class, "lab.go-on", NULL, go_on_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
  gradients_lab_page_bind_editor (widget_class);
  gradients_lab_page_bind_details (widget_class);
}

static void
gradients_lab_page_init (GradientsLabPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_run_key (self);
}

GtkWidget *
gradients_lab_page_new (void)
{
  return g_object_new (GRADIENTS_TYPE_LAB_PAGE, NULL);
}

GradientsLabRun *
gradients_lab_page_get_run (GradientsLabPage *self)
{
  g_return_val_if_fail (GRADIENTS_IS_LAB_PAGE (self), NULL);

  return self->run;
}
