/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Points of a run in words: the sentence about a step, and the update rule with the step's numbers. */

#include "descent/descent-run.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "descent/descent-format.h"

static const char *const inputs[DESCENT_MAX_INPUTS] = { "x", "y" };

/* "3", or "(3, 4)" in two variables. */
static char *
format_vector (const DescentSettings *settings,
               const double          *values)
{
  g_autofree char *x = descent_format_number (values[0], settings->dtype);
  g_autofree char *y = NULL;

  if (descent_function_get_n_inputs (settings->function) == 1)
    return g_steal_pointer (&x);
  y = descent_format_number (values[1], settings->dtype);
  return g_strdup_printf ("(%s, %s)", x, y);
}

/* A difference with its sign: +3, −4. */
static char *
format_change (double    change,
               GradDType dtype)
{
  g_autofree char *number = descent_format_number (change, dtype);

  return change > 0 ? g_strconcat ("+", number, NULL) : g_steal_pointer (&number);
}

static char *
describe_start (const DescentSettings *settings,
                const DescentPoint    *point)
{
  g_autofree char *x = format_vector (settings, point->x);
  g_autofree char *value = descent_format_number (point->value, settings->dtype);
  g_autofree char *slope = format_vector (settings, point->gradient);

  /* TRANSLATORS: Start: x = 100, f = 10000. Slope 200. */
  return g_strdup_printf (descent_function_get_n_inputs (settings->function) == 1 ? _ ("Start: x = %s, f = %s. Slope %s.")
                                                                                  : _ ("Start: (x, y) = %s, f = %s. Slope %s."),
                          x, value, slope);
}

static char *
describe_bad_value (const DescentSettings *settings,
                    const DescentPoint    *point,
                    guint                  k)
{
  g_autofree char *x = format_vector (settings, point->x);

  if (!isfinite (point->x[0]) || !isfinite (point->x[1]))
    return g_strdup_printf (_ ("Step %u: overflow, x is %s."), k, x);
  if (isnan (point->value))
    return g_strdup_printf (_ ("Step %u: f has no value at %s."), k, x);
  return g_strdup_printf (_ ("Step %u: overflow, f is beyond the largest %s at %s."), k, grad_dtype_get_name (settings->dtype), x);
}

char *
descent_run_describe_point (const DescentRun *run,
                            guint             k)
{
  const DescentSettings *settings;
  const DescentPoint    *point, *before;
  double                 moved[DESCENT_MAX_INPUTS];
  double                 change;
  g_autofree char       *from = NULL, *to = NULL, *difference = NULL, *slope = NULL, *way = NULL;

  g_return_val_if_fail (run != NULL, NULL);
  g_return_val_if_fail (k < descent_run_get_n_points (run), NULL);

  settings = descent_run_get_settings (run);
  point = descent_run_get_point (run, k);
  if (!isfinite (point->value))
    return describe_bad_value (settings, point, k);
  if (k == 0)
    return describe_start (settings, point);
  before = descent_run_get_point (run, k - 1);
  change = point->value - before->value;
  for (guint i = 0; i < DESCENT_MAX_INPUTS; i++)
    moved[i] = before->update[i] == 0 ? 0 : -before->update[i];
  from = descent_format_number (before->value, settings->dtype);
  to = descent_format_number (point->value, settings->dtype);
  difference = format_change (settings->dtype == GRAD_FLOAT32 ? (double) (float) change : change, settings->dtype);
  slope = format_vector (settings, before->gradient);
  way = format_vector (settings, moved);
  if (change > 0)
    /* TRANSLATORS: Step 3: f 64 → 92.16 (+28.16), uphill: the step was too long. Slope 16, moved −17.6. */
    return g_strdup_printf (_ ("Step %u: f %s → %s (%s), uphill: the step was too long. Slope %s, moved %s."),
                            k, from, to, difference, slope, way);
  return g_strdup_printf (_ ("Step %u: f %s → %s (%s). Slope %s, moved %s."), k, from, to, difference, slope, way);
}

/* x ← 80 − 0.1 · 160 = 64 */
static void
append_rule (GString               *rule,
             const DescentSettings *settings,
             const DescentPoint    *point,
             guint                  i)
{
  double           next = point->x[i] - point->update[i];
  g_autofree char *x = descent_format_number (point->x[i], settings->dtype);
  g_autofree char *lr = descent_format_number (settings->lr, GRAD_FLOAT64);
  g_autofree char *grad = descent_format_number (point->grad[i], settings->dtype);
  g_autofree char *to = descent_format_number (settings->dtype == GRAD_FLOAT32 ? (double) (float) next : next, settings->dtype);

  g_string_append_printf (rule, point->grad[i] < 0 ? "%s ← %s − %s · (%s) = %s" : "%s ← %s − %s · %s = %s",
                          inputs[i], x, lr, grad, to);
}

char *
descent_run_describe_update (const DescentRun *run,
                             guint             k)
{
  const DescentSettings *settings;
  GString               *rule;

  g_return_val_if_fail (run != NULL, NULL);
  g_return_val_if_fail (k < descent_run_get_n_points (run), NULL);

  settings = descent_run_get_settings (run);
  rule = g_string_new (NULL);
  for (guint i = 0; i < descent_function_get_n_inputs (settings->function); i++)
    {
      if (i > 0)
        g_string_append_c (rule, '\n');
      append_rule (rule, settings, descent_run_get_point (run, k), i);
    }
  return g_string_free (rule, FALSE);
}
