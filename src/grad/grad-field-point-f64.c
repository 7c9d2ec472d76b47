/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Single float64 numbers through the elementwise rows of the op table. */

#include "grad/grad-field-point-private.h"

#define T double
#define NAMED(name) grad_##name##_f64
#define LIBM(name) name

#include "grad/grad-elementwise-words.h"
#include "grad/grad-field-point-kernels.h"
