/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What can be measured about a run: the end it is drawn to, by Newton's method; how the distance to it changed; what
 * the next steps would bring; and whether a growth that is seen would stop further out. The words for it stand in
 * descent-diagnosis.c. */

#include "descent/descent-account.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum
{
  FALL = 20,      /* steps that a fall has to last */
  TAIL = 5,       /* steps that are "the last ones" */
  BEST_OF = 32,   /* points among which the lowest starts the search for the end */
  MAX_PERIOD = 4, /* a longer cycle looks like wandering to an eye, and is called so */
  WINDOW = 48,    /* steps over which a cycle has to hold if it holds but roughly */
  DOUBLINGS = 20, /* distances at which a growth is checked */
  N_VALLEY_SAMPLES = 5,
};

double
descent_account_length (const DescentAccount *account,
                        const double         *vector)
{
  return account->n == 1 ? fabs (vector[0]) : hypot (vector[0], vector[1]);
}

double
descent_account_distance (const DescentAccount *account,
                          const double         *a,
                          const double         *b)
{
  const double difference[] = { a[0] - b[0], a[1] - b[1] };

  return descent_account_length (account, difference);
}

double
descent_account_distance_to_end (const DescentAccount *account,
                                 guint                 k)
{
  return descent_account_distance (account, descent_run_get_point (account->run, k)->x, account->end.x);
}

static gboolean
is_finite (const DescentPoint *point)
{
  return isfinite (point->value) && isfinite (point->x[0]) && isfinite (point->x[1]) &&
         isfinite (point->gradient[0]) && isfinite (point->gradient[1]);
}

/* The last point before anything went bad; FALSE if it went bad at the start. */
static gboolean
find_last (DescentAccount *account)
{
  guint n_points = descent_run_get_n_points (account->run);
  guint k = 0;

  while (k < n_points && is_finite (descent_run_get_point (account->run, k)))
    k++;
  account->last = k - 1;
  return k > 0;
}

/* Of the finite points from first on. */
static guint
find_lowest (const DescentAccount *account,
             guint                 first)
{
  guint lowest = first;

  for (guint k = first; k <= account->last; k++)
    if (descent_run_get_point (account->run, k)->value < descent_run_get_point (account->run, lowest)->value)
      lowest = k;
  return lowest;
}

/* How far the run went, but no more than it was from the origin, lest a diverging run has no scale. */
static void
find_scale (DescentAccount *account,
            const double   *lowest)
{
  const double *start = descent_run_get_point (account->run, 0)->x;
  double        limit = MAX (descent_account_length (account, start), descent_account_length (account, lowest));
  double        extent = 0;

  for (guint k = 0; k <= account->last; k++)
    extent = MAX (extent, descent_account_distance (account, start, descent_run_get_point (account->run, k)->x));
  if (limit == 0)
    limit = 1;
  account->scale = CLAMP (extent, 1e-3 * limit, limit);
}

/* Without zeroing, x_{k+1} − 2x_k + x_{k−1} = −lr·λ·x_k, which stays bounded below 4/λ; with it the limit is 2/λ. */
static void
find_rates (DescentAccount *account)
{
  const DescentStationary *end = &account->end;

  account->critical = NAN;
  account->best = NAN;
  if (!account->has_end || end->largest <= 0)
    return;
  account->critical = (account->settings->zero_gradients ? 2 : 4) / end->largest;
  if (account->settings->zero_gradients && end->kind == DESCENT_POINT_MINIMUM)
    account->best = 2 / (end->largest + (end->smallest > 0 ? end->smallest : end->largest));
}

/* Over the last steps, and the next, which is known already. */
static void
find_factor (DescentAccount *account)
{
  guint               tail = MIN (account->last, TAIL);
  const DescentPoint *last = descent_run_get_point (account->run, account->last);
  double              next[DESCENT_MAX_INPUTS];
  double              before, after;

  for (guint i = 0; i < DESCENT_MAX_INPUTS; i++)
    next[i] = last->x[i] - last->update[i];
  before = descent_account_distance_to_end (account, account->last - tail);
  after = descent_account_distance (account, next, account->end.x);
  if (isfinite (after))
    account->factor = pow (after / before, 1.0 / (tail + 1));
  else
    account->factor = pow (descent_account_distance_to_end (account, account->last) / before, 1.0 / MAX (tail, 1));
}

