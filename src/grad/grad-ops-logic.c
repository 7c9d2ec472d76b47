/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* any and all, the complement of bits, and what else is another operation by another name. */

#include "grad/grad-ops-private.h"

#include "grad/grad-rule-words.h"

static GradTensor *
reduce_bool (GradTensor     *x,
             const gboolean *mask,
             gboolean        keepdim,
             gboolean        all,
             GError        **error)
{
  gint64 n_rows, n;
  g_autoptr (GradTensor) cast = grad_convert (x, GRAD_BOOL, error);
  g_autoptr (GradTensor) rows = cast != NULL ? grad_rows_new (cast, mask, &n_rows, &n, error) : NULL;
  GradTensor *y;

  if (rows == NULL)
    return NULL;
  y = grad_tensor_new_empty (GRAD_BOOL, grad_layout_reduce (x->layout, mask, keepdim), error);
  for (gint64 i = 0; y != NULL && i < n_rows; i++)
    {
      const guint8 *row = (const guint8 *) rows->data + i * n;
      gint64        n_true = 0;

      for (gint64 k = 0; k < n; k++)
        n_true += row[k] != 0;
      ((guint8 *) y->data)[i] = all ? n_true == n : n_true > 0;
    }
  return y;
}

static GradTensor *
call_whole (GradCall *call,
            gboolean  all)
{
  gboolean mask[GRAD_MAX_DIMS];

  for (guint d = 0; d < GRAD_MAX_DIMS; d++)
    mask[d] = TRUE;
  return reduce_bool (call->values[0].tensor, mask, FALSE, all, call->error);
}

static GradTensor *
call_dim (GradCall *call,
          gboolean  all)
{
  GradTensor *x = call->values[0].tensor;
  gboolean    mask[GRAD_MAX_DIMS];

  if (!grad_dims_to_mask (&call->values[1], grad_layout_get_n_dims (x->layout), mask, call->error))
    return NULL;
  return reduce_bool (x, mask, call->values[2].boolean, all, call->error);
}

GradTensor *
grad_call_any (GradCall *call)
{
  return call_whole (call, FALSE);
}

GradTensor *
grad_call_any_dim (GradCall *call)
{
  return call_dim (call, FALSE);
}

GradTensor *
grad_call_all (GradCall *call)
{
  return call_whole (call, TRUE);
}

GradTensor *
grad_call_all_dim (GradCall *call)
{
  return call_dim (call, TRUE);
}

/* What a comparison in place is recorded as: neither side has a share in a truth value. */

GradTensor *
grad_call_compared (GradCall *call)
{
  g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "a comparison in place is recorded by itself");
  return NULL;
}

GradTensor *
grad_gradient_compared (GradRule   *rule,
                        guint       input,
                        GradTensor *g)
{
  return grad_rule_zeros_like_input (rule, input);
}

/* ~x: the complement of an integer, the opposite of a bool. */
GradTensor *
grad_call_bitwise_not (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  g_autoptr (GradTensor) ones = NULL;

  if (grad_dtype_is_floating_point (x->dtype))
    {
      grad_set_not_implemented ("bitwise_not_cpu", x->dtype, call->error);
      return NULL;
    }
  ones = x->dtype == GRAD_BOOL ? grad_tensor_new_boolean (TRUE) : grad_tensor_new_integer (-1);
  return grad_op_call_binary (GRAD_OP_bitwise_xor, x, ones, call->error);
}

GradTensor *
grad_call_square (GradCall *call)
{
  return grad_op_call_with_number (GRAD_OP_pow_number, call->values[0].tensor, GRAD_INT64, 2, 0, call->error);
}

/* The call of two tensors knows that a number on the left has no gradient. */
GradTensor *
grad_call_remainder_of_number (GradCall *call)
{
  const GradValue *value = &call->values[0];
  g_autoptr (GradTensor) number = value->type == GRAD_VALUE_FLOAT  ? grad_tensor_new_number (value->number)
                                  : value->type == GRAD_VALUE_BOOL ? grad_tensor_new_boolean (value->boolean)
                                                                   : grad_tensor_new_integer (value->integer);

  return grad_op_call_binary (GRAD_OP_remainder, number, call->values[1].tensor, call->error);
}

GradTensor *
grad_call_rsub_tensor (GradCall *call)
{
  GradTensor *inputs[] = { call->values[0].tensor, call->values[1].tensor }, *y;
  GradValue   values[] = { call->values[1], call->values[0], call->values[2] };
  gboolean    was_off = grad_pause_recording ();

  y = grad_op_apply (&grad_ops[GRAD_OP_sub], values, 3, NULL, call->error);
  grad_resume_recording (was_off);
  if (y != NULL)
    grad_record (y, call, inputs, 2);
  return y;
}

GradTensor *
grad_gradient_rsub_tensor (GradRule   *rule,
                           guint       input,
                           GradTensor *g)
{
  const double alpha = grad_value_get_number (&rule->node->extra->values[2]);

  return input == 0 ? scale (neg (g), alpha) : g;
}
