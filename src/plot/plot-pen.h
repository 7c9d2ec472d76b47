/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-mark-private.h"

G_BEGIN_DECLS

/* Points of a line in data coordinates, owned by whoever keeps them. */
typedef struct
{
  double *xs;
  double *ys;
  guint   n;
} PlotPoints;

void     plot_points_init (PlotPoints *points, const double *xs, const double *ys, guint n);
void     plot_points_clear (PlotPoints *points);
gboolean plot_points_get_extent (const PlotPoints *points, PlotRange *extent);

/* The view rectangle that holds the points, wider by margin on all sides. */
PlotRect plot_points_get_bounds (const PlotPoints *points, const PlotView *view, double margin);
gboolean plot_points_hit (const PlotPoints *points, const PlotView *view, double view_x, double view_y, double max_distance, PlotHit *hit);

guint plot_points_count_within (const PlotPoints *points, const PlotView *view, const PlotRect *rect);

void plot_set_source (cairo_t *cr, PlotColor color);

/* Strokes the line through points 0…end (a fraction goes part of the way), in as many strokes as is quickest,
 * thinned where it is longer than a thousand points, cut to the view. A point that is not finite is a gap. */
void plot_stroke_points (const PlotCanvas *canvas,
                         const PlotPoints *points,
                         double            end,
                         double            width,
                         PlotColor         color);

/* The same with flat ends, for a line that goes on from another. */
void plot_stroke_points_flat (const PlotCanvas *canvas,
                              const PlotPoints *points,
                              double            end,
                              double            width,
                              PlotColor         color);

/* Fills a disc at each of points 0…n − 1 that is in sight. */
void plot_fill_discs (const PlotCanvas *canvas,
                      const PlotPoints *points,
                      guint             n,
                      double            radius,
                      PlotColor         color);

/* Moves a coordinate so that a line of so many pixels width, parallel to the other axis, covers whole device pixels;
 * also says how wide it then is. */
double plot_snap_x (cairo_t *cr, double x, double width);
double plot_snap_y (cairo_t *cr, double y, double width);
double plot_snap_width (cairo_t *cr, double width);

G_END_DECLS
