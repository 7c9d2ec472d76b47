/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-random.h"

G_BEGIN_DECLS

/* One number each: uniform with 24 or 53 bits, and normal. */
float  grad_random_next_f32 (GradRandom *random);
double grad_random_next_f64 (GradRandom *random);
double grad_random_next_normal (GradRandom *random);

G_END_DECLS
