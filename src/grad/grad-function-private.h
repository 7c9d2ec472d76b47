/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor-private.h"

G_BEGIN_DECLS

/* The node is done for this pass: the gradients of its inputs are given up. */
void grad_function_forget (GradFunction *function);

void grad_function_free (GradFunction *function);

/* "SquareBackward". Static. */
const char *grad_function_get_name (const GradFunction *function);

G_END_DECLS
