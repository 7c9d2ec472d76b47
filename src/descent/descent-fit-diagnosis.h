/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-diagnosis.h"
#include "descent/descent-fit.h"

G_BEGIN_DECLS

/* The account of a fit: what its rate does in a bowl of that Hessian, what happened, and how the limits for the mean
 * and for the sum compare. Free with descent_diagnosis_free. */
DescentDiagnosis *descent_fit_diagnose (const DescentFit *fit);

/* The sentence about point k (“Epoch 3: loss 6.18 → 4.3 (−1.89).”). Translated, transfer full. */
char *descent_fit_describe_point (const DescentFit *fit,
                                  guint             k);

/* The chain of the epoch that starts at point k, a line each: loss, dW, db, and the updates of W and b, with their
 * numbers. Translated, transfer full. */
char **descent_fit_describe_chain (const DescentFit *fit,
                                   guint             k);

G_END_DECLS
