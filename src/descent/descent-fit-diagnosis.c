/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What becomes of a fit, in words with numbers. The loss is quadratic, so its Hessian foretells everything: an epoch
 * multiplies the distance to the optimum by 1 − lr·λ in each of two directions. Where gradients are not zeroed the
 * distances follow e″ = (2 − lr·λ) e′ − e instead, which swings for ever, and grows beyond lr·λ = 4. */

#include "descent/descent-fit-diagnosis.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "descent/descent-format.h"

enum
{
  CRAWLING_TIMES = 20,   /* as many times the epochs as there are: crawling */
  TRENCH_CONDITION = 50, /* a bowl so many times longer than wide is worth a word */
};

/* Nearer than this to the critical rate, a fit of any length just bounces. */
static const double bounce_tolerance = 1e-3;

static char *
rounded (double value)
{
  return descent_format_rounded (value, 3);
}

/* How far point k is from the optimum, in units of what W and b are there. */
static double
get_distance (const DescentFit *fit,
              guint             k)
{
  const DescentLinear *linear = descent_fit_get_linear (fit);
  const DescentPoint  *point = descent_fit_get_point (fit, k);

  return hypot (point->x[0] - linear->w, point->x[1] - linear->b) / (1 + hypot (linear->w, linear->b));
}

/* In a valley nearness is a matter of the gradient alone. */
static gboolean
is_near (const DescentFit *fit,
         guint             k)
{
  const DescentLinear *linear = descent_fit_get_linear (fit);
  const DescentPoint  *point = descent_fit_get_point (fit, k);

  if (linear->has_optimum)
    return get_distance (fit, k) < 1e-5;
  return hypot (point->gradient[0], point->gradient[1]) < 1e-5 * linear->lambda_max;
}

/* The epoch from which the fit is near the optimum and stays there; -1 if it does not arrive. */
static int
find_arrival (const DescentFit *fit)
{
  int k = (int) descent_fit_get_n_points (fit) - 1;

  if (!is_near (fit, (guint) k))
    return -1;
  while (k > 0 && is_near (fit, (guint) k - 1))
    k--;
  return k;
}

/* Whether the last update was too small for float32 to change anything. */
static gboolean
is_stuck (const DescentFit *fit)
{
  guint               n = descent_fit_get_n_points (fit);
  const DescentPoint *last = descent_fit_get_point (fit, n - 1);

  return descent_fit_get_settings (fit)->zero_gradients && n > 1 && isfinite (last->value) && last[-1].x[0] == last->x[0] && last[-1].x[1] == last->x[1];
}

/* The factor of the distance per epoch with gradients that pile up: 1 up to lr·λ = 4, then the greater root of
 * z² − (2 − lr·λ) z + 1. */
static double
get_piled_factor (const DescentLinear *linear,
                  double               lr)
{
  double a = lr * linear->lambda_max - 2;

  return a > 2 ? (a + sqrt (a * a - 4)) / 2 : 1;
}

static guint
get_piled_period (const DescentLinear *linear,
                  double               lr)
{
  return (guint) round (2 * G_PI / acos (1 - lr * linear->lambda_max / 2));
}

static double
get_epochs_to_thousandth (double factor)
{
  return ceil (log (1e-3) / log (factor));
}

/* Across the bowl the distance is multiplied by 1 − lr·λmax, and changes sides where that is negative. */
static DescentVerdict
judge_rate (const DescentFit *fit,
            double            factor)
{
  const DescentFitSettings *settings = descent_fit_get_settings (fit);
  double                    across = 1 - settings->lr * descent_fit_get_linear (fit)->lambda_max;

  if (fabs (across + 1) < bounce_tolerance)
    return DESCENT_BOUNCING;
  if (factor > 1)
    return DESCENT_DIVERGING;
  if (get_epochs_to_thousandth (factor) > (double) CRAWLING_TIMES * settings->n_epochs)
    return DESCENT_CRAWLING;
  return across < 0 && -across >= factor ? DESCENT_OSCILLATING : DESCENT_CONVERGING;
}

static DescentVerdict
judge (const DescentFit *fit,
       double            factor)
{
  if (descent_fit_get_loss_overflow (fit) >= 0 || descent_fit_get_x_overflow (fit) >= 0)
    return DESCENT_OVERFLOWED;
  if (!descent_fit_get_settings (fit)->zero_gradients)
    return factor > 1 ? DESCENT_DIVERGING : DESCENT_WANDERING;
  if (find_arrival (fit) >= 0 && factor < 1 + bounce_tolerance)
    return DESCENT_CONVERGED;
  if (is_stuck (fit) && factor < 1)
    return DESCENT_CRAWLING;
  return judge_rate (fit, factor);
}

static char *
say_converged (const DescentFit *fit)
{
  guint               epoch = (guint) find_arrival (fit);
  const DescentPoint *last = descent_fit_get_point (fit, descent_fit_get_n_points (fit) - 1);
  g_autofree char    *w = descent_format_number (last->x[0], GRAD_FLOAT32);
  g_autofree char    *b = descent_format_number (last->x[1], GRAD_FLOAT32);

  if (!descent_fit_get_linear (fit)->has_optimum)
    return g_strdup_printf (ngettext ("Converged after %u epoch, to one of many lines equally good: all x are the same.",
                                      "Converged after %u epochs, to one of many lines equally good: all x are the same.", epoch),
                            epoch);
  return g_strdup_printf (ngettext ("Converged after %u epoch: W = %s and b = %s are the optimum, as far as float32 can tell.",
                                    "Converged after %u epochs: W = %s and b = %s are the optimum, as far as float32 can tell.", epoch),
                          epoch, w, b);
}

