/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The closed form beside the descent: of the linear model's squared error,
 *   loss = factor · (var y − 2 W cov + W² var x + (mean y − W mean x − b)²),  factor = 1 for the mean, n for the sum,
 *   H    = 2 factor · (E x²  E x; E x  1),  det H = 4 factor² var x.
 * Only the factor tells sum from mean, which is the whole lesson. */

#include "descent/descent-linear.h"

#include <math.h>
#include <string.h>

static const char *const reduction_names[] = {
  [DESCENT_REDUCTION_MEAN] = "mean",
  [DESCENT_REDUCTION_SUM] = "sum",
};

const char *
descent_reduction_get_name (DescentReduction reduction)
{
  g_return_val_if_fail ((guint) reduction < G_N_ELEMENTS (reduction_names), NULL);

  return reduction_names[reduction];
}

gboolean
descent_reduction_from_name (const char       *name,
                             DescentReduction *reduction)
{
  for (guint i = 0; i < G_N_ELEMENTS (reduction_names); i++)
    if (strcmp (reduction_names[i], name) == 0)
      {
        *reduction = (DescentReduction) i;
        return TRUE;
      }
  return FALSE;
}

static double
get_weight (const DescentData *data,
            DescentReduction   reduction)
{
  return reduction == DESCENT_REDUCTION_SUM ? descent_data_get_n_samples (data) : 1;
}

/* λmax from the half trace and the half difference; λmin from the determinant, which loses no digits where the bowl
 * is a trench. */
static void
solve_eigenvalues (const DescentMoments *m,
                   double                weight,
                   DescentLinear        *linear)
{
  double square = m->var_x + m->mean_x * m->mean_x;

  linear->lambda_max = weight * (square + 1 + hypot (square - 1, 2 * m->mean_x));
  linear->lambda_min = weight * weight * 4 * m->var_x / linear->lambda_max;
  linear->critical_lr = 2 / linear->lambda_max;
  linear->best_lr = 2 / (linear->lambda_min + linear->lambda_max);
}

DescentLinear
descent_linear_solve (const DescentData *data,
                      DescentReduction   reduction)
{
  const DescentMoments *m = descent_data_get_moments (data);
  double                weight = get_weight (data, reduction);
  DescentLinear         linear = { .w = NAN, .b = NAN };

  solve_eigenvalues (m, weight, &linear);
  linear.has_optimum = m->x_min < m->x_max;
  if (linear.has_optimum)
    {
      linear.w = m->cov_xy / m->var_x;
      linear.b = m->mean_y - linear.w * m->mean_x;
      linear.loss = weight * MAX (m->var_y - linear.w * m->cov_xy, 0);
    }
  else
    linear.loss = weight * m->var_y;
  return linear;
}

double
descent_linear_loss (const DescentData *data,
                     DescentReduction   reduction,
                     double             w,
                     double             b)
{
  const DescentMoments *m = descent_data_get_moments (data);
  double                about_line = m->var_y - 2 * w * m->cov_xy + w * w * m->var_x;
  double                offset = m->mean_y - w * m->mean_x - b;

  return get_weight (data, reduction) * (MAX (about_line, 0) + offset * offset);
}

double
descent_linear_get_factor (const DescentLinear *linear,
                           double               lr)
{
  double steep = fabs (1 - lr * linear->lambda_max);

  return linear->has_optimum ? MAX (steep, fabs (1 - lr * linear->lambda_min)) : steep;
}
