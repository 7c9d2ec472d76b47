/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Runs that are over: numbers gone bad, standing still, arrived. */

#include <math.h>

#include <glib/gi18n-lib.h>

#include "descent/descent-diagnosis-words.h"
#include "descent/descent-format.h"

static const double arrived = 1e-6; /* of the way from the minimum: there */
static const double near = 1e-2;    /* near enough for an update that rounding swallows */
static const double tremble = 1e-4; /* of the way: what rounding may keep in motion at a minimum */

static gboolean
settle_undefined (DescentDiagnosis     *diagnosis,
                  const DescentAccount *account,
                  guint                 k)
{
  const DescentPoint *point = descent_run_get_point (account->run, k);
  g_autofree char    *x = descent_words_place (account, point->x);

  if (k == 0)
    return descent_diagnosis_settle (diagnosis, DESCENT_OVERFLOWED, g_strdup_printf (_ ("f has no value at the start, %s."), x));
  return descent_diagnosis_settle (diagnosis, DESCENT_OVERFLOWED,
                                   g_strdup_printf (_ ("Left the domain: step %u lands at %s, where f has no value. A smaller rate stays inside."), k, x));
}

/* A kink upright as a wall, such as sqrt at 0: nothing grew, one gradient was infinite. FALSE if there is none. */
static gboolean
settle_infinite_gradient (DescentDiagnosis     *diagnosis,
                          const DescentAccount *account,
                          guint                 k)
{
  const DescentPoint *point = descent_run_get_point (account->run, k);
  double              slope = descent_account_length (account, point->gradient);
  g_autofree char    *x = descent_words_place (account, point->x);

  if (isfinite (slope) || !isfinite (point->value) || descent_account_length (account, point->x) > 1e6 * account->scale)
    return FALSE;
  return descent_diagnosis_settle (diagnosis, DESCENT_OVERFLOWED,
                                   g_strdup_printf (_ ("The gradient is not finite at %s (step %u), so there is no next step."), x, k));
}

static char *
describe_overflow (const DescentAccount *account)
{
  int         value = descent_run_get_value_overflow (account->run);
  int         x = descent_run_get_x_overflow (account->run);
  const char *dtype = grad_dtype_get_name (account->settings->dtype);

  if (value >= 0 && x >= 0)
    return g_strdup_printf (_ ("Overflow: f is beyond the largest %s from step %d, x from step %d."), dtype, value, x);
  if (value >= 0)
    return g_strdup_printf (_ ("Overflow: f is beyond the largest %s from step %d."), dtype, value);
  return g_strdup_printf (_ ("Overflow: x is beyond the largest %s from step %d."), dtype, x);
}

gboolean
descent_diagnosis_answer_overflow (DescentDiagnosis     *diagnosis,
                                   const DescentAccount *account)
{
  int              value = descent_run_get_value_overflow (account->run);
  int              x = descent_run_get_x_overflow (account->run);
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;

  if (value < 0 && x < 0)
    return account->evaluator == NULL && settle_infinite_gradient (diagnosis, account, 0);
  if (x > 0 && settle_infinite_gradient (diagnosis, account, (guint) x - 1))
    return TRUE;
  if (value >= 0 && (x < 0 || value < x) && isnan (descent_run_get_point (account->run, (guint) value)->value))
    return settle_undefined (diagnosis, account, (guint) value);
  what = describe_overflow (account);
  why = account->evaluator != NULL ? descent_words_growth (account) : g_strdup ("");
  return descent_diagnosis_settle (diagnosis, DESCENT_OVERFLOWED, g_strdup_printf (account->evaluator != NULL ? "%s %s" : "%s%s", what, why));
}

static gboolean
settle_flat (DescentDiagnosis        *diagnosis,
             const DescentAccount    *account,
             const DescentStationary *point)
{
  g_autofree char *x = descent_words_place (account, point->x);
  g_autofree char *down = descent_words_place (account, point->lowest_direction);
  g_autofree char *smallest = descent_words_number (point->smallest);

  switch (point->kind)
    {
    case DESCENT_POINT_SADDLE:
      return descent_diagnosis_settle (diagnosis, DESCENT_FLAT,
                                       g_strdup_printf (_ ("Stopped at a saddle, %s: the gradient vanishes, but this is no minimum. Along %s the "
                                                           "curvature is %s, so a start moved that way by a hair goes on downhill."),
                                                        x, down, smallest));
    case DESCENT_POINT_MAXIMUM:
      return descent_diagnosis_settle (diagnosis, DESCENT_FLAT,
                                       g_strdup_printf (_ ("Stopped on a hilltop, %s: the gradient vanishes, but this is a maximum (curvature %s). "
                                                           "A start moved by a hair goes downhill."),
                                                        x, smallest));
    case DESCENT_POINT_PLATEAU:
      return descent_diagnosis_settle (diagnosis, DESCENT_FLAT,
                                       g_strdup_printf (_ ("Stopped on a plateau at %s: f is the same all around, so there is no slope to follow."), x));
    case DESCENT_POINT_TERRACE:
    case DESCENT_POINT_MINIMUM:
    default:
      return descent_diagnosis_settle (diagnosis, DESCENT_FLAT,
                                       g_strdup_printf (_ ("Stopped at %s, a flat point that is no minimum: there is lower ground beside it."), x));
    }
}

