/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Arguments, when they must outlive the call: a node keeps them for its gradient. */

#include "grad/grad-value.h"

GradValue *
grad_values_copy (const GradValue *values,
                  guint            n_values)
{
  GradValue *copy = g_memdup2 (values, n_values * sizeof *values);

  for (guint i = 0; i < n_values; i++)
    switch (copy[i].type)
      {
      case GRAD_VALUE_STRING:
        copy[i].string = g_strdup (copy[i].string);
        break;
      case GRAD_VALUE_INTS:
        copy[i].integers = g_memdup2 (copy[i].integers, copy[i].n * sizeof (gint64));
        break;
      case GRAD_VALUE_TENSOR:
        grad_tensor_ref (copy[i].tensor);
        break;
      case GRAD_VALUE_TENSORS:
        copy[i].tensors = g_memdup2 (copy[i].tensors, copy[i].n * sizeof (GradTensor *));
        for (guint k = 0; k < copy[i].n; k++)
          if (copy[i].tensors[k] != NULL)
            grad_tensor_ref (copy[i].tensors[k]);
        break;
      default:
        break;
      }
  return copy;
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

void
grad_values_free (GradValue *values,
                  guint      n_values)
{
  for (guint i = 0; i < n_values; i++)
    grad_value_clear (&values[i]);
  g_free (values);
}
