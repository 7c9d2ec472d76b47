/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <cairo.h>

#include "plot/plot-layout.h"

G_BEGIN_DECLS

/* Draws what stands around the marks: grid (if wanted), frame, ticks, texts and colour bar. */
void plot_axes_draw (cairo_t          *cr,
                     const PlotLayout *layout,
                     const PlotRect   *rect,
                     const PlotTheme  *theme,
                     gboolean          grid);

G_END_DECLS
