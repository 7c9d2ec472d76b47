/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-expression.h"
#include "descent/descent-function.h"
#include "grad/grad-op.h"

G_BEGIN_DECLS

enum
{
  DESCENT_MAX_ARGS = 2,
};

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
};

static inline guint
descent_function_get_n_slots (const DescentFunction *function)
{
  return function->n_inputs + function->constants->len + function->calls->len;
}

/* Fills the slots of the constants, each transfer full. */
void descent_function_make_constants (const DescentFunction *function,
                                      GradTensor           **slots);

/* Makes the calls: slots hold inputs and constants, and get the results, each transfer full. */
void descent_function_call (const DescentFunction *function,
                            GradTensor           **slots);

G_END_DECLS
