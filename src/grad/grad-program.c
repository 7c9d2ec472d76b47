/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Building programs. Exact ones are differentiated as written, since merging equal values first would add up gradients
 * in another order than the engine does, and only then freed of what is computed twice. Fast ones are merged and
 * simplified from the first call on. */

#include "grad/grad-program-private.h"

#include <string.h>

#include "grad/grad-error.h"

struct _GradProgramBuilder
{
  GradDag       dag;
  const GradOp *failure; /* the first op that could not be compiled */
};

GradProgramBuilder *
grad_program_builder_new (GradDType       dtype,
                          GradProgramMode mode)
{
  GradProgramBuilder *builder = g_new0 (GradProgramBuilder, 1);
  gboolean            fast = mode == GRAD_PROGRAM_FAST && dtype == GRAD_FLOAT32;

  g_return_val_if_fail (grad_dtype_is_floating_point (dtype), NULL);
  grad_dag_init (&builder->dag, dtype, fast, fast);
  return builder;
}

void
grad_program_builder_free (GradProgramBuilder *builder)
{
  grad_dag_clear (&builder->dag);
  g_free (builder);
}

GradProgramValue
grad_program_builder_input (GradProgramBuilder *builder,
                            guint               i)
{
  g_return_val_if_fail (i < GRAD_PROGRAM_MAX_INPUTS, GRAD_PROGRAM_NO_VALUE);
  return grad_dag_add_leaf (&builder->dag, GRAD_DAG_INPUT, i);
}

GradProgramValue
grad_program_builder_parameter (GradProgramBuilder *builder,
                                guint               i)
{
  g_return_val_if_fail (i < GRAD_PROGRAM_MAX_PARAMETERS, GRAD_PROGRAM_NO_VALUE);
  return grad_dag_add_leaf (&builder->dag, GRAD_DAG_PARAMETER, i);
}

GradProgramValue
grad_program_builder_number (GradProgramBuilder *builder,
                             double              number)
{
  return grad_dag_add_number (&builder->dag, number);
}

static gboolean
is_number (const GradDagNode *node)
{
  return node->kind == GRAD_DAG_NUMBER || node->kind == GRAD_DAG_PARAMETER;
}

/* The calls for which PyTorch has another operation when one input is a Python number; -1 if this is none of them. */
static int
call_with_number (GradDag   *dag,
                  GradOpId   op,
                  const int *inputs)
{
  const GradDagNode x = *grad_dag_get (dag, inputs[0]), z = *grad_dag_get (dag, inputs[1]);

  if (is_number (&x) == is_number (&z))
    return -1;
  if (op == GRAD_OP_pow && z.kind == GRAD_DAG_NUMBER)
    return grad_dag_add_unary (dag, GRAD_OP_pow_number, inputs[0], z.numbers[1], 0);
  if (op == GRAD_OP_pow && x.kind == GRAD_DAG_NUMBER)
    return grad_dag_add_unary (dag, GRAD_OP_number_pow, inputs[1], x.numbers[1], 0);
  if (op == GRAD_OP_sub && x.kind == GRAD_DAG_NUMBER)
    return grad_dag_add_unary (dag, GRAD_OP_rsub, inputs[1], x.numbers[1], 0);
  if (op == GRAD_OP_div && is_number (&x))
    return grad_dag_add_binary (dag, GRAD_OP_mul, grad_dag_add_unary (dag, GRAD_OP_reciprocal, inputs[1], 0, 0), inputs[0]);
  return -1;
}

/* The op that has formulas here: elementwise, or where. */
static gboolean
can_compile (const GradOp *op)
{
  return op->kind != GRAD_OP_STRUCTURAL || op->id == GRAD_OP_where;
}

GradProgramValue
grad_program_builder_call (GradProgramBuilder     *builder,
                           const GradOp           *op,
                           const GradProgramValue *inputs,
                           guint                   n_inputs)
{
  static const double no_scalars[2] = { 0 };
  const double       *numbers = strstr (op->schema, "Scalar") != NULL ? grad_op_get_parameters (op) : no_scalars;
  int                 other;

  g_return_val_if_fail (n_inputs == op->n_inputs, GRAD_PROGRAM_NO_VALUE);
  if (!can_compile (op))
    {
      builder->failure = op;
      return GRAD_PROGRAM_NO_VALUE;
    }
  for (guint i = 0; i < n_inputs; i++)
    if (inputs[i] < 0)
      return GRAD_PROGRAM_NO_VALUE;
  if (op->kind == GRAD_OP_BINARY && (other = call_with_number (&builder->dag, op->id, inputs)) >= 0)
    return other;
  if (op->kind == GRAD_OP_UNARY)
    return grad_dag_add_unary (&builder->dag, op->id, inputs[0], numbers[0], numbers[1]);
  if (op->kind == GRAD_OP_STRUCTURAL)
    return grad_dag_add_where (&builder->dag, inputs[0], inputs[1], inputs[2]);
  return grad_dag_add_binary (&builder->dag, op->id, inputs[0], inputs[1]);
}

