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
 * (n_inputs 1) or x and y, also x0 and x1 (n_inputs 2). DESCENT_ERROR_SYNTAX, with a span, names what is wrong.
 *
 * Python's grammar holds: -x**2 is -(x**2), x**2**3 is x**(2**3), 2**-x is read. ^ is **, raised digits are a power
 * (x²), · × ÷ − π are what they look like, |…| is abs. The functions are sin cos tan asin acos atan sinh cosh tanh
 * exp log (or ln) sqrt abs sigmoid relu of one argument, min max pow of two; they need their brackets: sin 3x is an
 * error that says so.
 *
 * The sign of multiplication may be left out before a name, “(” or “|”: 3x, 2(x+1), (x+1)(x-1), x sin(x), 2|x|. It
 * binds as the written one does, from left to right: 1/2x is (1/2)·x and 2x**2 is 2·(x**2). Not before a number: x2
 * is an error. Letters that run together are taken apart into the longest words: xy is x·y, 2pix is 2·π·x, xsin(x)
 * is x·sin(x), while exp is exp. A bar closes the one opened last in the same brackets where it can: |x|y| is not
 * read, |x||y| is |x|·|y|.
 *
 * What stands between numbers only is computed as Python does, in double and exactly for ints; if the result is no
 * finite real number (1/0, log(0), (-1)**0.5) the text is refused. So is a function that depends on no variable. */
DescentFunction *descent_function_new (const char *text,
                                       guint       n_inputs,
                                       GError    **error);
DescentFunction *descent_function_ref (DescentFunction *function);
void             descent_function_unref (DescentFunction *function);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DescentFunction, descent_function_unref)

guint       descent_function_get_n_inputs (const DescentFunction *function);
const char *descent_function_get_text (const DescentFunction *function);

/* The same function as a Python expression over torch (and math) in the variables x, or x and y, that computes the
 * same bits. Transfer full. */
char *descent_function_to_python (const DescentFunction *function);

/* Value and gradient (n_inputs doubles, may be NULL) at x, as the eager engine computes them in dtype. Numbers gone
 * bad are data: inf and nan come back as such. */
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
