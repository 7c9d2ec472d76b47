/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A descent computed whole: the engine gives value and gradient at each point, and the update is the course's,
 *   with torch.no_grad(): x -= lr * x.grad
 * which is a product and a difference, each rounded to the run's dtype. */

#include "descent/descent-run.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "descent/descent-error.h"
#include "descent/descent-evaluator.h"
#include "descent/descent-format.h"

struct _DescentRun
{
  gatomicrefcount ref_count;
  DescentSettings settings;
  DescentPoint   *points; /* settings.n_steps + 1 */
  int             value_overflow;
  int             x_overflow;
};

G_DEFINE_BOXED_TYPE (DescentRun, descent_run, descent_run_ref, descent_run_unref)

static double
round_to_dtype (double    value,
                GradDType dtype)
{
  return dtype == GRAD_FLOAT32 ? (double) (float) value : value;
}

static gboolean
check_lr (const DescentSettings *settings,
          GError               **error)
{
  g_autofree char *lr = NULL;

  if (isfinite (settings->lr) && settings->lr > 0)
    return TRUE;
  lr = descent_format_number (settings->lr, GRAD_FLOAT64);
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("The learning rate must be a positive number, not %s"), lr);
  return FALSE;
}

static gboolean
check_start (const DescentSettings *settings,
             GError               **error)
{
  for (guint i = 0; i < descent_function_get_n_inputs (settings->function); i++)
    {
      g_autofree char *start = NULL;

      if (isfinite (round_to_dtype (settings->start[i], settings->dtype)))
        continue;
      start = descent_format_number (settings->start[i], GRAD_FLOAT64);
      if (isfinite (settings->start[i]))
        g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("The start %s is too large for a float32, which ends at 3.4e38"), start);
      else
        g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("The start must be a finite number, not %s"), start);
      return FALSE;
    }
  return TRUE;
}

gboolean
descent_settings_check (const DescentSettings *settings,
                        GError               **error)
{
  g_return_val_if_fail (settings->function != NULL, FALSE);
  g_return_val_if_fail (grad_dtype_is_floating_point (settings->dtype), FALSE);

  if (!check_lr (settings, error) || !check_start (settings, error))
    return FALSE;
  if (settings->n_steps <= DESCENT_MAX_STEPS)
    return TRUE;
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("%u steps are too many: at most %d are computed"),
               settings->n_steps, DESCENT_MAX_STEPS);
  return FALSE;
}

/* x.grad after backward (): the first time it is the gradient itself, then the gradient is added to what is there,
 * which may be the zeros of zero_ (). The sum is not idle even then: it turns −0 into 0. */
static double
accumulate (const DescentSettings *settings,
            const DescentPoint    *before,
            double                 gradient,
            guint                  i)
{
  if (before == NULL)
    return gradient;
  return round_to_dtype ((settings->zero_gradients ? 0 : before->grad[i]) + gradient, settings->dtype);
}

/* The update at point, given the one before it (NULL at the start). The sum or product of two floats, rounded to
 * double and then to float, is the one rounded to float at once. */
static void
update_point (const DescentSettings *settings,
              const DescentPoint    *before,
              DescentPoint          *point)
{
  double lr = round_to_dtype (settings->lr, settings->dtype);

  for (guint i = 0; i < descent_function_get_n_inputs (settings->function); i++)
    {
      point->grad[i] = accumulate (settings, before, point->gradient[i], i);
      point->update[i] = round_to_dtype (lr * point->grad[i], settings->dtype);
    }
}

void
descent_point_step (const DescentSettings *settings,
                    DescentEvaluator      *evaluator,
                    const DescentPoint    *before,
                    DescentPoint          *point)
{
  for (guint i = 0; i < descent_function_get_n_inputs (settings->function); i++)
    point->x[i] = round_to_dtype (before != NULL ? before->x[i] - before->update[i] : settings->start[i], settings->dtype);
  descent_evaluator_evaluate (evaluator, point->x, &point->value, point->gradient);
  update_point (settings, before, point);
}

static void
note_overflow (DescentRun *run,
               guint       k)
{
  const DescentPoint *point = &run->points[k];

  if (run->value_overflow < 0 && !isfinite (point->value))
    run->value_overflow = (int) k;
  if (run->x_overflow < 0 && !(isfinite (point->x[0]) && isfinite (point->x[1])))
    run->x_overflow = (int) k;
}

static void
compute_points (DescentRun *run)
{
  DescentEvaluator *evaluator = descent_evaluator_new (run->settings.function, run->settings.dtype);

  run->points = g_new0 (DescentPoint, (gsize) run->settings.n_steps + 1);
  for (guint k = 0; k <= run->settings.n_steps; k++)
    {
      descent_point_step (&run->settings, evaluator, k > 0 ? &run->points[k - 1] : NULL, &run->points[k]);
      note_overflow (run, k);
    }
  descent_evaluator_free (evaluator);
}

DescentRun *
descent_run_new (const DescentSettings *settings,
                 GError               **error)
{
  DescentRun *run;

  g_return_val_if_fail (settings != NULL, NULL);

  if (!descent_settings_check (settings, error))
    return NULL;
  run = g_new0 (DescentRun, 1);
  g_atomic_ref_count_init (&run->ref_count);
  run->settings = *settings;
  descent_function_ref (run->settings.function);
  run->value_overflow = -1;
  run->x_overflow = -1;
  compute_points (run);
  return run;
}

DescentRun *
descent_run_ref (DescentRun *run)
{
  g_return_val_if_fail (run != NULL, NULL);

  g_atomic_ref_count_inc (&run->ref_count);
  return run;
}

void
descent_run_unref (DescentRun *run)
{
  g_return_if_fail (run != NULL);

  if (!g_atomic_ref_count_dec (&run->ref_count))
    return;
  descent_function_unref (run->settings.function);
  g_free (run->points);
  g_free (run);
}

const DescentSettings *
descent_run_get_settings (const DescentRun *run)
{
  g_return_val_if_fail (run != NULL, NULL);

  return &run->settings;
}

guint
descent_run_get_n_points (const DescentRun *run)
{
  g_return_val_if_fail (run != NULL, 0);

  return run->settings.n_steps + 1;
}

const DescentPoint *
descent_run_get_point (const DescentRun *run,
                       guint             k)
{
  g_return_val_if_fail (run != NULL, NULL);
  g_return_val_if_fail (k <= run->settings.n_steps, NULL);

  return &run->points[k];
}

int
descent_run_get_value_overflow (const DescentRun *run)
{
  g_return_val_if_fail (run != NULL, -1);

  return run->value_overflow;
}

int
descent_run_get_x_overflow (const DescentRun *run)
{
  g_return_val_if_fail (run != NULL, -1);

  return run->x_overflow;
}
