/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

/* A Python module of ours, from src/worker/python. */
typedef struct
{
  const char *name; /* "torch.nn" */
  const char *text;
  int         is_package;
} WorkerSource;

/* All of them, packages before what is in them; ends with name NULL. */
extern const WorkerSource worker_sources[];
