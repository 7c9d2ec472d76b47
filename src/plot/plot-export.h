/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <cairo.h>

#include "plot/plot-rect.h"
#include "plot/plot-theme.h"

G_BEGIN_DECLS

typedef void (*PlotDrawFunc) (gpointer         drawable,
                              cairo_t         *cr,
                              const PlotRect  *rect,
                              const PlotTheme *theme);

/* Writes what draw draws into a rectangle of that size, on the theme's ground; see plot_figure_export. */
gboolean plot_export (PlotDrawFunc     draw,
                      gpointer         drawable,
                      const char      *path,
                      double           width,
                      double           height,
                      double           scale,
                      const PlotTheme *theme,
                      GError         **error);

G_END_DECLS
