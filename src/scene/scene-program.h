/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-log.h"
#include "plot/plot-grid.h"

G_BEGIN_DECLS

/* A figure that a program has drawn, from its FIGURE event (of lab_log_list_figures ()): as Matplotlib would show it, in
 * our looks. Transfer full. */
PlotGrid *scene_program_new_figure (LabLog *log,
                                    guint64 event);

G_END_DECLS
