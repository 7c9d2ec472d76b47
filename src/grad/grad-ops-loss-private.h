/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-ops-private.h"

G_BEGIN_DECLS

/* What becomes of the distances of all elements. */
typedef enum
{
  GRAD_REDUCTION_MEAN,
  GRAD_REDUCTION_SUM,
  GRAD_REDUCTION_NONE,
} GradReduction;

/* "mean", "sum", "none" */
gboolean grad_loss_read_reduction (const GradValue *value,
                                   GradReduction   *reduction,
                                   GError         **error);

/* distance (transfer full, nullable) reduced. */
GradTensor *grad_loss_reduce (GradTensor   *distance,
                              GradReduction reduction,
                              GError      **error);

/* g, of the reduced loss of n elements, for each element. */
GradTensor *grad_loss_share (GradRule        *rule,
                             GradTensor      *g,
                             const GradValue *value,
                             double           n);

G_END_DECLS
