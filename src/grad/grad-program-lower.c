/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* From the graph to code. What depends on numbers and parameters alone is computed once per run; the rest is laid out
 * as straight-line code over blocks of lanes: once for points, and once cut in three for grids, where what depends on
 * x alone is computed once per column and what depends on y alone once per row. Registers are given out in one scan.
 * An instruction's outputs never lie on its inputs. */

#include "grad/grad-program-private.h"

#include <string.h>

enum
{
  DEPENDS_ON_X = 1 << 0,
  DEPENDS_ON_Y = 1 << 1,
  DEPENDS_ON_MORE = 1 << 2,
};

typedef struct
{
  GradSlot slot;    /* where the value lies in this section */
  guint8   depends; /* on which inputs */
  gboolean has_slot;
  int      last_use; /* the last selection that reads it, or -1 */
} Value;

typedef struct
{
  GradProgram   *program;
  guint          n_values;
  Value         *values;
  GradNodeUse   *uses;
  gboolean      *is_one;
  GradSelection *selections; /* last first */
  guint          n_selections;
  GArray        *free_registers; /* of guint16 */
  GradSection   *section;
} Lowering;

static const GradDagNode *
get_node (const Lowering *lowering,
          guint           i)
{
  return grad_dag_get (&lowering->program->dag, (int) i);
}

static guint
leaf_depends (guint input)
{
  return input > 1 ? DEPENDS_ON_MORE : 1u << input;
}

/* What each value depends on, and how often it is used. */
static void
analyse (Lowering *lowering)
{
  const GradProgram *program = lowering->program;

  for (guint i = 0; i < lowering->n_values; i++)
    {
      const GradDagNode *node = get_node (lowering, i);
      Value             *value = &lowering->values[i];

      if (node->kind == GRAD_DAG_INPUT)
        value->depends = (guint8) leaf_depends ((guint) node->inputs[0]);
      for (guint k = 0; k < grad_dag_get_n_inputs (node); k++)
        {
          value->depends |= lowering->values[node->inputs[k]].depends;
          lowering->uses[node->inputs[k]].n_uses++;
        }
    }
  for (guint i = 0; i < program->n_outputs; i++)
    lowering->uses[program->outputs[i]].n_uses++;
}

static void
collect_uniforms (Lowering *lowering)
{
  GradProgram *program = lowering->program;

  program->uniforms = g_new (int, lowering->n_values);
  for (guint i = 0; i < lowering->n_values; i++)
    if (lowering->values[i].depends == 0)
      program->uniforms[program->n_uniforms++] = (int) i;
}

/* A value that the section reads but does not compute, or exports. */
static void
place (Lowering *lowering,
       int       node,
       GradPlace where,
       guint     index)
{
  lowering->values[node].slot = (GradSlot){ (guint16) where, (guint16) index };
  lowering->values[node].has_slot = TRUE;
  lowering->is_one[node] = where == GRAD_PLACE_UNIFORM || where == GRAD_PLACE_ROW;
}

static void
begin_section (Lowering       *lowering,
               GradSectionKind kind)
{
  const GradProgram *program = lowering->program;

  lowering->section = &lowering->program->sections[kind];
  lowering->n_selections = 0;
  g_array_set_size (lowering->free_registers, 0);
  for (guint i = 0; i < lowering->n_values; i++)
    {
      const GradDagNode *node = get_node (lowering, i);

      lowering->values[i].has_slot = FALSE;
      lowering->values[i].last_use = -1;
      lowering->is_one[i] = FALSE;
      lowering->uses[i] = (GradNodeUse){ .n_uses = lowering->uses[i].n_uses };
      if (node->kind == GRAD_DAG_INPUT)
        place (lowering, (int) i, GRAD_PLACE_INPUT, (guint) node->inputs[0]);
    }
  for (guint i = 0; i < program->n_uniforms; i++)
    place (lowering, program->uniforms[i], GRAD_PLACE_UNIFORM, i);
}

/* Sine and cosine take a number for their factor alone, so there is no kernel for each set of inputs that are one. */
static gboolean
is_sincos (guint kernel)
{
  return kernel >= GRAD_KERNEL_sincos && kernel <= GRAD_KERNEL_sincos2_scaled;
}

/* Whether two instructions for sine and cosine can be one, in the place of the first: the argument of the second has to
 * be there by then, so it may not be computed in this section. */
static gboolean
is_pair (const Lowering      *lowering,
         const GradSelection *first,
         const GradSelection *second)
{
  if (first->kernel != second->kernel || (first->kernel != GRAD_KERNEL_sincos && first->kernel != GRAD_KERNEL_sincos_scaled))
    return FALSE;
  if (first->kernel == GRAD_KERNEL_sincos_scaled && first->inputs[1] != second->inputs[1])
    return FALSE;
  return !lowering->uses[second->inputs[0]].computed;
}

