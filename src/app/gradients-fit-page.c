/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A line fitted to samples, seen from four sides. The experiment holds what was set and the fit, the player holds the
 * cursor, the scene draws; the page only carries news between them and the controls. */

#include "app/gradients-fit-page.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/gradients-fit-page-private.h"
#include "app/gradients-plot-grid.h"
#include "app/gradients-split.h"
#include "app/gradients-template.h"
#include "descent/descent-fit-diagnosis.h"
#include "descent/descent-fit-export.h"
#include "descent/descent-format.h"

G_DEFINE_FINAL_TYPE (GradientsFitPage, gradients_fit_page, GRADIENTS_TYPE_PAGE)

GradientsPlayer *
gradients_fit_page_get_player (GradientsFitPage *self)
{
  return gradients_page_get_player (GRADIENTS_PAGE (self));
}

const DescentFitSettings *
gradients_fit_page_get_settings (GradientsFitPage *self)
{
  return gradients_fit_experiment_get_settings (self->experiment);
}

PlotFigure *
gradients_fit_page_get_figure (GradientsFitPage *self,
                               SceneFitPart      part)
{
  return scene_fit_get_figure (self->scene, part);
}

/* ---- showing what is ---- */

static void
show_settings (GradientsFitPage *self)
{
  const DescentFitSettings *settings = gradients_fit_page_get_settings (self);
  g_autofree char          *n_epochs = g_strdup_printf ("%u", settings->n_epochs);

  self->updating = TRUE;
  gradients_learning_rate_set_value (self->learning_rate, settings->lr);
  adw_combo_row_set_selected (self->reduction, settings->reduction);
  gtk_switch_set_active (self->compare, gradients_fit_experiment_get_compare (self->experiment));
  gradients_value_entry_set_value (gradients_number_row_get_entry (self->epochs), n_epochs);
  gradients_parameter_row_set_value (self->start_w, settings->w);
  gradients_parameter_row_set_value (self->start_b, settings->b);
  gtk_switch_set_active (self->zero_gradients, settings->zero_gradients);
  self->updating = FALSE;
}

void
gradients_fit_page_refresh_plots (GradientsFitPage *self)
{
  gradients_plot_area_refresh (self->data_plot);
  gradients_plot_area_refresh (self->map);
  gradients_plot_area_refresh (self->loss_plot);
}

void
gradients_fit_page_describe_plots (GradientsFitPage *self)
{
  gradients_plot_area_describe (self->data_plot);
  gradients_plot_area_describe (self->map);
  gradients_plot_area_describe (self->loss_plot);
}

/* The loss, both gradients, both updates, in three lines. */
static void
tell_chain (GradientsFitPage *self,
            DescentFit       *fit,
            guint             k)
{
  g_auto (GStrv) lines = descent_fit_describe_chain (fit, k);
  g_autofree char *chain = g_strdup_printf ("%s\n%s    %s\n%s    %s", lines[0], lines[1], lines[2], lines[3], lines[4]);

  gradients_step_card_set_rule (self->card, chain);
}

/* What is said of the point, once for each. */
static void
tell_point (GradientsFitPage *self)
{
  DescentFit      *fit = gradients_fit_experiment_get_fit (self->experiment);
  guint            k = MIN (gradients_player_get_step (gradients_fit_page_get_player (self)), descent_fit_get_n_points (fit) - 1);
  g_autofree char *status = NULL;

  if (fit == self->told_fit && k == self->told_point)
    return;
  g_clear_pointer (&self->told_fit, descent_fit_unref);
  self->told_fit = descent_fit_ref (fit);
  self->told_point = k;

  status = descent_fit_describe_point (fit, k);
  tell_chain (self, fit, k);
  gradients_step_card_set_status (self->card, status);
  gradients_steps_table_select (self->table, k);
  gradients_fit_page_describe_plots (self);
}

