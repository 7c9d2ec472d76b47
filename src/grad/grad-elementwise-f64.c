/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The elementwise rows of the op table in float64. */

#include "grad/grad-elementwise.h"
#include "grad/grad-record.h"

#define T double
#define NAMED(name) grad_##name##_f64
#define LIBM(name) name
#define DTYPE GRAD_FLOAT64
#define FIELD f64

#include "grad/grad-elementwise-words.h"
#include "grad/grad-elementwise-kernels.h"
