/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Type promotion. */

#include "grad/grad-promote.h"

enum
{
  NOTHING = -1,
};

static int
combine (int higher,
         int lower)
{
  if (higher == NOTHING)
    return lower;
  if (lower == NOTHING || grad_dtype_is_floating_point ((GradDType) higher))
    return higher;
  if (higher == GRAD_BOOL || grad_dtype_is_floating_point ((GradDType) lower))
    return MAX (higher, lower);
  return higher;
}

GradDType
grad_result_type (GradTensor *const *tensors,
                  guint              n_tensors)
{
  int by_rank[3] = { NOTHING, NOTHING, NOTHING };

  for (guint i = 0; i < n_tensors; i++)
    {
      gboolean number = grad_tensor_is_number (tensors[i]);
      guint    rank = number ? 2 : grad_layout_get_n_dims (tensors[i]->layout) == 0;
      int      dtype = tensors[i]->dtype;

      if (number && dtype == GRAD_FLOAT64)
        dtype = GRAD_FLOAT32;
      by_rank[rank] = MAX (by_rank[rank], dtype);
    }
  return (GradDType) combine (by_rank[0], combine (by_rank[1], by_rank[2]));
}
