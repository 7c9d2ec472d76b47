/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Values for pictures: the function's calls made once on whole rows and columns instead of on single numbers. What
 * depends on x alone is computed for one row and what depends on y alone for one column, since the engine
 * broadcasts; only what depends on both is computed for the grid. */

#include <math.h>

#include "descent/descent-function-private.h"
#include "grad/grad-autograd.h"

enum
{
  MAX_ELEMENTS = 1 << 16, /* of a piece of the grid: it shall stay in the cache */
};

static GradTensor *
create_line (const double *values,
             guint         n,
             gboolean      column)
{
  g_autofree float *rounded = g_new (float, n);
  const gint64      shape[] = { column ? n : 1, column ? 1 : n };

  for (guint i = 0; i < n; i++)
    rounded[i] = (float) values[i];
  return grad_tensor_new (GRAD_FLOAT32, shape, 2, rounded, NULL);
}

/* Copies a result, which may be a row, a column or the grid, onto the grid. */
static void
spread (GradTensor *result,
        guint       n_x,
        guint       n_y,
        float      *values)
{
  const gint64 *shape = grad_tensor_get_shape (result);
  guint         step_x = shape[1] > 1 ? 1 : 0;
  guint         step_y = shape[0] > 1 ? (guint) shape[1] : 0;
  const float  *data = grad_tensor_get_data (result);

  for (guint j = 0; j < n_y; j++)
    for (guint i = 0; i < n_x; i++)
      values[(gsize) j * n_x + i] = data[(gsize) j * step_y + (gsize) i * step_x];
}

static void
sample_rows (const DescentFunction *function,
             GradTensor           **slots,
             const double          *ys,
             guint                  n_y,
             guint                  n_x,
             float                 *values)
{
  if (function->n_inputs > 1)
    slots[1] = create_line (ys, n_y, TRUE);
  descent_function_call (function, slots);
  spread (slots[function->result], n_x, n_y, values);
  for (guint i = function->n_inputs + function->constants->len; i < descent_function_get_n_slots (function); i++)
    g_clear_pointer (&slots[i], grad_tensor_unref);
  if (function->n_inputs > 1)
    g_clear_pointer (&slots[1], grad_tensor_unref);
}

void
descent_function_sample (DescentFunction *function,
                         const double    *xs,
                         guint            n_x,
                         const double    *ys,
                         guint            n_y,
                         float           *values)
{
  guint                   n_slots, n_rows;
  g_autofree GradTensor **slots = NULL;

  g_return_if_fail (function != NULL);
  g_return_if_fail (n_x > 0 && (function->n_inputs == 1 || n_y > 0));

  n_slots = descent_function_get_n_slots (function);
  slots = g_new0 (GradTensor *, n_slots);
  n_rows = MAX (MAX_ELEMENTS / n_x, 1);
  if (function->n_inputs == 1)
    n_y = 1;
  descent_function_make_constants (function, slots);
  slots[0] = create_line (xs, n_x, FALSE);
  for (guint j = 0; j < n_y; j += n_rows)
    sample_rows (function, slots, ys != NULL ? ys + j : NULL, MIN (n_rows, n_y - j), n_x, values + (gsize) j * n_x);
  for (guint i = 0; i < n_slots; i++)
    g_clear_pointer (&slots[i], grad_tensor_unref);
}
