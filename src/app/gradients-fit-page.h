/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "app/gradients-fit-experiment.h"
#include "app/gradients-page.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_FIT_PAGE (gradients_fit_page_get_type ())
G_DECLARE_FINAL_TYPE (GradientsFitPage, gradients_fit_page, GRADIENTS, FIT_PAGE, GradientsPage)

/* The page Line fit. */
GtkWidget *gradients_fit_page_new (void);

GradientsFitExperiment *gradients_fit_page_get_experiment (GradientsFitPage *self);

G_END_DECLS
