/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-layout.h"

G_BEGIN_DECLS

enum
{
  GRAD_WALK_OPERANDS = 6,
};

/* Walks over all elements of a shape in runs along its last dimension, for several tensors at once, each with its
 * own strides. Dimensions that can be walked as one are joined, so that dense tensors make a single run.
 *
 *   grad_walk_init (&walk, shape, 2, (const GradLayout *[]){ out, x });
 *   while (grad_walk_next (&walk))
 *     for (i = 0; i < walk.n; i++)
 *       out[walk.offsets[0] + i * walk.strides[0]] = f (x[walk.offsets[1] + i * walk.strides[1]]);
 */
typedef struct
{
  gint64 n;                           /* elements of this run */
  gint64 offsets[GRAD_WALK_OPERANDS]; /* where it begins, in elements */
  gint64 strides[GRAD_WALK_OPERANDS]; /* from one element to the next */

  /*< private >*/
  guint    n_operands;
  guint    n_dims; /* the outer ones */
  gboolean started;
  gboolean empty;
  gint64   sizes[GRAD_MAX_DIMS];
  gint64   index[GRAD_MAX_DIMS];
  gint64   steps[GRAD_WALK_OPERANDS][GRAD_MAX_DIMS];
} GradWalk;

/* Operands are read as if broadcast to shape. */
void grad_walk_init (GradWalk                *walk,
                     const GradLayout        *shape,
                     guint                    n_operands,
                     const GradLayout *const *operands);

gboolean grad_walk_next (GradWalk *walk);

G_END_DECLS
