/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Putting a program into memory: numbers computed once, registers allocated, instructions turned into calls. */

#include <string.h>

#include "grad/grad-field-private.h"

void
grad_program_compute_uniforms (const GradProgram *program,
                               const double      *parameters,
                               void              *values)
{
  g_autofree double *of_node = g_new0 (double, program->dag.nodes->len);

  for (guint i = 0; i < program->n_uniforms; i++)
    {
      int                node = program->uniforms[i];
      const GradDagNode *n = grad_dag_get (&program->dag, node);
      double             inputs[GRAD_DAG_MAX_INPUTS] = { 0 };

      for (guint k = 0; k < grad_dag_get_n_inputs (n); k++)
        inputs[k] = of_node[n->inputs[k]];
      of_node[node] = n->kind == GRAD_DAG_OP       ? grad_dag_compute (program->dag.dtype, n, inputs)
                      : n->kind == GRAD_DAG_NUMBER ? n->numbers[0]
                                                   : parameters[n->inputs[0]];
      if (program->dag.dtype == GRAD_FLOAT32)
        of_node[node] = (double) (((float *) values)[i] = (float) of_node[node]);
      else
        ((double *) values)[i] = of_node[node];
    }
}

void
grad_field_evaluate (const GradProgram *program,
                     const double      *parameters,
                     const double      *inputs,
                     double            *outputs)
{
  guint              n = program->dag.nodes->len;
  gboolean           is_float = program->dag.dtype == GRAD_FLOAT32;
  double             at_hand[128];
  g_autofree double *allocated = n > G_N_ELEMENTS (at_hand) ? g_new (double, n) : NULL;
  double            *values = allocated != NULL ? allocated : at_hand;

  for (guint i = 0; i < n; i++)
    {
      const GradDagNode *node = grad_dag_get (&program->dag, (int) i);
      double             operands[GRAD_DAG_MAX_INPUTS] = { 0 };

      if (node->kind != GRAD_DAG_OP)
        {
          values[i] = node->kind == GRAD_DAG_NUMBER ? node->numbers[0] : (node->kind == GRAD_DAG_INPUT ? inputs : parameters)[node->inputs[0]];
          values[i] = is_float ? (double) (float) values[i] : values[i];
          continue;
        }
      for (guint k = 0; k < grad_dag_get_n_inputs (node); k++)
        operands[k] = values[node->inputs[k]];
      values[i] = grad_dag_compute (program->dag.dtype, node, operands);
    }
  for (guint i = 0; i < program->n_outputs; i++)
    outputs[i] = values[program->outputs[i]];
}

/* All blocks of a run lie in one piece, a cache line more than their size apart: were the same lanes of two blocks a
 * multiple of 4096 bytes apart, a processor would take a load from one for a load of what it just stored to the other,
 * and wait. */
static void
allocate_blocks (GradFieldRun *run)
{
  const GradProgram *program = run->program;
  gsize              n = program->n_inputs + program->n_outputs + 3 * MAX (program->n_inputs, program->n_outputs);

  for (guint i = 0; i < GRAD_N_SECTIONS; i++)
    n += program->sections[i].n_registers + program->sections[i].n_exports;
  run->stride = run->block * run->size + 64;
  run->blocks = g_aligned_alloc (n, run->stride, 64);
  g_ptr_array_add (run->memory, run->blocks);
}

char *
grad_field_run_take_blocks (GradFieldRun *run,
                            guint         n)
{
  char *blocks = run->blocks;

  run->blocks += n * run->stride;
  return blocks;
}

void
grad_field_run_init (GradFieldRun           *run,
                     const GradProgram      *program,
                     const GradFieldOptions *options,
                     const double           *parameters,
                     guint                   block)
{
  const GradKernelTable *table = options != NULL && options->kernels != NULL ? options->kernels : grad_kernel_table_get ();

  run->program = program;
  run->kernels = &table->sets[program->kernel_set];
  run->size = grad_dtype_get_size (program->dag.dtype);
  run->block = options != NULL && options->block > 0 ? options->block : block;
  run->memory = g_ptr_array_new_with_free_func (g_aligned_free);
  run->uniforms = grad_field_run_allocate (run, program->n_uniforms);
  allocate_blocks (run);
  g_return_if_fail (run->block % GRAD_KERNEL_LANES == 0);
  grad_program_compute_uniforms (program, parameters, run->uniforms);
}

