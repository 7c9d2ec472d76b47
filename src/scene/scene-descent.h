/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-run.h"
#include "plot/plot-figure.h"

G_BEGIN_DECLS

/* What the Curve and Surface pages show of a run: a main figure and a small one of the loss over the steps. Holds no
 * state of its own beyond what it was told, and redraws only what a change touches. One thread. */
typedef struct _SceneDescent SceneDescent;

SceneDescent *scene_descent_new (guint n_inputs);
void          scene_descent_free (SceneDescent *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SceneDescent, scene_descent_free)

/* Transfer none; the same figures for the life of the scene. */
PlotFigure *scene_descent_get_figure (SceneDescent *scene);
PlotFigure *scene_descent_get_loss_figure (SceneDescent *scene);

/* Shows run (kept by reference). The heatmap is made anew only when function or view changed. */
void scene_descent_set_run (SceneDescent *scene,
                            DescentRun   *run);

/* The part of the plane to see; for 1-D the y range follows from the function and the points in sight unless
 * y_min < y_max is given. Without a view, one is taken that holds the start. The view stays when a run leaves it:
 * the path then leads out of sight. */
void      scene_descent_set_view (SceneDescent    *scene,
                                  const PlotRange *view);
PlotRange scene_descent_get_view (SceneDescent *scene);

void scene_descent_set_colormap (SceneDescent       *scene,
                                 const PlotColormap *colormap);

/* Step k of the run; a fraction lies on the way to the next point. */
void scene_descent_set_cursor (SceneDescent *scene,
                               double        k);

/* The pointer over the main figure, in data: a crosshair that reads x, y, f and ∇f; NULL for none. */
void scene_descent_set_pointer (SceneDescent *scene,
                                const double *point);

/* The loss on a log scale, if it can be had (scene_descent_can_log_loss); else the scale stays linear until it can. */
void scene_descent_set_log_loss (SceneDescent *scene,
                                 gboolean      log_scale);

/* Whether the loss of this run has a place on a log scale: some of its values are positive and none is negative. To
 * lift a negative loss by an offset would show a rate of convergence that is not there, so it is not done. A loss of
 * exactly 0 is a gap in the line. */
gboolean scene_descent_can_log_loss (SceneDescent *scene);

/* What the Surface shows of the function. n_contours is about how many levels (0: no lines). n_samples of 0 shows
 * every value where it belongs; n > 0 shows what Matplotlib's imshow makes of n samples a side: taken from edge to
 * edge, drawn as n equal cells, on a linear scale of colours. */
void scene_descent_set_sampling (SceneDescent *scene,
                                 guint         n_contours,
                                 guint         n_samples);

/* Whether to draw the run on the main figure, or the function alone. */
void scene_descent_set_run_visible (SceneDescent *scene,
                                    gboolean      visible);

G_END_DECLS
