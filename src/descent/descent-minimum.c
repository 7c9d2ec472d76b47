/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Where a descent would end if it were careful: Newton's method with the curvatures taken positive, so that it is
 * drawn to minima only, and with steps halved until the function falls all along them. */

#include "descent/descent-minimum.h"

#include <math.h>
#include <string.h>

enum
{
  MAX_ITERATIONS = 120,
  MAX_HALVINGS = 50,
  N_DIRECTIONS = 16, /* in which to look around a point */
};

static const double least_curvature = 1e-8; /* of the largest */
static const double tolerance = 1e-12;      /* of a Newton step, relative to the scale */
static const double rounding = 1e-9;        /* of differences between values that are next to each other */
static const double longest_step = 100;     /* scales */

typedef struct
{
  DescentEvaluator *evaluator;
  guint             n;
  double            scale;
  double            x[DESCENT_MAX_INPUTS];
  double            value;
  double            gradient[DESCENT_MAX_INPUTS];
  double            step[DESCENT_MAX_INPUTS];
} Search;

static double
dot (const double *a,
     const double *b,
     guint         n)
{
  return n == 1 ? a[0] * b[0] : a[0] * b[0] + a[1] * b[1];
}

static double
length_of (const double *a,
           guint         n)
{
  return n == 1 ? fabs (a[0]) : hypot (a[0], a[1]);
}

void
descent_eigenvalues (const double *matrix,
                     guint         n,
                     double       *smallest,
                     double       *largest,
                     double       *vector)
{
  double middle, radius, angle;

  if (n == 1)
    {
      *smallest = *largest = matrix[0];
      vector[0] = 1;
      return;
    }
  middle = (matrix[0] + matrix[3]) / 2;
  radius = hypot ((matrix[0] - matrix[3]) / 2, matrix[1]);
  angle = atan2 (2 * matrix[1], matrix[0] - matrix[3]) / 2; /* of the largest */
  *smallest = middle - radius;
  *largest = middle + radius;
  vector[0] = -sin (angle);
  vector[1] = cos (angle);
}

/* step = −Σ v (v·g) / |λ| over the eigenvectors v. */
static gboolean
compute_step (Search *search)
{
  double hessian[DESCENT_MAX_INPUTS * DESCENT_MAX_INPUTS];
  double lambda[2], v[2][DESCENT_MAX_INPUTS];
  double floor_of_curvature, length;

  descent_evaluator_hessian (search->evaluator, search->x, hessian);
  for (guint i = 0; i < search->n * search->n; i++)
    if (!isfinite (hessian[i]))
      return FALSE;
  descent_eigenvalues (hessian, search->n, &lambda[0], &lambda[1], v[0]);
  v[1][0] = -v[0][1];
  v[1][1] = v[0][0];
  floor_of_curvature = MAX (least_curvature * MAX (fabs (lambda[0]), fabs (lambda[1])), G_MINDOUBLE);
  memset (search->step, 0, sizeof search->step);
  for (guint k = 0; k < search->n; k++)
    {
      double weight = -dot (v[k], search->gradient, search->n) / MAX (fabs (lambda[k]), floor_of_curvature);

      for (guint i = 0; i < search->n; i++)
        search->step[i] += weight * v[k][i];
    }
  length = length_of (search->step, search->n);
  for (guint i = 0; i < search->n && length > longest_step * search->scale; i++)
    search->step[i] *= longest_step * search->scale / length;
  return isfinite (length);
}

static double
slope_at (const Search *search,
          double        t,
          double       *value,
          double       *gradient)
{
  double x[DESCENT_MAX_INPUTS];

  for (guint i = 0; i < search->n; i++)
    x[i] = search->x[i] + t * search->step[i];
  descent_evaluator_evaluate (search->evaluator, x, value, gradient);
  return dot (gradient, search->step, search->n);
}

/* Whether the function falls from x to x + t·step, as seen from four places on the way. */
static gboolean
falls_along (const Search *search,
             double        t,
             double        slope)
{
  double value, gradient[DESCENT_MAX_INPUTS];

  for (int quarter = 1; quarter < 4; quarter++)
    if (!(slope_at (search, t * quarter / 4, &value, gradient) < 0))
      return FALSE;
  slope_at (search, t, &value, gradient);
  return value <= search->value + 1e-4 * t * slope;
}

static gboolean
take_step (Search *search)
{
  double slope = dot (search->gradient, search->step, search->n);
  double t = 1;

  for (int i = 0; !falls_along (search, t, slope); i++, t /= 2)
    if (i == MAX_HALVINGS)
      return FALSE;
  for (guint i = 0; i < search->n; i++)
    search->x[i] += t * search->step[i];
  descent_evaluator_evaluate (search->evaluator, search->x, &search->value, search->gradient);
  return isfinite (search->value);
}

/* A step that is nothing beside where we are ends the search: at the bottom rounding hides whether the function
 * still falls. */
