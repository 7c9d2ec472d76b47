/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What the files of structural operations share: reading arguments, and seeing a tensor as rows along some of its
 * dimensions, so that reductions, softmax, sorting and the like are loops over rows. */

#include "grad/grad-ops-private.h"

GradTensor *
grad_new_like (GradTensor *x,
               GradDType   dtype,
               GError    **error)
{
  GradLayout *layout = grad_layout_is_contiguous (x->layout)
                           ? grad_layout_ref (x->layout)
                           : grad_layout_new (x->layout->dims, NULL, x->layout->n_dims);

  return grad_tensor_new_empty (dtype, layout, error);
}

GradTensor *
grad_new_scalar_from (GradDType   dtype,
                      const void *data)
{
  GradTensor *tensor = grad_box_new (dtype, NULL);

  memcpy (&tensor->value, data, grad_dtype_get_size (dtype));
  return tensor;
}

const gint64 *
grad_value_get_integers (const GradValue *value,
                         guint           *n)
{
  switch (value->type)
    {
    case GRAD_VALUE_INTS:
      *n = value->n;
      return value->integers;
    case GRAD_VALUE_INT:
      *n = 1;
      return &value->integer;
    default:
      *n = 0;
      return NULL;
    }
}

double
grad_value_get_number (const GradValue *value)
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

gboolean
grad_dims_to_mask (const GradValue *dims,
                   guint            n_dims,
                   gboolean        *mask,
                   GError         **error)
{
  guint         n, dim;
  const gint64 *integers = grad_value_get_integers (dims, &n);

  for (guint d = 0; d < MAX (n_dims, 1); d++)
    mask[d] = n == 0;
  for (guint i = 0; i < n; i++)
    {
      if (!grad_dim_wrap (integers[i], n_dims, &dim, error))
        return FALSE;
      if (mask[dim])
        {
          g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "dim %u appears multiple times in the list of dims", dim);
          return FALSE;
        }
      mask[dim] = TRUE;
    }
  return TRUE;
}

GradLayout *
grad_layout_reduce (const GradLayout *layout,
                    const gboolean   *mask,
                    gboolean          keepdim)
{
  gint64 sizes[GRAD_MAX_DIMS];
  guint  n = 0, n_dims = grad_layout_get_n_dims (layout);

  for (guint d = 0; d < n_dims; d++)
    if (!mask[d])
      sizes[n++] = layout->dims[d];
    else if (keepdim)
      sizes[n++] = 1;
  return grad_layout_new (sizes, NULL, n);
}

/* The dimensions of a layout with those marked moved to the end; which of them stands where in order. */
static GradLayout *
marked_last (const GradLayout *layout,
             const gboolean   *mask,
             guint            *order)
{
  gint64        sizes[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];
  const gint64 *own = grad_layout_get_strides (layout);
  guint         n = 0;

  for (int pass = 0; pass < 2; pass++)
    for (guint d = 0; d < layout->n_dims; d++)
      if (mask[d] == (pass == 1))
        {
          order[n] = d;
          sizes[n] = layout->dims[d];
          strides[n++] = own[d];
        }
  return grad_layout_new (sizes, strides, n);
}

GradTensor *
grad_rows_new (GradTensor     *x,
               const gboolean *mask,
               gint64         *n_rows,
               gint64         *n_columns,
               GError        **error)
{
  g_autoptr (GradTensor) moved = NULL;
  guint order[GRAD_MAX_DIMS];

  *n_rows = *n_columns = 1;
  if (x->layout == NULL)
    return grad_tensor_ref (x);
  for (guint d = 0; d < x->layout->n_dims; d++)
    {
      gint64 *n = mask[d] ? n_columns : n_rows;

      *n = (gint64) ((guint64) *n * (guint64) x->layout->dims[d]); /* any number, where there are no elements */
    }
  moved = grad_tensor_new_alias (x, marked_last (x->layout, mask, order), 0);
  return grad_make_contiguous (moved, error);
}

GradTensor *
grad_rows_restore (GradTensor       *rows,
                   const GradLayout *layout,
                   const gboolean   *mask,
                   GError          **error)
{
  g_autoptr (GradTensor) owned = rows, moved = NULL;
  g_autoptr (GradLayout) shape = NULL;
  gint64 sizes[GRAD_MAX_DIMS], strides[GRAD_MAX_DIMS];
  guint  order[GRAD_MAX_DIMS];

  if (layout == NULL)
    return g_steal_pointer (&owned);
  shape = marked_last (layout, mask, order);
  {
    g_autoptr (GradLayout) dense = grad_layout_new (shape->dims, NULL, shape->n_dims);

    for (guint i = 0; i < shape->n_dims; i++)
      {
        sizes[order[i]] = shape->dims[i];
        strides[order[i]] = grad_layout_get_strides (dense)[i];
      }
  }
  moved = grad_tensor_new_alias (rows, grad_layout_new (sizes, strides, layout->n_dims), 0);
  return grad_make_contiguous (moved, error);
}

void
grad_set_not_implemented (const char *kernel,
                          GradDType   dtype,
                          GError    **error)
{
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "\"%s\" not implemented for '%s'",
               kernel, grad_dtype_get_scalar_type (dtype));
}
