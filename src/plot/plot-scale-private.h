/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-scale.h"

G_BEGIN_DECLS

/* What makes a kind of scale. forward gives nan for a value that has no place on the scale; mend widens
 * min ≤ max, both finite, to a range that can be drawn. */
typedef struct
{
  double (*forward) (double value);
  double (*back) (double straight);
  void (*mend) (double *min,
                double *max);
} PlotScaleClass;

const PlotScaleClass *plot_scale_get_class (const PlotScale *scale);

G_END_DECLS
