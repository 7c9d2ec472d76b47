/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Tensors from and to the JSON of fixtures. */

#include "oracle.h"

#include <math.h>
#include <string.h>

#include "grad/grad-node.h"
#include "grad/grad-op.h"
#include "grad/grad-repr.h"

double
oracle_number_read (const Json *json,
                    GradDType  *kind)
{
  static const char *const names[] = { "bool", "int", "float" };
  static const GradDType   kinds[] = { GRAD_BOOL, GRAD_INT64, GRAD_FLOAT64 };
  double                   value;

  if (json->type == JSON_OBJECT)
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      if (json_get (json, names[i]) != NULL)
        {
          value = oracle_number_read (json_get (json, names[i]), NULL);
          if (kind != NULL)
            *kind = kinds[i];
          return value;
        }
  if (kind != NULL)
    *kind = json->type == JSON_BOOLEAN ? GRAD_BOOL : json->is_integer ? GRAD_INT64
                                                                      : GRAD_FLOAT64;
  if (json->type == JSON_STRING)
    return g_ascii_strtod (json->string, NULL);
  return json->type == JSON_BOOLEAN ? (double) json->integer : json->number;
}

/* Writes element i of a dense array. */
static void
store (GradDType   dtype,
       void       *data,
       guint       i,
       const Json *value)
{
  switch (dtype)
    {
    case GRAD_BOOL:
      ((guint8 *) data)[i] = oracle_number_read (value, NULL) != 0;
      break;
    case GRAD_INT64:
      ((gint64 *) data)[i] = value->is_integer || value->type == JSON_BOOLEAN ? value->integer : (gint64) oracle_number_read (value, NULL);
      break;
    case GRAD_FLOAT32:
      ((float *) data)[i] = (float) oracle_number_read (value, NULL);
      break;
    default:
      ((double *) data)[i] = oracle_number_read (value, NULL);
      break;
    }
}

static GradTensor *
read_dense (const Json *json,
            GradDType   dtype,
            GError    **error)
{
  const Json        *data = json_get (json, "data"), *shape = json_get (json, "shape");
  const guint        n = json_get_n (data);
  g_autofree void   *elements = g_malloc0 (MAX (n, 1) * sizeof (double));
  g_autofree gint64 *sizes = g_new0 (gint64, json_get_n (shape) + 1);
  gint64             n_elements = 1;
  g_autoptr (GradTensor) dense = NULL;

  for (guint i = 0; i < json_get_n (shape); i++)
    n_elements *= sizes[i] = json_get_item (shape, i)->integer;
  for (guint i = 0; i < n; i++)
    store (dtype, elements, i, json_get_item (data, i));
  if (n_elements != n)
    {
      g_set_error (error, ORACLE_ERROR, 0, "%u elements for a shape of %" G_GINT64_FORMAT, n, n_elements);
      return NULL;
    }
  dense = grad_tensor_new (dtype, (const gint64[]){ n }, 1, elements, error);
  if (dense == NULL)
    return NULL;
  return grad_op_call_full (grad_op_lookup ("view"),
                            (GradValue[]){ GRAD_VALUE_OF_TENSOR (dense), GRAD_VALUE_OF_INTS (sizes, json_get_n (shape)) }, 2, NULL, error);
}

GradTensor *
oracle_tensor_read (const Json *json,
                    GError    **error)
{
  const char *name = json_get_string (json, "dtype");
  const Json *requires_grad = json_get (json, "requires_grad");
  GradDType   dtype;
  g_autoptr (GradTensor) tensor = NULL;

  if (name == NULL || !grad_dtype_from_name (name, &dtype))
    {
      g_set_error (error, ORACLE_ERROR, 0, "no such dtype: “%s”", name != NULL ? name : "");
      return NULL;
    }
  tensor = read_dense (json, dtype, error);
  if (tensor != NULL && requires_grad != NULL && requires_grad->integer != 0 && !grad_tensor_set_requires_grad (tensor, TRUE, error))
    return NULL;
  return g_steal_pointer (&tensor);
}