/* From where the search for the end starts: the lowest of the last points, or of all if even those lie higher than the
 * start, since then the run has left. */
static guint
find_beginning (const DescentAccount *account)
{
  guint lowest = find_lowest (account, account->last < BEST_OF ? 0 : account->last - BEST_OF);

  if (descent_run_get_point (account->run, lowest)->value > descent_run_get_point (account->run, 0)->value)
    lowest = find_lowest (account, 0);
  return lowest;
}

static void
find_end (DescentAccount *account)
{
  const double *from = descent_run_get_point (account->run, find_beginning (account))->x;

  find_scale (account, from);
  account->has_end = descent_find_stationary (account->evaluator, from, account->scale, &account->end);
  account->factor = NAN;
  find_rates (account);
  if (!account->has_end)
    return;
  for (guint k = 0; k <= account->last; k++)
    account->farthest = MAX (account->farthest, descent_account_distance_to_end (account, k));
  find_factor (account);
}

gboolean
descent_account_init (DescentAccount *account,
                      DescentRun     *run)
{
  const DescentSettings *settings = descent_run_get_settings (run);

  *account = (DescentAccount){ .run = run, .settings = settings, .factor = NAN, .critical = NAN, .best = NAN, .scale = 1 };
  account->n = descent_function_get_n_inputs (settings->function);
  if (!find_last (account))
    return FALSE;
  account->evaluator = descent_evaluator_new (settings->function, GRAD_FLOAT64);
  find_end (account);
  return TRUE;
}

void
descent_account_clear (DescentAccount *account)
{
  g_clear_pointer (&account->evaluator, descent_evaluator_free);
  g_clear_pointer (&account->future, g_free);
}

double
descent_account_precision (const DescentAccount *account,
                           const double         *x)
{
  return descent_account_length (account, x) * (account->settings->dtype == GRAD_FLOAT32 ? FLT_EPSILON : DBL_EPSILON);
}

gboolean
descent_account_is_stuck (const DescentAccount *account)
{
  const DescentPoint *last = descent_run_get_point (account->run, account->last);

  for (guint i = 0; i < account->n; i++)
    {
      double next = last->x[i] - last->update[i];

      if ((account->settings->dtype == GRAD_FLOAT32 ? (double) (float) next : next) != last->x[i])
        return FALSE;
    }
  return TRUE;
}

static double
dot (const DescentAccount *account,
     const double         *a,
     const double         *b)
{
  return account->n == 1 ? a[0] * b[0] : a[0] * b[0] + a[1] * b[1];
}

gboolean
descent_account_reverses (const DescentAccount *account)
{
  guint tail = MIN (account->last, TAIL);
  guint n_reversed = 0;

  for (guint k = account->last - tail + 1; k <= account->last; k++)
    if (dot (account, descent_run_get_point (account->run, k)->update, descent_run_get_point (account->run, k - 1)->update) < 0)
      n_reversed++;
  return 2 * n_reversed > tail;
}

gboolean
descent_account_falls (const DescentAccount *account)
{
  guint tail = MIN (account->last, FALL);

  for (guint k = account->last - tail + 1; k <= account->last; k++)
    if (descent_run_get_point (account->run, k)->value > descent_run_get_point (account->run, k - 1)->value)
      return FALSE;
  return TRUE;
}

gboolean
descent_account_is_steady (const DescentAccount *account)
{
  double before, after;

  if (account->last < 2)
    return TRUE;
  before = descent_account_distance_to_end (account, account->last - 1) / descent_account_distance_to_end (account, account->last - 2);
  after = descent_account_distance_to_end (account, account->last) / descent_account_distance_to_end (account, account->last - 1);
  return fabs (log (after) - log (before)) <= 0.2 * fabs (log (before));
}

double
descent_account_update_factor (const DescentAccount *account)
{
  guint  tail = MIN (account->last, TAIL);
  double before = descent_account_length (account, descent_run_get_point (account->run, account->last - tail)->update);
  double after = descent_account_length (account, descent_run_get_point (account->run, account->last)->update);

  return tail == 0 ? 1 : pow (after / before, 1.0 / tail);
}

