/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What the sentences of a diagnosis are made of: numbers rounded to what they mean, places, the limits of the rate
 * and where they come from. */

#include "descent/descent-diagnosis-words.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "descent/descent-format.h"

enum
{
  DIGITS = 4,    /* of measured numbers in sentences */
  LR_DIGITS = 6, /* of the rate, which a slider gives with more than a person wants */
};

gboolean
descent_diagnosis_settle (DescentDiagnosis *diagnosis,
                          DescentVerdict    verdict,
                          char             *sentence)
{
  diagnosis->verdict = verdict;
  diagnosis->sentence = sentence;
  return TRUE;
}

char *
descent_words_number (double value)
{
  return descent_format_rounded (value, DIGITS);
}

char *
descent_words_rate (const DescentAccount *account)
{
  return descent_format_rounded (account->settings->lr, LR_DIGITS);
}

char *
descent_words_factor (double factor)
{
  double difference = fabs (1 - factor);
  int    n_digits = DIGITS;

  if (difference > 0 && difference < 1e-3)
    n_digits = (int) ceil (-log10 (difference)) + 2;
  return descent_format_rounded (factor, n_digits);
}

/* The value at the end; rounding beside the values that led there is nothing. */
char *
descent_words_end_value (const DescentAccount *account)
{
  double first = descent_run_get_point (account->run, 0)->value;

  return descent_words_number (fabs (account->end.value) < 1e-12 * fabs (first) ? 0 : account->end.value);
}

char *
descent_words_place (const DescentAccount *account,
                     const double         *x)
{
  double           grain = 1e-3 * account->scale;
  g_autofree char *first = descent_words_number (fabs (x[0]) < 1e-6 * grain ? 0 : x[0]);
  g_autofree char *second = NULL;

  if (account->n == 1)
    return g_steal_pointer (&first);
  second = descent_words_number (fabs (x[1]) < 1e-6 * grain ? 0 : x[1]);
  return g_strdup_printf ("(%s, %s)", first, second);
}

const char *
descent_words_limit_formula (const DescentAccount *account)
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

const char *
descent_words_end (const DescentAccount *account)
{
  /* TRANSLATORS: Each step multiplies the distance to … by 1.2 */
  return descent_account_has_minimum (account) ? C_ ("distance to", "the minimum") : C_ ("distance to", "the saddle");
}

char *
descent_words_limit (const DescentAccount *account)
{
  g_autofree char *critical = descent_words_number (account->critical);
  g_autofree char *lr = descent_words_rate (account);

  return g_strdup_printf (_ ("The rate must stay below %s here (%s), yours is %s."), critical, descent_words_limit_formula (account), lr);
}

char *
descent_words_rates (const DescentAccount *account)
{
  g_autofree char *critical = descent_words_number (account->critical);
  g_autofree char *best = descent_words_number (account->best);
  g_autofree char *lr = descent_words_rate (account);

  if (isnan (account->best))
    return g_strdup ("");
  return g_strdup_printf (_ (" The best rate here is %s (%s), the limit %s (%s), yours is %s."),
                          best, get_best_formula (account), critical, descent_words_limit_formula (account), lr);
}

char *
descent_words_growth (const DescentAccount *account)
{
  g_autofree char *factor = descent_words_factor (account->factor);
  g_autofree char *limit = descent_words_limit (account);

  if (!account->settings->zero_gradients)
    return g_strdup (_ ("The gradients, never zeroed, add up to steps that grow."));
  if (!descent_account_has_minimum (account) && descent_account_falls (account))
    return g_strdup (_ ("f has no minimum on this way: it falls without end, faster and faster."));
  if (descent_account_is_rate_too_high (account) && descent_account_is_steady (account))
    return g_strdup_printf (_ ("Each step multiplied the distance to %s by %s. %s"), descent_words_end (account), factor, limit);
  if (descent_account_is_rate_too_high (account))
    return g_strdup_printf (_ ("The steps grow faster and faster. %s"), limit);
  return g_strdup (_ ("The steps grow: where the run began it is too steep for this rate. A smaller one is needed there."));
}
