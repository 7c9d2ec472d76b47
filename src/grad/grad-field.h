/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-kernel.h"
#include "grad/grad-program.h"

G_BEGIN_DECLS

/* Running compiled programs at many points. Arrays hold elements of the program's dtype, float or double, and no output
 * overlaps an input; parameters has as many numbers as the program (may be NULL if that is none). Calls share
 * nothing, so that several threads may each run a part; grad-pool.h does that. */

typedef struct
{
  const GradKernelTable *kernels; /* NULL for the best */
  guint                  block;   /* lanes computed at once, a multiple of GRAD_KERNEL_LANES; 0 for what is fastest */
} GradFieldOptions;

/* The outputs at one point. */
void grad_field_evaluate (const GradProgram *program,
                          const double      *parameters,
                          const double      *inputs,
                          double            *outputs);

/* The outputs at n points: inputs[i][k] is input i of point k. options may be NULL, here and below. */
void grad_field_points (const GradProgram      *program,
                        const GradFieldOptions *options,
                        const double           *parameters,
                        const void *const      *inputs,
                        void *const            *outputs,
                        gsize                   n);

/* The outputs on the grid xs × ys of the inputs 0 and 1, row j of each output at ys[j]. */
void grad_field_grid (const GradProgram      *program,
                      const GradFieldOptions *options,
                      const double           *parameters,
                      const void             *xs,
                      gsize                   n_x,
                      const void             *ys,
                      gsize                   n_y,
                      void *const            *outputs);

/* Lets n states go n_steps steps: the program's outputs are the next state, its inputs the present one. Blocks whose
 * states repeat with period 1 or 2 are done early, which changes nothing but the time, unless early_exit is FALSE.
 * Returns how many steps of states were computed, at most n · n_steps. */
guint64 grad_field_descents (const GradProgram      *program,
                             const GradFieldOptions *options,
                             const double           *parameters,
                             void *const            *states,
                             gsize                   n,
                             guint                   n_steps,
                             gboolean                early_exit);

G_END_DECLS
