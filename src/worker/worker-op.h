/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op.h"
#include "worker/worker-tensors.h"

/* What an operation was given besides tensors, as a program would write it by name: "exponent=2, keepdim=True". What
 * is as in the schema is left out. */
void worker_op_describe_arguments (const GradOp    *op,
                                   const GradValue *values,
                                   guint            n_values,
                                   char             text[LAB_MAX_NAME]);
