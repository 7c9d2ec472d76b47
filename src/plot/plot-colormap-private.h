/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-colormap.h"

G_BEGIN_DECLS

/* The 256 colours as 0xRRGGBB. */
const guint32 *plot_colormap_get_colors (const PlotColormap *colormap);

G_END_DECLS