static void
join_pair (GradSelection       *first,
           const GradSelection *second)
{
  first->kernel = first->kernel == GRAD_KERNEL_sincos ? GRAD_KERNEL_sincos2 : GRAD_KERNEL_sincos2_scaled;
  first->n_inputs++;
  first->inputs[2] = first->inputs[1];
  first->inputs[1] = second->inputs[0];
  first->n_outputs = 4;
  first->outputs[2] = second->outputs[0];
  first->outputs[3] = second->outputs[1];
}

/* Selections stand last first. */
static void
join_pairs (Lowering *lowering)
{
  for (guint i = lowering->n_selections; i-- > 1;)
    for (guint k = i; k-- > 0;)
      if (is_pair (lowering, &lowering->selections[i], &lowering->selections[k]))
        {
          join_pair (&lowering->selections[i], &lowering->selections[k]);
          memmove (&lowering->selections[k], &lowering->selections[k + 1],
                   (lowering->n_selections - k - 1) * sizeof *lowering->selections);
          lowering->n_selections--;
          i--;
        }
}

/* The selections of the section, from its last to its first. */
static void
select_instructions (Lowering *lowering)
{
  for (guint i = lowering->n_values; i-- > 0;)
    {
      GradSelection *selection = &lowering->selections[lowering->n_selections];

      if (!lowering->uses[i].computed || lowering->uses[i].absorbed)
        continue;
      grad_program_select (&lowering->program->dag, (int) i, lowering->uses, lowering->is_one, selection);
      if (selection->n_outputs > 0)
        lowering->n_selections++;
    }
  join_pairs (lowering);
  for (guint i = lowering->n_selections; i-- > 0;)
    for (guint k = 0; k < lowering->selections[i].n_inputs; k++)
      lowering->values[lowering->selections[i].inputs[k]].last_use = (int) i;
}

static void
take_register (Lowering *lowering,
               int       node)
{
  guint16 index;

  if (lowering->values[node].has_slot)
    return;
  if (lowering->free_registers->len == 0)
    index = (guint16) lowering->section->n_registers++;
  else
    {
      index = g_array_index (lowering->free_registers, guint16, lowering->free_registers->len - 1);
      g_array_set_size (lowering->free_registers, lowering->free_registers->len - 1);
    }
  place (lowering, node, GRAD_PLACE_REGISTER, index);
}

/* Gives back the register of a value that selection i was the last to read. */
static void
release_register (Lowering *lowering,
                  int       node,
                  guint     i)
{
  Value *value = &lowering->values[node];

  if (value->slot.place != GRAD_PLACE_REGISTER || value->last_use != (int) i)
    return;
  g_array_append_val (lowering->free_registers, value->slot.index);
  value->last_use = -1;
}

static GradInstruction *
add_instruction (GradSection *section)
{
  section->instructions = g_renew (GradInstruction, section->instructions, section->n_instructions + 1);
  section->instructions[section->n_instructions] = (GradInstruction){ 0 };
  return &section->instructions[section->n_instructions++];
}

static void
emit (Lowering *lowering,
      guint     i)
{
  const GradSelection *selection = &lowering->selections[i];
  GradInstruction     *instruction = add_instruction (lowering->section);

  instruction->kernel = selection->kernel;
  instruction->n_inputs = (guint8) selection->n_inputs;
  instruction->n_outputs = (guint8) selection->n_outputs;
  for (guint k = 0; k < G_N_ELEMENTS (selection->numbers); k++)
    instruction->numbers[k] = selection->numbers[k];
  for (guint k = 0; k < selection->n_outputs; k++)
    {
      take_register (lowering, selection->outputs[k]);
      instruction->outputs[k] = lowering->values[selection->outputs[k]].slot;
    }
  for (guint k = 0; k < selection->n_inputs; k++)
    {
      instruction->inputs[k] = lowering->values[selection->inputs[k]].slot;
      if (lowering->is_one[selection->inputs[k]] && !is_sincos (selection->kernel))
        instruction->kernel = (guint16) (instruction->kernel + (1u << k));
      release_register (lowering, selection->inputs[k], i);
    }
}

/* An export that is not computed in its place: an input, a number, or one that stands among the exports twice. */
static void
emit_copy (Lowering *lowering,
           int       node,
           guint export)
{
  GradInstruction *instruction = add_instruction (lowering->section);

  instruction->kernel = (guint16) (GRAD_KERNEL_copy + (lowering->is_one[node] ? 1 : 0));
  instruction->n_inputs = instruction->n_outputs = 1;
  instruction->inputs[0] = lowering->values[node].slot;
  instruction->outputs[0] = (GradSlot){ GRAD_PLACE_EXPORT, (guint16) export };
}