/* The slider reaches from far below the sum's limit to beyond the mean's, so that switching leaves the rate in it. */
static void
choose_rates (GradientsFitPage *self)
{
  DescentLinear mean = descent_linear_solve (gradients_fit_page_get_settings (self)->data, DESCENT_REDUCTION_MEAN);
  DescentLinear sum = descent_linear_solve (gradients_fit_page_get_settings (self)->data, DESCENT_REDUCTION_SUM);
  double        least = MIN (sum.critical_lr / 20, gradients_fit_page_get_settings (self)->lr);
  double        most = MAX (mean.critical_lr * 5, gradients_fit_page_get_settings (self)->lr);

  gradients_learning_rate_set_range (self->learning_rate, pow (10, floor (log10 (least))), pow (10, ceil (log10 (most))));
}

static void
choose_starts (GradientsFitPage *self)
{
  PlotRange range = plot_figure_get_range (gradients_fit_page_get_figure (self, SCENE_FIT_MAP));

  gradients_parameter_row_set_range (self->start_w, range.x_min, range.x_max);
  gradients_parameter_row_set_range (self->start_b, range.y_min, range.y_max);
}

static void
show_fit (GradientsFitPage *self)
{
  DescentFit             *fit = gradients_fit_experiment_get_fit (self->experiment);
  const DescentDiagnosis *diagnosis = gradients_fit_experiment_get_diagnosis (self->experiment);
  const DescentPoint     *start = descent_fit_get_point (fit, 0);

  scene_fit_set_fit (self->scene, fit, gradients_fit_experiment_get_other (self->experiment));
  if (descent_fit_get_settings (fit)->data != self->shown_data)
    {
      g_clear_pointer (&self->shown_data, descent_data_unref);
      self->shown_data = descent_data_ref (descent_fit_get_settings (fit)->data);
      choose_rates (self);
      choose_starts (self);
    }
  gradients_plot_area_set_handle (self->map, start->x[0], start->x[1]);
  gradients_learning_rate_set_marks (self->learning_rate, diagnosis->best_lr, diagnosis->critical_lr);
  gradients_step_card_set_diagnosis (self->card, diagnosis->sentence, gradients_tone_from_verdict (diagnosis->verdict));
  gradients_steps_table_set_n_rows (self->table, descent_fit_get_n_points (fit));
  gradients_player_set_n_steps (gradients_fit_page_get_player (self), descent_fit_get_n_points (fit) - 1);
  scene_fit_set_cursor (self->scene, gradients_page_get_cursor (GRADIENTS_PAGE (self)));
  tell_point (self);
  gradients_fit_page_refresh_plots (self);
}

void
gradients_fit_page_show_view (GradientsFitPage *self,
                              SceneFitPart      part,
                              const PlotRange  *view)
{
  scene_fit_set_view (self->scene, part, view);
  if (part == SCENE_FIT_MAP)
    choose_starts (self);
  gradients_fit_page_describe_plots (self);
  gradients_fit_page_refresh_plots (self);
}

/* ---- news from the models ---- */

static void
settings_changed_cb (GradientsFitPage *self)
{
  show_settings (self);
}

static void
fit_changed_cb (GradientsFitPage *self)
{
  show_fit (self);
}

static void
cursor_changed_cb (GradientsFitPage *self)
{
  scene_fit_set_cursor (self->scene, gradients_page_get_cursor (GRADIENTS_PAGE (self)));
  tell_point (self);
  gradients_fit_page_refresh_plots (self);
}

static char *
get_cell (guint    row,
          guint    column,
          gpointer data)
{
  GradientsFitPage   *self = GRADIENTS_FIT_PAGE (data);
  DescentFit         *fit = gradients_fit_experiment_get_fit (self->experiment);
  const DescentPoint *point;

  if (row >= descent_fit_get_n_points (fit))
    return g_strdup ("");
  point = descent_fit_get_point (fit, row);
  switch (column)
    {
    case 0:
      return g_strdup_printf ("%u", row);
    case 1:
      return descent_format_number (point->value, GRAD_FLOAT32);
    case 2:
    case 3:
      return descent_format_number (point->x[column - 2], GRAD_FLOAT32);
    default:
      return descent_format_number (point->grad[column - 4], GRAD_FLOAT32);
    }
}

