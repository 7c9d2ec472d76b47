/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an operation calls its tensors x and z, and its Scalars k and l: "self", "other", "alpha". */
typedef struct
{
  const char *x, *z, *k, *l;
} GradFormulaNames;

/* A formula in the words of grad-ops.def, as Python: "mul (g, cos (x))" is "grad * self.cos()". After import math and
 * import torch it means in Python what it means here. Transfer full. */
char *grad_formula_to_python (const char             *text,
                              const GradFormulaNames *names);

G_END_DECLS
