/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-run.h"

G_BEGIN_DECLS

/* The run as rows: header step,x[,y],f,dx[,dy], where dx and dy are the gradient of the function at the point. What
 * is not finite reads inf, -inf or nan. Transfer full. */
char *descent_run_to_csv (const DescentRun *run);

/* The run as one JSON object: its settings, f_overflow and x_overflow (a step, or null), the diagnosis, and points,
 * an array of objects step, x[, y], f, dx[, dy], grad_x[, grad_y]; the last are x.grad, which the update uses. What
 * is not finite is a string: "inf", "-inf" or "nan". Transfer full. */
char *descent_run_to_json (DescentRun *run);

/* A short PyTorch program that prints the same numbers, one line per point: x (and y) and the value, as
 * Python prints item (). Transfer full. */
char *descent_run_to_python (const DescentRun *run);

G_END_DECLS