void
grad_field_run_clear (GradFieldRun *run)
{
  g_ptr_array_unref (run->memory);
}

void *
grad_field_run_allocate (GradFieldRun *run,
                         gsize         n)
{
  void *memory = g_aligned_alloc (MAX (n, 1), run->size, 64);

  g_ptr_array_add (run->memory, memory);
  return memory;
}

/* Where an operand lies, if it stays there. */
static char *
find_memory (const GradFieldRun *run,
             GradSlot            slot,
             char               *registers,
             char               *columns)
{
  switch (slot.place)
    {
    case GRAD_PLACE_REGISTER:
      return registers + slot.index * run->stride;
    case GRAD_PLACE_COLUMN:
      return columns + slot.index * run->stride;
    case GRAD_PLACE_UNIFORM:
      return (char *) run->uniforms + slot.index * run->size;
    default:
      return NULL;
    }
}

static void
bind_operand (GradBoundSection *bound,
              void            **pointer,
              GradSlot          slot,
              char             *memory)
{
  GradMoving *moving = &bound->moving[slot.place];

  *pointer = memory;
  if (memory != NULL)
    return;
  moving->pointers[moving->n] = pointer;
  moving->indices[moving->n++] = slot.index;
}

static void
bind_instruction (GradBoundSection      *bound,
                  const GradFieldRun    *run,
                  const GradInstruction *instruction,
                  char                  *registers,
                  char                  *columns)
{
  GradKernelCall *call = &bound->calls[bound->n_calls];

  bound->kernels[bound->n_calls++] = run->kernels->kernels[instruction->kernel];
  memcpy (call->numbers, instruction->numbers, sizeof call->numbers);
  for (guint i = 0; i < instruction->n_outputs; i++)
    bind_operand (bound, &call->out[i], instruction->outputs[i],
                  find_memory (run, instruction->outputs[i], registers, columns));
  for (guint i = 0; i < instruction->n_inputs; i++)
    bind_operand (bound, (void **) &call->in[i], instruction->inputs[i],
                  find_memory (run, instruction->inputs[i], registers, columns));
  for (guint i = instruction->n_inputs; i < GRAD_KERNEL_MAX_INPUTS; i++)
    call->in[i] = run->uniforms;
}

void
grad_bound_section_init (GradBoundSection *bound,
                         GradFieldRun     *run,
                         GradSectionKind   kind,
                         void             *columns)
{
  const GradSection *section = &run->program->sections[kind];
  guint              n = section->n_instructions;
  char              *registers = grad_field_run_take_blocks (run, section->n_registers);

  *bound = (GradBoundSection){ .kernels = g_new (GradKernel, n), .calls = g_new0 (GradKernelCall, n) };
  for (guint i = 0; i < GRAD_N_PLACES; i++)
    {
      bound->moving[i].pointers = g_new (void **, (gsize) n *(GRAD_KERNEL_MAX_INPUTS + GRAD_KERNEL_MAX_OUTPUTS));
      bound->moving[i].indices = g_new (guint, (gsize) n * (GRAD_KERNEL_MAX_INPUTS + GRAD_KERNEL_MAX_OUTPUTS));
    }
  for (guint i = 0; i < n; i++)
    bind_instruction (bound, run, &section->instructions[i], registers, columns);
}

void
grad_bound_section_clear (GradBoundSection *bound)
{
  for (guint i = 0; i < GRAD_N_PLACES; i++)
    {
      g_free (bound->moving[i].pointers);
      g_free (bound->moving[i].indices);
    }
  g_free (bound->kernels);
  g_free (bound->calls);
}

void
grad_field_copy_padded (void       *to,
                        const void *from,
                        gsize       n,
                        gsize       size)
{
  const char *last = (const char *) from + (n - 1) * size;

  memcpy (to, from, n * size);
  for (gsize i = n; i < grad_field_pad (n); i++)
    memcpy ((char *) to + i * size, last, size);
}
