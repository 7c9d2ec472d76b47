/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Descents of fixtures: a function minimised by an optimiser, or by hand as the course does. */

#include "oracle.h"

#include "descent/descent-function.h"
#include "descent/descent-optimizer.h"

enum
{
  MAX_INPUTS = DESCENT_MAX_INPUTS,
};

typedef struct
{
  DescentFunction       *function;
  DescentOptimizerState *state; /* NULL: x -= lr * x.grad */
  GradDType              dtype;
  double                 lr;
  gboolean               keeps_grad; /* and without x.grad.zero_ () */
  guint                  n;
  double                 x[MAX_INPUTS], grad[MAX_INPUTS];
} Descent;

/* "torch.sin(3*x[0])" as the parser of functions knows it. */
static DescentFunction *
read_function (const char *text,
               guint       n,
               GError    **error)
{
  g_autoptr (GString) own = g_string_new (text);

  g_string_replace (own, "torch.", "", 0);
  g_string_replace (own, "x[0]", n == 1 ? "x" : "x0", 0);
  g_string_replace (own, "x[1]", "x1", 0);
  return descent_function_new (own->str, n, error);
}

static void
set_option (const DescentOptimizer *optimizer,
            double                 *options,
            const char             *name,
            const Json             *value)
{
  const int i = descent_optimizer_find_option (optimizer, name);

  if (i >= 0)
    options[i] = oracle_number_read (value, NULL);
  else if (g_str_equal (name, "betas"))
    {
      set_option (optimizer, options, "beta1", json_get_item (value, 0));
      set_option (optimizer, options, "beta2", json_get_item (value, 1));
    }
}

static gboolean
read_optimizer (Descent    *descent,
                const Json *json,
                GError    **error)
{
  const char             *kind = json_get_string (json, "kind");
  const DescentOptimizer *optimizer = kind != NULL ? descent_optimizer_lookup (kind) : NULL;
  double                  options[DESCENT_MAX_OPTIONS];

  if (optimizer == NULL)
    {
      descent->lr = json_get (json, "lr") != NULL ? oracle_number_read (json_get (json, "lr"), NULL) : 0;
      descent->keeps_grad = g_strcmp0 (kind, "manual_nozero") == 0;
      if (kind != NULL && g_str_has_prefix (kind, "manual"))
        return TRUE;
      g_set_error (error, ORACLE_ERROR, 0, "no optimiser “%s”", kind != NULL ? kind : "");
      return FALSE;
    }
  descent_optimizer_get_defaults (optimizer, options);
  for (guint i = 0; i < json_get_n (json); i++)
    set_option (optimizer, options, json_get_item (json, i)->name, json_get_item (json, i));
  if (!descent_optimizer_check (optimizer, options, error))
    return FALSE;
  descent->state = descent_optimizer_state_new (optimizer, options, descent->dtype, descent->n);
  return TRUE;
}

static void
update (Descent *descent)
{
  float x[MAX_INPUTS], grad[MAX_INPUTS];

  if (descent->state == NULL)
    {
      for (guint i = 0; i < descent->n; i++)
        if (descent->dtype == GRAD_FLOAT32)
          descent->x[i] = (double) ((float) descent->x[i] - (float) descent->lr * (float) descent->grad[i]);
        else
          descent->x[i] -= descent->lr * descent->grad[i];
      return;
    }
  if (descent->dtype != GRAD_FLOAT32)
    {
      descent_optimizer_state_step (descent->state, descent->x, descent->grad);
      return;
    }
  for (guint i = 0; i < descent->n; i++)
    {
      x[i] = (float) descent->x[i];
      grad[i] = (float) descent->grad[i];
    }
  descent_optimizer_state_step (descent->state, x, grad);
  for (guint i = 0; i < descent->n; i++)
    descent->x[i] = (double) x[i];
}

/* One step; gives the value before it. */
static double
step (Descent *descent)
{
  double value, grad[MAX_INPUTS];

  descent_function_evaluate (descent->function, descent->dtype, descent->x, &value, grad);
  for (guint i = 0; i < descent->n; i++)
    if (!descent->keeps_grad)
      descent->grad[i] = grad[i];
    else if (descent->dtype == GRAD_FLOAT32)
      descent->grad[i] = (double) ((float) descent->grad[i] + (float) grad[i]);
    else
      descent->grad[i] += grad[i];
  update (descent);
  return value;
}

static void
write_run (GString *out,
           Descent *descent,
           guint    n_steps)
{
  g_autofree double *losses = g_new0 (double, n_steps + 1);

  g_string_append (out, "\"trajectory\": [");
  for (guint i = 0; i < n_steps; i++)
    {
      losses[i] = step (descent);
      g_string_append (out, i > 0 ? ", " : "");
      oracle_numbers_write (out, descent->x, descent->n);
    }
  g_string_append (out, "], \"loss\": ");
  oracle_numbers_write (out, losses, n_steps);
}

void
oracle_descent_write (GString    *out,
                      const Json *json)
{
  const Json *start = json_get (json, "start"), *n_steps = json_get (json, "n_steps");
  const char *text = json_get_string (json, "fn_expr"), *dtype = json_get_string (json, "dtype");
  Descent     descent = { .n = json_get_n (start) };
  g_autoptr (GError) error = NULL;

  if (text == NULL || n_steps == NULL || descent.n < 1 || descent.n > MAX_INPUTS || dtype == NULL || !grad_dtype_from_name (dtype, &descent.dtype))
    g_set_error_literal (&error, ORACLE_ERROR, 0, "a descent needs fn_expr, start, dtype and n_steps");
  else if ((descent.function = read_function (text, descent.n, &error)) != NULL && read_optimizer (&descent, json_get (json, "optimizer"), &error))
    {
      for (guint i = 0; i < descent.n; i++)
        descent.x[i] = oracle_number_read (json_get_item (start, i), NULL);
      write_run (out, &descent, (guint) MAX (n_steps->integer, 0));
    }
  if (error != NULL)
    {
      g_string_append (out, "\"error\": {\"type\": \"ValueError\", \"message\": ");
      json_write_string (out, error->message);
      g_string_append_c (out, '}');
    }
  g_clear_pointer (&descent.state, descent_optimizer_state_free);
  g_clear_pointer (&descent.function, descent_function_unref);
}
