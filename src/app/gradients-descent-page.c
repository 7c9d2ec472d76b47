/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A descent in one or two variables. The experiment holds what was set and the run, the player holds the cursor, the
 * scene draws; the page only carries news between them and the controls. */

#include "app/gradients-descent-page-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/gradients-split.h"
#include "app/gradients-template.h"
#include "descent/descent-export.h"
#include "descent/descent-format.h"

enum
{
  PROP_N_INPUTS = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GradientsDescentPage, gradients_descent_page, GRADIENTS_TYPE_PAGE)

static const DescentSettings *
get_settings (GradientsDescentPage *self)
{
  return gradients_experiment_get_settings (self->experiment);
}

static void gradients_descent_page_reset_view (GradientsPage *page);

/* ---- showing what is ---- */

/* What is said of the step, once for each step. */
static void
tell_step (GradientsDescentPage *self)
{
  DescentRun      *run = gradients_experiment_get_run (self->experiment);
  guint            step = gradients_player_get_step (gradients_page_get_player (GRADIENTS_PAGE (self)));
  g_autofree char *rule = NULL;
  g_autofree char *status = NULL;

  step = MIN (step, descent_run_get_n_points (run) - 1);
  if (run == self->told_run && step == self->told_step)
    return;
  g_clear_pointer (&self->told_run, descent_run_unref);
  self->told_run = descent_run_ref (run);
  self->told_step = step;

  rule = descent_run_describe_update (run, step);
  status = descent_run_describe_point (run, step);
  gradients_step_card_set_rule (self->card, rule);
  gradients_step_card_set_status (self->card, status);
  gradients_steps_table_select (self->table, step);
  gradients_plot_area_describe (self->plot);
  gradients_plot_area_describe (self->loss_plot);
}

static void
refresh_plots (GradientsDescentPage *self)
{
  gradients_plot_area_refresh (self->plot);
  gradients_plot_area_refresh (self->loss_plot);
}

static void
show_handle (GradientsDescentPage *self,
             DescentRun           *run)
{
  const DescentPoint *start = descent_run_get_point (run, 0);

  gradients_plot_area_set_handle (self->plot, start->x[0], self->n_inputs == 1 ? start->value : start->x[1]);
}

static void
show_run (GradientsDescentPage *self)
{
  DescentRun             *run = gradients_experiment_get_run (self->experiment);
  const DescentDiagnosis *diagnosis = gradients_experiment_get_diagnosis (self->experiment);

  scene_descent_set_run (self->scene, run);
  show_handle (self, run);
  gradients_step_card_set_diagnosis (self->card, diagnosis->sentence, gradients_tone_from_verdict (diagnosis->verdict));
  gradients_steps_table_set_n_rows (self->table, descent_run_get_n_points (run));
  gradients_player_set_n_steps (gradients_page_get_player (GRADIENTS_PAGE (self)), descent_run_get_n_points (run) - 1);
  scene_descent_set_cursor (self->scene, gradients_page_get_cursor (GRADIENTS_PAGE (self)));
  tell_step (self);
  refresh_plots (self);
}

void
gradients_descent_page_show_view (GradientsDescentPage *self,
                                  const PlotRange      *view)
{
  PlotRange range = *view;

  if (self->n_inputs == 1)
    range.y_min = range.y_max = 0; /* follows from what is in sight */
  scene_descent_set_view (self->scene, &range);
  gradients_plot_area_describe (self->plot);
  gradients_plot_area_refresh (self->plot);
}

/* ---- news from the models ---- */

static void
preset_loaded_cb (GradientsDescentPage *self)
{
  self->fresh = TRUE;
}

static void
run_changed_cb (GradientsDescentPage *self)
{
  GradientsPlayer *player = gradients_page_get_player (GRADIENTS_PAGE (self));

  show_run (self);
  if (!self->fresh)
    return;
  self->fresh = FALSE;
  gradients_step_card_forget_height (self->card);
  gradients_player_go (player, gradients_player_get_n_steps (player));
  gradients_descent_page_reset_view (GRADIENTS_PAGE (self));
}

static void
cursor_changed_cb (GradientsDescentPage *self)
{
  scene_descent_set_cursor (self->scene, gradients_page_get_cursor (GRADIENTS_PAGE (self)));
  tell_step (self);
  refresh_plots (self);
}

