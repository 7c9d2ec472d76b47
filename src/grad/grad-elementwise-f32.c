/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The elementwise rows of the op table in float32. Every operation rounds to float32, also inside a gradient
 * formula: the numbers are those of the formula carried out operation by operation. */

#include "grad/grad-elementwise.h"
#include "grad/grad-record.h"

#define T float
#define NAMED(name) grad_##name##_f32
#define LIBM(name) name##f
#define DTYPE GRAD_FLOAT32
#define FIELD f32
#define GRAD_ELEMENTWISE_CALLS /* the dtype of nearly all numbers has ways still shorter */

#include "grad/grad-elementwise-words.h"
#include "grad/grad-elementwise-kernels.h"
