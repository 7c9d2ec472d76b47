/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <adwaita.h>

#include "app/gradients-value-entry.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_NUMBER_ROW (gradients_number_row_get_type ())
G_DECLARE_FINAL_TYPE (GradientsNumberRow, gradients_number_row, GRADIENTS, NUMBER_ROW, AdwPreferencesRow)

/* A row with its title at the start, an entry of that accessible name at the end, and the entry's error below. */
GtkWidget *gradients_number_row_new (const char *title);

GradientsValueEntry *gradients_number_row_get_entry (GradientsNumberRow *self);

G_END_DECLS
