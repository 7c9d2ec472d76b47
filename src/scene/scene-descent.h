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
 * y_min < y_max is given. */
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

void scene_descent_set_log_loss (SceneDescent *scene,
                                 gboolean      log_scale);

G_END_DECLS
