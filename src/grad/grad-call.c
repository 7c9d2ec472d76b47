/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The generic call: arguments by schema, defaults filled in. */

#include "grad/grad-ops-private.h"

#include <math.h>

#include "grad/grad-elementwise.h"
#include "grad/grad-schema.h"
#include "grad/grad-view.h"

enum
{
  MAX_ARGUMENTS = 12,
};

/* The dtype of a Scalar argument as PyTorch sees a Python number. */
static GradDType
kind_of (const GradValue *value)
{
  switch (value->type)
    {
    case GRAD_VALUE_NONE:
    case GRAD_VALUE_BOOL:
      return GRAD_BOOL;
    case GRAD_VALUE_INT:
      return GRAD_INT64;
    case GRAD_VALUE_TENSOR:
      return value->tensor->dtype;
    default:
      return GRAD_FLOAT64;
    }
}

/* alpha of add and sub must be of a kind that the tensors are. */
static gboolean
check_alpha (GradOpId         id,
             GradTensor      *x,
             GradTensor      *z,
             const GradValue *alpha,
             GError         **error)
{
  GradDType   dtype = grad_result_type ((GradTensor *[]){ x, z }, 2);
  const char *message = NULL;
  g_autoptr (GradLayout) broadcast = NULL;

  /* What is wrong with the tensors is said first, by the call. */
  if (!grad_layout_broadcast (x->layout, z->layout, &broadcast, NULL) ||
      (id == GRAD_OP_sub && (x->dtype == GRAD_BOOL || z->dtype == GRAD_BOOL)))
    return TRUE;
  if (alpha->type == GRAD_VALUE_BOOL && dtype != GRAD_BOOL)
    message = "Boolean alpha only supported for Boolean results.";
  else if (alpha->type == GRAD_VALUE_FLOAT && dtype < GRAD_FLOAT32)
    message = "For integral input tensors, argument alpha must not be a floating point number.";
  if (message != NULL)
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, message);
  return message == NULL;
}

/* A side of clamp that is not given stands as an infinity, which says nothing of dtypes. */
static gboolean
is_missing_bound (const GradOp    *op,
                  const GradValue *value)
{
  return op->id == GRAD_OP_clamp && value->type == GRAD_VALUE_FLOAT && isinf (value->number);
}

void
grad_elementwise_read (const GradOp        *op,
                       const GradValue     *values,
                       guint                n_values,
                       GradElementwiseCall *call)
{
  guint               n_arguments;
  const GradArgument *arguments = grad_op_get_arguments (op, &n_arguments);

  *call = (GradElementwiseCall){ .parameters = { 1, 0 }, .kind = GRAD_BOOL };
  for (guint i = 0; i < n_values; i++)
    if (arguments[i].type == GRAD_TYPE_IS_TENSOR)
      call->inputs[call->n_inputs++] = values[i].tensor;
    else
      {
        const guint n = call->n_parameters++;

        if (!is_missing_bound (op, &values[i]))
          call->kind = MAX (call->kind, kind_of (&values[i]));
        call->parameters[n] = values[i].type == GRAD_VALUE_NONE ? grad_op_get_parameters (op)[n] : grad_value_get_number (&values[i]);
      }
}

static GradTensor *
call_elementwise (const GradOp    *op,
                  const GradValue *values,
                  guint            n_values,
                  GError         **error)
{
  GradElementwiseCall call;
  GradTensor        **inputs = call.inputs;
  double             *parameters = call.parameters;

  grad_elementwise_read (op, values, n_values, &call);
  if (op->id == GRAD_OP_clamp && parameters[0] == -INFINITY && parameters[1] == INFINITY)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "torch.clamp: At least one of 'min' or 'max' must not be None");
      return NULL;
    }
  if (call.n_inputs == 1)
    return grad_op_call_with_number (op->id, inputs[0], call.kind, parameters[0], parameters[1], error);
  if (call.n_parameters == 1 && !check_alpha (op->id, inputs[0], inputs[1], &values[n_values - 1], error))
    return NULL;
  /* With bools plus is or, and alpha a question. */
  if (op->id == GRAD_OP_add && inputs[0]->dtype == GRAD_BOOL && inputs[1]->dtype == GRAD_BOOL)
    parameters[0] = parameters[0] != 0;
  return grad_op_call_scaled (op->id, inputs[0], inputs[1], parameters[0], error);
}

