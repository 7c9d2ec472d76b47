/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-function.h"

G_BEGIN_DECLS

/* What determines a run, whole. */
typedef struct
{
  DescentFunction *function;
  GradDType        dtype; /* GRAD_FLOAT32 or GRAD_FLOAT64 */
  double           start[DESCENT_MAX_INPUTS];
  double           lr;
  guint            n_steps;
  gboolean         zero_gradients; /* FALSE leaves out x.grad.zero_ () */
} DescentSettings;

enum
{
  DESCENT_MAX_STEPS = 1000000,
};

/* Refuses (DESCENT_ERROR_VALUE, one sentence naming the value) what makes no run: a rate that is no positive finite
 * number, a start that is not finite in dtype, more than DESCENT_MAX_STEPS steps. A rate too small for the dtype is
 * allowed: that nothing moves is what PyTorch does with it. */
gboolean descent_settings_check (const DescentSettings *settings,
                                 GError               **error);

/* Where a run is after k updates, and the update that it makes next. Numbers gone bad are data. */
typedef struct
{
  double x[DESCENT_MAX_INPUTS];
  double value;
  double gradient[DESCENT_MAX_INPUTS]; /* of the function here */
  double grad[DESCENT_MAX_INPUTS];     /* x.grad, which the update uses: accumulated if not zeroed */
  double update[DESCENT_MAX_INPUTS];   /* lr * grad, in the run's dtype; x of the next point is x - update */
} DescentPoint;

/* A descent, computed whole and immutable: x -= lr * x.grad, as the course writes it, to the engine's bits.
 * Reference-counted, usable from any thread. */
typedef struct _DescentRun DescentRun;

#define DESCENT_TYPE_RUN (descent_run_get_type ())
GType descent_run_get_type (void);

/* Refuses (DESCENT_ERROR_VALUE, one sentence) a start, rate or step count that makes no run; see
 * descent_settings_check. Transfer full. */
DescentRun *descent_run_new (const DescentSettings *settings,
                             GError               **error);
DescentRun *descent_run_ref (DescentRun *run);
void        descent_run_unref (DescentRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DescentRun, descent_run_unref)

const DescentSettings *descent_run_get_settings (const DescentRun *run);

/* Points 0 (the start) … n_steps. */
guint               descent_run_get_n_points (const DescentRun *run);
const DescentPoint *descent_run_get_point (const DescentRun *run,
                                           guint             k);

/* The first point whose value, or whose x, is no finite number; -1 if none. */
int descent_run_get_value_overflow (const DescentRun *run);
int descent_run_get_x_overflow (const DescentRun *run);

/* The sentence about point k (“Step 3: f 4096 → 2621.44 (−1474.56). …”) and the rule with its numbers
 * (“x ← 80 − 0.1 · 160 = 64”), one line per variable. Translated, transfer full. */
char *descent_run_describe_point (const DescentRun *run,
                                  guint             k);
char *descent_run_describe_update (const DescentRun *run,
                                   guint             k);

G_END_DECLS
