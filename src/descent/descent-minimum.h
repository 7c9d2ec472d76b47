/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-evaluator.h"

G_BEGIN_DECLS

/* What a point where the gradient vanishes is. */
typedef enum
{
  DESCENT_POINT_MINIMUM, /* also a flat one, as of x**4 */
  DESCENT_POINT_SADDLE,
  DESCENT_POINT_MAXIMUM,
  DESCENT_POINT_TERRACE, /* no curvature, and lower ground beside it, as of x**3 */
  DESCENT_POINT_PLATEAU, /* the same value all around */
} DescentPointKind;

/* A stationary point. */
typedef struct
{
  double x[DESCENT_MAX_INPUTS];
  double value;
  double smallest; /* eigenvalues of the Hessian, equal in one variable; 0 if they are nothing beside the
                    * curvature that the function has at a distance of scale */
  double           largest;
  double           lowest_direction[DESCENT_MAX_INPUTS]; /* eigenvector of the smallest */
  DescentPointKind kind;
} DescentStationary;

/* Goes downhill from from to the stationary point of its valley, by Newton's method in float64 along segments on
 * which the function falls, so that no ridge is crossed. scale is a length to measure by: what is a thousandth of
 * it away is near. FALSE if there is none: the function falls without end, has a kink, or fades away. */
gboolean descent_find_stationary (DescentEvaluator  *evaluator,
                                  const double      *from,
                                  double             scale,
                                  DescentStationary *found);

/* What the point x, where the gradient vanishes, is. */
void descent_classify_stationary (DescentEvaluator  *evaluator,
                                  const double      *x,
                                  double             scale,
                                  DescentStationary *found);

/* The eigenvalues of a symmetric n × n matrix, and the unit eigenvector of the smallest. */
void descent_eigenvalues (const double *matrix,
                          guint         n,
                          double       *smallest,
                          double       *largest,
                          double       *vector);

G_END_DECLS
