/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_STEP (gradients_step_get_type ())
G_DECLARE_FINAL_TYPE (GradientsStep, gradients_step, GRADIENTS, STEP, GObject)

#define GRADIENTS_TYPE_STEP_LIST (gradients_step_list_get_type ())
G_DECLARE_FINAL_TYPE (GradientsStepList, gradients_step_list, GRADIENTS, STEP_LIST, GObject)

/* A list of n items that are nothing but their index, made when asked for. */
GradientsStepList *gradients_step_list_new (void);
void               gradients_step_list_set_n_items (GradientsStepList *self, guint n_items);

guint gradients_step_get_index (GradientsStep *self);

G_END_DECLS
