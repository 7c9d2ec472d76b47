/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "app/gradients-descent-controls.h"
#include "app/gradients-descent-page.h"
#include "app/gradients-plot-area.h"
#include "app/gradients-step-card.h"
#include "app/gradients-steps-table.h"
#include "app/gradients-transport.h"
#include "scene/scene-descent.h"

G_BEGIN_DECLS

/* The page is two files: gradients-descent-page.c shows, gradients-descent-page-plots.c turns what hands do with the
 * plots into settings. */
struct _GradientsDescentPage
{
  GradientsPage parent_instance;

  guint                n_inputs;
  GradientsExperiment *experiment;
  SceneDescent        *scene;
  guint                told_step; /* of the run told_run, which the card speaks of */
  DescentRun          *told_run;
  gboolean             fresh; /* a preset was loaded, whose run is yet to come */

  GradientsPlotArea        *plot;
  GradientsStepCard        *card;
  GradientsTransport       *transport;
  GradientsDescentControls *controls;
  GtkSwitch                *log_loss;
  GradientsPlotArea        *loss_plot;
  GradientsStepsTable      *table;
};

/* Shows a part of the plane, or of the line, whose heights then follow from what is in sight. */
void gradients_descent_page_show_view (GradientsDescentPage *self, const PlotRange *view);

/* Binds the callbacks of the plots in the template. */
void gradients_descent_page_bind_plots (GtkWidgetClass *widget_class);

G_END_DECLS
