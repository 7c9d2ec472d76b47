/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

#include "grad/grad-dtype.h"

G_BEGIN_DECLS

enum
{
  DESCENT_MAX_OPTIONS = 8,
  DESCENT_MAX_BUFFERS = 3,
};

/* One hyper-parameter; “betas” are two, beta1 and beta2. A switch is 0 or 1. */
typedef struct
{
  const char *name;
  double      initial; /* PyTorch's default */
  gboolean    is_switch;
} DescentOption;

typedef struct _DescentOptimizerState DescentOptimizerState;

/* An optimiser of torch.optim: what it is called, what it can be told, what it remembers, how it checks and steps. Each
 * step is PyTorch's single-tensor formula, operation by operation, with its roundings. Static.
 * Sources: PyTorch 2.6, torch/optim; Kingma and Ba 2015 (Adam); Loshchilov and Hutter 2019 (AdamW); Hinton 2012
 * (RMSprop); Duchi et al. 2011 (Adagrad); Zeiler 2012 (Adadelta); Sutskever et al. 2013 (SGD's momentum). */
typedef struct
{
  const char   *name;      /* "SGD" */
  const char   *signature; /* "lr=0.001, momentum=0, …" as Python shows it */
  DescentOption options[DESCENT_MAX_OPTIONS];
  const char   *buffers[DESCENT_MAX_BUFFERS]; /* per parameter, by PyTorch's names: "momentum_buffer" */
  gboolean (*check) (const double *options,
                     GError      **error);
  double (*start) (const double *options,
                   guint         buffer); /* what fills a buffer at first; NULL: 0 */
  void (*step_f32) (DescentOptimizerState *state,
                    float                 *parameter,
                    const float           *gradient);
  void (*step_f64) (DescentOptimizerState *state,
                    double                *parameter,
                    const double          *gradient);
} DescentOptimizer;

const DescentOptimizer *descent_optimizer_list (guint *n_optimizers);
const DescentOptimizer *descent_optimizer_lookup (const char *name); /* NULL if there is none */

/* The index of an option by name, −1 if there is none. */
int descent_optimizer_find_option (const DescentOptimizer *optimizer,
                                   const char             *name);

/* Fills options (DESCENT_MAX_OPTIONS) with the defaults. */
void descent_optimizer_get_defaults (const DescentOptimizer *optimizer,
                                     double                 *options);

/* Whether PyTorch takes these options; DESCENT_ERROR_VALUE with the text of its ValueError. */
gboolean descent_optimizer_check (const DescentOptimizer *optimizer,
                                  const double           *options,
                                  GError                **error);

/* What an optimiser remembers of one parameter of n elements. The options may be changed between steps. */
struct _DescentOptimizerState
{
  const DescentOptimizer *optimizer;
  double                  options[DESCENT_MAX_OPTIONS];
  GradDType               dtype;
  gsize                   n;
  guint64                 step;                         /* taken */
  gpointer                buffers[DESCENT_MAX_BUFFERS]; /* n elements of dtype each */
};

/* For float32 or float64. Transfer full. */
DescentOptimizerState *descent_optimizer_state_new (const DescentOptimizer *optimizer,
                                                    const double           *options,
                                                    GradDType               dtype,
                                                    gsize                   n);
void                   descent_optimizer_state_free (DescentOptimizerState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DescentOptimizerState, descent_optimizer_state_free)

/* Changes the n elements of parameter by those of gradient; both dense, of the state's dtype. */
void descent_optimizer_state_step (DescentOptimizerState *state,
                                   gpointer               parameter,
                                   gconstpointer          gradient);

G_END_DECLS