/* Code for the values marked as computed and for exports. */
static void
lower_section (Lowering  *lowering,
               const int *exports,
               guint      n_exports)
{
  lowering->section->n_exports = n_exports;
  for (guint i = 0; i < n_exports; i++)
    if (lowering->uses[exports[i]].computed && !lowering->values[exports[i]].has_slot)
      {
        place (lowering, exports[i], GRAD_PLACE_EXPORT, i);
        lowering->uses[exports[i]].exported = TRUE;
      }
  select_instructions (lowering);
  for (guint i = lowering->n_selections; i-- > 0;)
    emit (lowering, i);
  for (guint i = 0; i < n_exports; i++)
    if (lowering->values[exports[i]].slot.place != GRAD_PLACE_EXPORT || lowering->values[exports[i]].slot.index != i)
      emit_copy (lowering, exports[i], i);
}

static gboolean
is_output (const GradProgram *program,
           guint              node)
{
  for (guint i = 0; i < program->n_outputs; i++)
    if (program->outputs[i] == (int) node)
      return TRUE;
  return FALSE;
}

/* Whether a value that depends on x alone, or y alone, is read by one that depends on both or is an output. */
static gboolean
is_needed_by_grid (const Lowering *lowering,
                   guint           i)
{
  for (guint k = i + 1; k < lowering->n_values; k++)
    for (guint m = 0; m < grad_dag_get_n_inputs (get_node (lowering, k)); m++)
      if (get_node (lowering, k)->inputs[m] == (int) i && lowering->values[k].depends != lowering->values[i].depends)
        return TRUE;
  return is_output (lowering->program, i);
}

/* The values of x or y alone; returns those that the grid needs. */
static guint
lower_axis (Lowering       *lowering,
            GradSectionKind kind,
            guint           depends,
            int            *exports)
{
  guint n = 0;

  begin_section (lowering, kind);
  for (guint i = 0; i < lowering->n_values; i++)
    if (lowering->values[i].depends == depends && get_node (lowering, i)->kind == GRAD_DAG_OP)
      {
        lowering->uses[i].computed = TRUE;
        if (is_needed_by_grid (lowering, i))
          exports[n++] = (int) i;
      }
  lower_section (lowering, exports, n);
  return n;
}

static void
lower_grid (Lowering *lowering)
{
  g_autofree int *columns = g_new (int, lowering->n_values);
  g_autofree int *rows = g_new (int, lowering->n_values);
  guint           n_columns = lower_axis (lowering, GRAD_SECTION_COLUMNS, DEPENDS_ON_X, columns);
  guint           n_rows = lower_axis (lowering, GRAD_SECTION_ROWS, DEPENDS_ON_Y, rows);

  begin_section (lowering, GRAD_SECTION_GRID);
  for (guint i = 0; i < lowering->n_values; i++)
    if (get_node (lowering, i)->kind == GRAD_DAG_INPUT && get_node (lowering, i)->inputs[0] == 1)
      place (lowering, (int) i, GRAD_PLACE_ROW, 0);
    else
      lowering->uses[i].computed = lowering->values[i].depends == (DEPENDS_ON_X | DEPENDS_ON_Y);
  for (guint i = 0; i < n_columns; i++)
    place (lowering, columns[i], GRAD_PLACE_COLUMN, i);
  for (guint i = 0; i < n_rows; i++)
    place (lowering, rows[i], GRAD_PLACE_ROW, i + 1);
  lower_section (lowering, lowering->program->outputs, lowering->program->n_outputs);
}

static void
lower_points (Lowering *lowering)
{
  begin_section (lowering, GRAD_SECTION_POINTS);
  for (guint i = 0; i < lowering->n_values; i++)
    lowering->uses[i].computed = lowering->values[i].depends != 0 && get_node (lowering, i)->kind == GRAD_DAG_OP;
  lower_section (lowering, lowering->program->outputs, lowering->program->n_outputs);
}

void
grad_program_lower (GradProgram *program)
{
  guint                     n = program->dag.nodes->len;
  g_autofree Value         *values = g_new0 (Value, n);
  g_autofree GradNodeUse   *uses = g_new0 (GradNodeUse, n);
  g_autofree gboolean      *is_one = g_new0 (gboolean, n);
  g_autofree GradSelection *selections = g_new (GradSelection, n);
  g_autoptr (GArray) free_registers = g_array_new (FALSE, FALSE, sizeof (guint16));
  Lowering lowering = { program, n, values, uses, is_one, selections, 0, free_registers, NULL };

  analyse (&lowering);
  collect_uniforms (&lowering);
  lower_points (&lowering);
  if (program->n_inputs <= 2)
    lower_grid (&lowering);
}
