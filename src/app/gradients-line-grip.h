/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-data.h"

G_BEGIN_DECLS

/* A line in a person's hand: taken near its middle it is lifted and lowered, taken near its ends it is turned about
 * the middle of the samples. A plain value. */
typedef struct
{
  gboolean held;
  double   w, b;             /* the line y = w·x + b as it is now */
  double   pivot_x, pivot_y; /* a point of the line, in the middle of the samples */
  double   grip_x;           /* where it was taken */
  gboolean turns;
} GradientsLineGrip;

/* Takes the line y = w·x + b at x. FALSE if there is no such line. */
gboolean gradients_line_grip_take (GradientsLineGrip    *grip,
                                   const DescentMoments *samples,
                                   double                w,
                                   double                b,
                                   double                x);

/* Pulls it to a point; w and b come out as round as the given steps allow. */
void gradients_line_grip_pull (GradientsLineGrip *grip,
                               double             x,
                               double             y,
                               double             w_step,
                               double             b_step);

G_END_DECLS