/* ---- what a page can do ---- */

static void
gradients_fit_page_reset_view (GradientsPage *page)
{
  GradientsFitPage *self = GRADIENTS_FIT_PAGE (page);

  gradients_fit_page_show_view (self, SCENE_FIT_DATA, NULL);
  gradients_fit_page_show_view (self, SCENE_FIT_MAP, NULL);
}

/* The keys zoom the plot that has the focus, else the map. */
static void
gradients_fit_page_zoom (GradientsPage *page,
                         double         factor)
{
  GradientsFitPage *self = GRADIENTS_FIT_PAGE (page);

  gradients_plot_area_zoom (gtk_widget_has_focus (GTK_WIDGET (self->data_plot)) ? self->data_plot : self->map, factor);
}

static void
gradients_fit_page_nudge_rate (GradientsPage *page,
                               int            notches)
{
  gradients_learning_rate_nudge (GRADIENTS_FIT_PAGE (page)->learning_rate, notches);
}

static void
gradients_fit_page_set_colormap (GradientsPage      *page,
                                 const PlotColormap *colormap)
{
  GradientsFitPage *self = GRADIENTS_FIT_PAGE (page);

  scene_fit_set_colormap (self->scene, colormap);
  gradients_plot_area_refresh (self->map);
}

static void
gradients_fit_page_focus (GradientsPage *page)
{
  gradients_transport_focus_play (GRADIENTS_FIT_PAGE (page)->transport);
}

/* The plot that has the focus, else the data. */
static GradientsPicture
gradients_fit_page_dup_picture (GradientsPage *page)
{
  GradientsFitPage *self = GRADIENTS_FIT_PAGE (page);

  if (gtk_widget_has_focus (GTK_WIDGET (self->map)))
    return gradients_plot_area_dup_picture (self->map);
  if (gtk_widget_has_focus (GTK_WIDGET (self->loss_plot)))
    return gradients_plot_area_dup_picture (self->loss_plot);
  return gradients_plot_area_dup_picture (self->data_plot);
}

static char *
gradients_fit_page_dup_steps (GradientsPage *page)
{
  return descent_fit_to_csv (gradients_fit_experiment_get_fit (GRADIENTS_FIT_PAGE (page)->experiment));
}

static char *
gradients_fit_page_dup_code (GradientsPage *page)
{
  return descent_fit_to_python (gradients_fit_experiment_get_fit (GRADIENTS_FIT_PAGE (page)->experiment));
}

static const char *
gradients_fit_page_get_file_stem (GradientsPage *page)
{
  return "line-fit";
}

/* ---- life ---- */

static void
fill_controls (GradientsFitPage *self)
{
  const char *const reductions[] = { "mean", "sum", NULL };
  g_autoptr (GtkStringList) names = gtk_string_list_new (reductions);
  const char *const titles[] = { C_ ("epochs done", "Epoch"), C_ ("axis", "loss"), "W", "b", "dW", "db", NULL };

  self->updating = TRUE;
  adw_combo_row_set_model (self->reduction, G_LIST_MODEL (names));
  self->updating = FALSE;
  gradients_steps_table_set_columns (self->table, titles, get_cell, self);
  gradients_parameter_row_align (self->start_w, self->start_b);
}

