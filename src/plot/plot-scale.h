/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PLOT_SCALE_LINEAR,
  PLOT_SCALE_LOG, /* of base ten; values that are not positive have no place on it */
} PlotScaleKind;

/* Maps data between min and max to 0…1, or to 1…0 if it is inverted. A plain value. A degenerate range (min == max, not
 * finite, or not positive on a log scale) is widened by plot_scale_new to one that works. */
typedef struct
{
  PlotScaleKind kind;
  double        min;
  double        max;
  gboolean      inverted; /* plot_scale_new makes none */
} PlotScale;

PlotScale plot_scale_new (PlotScaleKind kind,
                          double        min,
                          double        max);
double    plot_scale_normalize (const PlotScale *scale,
                                double           value);
double    plot_scale_denormalize (const PlotScale *scale,
                                  double           fraction);

/* The scale on which the finite ones of values show best: linear from the least to the greatest, unless most crowd
 * near nought and none lies clearly below it; then logarithmic, over the upper four decades at most. Without a finite
 * value, 0 to 1. */
PlotScale plot_scale_new_for_values (const float *values,
                                     gsize        n_values);

typedef struct
{
  double value;
  char  *label; /* owned; real minus sign, no float dust */
} PlotTick;

/* About n_wanted nice ticks inside the range, ascending. An array of PlotTick that frees its labels. Transfer full. */
GArray *plot_scale_ticks (const PlotScale *scale,
                          guint            n_wanted);

G_END_DECLS
