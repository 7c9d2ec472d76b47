/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The table of optimisers: everything known of one stands in its row. The steps are in descent-optimizer-steps.h,
 * compiled once for float and once for double. */

#include "descent/descent-optimizer.h"
#include "descent/descent-error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The options' places in each row, by which the steps and the checks read them. */
enum
{
  LR,
};

enum
{
  SGD_MOMENTUM = LR + 1,
  SGD_DAMPENING,
  SGD_WEIGHT_DECAY,
  SGD_NESTEROV,
  SGD_MAXIMIZE,
};

enum
{
  ADAM_BETA1 = LR + 1,
  ADAM_BETA2,
  ADAM_EPS,
  ADAM_WEIGHT_DECAY,
  ADAM_AMSGRAD,
  ADAM_MAXIMIZE,
};

enum
{
  RMSPROP_ALPHA = LR + 1,
  RMSPROP_EPS,
  RMSPROP_WEIGHT_DECAY,
  RMSPROP_MOMENTUM,
  RMSPROP_CENTERED,
  RMSPROP_MAXIMIZE,
};

enum
{
  ADAGRAD_LR_DECAY = LR + 1,
  ADAGRAD_WEIGHT_DECAY,
  ADAGRAD_INITIAL,
  ADAGRAD_EPS,
  ADAGRAD_MAXIMIZE,
};

enum
{
  ADADELTA_RHO = LR + 1,
  ADADELTA_EPS,
  ADADELTA_WEIGHT_DECAY,
  ADADELTA_MAXIMIZE,
};

#define NUMBER float
#define STEP(name) name##_f32
#define FMA fmaf
#define SQRT sqrtf
#include "descent/descent-optimizer-steps.h"
#undef NUMBER
#undef STEP
#undef FMA
#undef SQRT

#define NUMBER double
#define STEP(name) name##_f64
#define FMA fma
#define SQRT sqrt
#include "descent/descent-optimizer-steps.h"
#undef NUMBER
#undef STEP
#undef FMA
#undef SQRT

/* A float as Python shows it: the fewest digits that read back as the same number, “1.0”, “1e-05”. */
static char *
dup_python_float (double value)
{
  char format[8], text[G_ASCII_DTOSTR_BUF_SIZE];
  int  n_digits = 1, n_decimals;

  if (!isfinite (value))
    return g_strdup (isnan (value) ? "nan" : value > 0 ? "inf"
                                                       : "-inf");
  do
    {
      g_snprintf (format, sizeof format, "%%.%de", n_digits - 1);
      g_ascii_formatd (text, sizeof text, format, value);
    }
  while (g_ascii_strtod (text, NULL) != value && n_digits++ < 17);
  n_decimals = MAX (1, n_digits - 1 - atoi (strchr (text, 'e') + 1));
  g_snprintf (format, sizeof format, "%%.%df", n_decimals);
  if (value != 0 && (fabs (value) < 1e-4 || fabs (value) >= 1e16))
    g_snprintf (format, sizeof format, "%%.%dg", n_digits);
  g_ascii_formatd (text, sizeof text, format, value);
  return g_strdup (text);
}

/* Sets the error of PyTorch's “what: value”. */
static gboolean
refuse (GError    **error,
        const char *what,
        double      value)
{
  g_autofree char *text = dup_python_float (value);

  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, "%s: %s", what, text);
  return FALSE;
}

static gboolean
check_at_least_0 (double      value,
                  const char *what,
                  GError    **error)
{
  return value >= 0 || refuse (error, what, value);
}

static gboolean
check_sgd (const double *options,
           GError      **error)
{
  if (!check_at_least_0 (options[LR], "Invalid learning rate", error) ||
      !check_at_least_0 (options[SGD_MOMENTUM], "Invalid momentum value", error) ||
      !check_at_least_0 (options[SGD_WEIGHT_DECAY], "Invalid weight_decay value", error))
    return FALSE;
  if (options[SGD_NESTEROV] == 0 || (options[SGD_MOMENTUM] > 0 && options[SGD_DAMPENING] == 0))
    return TRUE;
  g_set_error_literal (error, DESCENT_ERROR, DESCENT_ERROR_VALUE,
                       "Nesterov momentum requires a momentum and zero dampening");
  return FALSE;
}

static gboolean
check_adam (const double *options,
            GError      **error)
{
  if (!check_at_least_0 (options[LR], "Invalid learning rate", error) ||
      !check_at_least_0 (options[ADAM_EPS], "Invalid epsilon value", error))
    return FALSE;
  if (!(options[ADAM_BETA1] >= 0 && options[ADAM_BETA1] < 1))
    return refuse (error, "Invalid beta parameter at index 0", options[ADAM_BETA1]);
  if (!(options[ADAM_BETA2] >= 0 && options[ADAM_BETA2] < 1))
    return refuse (error, "Invalid beta parameter at index 1", options[ADAM_BETA2]);
  return check_at_least_0 (options[ADAM_WEIGHT_DECAY], "Invalid weight_decay value", error);
}

