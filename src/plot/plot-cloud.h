/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-pen.h"

G_BEGIN_DECLS

/* Fills a disc at each point in sight, as plot_fill_discs does, by stamping instead of by paths: ten thousand of them
 * take a millisecond. FALSE, and nothing drawn, where that cannot be done: on a surface without pixels of its own, or
 * under a rotation. */
gboolean plot_stamp_discs (const PlotCanvas *canvas,
                           const PlotPoints *points,
                           double            radius,
                           PlotColor         color);

G_END_DECLS
