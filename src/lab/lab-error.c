/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The error domain of the layer. */

#include "lab/lab-error.h"

G_DEFINE_QUARK (lab - error - quark, lab_error)