/* ---- what people do ---- */

static void
row_chosen_cb (GradientsDescentPage *self,
               guint                 row)
{
  gradients_player_go (gradients_page_get_player (GRADIENTS_PAGE (self)), row);
}

static char *
get_cell (guint    row,
          guint    column,
          gpointer data)
{
  GradientsDescentPage *self = GRADIENTS_DESCENT_PAGE (data);
  DescentRun           *run = gradients_experiment_get_run (self->experiment);
  const DescentPoint   *point;

  if (row >= descent_run_get_n_points (run))
    return g_strdup ("");
  if (column == 0)
    return g_strdup_printf ("%u", row);
  point = descent_run_get_point (run, row);
  if (column <= self->n_inputs)
    return descent_format_number (point->x[column - 1], get_settings (self)->dtype);
  if (column == self->n_inputs + 1)
    return descent_format_number (point->value, get_settings (self)->dtype);
  return descent_format_number (point->grad[column - self->n_inputs - 2], get_settings (self)->dtype);
}

/* ---- what a page can do ---- */

static void
gradients_descent_page_reset_view (GradientsPage *page)
{
  GradientsDescentPage *self = GRADIENTS_DESCENT_PAGE (page);
  const DescentPreset  *preset = gradients_experiment_get_preset (self->experiment);
  guint                 n_presets;

  /* A function of one's own is seen as the first preset is. */
  if (preset == NULL)
    preset = &descent_preset_list (self->n_inputs, &n_presets)[0];
  gradients_descent_page_show_view (self, &(PlotRange){ preset->x_min, preset->x_max, preset->y_min, preset->y_max });
}

static void
gradients_descent_page_zoom (GradientsPage *page,
                             double         factor)
{
  gradients_plot_area_zoom (GRADIENTS_DESCENT_PAGE (page)->plot, factor);
}

static void
gradients_descent_page_nudge_rate (GradientsPage *page,
                                   int            notches)
{
  gradients_descent_controls_nudge_rate (GRADIENTS_DESCENT_PAGE (page)->controls, notches);
}

static void
gradients_descent_page_set_colormap (GradientsPage      *page,
                                     const PlotColormap *colormap)
{
  GradientsDescentPage *self = GRADIENTS_DESCENT_PAGE (page);

  scene_descent_set_colormap (self->scene, colormap);
  gradients_plot_area_refresh (self->plot);
}

static void
gradients_descent_page_focus (GradientsPage *page)
{
  gradients_transport_focus_play (GRADIENTS_DESCENT_PAGE (page)->transport);
}

static GradientsPicture
gradients_descent_page_dup_picture (GradientsPage *page)
{
  return gradients_plot_area_dup_picture (GRADIENTS_DESCENT_PAGE (page)->plot);
}

static char *
gradients_descent_page_dup_steps (GradientsPage *page)
{
  return descent_run_to_csv (gradients_experiment_get_run (GRADIENTS_DESCENT_PAGE (page)->experiment));
}

static char *
gradients_descent_page_dup_code (GradientsPage *page)
{
  return descent_run_to_python (gradients_experiment_get_run (GRADIENTS_DESCENT_PAGE (page)->experiment));
}

static const char *
gradients_descent_page_get_file_stem (GradientsPage *page)
{
  return GRADIENTS_DESCENT_PAGE (page)->n_inputs == 1 ? "curve" : "surface";
}

/* ---- birth and death ---- */

static void
fit_to_inputs (GradientsDescentPage *self)
{
  static const char *const titles_1[] = { N_ ("Step"), "x", "f", "f′", NULL };
  static const char *const titles_2[] = { N_ ("Step"), "x", "y", "f", "∂f/∂x", "∂f/∂y", NULL };
  const char              *titles[7] = { NULL };
  const char *const       *source = self->n_inputs == 1 ? titles_1 : titles_2;

  for (guint i = 0; source[i] != NULL; i++)
    titles[i] = i == 0 ? _ (source[i]) : source[i];
  gradients_steps_table_set_columns (self->table, titles, get_cell, self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->plot), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->n_inputs == 1 ? _ ("Curve plot") : _ ("Surface plot"), -1);
}

