/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-minimum.h"

G_BEGIN_DECLS

enum
{
  DESCENT_FUTURE = 600, /* steps that an account looks beyond the run */
};

/* The facts about a run that its diagnosis rests on. */
typedef struct
{
  DescentRun            *run;
  const DescentSettings *settings;
  guint                  n;         /* variables */
  guint                  last;      /* the last point where everything is finite */
  DescentEvaluator      *evaluator; /* in float64 */
  double                 scale;     /* the length to measure by */

  gboolean          has_end; /* where a careful descent from the best of the last points would end */
  DescentStationary end;
  double            farthest; /* of the run's points from the end */
  double            factor;   /* of the distance to the end per step, over the last steps; nan without an end */
  double            critical; /* the rate from which on the end cannot hold the descent; nan if no rate is */
  double            best;

  DescentPoint *future; /* the steps after the last point, as the run would make them; NULL until asked for */
  guint         n_future;
} DescentAccount;

/* FALSE if not even the start is finite; then only run, settings and n are there. */
gboolean descent_account_init (DescentAccount *account,
                               DescentRun     *run);
void     descent_account_clear (DescentAccount *account);

/* Distances and lengths in the plane of the variables. */
double descent_account_length (const DescentAccount *account,
                               const double         *vector);
double descent_account_distance (const DescentAccount *account,
                                 const double         *a,
                                 const double         *b);
double descent_account_distance_to_end (const DescentAccount *account,
                                        guint                 k);

/* The spacing of the run's numbers around those of the size of x, and whether the next update changes nothing. */
double   descent_account_precision (const DescentAccount *account,
                                    const double         *x);
gboolean descent_account_is_stuck (const DescentAccount *account);

/* Whether the end is a minimum; whether the rate is such that the end cannot hold the descent. */
gboolean descent_account_has_minimum (const DescentAccount *account);
gboolean descent_account_is_rate_too_high (const DescentAccount *account);

/* Steps until the distance to the end is a hundredth of the farthest, at the pace of the last ones; and whether so many
 * are out of proportion to those that were made. */
double   descent_account_count_missing_steps (const DescentAccount *account);
gboolean descent_account_is_too_many (const DescentAccount *account,
                                      double                steps);

/* Whether most of the last updates went back on the one before. */
gboolean descent_account_reverses (const DescentAccount *account);

/* Whether the last two steps changed the distance to the end by about the same factor. */
gboolean descent_account_is_steady (const DescentAccount *account);

/* Whether the value fell in each of the last steps. */
gboolean descent_account_falls (const DescentAccount *account);

/* The ratio of the last update to those a few steps before it, per step. */
double descent_account_update_factor (const DescentAccount *account);

/* Computes the future. TRUE if it stays finite. */
gboolean descent_account_look_ahead (DescentAccount *account);

/* The smallest period, of at most 4, in which the last of n points repeat: once exactly if tolerance is 0, else many
 * times within it; 0 if they do not. */
guint descent_account_find_period (const DescentAccount *account,
                                   const DescentPoint   *points,
                                   guint                 n,
                                   double                tolerance);

/* The largest distance between the last count of n points. */
double descent_account_spread (const DescentAccount *account,
                               const DescentPoint   *points,
                               guint                 n,
                               guint                 count);

/* Whether the map x → x − lr·f′(x) carries the descent away from the end not only here but from any distance. */
gboolean descent_account_grows_everywhere (const DescentAccount *account);

/* Whether careful descents from points of the future end where the account's does. */
gboolean descent_account_stays_in_valley (DescentAccount *account);

G_END_DECLS
