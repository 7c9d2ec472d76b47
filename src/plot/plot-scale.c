/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Scales: one row of functions per kind. A kind straightens the data (forward), undoes that (back) and knows how
 * to turn a range that cannot be drawn into one that can (mend); everything else is the same for all kinds. */

#include "plot/plot-scale-private.h"

#include <math.h>

/* No range is narrower than this share of its greatest number: doubles, and tick labels, still tell points apart. */
#define LEAST_RELATIVE_WIDTH 1e-9
#define GREATEST_NUMBER 1e300
#define LEAST_NUMBER 1e-300

static double
same (double value)
{
  return value;
}

static double
clamp_number (double value)
{
  return CLAMP (value, -GREATEST_NUMBER, GREATEST_NUMBER);
}

static void
mend_linear (double *min,
             double *max)
{
  double magnitude = MAX (fabs (*min), fabs (*max));
  double middle = *min / 2 + *max / 2;
  double half = middle == 0 ? 1 : fabs (middle) * 0.1;

  if (*max - *min >= MAX (magnitude * LEAST_RELATIVE_WIDTH, LEAST_NUMBER))
    return;
  if (magnitude < LEAST_NUMBER)
    half = 1;
  else if (*max > *min)
    half = magnitude * LEAST_RELATIVE_WIDTH;
  *min = middle - half;
  *max = middle + half;
}

static double
straighten_log (double value)
{
  return value > 0 ? log10 (value) : NAN;
}

static double
bend_log (double exponent)
{
  return pow (10, exponent);
}

static void
mend_log (double *min,
          double *max)
{
  if (*max <= LEAST_NUMBER)
    {
      *min = 1;
      *max = 10;
      return;
    }
  if (*min <= 0)
    *min = *max * 1e-6;
  if (*max < *min * (1 + LEAST_RELATIVE_WIDTH))
    {
      *min /= sqrt (10);
      *max *= sqrt (10);
    }
  *min = MAX (*min, LEAST_NUMBER);
}

static const PlotScaleClass classes[] = {
  [PLOT_SCALE_LINEAR] = { .forward = same, .back = same, .mend = mend_linear },
  [PLOT_SCALE_LOG] = { .forward = straighten_log, .back = bend_log, .mend = mend_log },
};

const PlotScaleClass *
plot_scale_get_class (const PlotScale *scale)
{
  return &classes[scale->kind];
}

PlotScale
plot_scale_new (PlotScaleKind kind,
                double        min,
                double        max)
{
  PlotScale scale = { kind, 0, 1, FALSE };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (classes), scale);

  if (!isnan (min) && !isnan (max))
    {
      scale.min = clamp_number (MIN (min, max));
      scale.max = clamp_number (MAX (min, max));
    }
  classes[kind].mend (&scale.min, &scale.max);
  return scale;
}

double
plot_scale_normalize (const PlotScale *scale,
                      double           value)
{
  const PlotScaleClass *klass = plot_scale_get_class (scale);
  double                start = klass->forward (scale->min);
  double                width = klass->forward (scale->max) - start;

  const double fraction = (klass->forward (value) - start) / width;

  return scale->inverted ? 1 - fraction : fraction;
}

double
plot_scale_denormalize (const PlotScale *scale,
                        double           fraction)
{
  const PlotScaleClass *klass = plot_scale_get_class (scale);
  double                start = klass->forward (scale->min);
  double                width = klass->forward (scale->max) - start;

  return klass->back (start + width * (scale->inverted ? 1 - fraction : fraction));
}
