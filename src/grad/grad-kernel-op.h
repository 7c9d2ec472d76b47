/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-kernel.h"
#include "grad/grad-op-private.h"

G_BEGIN_DECLS

/* The first kernel of the family that computes an elementwise row. */
extern const guint16 grad_kernel_of_op[GRAD_N_OPS];

/* Whether its float kernel computes a function in lanes that others compute number by number. */
extern const guint8 grad_kernel_is_function[GRAD_N_OPS];

G_END_DECLS