static gboolean
check_rmsprop (const double *options,
               GError      **error)
{
  return check_at_least_0 (options[LR], "Invalid learning rate", error) &&
         check_at_least_0 (options[RMSPROP_EPS], "Invalid epsilon value", error) &&
         check_at_least_0 (options[RMSPROP_MOMENTUM], "Invalid momentum value", error) &&
         check_at_least_0 (options[RMSPROP_WEIGHT_DECAY], "Invalid weight_decay value", error) &&
         check_at_least_0 (options[RMSPROP_ALPHA], "Invalid alpha value", error);
}

static gboolean
check_adagrad (const double *options,
               GError      **error)
{
  return check_at_least_0 (options[LR], "Invalid learning rate", error) &&
         check_at_least_0 (options[ADAGRAD_LR_DECAY], "Invalid lr_decay value", error) &&
         check_at_least_0 (options[ADAGRAD_WEIGHT_DECAY], "Invalid weight_decay value", error) &&
         check_at_least_0 (options[ADAGRAD_INITIAL], "Invalid initial_accumulator_value value", error) &&
         check_at_least_0 (options[ADAGRAD_EPS], "Invalid epsilon value", error);
}

static gboolean
check_adadelta (const double *options,
                GError      **error)
{
  if (!check_at_least_0 (options[LR], "Invalid learning rate", error))
    return FALSE;
  if (!(options[ADADELTA_RHO] >= 0 && options[ADADELTA_RHO] <= 1))
    return refuse (error, "Invalid rho value", options[ADADELTA_RHO]);
  return check_at_least_0 (options[ADADELTA_EPS], "Invalid epsilon value", error) &&
         check_at_least_0 (options[ADADELTA_WEIGHT_DECAY], "Invalid weight_decay value", error);
}

static double
start_adagrad (const double *options,
               guint         buffer)
{
  return options[ADAGRAD_INITIAL];
}

static const DescentOptimizer optimizers[] = {
  { "SGD",
    "lr=0.001, momentum=0, dampening=0, weight_decay=0, nesterov=False, *, maximize=False",
    { [LR] = { "lr", 1e-3 },
      [SGD_MOMENTUM] = { "momentum", 0 },
      [SGD_DAMPENING] = { "dampening", 0 },
      [SGD_WEIGHT_DECAY] = { "weight_decay", 0 },
      [SGD_NESTEROV] = { "nesterov", FALSE, TRUE },
      [SGD_MAXIMIZE] = { "maximize", FALSE, TRUE } },
    { "momentum_buffer" },
    check_sgd,
    NULL,
    sgd_f32,
    sgd_f64 },
  { "Adam",
    "lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, amsgrad=False, *, maximize=False",
    { [LR] = { "lr", 1e-3 },
      [ADAM_BETA1] = { "beta1", 0.9 },
      [ADAM_BETA2] = { "beta2", 0.999 },
      [ADAM_EPS] = { "eps", 1e-8 },
      [ADAM_WEIGHT_DECAY] = { "weight_decay", 0 },
      [ADAM_AMSGRAD] = { "amsgrad", FALSE, TRUE },
      [ADAM_MAXIMIZE] = { "maximize", FALSE, TRUE } },
    { "exp_avg", "exp_avg_sq", "max_exp_avg_sq" },
    check_adam,
    NULL,
    adam_f32,
    adam_f64 },
  { "AdamW",
    "lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.01, amsgrad=False, *, maximize=False",
    { [LR] = { "lr", 1e-3 },
      [ADAM_BETA1] = { "beta1", 0.9 },
      [ADAM_BETA2] = { "beta2", 0.999 },
      [ADAM_EPS] = { "eps", 1e-8 },
      [ADAM_WEIGHT_DECAY] = { "weight_decay", 1e-2 },
      [ADAM_AMSGRAD] = { "amsgrad", FALSE, TRUE },
      [ADAM_MAXIMIZE] = { "maximize", FALSE, TRUE } },
    { "exp_avg", "exp_avg_sq", "max_exp_avg_sq" },
    check_adam,
    NULL,
    adamw_f32,
    adamw_f64 },
  { "RMSprop",
    "lr=0.01, alpha=0.99, eps=1e-08, weight_decay=0, momentum=0, centered=False, *, maximize=False",
    { [LR] = { "lr", 1e-2 },
      [RMSPROP_ALPHA] = { "alpha", 0.99 },
      [RMSPROP_EPS] = { "eps", 1e-8 },
      [RMSPROP_WEIGHT_DECAY] = { "weight_decay", 0 },
      [RMSPROP_MOMENTUM] = { "momentum", 0 },
      [RMSPROP_CENTERED] = { "centered", FALSE, TRUE },
      [RMSPROP_MAXIMIZE] = { "maximize", FALSE, TRUE } },
    { "square_avg", "momentum_buffer", "grad_avg" },
    check_rmsprop,
    NULL,
    rmsprop_f32,
    rmsprop_f64 },
  { "Adagrad",
    "lr=0.01, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10, *, maximize=False",
    { [LR] = { "lr", 1e-2 },
      [ADAGRAD_LR_DECAY] = { "lr_decay", 0 },
      [ADAGRAD_WEIGHT_DECAY] = { "weight_decay", 0 },
      [ADAGRAD_INITIAL] = { "initial_accumulator_value", 0 },
      [ADAGRAD_EPS] = { "eps", 1e-10 },
      [ADAGRAD_MAXIMIZE] = { "maximize", FALSE, TRUE } },
    { "sum" },
    check_adagrad,
    start_adagrad,
    adagrad_f32,
    adagrad_f64 },
  { "Adadelta",
    "lr=1.0, rho=0.9, eps=1e-06, weight_decay=0, *, maximize=False",
    { [LR] = { "lr", 1 },
      [ADADELTA_RHO] = { "rho", 0.9 },
      [ADADELTA_EPS] = { "eps", 1e-6 },
      [ADADELTA_WEIGHT_DECAY] = { "weight_decay", 0 },
      [ADADELTA_MAXIMIZE] = { "maximize", FALSE, TRUE } },
    { "square_avg", "acc_delta" },
    check_adadelta,
    NULL,
    adadelta_f32,
    adadelta_f64 },
};

