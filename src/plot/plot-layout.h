/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-theme-private.h"
#include "plot/plot-view.h"
#include "plot/plot-colormap.h"

G_BEGIN_DECLS

/* What a layout has to make room for. */
typedef struct
{
  PlotScale           x, y;
  const char         *title, *x_label, *y_label;
  gboolean            equal_aspect;
  const PlotRect     *axes_box; /* NULL: as the texts need */
  const PlotColormap *colormap; /* NULL: no colour bar */
  PlotScale           color_scale;
} PlotLayoutRequest;

/* Where everything of a figure goes. Texts that find no room are left out (NULL here). */
typedef struct
{
  PlotView            view;
  GArray             *x_ticks, *y_ticks, *bar_ticks; /* of PlotTick */
  const char         *title, *x_label, *y_label;     /* borrowed from the request */
  double              title_y;                       /* of their middles */
  double              x_label_y;
  double              y_label_x;
  const PlotColormap *colormap; /* NULL: no colour bar */
  PlotScale           color_scale;
  PlotRect            bar;
} PlotLayout;

PlotLayout *plot_layout_new (const PlotLayoutRequest *request,
                             const PlotRect          *rect,
                             const PlotTheme         *theme);
void        plot_layout_free (PlotLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotLayout, plot_layout_free)

G_END_DECLS