static gboolean
is_step_below (const Search *search,
               double        share)
{
  return length_of (search->step, search->n) <= share * MAX (search->scale, length_of (search->x, search->n));
}

/* The value at a distance, in one of N_DIRECTIONS; in one variable there are two of them, each met often. */
static double
value_around (DescentEvaluator *evaluator,
              guint             n,
              const double     *x,
              double            radius,
              int               direction)
{
  double angle = 2 * G_PI * direction / N_DIRECTIONS;
  double there[DESCENT_MAX_INPUTS] = { x[0] + radius * cos (angle), n > 1 ? x[1] + radius * sin (angle) : 0 };
  double value;

  if (n == 1)
    there[0] = direction < N_DIRECTIONS / 2 ? x[0] - radius : x[0] + radius;
  descent_evaluator_evaluate (evaluator, there, &value, NULL);
  return value;
}

/* Of the finite values at a distance. */
static double
find_largest_difference (DescentEvaluator *evaluator,
                         guint             n,
                         const double     *x,
                         double            value,
                         double            distance)
{
  double largest = 0;

  for (int i = 0; i < N_DIRECTIONS; i++)
    {
      double other = value_around (evaluator, n, x, distance, i);

      if (isfinite (other))
        largest = MAX (largest, fabs (other - value));
    }
  return largest;
}

/* The search has ended somewhere: at a kink or an edge the gradient has not vanished. */
static gboolean
is_stationary (const Search *search,
               double        first_slope)
{
  double slope = length_of (search->gradient, search->n);
  double largest;

  if (!isfinite (search->value) || !isfinite (slope))
    return FALSE;
  largest = find_largest_difference (search->evaluator, search->n, search->x, search->value, search->scale);
  return slope <= 1e-2 * first_slope || slope * search->scale <= 1e-8 * largest;
}

static gboolean
search_downhill (Search *search)
{
  double first_slope;

  descent_evaluator_evaluate (search->evaluator, search->x, &search->value, search->gradient);
  first_slope = length_of (search->gradient, search->n);
  for (int i = 0; i < MAX_ITERATIONS; i++)
    {
      if (length_of (search->gradient, search->n) == 0)
        return TRUE;
      if (!compute_step (search))
        return FALSE;
      if (is_step_below (search, tolerance))
        return is_stationary (search, first_slope);
      if (!take_step (search))
        return is_step_below (search, sqrt (tolerance)) && is_stationary (search, first_slope);
    }
  return FALSE;
}

/* Without curvature only the neighbours can tell: lower ones, none, or all the same. */
static DescentPointKind
look_around (DescentEvaluator *evaluator,
             guint             n,
             const double     *x,
             double            value,
             double            radius)
{
  double largest = find_largest_difference (evaluator, n, x, value, radius);

  if (largest == 0)
    return DESCENT_POINT_PLATEAU;
  for (int i = 0; i < N_DIRECTIONS; i++)
    if (value_around (evaluator, n, x, radius, i) < value - rounding * largest)
      return DESCENT_POINT_TERRACE;
  return DESCENT_POINT_MINIMUM;
}

void
descent_classify_stationary (DescentEvaluator  *evaluator,
                             const double      *x,
                             double             scale,
                             DescentStationary *found)
{
  guint  n = descent_evaluator_get_n_inputs (evaluator);
  double hessian[DESCENT_MAX_INPUTS * DESCENT_MAX_INPUTS];
  double zero;

  memcpy (found->x, x, n * sizeof *x);
  descent_evaluator_evaluate (evaluator, x, &found->value, NULL);
  descent_evaluator_hessian (evaluator, x, hessian);
  descent_eigenvalues (hessian, n, &found->smallest, &found->largest, found->lowest_direction);
  /* What the differences in value at the distance of scale would make of it, if curvature alone made them. */
  zero = least_curvature * find_largest_difference (evaluator, n, x, found->value, scale) / (scale * scale);
  if (fabs (found->smallest) <= zero)
    found->smallest = 0;
  if (fabs (found->largest) <= zero)
    found->largest = 0;
  if (found->smallest > 0)
    found->kind = DESCENT_POINT_MINIMUM;
  else if (found->largest < 0)
    found->kind = DESCENT_POINT_MAXIMUM;
  else if (found->smallest < 0)
    found->kind = found->largest > 0 ? DESCENT_POINT_SADDLE : DESCENT_POINT_TERRACE;
  else
    found->kind = look_around (evaluator, n, x, found->value, 1e-3 * scale);
}

gboolean
descent_find_stationary (DescentEvaluator  *evaluator,
                         const double      *from,
                         double             scale,
                         DescentStationary *found)
{
  Search search = { .evaluator = evaluator, .n = descent_evaluator_get_n_inputs (evaluator), .scale = scale };

  memcpy (search.x, from, search.n * sizeof *from);
  if (!search_downhill (&search))
    return FALSE;
  descent_classify_stationary (evaluator, search.x, scale, found);
  return TRUE;
}
