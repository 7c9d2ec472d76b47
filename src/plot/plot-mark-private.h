/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <cairo.h>

#include "plot/plot-mark.h"
#include "plot/plot-theme-private.h"
#include "plot/plot-view.h"

G_BEGIN_DECLS

/* Where and how a mark draws. cr is NULL where only bounds are asked for. */
typedef struct
{
  cairo_t         *cr;
  const PlotView  *view;
  const PlotTheme *theme;
} PlotCanvas;

/* What a kind of mark can do. All but draw may be NULL: no extent of its own, bounds of the whole view, nothing to
 * hit, nothing to say, no points, no sample for the legend, nothing to free. */
typedef struct
{
  gsize size; /* of the instance */
  gboolean (*extent) (PlotMark  *mark,
                      PlotRange *extent);
  void (*draw) (PlotMark         *mark,
                const PlotCanvas *canvas);
  PlotRect (*bounds) (PlotMark         *mark,
                      const PlotCanvas *canvas);
  gboolean (*hit) (PlotMark       *mark,
                   const PlotView *view,
                   double          view_x,
                   double          view_y,
                   double          max_distance,
                   PlotHit        *hit);
  char *(*describe) (PlotMark *mark);
  guint (*count_within) (PlotMark       *mark,
                         const PlotView *view,
                         const PlotRect *rect);
  void (*draw_key) (PlotMark         *mark,
                    const PlotCanvas *canvas,
                    const PlotRect   *rect);
  void (*finalize) (PlotMark *mark);
} PlotMarkClass;

struct _PlotMark
{
  gatomicrefcount      ref_count;
  const PlotMarkClass *klass;
  PlotRole             role;
  char                *label;
};

/* A new instance of klass, all else 0. */
gpointer plot_mark_create (const PlotMarkClass *klass,
                           PlotRole             role,
                           const char          *label);

/* The class's functions, with their defaults. */
gboolean    plot_mark_get_extent (PlotMark *mark, PlotRange *extent);
void        plot_mark_draw (PlotMark *mark, const PlotCanvas *canvas);
PlotRect    plot_mark_get_bounds (PlotMark *mark, const PlotCanvas *canvas);
gboolean    plot_mark_hit (PlotMark *mark, const PlotView *view, double view_x, double view_y, double max_distance, PlotHit *hit);
char       *plot_mark_describe (PlotMark *mark);
guint       plot_mark_count_within (PlotMark *mark, const PlotView *view, const PlotRect *rect); /* points hidden by rect */
gboolean    plot_mark_has_key (PlotMark *mark);
void        plot_mark_draw_key (PlotMark *mark, const PlotCanvas *canvas, const PlotRect *rect);
const char *plot_mark_get_label (PlotMark *mark);

/* For the colour bar: the map and what it stands for, if mark is a heatmap with a finite value. */
gboolean plot_mark_get_colors (PlotMark            *mark,
                               const PlotColormap **colormap,
                               PlotScale           *scale);

/* The samples of a heatmap as it draws them: straightened by its scale, so that a level of a log scale is to be
 * looked for at its logarithm. Borrowed; NULL if mark is no heatmap. */
const float *plot_mark_get_samples (PlotMark  *mark,
                                    guint     *n_x,
                                    guint     *n_y,
                                    PlotRange *range);

G_END_DECLS
