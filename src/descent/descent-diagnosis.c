/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The verdict on a run and the sentence that explains it, from the facts of descent-account.c. The questions are
 * asked in order, each answered by a function that either settles the verdict or leaves it to the next: did numbers
 * go bad, did it stop, does it run without zeroing, did it arrive, does it repeat, is the rate too high for the
 * minimum that it circles, does the distance to it shrink, and if none of these, where is it going? */

#include "descent/descent-diagnosis.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "descent/descent-account.h"
#include "descent/descent-format.h"

enum
{
  DIGITS = 4,    /* of measured numbers in sentences */
  LR_DIGITS = 6, /* of the rate, which a slider gives with more than a person wants */
};

static const double arrived = 1e-6;    /* of the way from the minimum: there */
static const double near = 1e-2;       /* near enough to count the steps that are missing */
static const double tremble = 1e-4;    /* of the way: what rounding may keep in motion at a minimum */
static const double repetition = 0.02; /* of its spread: a cycle that is being approached repeats so well */

static const char *const verdict_names[] = {
  [DESCENT_CONVERGED] = "converged",
  [DESCENT_CONVERGING] = "converging",
  [DESCENT_CRAWLING] = "crawling",
  [DESCENT_OSCILLATING] = "oscillating",
  [DESCENT_BOUNCING] = "bouncing",
  [DESCENT_WANDERING] = "wandering",
  [DESCENT_DIVERGING] = "diverging",
  [DESCENT_FLAT] = "flat",
  [DESCENT_OVERFLOWED] = "overflowed",
};

const char *
descent_verdict_get_name (DescentVerdict verdict)
{
  g_return_val_if_fail (verdict < G_N_ELEMENTS (verdict_names), NULL);

  return verdict_names[verdict];
}

/* Always TRUE: the question is answered. sentence is eaten. */
static gboolean
settle (DescentDiagnosis *diagnosis,
        DescentVerdict    verdict,
        char             *sentence)
{
  diagnosis->verdict = verdict;
  diagnosis->sentence = sentence;
  return TRUE;
}

static char *
format (double value)
{
  return descent_format_rounded (value, DIGITS);
}

/* A factor near 1 with as many digits as tell it from 1. */
static char *
format_factor (double factor)
{
  double difference = fabs (1 - factor);
  int    n_digits = DIGITS;

  if (difference > 0 && difference < 1e-3)
    n_digits = (int) ceil (-log10 (difference)) + 2;
  return descent_format_rounded (factor, n_digits);
}

/* The value at the end; rounding beside the values that led there is nothing. */
static char *
format_end_value (const DescentAccount *account)
{
  double first = descent_run_get_point (account->run, 0)->value;

  return format (fabs (account->end.value) < 1e-12 * fabs (first) ? 0 : account->end.value);
}

/* "3", or "(3, 4)". */
static char *
format_place (const DescentAccount *account,
              const double         *x)
{
  double           grain = 1e-3 * account->scale;
  g_autofree char *first = format (fabs (x[0]) < 1e-6 * grain ? 0 : x[0]);
  g_autofree char *second = NULL;

  if (account->n == 1)
    return g_steal_pointer (&first);
  second = format (fabs (x[1]) < 1e-6 * grain ? 0 : x[1]);
  return g_strdup_printf ("(%s, %s)", first, second);
}

/* Where the number that limits the rate comes from. */
static const char *
get_limit_formula (const DescentAccount *account)
{
  if (account->settings->zero_gradients)
    return account->n == 1 ? "2/f″" : "2/λmax";
  return account->n == 1 ? "4/f″" : "4/λmax";
}

static const char *
get_best_formula (const DescentAccount *account)
{
  return account->n == 1 ? "1/f″" : "2/(λmin + λmax)";
}

static gboolean
has_minimum (const DescentAccount *account)
{
  return account->has_end && account->end.kind == DESCENT_POINT_MINIMUM;
}

static const char *
name_end (const DescentAccount *account)
{
  /* TRANSLATORS: Each step multiplies the distance to … by 1.2 */
  return has_minimum (account) ? C_ ("distance to", "the minimum") : C_ ("distance to", "the saddle");
}

/* “The rate must stay below 1 here (2/f″), yours is 1.1.” */
static char *
describe_limit (const DescentAccount *account)
{
  g_autofree char *critical = format (account->critical);
  g_autofree char *lr = descent_format_rounded (account->settings->lr, LR_DIGITS);

  return g_strdup_printf (_ ("The rate must stay below %s here (%s), yours is %s."), critical, get_limit_formula (account), lr);
}

