/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-mark-private.h"

G_BEGIN_DECLS

/* Draws the legend of those of marks that have a label and a sample to show, in the corner where it hides the
 * fewest points. */
void plot_legend_draw (const PlotCanvas *canvas,
                       PlotMark *const  *marks,
                       guint             n_marks);

G_END_DECLS
