/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-kernel.h"
#include "grad/grad-program-dag.h"

G_BEGIN_DECLS

/* Where an operand of an instruction lies. */
typedef enum
{
  GRAD_PLACE_INPUT,    /* lanes: an input of the program */
  GRAD_PLACE_COLUMN,   /* lanes: a value of x alone, which a grid computes once for a block of columns */
  GRAD_PLACE_EXPORT,   /* lanes: what the section is for */
  GRAD_PLACE_REGISTER, /* lanes: a block of scratch memory */
  GRAD_PLACE_UNIFORM,  /* one number for all points: from numbers and parameters */
  GRAD_PLACE_ROW,      /* one number for a row of a grid: y or a value of y alone */
  GRAD_N_PLACES,
} GradPlace;

typedef struct
{
  guint16 place; /* GradPlace */
  guint16 index;
} GradSlot;

typedef struct
{
  guint16  kernel; /* GradKernelId and set of inputs that are one number */
  guint8   n_outputs;
  guint8   n_inputs;
  GradSlot outputs[GRAD_KERNEL_MAX_OUTPUTS];
  GradSlot inputs[GRAD_KERNEL_MAX_INPUTS];
  double   numbers[2];
} GradInstruction;

/* Straight-line code for a block of lanes. */
typedef struct
{
  GradInstruction *instructions;
  guint            n_instructions;
  guint            n_registers;
  guint            n_exports;
} GradSection;

/* The program cut up by what values depend on. Points computes everything for arbitrary points; the other three do so
 * for grids, of functions of x and y. */
typedef enum
{
  GRAD_SECTION_POINTS,  /* exports the outputs */
  GRAD_SECTION_COLUMNS, /* values of x alone: exports those that are needed later */
  GRAD_SECTION_ROWS,    /* values of y alone; export 0 is y itself */
  GRAD_SECTION_GRID,    /* the rest: exports the outputs */
  GRAD_N_SECTIONS,
} GradSectionKind;

struct _GradProgram
{
  gatomicrefcount ref_count;
  GradKernelSet   kernel_set;
  GradDag         dag; /* all that the outputs need and no more */
  guint           n_inputs, n_parameters, n_outputs;
  int             outputs[GRAD_PROGRAM_MAX_OUTPUTS];
  guint           n_uniforms;
  int            *uniforms; /* nodes of numbers, parameters and what is computed of them, in order of evaluation */
  GradSection     sections[GRAD_N_SECTIONS];
};

/* Fills in uniforms and sections from the rest of program. */
void grad_program_lower (GradProgram *program);

/* The values of uniforms as program->dag.dtype has them, n_uniforms. */
void grad_program_compute_uniforms (const GradProgram *program,
                                    const double      *parameters,
                                    void              *values);

/* Replaces nodes of a section by single instructions. What it knows about each node: */
typedef struct
{
  gboolean computed; /* in this section */
  gboolean absorbed; /* by an instruction of another node */
  gboolean exported;
  guint    n_uses; /* by live nodes of any section and as outputs */
} GradNodeUse;

/* An instruction yet without places: operands are nodes. */
typedef struct
{
  guint16 kernel; /* without the set of inputs */
  guint   n_outputs, n_inputs;
  int     outputs[GRAD_KERNEL_MAX_OUTPUTS];
  int     inputs[GRAD_KERNEL_MAX_INPUTS];
  double  numbers[2];
} GradSelection;

/* The instruction that computes node, which is not absorbed; absorbs what else it computes. is_one tells which nodes
 * are one number in this section. */
void grad_program_select (const GradDag  *dag,
                          int             node,
                          GradNodeUse    *uses,
                          const gboolean *is_one,
                          GradSelection  *selection);

G_END_DECLS
