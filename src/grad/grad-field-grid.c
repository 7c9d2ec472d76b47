/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Programs over the grid xs × ys. Values of y alone are computed once for each row, before all else; values of x alone
 * once for each column, a block of columns at a time; and only the rest for each point. */

#include "grad/grad-field.h"

#include <string.h>

#include "grad/grad-field-private.h"

enum
{
  BLOCK = 1024, /* what is left for each point needs few registers */
};

typedef struct
{
  GradFieldRun     run;
  GradBoundSection columns_section, grid_section;
  const void      *xs;
  const void     **rows;                            /* ys and the arrays of values of y alone */
  void           **columns;                         /* the blocks of values of x alone */
  void            *stage[GRAD_PROGRAM_MAX_OUTPUTS]; /* for the last columns, if they are no whole vector */
  gsize            n_x, n_y;
  void *const     *outputs;
} Grid;

static const void *
pad (GradFieldRun *run,
     const void   *values,
     gsize         n)
{
  void *padded = grad_field_run_allocate (run, grad_field_pad (n));

  grad_field_copy_padded (padded, values, n, run->size);
  return padded;
}

static void
compute_rows (Grid       *grid,
              const void *ys)
{
  GradFieldRun      *run = &grid->run;
  const GradSection *code = &run->program->sections[GRAD_SECTION_ROWS];
  gsize              n = grad_field_pad (grid->n_y);
  GradBoundSection   section;
  const void        *inputs[] = { NULL, pad (run, ys, grid->n_y) };

  grid->rows = g_new (const void *, code->n_exports + 1);
  grid->rows[0] = inputs[1];
  for (guint i = 0; i < code->n_exports; i++)
    grid->rows[i + 1] = grad_field_run_allocate (run, n);
  grad_bound_section_init (&section, run, GRAD_SECTION_ROWS, NULL);
  for (gsize begin = 0; begin < n; begin += run->block)
    {
      grad_bound_section_move (&section, GRAD_PLACE_INPUT, inputs, begin * run->size);
      grad_bound_section_move (&section, GRAD_PLACE_EXPORT, grid->rows + 1, begin * run->size);
      grad_bound_section_run (&section, (guint) MIN (run->block, n - begin));
    }
  grad_bound_section_clear (&section);
}

static void
prepare_columns (Grid *grid)
{
  GradFieldRun      *run = &grid->run;
  const GradSection *code = &run->program->sections[GRAD_SECTION_COLUMNS];
  char              *memory = grad_field_run_take_blocks (run, code->n_exports);

  grid->columns = g_new (void *, code->n_exports);
  for (guint i = 0; i < code->n_exports; i++)
    grid->columns[i] = memory + i * run->stride;
  grad_bound_section_init (&grid->columns_section, run, GRAD_SECTION_COLUMNS, NULL);
  grad_bound_section_init (&grid->grid_section, run, GRAD_SECTION_GRID, memory);
  grad_bound_section_move (&grid->columns_section, GRAD_PLACE_EXPORT, (const void *const *) grid->columns, 0);
  for (guint i = 0; i < run->program->n_outputs; i++)
    grid->stage[i] = grad_field_run_take_blocks (run, 1);
}

/* n columns from begin on, in all rows. */
static void
compute_block (Grid *grid,
               gsize begin,
               gsize n)
{
  gsize    size = grid->run.size;
  gboolean staged = n % GRAD_KERNEL_LANES != 0;

  grad_bound_section_move (&grid->columns_section, GRAD_PLACE_INPUT, &grid->xs, begin * size);
  grad_bound_section_run (&grid->columns_section, grad_field_pad (n));
  grad_bound_section_move (&grid->grid_section, GRAD_PLACE_INPUT, &grid->xs, begin * size);
  if (staged)
    grad_bound_section_move (&grid->grid_section, GRAD_PLACE_EXPORT, (const void *const *) grid->stage, 0);
  for (gsize j = 0; j < grid->n_y; j++)
    {
      gsize offset = (j * grid->n_x + begin) * size;

      grad_bound_section_move (&grid->grid_section, GRAD_PLACE_ROW, grid->rows, j * size);
      if (!staged)
        grad_bound_section_move (&grid->grid_section, GRAD_PLACE_EXPORT, (const void *const *) grid->outputs, offset);
      grad_bound_section_run (&grid->grid_section, grad_field_pad (n));
      for (guint i = 0; staged && i < grid->run.program->n_outputs; i++)
        memcpy ((char *) grid->outputs[i] + offset, grid->stage[i], n * size);
    }
}

void
grad_field_grid (const GradProgram      *program,
                 const GradFieldOptions *options,
                 const double           *parameters,
                 const void             *xs,
                 gsize                   n_x,
                 const void             *ys,
                 gsize                   n_y,
                 void *const            *outputs)
{
  Grid  grid = { .n_x = n_x, .n_y = n_y, .outputs = outputs };
  gsize whole = n_x / GRAD_KERNEL_LANES * GRAD_KERNEL_LANES;

  g_return_if_fail (program->n_inputs <= 2);
  if (n_x == 0 || n_y == 0)
    return;
  grad_field_run_init (&grid.run, program, options, parameters, BLOCK);
  grid.xs = pad (&grid.run, xs, n_x);
  compute_rows (&grid, ys);
  prepare_columns (&grid);
  for (gsize begin = 0; begin < whole; begin += grid.run.block)
    compute_block (&grid, begin, MIN (grid.run.block, whole - begin));
  if (whole < n_x)
    compute_block (&grid, whole, n_x - whole);
  grad_bound_section_clear (&grid.columns_section);
  grad_bound_section_clear (&grid.grid_section);
  g_free (grid.rows);
  g_free (grid.columns);
  grad_field_run_clear (&grid.run);
}
