/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

enum
{
  DESCENT_MAX_SCHEDULER_OPTIONS = 2,
};

/* A learning-rate scheduler of torch.optim.lr_scheduler: the rate after an epoch from the rate before it, by PyTorch's
 * recursive formula (so that the last bits are PyTorch's too). Static. Source: PyTorch 2.6, torch/optim/lr_scheduler.py;
 * Loshchilov and Hutter 2017 (cosine annealing). */
typedef struct
{
  const char *name;      /* "StepLR" */
  const char *signature; /* "step_size, gamma=0.1" as Python shows it */
  struct
  {
    const char *name;
    double      initial; /* nan: must be given */
  } options[DESCENT_MAX_SCHEDULER_OPTIONS];
  /* epoch counts from 1; base is the rate at the start. */
  double (*next) (const double *options,
                  guint         epoch,
                  double        base,
                  double        lr);
} DescentScheduler;

const DescentScheduler *descent_scheduler_list (guint *n_schedulers);
const DescentScheduler *descent_scheduler_lookup (const char *name); /* NULL if there is none */

G_END_DECLS
