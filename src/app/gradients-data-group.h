/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <adwaita.h>

#include "app/gradients-fit-experiment.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_DATA_GROUP (gradients_data_group_get_type ())
G_DECLARE_FINAL_TYPE (GradientsDataGroup, gradients_data_group, GRADIENTS, DATA_GROUP, AdwPreferencesGroup)

/* Where the samples of a fit come from: drawn by a generator whose numbers can be typed, opened from a file, pasted or
 * dropped; and what becomes of them: standardized, edited by clicks. Works on the experiment that it was given. */
GtkWidget *gradients_data_group_new (void);

void gradients_data_group_set_experiment (GradientsDataGroup     *self,
                                          GradientsFitExperiment *experiment);

/* Loads samples from a file, or from text of that name; says why if it cannot, and then leaves all as it was. */
void gradients_data_group_load_file (GradientsDataGroup *self,
                                     GFile              *file);
void gradients_data_group_load_text (GradientsDataGroup *self,
                                     const char         *text,
                                     const char         *name);

/* Asks for a file; takes what is on the clipboard. */
void gradients_data_group_open (GradientsDataGroup *self);
void gradients_data_group_paste (GradientsDataGroup *self);

/* Whether a click on the plot is meant to add or remove a sample, and to do so; errors are shown here. */
gboolean gradients_data_group_get_editing (GradientsDataGroup *self);
void     gradients_data_group_add_sample (GradientsDataGroup *self,
                                          double              x,
                                          double              y);
void     gradients_data_group_remove_sample (GradientsDataGroup *self,
                                             guint               i);

G_END_DECLS
