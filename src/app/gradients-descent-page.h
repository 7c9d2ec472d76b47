/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "app/gradients-experiment.h"
#include "app/gradients-page.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_DESCENT_PAGE (gradients_descent_page_get_type ())
G_DECLARE_FINAL_TYPE (GradientsDescentPage, gradients_descent_page, GRADIENTS, DESCENT_PAGE, GradientsPage)

/* The page "Curve" (n_inputs 1) or "Surface" (2): a descent that can be set, watched and read. */
GtkWidget *gradients_descent_page_new (guint n_inputs);

GradientsExperiment *gradients_descent_page_get_experiment (GradientsDescentPage *self);

G_END_DECLS
