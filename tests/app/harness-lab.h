/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "app/gradients-lab-run.h"

/* For tests that run a program of the lab. */

/* Skips the test where programs cannot run, saying why; whether that is so. */
static inline gboolean
harness_lab_skip (GradientsLabRun *run)
{
  const char *problem = gradients_lab_run_get_problem (run);

  if (problem != NULL)
    g_test_skip (problem);
  return problem != NULL;
}

static inline gboolean
harness_lab_has_ended (GradientsLabRun *run)
{
  LabRun *last = gradients_lab_run_get_run (run);

  return last != NULL && lab_run_get_state (last) == LAB_RUN_ENDED;
}
