/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "scene/scene-fit.h"

G_BEGIN_DECLS

/* A fit as arrays, made once. */
typedef struct
{
  DescentFit *fit; /* NULL: none */
  guint       n;
  double     *ws;
  double     *bs;
  double     *losses;
} SceneFitRun;

/* What a figure shows. Each draw function replaces the marks of its layer or layers; scene->run has a fit when they
 * are called. */
typedef struct
{
  const char *name;                           /* accessible, marked for translation */
  PlotRange (*choose_view) (SceneFit *scene); /* where none was given; NULL if the figure follows its marks */
  void (*draw_ground) (SceneFit *scene);      /* what depends on data and view alone; may be NULL */
  void (*draw_trail) (SceneFit *scene);       /* what stays while the cursor moves; may be NULL */
  void (*draw_cursor) (SceneFit *scene);      /* what moves with it */
  void (*draw_pointer) (SceneFit *scene);     /* what is pointed at */
} SceneFitKind;

struct _SceneFit
{
  PlotFigure *figures[SCENE_FIT_N_PARTS];
  PlotRange   views[SCENE_FIT_N_PARTS];
  gboolean    has_view[SCENE_FIT_N_PARTS];
  double      pointers[SCENE_FIT_N_PARTS][2];
  gboolean    has_pointer[SCENE_FIT_N_PARTS];

  SceneFitRun         run;
  SceneFitRun         other;
  const PlotColormap *colormap;
  double              cursor;
  int                 marked;
  gboolean            residuals;
  gboolean            log_loss;
};

extern const SceneFitKind scene_fit_data;
extern const SceneFitKind scene_fit_map;
extern const SceneFitKind scene_fit_loss;

/* The cursor as the point last reached, and how far on the way to the next; and W, b and the loss just there. */
guint  scene_fit_get_place (const SceneFit *scene,
                            double         *part);
double scene_fit_interpolate (const SceneFit *scene,
                              const double   *array);

/* What a run is called in a legend: by its reduction if there are two, else as given. */
const char *scene_fit_get_label (const SceneFit    *scene,
                                 const SceneFitRun *run,
                                 const char        *alone);

G_END_DECLS
