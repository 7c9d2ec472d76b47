/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "scene/scene-step.h"

G_BEGIN_DECLS

/* What scene-step.c, which makes sentences, shares with scene-step-formulas.c. All is transfer full. */

/* A text of one line, cut where it is longer than anybody reads. */
char *scene_step_shorten (const char *text);

char *scene_step_dup_value (const LabTensor *tensor);

/* The OP or INPLACE that recorded a node; FALSE if it is gone. */
gboolean scene_step_find_node (LabLog     *log,
                               guint64     cursor,
                               guint64     node,
                               LabMessage *message);

/* The variables that hold a leaf. */
char *scene_step_name_leaf (LabLog *log,
                            guint64 cursor,
                            guint64 leaf);

G_END_DECLS
