/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Breaks the text of a label that wraps only between its formulas, which are four spaces apart; where the widest does
 * not fit into the width, at every space. Returns the width that the widest needs. */
int gradients_formulas_fit (GtkLabel *label, int width);

G_END_DECLS
