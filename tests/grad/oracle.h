/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-autograd.h"
#include "json.h"

/* The parts of the oracle: a program that does what a fixture file says and prints what came of it. */

/* A tensor as fixtures write it: {"dtype", "shape", "requires_grad", "data"}. Floats are hexadecimal, or “nan” and
 * “inf”. It is a view of a dense vector, as torch.tensor (data).reshape (shape) makes one. Transfer full. */
GradTensor *oracle_tensor_read (const Json *json,
                                GError    **error);

/* A number of any of the spellings: 3, 0.5, "0x1.8p+0", {"int": 3}, {"float": "inf"}, {"bool": true}. */
double oracle_number_read (const Json *json,
                           GradDType  *kind);

/* Appends the tensor in the same form; complete adds requires_grad, is_leaf, grad_fn and repr. NULL is null. */
void oracle_tensor_write (GString    *out,
                          GradTensor *tensor,
                          gboolean    complete);

/* Appends the numbers as a list. */
void oracle_numbers_write (GString      *out,
                           const double *numbers,
                           guint         n);

/* Appends the tensor's graph: nested [name, parents…]. */
void oracle_graph_write (GString    *out,
                         GradTensor *tensor);

/* Does one step of a program: {"op", "in", "attrs", "out"}; tensors by name are read from the table and put there. */
gboolean oracle_step (GHashTable *tensors,
                      const Json *step,
                      GError    **error);

/* Appends what a descent of category “optim” comes to: "trajectory" and "loss". */
void oracle_descent_write (GString    *out,
                           const Json *descent);

/* What the fixture asks of the program rather than of the engine. */
#define ORACLE_ERROR (oracle_error_quark ())
GQuark oracle_error_quark (void);
