/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-theme.h"

G_BEGIN_DECLS

/* A table of 256 colours. Static. */
typedef struct _PlotColormap PlotColormap;

/* "viridis" (the default, first in the list), "turbo", "jet", "grey". */
const PlotColormap        *plot_colormap_lookup (const char *name);
const PlotColormap *const *plot_colormap_list (guint *n_colormaps);
const char                *plot_colormap_get_name (const PlotColormap *colormap);
const char                *plot_colormap_get_title (const PlotColormap *colormap); /* translated */

/* The colour of a fraction 0…1: entry min (255, floor (256 · fraction)); nan is transparent. */
PlotColor plot_colormap_get_color (const PlotColormap *colormap,
                                   double              fraction);

G_END_DECLS
