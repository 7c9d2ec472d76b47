/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-preset.h"
#include "scene/scene-descent.h"

G_BEGIN_DECLS

/* Runs and scenes for tests. Transfer full. */
DescentRun *scenes_create_run (const char *text,
                               guint       n_inputs,
                               double      x,
                               double      y,
                               double      lr,
                               guint       n_steps);

/* A preset as its page opens with it: its run and its domain. */
SceneDescent *scenes_open_preset (const DescentPreset *preset,
                                  double               lr);

/* All numbers of a text in order, as a driver of the window reads them. Array of double, transfer full. */
GArray *scenes_read_numbers (const char *text);

G_END_DECLS