/* A float exactly: “0x1.8p+0”, C's hexadecimal, which no locale changes the digits of; “nan”, “inf”. */
static void
write_float (GString *out,
             double   value)
{
  char *text, *comma;

  if (isnan (value))
    g_string_append (out, "\"nan\"");
  else if (isinf (value))
    g_string_append (out, value > 0 ? "\"inf\"" : "\"-inf\"");
  else
    {
      text = g_strdup_printf ("\"%a\"", value);
      if ((comma = strchr (text, ',')) != NULL)
        *comma = '.';
      g_string_append (out, text);
      g_free (text);
    }
}

void
oracle_numbers_write (GString      *out,
                      const double *numbers,
                      guint         n)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      g_string_append (out, i > 0 ? ", " : "");
      write_float (out, numbers[i]);
    }
  g_string_append_c (out, ']');
}

static void
write_element (GString    *out,
               GradDType   dtype,
               const void *data)
{
  if (dtype == GRAD_BOOL)
    g_string_append (out, *(const guint8 *) data ? "true" : "false");
  else if (dtype == GRAD_INT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, *(const gint64 *) data);
  else
    write_float (out, dtype == GRAD_FLOAT32 ? (double) *(const float *) data : *(const double *) data);
}

static void
write_data (GString    *out,
            GradTensor *tensor)
{
  const GradDType dtype = grad_tensor_get_dtype (tensor);
  const gint64    n = grad_tensor_get_n_elements (tensor);
  g_autoptr (GradTensor) dense = grad_op_call (grad_op_lookup ("contiguous"), &tensor, 1, NULL);
  const char *data = grad_tensor_get_data (dense);

  for (gint64 i = 0; i < n; i++)
    {
      g_string_append (out, i > 0 ? ", " : "");
      write_element (out, dtype, data + i * (gint64) grad_dtype_get_size (dtype));
    }
}

static void
write_words (GString    *out,
             GradTensor *tensor)
{
  const char      *grad_fn = grad_tensor_get_grad_fn_name (tensor);
  g_autofree char *repr = grad_tensor_to_string (tensor, "tensor", NULL);

  g_string_append_printf (out, ", \"requires_grad\": %s, \"is_leaf\": %s, \"grad_fn\": ",
                          grad_tensor_get_requires_grad (tensor) ? "true" : "false", grad_tensor_is_leaf (tensor) ? "true" : "false");
  if (grad_fn != NULL)
    json_write_string (out, grad_fn);
  else
    g_string_append (out, "null");
  g_string_append (out, ", \"repr\": ");
  json_write_string (out, repr);
}

void
oracle_tensor_write (GString    *out,
                     GradTensor *tensor,
                     gboolean    complete)
{
  g_autofree char *shape = NULL;
  gboolean         was;

  if (tensor == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  was = grad_mode_set_enabled (FALSE);
  shape = grad_repr_shape (grad_tensor_get_shape (tensor), grad_tensor_get_n_dims (tensor));
  g_string_append_printf (out, "{\"dtype\": \"%s\", \"shape\": %s, \"data\": [", grad_dtype_get_name (grad_tensor_get_dtype (tensor)), shape);
  write_data (out, tensor);
  g_string_append_c (out, ']');
  if (complete)
    write_words (out, tensor);
  g_string_append_c (out, '}');
  grad_mode_set_enabled (was);
}

static void
write_node (GString  *out,
            GradNode *node)
{
  if (node == NULL)
    g_string_append (out, "null");
  else if (grad_node_get_operation (node) == NULL)
    json_write_string (out, grad_node_get_name (node));
  else
    {
      g_string_append_c (out, '[');
      json_write_string (out, grad_node_get_name (node));
      for (guint i = 0; i < grad_node_get_n_next (node); i++)
        {
          g_string_append (out, ", ");
          write_node (out, grad_node_get_next (node, i));
        }
      g_string_append_c (out, ']');
    }
}

void
oracle_graph_write (GString    *out,
                    GradTensor *tensor)
{
  write_node (out, grad_tensor_get_grad_fn (tensor));
}
