/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op.h"

G_BEGIN_DECLS

/* A function of numbers, compiled for evaluation at many points (grad-field.h). It is built by the calls that an eager
 * program would make, in their order, may be differentiated, and is then immutable and usable from any thread. */
typedef struct _GradProgram GradProgram;

typedef enum
{
  GRAD_PROGRAM_EXACT, /* the bits of the eager engine; nan stays nan, but which nan is not promised */
  GRAD_PROGRAM_FAST,  /* for pictures: float32 may be a few units in the last place off */
} GradProgramMode;

enum
{
  GRAD_PROGRAM_MAX_INPUTS = 8,
  GRAD_PROGRAM_MAX_PARAMETERS = 16,
  GRAD_PROGRAM_MAX_OUTPUTS = 8,
};

/* A value in a program under construction; what a call returns. */
typedef int GradProgramValue;

/* What a call returns that had no sense. It may be passed on: then finish fails. */
#define GRAD_PROGRAM_NO_VALUE (-1)

typedef struct _GradProgramBuilder GradProgramBuilder;

/* dtype is GRAD_FLOAT32 or GRAD_FLOAT64, of all values. */
GradProgramBuilder *grad_program_builder_new (GradDType       dtype,
                                              GradProgramMode mode);
void                grad_program_builder_free (GradProgramBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GradProgramBuilder, grad_program_builder_free)

/* Input i: what differs from point to point; 0 is x, 1 is y. */
GradProgramValue grad_program_builder_input (GradProgramBuilder *builder,
                                             guint               i);

/* Parameter i: a Python number that is the same at all points and is told when the program runs. */
GradProgramValue grad_program_builder_parameter (GradProgramBuilder *builder,
                                                 guint               i);

/* A Python number. */
GradProgramValue grad_program_builder_number (GradProgramBuilder *builder,
                                              double              number);

/* Calls an elementwise op, as grad_op_call does: numbers among the inputs are Python numbers. Any other op is an
 * error, which finish reports. */
GradProgramValue grad_program_builder_call (GradProgramBuilder     *builder,
                                            const GradOp           *op,
                                            const GradProgramValue *inputs,
                                            guint                   n_inputs);

/* Sets gradients[i] to the gradient of output with respect to inputs[i], by the formulas of the op table, added up in
 * the order of backward. */
void grad_program_builder_gradient (GradProgramBuilder     *builder,
                                    GradProgramValue        output,
                                    const GradProgramValue *inputs,
                                    guint                   n_inputs,
                                    GradProgramValue       *gradients);

/* The program that computes the outputs. NULL with GRAD_ERROR_NOT_IMPLEMENTED if something before was no call that
 * can be compiled. Transfer full. */
GradProgram *grad_program_builder_finish (GradProgramBuilder     *builder,
                                          const GradProgramValue *outputs,
                                          guint                   n_outputs,
                                          GError                **error);

GradProgram *grad_program_ref (GradProgram *program);
void         grad_program_unref (GradProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GradProgram, grad_program_unref)

GradDType grad_program_get_dtype (const GradProgram *program);
guint     grad_program_get_n_inputs (const GradProgram *program);     /* one more than the last input used */
guint     grad_program_get_n_parameters (const GradProgram *program); /* likewise */
guint     grad_program_get_n_outputs (const GradProgram *program);

/* How many instructions run for each block of points; an estimate of the time it takes. */
guint grad_program_get_n_instructions (const GradProgram *program);

/* The instructions that run for each block of points, one line each, for people and tests. Transfer full. */
char *grad_program_to_string (const GradProgram *program);

G_END_DECLS
