/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor-private.h"

G_BEGIN_DECLS

/* The dtype in which PyTorch computes with tensors of several: those with dimensions decide, then 0-d tensors,
 * then Python numbers; a weaker one counts only if it is of a higher kind (bool, int, float). */
GradDType grad_result_type (GradTensor *const *tensors,
                            guint              n_tensors);

static inline GradDType
grad_promote (GradDType a,
              GradDType b)
{
  return MAX (a, b);
}

G_END_DECLS
