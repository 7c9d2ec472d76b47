/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-run.h"

G_BEGIN_DECLS

/* The engine, set up for one function in one dtype, to be asked at many points: compiled where that can be, which
 * changes nothing but the time. Belongs to one thread. */
typedef struct _DescentEvaluator DescentEvaluator;

DescentEvaluator *descent_evaluator_new (DescentFunction *function,
                                         GradDType        dtype);
/* The same without the compiled program: what that is checked against. */
DescentEvaluator *descent_evaluator_new_eager (DescentFunction *function,
                                               GradDType        dtype);
void              descent_evaluator_free (DescentEvaluator *evaluator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DescentEvaluator, descent_evaluator_free)

guint descent_evaluator_get_n_inputs (const DescentEvaluator *evaluator);

/* Value, gradient (n_inputs doubles) and Hessian (row-major); each may be NULL. */
void descent_evaluator_evaluate (DescentEvaluator *evaluator,
                                 const double     *x,
                                 double           *value,
                                 double           *gradient);
void descent_evaluator_hessian (DescentEvaluator *evaluator,
                                const double     *x,
                                double           *hessian);

/* The point that follows before; the start if before is NULL. */
void descent_point_step (const DescentSettings *settings,
                         DescentEvaluator      *evaluator,
                         const DescentPoint    *before,
                         DescentPoint          *point);

G_END_DECLS
