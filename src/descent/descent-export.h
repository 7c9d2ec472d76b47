/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-run.h"

G_BEGIN_DECLS

/* The run as rows: header step,x[,y],f,dx[,dy]. Transfer full. */
char *descent_run_to_csv (const DescentRun *run);
char *descent_run_to_json (const DescentRun *run);

/* A short PyTorch program that prints the same numbers, one line per point: x (and y) and the value, as
 * Python prints item (). Transfer full. */
char *descent_run_to_python (const DescentRun *run);

G_END_DECLS
