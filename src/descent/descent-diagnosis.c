/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The verdict on a run and the sentence that explains it, from the facts of descent-account.c. The questions are
 * asked in order, each answered by a function that either settles the verdict or leaves it to the next: did numbers
 * go bad, did it stop, does it run without zeroing, did it arrive, does it repeat, is the rate too high for the
 * minimum that it circles, does the distance to it shrink, and if none of these, where is it going? The first, second
 * and fourth are answered in descent-diagnosis-stopped.c. */

#include "descent/descent-diagnosis.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "descent/descent-diagnosis-words.h"

static const double near = 1e-2;       /* of the way: near enough to count the steps that are missing */
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

/* ---- Does it run without zeroing? ---- */

static gboolean
settle_frictionless (DescentDiagnosis     *diagnosis,
                     const DescentAccount *account)
{
  double           angle = acos (1 - account->settings->lr * account->end.largest / 2);
  g_autofree char *swing = descent_words_number (2 * G_PI / angle);
  g_autofree char *x = NULL;

  diagnosis->factor = 1;
  if (!descent_account_has_minimum (account) || !(account->critical > account->settings->lr))
    return descent_diagnosis_settle (diagnosis, DESCENT_OSCILLATING,
                                     g_strdup (_ ("Oscillating for ever: gradients that are never zeroed add up to a velocity without friction.")));
  x = descent_words_place (account, account->end.x);
  return descent_diagnosis_settle (diagnosis, DESCENT_OSCILLATING,
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
  g_autofree char *limit = isnan (account->critical) ? g_strdup ("") : descent_words_limit (account);

  return descent_diagnosis_settle (diagnosis, DESCENT_DIVERGING,
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
  return descent_diagnosis_settle (diagnosis, DESCENT_WANDERING,
                                   g_strdup (_ ("Wandering: gradients that are never zeroed add up to a velocity without friction, which carries the "
                                                "descent over the hills and away. It never settles.")));
}

/* ---- Does it repeat? ---- */

static char *
describe_cycle (const DescentAccount *account,
                const DescentPoint   *points,
                guint                 n,
                guint                 period)
{
  g_autofree char *a = descent_words_place (account, points[n - 2].x);
  g_autofree char *b = descent_words_place (account, points[n - 1].x);

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
    why = descent_words_limit (account);
  else
    why = g_strdup (_ ("The slope does not shrink towards the bottom, so neither do the steps. A smaller rate bounces less."));
  diagnosis->period = period;
  diagnosis->factor = 1;
  return descent_diagnosis_settle (diagnosis, DESCENT_BOUNCING, g_strdup_printf ("%s %s", cycle, why));
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
  g_autofree char *why = descent_words_growth (account);

  return descent_diagnosis_settle (diagnosis, DESCENT_DIVERGING, g_strdup_printf (_ ("Diverging. %s"), why));
}

/* Far from a minimum that is too sharply curved for the rate. */
static gboolean
settle_approaching (DescentDiagnosis     *diagnosis,
                    const DescentAccount *account)
{
  g_autofree char *x = descent_words_place (account, account->end.x);
  g_autofree char *limit = descent_words_limit (account);
  gboolean         slow = descent_account_is_too_many (account, descent_account_count_missing_steps (account));

  return descent_diagnosis_settle (diagnosis, slow ? DESCENT_CRAWLING : DESCENT_CONVERGING,
                                   g_strdup_printf (_ ("On the way down, but it will not settle at %s. %s"), x, limit));
}

static gboolean
settle_diverging (DescentDiagnosis     *diagnosis,
                  const DescentAccount *account)
{
  g_autofree char *factor = descent_words_factor (account->factor);
  g_autofree char *critical = descent_words_number (account->critical);
  g_autofree char *lr = descent_words_rate (account);

  return descent_diagnosis_settle (diagnosis, DESCENT_DIVERGING,
                                   g_strdup_printf (_ ("Diverging: each step multiplies the distance to %s by %s; the rate must stay below %s here "
                                                       "(%s), yours is %s."),
                                                    descent_words_end (account), factor, critical, descent_words_limit_formula (account), lr));
}

static gboolean
settle_wandering (DescentDiagnosis *diagnosis,
                  DescentAccount   *account)
{
  g_autofree char *limit = descent_words_limit (account);

  if (descent_account_stays_in_valley (account))
    return descent_diagnosis_settle (diagnosis, DESCENT_WANDERING,
                                     g_strdup_printf (_ ("Wandering: it jumps about the minimum without settling, but stays in its valley. %s"), limit));
  return descent_diagnosis_settle (diagnosis, DESCENT_WANDERING,
                                   g_strdup_printf (_ ("Wandering: no valley holds it, but its steps do not grow either. %s"), limit));
}

static gboolean
answer_high_rate (DescentDiagnosis *diagnosis,
                  DescentAccount   *account)
{
  guint    period;
  double   spread;
  gboolean finite;

  if (!descent_account_is_rate_too_high (account))
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
  g_autofree char *x = descent_words_place (account, account->end.x);
  gboolean         slow = descent_account_is_too_many (account, descent_account_count_missing_steps (account)) || account->factor > 0.9;

  return descent_diagnosis_settle (diagnosis, slow ? DESCENT_CRAWLING : DESCENT_CONVERGING,
                                   g_strdup_printf (account->end.kind == DESCENT_POINT_SADDLE
                                                        ? _ ("Slowing down towards %s, a saddle: the gradient vanishes there, but it is no minimum.")
                                                        : _ ("Slowing down towards %s, a flat point: the gradient vanishes there, but it is no minimum."),
                                                    x));
}

static gboolean
settle_oscillating (DescentDiagnosis     *diagnosis,
                    const DescentAccount *account)
{
  g_autofree char *x = descent_words_place (account, account->end.x);
  g_autofree char *factor = descent_words_factor (account->factor);
  g_autofree char *rates = descent_words_rates (account);

  return descent_diagnosis_settle (diagnosis, DESCENT_OSCILLATING,
                                   g_strdup_printf (_ ("Oscillating: each step jumps across the minimum at %s and leaves %s of the distance.%s"),
                                                    x, factor, rates));
}

/* As at the bottom of x**4: no factor is steady. */
static gboolean
settle_towards_flat_bottom (DescentDiagnosis     *diagnosis,
                            const DescentAccount *account)
{
  g_autofree char *x = descent_words_place (account, account->end.x);
  g_autofree char *factor = descent_words_factor (account->factor);

  return descent_diagnosis_settle (diagnosis, account->factor > 0.9 ? DESCENT_CRAWLING : DESCENT_CONVERGING,
                                   g_strdup_printf (_ ("Slower and slower: this step leaves %s of the distance to the minimum at %s. The curvature vanishes "
                                                       "there, so each step is a smaller part of the way."),
                                                    factor, x));
}

static gboolean
settle_shrinking (DescentDiagnosis     *diagnosis,
                  const DescentAccount *account)
{
  double           missing = MIN (descent_account_count_missing_steps (account), G_MAXINT);
  g_autofree char *x = descent_words_place (account, account->end.x);
  g_autofree char *factor = descent_words_factor (account->factor);
  g_autofree char *rates = descent_words_rates (account);

  if (descent_account_is_too_many (account, missing))
    return descent_diagnosis_settle (diagnosis, DESCENT_CRAWLING,
                                     g_strdup_printf (ngettext ("Crawling: each step leaves %s of the distance to the minimum at %s. At this pace it takes "
                                                                "%u more step to come within 1 %%.%s",
                                                                "Crawling: each step leaves %s of the distance to the minimum at %s. At this pace it takes "
                                                                "%u more steps to come within 1 %%.%s",
                                                                (guint) missing),
                                                      factor, x, (guint) missing, rates));
  if (missing > 0)
    return descent_diagnosis_settle (diagnosis, DESCENT_CONVERGING,
                                     g_strdup_printf (ngettext ("Converging: each step leaves %s of the distance to the minimum at %s; within 1 %% in about "
                                                                "%u more step.%s",
                                                                "Converging: each step leaves %s of the distance to the minimum at %s; within 1 %% in about "
                                                                "%u more steps.%s",
                                                                (guint) missing),
                                                      factor, x, (guint) missing, rates));
  return descent_diagnosis_settle (diagnosis, DESCENT_CONVERGING,
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
  g_autofree char *x = descent_words_place (account, account->end.x);
  g_autofree char *rates = descent_words_rates (account);

  return descent_diagnosis_settle (diagnosis, descent_account_is_too_many (account, steps) ? DESCENT_CRAWLING : DESCENT_CONVERGING,
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
  g_autofree char    *slope = descent_words_number (descent_account_length (account, last->gradient));

  if (period > 1)
    return descent_diagnosis_settle (diagnosis, DESCENT_CONVERGING,
                                     g_strdup_printf (_ ("On the way down with a slope of %s that does not shrink, so the descent will end bouncing "
                                                         "over the bottom."),
                                                      slope));
  if (!descent_account_falls (account))
    return descent_diagnosis_settle (diagnosis, DESCENT_WANDERING, g_strdup (_ ("Wandering: f goes up and down, and no minimum is in reach.")));
  if (factor > 1 + 1e-6)
    return settle_growing (diagnosis, account);
  if (factor < 1 - 1e-6)
    return descent_diagnosis_settle (diagnosis, DESCENT_CRAWLING,
                                     g_strdup_printf (_ ("Crawling: the slope, now %s, fades without ever reaching a minimum."), slope));
  return descent_diagnosis_settle (diagnosis, DESCENT_WANDERING,
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
  if (steps > 0 && descent_account_has_minimum (account))
    return settle_on_the_way (diagnosis, account, steps);
  if (descent_account_falls (account))
    {
      g_autofree char *x = descent_words_place (account, account->end.x);

      return descent_diagnosis_settle (diagnosis, DESCENT_CRAWLING,
                                       g_strdup_printf (_ ("Crawling: f falls, but the minimum at %s is many hundred steps away."), x));
    }
  return descent_diagnosis_settle (diagnosis, DESCENT_WANDERING, g_strdup (_ ("Wandering: f goes up and down and has not settled anywhere.")));
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
  if (!descent_diagnosis_answer_overflow (diagnosis, &account) && finite &&
      !descent_diagnosis_answer_stop (diagnosis, &account) &&
      !answer_accumulating (diagnosis, &account) &&
      !descent_diagnosis_answer_arrival (diagnosis, &account) &&
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
