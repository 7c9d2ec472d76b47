/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A tensor in a few words: all its values if it is small, else its shape and mean. */

#include "scene/scene-tensor.h"

#include <glib/gi18n-lib.h>

#include "descent/descent-format.h"

enum
{
  MOST_VALUES = 4,
  DIGITS = 4, /* of each of several */
};

static GradDType
get_dtype (const LabTensor *tensor)
{
  return tensor->dtype == LAB_FLOAT64 ? GRAD_FLOAT64 : GRAD_FLOAT32;
}

static void
append_number (GString         *text,
               const LabTensor *tensor,
               double           number)
{
  g_autofree char *digits = NULL;

  if (tensor->dtype == LAB_BOOL)
    digits = g_strdup (number != 0 ? "True" : "False");
  else if (tensor->dtype == LAB_INT64)
    digits = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) number);
  else if (tensor->n_dims > 0)
    digits = descent_format_rounded (number, DIGITS);
  else
    digits = descent_format_number (number, get_dtype (tensor));
  g_string_append (text, digits);
}

/* n values from first on, in brackets. */
static void
append_row (GString         *text,
            const LabTensor *tensor,
            guint32          first,
            guint32          n)
{
  g_string_append_c (text, '[');
  for (guint32 i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      append_number (text, tensor, lab_tensor_get_value (tensor, first + i));
    }
  g_string_append_c (text, ']');
}

static void
append_values (GString         *text,
               const LabTensor *tensor)
{
  const guint32 n = tensor->n_dims > 0 ? (guint32) tensor->shape[tensor->n_dims - 1] : 1;

  if (tensor->n_dims == 0)
    append_number (text, tensor, lab_tensor_get_value (tensor, 0));
  else if (tensor->n_dims == 1)
    append_row (text, tensor, 0, n);
  else
    {
      g_string_append_c (text, '[');
      for (guint32 first = 0; first < tensor->values.n; first += n)
        {
          g_string_append (text, first > 0 ? ", " : "");
          append_row (text, tensor, first, n);
        }
      g_string_append_c (text, ']');
    }
}

/* “100 × 3”, “100 values”. */
static void
append_shape (GString         *text,
              const LabTensor *tensor)
{
  if (tensor->n_dims == 1)
    {
      g_string_append_printf (text, ngettext ("%u value", "%u values", (guint) tensor->shape[0]), (guint) tensor->shape[0]);
      return;
    }
  for (guint8 i = 0; i < tensor->n_dims; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " × " : "", tensor->shape[i]);
}

static double
get_mean (const LabTensor *tensor)
{
  double sum = 0;

  if (!tensor->complete)
    return tensor->mean;
  for (guint32 i = 0; i < tensor->values.n; i++)
    sum += lab_tensor_get_value (tensor, i);
  return sum / tensor->values.n;
}

char *
scene_tensor_describe (const LabTensor *tensor)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *mean = NULL;

  if (tensor->complete && tensor->values.n == 0)
    return NULL;
  if (tensor->complete && tensor->values.n <= MOST_VALUES && tensor->n_dims <= 2)
    {
      append_values (text, tensor);
      return g_strdup (text->str);
    }
  append_shape (text, tensor);
  mean = descent_format_rounded (get_mean (tensor), 3);
  /* TRANSLATORS: follows the shape of a tensor, “data 100 × 3, mean 0.25” */
  g_string_append_printf (text, _ (", mean %s"), mean);
  return g_strdup (text->str);
}
