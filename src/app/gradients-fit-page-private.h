/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "app/gradients-data-group.h"
#include "app/gradients-fit-page.h"
#include "app/gradients-learning-rate.h"
#include "app/gradients-line-grip.h"
#include "app/gradients-number-row.h"
#include "app/gradients-parameter-row.h"
#include "app/gradients-plot-area.h"
#include "app/gradients-step-card.h"
#include "app/gradients-steps-table.h"
#include "app/gradients-transport.h"
#include "scene/scene-fit.h"

G_BEGIN_DECLS

/* The page is three files: gradients-fit-page.c shows, gradients-fit-page-controls.c and gradients-fit-page-plots.c turn
 * what hands do with the controls and with the plots into settings. */
struct _GradientsFitPage
{
  GradientsPage parent_instance;

  GradientsFitExperiment *experiment;
  SceneFit               *scene;
  DescentFit             *told_fit; /* the card speaks of its point told_point */
  guint                   told_point;
  DescentData            *shown_data; /* that ranges of controls were chosen for */
  GradientsLineGrip       grip;
  gboolean                updating; /* while the controls are being set to what is */

  GtkWidget             *split;
  GradientsPlotArea     *data_plot;
  GradientsPlotArea     *map;
  GradientsPlotArea     *loss_plot;
  GradientsStepCard     *card;
  GradientsTransport    *transport;
  GradientsLearningRate *learning_rate;
  AdwComboRow           *reduction;
  GtkSwitch             *compare;
  GradientsNumberRow    *epochs;
  GradientsParameterRow *start_w;
  GradientsParameterRow *start_b;
  GtkSwitch             *zero_gradients;
  GtkSwitch             *residuals;
  GtkSwitch             *log_loss;
  GradientsDataGroup    *data_group;
  GradientsStepsTable   *table;
};

GradientsPlayer          *gradients_fit_page_get_player (GradientsFitPage *self);
const DescentFitSettings *gradients_fit_page_get_settings (GradientsFitPage *self);
PlotFigure               *gradients_fit_page_get_figure (GradientsFitPage *self, SceneFitPart part);

/* Shows a part of a figure, or what suits the data if view is NULL. */
void gradients_fit_page_show_view (GradientsFitPage *self, SceneFitPart part, const PlotRange *view);
void gradients_fit_page_refresh_plots (GradientsFitPage *self);
void gradients_fit_page_describe_plots (GradientsFitPage *self);

/* Starts with a line, and looks at it. */
void gradients_fit_page_try_line (GradientsFitPage *self, double w, double b);

/* Binds the callbacks of the plots and of the controls in the template; the latter also adds the actions for samples. */
void gradients_fit_page_bind_plots (GtkWidgetClass *widget_class);
void gradients_fit_page_bind_controls (GtkWidgetClass *widget_class);

/* Takes samples that are dropped on the page. */
void gradients_fit_page_add_drop_target (GradientsFitPage *self);

G_END_DECLS
