/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-figure.h"
#include "plot/plot-layout.h"

G_BEGIN_DECLS

struct _PlotFigure
{
  gatomicrefcount ref_count;

  char *name;
  char *note;
  char *title;
  char *x_label;
  char *y_label;

  PlotScaleKind x_kind, y_kind;
  gboolean      x_inverted, y_inverted;
  PlotRange     range;
  gboolean      has_range; /* else it follows from the marks */
  gboolean      equal_aspect;
  gboolean      color_bar;
  gboolean      legend;
  PlotRect      axes_box;
  gboolean      has_axes_box;

  GPtrArray *layers[PLOT_N_LAYERS]; /* of PlotMark */
  guint64    serials[PLOT_N_LAYERS];

  /* The last layout, and what it was made for. */
  PlotLayout      *layout;
  PlotRect         layout_rect;
  const PlotTheme *layout_theme;
};

/* The axes within a rectangle. */
PlotView plot_figure_get_view (PlotFigure     *figure,
                               const PlotRect *plot_rect);

/* The colours of the first heatmap. */
gboolean plot_figure_get_colors (PlotFigure          *figure,
                                 const PlotColormap **colormap,
                                 PlotScale           *scale);

/* The layout for rect; owned by the figure until the next change or another rect. */
const PlotLayout *plot_figure_get_layout (PlotFigure      *figure,
                                          const PlotRect  *rect,
                                          const PlotTheme *theme);

G_END_DECLS