void
grad_program_builder_gradient (GradProgramBuilder     *builder,
                               GradProgramValue        output,
                               const GradProgramValue *inputs,
                               guint                   n_inputs,
                               GradProgramValue       *gradients)
{
  if (output >= 0)
    grad_dag_differentiate (&builder->dag, output, inputs, n_inputs, gradients);
  for (guint i = 0; output < 0 && i < n_inputs; i++)
    gradients[i] = GRAD_PROGRAM_NO_VALUE;
}

/* Adds to one dag the nodes of another that its outputs need, in their order; outputs are then nodes of the new one. */
static void
copy_needed (const GradDag *from,
             GradDag       *to,
             int           *outputs,
             guint          n_outputs)
{
  g_autofree guint8 *needed = g_new0 (guint8, from->nodes->len);
  g_autofree int    *copies = g_new (int, from->nodes->len);

  for (guint i = 0; i < n_outputs; i++)
    needed[outputs[i]] = TRUE;
  for (guint i = from->nodes->len; i-- > 0;)
    for (guint k = 0; needed[i] && k < grad_dag_get_n_inputs (grad_dag_get (from, (int) i)); k++)
      needed[grad_dag_get (from, (int) i)->inputs[k]] = TRUE;
  for (guint i = 0; i < from->nodes->len; i++)
    {
      GradDagNode node = *grad_dag_get (from, (int) i);

      for (guint k = 0; needed[i] && k < grad_dag_get_n_inputs (&node); k++)
        node.inputs[k] = copies[node.inputs[k]];
      if (needed[i])
        copies[i] = node.kind == GRAD_DAG_NUMBER ? grad_dag_add_number (to, node.numbers[0]) : grad_dag_add (to, &node);
    }
  for (guint i = 0; i < n_outputs; i++)
    outputs[i] = copies[outputs[i]];
}

/* How many there are of a kind of leaf: one more than the last. */
static guint
count_leaves (const GradDag *dag,
              GradDagKind    kind)
{
  guint n = 0;

  for (guint i = 0; i < dag->nodes->len; i++)
    if (grad_dag_get (dag, (int) i)->kind == kind)
      n = MAX (n, (guint) grad_dag_get (dag, (int) i)->inputs[0] + 1);
  return n;
}

static GradProgram *
program_new (const GradDag *dag,
             const int     *outputs,
             guint          n_outputs)
{
  GradProgram *program = g_new0 (GradProgram, 1);
  GradDag      merged;

  g_atomic_ref_count_init (&program->ref_count);
  program->n_outputs = n_outputs;
  memcpy (program->outputs, outputs, n_outputs * sizeof *outputs);
  program->kernel_set = dag->dtype == GRAD_FLOAT64 ? GRAD_KERNELS_EXACT_F64 : dag->fast ? GRAD_KERNELS_FAST_F32
                                                                                        : GRAD_KERNELS_EXACT_F32;
  grad_dag_init (&merged, dag->dtype, dag->fast, TRUE);
  grad_dag_init (&program->dag, dag->dtype, dag->fast, FALSE);
  copy_needed (dag, &merged, program->outputs, n_outputs);
  copy_needed (&merged, &program->dag, program->outputs, n_outputs);
  grad_dag_clear (&merged);
  program->n_inputs = count_leaves (&program->dag, GRAD_DAG_INPUT);
  program->n_parameters = count_leaves (&program->dag, GRAD_DAG_PARAMETER);
  grad_program_lower (program);
  return program;
}

GradProgram *
grad_program_builder_finish (GradProgramBuilder     *builder,
                             const GradProgramValue *outputs,
                             guint                   n_outputs,
                             GError                **error)
{
  g_return_val_if_fail (n_outputs > 0 && n_outputs <= GRAD_PROGRAM_MAX_OUTPUTS, NULL);
  if (builder->failure != NULL)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_NOT_IMPLEMENTED, "\"%s\" cannot be compiled: it is no elementwise operation",
                   grad_op_get_name (builder->failure));
      return NULL;
    }
  for (guint i = 0; i < n_outputs; i++)
    g_return_val_if_fail (outputs[i] >= 0 && outputs[i] < (int) builder->dag.nodes->len, NULL);
  return program_new (&builder->dag, outputs, n_outputs);
}

GradProgram *
grad_program_ref (GradProgram *program)
{
  g_atomic_ref_count_inc (&program->ref_count);
  return program;
}

void
grad_program_unref (GradProgram *program)
{
  if (!g_atomic_ref_count_dec (&program->ref_count))
    return;
  for (guint i = 0; i < GRAD_N_SECTIONS; i++)
    g_free (program->sections[i].instructions);
  g_free (program->uniforms);
  grad_dag_clear (&program->dag);
  g_free (program);
}

GradDType
grad_program_get_dtype (const GradProgram *program)
{
  return program->dag.dtype;
}

guint
grad_program_get_n_inputs (const GradProgram *program)
{
  return program->n_inputs;
}

guint
grad_program_get_n_parameters (const GradProgram *program)
{
  return program->n_parameters;
}

guint
grad_program_get_n_outputs (const GradProgram *program)
{
  return program->n_outputs;
}

guint
grad_program_get_n_instructions (const GradProgram *program)
{
  return program->sections[GRAD_SECTION_POINTS].n_instructions;
}
