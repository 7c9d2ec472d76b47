/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-log.h"

G_BEGIN_DECLS

/* The value of a small tensor; shape and mean of a large one; NULL for one of which nothing is known. Translated,
 * transfer full. */
char *scene_tensor_describe (const LabTensor *tensor);

G_END_DECLS
