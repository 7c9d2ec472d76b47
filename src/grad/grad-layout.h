/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Shape and strides of a tensor, in elements, immutable and shared between all tensors laid out alike.
 * A 0-d tensor has none: NULL stands for it everywhere here. */
typedef struct
{
  guint32  ref_count;
  guint16  n_dims;
  gboolean contiguous : 1; /* row-major without holes */
  gint64   n_elements;
  gint64   dims[]; /* n_dims sizes, then n_dims strides */
} GradLayout;

enum
{
  GRAD_MAX_DIMS = 64,
};

/* A row-major layout; strides NULL. Or any other. NULL for n_dims 0. The sizes must have passed
 * grad_shape_check. Transfer full. */
GradLayout *grad_layout_new (const gint64 *sizes,
                             const gint64 *strides,
                             guint         n_dims);

/* One that is not NULL of a tensor without dimensions. */
GradLayout *grad_layout_new_of_number (void);

static inline GradLayout *
grad_layout_ref (GradLayout *layout)
{
  if (layout != NULL)
    layout->ref_count++;
  return layout;
}

void grad_layout_unref (GradLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GradLayout, grad_layout_unref)

static inline guint
grad_layout_get_n_dims (const GradLayout *layout)
{
  return layout != NULL ? layout->n_dims : 0;
}

static inline const gint64 *
grad_layout_get_sizes (const GradLayout *layout)
{
  return layout != NULL ? layout->dims : NULL;
}

static inline const gint64 *
grad_layout_get_strides (const GradLayout *layout)
{
  return layout != NULL ? layout->dims + layout->n_dims : NULL;
}

static inline gint64
grad_layout_get_n_elements (const GradLayout *layout)
{
  return layout != NULL ? layout->n_elements : 1;
}

static inline gboolean
grad_layout_is_contiguous (const GradLayout *layout)
{
  return layout == NULL || layout->contiguous;
}

/* Whether several elements stand in one place, as after expand. */
gboolean grad_layout_overlaps (const GradLayout *layout);

/* Whether the elements fill a stretch of memory, in whatever order. */
gboolean grad_layout_is_dense (const GradLayout *layout);

gboolean grad_layout_same_shape (const GradLayout *a,
                                 const GradLayout *b);

/* Whether a tensor of that shape can exist: no negative size, its bytes countable, not too many dimensions. */
gboolean grad_shape_check (const gint64 *sizes,
                           guint         n_dims,
                           gsize         element_size,
                           GError      **error);

/* "[2, 3]". Transfer full. */
char *grad_shape_to_string (const gint64 *sizes,
                            guint         n_dims);

/* The shape that a and b broadcast to, the one rule for it: sizes are matched from the last, equal or one of them 1.
 * Transfer full; *layout is NULL for 0-d. */
gboolean grad_layout_broadcast (GradLayout  *a,
                                GradLayout  *b,
                                GradLayout **layout,
                                GError     **error);

/* The strides by which a tensor laid out so is read as if it had the shape of target: 0 where it is repeated. */
void grad_layout_get_broadcast_strides (const GradLayout *layout,
                                        const GradLayout *target,
                                        gint64           *strides);

/* Brings dim from -n_dims … n_dims - 1 to 0 … n_dims - 1; a 0-d tensor counts as 1-d. GRAD_ERROR_INDEX. */
gboolean grad_dim_wrap (gint64   dim,
                        guint    n_dims,
                        guint   *wrapped,
                        GError **error);

G_END_DECLS
