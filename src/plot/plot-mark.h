/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-colormap.h"
#include "plot/plot-rect.h"
#include "plot/plot-scale.h"

G_BEGIN_DECLS

/* What is drawn together and cached together: a window redraws only the layers whose serial changed. */
typedef enum
{
  PLOT_LAYER_BASE,    /* heatmap, contours */
  PLOT_LAYER_AXES,    /* grid, ticks, labels, colour bar, title */
  PLOT_LAYER_TRAIL,   /* curves, paths, data */
  PLOT_LAYER_CURSOR,  /* current point, next step, tangent: what moves as the run plays */
  PLOT_LAYER_POINTER, /* the crosshair under the mouse; a layer of its own, so that its bounds stay small */
} PlotLayer;

enum
{
  PLOT_N_LAYERS = 5,
};

/* What lies under a view point. */
typedef struct
{
  const char *label;    /* of the mark; borrowed */
  guint       index;    /* of its point */
  double      x, y;     /* of that point, in data */
  double      distance; /* in view pixels */
} PlotHit;

/* One thing drawn in data coordinates. Reference-counted, immutable. A mark knows its extent in data, how to draw
 * itself, what of it lies near a point and how to say what it is. */
typedef struct _PlotMark PlotMark;

PlotMark *plot_mark_ref (PlotMark *mark);
void      plot_mark_unref (PlotMark *mark);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotMark, plot_mark_unref)

/* A line through points; a point that is not finite is a gap. */
PlotMark *plot_mark_new_curve (const double *xs,
                               const double *ys,
                               guint         n,
                               PlotRole      role,
                               const char   *label);

/* A path with markers and a halo, from point 0 up to point end (fractions draw part of a segment); long paths are
 * thinned to what can be seen. */
PlotMark *plot_mark_new_path (const double *xs,
                              const double *ys,
                              guint         n,
                              double        end,
                              const char   *label);

/* The same with colours to choose: halo is PLOT_ROLE_PLOT over the plot's own ground. An unlabelled path is not
 * described and not hit. */
PlotMark *plot_mark_new_trail (const double *xs,
                               const double *ys,
                               guint         n,
                               double        end,
                               PlotRole      role,
                               PlotRole      halo,
                               const char   *label);

/* Part of a path of n points: from point first to end. Two parts, of which the second begins where the first ends and
 * is drawn after it, look like one. */
PlotMark *plot_mark_new_trail_part (const double *xs,
                                    const double *ys,
                                    guint         n,
                                    guint         first,
                                    double        end,
                                    PlotRole      role,
                                    PlotRole      halo);

/* A whole path drawn faintly: what is still ahead. */
PlotMark *plot_mark_new_ghost_path (const double *xs,
                                    const double *ys,
                                    guint         n,
                                    PlotRole      role,
                                    const char   *label);

PlotMark *plot_mark_new_points (const double *xs,
                                const double *ys,
                                guint         n,
                                PlotRole      role,
                                const char   *label);

/* How a program of its own wants its points to look. */
typedef struct
{
  PlotColor color;
  char      line;       /* '-', '=' (dashed), ';' (dashes and dots), ':' (dotted); 0 for none */
  char      marker;     /* Matplotlib's: 'o', '.', 's', '^', 'x', '+'…; 0 for none */
  double    line_width; /* logical pixels */
  double    marker_size;
  gboolean  on_picture; /* over an image: the colour stays as it is on any theme */
} PlotSeriesStyle;

/* Points in the looks that a program chose. A colour that cannot be told from the ground of the theme is moved away from
 * it; a point that is not finite is a gap. */
PlotMark *plot_mark_new_series (const double          *xs,
                                const double          *ys,
                                guint                  n,
                                const PlotSeriesStyle *style,
                                const char            *label);

/* One marker: hollow for the start, filled for the current point, a ghost for the next, a cross for an optimum. */
PlotMark *plot_mark_new_point (double      x,
                               double      y,
                               PlotRole    role,
                               const char *label);

PlotMark *plot_mark_new_arrow (double   x0,
                               double   y0,
                               double   x1,
                               double   y1,
                               PlotRole role);

/* A line through (x, y) with that slope, as long as reads well: a tangent. */
PlotMark *plot_mark_new_slope (double   x,
                               double   y,
                               double   slope,
                               PlotRole role);

/* The whole line y = slope · x + offset, from edge to edge of the view; and many of them that followed each other, the
 * older the fainter. They have no extent of their own. */
PlotMark *plot_mark_new_straight_line (double      slope,
                                       double      offset,
                                       PlotRole    role,
                                       const char *label);
PlotMark *plot_mark_new_lines (const double *slopes,
                               const double *offsets,
                               guint         n,
                               PlotRole      role,
                               const char   *label);

PlotMark *plot_mark_new_crosshair (double      x,
                                   double      y,
                                   const char *text);

/* values[j * n_x + i] is the sample of column i, row j (row 0 at y_min). The samples divide the rectangle into equal
 * cells, as Matplotlib's imshow does, and are interpolated bilinearly on the data, then coloured linearly between
 * the least and the greatest finite value. */
PlotMark *plot_mark_new_heatmap (const float        *values,
                                 guint               n_x,
                                 guint               n_y,
                                 double              x_min,
                                 double              x_max,
                                 double              y_min,
                                 double              y_max,
                                 const PlotColormap *colormap);

/* The same with a scale for the colours (plot_scale_new_for_values); what lies beyond its ends has the colour of the
 * end. */
PlotMark *plot_mark_new_heatmap_scaled (const float        *values,
                                        guint               n_x,
                                        guint               n_y,
                                        double              x_min,
                                        double              x_max,
                                        double              y_min,
                                        double              y_max,
                                        const PlotColormap *colormap,
                                        const PlotScale    *scale);

/* Contour lines of a heatmap's own samples, in shades of its colours, at about n_levels nice levels of its scale. */
PlotMark *plot_mark_new_contours_of (PlotMark *heatmap,
                                     guint     n_levels);

/* Contour lines of samples at the corners of a grid from edge to edge, at n_levels nice levels. */
PlotMark *plot_mark_new_contours (const float *values,
                                  guint        n_x,
                                  guint        n_y,
                                  double       x_min,
                                  double       x_max,
                                  double       y_min,
                                  double       y_max,
                                  guint        n_levels);

G_END_DECLS
