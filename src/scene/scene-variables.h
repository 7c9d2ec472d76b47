/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-log.h"

G_BEGIN_DECLS

/* A variable of a program at some moment, as a table shows it. */
typedef struct
{
  char    *function; /* it is local to; NULL for the module's */
  char    *name;
  char    *value;
  char    *type;      /* “float32”, “float32 2 × 3”, “int” */
  gboolean is_tensor; /* what follows is of tensors alone */
  gboolean requires_grad;
  char    *grad;    /* NULL for None */
  char    *grad_fn; /* NULL for None: a leaf */
} SceneVariable;

/* All variables at cursor, those of the innermost function first. Transfer full. */
GPtrArray *scene_variables_new (LabLog *log,
                                guint64 cursor);

/* What a variable holds at cursor, in a few words. Transfer full. */
char *scene_variables_describe_value (LabLog         *log,
                                      guint64         cursor,
                                      const LabValue *value);

G_END_DECLS
