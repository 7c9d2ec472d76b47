/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-rect.h"

G_BEGIN_DECLS

/* Cuts the segment from a to b (x, y) to what lies within rect, in place; FALSE if nothing does. Cairo counts in
 * fixed point and ends at ±8 million pixels: whatever may lie further off has to pass here first. */
gboolean plot_clip_segment (const PlotRect *rect,
                            double          a[2],
                            double          b[2]);

G_END_DECLS
