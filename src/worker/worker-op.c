/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The arguments of an operation in words. */

#include "worker/worker-op.h"

#include <stdarg.h>
#include <stdio.h>

#include "grad/grad-schema.h"
#include "grad/grad-trace.h"
#include "worker/worker-text.h"

/* A number that stands in the place of a tensor. */
static void
add_number (WorkerText *text,
            GradTensor *tensor)
{
  double value = 0;

  grad_tensor_item (tensor, &value, NULL);
  if (grad_tensor_get_dtype (tensor) == GRAD_BOOL)
    worker_text_add (text, "%s", value != 0 ? "True" : "False");
  else if (grad_tensor_get_dtype (tensor) == GRAD_INT64)
    worker_text_add (text, "%" G_GINT64_FORMAT, (gint64) value);
  else
    worker_text_add_float (text, value);
}

static void
add_value (WorkerText      *text,
           const GradValue *value)
{
  switch (value->type)
    {
    case GRAD_VALUE_BOOL:
      worker_text_add (text, "%s", value->boolean ? "True" : "False");
      break;
    case GRAD_VALUE_INT:
      worker_text_add (text, "%" G_GINT64_FORMAT, value->integer);
      break;
    case GRAD_VALUE_FLOAT:
      worker_text_add_float (text, value->number);
      break;
    case GRAD_VALUE_STRING:
      worker_text_add (text, "%.40s", value->string);
      break;
    case GRAD_VALUE_DTYPE:
      worker_text_add (text, "torch.%s", grad_dtype_get_name (value->dtype));
      break;
    case GRAD_VALUE_INTS:
      for (guint i = 0; i < value->n && i < 8; i++)
        worker_text_add (text, "%s%" G_GINT64_FORMAT, i == 0 ? "(" : ", ", value->integers[i]);
      worker_text_add (text, "%s", value->n == 0 ? "()" : value->n > 8 ? ", …)"
                                                                       : ")");
      break;
    case GRAD_VALUE_TENSOR:
      add_number (text, value->tensor);
      break;
    case GRAD_VALUE_NONE:
    case GRAD_VALUE_DEFAULT:
    case GRAD_VALUE_TENSORS:
    default:
      worker_text_add (text, "None");
      break;
    }
}

static bool
is_as_usual (const GradValue *value,
             const GradValue *usual)
{
  if (value->type == GRAD_VALUE_DEFAULT)
    return true;
  if (value->type != usual->type)
    return false;
  switch (value->type)
    {
    case GRAD_VALUE_BOOL:
      return (value->boolean != FALSE) == (usual->boolean != FALSE);
    case GRAD_VALUE_INT:
      return value->integer == usual->integer;
    case GRAD_VALUE_FLOAT:
      return value->number == usual->number;
    case GRAD_VALUE_STRING:
      return g_strcmp0 (value->string, usual->string) == 0;
    case GRAD_VALUE_NONE:
      return true;
    default:
      return false;
    }
}

static bool
is_shown (const GradArgument *argument,
          const GradValue    *value)
{
  if (value->type == GRAD_VALUE_TENSORS || (value->type == GRAD_VALUE_TENSOR && (value->tensor == NULL || !grad_trace_is_number (value->tensor))))
    return false;
  return argument->required || !is_as_usual (value, &argument->fallback);
}

void
worker_op_describe_arguments (const GradOp    *op,
                              const GradValue *values,
                              guint            n_values,
                              char             text[LAB_MAX_NAME])
{
  WorkerText          to = { text, LAB_MAX_NAME };
  guint               n_arguments;
  const GradArgument *arguments = grad_op_get_arguments (op, &n_arguments);

  text[0] = '\0';
  for (guint i = 0; i < MIN (n_values, n_arguments); i++)
    if (is_shown (&arguments[i], &values[i]))
      {
        worker_text_add (&to, "%s%s=", to.at > text ? ", " : "", arguments[i].name);
        add_value (&to, &values[i]);
      }
}