static char *
say_crawling (const DescentFit *fit,
              double            factor)
{
  g_autofree char *epochs = descent_format_rounded (get_epochs_to_thousandth (factor), 2);

  if (is_stuck (fit))
    return g_strdup (_ ("Stuck: the update is too small to change W and b in float32."));
  return g_strdup_printf (_ ("Crawling: it would take about %s epochs to bring the distance to the optimum down to a thousandth."), epochs);
}

static char *
say_wandering (guint period)
{
  return g_strdup_printf (ngettext ("Wandering: gradients that are never zeroed pile up, and W and b swing round the optimum for ever, once in about %u epoch.",
                                    "Wandering: gradients that are never zeroed pile up, and W and b swing round the optimum for ever, once in about %u epochs.", period),
                          period);
}

static char *
say_overflowed (const DescentFit *fit,
                double            factor)
{
  g_autofree char *times = rounded (factor);
  int              overflow = descent_fit_get_loss_overflow (fit);
  int              nan = descent_fit_get_loss_nan (fit);

  if (overflow < 0)
    return g_strdup_printf (_ ("Diverging: each epoch multiplies the distance to the optimum by %s, until W or b overflows."), times);
  if (overflow == nan)
    return g_strdup_printf (_ ("Diverging: each epoch multiplies the distance to the optimum by %s. The loss is undefined (nan) from epoch %d on."), times, nan + 1);
  if (nan < 0)
    return g_strdup_printf (_ ("Diverging: each epoch multiplies the distance to the optimum by %s. The loss overflows (inf) at epoch %d."), times, overflow + 1);
  return g_strdup_printf (_ ("Diverging: each epoch multiplies the distance to the optimum by %s. The loss overflows (inf) at epoch %d and is undefined (nan) from epoch %d on."), times, overflow + 1, nan + 1);
}

static char *
say_verdict (const DescentFit       *fit,
             const DescentDiagnosis *diagnosis)
{
  g_autofree char *times = rounded (diagnosis->factor);

  switch (diagnosis->verdict)
    {
    case DESCENT_CONVERGED:
      return say_converged (fit);
    case DESCENT_CRAWLING:
      return say_crawling (fit, diagnosis->factor);
    case DESCENT_WANDERING:
      return say_wandering (diagnosis->period);
    case DESCENT_OVERFLOWED:
      return say_overflowed (fit, diagnosis->factor);
    case DESCENT_OSCILLATING:
      return g_strdup_printf (_ ("Oscillating: each epoch overshoots the optimum, yet multiplies the distance to it by %s."), times);
    case DESCENT_BOUNCING:
      return g_strdup (_ ("Bouncing: each epoch throws the line to the other side of the optimum, no nearer to it."));
    case DESCENT_DIVERGING:
      return g_strdup_printf (_ ("Diverging: each epoch multiplies the distance to the optimum by %s."), times);
    default:
      return g_strdup_printf (_ ("Converging: each epoch multiplies the distance to the optimum by %s."), times);
    }
}

/* What a sum instead of a mean comes to. */
static char *
say_limit (const DescentFit       *fit,
           const DescentDiagnosis *diagnosis)
{
  const DescentFitSettings *settings = descent_fit_get_settings (fit);
  guint                     n = descent_data_get_n_samples (settings->data);
  g_autofree char          *limit = rounded (diagnosis->critical_lr);
  g_autofree char          *sum_limit = rounded (diagnosis->critical_lr / n);
  g_autofree char          *lr = descent_format_number (settings->lr, GRAD_FLOAT64);

  if (settings->reduction == DESCENT_REDUCTION_SUM)
    return g_strdup_printf (ngettext ("The sum has %u time the slope of the mean: its limit is %s, yours is %s.",
                                      "The sum has %u times the slope of the mean: its limit is %s, yours is %s.", n),
                            n, limit, lr);
  return g_strdup_printf (ngettext ("The limit for the rate is %s, yours is %s; with the sum of %u square it would be %s.",
                                    "The limit for the rate is %s, yours is %s; with the sum of %u squares it would be %s.", n),
                          limit, lr, n, sum_limit);
}

static char *
say_trench (const DescentLinear *linear)
{
  double           condition = linear->lambda_max / linear->lambda_min;
  g_autofree char *times = descent_format_rounded (condition, 2);

  if (!linear->has_optimum || condition < TRENCH_CONDITION)
    return g_strdup ("");
  return g_strdup_printf (_ (" The slope across the bowl is %s times that along it: standardise x."), times);
}

DescentDiagnosis *
descent_fit_diagnose (const DescentFit *fit)
{
  const DescentFitSettings *settings = descent_fit_get_settings (fit);
  const DescentLinear      *linear = descent_fit_get_linear (fit);
  DescentDiagnosis         *diagnosis = g_new0 (DescentDiagnosis, 1);
  g_autofree char          *verdict = NULL;
  g_autofree char          *limit = NULL;
  g_autofree char          *trench = say_trench (linear);

  diagnosis->critical_lr = settings->zero_gradients ? linear->critical_lr : 2 * linear->critical_lr;
  diagnosis->best_lr = settings->zero_gradients ? linear->best_lr : NAN;
  diagnosis->factor = settings->zero_gradients ? descent_linear_get_factor (linear, settings->lr) : get_piled_factor (linear, settings->lr);
  diagnosis->verdict = judge (fit, diagnosis->factor);
  if (diagnosis->verdict == DESCENT_WANDERING)
    diagnosis->period = get_piled_period (linear, settings->lr);
  verdict = say_verdict (fit, diagnosis);
  limit = say_limit (fit, diagnosis);
  diagnosis->sentence = g_strconcat (verdict, " ", limit, trench, NULL);
  return diagnosis;
}
