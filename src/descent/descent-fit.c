/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A training run as data: every epoch is computed when the fit is made, and nothing of it changes afterwards. */

#include "descent/descent-fit.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "descent/descent-error.h"
#include "descent/descent-format.h"
#include "descent/descent-linear-model.h"

struct _DescentFit
{
  gatomicrefcount    ref_count;
  DescentFitSettings settings;
  DescentLinear      linear;
  guint              n_points;
  DescentPoint      *points;
};

G_DEFINE_BOXED_TYPE (DescentFit, descent_fit, descent_fit_ref, descent_fit_unref)

static gboolean
check_start (double   start,
             GError **error)
{
  g_autofree char *text = NULL;

  if (isfinite ((float) start))
    return TRUE;
  text = descent_format_number (start, GRAD_FLOAT64);
  if (isfinite (start))
    g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("The start %s is too large for a float32, which ends at 3.4e38"), text);
  else
    g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("The start must be a finite number, not %s"), text);
  return FALSE;
}

static gboolean
check_lr (double   lr,
          GError **error)
{
  g_autofree char *text = NULL;

  if (lr > 0 && isfinite (lr))
    return TRUE;
  text = descent_format_number (lr, GRAD_FLOAT64);
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("The learning rate must be a positive number, not %s"), text);
  return FALSE;
}

gboolean
descent_fit_settings_check (const DescentFitSettings *settings,
                            GError                  **error)
{
  if (!check_start (settings->w, error) || !check_start (settings->b, error) || !check_lr (settings->lr, error))
    return FALSE;
  if (settings->n_epochs <= DESCENT_MAX_EPOCHS)
    return TRUE;
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("%u epochs are too many: at most %d are computed"), settings->n_epochs, DESCENT_MAX_EPOCHS);
  return FALSE;
}

/* What .grad is at point k, and the update it makes, each rounded to float32 as PyTorch's are. After the first epoch
 * the gradient is added to what was left there, be it the zeros of zero_ (), which turn −0 into 0. */
static void
complete_point (DescentFit *fit,
                guint       k)
{
  DescentPoint *point = &fit->points[k];

  for (guint i = 0; i < DESCENT_MAX_INPUTS; i++)
    {
      float grad = (float) point->gradient[i];

      if (k > 0)
        grad += fit->settings.zero_gradients ? 0 : (float) point[-1].grad[i];
      point->grad[i] = grad;
      point->update[i] = (float) fit->settings.lr * grad;
    }
}

/* W −= lr * W.grad, and the same for b. */
static void
move_point (const DescentPoint *from,
            DescentPoint       *to)
{
  for (guint i = 0; i < DESCENT_MAX_INPUTS; i++)
    to->x[i] = (float) from->x[i] - (float) from->update[i];
}

/* Whether all later points must be the same as this one: the update changes nothing, or there is only nan left. */
static gboolean
is_at_rest (const DescentFit   *fit,
            const DescentPoint *point)
{
  DescentPoint next;

  if (isnan (point->x[0]) && isnan (point->x[1]))
    return TRUE;
  move_point (point, &next);
  return fit->settings.zero_gradients && next.x[0] == point->x[0] && next.x[1] == point->x[1];
}

static gboolean
train (DescentFit        *fit,
       GCancellable      *cancellable,
       DescentFitProgress progress,
       gpointer           user_data,
       GError           **error)
{
  const DescentFitSettings *settings = &fit->settings;
  g_autoptr (DescentLinearModel) model = descent_linear_model_new (settings->data, settings->reduction);

  fit->points[0].x[0] = (float) settings->w;
  fit->points[0].x[1] = (float) settings->b;
  for (guint k = 0; k < fit->n_points; k++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (k > 0 && is_at_rest (fit, &fit->points[k - 1]))
        {
          fit->points[k] = fit->points[k - 1];
          continue;
        }
      if (k > 0)
        move_point (&fit->points[k - 1], &fit->points[k]);
      descent_linear_model_evaluate (model, &fit->points[k]);
      complete_point (fit, k);
      if (progress != NULL)
        progress (k, settings->n_epochs, user_data);
    }
  return TRUE;
}

DescentFit *
descent_fit_new_cancellable (const DescentFitSettings *settings,
                             GCancellable             *cancellable,
                             DescentFitProgress        progress,
                             gpointer                  user_data,
                             GError                  **error)
{
  g_autoptr (DescentFit) fit = NULL;

  g_return_val_if_fail (settings->data != NULL, NULL);

  if (!descent_fit_settings_check (settings, error))
    return NULL;
  fit = g_new0 (DescentFit, 1);
  g_atomic_ref_count_init (&fit->ref_count);
  fit->settings = *settings;
  descent_data_ref (fit->settings.data);
  fit->linear = descent_linear_solve (settings->data, settings->reduction);
  fit->n_points = settings->n_epochs + 1;
  fit->points = g_new0 (DescentPoint, fit->n_points);
  if (!train (fit, cancellable, progress, user_data, error))
    return NULL;
  return g_steal_pointer (&fit);
}

DescentFit *
descent_fit_new (const DescentFitSettings *settings,
                 GError                  **error)
{
  return descent_fit_new_cancellable (settings, NULL, NULL, NULL, error);
}

DescentFit *
descent_fit_ref (DescentFit *fit)
{
  g_return_val_if_fail (fit != NULL, NULL);

  g_atomic_ref_count_inc (&fit->ref_count);
  return fit;
}

void
descent_fit_unref (DescentFit *fit)
{
  g_return_if_fail (fit != NULL);

  if (!g_atomic_ref_count_dec (&fit->ref_count))
    return;
  descent_data_unref (fit->settings.data);
  g_free (fit->points);
  g_free (fit);
}

const DescentFitSettings *
descent_fit_get_settings (const DescentFit *fit)
{
  return &fit->settings;
}

const DescentLinear *
descent_fit_get_linear (const DescentFit *fit)
{
  return &fit->linear;
}

guint
descent_fit_get_n_points (const DescentFit *fit)
{
  return fit->n_points;
}

const DescentPoint *
descent_fit_get_point (const DescentFit *fit,
                       guint             k)
{
  g_return_val_if_fail (k < fit->n_points, NULL);

  return &fit->points[k];
}

int
descent_fit_get_loss_overflow (const DescentFit *fit)
{
  for (guint k = 0; k < fit->n_points; k++)
    if (!isfinite (fit->points[k].value))
      return (int) k;
  return -1;
}

int
descent_fit_get_loss_nan (const DescentFit *fit)
{
  for (guint k = 0; k < fit->n_points; k++)
    if (isnan (fit->points[k].value))
      return (int) k;
  return -1;
}

int
descent_fit_get_x_overflow (const DescentFit *fit)
{
  for (guint k = 0; k < fit->n_points; k++)
    if (!isfinite (fit->points[k].x[0]) || !isfinite (fit->points[k].x[1]))
      return (int) k;
  return -1;
}