static void
gradients_fit_page_constructed (GObject *object)
{
  GradientsFitPage *self = GRADIENTS_FIT_PAGE (object);

  G_OBJECT_CLASS (gradients_fit_page_parent_class)->constructed (object);

  self->scene = scene_fit_new ();
  self->experiment = gradients_fit_experiment_new ();
  fill_controls (self);
  gradients_plot_area_set_figure (self->data_plot, gradients_fit_page_get_figure (self, SCENE_FIT_DATA));
  gradients_plot_area_set_figure (self->map, gradients_fit_page_get_figure (self, SCENE_FIT_MAP));
  gradients_plot_area_set_figure (self->loss_plot, gradients_fit_page_get_figure (self, SCENE_FIT_LOSS));
  gradients_transport_set_player (self->transport, gradients_fit_page_get_player (self));
  gradients_data_group_set_experiment (self->data_group, self->experiment);

  g_object_bind_property (gradients_fit_experiment_get_runner (self->experiment), "busy", self->card, "busy", G_BINDING_DEFAULT);
  g_signal_connect_object (self->experiment, "settings-changed", G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->experiment, "changed", G_CALLBACK (fit_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gradients_fit_page_get_player (self), "notify::cursor", G_CALLBACK (cursor_changed_cb), self, G_CONNECT_SWAPPED);
  show_settings (self);
  show_fit (self);
  gradients_player_go (gradients_fit_page_get_player (self), gradients_player_get_n_steps (gradients_fit_page_get_player (self)));
}

static void
gradients_fit_page_dispose (GObject *object)
{
  GradientsFitPage *self = GRADIENTS_FIT_PAGE (object);

  gradients_template_dispose (self, GRADIENTS_TYPE_FIT_PAGE);
  g_clear_object (&self->experiment);
  g_clear_pointer (&self->scene, scene_fit_free);
  g_clear_pointer (&self->told_fit, descent_fit_unref);
  g_clear_pointer (&self->shown_data, descent_data_unref);
  G_OBJECT_CLASS (gradients_fit_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (GRADIENTS_TYPE_DATA_GROUP);
  g_type_ensure (GRADIENTS_TYPE_LEARNING_RATE);
  g_type_ensure (GRADIENTS_TYPE_NUMBER_ROW);
  g_type_ensure (GRADIENTS_TYPE_PARAMETER_ROW);
  g_type_ensure (GRADIENTS_TYPE_PLOT_AREA);
  g_type_ensure (GRADIENTS_TYPE_PLOT_GRID);
  g_type_ensure (GRADIENTS_TYPE_SPLIT);
  g_type_ensure (GRADIENTS_TYPE_STEP_CARD);
  g_type_ensure (GRADIENTS_TYPE_STEPS_TABLE);
  g_type_ensure (GRADIENTS_TYPE_TRANSPORT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/fit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, split);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, data_plot);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, map);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, loss_plot);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, card);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, transport);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, learning_rate);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, reduction);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, compare);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, epochs);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, start_w);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, start_b);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, zero_gradients);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, residuals);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, log_loss);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, data_group);
  gtk_widget_class_bind_template_child (widget_class, GradientsFitPage, table);
}

static void
gradients_fit_page_class_init (GradientsFitPageClass *klass)
{
  GObjectClass       *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass     *widget_class = GTK_WIDGET_CLASS (klass);
  GradientsPageClass *page_class = GRADIENTS_PAGE_CLASS (klass);

  object_class->constructed = gradients_fit_page_constructed;
  object_class->dispose = gradients_fit_page_dispose;
  page_class->reset_view = gradients_fit_page_reset_view;
  page_class->zoom = gradients_fit_page_zoom;
  page_class->nudge_rate = gradients_fit_page_nudge_rate;
  page_class->set_colormap = gradients_fit_page_set_colormap;
  page_class->focus = gradients_fit_page_focus;
  page_class->dup_picture = gradients_fit_page_dup_picture;
  page_class->dup_steps = gradients_fit_page_dup_steps;
  page_class->dup_code = gradients_fit_page_dup_code;
  page_class->get_file_stem = gradients_fit_page_get_file_stem;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
  gradients_fit_page_bind_controls (widget_class);
  gradients_fit_page_bind_plots (widget_class);
}

static void
gradients_fit_page_init (GradientsFitPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gradients_fit_page_add_drop_target (self);
}

GtkWidget *
gradients_fit_page_new (void)
{
  return g_object_new (GRADIENTS_TYPE_FIT_PAGE, NULL);
}

GradientsFitExperiment *
gradients_fit_page_get_experiment (GradientsFitPage *self)
{
  g_return_val_if_fail (GRADIENTS_IS_FIT_PAGE (self), NULL);

  return self->experiment;
}
