/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor.h"

G_BEGIN_DECLS

typedef enum
{
  GRAD_INDEX_INTEGER,
  GRAD_INDEX_BOOLEAN,
  GRAD_INDEX_SLICE,
  GRAD_INDEX_NEW_DIM,  /* None */
  GRAD_INDEX_ELLIPSIS, /* … */
  GRAD_INDEX_TENSOR,
} GradIndexType;

/* One part of what stands between the brackets of x[…]. Borrows its tensor. */
typedef struct
{
  GradIndexType type;
  gint64        integer;           /* the index, or the boolean */
  gint64        start, stop, step; /* of a slice; without a stop G_MAXINT64, without a start 0, without a step 1 */
  GradTensor   *tensor;
} GradIndex;

/* tensor[parts]. Numbers, slices, None and … look at the same memory, tensors of places or masks choose elements. The
 * errors are PyTorch's. Transfer full. */
GradTensor *grad_tensor_index (GradTensor      *tensor,
                               const GradIndex *parts,
                               guint            n_parts,
                               GError         **error);

/* tensor[parts] = value. */
gboolean grad_tensor_set_index (GradTensor      *tensor,
                                const GradIndex *parts,
                                guint            n_parts,
                                GradTensor      *value,
                                GError         **error);

G_END_DECLS
