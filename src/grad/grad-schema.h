/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op.h"

G_BEGIN_DECLS

typedef enum
{
  GRAD_TYPE_IS_TENSOR,
  GRAD_TYPE_IS_SCALAR, /* a number of any kind */
  GRAD_TYPE_IS_INT,
  GRAD_TYPE_IS_FLOAT,
  GRAD_TYPE_IS_BOOL,
  GRAD_TYPE_IS_STRING,
  GRAD_TYPE_IS_DTYPE,
} GradArgumentType;

/* One argument in a schema: "int[]? dim=None". */
typedef struct
{
  const char      *name;
  GradArgumentType type;
  gboolean         is_list;
  gboolean         accepts_none;
  gboolean         keyword_only;
  gboolean         required;
  GradValue        fallback; /* the default, if not required */
} GradArgument;

/* The arguments of op, from its schema, which is read once. Static. */
const GradArgument *grad_op_get_arguments (const GradOp *op,
                                           guint        *n_arguments);

G_END_DECLS