/* The first step that is as near to the end as the last ones. */
static guint
find_arrival (const DescentAccount *account)
{
  double enough = MAX (arrived * account->farthest, 4 * descent_account_precision (account, account->end.x));
  guint  k = account->last;

  enough = MAX (enough, descent_account_distance_to_end (account, account->last));
  while (k > 0 && descent_account_distance_to_end (account, k - 1) <= enough)
    k--;
  return k;
}

/* Over the last steps before it arrived; after that there is only rounding to measure. */
static double
find_factor_of_arrival (const DescentAccount *account,
                        guint                 steps)
{
  guint  tail = MIN (steps, 5);
  double before = descent_account_distance_to_end (account, steps - tail);

  return steps == 0 ? NAN : pow (descent_account_distance_to_end (account, steps) / before, 1.0 / tail);
}

static gboolean
settle_converged (DescentDiagnosis     *diagnosis,
                  const DescentAccount *account)
{
  g_autofree char *x = descent_words_place (account, account->end.x);
  g_autofree char *value = descent_words_end_value (account);
  g_autofree char *rates = descent_words_rates (account);
  guint            steps = find_arrival (account);

  diagnosis->factor = find_factor_of_arrival (account, steps);
  if (steps == 0)
    return descent_diagnosis_settle (diagnosis, DESCENT_CONVERGED, g_strdup_printf (_ ("The start, %s, is the minimum: f = %s."), x, value));
  return descent_diagnosis_settle (diagnosis, DESCENT_CONVERGED,
                                   g_strdup_printf (ngettext ("Converged: %u step reached the minimum at %s, f = %s.%s",
                                                              "Converged: %u steps reached the minimum at %s, f = %s.%s", steps),
                                                    steps, x, value, rates));
}

static gboolean
settle_stuck (DescentDiagnosis     *diagnosis,
              const DescentAccount *account)
{
  const DescentPoint *last = descent_run_get_point (account->run, account->last);
  g_autofree char    *update = descent_words_number (descent_account_length (account, last->update));
  g_autofree char    *x = descent_words_place (account, last->x);

  return descent_diagnosis_settle (diagnosis, DESCENT_CRAWLING,
                                   g_strdup_printf (_ ("Stuck: the step of %s is lost in the rounding of x = %s to %s. The rate is too small to move it."),
                                                    update, x, grad_dtype_get_name (account->settings->dtype)));
}

static gboolean
is_at_end (const DescentAccount *account,
           double                share)
{
  double distance = descent_account_distance_to_end (account, account->last);

  return distance <= share * account->farthest || distance <= 4 * descent_account_precision (account, account->end.x);
}

/* A gradient that is 0 in float32 but not in float64: the minimum, if there is one, lies elsewhere. */
static gboolean
is_flat_by_rounding (const DescentAccount    *account,
                     const DescentStationary *here)
{
  double gradient[DESCENT_MAX_INPUTS] = { 0 };

  descent_evaluator_evaluate (account->evaluator, here->x, NULL, gradient);
  return descent_account_length (account, gradient) > 1e-3 * account->scale * MAX (fabs (here->smallest), fabs (here->largest));
}

gboolean
descent_diagnosis_answer_stop (DescentDiagnosis *diagnosis,
                               DescentAccount   *account)
{
  const DescentPoint *last = descent_run_get_point (account->run, account->last);

  if (!descent_account_is_stuck (account) || (!account->settings->zero_gradients && account->last > 0))
    return FALSE;
  if (descent_account_length (account, last->gradient) == 0)
    {
      DescentStationary here;

      descent_classify_stationary (account->evaluator, last->x, account->scale, &here);
      if (is_flat_by_rounding (account, &here))
        here.kind = DESCENT_POINT_PLATEAU;
      if (here.kind != DESCENT_POINT_MINIMUM)
        return settle_flat (diagnosis, account, &here);
      if (!descent_account_has_minimum (account))
        account->end = here;
      account->has_end = TRUE;
      return settle_converged (diagnosis, account);
    }
  if (descent_account_has_minimum (account) && is_at_end (account, near))
    return settle_converged (diagnosis, account);
  return settle_stuck (diagnosis, account);
}

/* Rounding can keep the last bits jumping at the bottom. */
gboolean
descent_diagnosis_answer_arrival (DescentDiagnosis     *diagnosis,
                                  const DescentAccount *account)
{
  const DescentPoint *points = descent_run_get_point (account->run, 0);
  gboolean            trembles;

  if (!account->has_end)
    return FALSE;
  trembles = descent_account_find_period (account, points, account->last + 1, 0) > 0 &&
             descent_account_spread (account, points, account->last + 1, 32) <= tremble * account->farthest;
  if (!is_at_end (account, arrived) && !trembles)
    return FALSE;
  if (account->end.kind != DESCENT_POINT_MINIMUM)
    return settle_flat (diagnosis, account, &account->end);
  return settle_converged (diagnosis, account);
}
