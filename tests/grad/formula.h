/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-autograd.h"
#include "grad/grad-op.h"
#include "grad/grad-program.h"

/* A formula for tests in reverse Polish: "x 3 mul sin y 3 mul cos mul x y add 4 div add". Words are x, y, numbers and
 * names of elementwise operations; swap exchanges the last two values. */
typedef struct
{
  const GradOp *op; /* else an input or a number */
  int           input;
  double        number;
  gboolean      swaps;
} FormulaToken;

typedef struct
{
  char   *text;
  GArray *tokens; /* of FormulaToken */
} Formula;

Formula *formula_new (const char *text);
void     formula_free (Formula *formula);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Formula, formula_free)

/* The course's functions, the application's presets, and more of what people type. */
enum
{
  N_FORMULA_EXAMPLES = 28,
};
extern const char *const formula_examples[N_FORMULA_EXAMPLES];

/* A formula of about n_ops operations drawn from those that are defined nearly everywhere. */
Formula *formula_new_random (GRand *rand,
                             guint  n_ops);

/* Value and gradient at a point by the eager engine; gradient may be NULL. */
void formula_evaluate (const Formula *formula,
                       GradDType      dtype,
                       const double  *point,
                       double        *value,
                       double        *gradient);

/* The same at n points at once, in tensors of n elements: inputs are x and y, outputs the value, ∂x and ∂y, all of
 * dtype. */
void formula_evaluate_tensors (const Formula     *formula,
                               GradDType          dtype,
                               const void *const *inputs,
                               gsize              n,
                               void *const       *outputs);

GradProgramValue formula_build (const Formula      *formula,
                                GradProgramBuilder *builder);

/* A program with the outputs value, ∂x, ∂y. */
GradProgram *formula_compile (const Formula  *formula,
                              GradDType       dtype,
                              GradProgramMode mode);

/* A program of a step of descent, x - lr ∂x and y - lr ∂y, with lr as its parameter. */
GradProgram *formula_compile_step (const Formula  *formula,
                                   GradDType       dtype,
                                   GradProgramMode mode);

/* As the step, by the eager engine. */
void formula_step (const Formula *formula,
                   GradDType      dtype,
                   double         lr,
                   double        *point);

/* As many steps from n states at once, in tensors; states are x and y of dtype. */
void formula_descend_tensors (const Formula *formula,
                              GradDType      dtype,
                              double         lr,
                              void *const   *states,
                              gsize          n,
                              guint          n_steps);
