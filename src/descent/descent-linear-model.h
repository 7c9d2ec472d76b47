/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-linear.h"
#include "descent/descent-run.h"

G_BEGIN_DECLS

/* The course's model over samples: the line y = W·x + b of two leaf tensors, float32, by the engine. One thread. */
typedef struct _DescentLinearModel DescentLinearModel;

DescentLinearModel *descent_linear_model_new (const DescentData *data,
                                              DescentReduction   reduction);
void                descent_linear_model_free (DescentLinearModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DescentLinearModel, descent_linear_model_free)

/* loss = mean or sum of (y − (W·x + b))²; loss.backward (). Reads x (W, b) of point, fills its value (the loss) and
 * gradient, and leaves the rest alone. */
void descent_linear_model_evaluate (DescentLinearModel *model,
                                    DescentPoint       *point);

G_END_DECLS
