/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

#include "plot/plot-figure.h"

G_BEGIN_DECLS

/* The layers of a figure as render nodes, each made anew only when what it shows changed. GTK finds out what to
 * redraw by comparing nodes, so an unchanged node costs next to nothing. */
typedef struct _GradientsPlotCache GradientsPlotCache;

GradientsPlotCache *gradients_plot_cache_new (void);
void                gradients_plot_cache_free (GradientsPlotCache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GradientsPlotCache, gradients_plot_cache_free)

/* Appends all layers of figure, filling width × height. */
void gradients_plot_cache_snapshot (GradientsPlotCache *cache,
                                    GtkSnapshot        *snapshot,
                                    PlotFigure         *figure,
                                    const PlotTheme    *theme,
                                    int                 width,
                                    int                 height,
                                    int                 scale);

/* How many nodes were made so far for a layer. */
guint gradients_plot_cache_get_n_drawn (GradientsPlotCache *cache,
                                        PlotLayer           layer);

G_END_DECLS
