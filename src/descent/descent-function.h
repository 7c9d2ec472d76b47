/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib-object.h>

#include "grad/grad-dtype.h"

G_BEGIN_DECLS

/* A function of one or two variables, parsed once from what a person typed into calls of the engine.
 * Immutable, reference-counted, usable from any thread. */
typedef struct _DescentFunction DescentFunction;

#define DESCENT_TYPE_FUNCTION (descent_function_get_type ())
GType descent_function_get_type (void);

enum
{
  DESCENT_MAX_INPUTS = 2,
};

/* Parses text as people write: x**2 or x^2, 3x, sin(3x)cos(3y) + (x+y)/4, |x|, pi, e, 1e-3; the variables are x
 * (n_inputs 1) or x and y, also x0 and x1 (n_inputs 2). DESCENT_ERROR_SYNTAX, with a span, names what is wrong. */
DescentFunction *descent_function_new (const char *text,
                                       guint       n_inputs,
                                       GError    **error);
DescentFunction *descent_function_ref (DescentFunction *function);
void             descent_function_unref (DescentFunction *function);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DescentFunction, descent_function_unref)

guint       descent_function_get_n_inputs (const DescentFunction *function);
const char *descent_function_get_text (const DescentFunction *function);

/* The same function as a Python expression over torch in the variables x (1-D) or x[0], x[1] (2-D). */
char *descent_function_to_python (const DescentFunction *function);

/* Value and gradient (n_inputs doubles, may be NULL) at x, by the eager engine in dtype. Numbers gone bad are
 * data: inf and nan come back as such. */
void descent_function_evaluate (DescentFunction *function,
                                GradDType        dtype,
                                const double    *x,
                                double          *value,
                                double          *gradient);

/* The Hessian at x (n_inputs × n_inputs, row-major), by differentiating twice. */
void descent_function_hessian (DescentFunction *function,
                               GradDType        dtype,
                               const double    *x,
                               double          *hessian);

/* Values for pictures: on xs (1-D), or on the grid xs × ys (2-D) with row j of values at ys[j]. */
void descent_function_sample (DescentFunction *function,
                              const double    *xs,
                              guint            n_x,
                              const double    *ys,
                              guint            n_y,
                              float           *values);

G_END_DECLS
