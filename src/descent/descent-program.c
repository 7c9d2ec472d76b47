/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A typed function as a compiled program: the same calls, told to the builder instead of made. A run asks for thousands
 * of points, and this is several times faster than making tensors and a graph for each; the bits are the same, which
 * tests hold for every preset and for random functions. */

#include "descent/descent-function-private.h"

/* Beyond, an int is no double, and only the engine knows how it becomes a float32. */
#define LARGEST_INTEGER (G_GINT64_CONSTANT (1) << 53)

static gboolean
add_constants (const DescentFunction *function,
               GradProgramBuilder    *builder,
               GradProgramValue      *slots)
{
  for (guint i = 0; i < function->constants->len; i++)
    {
      DescentNumber number = g_array_index (function->constants, DescentNumber, i);

      if (number.is_integer && (number.integer > LARGEST_INTEGER || number.integer < -LARGEST_INTEGER))
        return FALSE;
      slots[function->n_inputs + i] = grad_program_builder_number (builder, number.real);
    }
  return TRUE;
}

static void
add_calls (const DescentFunction *function,
           GradProgramBuilder    *builder,
           GradProgramValue      *slots)
{
  GradProgramValue *result = slots + function->n_inputs + function->constants->len;

  for (guint i = 0; i < function->calls->len; i++)
    {
      const DescentCall *call = &g_array_index (function->calls, DescentCall, i);
      GradProgramValue   args[DESCENT_MAX_ARGS] = { 0 };

      for (guint k = 0; k < call->n_args; k++)
        args[k] = slots[call->args[k]];
      *result++ = grad_program_builder_call (builder, call->op, args, call->n_args);
    }
}

static const struct
{
  GradDType       dtype;
  GradProgramMode mode;
  gboolean        has_gradient;
} kinds[] = {
  [DESCENT_PROGRAM_FLOAT32] = { GRAD_FLOAT32, GRAD_PROGRAM_EXACT, TRUE },
  [DESCENT_PROGRAM_FLOAT64] = { GRAD_FLOAT64, GRAD_PROGRAM_EXACT, TRUE },
  [DESCENT_PROGRAM_PICTURE] = { GRAD_FLOAT32, GRAD_PROGRAM_FAST, FALSE },
};

static GradProgram *
compile (const DescentFunction *function,
         DescentProgram         kind)
{
  g_autoptr (GradProgramBuilder) builder = grad_program_builder_new (kinds[kind].dtype, kinds[kind].mode);
  g_autofree GradProgramValue *slots = g_new (GradProgramValue, descent_function_get_n_slots (function));
  GradProgramValue             inputs[DESCENT_MAX_INPUTS];
  GradProgramValue             outputs[1 + DESCENT_MAX_INPUTS];
  guint                        n_used = 0;

  for (guint i = 0; i < function->n_inputs; i++)
    slots[i] = grad_program_builder_input (builder, i);
  if (!add_constants (function, builder, slots))
    return NULL;
  add_calls (function, builder, slots);
  for (guint i = 0; i < function->n_inputs && kinds[kind].has_gradient; i++)
    if (function->uses[i])
      inputs[n_used++] = slots[i];
  outputs[0] = slots[function->result];
  if (n_used > 0)
    grad_program_builder_gradient (builder, outputs[0], inputs, n_used, &outputs[1]);
  return grad_program_builder_finish (builder, outputs, 1 + n_used, NULL);
}

GradProgram *
descent_function_get_program (DescentFunction *function,
                              DescentProgram   program)
{
  if (g_once_init_enter (&function->have_programs[program]))
    {
      function->programs[program] = compile (function, program);
      g_once_init_leave (&function->have_programs[program], 1);
    }
  return function->programs[program];
}
