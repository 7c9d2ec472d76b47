/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Copies: clone, conversion, and where, which copies from one of two. */

#include "grad/grad-copy.h"
#include "grad/grad-op-private.h"
#include "grad/grad-promote.h"
#include "grad/grad-record.h"
#include "grad/grad-walk.h"

/* A dense tensor of the shape of x. */
static GradTensor *
new_like (GradTensor *x,
          GradDType   dtype,
          GError    **error)
{
  GradLayout *layout = x->layout == NULL || x->layout->contiguous
                           ? grad_layout_ref (x->layout)
                           : grad_layout_new (x->layout->dims, NULL, x->layout->n_dims);

  return grad_tensor_new_empty (dtype, layout, error);
}

GradTensor *
grad_call_clone (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  GradTensor *y = new_like (x, x->dtype, call->error);

  if (y == NULL)
    return NULL;
  grad_copy (y, x);
  grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_clone (GradRule   *rule,
                     guint       input,
                     GradTensor *g)
{
  return g;
}

GradTensor *
grad_call_to_copy (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  GradTensor *y = new_like (x, call->values[1].dtype, call->error);

  if (y == NULL)
    return NULL;
  grad_copy (y, x);
  if (grad_dtype_is_floating_point (y->dtype))
    grad_record (y, call, &x, 1);
  return y;
}

/* The engine converts to the dtype of the input. */
GradTensor *
grad_gradient_to_copy (GradRule   *rule,
                       guint       input,
                       GradTensor *g)
{
  return g;
}

/* y[…] = condition[…] ? a[…] : b[…], all of one element size. */
static void
choose (GradTensor *y,
        GradTensor *condition,
        GradTensor *a,
        GradTensor *b)
{
  gsize    size = grad_dtype_get_size (y->dtype);
  GradWalk walk;

  grad_walk_init (&walk, y->layout, 4,
                  (const GradLayout *[]){ y->layout, condition->layout, a->layout, b->layout });
  while (grad_walk_next (&walk))
    for (gint64 i = 0; i < walk.n; i++)
      {
        gboolean    take_a = ((const guint8 *) condition->data)[walk.offsets[1] + i * walk.strides[1]] != 0;
        guint       from = take_a ? 2 : 3;
        const char *data = (take_a ? a : b)->data;

        memcpy ((char *) y->data + (walk.offsets[0] + i * walk.strides[0]) * (gint64) size,
                data + (walk.offsets[from] + i * walk.strides[from]) * (gint64) size, size);
      }
}

static GradTensor *
compute_where (GradTensor *condition,
               GradTensor *a,
               GradTensor *b,
               GError    **error)
{
  GradDType dtype = grad_result_type ((GradTensor *[]){ a, b }, 2);
  g_autoptr (GradTensor) a_cast = grad_convert (a, dtype, error);
  g_autoptr (GradTensor) b_cast = grad_convert (b, dtype, error);
  g_autoptr (GradLayout) both = NULL;
  GradLayout *layout;
  GradTensor *y;

  if (a_cast == NULL || b_cast == NULL || !grad_layout_broadcast (a->layout, b->layout, &both, error) ||
      !grad_layout_broadcast (condition->layout, both, &layout, error))
    return NULL;
  y = grad_tensor_new_empty (dtype, layout, error);
  if (y != NULL)
    choose (y, condition, a_cast, b_cast);
  return y;
}

GradTensor *
grad_call_where (GradCall *call)
{
  GradTensor *condition = call->values[0].tensor, *inputs[] = { call->values[1].tensor, call->values[2].tensor };
  GradTensor *y;

  if (condition->dtype != GRAD_BOOL)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "where expected condition to be a boolean tensor, but got a tensor with dtype %s",
                   grad_dtype_get_scalar_type (condition->dtype));
      return NULL;
    }
  y = compute_where (condition, inputs[0], inputs[1], call->error);
  if (y != NULL)
    grad_record (y, call, inputs, 2);
  return y;
}

GradTensor *
grad_gradient_where (GradRule   *rule,
                     guint       input,
                     GradTensor *g)
{
  GradTensor *condition = rule->node->extra->values[0].tensor;
  GradTensor *zero = grad_rule_keep (rule, grad_tensor_new_scalar (0, g->dtype));
  GradTensor *inputs[] = { condition, input == 0 ? g : zero, input == 0 ? zero : g };

  return grad_rule_keep (rule, grad_op_call (&grad_ops[GRAD_OP_where], inputs, 3, rule->error));
}
