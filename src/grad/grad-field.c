/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Programs over points and grids, block by block: small enough that all registers stay in the nearest cache, large
 * enough that calling a kernel costs nothing. Kernels work on whole vectors, so a last block that is none passes
 * through memory of our own. */

#include "grad/grad-field.h"

#include <string.h>

#include "grad/grad-field-private.h"

enum
{
  BLOCK = 128, /* smaller than elsewhere, for the caller's arrays pass through the cache too */
};

/* Arrays of our own for a block that is no whole number of vectors. */
typedef struct
{
  void *arrays[MAX ((guint) GRAD_PROGRAM_MAX_INPUTS, (guint) GRAD_PROGRAM_MAX_OUTPUTS)];
} Stage;

static void
stage_init (Stage        *stage,
            GradFieldRun *run,
            guint         n)
{
  for (guint i = 0; i < n; i++)
    stage->arrays[i] = grad_field_run_take_blocks (run, 1);
}

static void
stage_load (Stage             *stage,
            GradFieldRun      *run,
            const void *const *arrays,
            gsize              begin,
            gsize              n)
{
  for (guint i = 0; i < run->program->n_inputs; i++)
    grad_field_copy_padded (stage->arrays[i], (const char *) arrays[i] + begin * run->size, n, run->size);
}

static void
stage_store (Stage        *stage,
             GradFieldRun *run,
             void *const  *arrays,
             gsize         begin,
             gsize         n)
{
  for (guint i = 0; i < run->program->n_outputs; i++)
    memcpy ((char *) arrays[i] + begin * run->size, stage->arrays[i], n * run->size);
}

void
grad_field_points (const GradProgram      *program,
                   const GradFieldOptions *options,
                   const double           *parameters,
                   const void *const      *inputs,
                   void *const            *outputs,
                   gsize                   n)
{
  GradFieldRun     run;
  GradBoundSection section;
  Stage            in, out;
  gsize            whole = n / GRAD_KERNEL_LANES * GRAD_KERNEL_LANES;

  grad_field_run_init (&run, program, options, parameters, BLOCK);
  grad_bound_section_init (&section, &run, GRAD_SECTION_POINTS, NULL);
  grad_bound_section_move (&section, GRAD_PLACE_INPUT, inputs, 0);
  grad_bound_section_move (&section, GRAD_PLACE_EXPORT, (const void *const *) outputs, 0);
  for (gsize begin = 0; begin < whole; begin += run.block)
    {
      grad_bound_section_run (&section, (guint) MIN (run.block, whole - begin));
      grad_bound_section_advance (&section, GRAD_PLACE_INPUT, run.block * run.size);
      grad_bound_section_advance (&section, GRAD_PLACE_EXPORT, run.block * run.size);
    }
  if (whole < n)
    {
      stage_init (&in, &run, program->n_inputs);
      stage_init (&out, &run, program->n_outputs);
      stage_load (&in, &run, inputs, whole, n - whole);
      grad_bound_section_move (&section, GRAD_PLACE_INPUT, (const void *const *) in.arrays, 0);
      grad_bound_section_move (&section, GRAD_PLACE_EXPORT, (const void *const *) out.arrays, 0);
      grad_bound_section_run (&section, GRAD_KERNEL_LANES);
      stage_store (&out, &run, outputs, whole, n - whole);
    }
  grad_bound_section_clear (&section);
  grad_field_run_clear (&run);
}
