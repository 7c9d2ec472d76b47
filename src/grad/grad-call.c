/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The generic call: arguments by schema, defaults filled in. */

#include "grad/grad-op-private.h"
#include "grad/grad-schema.h"

enum
{
  MAX_ARGUMENTS = 12,
};

/* A Scalar argument as the number it is. */
static double
number_of (const GradValue *value)
{
  switch (value->type)
    {
    case GRAD_VALUE_INT:
      return (double) value->integer;
    case GRAD_VALUE_BOOL:
      return value->boolean;
    case GRAD_VALUE_TENSOR:
      return grad_scalar_load (value->tensor->dtype, value->tensor->data);
    default:
      return value->number;
    }
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

  for (guint i = 0; i < n_values; i++)
    if (arguments[i].type == GRAD_TYPE_IS_TENSOR)
      inputs[n_inputs++] = values[i].tensor;
    else
      {
        parameters[n_parameters] = values[i].type == GRAD_VALUE_NONE ? grad_op_get_parameters (op)[n_parameters]
                                                                     : number_of (&values[i]);
        n_parameters++;
      }
  if (op->kind == GRAD_OP_UNARY)
    return grad_op_call_unary (op->id, inputs[0], parameters[0], parameters[1], error);
  return grad_op_call_scaled (op->id, inputs[0], inputs[1], parameters[0], error);
}

GradTensor *
grad_op_call_full (const GradOp    *op,
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
  if (op->kind == GRAD_OP_STRUCTURAL)
    return op->call (&call);
  return call_elementwise (op, arguments, complete, n_arguments, error);
}
