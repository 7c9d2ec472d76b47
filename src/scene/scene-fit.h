/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-fit.h"
#include "plot/plot-figure.h"

G_BEGIN_DECLS

/* What the Line fit page shows of a fit: the data with the line, the loss over all (W, b) with the path on it, and the
 * loss over the epochs. One cursor moves in all three. Redraws only what a change touches. One thread. */
typedef struct _SceneFit SceneFit;

typedef enum
{
  SCENE_FIT_DATA,
  SCENE_FIT_MAP,
  SCENE_FIT_LOSS,
} SceneFitPart;

enum
{
  SCENE_FIT_N_PARTS = 3,
};

SceneFit *scene_fit_new (void);
void      scene_fit_free (SceneFit *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SceneFit, scene_fit_free)

/* Transfer none; the same figure for the life of the scene. */
PlotFigure *scene_fit_get_figure (SceneFit    *scene,
                                  SceneFitPart part);

/* Shows fit, and other beside it in the same figures, or NULL. Both are kept by reference. The cloud of points and the
 * heatmap are made anew only when the data, the reduction or what is in sight changed. */
void scene_fit_set_fit (SceneFit   *scene,
                        DescentFit *fit,
                        DescentFit *other);

/* What to see of a figure; NULL for what suits the data: all points, or the ways from the start to the optimum. The
 * loss figure always shows all. */
void scene_fit_set_view (SceneFit        *scene,
                         SceneFitPart     part,
                         const PlotRange *view);

void scene_fit_set_colormap (SceneFit           *scene,
                             const PlotColormap *colormap);

/* The point of the fit; a fraction lies on the way to the next. */
void scene_fit_set_cursor (SceneFit *scene,
                           double    k);

/* A point of the fit that is pointed at, marked in all figures; -1 for none. */
void scene_fit_set_marked (SceneFit *scene,
                           int       k);

/* The point of the fit that lies next to a place in a figure, no farther away than max_distance view pixels; -1 if
 * there is none. plot_rect is what plot_figure_get_plot_rect () says of that figure. */
int scene_fit_find_point (SceneFit       *scene,
                          SceneFitPart    part,
                          const PlotRect *plot_rect,
                          double          view_x,
                          double          view_y,
                          double          max_distance);

/* A pointer over a figure, in data: a crosshair that reads what is there; NULL for none. */
void scene_fit_set_pointer (SceneFit     *scene,
                            SceneFitPart  part,
                            const double *point);

/* The vertical distances of the samples from the line: of all, or of so many spread over them that they can be seen. */
void scene_fit_set_residuals (SceneFit *scene,
                              gboolean  visible);

void scene_fit_set_log_loss (SceneFit *scene,
                             gboolean  log_scale);

G_END_DECLS
