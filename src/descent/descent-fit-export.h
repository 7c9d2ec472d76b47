/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-fit.h"

G_BEGIN_DECLS

/* The fit as rows, one for each epoch as a training loop prints them: header epoch,loss,W,b,dW,db with the loss and
 * W.grad, b.grad before the update and W, b after it. What is not finite reads inf, -inf or nan. Transfer full. */
char *descent_fit_to_csv (const DescentFit *fit);

/* The fit as one JSON object: its settings, the optimum, loss_overflow, loss_nan and x_overflow (an epoch, or null),
 * the diagnosis, and epochs, an array of objects with the columns of the CSV. What is not finite is a string.
 * Transfer full. */
char *descent_fit_to_json (const DescentFit *fit);

/* A PyTorch program that prints the same numbers, one line per epoch in the order of the CSV. Samples that were
 * drawn are drawn again, others are written out. Transfer full. */
char *descent_fit_to_python (const DescentFit *fit);

G_END_DECLS