const DescentOptimizer *
descent_optimizer_list (guint *n_optimizers)
{
  *n_optimizers = G_N_ELEMENTS (optimizers);
  return optimizers;
}

const DescentOptimizer *
descent_optimizer_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (optimizers); i++)
    if (g_str_equal (optimizers[i].name, name))
      return &optimizers[i];
  return NULL;
}

int
descent_optimizer_find_option (const DescentOptimizer *optimizer,
                               const char             *name)
{
  for (int i = 0; i < DESCENT_MAX_OPTIONS && optimizer->options[i].name != NULL; i++)
    if (g_str_equal (optimizer->options[i].name, name))
      return i;
  return -1;
}

void
descent_optimizer_get_defaults (const DescentOptimizer *optimizer,
                                double                 *options)
{
  for (guint i = 0; i < DESCENT_MAX_OPTIONS; i++)
    options[i] = optimizer->options[i].initial;
}

gboolean
descent_optimizer_check (const DescentOptimizer *optimizer,
                         const double           *options,
                         GError                **error)
{
  return optimizer->check (options, error);
}

static void
fill_buffer (DescentOptimizerState *state,
             guint                  buffer,
             double                 value)
{
  for (gsize i = 0; i < state->n; i++)
    if (state->dtype == GRAD_FLOAT32)
      ((float *) state->buffers[buffer])[i] = (float) value;
    else
      ((double *) state->buffers[buffer])[i] = value;
}

DescentOptimizerState *
descent_optimizer_state_new (const DescentOptimizer *optimizer,
                             const double           *options,
                             GradDType               dtype,
                             gsize                   n)
{
  DescentOptimizerState *state;

  g_return_val_if_fail (grad_dtype_is_floating_point (dtype), NULL);
  state = g_new0 (DescentOptimizerState, 1);
  state->optimizer = optimizer;
  state->dtype = dtype;
  state->n = n;
  for (guint i = 0; i < DESCENT_MAX_OPTIONS; i++)
    state->options[i] = options[i];
  for (guint i = 0; i < DESCENT_MAX_BUFFERS && optimizer->buffers[i] != NULL; i++)
    {
      state->buffers[i] = g_malloc0_n (MAX (n, 1), grad_dtype_get_size (dtype));
      if (optimizer->start != NULL)
        fill_buffer (state, i, optimizer->start (options, i));
    }
  return state;
}

void
descent_optimizer_state_free (DescentOptimizerState *state)
{
  for (guint i = 0; i < DESCENT_MAX_BUFFERS; i++)
    g_free (state->buffers[i]);
  g_free (state);
}

void
descent_optimizer_state_step (DescentOptimizerState *state,
                              gpointer               parameter,
                              gconstpointer          gradient)
{
  state->step++;
  if (state->dtype == GRAD_FLOAT32)
    state->optimizer->step_f32 (state, parameter, gradient);
  else
    state->optimizer->step_f64 (state, parameter, gradient);
}
