/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Which scale suits a set of values. A narrow valley below high walls, such as Rosenbrock's, would be one dark
 * stretch on a linear scale. */

#include "plot/plot-scale.h"

#include <math.h>

/* Of the way from the least to the greatest value: where the median lies if the values crowd. */
#define CROWDED 0.15
#define ABOUT_NOUGHT 1e-3
#define WIDEST_RATIO 1e-4

/* As many samples as tell where a median lies. */
#define ENOUGH 4096

static int
compare_floats (gconstpointer a,
                gconstpointer b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

static double
find_median (const float *values,
             gsize        n_values)
{
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (float));

  for (gsize i = 0; i < n_values; i += MAX (1, n_values / ENOUGH))
    if (isfinite (values[i]))
      g_array_append_val (sorted, values[i]);
  g_array_sort (sorted, compare_floats);
  return sorted->len > 0 ? g_array_index (sorted, float, sorted->len / 2) : NAN;
}

PlotScale
plot_scale_new_for_values (const float *values,
                           gsize        n_values)
{
  double least = INFINITY, greatest = -INFINITY, least_positive = INFINITY, range;

  for (gsize i = 0; i < n_values; i++)
    if (isfinite (values[i]))
      {
        least = MIN (least, values[i]);
        greatest = MAX (greatest, values[i]);
        if (values[i] > 0)
          least_positive = MIN (least_positive, values[i]);
      }
  if (least > greatest)
    return plot_scale_new (PLOT_SCALE_LINEAR, 0, 1);
  range = greatest - least;
  if (least < -ABOUT_NOUGHT * range || least > ABOUT_NOUGHT * range || !isfinite (least_positive) ||
      find_median (values, n_values) - least >= CROWDED * range)
    return plot_scale_new (PLOT_SCALE_LINEAR, least, greatest);
  return plot_scale_new (PLOT_SCALE_LOG, MAX (least_positive, greatest * WIDEST_RATIO), greatest);
}
