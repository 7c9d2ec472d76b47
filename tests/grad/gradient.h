/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op.h"

enum
{
  GRADIENT_MAX_INPUTS = 4,
  GRADIENT_MAX_DIMS = 4,
};

/* Where an input is sampled. */
typedef struct
{
  gint64 shape[GRADIENT_MAX_DIMS];
  guint  n_dims;
  double low, high;
} GradientInput;

/* Something differentiable: appends its results, (transfer full), to outputs. FALSE with an error. */
typedef gboolean (*GradientFunction) (GradTensor *const *inputs,
                                      GPtrArray         *outputs,
                                      gpointer           data,
                                      GError           **error);

typedef struct
{
  const char      *name; /* for messages */
  GradientFunction function;
  gpointer         data;
  GradientInput    inputs[GRADIENT_MAX_INPUTS];
  guint            n_inputs;
  GHashTable      *rows; /* the GradOps whose gradients ran are added; owned by the caller */
} GradientCheck;

/* Compares the gradient, and the gradient of the gradient, of a weighted sum of the results with central differences, in
 * float64 and in float32. Reports what differs with g_test_message and g_test_fail. */
void gradient_check (GradientCheck *check);