/* Whether an operation is one of those of which PyTorch never asks for the history of what they are given. */
static gboolean
ignores_history (const GradOp *op)
{
  static const GradOpId ids[] = { GRAD_OP_argmax, GRAD_OP_argmin, GRAD_OP_any, GRAD_OP_any_dim, GRAD_OP_all, GRAD_OP_all_dim,
                                  GRAD_OP_detach, GRAD_OP_nonzero, GRAD_OP_bitwise_not, GRAD_OP_zeros_like, GRAD_OP_ones_like,
                                  GRAD_OP_empty_like, GRAD_OP_full_like, GRAD_OP_rand_like, GRAD_OP_randn_like,
                                  GRAD_OP_randint_like };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (op->id == ids[i])
      return TRUE;
  return op->kind == GRAD_OP_COMPARISON;
}

/* What is recorded must have a history. */
static gboolean
check_histories (const GradOp    *op,
                 const GradValue *values,
                 guint            n_values,
                 GError         **error)
{
  if (grad_thread.not_recording || op->in_place || ignores_history (op))
    return TRUE;
  for (guint i = 0; i < n_values; i++)
    if (!grad_view_check_all_fresh (&values[i], error))
      return FALSE;
  return TRUE;
}

GradTensor *
grad_op_apply (const GradOp    *op,
               const GradValue *values,
               guint            n_values,
               GPtrArray       *more,
               GError         **error)
{
  GradValue           complete[MAX_ARGUMENTS];
  guint               n_arguments;
  const GradArgument *arguments = grad_op_get_arguments (op, &n_arguments);
  GradCall            call = { .op = op, .values = complete, .more = more, .error = error };

  g_return_val_if_fail (n_arguments <= MAX_ARGUMENTS && n_values <= n_arguments, NULL);
  for (guint i = 0; i < n_arguments; i++)
    {
      complete[i] = i < n_values ? values[i] : (GradValue){ GRAD_VALUE_DEFAULT };
      if (complete[i].type == GRAD_VALUE_DEFAULT)
        complete[i] = arguments[i].fallback;
      if (complete[i].type == GRAD_VALUE_TENSOR && complete[i].tensor == NULL)
        return NULL;
      g_return_val_if_fail (complete[i].type != GRAD_VALUE_DEFAULT, NULL);
    }
  if (!check_histories (op, complete, n_arguments, error))
    return NULL;
  if (op->in_place)
    return grad_call_in_place (op->id, complete, n_arguments, error);
  if (op->kind == GRAD_OP_STRUCTURAL)
    return op->call (&call);
  return call_elementwise (op, complete, n_arguments, error);
}

/* The same, and the observer hears of it. */
static GradTensor *
call_observed (const GradOp    *op,
               const GradValue *values,
               guint            n_values,
               GPtrArray       *more,
               GError         **error)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func ((GDestroyNotify) grad_tensor_unref);
  g_autoptr (GPtrArray) results = g_ptr_array_new ();
  GradTensor *first = grad_op_apply (op, values, n_values, own, error);

  if (first == NULL)
    return NULL;
  g_ptr_array_add (results, first);
  for (guint i = 0; i < own->len; i++)
    g_ptr_array_add (results, own->pdata[i]);
  if (grad_thread.observer->op != NULL)
    grad_thread.observer->op (op, values, n_values, (GradTensor *const *) results->pdata, results->len,
                              grad_thread.observer_data);
  if (more != NULL)
    g_ptr_array_extend_and_steal (more, g_steal_pointer (&own));
  return first;
}

GradTensor *
grad_op_call_full (const GradOp    *op,
                   const GradValue *values,
                   guint            n_values,
                   GPtrArray       *more,
                   GError         **error)
{
  if (G_UNLIKELY (grad_thread.observer != NULL && grad_thread.backward == NULL))
    return call_observed (op, values, n_values, more, error);
  return grad_op_apply (op, values, n_values, more, error);
}
