/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Values for pictures, by the compiled function where there is one. Otherwise the function's calls are made once on
 * whole rows and columns instead of on single numbers: what depends on x alone is computed for one row and what depends
 * on y alone for one column, since the engine broadcasts. */

#include "descent/descent-function-private.h"
#include "grad/grad-autograd.h"
#include "grad/grad-field.h"
#include "grad/grad-pool.h"

enum
{
  MAX_ELEMENTS = 1 << 16, /* of a piece of the grid: it shall stay in the cache */
  LONG_WORK = 1 << 22,    /* instructions of points: some milliseconds, which other processors shall share */
  ROWS = 32,              /* of a piece that a thread takes */
};

static float *
round_values (const double *values,
              guint         n)
{
  float *rounded = g_new (float, n);

  for (guint i = 0; i < n; i++)
    rounded[i] = (float) values[i];
  return rounded;
}

typedef struct
{
  const GradProgram *program;
  const float       *xs, *ys;
  guint              n_x;
  float             *values;
} Grid;

static void
sample_part (gsize    begin,
             gsize    end,
             gpointer data)
{
  const Grid *grid = data;
  void       *outputs[] = { grid->values + begin * grid->n_x };

  grad_field_grid (grid->program, NULL, NULL, grid->xs, grid->n_x, grid->ys + begin, end - begin, outputs);
}

static void
sample_compiled (const GradProgram *program,
                 const double      *xs,
                 guint              n_x,
                 const double      *ys,
                 guint              n_y,
                 float             *values)
{
  g_autofree float *rounded_x = round_values (xs, n_x);
  g_autofree float *rounded_y = ys != NULL ? round_values (ys, n_y) : NULL;
  Grid              grid = { program, rounded_x, rounded_y, n_x, values };

  if (ys == NULL)
    grad_field_points (program, NULL, NULL, (const void *[]){ rounded_x }, (void *[]){ values }, n_x);
  else if ((guint64) grad_program_get_n_instructions (program) * n_x * n_y < LONG_WORK)
    sample_part (0, n_y, &grid);
  else
    grad_pool_run (n_y, ROWS, sample_part, &grid, NULL);
}

static GradTensor *
create_line (const double *values,
             guint         n,
             gboolean      column)
{
  g_autofree float *rounded = round_values (values, n);
  const gint64      shape[] = { column ? n : 1, column ? 1 : n };

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

static void
sample_eagerly (const DescentFunction *function,
                const double          *xs,
                guint                  n_x,
                const double          *ys,
                guint                  n_y,
                float                 *values)
{
  guint                   n_slots = descent_function_get_n_slots (function);
  guint                   n_rows = MAX (MAX_ELEMENTS / n_x, 1);
  g_autofree GradTensor **slots = g_new0 (GradTensor *, n_slots);

  descent_function_make_constants (function, slots);
  slots[0] = create_line (xs, n_x, FALSE);
  for (guint j = 0; j < n_y; j += n_rows)
    sample_rows (function, slots, ys != NULL ? ys + j : NULL, MIN (n_rows, n_y - j), n_x, values + (gsize) j * n_x);
  for (guint i = 0; i < n_slots; i++)
    g_clear_pointer (&slots[i], grad_tensor_unref);
}

void
descent_function_sample (DescentFunction *function,
                         const double    *xs,
                         guint            n_x,
                         const double    *ys,
                         guint            n_y,
                         float           *values)
{
  GradProgram *program;

  g_return_if_fail (function != NULL);
  g_return_if_fail (n_x > 0 && (function->n_inputs == 1 || n_y > 0));

  if (function->n_inputs == 1)
    ys = NULL;
  program = descent_function_get_program (function, DESCENT_PROGRAM_PICTURE);
  if (program != NULL)
    sample_compiled (program, xs, n_x, ys, ys != NULL ? n_y : 1, values);
  else
    sample_eagerly (function, xs, n_x, ys, ys != NULL ? n_y : 1, values);
}
