/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_FUNCTION_ROW (gradients_function_row_get_type ())
G_DECLARE_FINAL_TYPE (GradientsFunctionRow, gradients_function_row, GRADIENTS, FUNCTION_ROW, AdwPreferencesRow)

/* The entry "Function". Its signal "typed" (text) asks; the answer is the function in force, or an error that says
 * where in the text it is. Property "prefix" stands before the entry: "f(x) =". */
GtkWidget *gradients_function_row_new (void);

void gradients_function_row_set_function (GradientsFunctionRow *self, const char *text);

/* Shows the sentence, marks the place in the entry and points at it from below. An error without a place is shown
 * as a sentence alone. */
void gradients_function_row_set_error (GradientsFunctionRow *self, const GError *error);

/* Puts the keyboard into the entry, with its text selected. */
void gradients_function_row_edit (GradientsFunctionRow *self);

G_END_DECLS
