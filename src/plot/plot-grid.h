/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-figure.h"

G_BEGIN_DECLS

/* Figures in rows and columns under one title, drawn as one. Reference-counted, changed from one thread. */
typedef struct _PlotGrid PlotGrid;

PlotGrid *plot_grid_new (guint rows,
                         guint columns);
PlotGrid *plot_grid_ref (PlotGrid *grid);
void      plot_grid_unref (PlotGrid *grid);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotGrid, plot_grid_unref)

void plot_grid_set_title (PlotGrid   *grid,
                          const char *title);

/* How large it wants to be, in logical pixels. */
void plot_grid_set_size (PlotGrid *grid,
                         double    width,
                         double    height);
void plot_grid_get_size (PlotGrid *grid,
                         double   *width,
                         double   *height);

/* Cells count row by row from 0. One may stay empty. */
void        plot_grid_set_figure (PlotGrid   *grid,
                                  guint       cell,
                                  PlotFigure *figure);
guint       plot_grid_get_n_cells (PlotGrid *grid);
PlotFigure *plot_grid_get_figure (PlotGrid *grid,
                                  guint     cell); /* transfer none, nullable */

void plot_grid_draw (PlotGrid        *grid,
                     cairo_t         *cr,
                     const PlotRect  *rect,
                     const PlotTheme *theme);

/* What is drawn, in words and numbers, one line for each figure. Translated, transfer full. */
char *plot_grid_describe (PlotGrid *grid);

/* Writes the grids one below the other into one picture, as plot_figure_export. A width and height of 0 take what each
 * wants; else that is the size of each. */
gboolean plot_grid_export (PlotGrid *const *grids,
                           guint            n_grids,
                           const char      *path,
                           double           width,
                           double           height,
                           double           scale,
                           const PlotTheme *theme,
                           GError         **error);

G_END_DECLS
