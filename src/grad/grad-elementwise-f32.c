/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The elementwise rows of the op table in float32. Every operation rounds to float32, also inside a gradient
 * formula: the numbers are those of the formula carried out operation by operation. */

#include "grad/grad-elementwise.h"
#include "grad/grad-record.h"

#define T float
#define NAMED(name) grad_##name##_f32
#define LIBM(name) name##f
#define DTYPE GRAD_FLOAT32
#define FIELD f32

#include "grad/grad-elementwise-words.h"
#include "grad/grad-elementwise-kernels.h"

/* The dtype of nearly all numbers has a way that is shorter still: grad_op_call itself, for each row. */

/* Whether it is open: there is a box to be taken at once, and nobody watches. */
static inline gboolean
is_open (void)
{
  return G_LIKELY (grad_thread.free_boxes != NULL) && G_LIKELY (grad_thread.observer == NULL);
}

static inline gboolean
is_number (const GradTensor *tensor)
{
  return tensor != NULL && tensor->layout == NULL && tensor->dtype == DTYPE;
}

static inline gboolean
is_number_of_python (const GradTensor *tensor)
{
  return tensor != NULL && grad_tensor_is_number (tensor) && tensor->dtype != GRAD_BOOL;
}

#define UNARY(id, schema, ...)                                                                             \
  GradTensor *                                                                                             \
      grad_call_tensors_##id (const GradOp *op, GradTensor *const *inputs, guint n_inputs, GError **error) \
  {                                                                                                        \
    if (n_inputs == 1 && is_number (inputs[0]) && is_open ())                                              \
      return quick_##id (inputs[0], HAS_NUMBERS (schema) ? grad_op_get_parameters (op) : no_numbers);      \
    return grad_op_call_slowly (op, inputs, n_inputs, error);                                              \
  }
/* 3 · x is x · 3, as it is on the long way. */
#define BINARY(id, ...)                                                                                           \
  GradTensor *                                                                                                    \
      grad_call_tensors_##id (const GradOp *op, GradTensor *const *inputs, guint n_inputs, GError **error)        \
  {                                                                                                               \
    const gboolean commutes = GRAD_OP_##id == GRAD_OP_mul || GRAD_OP_##id == GRAD_OP_add;                         \
                                                                                                                  \
    if (n_inputs == 2 && is_number (inputs[0]) && is_open ())                                                     \
      {                                                                                                           \
        if (is_number (inputs[1]))                                                                                \
          return quick_##id (inputs[0], inputs[1]);                                                               \
        if (is_number_of_python (inputs[1]))                                                                      \
          return quick_##id##_by_number (inputs[0], grad_tensor_get_number (inputs[1]));                          \
      }                                                                                                           \
    else if (commutes && n_inputs == 2 && is_number (inputs[1]) && is_number_of_python (inputs[0]) && is_open ()) \
      return quick_##id##_by_number (inputs[1], grad_tensor_get_number (inputs[0]));                              \
    return grad_op_call_slowly (op, inputs, n_inputs, error);                                                     \
  }
#include "grad/grad-ops.def"
