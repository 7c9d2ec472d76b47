/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

/* The course's surface sin 3x · cos 3y + (x + y)/4 and its gradient as one would write them by hand, in one loop: the
 * yardstick of compiled programs. The functions are the same inlined ones that the programs' kernels call. Compiled
 * for each instruction set. */
typedef struct
{
  const char *name;
  void (*points_fast) (const float *x, const float *y, float *value, float *dx, float *dy, gsize n);
  void (*points_exact) (const float *x, const float *y, float *value, float *dx, float *dy, gsize n);
  void (*descents_fast) (float *x, float *y, gsize n, guint n_steps, float lr);
  void (*descents_exact) (float *x, float *y, gsize n, guint n_steps, float lr);
  void (*rosenbrock) (const float *x, const float *y, float *value, float *dx, float *dy, gsize n);
} BenchHand;

extern const BenchHand bench_hand_baseline, bench_hand_v3, bench_hand_v4;
