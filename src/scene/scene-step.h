/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-log.h"

G_BEGIN_DECLS

/* The line that a step of a program belongs to; 0 before the first. */
guint32 scene_step_get_line (LabLog *log,
                             guint64 cursor);

/* What happens at a step, in a sentence: the line that is next, or where in a backward the gradient is. text is the
 * program. Translated, transfer full. */
char *scene_step_describe (LabLog     *log,
                           guint64     cursor,
                           const char *text);

/* What came of it, in formulas that stand four spaces apart: the variables that the last line has set, the rule by which
 * a node passes its gradient on, the sum in a leaf. Transfer full. */
char *scene_step_dup_formulas (LabLog *log,
                               guint64 cursor);

/* Steps as a table: step, line, event, what it is about, value. stops are cursors (guint64). Transfer full. */
char *scene_step_to_csv (LabLog *log,
                         GArray *stops);

G_END_DECLS
