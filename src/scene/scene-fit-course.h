/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-fit.h"
#include "plot/plot-figure.h"

G_BEGIN_DECLS

/* The two figures of the course, which say by their ranges what they show: the samples alone, and the samples with the
 * line after k epochs (and of other, if not NULL), with a legend. Transfer full. */
PlotFigure *scene_fit_new_data_figure (const DescentData *data);
PlotFigure *scene_fit_new_result_figure (const DescentFit *fit,
                                         const DescentFit *other,
                                         guint             k);

G_END_DECLS
