/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The table of learning-rate schedulers: a formula each. */

#include "descent/descent-scheduler.h"

#include <math.h>

/* The options' places in the rows. */
enum
{
  STEP_SIZE,
  STEP_GAMMA,
};

enum
{
  EXPONENTIAL_GAMMA,
};

enum
{
  COSINE_T_MAX,
  COSINE_ETA_MIN,
};

static double
next_step (const double *options,
           guint         epoch,
           double        base,
           double        lr)
{
  return fmod (epoch, options[STEP_SIZE]) != 0 ? lr : lr * options[STEP_GAMMA];
}

static double
next_exponential (const double *options,
                  guint         epoch,
                  double        base,
                  double        lr)
{
  return lr * options[EXPONENTIAL_GAMMA];
}

/* From base down to eta_min in half a cosine of t_max epochs, and up again in the next. At the bottom the rate before is
 * eta_min, from which no quotient leads up: there the step is added. */
static double
next_cosine (const double *options,
             guint         epoch,
             double        base,
             double        lr)
{
  const double t_max = options[COSINE_T_MAX], eta_min = options[COSINE_ETA_MIN];

  if (fmod ((double) epoch - 1 - t_max, 2 * t_max) == 0)
    return lr + (base - eta_min) * (1 - cos (G_PI / t_max)) / 2;
  return (1 + cos (G_PI * epoch / t_max)) / (1 + cos (G_PI * (epoch - 1) / t_max)) * (lr - eta_min) + eta_min;
}

static const DescentScheduler schedulers[] = {
  { "StepLR",
    "step_size, gamma=0.1",
    { [STEP_SIZE] = { "step_size", NAN }, [STEP_GAMMA] = { "gamma", 0.1 } },
    next_step },
  { "ExponentialLR", "gamma", { [EXPONENTIAL_GAMMA] = { "gamma", NAN } }, next_exponential },
  { "CosineAnnealingLR",
    "T_max, eta_min=0.0",
    { [COSINE_T_MAX] = { "T_max", NAN }, [COSINE_ETA_MIN] = { "eta_min", 0 } },
    next_cosine },
};

const DescentScheduler *
descent_scheduler_list (guint *n_schedulers)
{
  *n_schedulers = G_N_ELEMENTS (schedulers);
  return schedulers;
}

const DescentScheduler *
descent_scheduler_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (schedulers); i++)
    if (g_str_equal (schedulers[i].name, name))
      return &schedulers[i];
  return NULL;
}
