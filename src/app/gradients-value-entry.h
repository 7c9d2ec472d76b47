/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_VALUE_ENTRY (gradients_value_entry_get_type ())
G_DECLARE_FINAL_TYPE (GradientsValueEntry, gradients_value_entry, GRADIENTS, VALUE_ENTRY, GtkEntry)

/* An entry for a value that somebody else judges. What is typed is offered by the signal "typed" (the text) after
 * Enter, when the entry is left, or when typing rests for "delay" ms. Who listens answers with
 * gradients_value_entry_set_value (the text of the value now in force) or gradients_value_entry_set_error (a
 * sentence). Refused text stays until it is mended; Escape takes it back. The error
 * can be read as properties "error" and "has-error". */
GtkWidget *gradients_value_entry_new (void);

/* Shows the value in force and forgets any error; a text that is just being typed stays until the entry is left. */
void gradients_value_entry_set_value (GradientsValueEntry *self, const char *text);

void        gradients_value_entry_set_error (GradientsValueEntry *self, const char *message);
const char *gradients_value_entry_get_error (GradientsValueEntry *self);

G_END_DECLS
