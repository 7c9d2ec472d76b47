/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The generic call: arguments by schema, defaults filled in. */

#include "grad/grad-ops-private.h"

#include <math.h>

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

static GradTensor *
call_elementwise (const GradOp       *op,
                  const GradArgument *arguments,
                  const GradValue    *values,
                  guint               n_values,
                  GError            **error)
{
  GradTensor *inputs[2] = { NULL, NULL };
  double      parameters[2] = { 1, 0 };
  guint       n_inputs = 0, n_parameters = 0;
  GradDType   kind = GRAD_BOOL;

  for (guint i = 0; i < n_values; i++)
    if (arguments[i].type == GRAD_TYPE_IS_TENSOR)
      inputs[n_inputs++] = values[i].tensor;
    else
      {
        if (!is_missing_bound (op, &values[i]))
          kind = MAX (kind, kind_of (&values[i]));
        parameters[n_parameters] = values[i].type == GRAD_VALUE_NONE ? grad_op_get_parameters (op)[n_parameters]
                                                                     : grad_value_get_number (&values[i]);
        n_parameters++;
      }
  if (op->id == GRAD_OP_clamp && parameters[0] == -INFINITY && parameters[1] == INFINITY)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "torch.clamp: At least one of 'min' or 'max' must not be None");
      return NULL;
    }
  if (n_inputs == 1)
    return grad_op_call_with_number (op->id, inputs[0], kind, parameters[0], parameters[1], error);
  if (n_parameters == 1 && !check_alpha (op->id, inputs[0], inputs[1], &values[n_values - 1], error))
    return NULL;
  /* With bools plus is or, and alpha a question. */
  if (op->id == GRAD_OP_add && inputs[0]->dtype == GRAD_BOOL && inputs[1]->dtype == GRAD_BOOL)
    parameters[0] = parameters[0] != 0;
  return grad_op_call_scaled (op->id, inputs[0], inputs[1], parameters[0], error);
}

/* Whether several elements stand in one place, as after expand. */
static gboolean
is_overlapping (const GradLayout *layout)
{
  const gint64 *strides = grad_layout_get_strides (layout);

  for (guint d = 0; d < grad_layout_get_n_dims (layout); d++)
    if (layout->n_elements > 0 && layout->dims[d] > 1 && strides[d] == 0)
      return TRUE;
  return FALSE;
}

/* Each place can be written once only, but that a number is filled in. That a leaf is written to is said before. */
static gboolean
check_places (const GradOp    *op,
              const GradValue *values,
              guint            n_values,
              GError         **error)
{
  static const GradOpId fills[] = { GRAD_OP_fill, GRAD_OP_fill_tensor, GRAD_OP_zero, GRAD_OP_masked_fill, GRAD_OP_index_put };

  GradTensor *x = values[0].tensor;
  gboolean    record = FALSE;

  if (!is_overlapping (x->layout))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (fills); i++)
    if (op->id == fills[i])
      return TRUE;
  for (guint i = 0; i < n_values; i++)
    record |= values[i].type == GRAD_VALUE_TENSOR && grad_should_record (values[i].tensor->flags);
  if (grad_view_check_writable (x, record, error))
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                         "unsupported operation: more than one element of the written-to tensor refers to a single memory "
                         "location. Please clone() the tensor before performing the operation.");
  return FALSE;
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
  if (op->in_place && !check_places (op, complete, n_arguments, error))
    return NULL;
  if (op->in_place)
    return grad_call_in_place (op->id, complete, n_arguments, error);
  if (op->kind == GRAD_OP_STRUCTURAL)
    return op->call (&call);
  return call_elementwise (op, arguments, complete, n_arguments, error);
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
