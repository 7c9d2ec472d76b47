/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Where the elements of a tensor stand in memory: element (i, j, …) at offset i · stride₀ + j · stride₁ + …
 * A view differs from what it looks at in nothing but this. */

#include "grad/grad-layout.h"

#include <string.h>

#include "grad/grad-error.h"

static void
fill_row_major (GradLayout *layout)
{
  gint64 *sizes = layout->dims, *strides = layout->dims + layout->n_dims;
  gint64  stride = 1;

  for (guint d = layout->n_dims; d-- > 0;)
    {
      strides[d] = stride;
      stride *= MAX (sizes[d], 1);
    }
}

static gboolean
is_row_major (const GradLayout *layout)
{
  const gint64 *sizes = layout->dims, *strides = layout->dims + layout->n_dims;
  gint64        expected = 1;

  if (layout->n_elements == 0)
    return TRUE;
  for (guint d = layout->n_dims; d-- > 0;)
    {
      if (sizes[d] != 1 && strides[d] != expected)
        return FALSE;
      expected *= sizes[d];
    }
  return TRUE;
}

GradLayout *
grad_layout_new (const gint64 *sizes,
                 const gint64 *strides,
                 guint         n_dims)
{
  GradLayout *layout;

  if (n_dims == 0)
    return NULL;
  layout = g_malloc (sizeof *layout + 2 * n_dims * sizeof *sizes);
  layout->ref_count = 1;
  layout->n_dims = (guint16) n_dims;
  layout->n_elements = 1;
  for (guint d = 0; d < n_dims; d++)
    {
      layout->dims[d] = sizes[d];
      layout->n_elements *= sizes[d];
    }
  if (strides == NULL)
    fill_row_major (layout);
  else
    for (guint d = 0; d < n_dims; d++)
      layout->dims[n_dims + d] = strides[d];
  layout->contiguous = strides == NULL || is_row_major (layout);
  return layout;
}

GradLayout *
grad_layout_new_of_number (void)
{
  GradLayout *layout = grad_layout_new ((const gint64[]){ 1 }, NULL, 1);

  layout->n_dims = 0;
  return layout;
}

void
grad_layout_unref (GradLayout *layout)
{
  if (layout != NULL && --layout->ref_count == 0)
    g_free (layout);
}

gboolean
grad_layout_overlaps (const GradLayout *layout)
{
  const gint64 *strides = grad_layout_get_strides (layout);

  for (guint d = 0; d < grad_layout_get_n_dims (layout); d++)
    if (layout->n_elements > 0 && layout->dims[d] > 1 && strides[d] == 0)
      return TRUE;
  return FALSE;
}

gboolean
grad_layout_is_dense (const GradLayout *layout)
{
  const gint64 *strides = grad_layout_get_strides (layout);
  gint64        filled = 1;
  gboolean      grows = TRUE;

  if (grad_layout_is_contiguous (layout))
    return TRUE;
  while (grows && filled < layout->n_elements)
    {
      grows = FALSE;
      for (guint d = 0; d < layout->n_dims && !grows; d++)
        if (layout->dims[d] > 1 && strides[d] == filled)
          {
            filled *= layout->dims[d];
            grows = TRUE;
          }
    }
  return filled == layout->n_elements;
}

gboolean
grad_layout_same_shape (const GradLayout *a,
                        const GradLayout *b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL)
    return grad_layout_get_n_dims (a) == grad_layout_get_n_dims (b);
  if (a->n_dims != b->n_dims)
    return FALSE;
  for (guint d = 0; d < a->n_dims; d++)
    if (a->dims[d] != b->dims[d])
      return FALSE;
  return TRUE;
}

gboolean
grad_shape_check (const gint64 *sizes,
                  guint         n_dims,
                  gsize         element_size,
                  GError      **error)
{
  g_autofree char *shape = NULL;
  gint64           bytes = (gint64) element_size;
  gboolean         fits = TRUE;

  if (n_dims > GRAD_MAX_DIMS)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "tensor has too many (>%d) dims", GRAD_MAX_DIMS);
      return FALSE;
    }
  for (guint d = 0; d < n_dims; d++)
    {
      if (sizes[d] < 0)
        {
          shape = grad_shape_to_string (sizes, n_dims);
          g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                       "Trying to create tensor with negative dimension %" G_GINT64_FORMAT ": %s", sizes[d], shape);
          return FALSE;
        }
      fits = fits && !__builtin_mul_overflow (bytes, MAX (sizes[d], 1), &bytes);
    }
  if (fits)
    return TRUE;
  shape = grad_shape_to_string (sizes, n_dims);
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
               "Storage size calculation overflowed with sizes=%s", shape);
  return FALSE;
}

char *
grad_shape_to_string (const gint64 *sizes,
                      guint         n_dims)
{
  GString *text = g_string_new ("[");

  for (guint d = 0; d < n_dims; d++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, d > 0 ? ", " : "", sizes[d]);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

/* The size of dimension d counted from the last of a tensor, 1 where it has none. */
static gint64
size_from_last (const GradLayout *layout,
                guint             d)
{
  guint n_dims = grad_layout_get_n_dims (layout);

  return d < n_dims ? layout->dims[n_dims - 1 - d] : 1;
}

gboolean
grad_layout_broadcast (GradLayout  *a,
                       GradLayout  *b,
                       GradLayout **layout,
                       GError     **error)
{
  gint64 sizes[GRAD_MAX_DIMS] = { 0 };
  guint  n_dims = MAX (grad_layout_get_n_dims (a), grad_layout_get_n_dims (b));

  for (guint d = 0; d < n_dims; d++)
    {
      gint64 size_a = size_from_last (a, d), size_b = size_from_last (b, d);

      if (size_a != size_b && size_a != 1 && size_b != 1)
        {
          g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                       "The size of tensor a (%" G_GINT64_FORMAT ") must match the size of tensor b "
                       "(%" G_GINT64_FORMAT ") at non-singleton dimension %u",
                       size_a, size_b, n_dims - 1 - d);
          return FALSE;
        }
      sizes[n_dims - 1 - d] = size_a == 1 ? size_b : size_a;
    }
  if (!grad_shape_check (sizes, n_dims, sizeof (double), error))
    return FALSE;
  if (a == NULL && b == NULL)
    *layout = NULL;
  else if (a != NULL && a->contiguous && a->n_dims == n_dims && memcmp (a->dims, sizes, n_dims * sizeof *sizes) == 0)
    *layout = grad_layout_ref (a);
  else
    *layout = grad_layout_new (sizes, NULL, n_dims);
  return TRUE;
}

void
grad_layout_get_broadcast_strides (const GradLayout *layout,
                                   const GradLayout *target,
                                   gint64           *strides)
{
  guint n_dims = grad_layout_get_n_dims (target), own = grad_layout_get_n_dims (layout);

  for (guint d = 0; d < n_dims; d++)
    {
      gboolean missing = d + own < n_dims;
      guint    o = missing ? 0 : d + own - n_dims;

      strides[d] = missing || layout->dims[o] == 1 ? 0 : layout->dims[own + o];
    }
}

gboolean
grad_dim_wrap (gint64   dim,
               guint    n_dims,
               guint   *wrapped,
               GError **error)
{
  gint64 n = MAX ((gint64) n_dims, 1);

  if (dim < -n || dim >= n)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_INDEX,
                   "Dimension out of range (expected to be in range of [%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "], "
                   "but got %" G_GINT64_FORMAT ")",
                   -n, n - 1, dim);
      return FALSE;
    }
  *wrapped = (guint) (dim < 0 ? dim + n : dim);
  return TRUE;
}
