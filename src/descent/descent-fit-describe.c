/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* One epoch in words: what the loss did, and the chain from the loss to the new W and b with this epoch's numbers. */

#include "descent/descent-fit-diagnosis.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "descent/descent-format.h"

static char *
number (double value)
{
  return descent_format_number (value, GRAD_FLOAT32);
}

static char *
describe_change (const DescentFit *fit,
                 guint             k)
{
  const DescentPoint *point = descent_fit_get_point (fit, k);
  double              change = point->value - point[-1].value;
  g_autofree char    *before = number (point[-1].value);
  g_autofree char    *after = number (point->value);
  g_autofree char    *magnitude = descent_format_rounded (fabs (change), 4);

  if (isnan (point->value))
    return g_strdup_printf (_ ("Epoch %u: the loss is undefined (nan)."), k);
  if (isinf (point->value))
    return g_strdup_printf (_ ("Epoch %u: loss %s → %s, beyond what float32 can hold."), k, before, after);
  if (change == 0)
    return g_strdup_printf (_ ("Epoch %u: the loss stays at %s."), k, after);
  if (change < 0)
    return g_strdup_printf (_ ("Epoch %u: loss %s → %s, lower by %s."), k, before, after, magnitude);
  return g_strdup_printf (_ ("Epoch %u: loss %s → %s, higher by %s: the step went too far."), k, before, after, magnitude);
}

char *
descent_fit_describe_point (const DescentFit *fit,
                            guint             k)
{
  const DescentPoint *point = descent_fit_get_point (fit, k);
  g_autofree char    *w = number (point->x[0]);
  g_autofree char    *b = number (point->x[1]);
  g_autofree char    *loss = number (point->value);
  g_autofree char    *change = NULL;

  if (k == 0)
    return g_strdup_printf (_ ("Start: W = %s, b = %s, loss %s."), w, b, loss);
  change = describe_change (fit, k);
  return g_strdup_printf (_ ("%s Now W = %s, b = %s."), change, w, b);
}

/* “dW = 2 · mean(−x · (y − ŷ)) = 4.15”, and what it comes to in .grad where gradients pile up. */
static char *
describe_gradient (const DescentFit *fit,
                   guint             k,
                   guint             i)
{
  const DescentFitSettings *settings = descent_fit_get_settings (fit);
  const DescentPoint       *point = descent_fit_get_point (fit, k);
  const char               *reduction = descent_reduction_get_name (settings->reduction);
  const char               *factor = i == 0 ? "x · " : "";
  const char               *name = i == 0 ? "W" : "b";
  g_autofree char          *gradient = number (point->gradient[i]);
  g_autofree char          *grad = number (point->grad[i]);
  g_autofree char          *before = NULL;

  if (settings->zero_gradients || k == 0)
    return g_strdup_printf ("d%s = %s(−2 · %s(y − ŷ)) = %s", name, reduction, factor, gradient);
  before = number (point[-1].grad[i]);
  return g_strdup_printf ("d%s = %s(−2 · %s(y − ŷ)) = %s,  %s.grad = %s + %s = %s", name, reduction, factor, gradient, name, before, gradient, grad);
}

static char *
describe_update (const DescentFit *fit,
                 guint             k,
                 guint             i)
{
  const DescentPoint *point = descent_fit_get_point (fit, k);
  const char         *name = i == 0 ? "W" : "b";
  g_autofree char    *before = number (point->x[i]);
  g_autofree char    *lr = descent_format_number (descent_fit_get_settings (fit)->lr, GRAD_FLOAT64);
  g_autofree char    *grad = number (point->grad[i]);
  g_autofree char    *after = number ((float) point->x[i] - (float) point->update[i]);

  return g_strdup_printf (point->grad[i] < 0 ? "%s ← %s − %s · (%s) = %s" : "%s ← %s − %s · %s = %s", name, before, lr, grad, after);
}

char **
descent_fit_describe_chain (const DescentFit *fit,
                            guint             k)
{
  const DescentFitSettings *settings = descent_fit_get_settings (fit);
  g_autofree char          *loss = number (descent_fit_get_point (fit, k)->value);
  char                    **lines = g_new0 (char *, 6);

  lines[0] = g_strdup_printf ("loss = %s((y − ŷ)²) = %s,  ŷ = W · x + b", descent_reduction_get_name (settings->reduction), loss);
  lines[1] = describe_gradient (fit, k, 0);
  lines[2] = describe_gradient (fit, k, 1);
  lines[3] = describe_update (fit, k, 0);
  lines[4] = describe_update (fit, k, 1);
  return lines;
}
