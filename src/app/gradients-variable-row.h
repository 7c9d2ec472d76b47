/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

#include "scene/scene-variables.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_VARIABLE_ROW (gradients_variable_row_get_type ())
G_DECLARE_FINAL_TYPE (GradientsVariableRow, gradients_variable_row, GRADIENTS, VARIABLE_ROW, GtkListBoxRow)

/* A variable of a program: its name and value, and below what autograd knows of it. */
GtkWidget *gradients_variable_row_new (void);

void gradients_variable_row_show (GradientsVariableRow *self, const SceneVariable *variable);

G_END_DECLS
