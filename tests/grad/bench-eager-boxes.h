/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

/* Goes n_steps on the course's surface by calls that each take numbers in boxes and give a new box: as many calls, boxes
 * and sines as the eager engine has, and nothing else. No graph is recorded; one function knows both gradients. So this is
 * what a step costs before an engine has begun to be one. */
void bench_boxes_run (guint n_steps);
