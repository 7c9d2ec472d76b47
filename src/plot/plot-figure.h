/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <cairo.h>
#include <glib-object.h>

#include "plot/plot-mark.h"

G_BEGIN_DECLS

/* Axes with marks. Drawing is a function of (figure, cairo_t, rectangle, theme): window, export, command line and
 * tests call the same. Reference-counted, changed from one thread. */
typedef struct _PlotFigure PlotFigure;

#define PLOT_TYPE_FIGURE (plot_figure_get_type ())
GType plot_figure_get_type (void);

PlotFigure *plot_figure_new (void);
PlotFigure *plot_figure_ref (PlotFigure *figure);
void        plot_figure_unref (PlotFigure *figure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotFigure, plot_figure_unref)

/* What a person calls the figure (“Curve plot”) and what is to be said of its present state (“start 100; now 64”);
 * both open the description. A NULL text means none, here and below. */
void plot_figure_set_name (PlotFigure *figure, const char *name);
void plot_figure_set_note (PlotFigure *figure, const char *note);

/* The axes. */
void      plot_figure_set_title (PlotFigure *figure, const char *title);
void      plot_figure_set_labels (PlotFigure *figure, const char *x_label, const char *y_label);
void      plot_figure_set_scales (PlotFigure *figure, PlotScaleKind x_kind, PlotScaleKind y_kind);
void      plot_figure_set_range (PlotFigure *figure, const PlotRange *range);
PlotRange plot_figure_get_range (PlotFigure *figure);
void      plot_figure_set_inverted (PlotFigure *figure, gboolean x, gboolean y); /* the greatest at the left, or below */
void      plot_figure_set_equal_aspect (PlotFigure *figure, gboolean equal);     /* one unit of x as long as one of y */
void      plot_figure_set_color_bar (PlotFigure *figure, gboolean visible);      /* of the first heatmap */
void      plot_figure_set_legend (PlotFigure *figure, gboolean visible);

/* Puts the box of the axes at a place of the caller's choice within the rectangle drawn into, for pictures that must
 * match others; NULL (the default) leaves as much room as the texts need. */
void plot_figure_set_axes_box (PlotFigure *figure, const PlotRect *box);

/* Replaces all marks of a layer; takes the marks, an array of n. Drawn in order. */
void plot_figure_take_marks (PlotFigure *figure,
                             PlotLayer   layer,
                             PlotMark  **marks,
                             guint       n_marks);

/* Grows whenever what the layer draws changes (its marks, or the axes); a cache compares it. */
guint64 plot_figure_get_serial (PlotFigure *figure,
                                PlotLayer   layer);

void plot_figure_draw (PlotFigure      *figure,
                       cairo_t         *cr,
                       const PlotRect  *rect,
                       const PlotTheme *theme);
void plot_figure_draw_layer (PlotFigure      *figure,
                             cairo_t         *cr,
                             const PlotRect  *rect,
                             const PlotTheme *theme,
                             PlotLayer        layer);

/* plot_figure_draw draws the layers on what is there; the ground (PLOT_ROLE_BACKGROUND) is painted by
 * plot_figure_export and else left to the caller. */

/* What a layer touches when drawn into rect, for bounding a Cairo node. */
PlotRect plot_figure_get_layer_bounds (PlotFigure      *figure,
                                       const PlotRect  *rect,
                                       const PlotTheme *theme,
                                       PlotLayer        layer);

/* The rectangle inside the axes, and the way between it and data. */
PlotRect plot_figure_get_plot_rect (PlotFigure      *figure,
                                    const PlotRect  *rect,
                                    const PlotTheme *theme);
void     plot_figure_to_view (PlotFigure *figure, const PlotRect *plot_rect, double x, double y, double *view_x, double *view_y);
void     plot_figure_from_view (PlotFigure *figure, const PlotRect *plot_rect, double view_x, double view_y, double *x, double *y);

/* The range after zooming about a data point (a factor of 2 shows half as much, 0.5 twice as much), as far as
 * numbers allow, or after moving by a distance in data. */
PlotRange plot_figure_zoomed (PlotFigure *figure, double factor, double x, double y);
PlotRange plot_figure_panned (PlotFigure *figure, double dx, double dy);

/* The nearest point of a labelled mark within max_distance; FALSE if none. */
gboolean plot_figure_hit (PlotFigure     *figure,
                          const PlotRect *plot_rect,
                          double          view_x,
                          double          view_y,
                          double          max_distance,
                          PlotHit        *hit);

/* What is drawn, in words and numbers, one line. Translated, transfer full. */
char *plot_figure_describe (PlotFigure *figure);

/* Writes the figure to path, format by its ending (png, svg, pdf), whole or not at all. scale is pixels per logical
 * pixel, for png. G_FILE_ERROR, or PLOT_ERROR_FORMAT naming the ending. */
gboolean plot_figure_export (PlotFigure      *figure,
                             const char      *path,
                             double           width,
                             double           height,
                             double           scale,
                             const PlotTheme *theme,
                             GError         **error);

G_END_DECLS
