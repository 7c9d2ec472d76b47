/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A point in the grid: column and row, fractions between samples. */
typedef struct
{
  double x;
  double y;
} PlotGridPoint;

/* The lines at which samples cross level, as polylines as long as they can be joined: a GPtrArray of GArrays of
 * PlotGridPoint. A closed line ends on its first point. values[j * n_x + i] is column i, row j; a cell with a corner
 * that is not finite has no line. Transfer full. */
GPtrArray *plot_contour_trace (const float *values,
                               guint        n_x,
                               guint        n_y,
                               double       level);

G_END_DECLS
