/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Where gradients end: at the leaves, added to what is there, until someone sets it to zero. */

#include "grad/grad-accumulate.h"

#include "grad/grad-copy.h"
#include "grad/grad-op-private.h"
#include "grad/grad-thread.h"

static void
set_grad (GradTensor *leaf,
          GradTensor *grad)
{
  g_clear_pointer (&leaf->grad, grad_tensor_unref);
  leaf->grad = grad;
  leaf->flags |= GRAD_TENSOR_RICH;
}

void
grad_accumulate_number (GradTensor *leaf,
                        GradScalar  gradient)
{
  GradTensor *grad = leaf->grad;

  if (grad == NULL)
    {
      set_grad (leaf, grad_box_new (leaf->dtype, NULL));
      leaf->grad->value = gradient;
      return;
    }
  if (grad->dtype == GRAD_FLOAT32)
    *(float *) grad->data += gradient.f32;
  else
    *(double *) grad->data += gradient.f64;
  grad_tensor_bump_version (grad);
}

/* A gradient nobody else holds becomes .grad as it is; any other is copied. */
static GradTensor *
first_grad (GradTensor *gradient,
            GError    **error)
{
  if (!grad_thread.not_recording || gradient->ref_count > 1 || !grad_layout_is_contiguous (gradient->layout))
    return grad_op_apply_tensors (&grad_ops[GRAD_OP_clone], &gradient, 1, error);
  return grad_tensor_ref (gradient);
}

gboolean
grad_accumulate (GradTensor *leaf,
                 GradTensor *gradient,
                 GError    **error)
{
  GradTensor *grad;

  if (leaf->grad == NULL)
    grad = first_grad (gradient, error);
  else if (!grad_thread.not_recording)
    grad = grad_op_call_binary (GRAD_OP_add, leaf->grad, gradient, error);
  else
    return grad_tensor_add_ (leaf->grad, gradient, error);
  if (grad == NULL)
    return FALSE;
  set_grad (leaf, grad);
  return TRUE;
}
