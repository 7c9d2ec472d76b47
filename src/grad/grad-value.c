/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Arguments, when they must outlive the call: a node keeps them for its gradient. */

#include "grad/grad-value.h"

void
grad_value_copy (GradValue       *copy,
                 const GradValue *value)
{
  *copy = *value;
  switch (value->type)
    {
    case GRAD_VALUE_STRING:
      copy->string = g_strdup (value->string);
      break;
    case GRAD_VALUE_INTS:
      copy->integers = g_memdup2 (value->integers, value->n * sizeof (gint64));
      break;
    case GRAD_VALUE_TENSOR:
      grad_tensor_ref (value->tensor);
      break;
    case GRAD_VALUE_TENSORS:
      copy->tensors = g_memdup2 (value->tensors, value->n * sizeof (GradTensor *));
      for (guint k = 0; k < value->n; k++)
        if (value->tensors[k] != NULL)
          grad_tensor_ref (value->tensors[k]);
      break;
    default:
      break;
    }
}

void
grad_value_clear (GradValue *value)
{
  switch (value->type)
    {
    case GRAD_VALUE_STRING:
      g_free ((char *) value->string);
      break;
    case GRAD_VALUE_INTS:
      g_free ((gint64 *) value->integers);
      break;
    case GRAD_VALUE_TENSOR:
      grad_tensor_unref (value->tensor);
      break;
    case GRAD_VALUE_TENSORS:
      for (guint i = 0; i < value->n; i++)
        if (value->tensors[i] != NULL)
          grad_tensor_unref (value->tensors[i]);
      g_free ((GradTensor **) value->tensors);
      break;
    default:
      break;
    }
}
