/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "scene/scene-descent.h"

G_BEGIN_DECLS

/* What a main figure shows, for functions of one or of two variables. Each draw function replaces the marks of its
 * layer or layers; scene->run is set when they are called. */
typedef struct
{
  const char *name;                               /* accessible, marked for translation */
  PlotRange (*choose_view) (SceneDescent *scene); /* where none was given */
  void (*draw_function) (SceneDescent *scene);    /* and shows scene->view */
  void (*follow_run) (SceneDescent *scene);       /* another run of the same function */
  void (*draw_trail) (SceneDescent *scene);       /* what stays while the cursor moves */
  void (*draw_cursor) (SceneDescent *scene);      /* what moves with it */
  void (*draw_pointer) (SceneDescent *scene);     /* scene->pointer is set */
} SceneKind;

struct _SceneDescent
{
  guint            n_inputs;
  const SceneKind *kind;
  PlotFigure      *figure;
  PlotFigure      *loss_figure;

  DescentRun         *run;
  PlotRange           view;
  gboolean            has_view;
  const PlotColormap *colormap;
  double              cursor;
  double              pointer[DESCENT_MAX_INPUTS];
  gboolean            has_pointer;
  gboolean            log_loss;
  guint               n_contours;
  guint               n_samples;
  gboolean            run_hidden;

  /* The run as arrays, made once: points in the main figure, values over steps in the other. */
  guint   n_points;
  double *xs;
  double *ys;
  double *values;

  PlotMark *curve;     /* of the function, 1-D */
  double   *curve_ys;  /* its values at even distances */
  guint     trail_end; /* the point at which the trail layer's part of the path ends */
};

extern const SceneKind scene_curve;
extern const SceneKind scene_surface;

/* The loss figure. */
void scene_loss_draw (SceneDescent *scene);
void scene_loss_draw_cursor (SceneDescent *scene);

/* The cursor as the point last reached, and how far on the way to the next. */
guint scene_get_point (SceneDescent *scene,
                       double       *part);

/* Where the head is, between points i and i + 1 of an array. */
double scene_interpolate (const double *array,
                          guint         n,
                          guint         i,
                          double        part);

/* The marks of the way so far and of the step to come, which both kinds share; drawn over a heatmap or not. */
void scene_draw_path (SceneDescent *scene,
                      PlotMark     *below,
                      gboolean      over_heatmap);
void scene_draw_head (SceneDescent *scene,
                      PlotMark     *tangent,
                      gboolean      over_heatmap);

/* The text of a function as a formula is printed: raised exponents, real minus signs, a dot for times. Transfer full. */
char *scene_prettify (const char *text);

/* Of a number under the pointer: as many digits as mean something there. */
#define READING_DIGITS 5

/* A grid of n numbers from edge to edge. */
double *scene_spread (double min,
                      double max,
                      guint  n);

G_END_DECLS
