/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-program.h"

G_BEGIN_DECLS

/* A program made ready for one point after another, as a descent that is recorded needs it, where there are no lanes to
 * fill: about the time of its operations written by hand. Belongs to one thread at a time. */
typedef struct _GradFieldPoint GradFieldPoint;

/* parameters as in grad-field.h. Keeps a reference to program. */
GradFieldPoint *grad_field_point_new (GradProgram  *program,
                                      const double *parameters);
void            grad_field_point_free (GradFieldPoint *point);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GradFieldPoint, grad_field_point_free)

/* The bits of grad_field_evaluate. */
void grad_field_point_evaluate (GradFieldPoint *point,
                                const double   *inputs,
                                double         *outputs);

G_END_DECLS