gboolean
descent_account_look_ahead (DescentAccount *account)
{
  g_autoptr (DescentEvaluator) evaluator = NULL;
  const DescentPoint *before = descent_run_get_point (account->run, account->last);

  if (account->future == NULL)
    {
      evaluator = descent_evaluator_new (account->settings->function, account->settings->dtype);
      account->future = g_new0 (DescentPoint, DESCENT_FUTURE);
      for (guint k = 0; k < DESCENT_FUTURE; k++)
        {
          descent_point_step (account->settings, evaluator, before, &account->future[k]);
          if (!is_finite (&account->future[k]))
            break;
          before = &account->future[k];
          account->n_future++;
        }
    }
  return account->n_future == DESCENT_FUTURE;
}

static gboolean
repeats (const DescentAccount *account,
         const DescentPoint   *points,
         guint                 n,
         guint                 window,
         guint                 period,
         double                tolerance)
{
  if (n < window + period)
    return FALSE;
  for (guint k = n - window; k < n; k++)
    if (descent_account_distance (account, points[k].x, points[k - period].x) > tolerance)
      return FALSE;
  return TRUE;
}

guint
descent_account_find_period (const DescentAccount *account,
                             const DescentPoint   *points,
                             guint                 n,
                             double                tolerance)
{
  for (guint period = 1; period <= MAX_PERIOD; period++)
    if (repeats (account, points, n, tolerance > 0 ? WINDOW : period, period, tolerance))
      return period;
  return 0;
}

double
descent_account_spread (const DescentAccount *account,
                        const DescentPoint   *points,
                        guint                 n,
                        guint                 count)
{
  double spread = 0;

  for (guint k = n - MIN (count, n); k < n; k++)
    spread = MAX (spread, descent_account_distance (account, points[k].x, points[n - 1].x));
  return spread;
}

/* How much further from the end two steps lead that begin at a distance in the direction of the last point. */
static double
measure_growth (const DescentAccount *account,
                double                distance)
{
  const double *last = descent_run_get_point (account->run, account->last)->x;
  double        now = descent_account_distance_to_end (account, account->last);
  double        x[DESCENT_MAX_INPUTS], gradient[DESCENT_MAX_INPUTS];

  for (guint i = 0; i < account->n; i++)
    x[i] = account->end.x[i] + (last[i] - account->end.x[i]) * (distance / now);
  for (int step = 0; step < 2; step++)
    {
      descent_evaluator_evaluate (account->evaluator, x, NULL, gradient);
      for (guint i = 0; i < account->n; i++)
        x[i] -= account->settings->lr * gradient[i];
    }
  return descent_account_distance (account, x, account->end.x) / distance;
}

gboolean
descent_account_grows_everywhere (const DescentAccount *account)
{
  double distance = descent_account_distance_to_end (account, account->last);
  double growth = distance > 0 ? measure_growth (account, distance) : 0;

  if (!(growth > 1))
    return FALSE;
  for (int i = 1; i <= DOUBLINGS; i++)
    {
      double further = measure_growth (account, ldexp (distance, i));

      if (further < 1 + (growth - 1) / 4)
        return FALSE;
    }
  return TRUE;
}

gboolean
descent_account_stays_in_valley (DescentAccount *account)
{
  descent_account_look_ahead (account);
  for (guint i = 1; i <= N_VALLEY_SAMPLES && account->n_future > 0; i++)
    {
      const DescentPoint *point = &account->future[account->n_future * i / N_VALLEY_SAMPLES - 1];
      DescentStationary   found;

      if (!descent_find_stationary (account->evaluator, point->x, account->scale, &found) ||
          descent_account_distance (account, found.x, account->end.x) > 1e-3 * account->scale)
        return FALSE;
    }
  return TRUE;
}

gboolean
descent_account_has_minimum (const DescentAccount *account)
{
  return account->has_end && account->end.kind == DESCENT_POINT_MINIMUM;
}

gboolean
descent_account_is_rate_too_high (const DescentAccount *account)
{
  return account->settings->lr >= account->critical * (1 - 1e-9);
}

double
descent_account_count_missing_steps (const DescentAccount *account)
{
  double share = 1e-2 * account->farthest / descent_account_distance_to_end (account, account->last);

  return share >= 1 ? 0 : ceil (log (share) / log (account->factor));
}

gboolean
descent_account_is_too_many (const DescentAccount *account,
                             double                steps)
{
  return steps > MAX (100, 10.0 * account->last);
}
