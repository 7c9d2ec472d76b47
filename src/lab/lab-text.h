/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

#include "lab/lab-protocol.h"

G_BEGIN_DECLS

/* A copy, terminated, of text from the worker as it may be shown: without what moves the cursor, rings, or turns the
 * direction of writing around. Line ends and tabs stay. Transfer full. */
char *lab_text_dup_clean (LabText text);

/* A copy as it is, terminated (a zero inside ends it early). Transfer full. */
char *lab_text_dup (LabText text);

G_END_DECLS