static void
gradients_descent_page_constructed (GObject *object)
{
  GradientsDescentPage *self = GRADIENTS_DESCENT_PAGE (object);

  G_OBJECT_CLASS (gradients_descent_page_parent_class)->constructed (object);

  self->scene = scene_descent_new (self->n_inputs);
  self->experiment = gradients_experiment_new (self->n_inputs);
  fit_to_inputs (self);
  gradients_descent_controls_set_experiment (self->controls, self->experiment);
  gradients_plot_area_set_figure (self->plot, scene_descent_get_figure (self->scene));
  gradients_plot_area_set_figure (self->loss_plot, scene_descent_get_loss_figure (self->scene));
  gradients_transport_set_player (self->transport, gradients_page_get_player (GRADIENTS_PAGE (self)));
  gradients_descent_page_reset_view (GRADIENTS_PAGE (self)); /* before there is a run: it is drawn once */
  show_run (self);

  g_object_bind_property (gradients_experiment_get_runner (self->experiment), "busy", self->card, "busy", G_BINDING_DEFAULT);
  g_signal_connect_object (self->experiment, "preset-loaded", G_CALLBACK (preset_loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->experiment, "changed", G_CALLBACK (run_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gradients_page_get_player (GRADIENTS_PAGE (self)), "notify::cursor", G_CALLBACK (cursor_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
gradients_descent_page_set_property (GObject      *object,
                                     guint         id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  GradientsDescentPage *self = GRADIENTS_DESCENT_PAGE (object);

  switch (id)
    {
    case PROP_N_INPUTS:
      self->n_inputs = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_descent_page_dispose (GObject *object)
{
  GradientsDescentPage *self = GRADIENTS_DESCENT_PAGE (object);

  gradients_template_dispose (self, GRADIENTS_TYPE_DESCENT_PAGE);
  g_clear_object (&self->experiment);
  g_clear_pointer (&self->scene, scene_descent_free);
  g_clear_pointer (&self->told_run, descent_run_unref);
  G_OBJECT_CLASS (gradients_descent_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (GRADIENTS_TYPE_DESCENT_CONTROLS);
  g_type_ensure (GRADIENTS_TYPE_PLOT_AREA);
  g_type_ensure (GRADIENTS_TYPE_SPLIT);
  g_type_ensure (GRADIENTS_TYPE_STEP_CARD);
  g_type_ensure (GRADIENTS_TYPE_STEPS_TABLE);
  g_type_ensure (GRADIENTS_TYPE_TRANSPORT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/descent-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentPage, plot);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentPage, card);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentPage, transport);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentPage, controls);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentPage, log_loss);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentPage, loss_plot);
  gtk_widget_class_bind_template_child (widget_class, GradientsDescentPage, table);
}

static void
gradients_descent_page_class_init (GradientsDescentPageClass *klass)
{
  GObjectClass       *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass     *widget_class = GTK_WIDGET_CLASS (klass);
  GradientsPageClass *page_class = GRADIENTS_PAGE_CLASS (klass);

  object_class->constructed = gradients_descent_page_constructed;
  object_class->dispose = gradients_descent_page_dispose;
  object_class->set_property = gradients_descent_page_set_property;
  page_class->reset_view = gradients_descent_page_reset_view;
  page_class->zoom = gradients_descent_page_zoom;
  page_class->nudge_rate = gradients_descent_page_nudge_rate;
  page_class->set_colormap = gradients_descent_page_set_colormap;
  page_class->focus = gradients_descent_page_focus;
  page_class->dup_picture = gradients_descent_page_dup_picture;
  page_class->dup_steps = gradients_descent_page_dup_steps;
  page_class->dup_code = gradients_descent_page_dup_code;
  page_class->get_file_stem = gradients_descent_page_get_file_stem;

  props[PROP_N_INPUTS] = g_param_spec_uint ("n-inputs", NULL, NULL, 1, DESCENT_MAX_INPUTS, 1,
                                            G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, row_chosen_cb);
  gradients_descent_page_bind_plots (widget_class);
}

static void
gradients_descent_page_init (GradientsDescentPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gradients_descent_page_new (guint n_inputs)
{
  return g_object_new (GRADIENTS_TYPE_DESCENT_PAGE, "n-inputs", n_inputs, NULL);
}

GradientsExperiment *
gradients_descent_page_get_experiment (GradientsDescentPage *self)
{
  g_return_val_if_fail (GRADIENTS_IS_DESCENT_PAGE (self), NULL);

  return self->experiment;
}
