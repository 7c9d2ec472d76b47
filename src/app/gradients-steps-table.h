/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_STEPS_TABLE (gradients_steps_table_get_type ())
G_DECLARE_FINAL_TYPE (GradientsStepsTable, gradients_steps_table, GRADIENTS, STEPS_TABLE, GtkWidget)

/* The text of a cell. Transfer full. */
typedef char *(*GradientsCellFunc) (guint    row,
                                    guint    column,
                                    gpointer data);

/* All steps of a run as rows; texts are asked for only where they are seen, so 10⁵ rows are as cheap as ten. The
 * signal "row-chosen" (uint) says that a person selected a row. */
GtkWidget *gradients_steps_table_new (void);

void gradients_steps_table_set_columns (GradientsStepsTable *self,
                                        const char *const   *titles,
                                        GradientsCellFunc    func,
                                        gpointer             data);

/* There are n rows, and what they say may have changed. Shown soon, and not more often than the eye can read. */
void gradients_steps_table_set_n_rows (GradientsStepsTable *self,
                                       guint                n_rows);

/* Selects a row and brings it into sight, without "row-chosen". */
void gradients_steps_table_select (GradientsStepsTable *self,
                                   guint                row);

G_END_DECLS
