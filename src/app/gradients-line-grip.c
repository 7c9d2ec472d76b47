/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* How a hand moves a line. */

#include "app/gradients-line-grip.h"

#include <math.h>

/* The part of the samples' width, about their middle, in which a line is lifted, not turned. */
#define MIDDLE_SHARE 0.3

gboolean
gradients_line_grip_take (GradientsLineGrip    *grip,
                          const DescentMoments *samples,
                          double                w,
                          double                b,
                          double                x)
{
  double middle = (samples->x_min + samples->x_max) / 2;

  *grip = (GradientsLineGrip){ .w = w, .b = b, .pivot_x = middle, .pivot_y = w * middle + b, .grip_x = x };
  grip->held = isfinite (grip->pivot_y) && isfinite (w);
  grip->turns = fabs (x - middle) > MIDDLE_SHARE / 2 * (samples->x_max - samples->x_min);
  return grip->held;
}

/* value to the decimal that a step of that size leaves meaningful. */
static double
round_to (double value,
          double step)
{
  double inverse = pow (10, -floor (log10 (step)));

  if (!isfinite (inverse) || inverse == 0)
    return value;
  return inverse >= 1 ? round (value * inverse) / inverse : round (value * inverse) * (1 / inverse);
}

void
gradients_line_grip_pull (GradientsLineGrip *grip,
                          double             x,
                          double             y,
                          double             w_step,
                          double             b_step)
{
  g_return_if_fail (grip->held);

  if (!grip->turns)
    {
      grip->b = round_to (y - grip->w * x, b_step);
      return;
    }
  /* Upright lines are not to be had: across the middle, the grip keeps its own side. */
  if ((x - grip->pivot_x) * (grip->grip_x - grip->pivot_x) <= 0)
    x = grip->grip_x;
  grip->w = round_to ((y - grip->pivot_y) / (x - grip->pivot_x), w_step);
  grip->b = round_to (grip->pivot_y - grip->w * grip->pivot_x, b_step);
}
