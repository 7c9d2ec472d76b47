/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Single float32 numbers through the elementwise rows of the op table. */

#include "grad/grad-field-point-private.h"

#define T float
#define NAMED(name) grad_##name##_f32
#define LIBM(name) name##f

#include "grad/grad-elementwise-words.h"
#include "grad/grad-field-point-kernels.h"