/* “The best rate here is 0.5 (1/f″), the highest 1 (2/f″), yours is 0.1.”, or nothing. */
static char *
describe_rates (const DescentAccount *account)
{
  g_autofree char *critical = format (account->critical);
  g_autofree char *best = format (account->best);
  g_autofree char *lr = descent_format_rounded (account->settings->lr, LR_DIGITS);

  if (isnan (account->best))
    return g_strdup ("");
  return g_strdup_printf (_ (" The best rate here is %s (%s), the limit %s (%s), yours is %s."),
                          best, get_best_formula (account), critical, get_limit_formula (account), lr);
}

/* ---- Did numbers go bad? ---- */

static gboolean
settle_undefined (DescentDiagnosis     *diagnosis,
                  const DescentAccount *account,
                  guint                 k)
{
  const DescentPoint *point = descent_run_get_point (account->run, k);
  g_autofree char    *x = format_place (account, point->x);

  if (k == 0)
    return settle (diagnosis, DESCENT_OVERFLOWED, g_strdup_printf (_ ("f has no value at the start, %s."), x));
  return settle (diagnosis, DESCENT_OVERFLOWED,
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
  g_autofree char    *x = format_place (account, point->x);

  if (isfinite (slope) || !isfinite (point->value) || descent_account_length (account, point->x) > 1e6 * account->scale)
    return FALSE;
  return settle (diagnosis, DESCENT_OVERFLOWED,
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

static gboolean
is_rate_too_high (const DescentAccount *account)
{
  return account->settings->lr >= account->critical * (1 - 1e-9);
}

/* Why the steps grew. */
static char *
describe_growth (const DescentAccount *account)
{
  g_autofree char *factor = format_factor (account->factor);
  g_autofree char *limit = describe_limit (account);

  if (!account->settings->zero_gradients)
    return g_strdup (_ ("The gradients, never zeroed, add up to steps that grow."));
  if (!has_minimum (account) && descent_account_falls (account))
    return g_strdup (_ ("f has no minimum on this way: it falls without end, faster and faster."));
  if (is_rate_too_high (account) && descent_account_is_steady (account))
    return g_strdup_printf (_ ("Each step multiplied the distance to %s by %s. %s"), name_end (account), factor, limit);
  if (is_rate_too_high (account))
    return g_strdup_printf (_ ("The steps grow faster and faster. %s"), limit);
  return g_strdup (_ ("The steps grow: where the run began it is too steep for this rate. A smaller one is needed there."));
}

static gboolean
answer_overflow (DescentDiagnosis     *diagnosis,
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
  why = account->evaluator != NULL ? describe_growth (account) : g_strdup ("");
  return settle (diagnosis, DESCENT_OVERFLOWED, g_strdup_printf (account->evaluator != NULL ? "%s %s" : "%s%s", what, why));
}

/* ---- Did it stop? ---- */

static gboolean
settle_flat (DescentDiagnosis        *diagnosis,
             const DescentAccount    *account,
             const DescentStationary *point)
{
  g_autofree char *x = format_place (account, point->x);
  g_autofree char *down = format_place (account, point->lowest_direction);
  g_autofree char *smallest = format (point->smallest);

  switch (point->kind)
    {
    case DESCENT_POINT_SADDLE:
      return settle (diagnosis, DESCENT_FLAT,
                     g_strdup_printf (_ ("Stopped at a saddle, %s: the gradient vanishes, but this is no minimum. Along %s the "
                                         "curvature is %s, so a start moved that way by a hair goes on downhill."),
                                      x, down, smallest));
    case DESCENT_POINT_MAXIMUM:
      return settle (diagnosis, DESCENT_FLAT,
                     g_strdup_printf (_ ("Stopped on a hilltop, %s: the gradient vanishes, but this is a maximum (curvature %s). "
                                         "A start moved by a hair goes downhill."),
                                      x, smallest));
    case DESCENT_POINT_PLATEAU:
      return settle (diagnosis, DESCENT_FLAT,
                     g_strdup_printf (_ ("Stopped on a plateau at %s: f is the same all around, so there is no slope to follow."), x));
    case DESCENT_POINT_TERRACE:
    case DESCENT_POINT_MINIMUM:
    default:
      return settle (diagnosis, DESCENT_FLAT,
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
  g_autofree char *x = format_place (account, account->end.x);
  g_autofree char *value = format_end_value (account);
  g_autofree char *rates = describe_rates (account);
  guint            steps = find_arrival (account);

  diagnosis->factor = find_factor_of_arrival (account, steps);
  if (steps == 0)
    return settle (diagnosis, DESCENT_CONVERGED, g_strdup_printf (_ ("The start, %s, is the minimum: f = %s."), x, value));
  return settle (diagnosis, DESCENT_CONVERGED,
                 g_strdup_printf (ngettext ("Converged: %u step reached the minimum at %s, f = %s.%s",
                                            "Converged: %u steps reached the minimum at %s, f = %s.%s", steps),
                                  steps, x, value, rates));
}

static gboolean
settle_stuck (DescentDiagnosis     *diagnosis,
              const DescentAccount *account)
{
  const DescentPoint *last = descent_run_get_point (account->run, account->last);
  g_autofree char    *update = format (descent_account_length (account, last->update));
  g_autofree char    *x = format_place (account, last->x);

  return settle (diagnosis, DESCENT_CRAWLING,
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

static gboolean
answer_stop (DescentDiagnosis *diagnosis,
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
      if (!has_minimum (account))
        account->end = here;
      account->has_end = TRUE;
      return settle_converged (diagnosis, account);
    }
  if (has_minimum (account) && is_at_end (account, near))
    return settle_converged (diagnosis, account);
  return settle_stuck (diagnosis, account);
}

/* ---- Does it run without zeroing? ---- */

static gboolean
settle_frictionless (DescentDiagnosis     *diagnosis,
                     const DescentAccount *account)
{
  double           angle = acos (1 - account->settings->lr * account->end.largest / 2);
  g_autofree char *swing = format (2 * G_PI / angle);
  g_autofree char *x = NULL;

  diagnosis->factor = 1;
  if (!has_minimum (account) || !(account->critical > account->settings->lr))
    return settle (diagnosis, DESCENT_OSCILLATING,
                   g_strdup (_ ("Oscillating for ever: gradients that are never zeroed add up to a velocity without friction.")));
  x = format_place (account, account->end.x);
  return settle (diagnosis, DESCENT_OSCILLATING,
                 g_strdup_printf (_ ("Oscillating for ever about the minimum at %s: gradients that are never zeroed add up to a "
                                     "velocity without friction. A small swing takes %s steps."),
                                  x, swing));
}

/* Whether the second half of the future goes hardly further from the start than all before it. */
static gboolean
is_confined (const DescentAccount *account)
{
  const double *start = descent_run_get_point (account->run, 0)->x;
  double        before = 0, after = 0;

  for (guint k = 0; k <= account->last; k++)
    before = MAX (before, descent_account_distance (account, start, descent_run_get_point (account->run, k)->x));
  for (guint k = 0; k < account->n_future; k++)
    {
      double *half = k < account->n_future / 2 ? &before : &after;

      *half = MAX (*half, descent_account_distance (account, start, account->future[k].x));
    }
  return after <= 1.5 * before;
}

static gboolean
settle_accumulating (DescentDiagnosis     *diagnosis,
                     const DescentAccount *account)
{
  g_autofree char *limit = isnan (account->critical) ? g_strdup ("") : describe_limit (account);

  return settle (diagnosis, DESCENT_DIVERGING,
                 g_strdup_printf (_ ("Diverging: the gradients, never zeroed, add up to steps that grow. %s"), limit));
}

static gboolean
answer_accumulating (DescentDiagnosis *diagnosis,
                     DescentAccount   *account)
{
  if (account->settings->zero_gradients)
    return FALSE;
  if (!descent_account_look_ahead (account))
    return settle_accumulating (diagnosis, account);
  if (is_confined (account))
    return settle_frictionless (diagnosis, account);
  if (account->settings->lr >= account->critical && descent_account_stays_in_valley (account))
    return settle_accumulating (diagnosis, account);
  return settle (diagnosis, DESCENT_WANDERING,
                 g_strdup (_ ("Wandering: gradients that are never zeroed add up to a velocity without friction, which carries the "
                              "descent over the hills and away. It never settles.")));
}

/* ---- Did it arrive? ---- */

/* Rounding can keep the last bits jumping at the bottom. */
static gboolean
answer_arrival (DescentDiagnosis     *diagnosis,
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

/* ---- Does it repeat? ---- */

static char *
describe_cycle (const DescentAccount *account,
                const DescentPoint   *points,
                guint                 n,
                guint                 period)
{
  g_autofree char *a = format_place (account, points[n - 2].x);
  g_autofree char *b = format_place (account, points[n - 1].x);

  if (period == 2)
    return g_strdup_printf (_ ("Bouncing between %s and %s for ever."), a, b);
  return g_strdup_printf (_ ("Bouncing for ever in a cycle of %u points, among them %s and %s."), period, a, b);
}

static gboolean
settle_bouncing (DescentDiagnosis     *diagnosis,
                 const DescentAccount *account,
                 const DescentPoint   *points,
                 guint                 n,
                 guint                 period)
{
  g_autofree char *cycle = describe_cycle (account, points, n, period);
  g_autofree char *why = NULL;

  if (account->settings->lr >= account->critical * (1 - 1e-6))
    why = describe_limit (account);
  else
    why = g_strdup (_ ("The slope does not shrink towards the bottom, so neither do the steps. A smaller rate bounces less."));
  diagnosis->period = period;
  diagnosis->factor = 1;
  return settle (diagnosis, DESCENT_BOUNCING, g_strdup_printf ("%s %s", cycle, why));
}

static gboolean
answer_cycle (DescentDiagnosis     *diagnosis,
              const DescentAccount *account)
{
  const DescentPoint *points = descent_run_get_point (account->run, 0);
  guint               period = descent_account_find_period (account, points, account->last + 1, 0);

  return period > 1 && settle_bouncing (diagnosis, account, points, account->last + 1, period);
}

/* ---- Is the rate too high for the minimum that it circles? ---- */

static gboolean
settle_growing (DescentDiagnosis     *diagnosis,
                const DescentAccount *account)
{
  g_autofree char *why = describe_growth (account);

  return settle (diagnosis, DESCENT_DIVERGING, g_strdup_printf (_ ("Diverging. %s"), why));
}

/* Steps until the distance is a hundredth of the farthest. */
static double
count_missing_steps (const DescentAccount *account)
{
  double share = near * account->farthest / descent_account_distance_to_end (account, account->last);

  return share >= 1 ? 0 : ceil (log (share) / log (account->factor));
}

static gboolean
is_too_many (const DescentAccount *account,
             double                steps)
{
  return steps > MAX (100, 10.0 * account->last);
}

/* Far from a minimum that is too sharply curved for the rate. */
static gboolean
settle_approaching (DescentDiagnosis     *diagnosis,
                    const DescentAccount *account)
{
  g_autofree char *x = format_place (account, account->end.x);
  g_autofree char *limit = describe_limit (account);
  gboolean         slow = is_too_many (account, count_missing_steps (account));

  return settle (diagnosis, slow ? DESCENT_CRAWLING : DESCENT_CONVERGING,
                 g_strdup_printf (_ ("On the way down, but it will not settle at %s. %s"), x, limit));
}

static gboolean
settle_diverging (DescentDiagnosis     *diagnosis,
                  const DescentAccount *account)
{
  g_autofree char *factor = format_factor (account->factor);
  g_autofree char *critical = format (account->critical);
  g_autofree char *lr = descent_format_rounded (account->settings->lr, LR_DIGITS);

  return settle (diagnosis, DESCENT_DIVERGING,
                 g_strdup_printf (_ ("Diverging: each step multiplies the distance to %s by %s; the rate must stay below %s here "
                                     "(%s), yours is %s."),
                                  name_end (account), factor, critical, get_limit_formula (account), lr));
}

static gboolean
settle_wandering (DescentDiagnosis *diagnosis,
                  DescentAccount   *account)
{
  g_autofree char *limit = describe_limit (account);

  if (descent_account_stays_in_valley (account))
    return settle (diagnosis, DESCENT_WANDERING,
                   g_strdup_printf (_ ("Wandering: it jumps about the minimum without settling, but stays in its valley. %s"), limit));
  return settle (diagnosis, DESCENT_WANDERING,
                 g_strdup_printf (_ ("Wandering: no valley holds it, but its steps do not grow either. %s"), limit));
}

static gboolean
answer_high_rate (DescentDiagnosis *diagnosis,
                  DescentAccount   *account)
{
  guint    period;
  double   spread;
  gboolean finite;

  if (!is_rate_too_high (account))
    return FALSE;
  finite = descent_account_look_ahead (account);
  if (!finite && !descent_account_is_steady (account))
    return settle_growing (diagnosis, account);
  if (!finite || descent_account_grows_everywhere (account))
    return settle_diverging (diagnosis, account);
  spread = descent_account_spread (account, account->future, account->n_future, 64);
  period = descent_account_find_period (account, account->future, account->n_future, repetition * spread);
  if (period > 1)
    return settle_bouncing (diagnosis, account, account->future, account->n_future, period);
  if (descent_account_falls (account) && account->factor < 1 && descent_account_stays_in_valley (account))
    return settle_approaching (diagnosis, account);
  return settle_wandering (diagnosis, account);
}

/* ---- Does the distance shrink? ---- */

static gboolean
settle_towards_flat (DescentDiagnosis     *diagnosis,
                     const DescentAccount *account)
{
  g_autofree char *x = format_place (account, account->end.x);
  gboolean         slow = is_too_many (account, count_missing_steps (account)) || account->factor > 0.9;

  return settle (diagnosis, slow ? DESCENT_CRAWLING : DESCENT_CONVERGING,
                 g_strdup_printf (account->end.kind == DESCENT_POINT_SADDLE
                                      ? _ ("Slowing down towards %s, a saddle: the gradient vanishes there, but it is no minimum.")
                                      : _ ("Slowing down towards %s, a flat point: the gradient vanishes there, but it is no minimum."),
                                  x));
}

static gboolean
settle_oscillating (DescentDiagnosis     *diagnosis,
                    const DescentAccount *account)
{
  g_autofree char *x = format_place (account, account->end.x);
  g_autofree char *factor = format_factor (account->factor);
  g_autofree char *rates = describe_rates (account);

  return settle (diagnosis, DESCENT_OSCILLATING,
                 g_strdup_printf (_ ("Oscillating: each step jumps across the minimum at %s and leaves %s of the distance.%s"),
                                  x, factor, rates));
}

/* As at the bottom of x**4: no factor is steady. */
static gboolean
settle_towards_flat_bottom (DescentDiagnosis     *diagnosis,
                            const DescentAccount *account)
{
  g_autofree char *x = format_place (account, account->end.x);
  g_autofree char *factor = format_factor (account->factor);

  return settle (diagnosis, account->factor > 0.9 ? DESCENT_CRAWLING : DESCENT_CONVERGING,
                 g_strdup_printf (_ ("Slower and slower: this step leaves %s of the distance to the minimum at %s. The curvature vanishes "
                                     "there, so each step is a smaller part of the way."),
                                  factor, x));
}

static gboolean
settle_shrinking (DescentDiagnosis     *diagnosis,
                  const DescentAccount *account)
{
  double           missing = MIN (count_missing_steps (account), G_MAXINT);
  g_autofree char *x = format_place (account, account->end.x);
  g_autofree char *factor = format_factor (account->factor);
  g_autofree char *rates = describe_rates (account);

  if (is_too_many (account, missing))
    return settle (diagnosis, DESCENT_CRAWLING,
                   g_strdup_printf (ngettext ("Crawling: each step leaves %s of the distance to the minimum at %s. At this pace it takes "
                                              "%u more step to come within 1 %%.%s",
                                              "Crawling: each step leaves %s of the distance to the minimum at %s. At this pace it takes "
                                              "%u more steps to come within 1 %%.%s",
                                              (guint) missing),
                                    factor, x, (guint) missing, rates));
  if (missing > 0)
    return settle (diagnosis, DESCENT_CONVERGING,
                   g_strdup_printf (ngettext ("Converging: each step leaves %s of the distance to the minimum at %s; within 1 %% in about "
                                              "%u more step.%s",
                                              "Converging: each step leaves %s of the distance to the minimum at %s; within 1 %% in about "
                                              "%u more steps.%s",
                                              (guint) missing),
                                    factor, x, (guint) missing, rates));
  return settle (diagnosis, DESCENT_CONVERGING,
                 g_strdup_printf (_ ("Converging: each step leaves %s of the distance to the minimum at %s.%s"), factor, x, rates));
}

static gboolean
answer_shrinking (DescentDiagnosis     *diagnosis,
                  const DescentAccount *account)
{
  if (!account->has_end || !(account->factor < 1))
    return FALSE;
  if (account->end.kind != DESCENT_POINT_MINIMUM)
    return settle_towards_flat (diagnosis, account);
  if (account->end.largest == 0)
    return settle_towards_flat_bottom (diagnosis, account);
  if (descent_account_reverses (account))
    return settle_oscillating (diagnosis, account);
  return settle_shrinking (diagnosis, account);
}

/* ---- Where is it going? ---- */

/* Steps of the future until it is near the end; 0 if never. */
static guint
count_steps_ahead (const DescentAccount *account)
{
  for (guint k = 0; k < account->n_future; k++)
    if (descent_account_distance (account, account->future[k].x, account->end.x) <= near * MAX (account->farthest, account->scale))
      return k + 1;
  return 0;
}

static gboolean
settle_on_the_way (DescentDiagnosis     *diagnosis,
                   const DescentAccount *account,
                   guint                 steps)
{
  g_autofree char *x = format_place (account, account->end.x);
  g_autofree char *rates = describe_rates (account);

  return settle (diagnosis, is_too_many (account, steps) ? DESCENT_CRAWLING : DESCENT_CONVERGING,
                 g_strdup_printf (ngettext ("On the way: in %u step it will be near the minimum at %s.%s",
                                            "On the way: in %u steps it will be near the minimum at %s.%s", steps),
                                  steps, x, rates));
}

/* No minimum is in reach: what the slope does says what to expect. */
static gboolean
settle_without_end (DescentDiagnosis     *diagnosis,
                    const DescentAccount *account)
{
  double              spread = descent_account_spread (account, account->future, account->n_future, 64);
  guint               period = descent_account_find_period (account, account->future, account->n_future, repetition * spread);
  double              factor = descent_account_update_factor (account);
  const DescentPoint *last = descent_run_get_point (account->run, account->last);
  g_autofree char    *slope = format (descent_account_length (account, last->gradient));

  if (period > 1)
    return settle (diagnosis, DESCENT_CONVERGING,
                   g_strdup_printf (_ ("On the way down with a slope of %s that does not shrink, so the descent will end bouncing "
                                       "over the bottom."),
                                    slope));
  if (!descent_account_falls (account))
    return settle (diagnosis, DESCENT_WANDERING, g_strdup (_ ("Wandering: f goes up and down, and no minimum is in reach.")));
  if (factor > 1 + 1e-6)
    return settle_growing (diagnosis, account);
  if (factor < 1 - 1e-6)
    return settle (diagnosis, DESCENT_CRAWLING,
                   g_strdup_printf (_ ("Crawling: the slope, now %s, fades without ever reaching a minimum."), slope));
  return settle (diagnosis, DESCENT_WANDERING,
                 g_strdup_printf (_ ("Falling steadily with a slope of %s: there is no minimum to settle in."), slope));
}

static gboolean
answer_direction (DescentDiagnosis *diagnosis,
                  DescentAccount   *account)
{
  guint steps;

  if (!descent_account_look_ahead (account))
    return settle_growing (diagnosis, account);
  if (!account->has_end)
    return settle_without_end (diagnosis, account);
  steps = count_steps_ahead (account);
  if (steps > 0 && has_minimum (account))
    return settle_on_the_way (diagnosis, account, steps);
  if (descent_account_falls (account))
    {
      g_autofree char *x = format_place (account, account->end.x);

      return settle (diagnosis, DESCENT_CRAWLING,
                     g_strdup_printf (_ ("Crawling: f falls, but the minimum at %s is many hundred steps away."), x));
    }
  return settle (diagnosis, DESCENT_WANDERING, g_strdup (_ ("Wandering: f goes up and down and has not settled anywhere.")));
}

DescentDiagnosis *
descent_diagnosis_new (DescentRun *run)
{
  DescentDiagnosis *diagnosis;
  DescentAccount    account;
  gboolean          finite;

  g_return_val_if_fail (run != NULL, NULL);

  diagnosis = g_new0 (DescentDiagnosis, 1);
  finite = descent_account_init (&account, run);
  diagnosis->factor = account.factor;
  if (!answer_overflow (diagnosis, &account) && finite &&
      !answer_stop (diagnosis, &account) &&
      !answer_accumulating (diagnosis, &account) &&
      !answer_arrival (diagnosis, &account) &&
      !answer_cycle (diagnosis, &account) &&
      !answer_high_rate (diagnosis, &account) &&
      !answer_shrinking (diagnosis, &account))
    answer_direction (diagnosis, &account);
  diagnosis->critical_lr = account.critical;
  diagnosis->best_lr = account.best;
  descent_account_clear (&account);
  return diagnosis;
}

void
descent_diagnosis_free (DescentDiagnosis *diagnosis)
{
  if (diagnosis == NULL)
    return;
  g_free (diagnosis->sentence);
  g_free (diagnosis);
}
