/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-expression.h"
#include "descent/descent-function.h"
#include "grad/grad-op.h"
#include "grad/grad-program.h"

G_BEGIN_DECLS

enum
{
  DESCENT_MAX_ARGS = 2,
};

/* The ways in which a function may be compiled. */
typedef enum
{
  DESCENT_PROGRAM_FLOAT32, /* value, and gradient with respect to each input that it uses; the engine's bits */
  DESCENT_PROGRAM_FLOAT64,
  DESCENT_PROGRAM_PICTURE, /* value alone, in float32 and for pictures only: the last bits may differ */
  DESCENT_N_PROGRAMS,
} DescentProgram;

/* A call of the engine. Arguments are numbers of slots: first the inputs, then the constants, then the results of
 * the calls in their order. */
typedef struct
{
  const GradOp *op;
  guint         n_args;
  guint         args[DESCENT_MAX_ARGS];
} DescentCall;

struct _DescentFunction
{
  gatomicrefcount   ref_count;
  char             *text;
  guint             n_inputs;
  DescentExpression expression;
  GArray           *constants; /* of DescentNumber */
  GArray           *calls;     /* of DescentCall */
  guint             result;    /* its slot */
  gboolean          uses[DESCENT_MAX_INPUTS];
  GradProgram      *programs[DESCENT_N_PROGRAMS]; /* made when first asked for; see descent_function_get_program () */
  gsize             have_programs[DESCENT_N_PROGRAMS];
};

static inline guint
descent_function_get_n_slots (const DescentFunction *function)
{
  return function->n_inputs + function->constants->len + function->calls->len;
}

/* The function compiled; NULL if it cannot be. Transfer none. */
GradProgram *descent_function_get_program (DescentFunction *function,
                                           DescentProgram   program);

/* Fills the slots of the constants, each transfer full. */
void descent_function_make_constants (const DescentFunction *function,
                                      GradTensor           **slots);

/* Makes the calls: slots hold inputs and constants, and get the results, each transfer full. */
void descent_function_call (const DescentFunction *function,
                            GradTensor           **slots);

G_END_DECLS
