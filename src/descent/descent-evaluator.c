/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The function at one point after another: by its compiled program, or by the eager engine, which makes leaves, the
 * function's calls, and backward; second derivatives are always the latter's. A function of two variables has a leaf for each, where the course selects x[0] and x[1] from one: the two take the same
 * values through the same operations, and the zeros that select's gradients fill up with are added here. */

#include "descent/descent-evaluator.h"

#include "descent/descent-function-private.h"
#include "grad/grad-autograd.h"
#include "grad/grad-field-point.h"

struct _DescentEvaluator
{
  DescentFunction *function;
  GradDType        dtype;
  guint            n_slots;
  GradTensor     **slots; /* inputs, constants, results; the constants stay */
  GradFieldPoint  *point; /* the compiled program; NULL if there is none */
};

DescentEvaluator *
descent_evaluator_new_eager (DescentFunction *function,
                             GradDType        dtype)
{
  DescentEvaluator *evaluator = g_new0 (DescentEvaluator, 1);

  evaluator->function = descent_function_ref (function);
  evaluator->dtype = dtype;
  evaluator->n_slots = descent_function_get_n_slots (function);
  evaluator->slots = g_new0 (GradTensor *, evaluator->n_slots);
  descent_function_make_constants (function, evaluator->slots);
  return evaluator;
}

DescentEvaluator *
descent_evaluator_new (DescentFunction *function,
                       GradDType        dtype)
{
  DescentEvaluator *evaluator = descent_evaluator_new_eager (function, dtype);
  GradProgram      *program = descent_function_get_program (function, dtype == GRAD_FLOAT32 ? DESCENT_PROGRAM_FLOAT32 : DESCENT_PROGRAM_FLOAT64);

  if (program != NULL)
    evaluator->point = grad_field_point_new (program, NULL);
  return evaluator;
}

void
descent_evaluator_free (DescentEvaluator *evaluator)
{
  if (evaluator == NULL)
    return;
  for (guint i = 0; i < evaluator->n_slots; i++)
    g_clear_pointer (&evaluator->slots[i], grad_tensor_unref);
  g_clear_pointer (&evaluator->point, grad_field_point_free);
  descent_function_unref (evaluator->function);
  g_free (evaluator->slots);
  g_free (evaluator);
}

guint
descent_evaluator_get_n_inputs (const DescentEvaluator *evaluator)
{
  return evaluator->function->n_inputs;
}

/* Leaves at x, and the function's value there in the slot of its result. */
static GradTensor *
compute_forward (DescentEvaluator *evaluator,
                 const double     *x,
                 gboolean          requires_grad)
{
  const DescentFunction *function = evaluator->function;

  for (guint i = 0; i < function->n_inputs; i++)
    {
      evaluator->slots[i] = grad_tensor_new_scalar (x[i], evaluator->dtype);
      if (requires_grad)
        grad_tensor_set_requires_grad (evaluator->slots[i], TRUE, NULL);
    }
  descent_function_call (function, evaluator->slots);
  return evaluator->slots[function->result];
}

/* Lets go of all but the constants. */
static void
release (DescentEvaluator *evaluator)
{
  const DescentFunction *function = evaluator->function;
  guint                  results = function->n_inputs + function->constants->len;

  for (guint i = results; i < evaluator->n_slots; i++)
    g_clear_pointer (&evaluator->slots[i], grad_tensor_unref);
  for (guint i = 0; i < function->n_inputs; i++)
    g_clear_pointer (&evaluator->slots[i], grad_tensor_unref);
}

static double
get_item (GradTensor *tensor)
{
  double value = 0;

  if (tensor != NULL)
    grad_tensor_item (tensor, &value, NULL);
  return value;
}

/* The gradient of x[0] is (g, 0), that of x[1] is (0, h), and their sum (g + 0, 0 + h): no −0 survives it. */
static inline void
add_zeros (const DescentFunction *function,
           double                *gradient)
{
  if (!function->uses[0] || !function->uses[1])
    return;
  gradient[0] += 0.0;
  gradient[1] += 0.0;
}

static void
evaluate_eagerly (DescentEvaluator *evaluator,
                  const double     *x,
                  double           *value,
                  double           *gradient)
{
  const DescentFunction *function = evaluator->function;
  GradTensor            *result = compute_forward (evaluator, x, gradient != NULL);

  if (value != NULL)
    *value = get_item (result);
  if (gradient != NULL)
    {
      if (!grad_tensor_backward (result, NULL, GRAD_BACKWARD_DEFAULT, NULL))
        g_assert_not_reached ();
      for (guint i = 0; i < function->n_inputs; i++)
        gradient[i] = get_item (grad_tensor_get_grad (evaluator->slots[i]));
      add_zeros (function, gradient);
    }
  release (evaluator);
}

static inline void
evaluate_compiled (DescentEvaluator *evaluator,
                   const double     *x,
                   double           *value,
                   double           *gradient)
{
  const DescentFunction *function = evaluator->function;
  double                 outputs[1 + DESCENT_MAX_INPUTS];
  const double          *next = &outputs[1];

  grad_field_point_evaluate (evaluator->point, x, outputs);
  if (value != NULL)
    *value = outputs[0];
  if (gradient == NULL)
    return;
  for (guint i = 0; i < function->n_inputs; i++)
    gradient[i] = function->uses[i] ? *next++ : 0;
  add_zeros (function, gradient);
}

void
descent_evaluator_evaluate (DescentEvaluator *evaluator,
                            const double     *x,
                            double           *value,
                            double           *gradient)
{
  if (evaluator->point != NULL)
    evaluate_compiled (evaluator, x, value, gradient);
  else
    evaluate_eagerly (evaluator, x, value, gradient);
}

/* One row of the Hessian: the gradient of component i of the gradient; zeros where it is a constant. */
static void
differentiate_again (DescentEvaluator *evaluator,
                     GradTensor       *component,
                     double           *row)
{
  guint       n = evaluator->function->n_inputs;
  GradTensor *second[DESCENT_MAX_INPUTS] = { NULL };

  for (guint j = 0; j < n; j++)
    row[j] = 0;
  if (component == NULL || !grad_tensor_get_requires_grad (component))
    return;
  if (!grad_autograd_grad (&component, 1, NULL, evaluator->slots, n,
                           GRAD_BACKWARD_RETAIN_GRAPH | GRAD_BACKWARD_ALLOW_UNUSED, second, NULL))
    g_assert_not_reached ();
  for (guint j = 0; j < n; j++)
    {
      row[j] = get_item (second[j]);
      g_clear_pointer (&second[j], grad_tensor_unref);
    }
}

void
descent_evaluator_hessian (DescentEvaluator *evaluator,
                           const double     *x,
                           double           *hessian)
{
  guint       n = evaluator->function->n_inputs;
  GradTensor *result = compute_forward (evaluator, x, TRUE);
  GradTensor *first[DESCENT_MAX_INPUTS] = { NULL };

  if (!grad_autograd_grad (&result, 1, NULL, evaluator->slots, n,
                           GRAD_BACKWARD_CREATE_GRAPH | GRAD_BACKWARD_ALLOW_UNUSED, first, NULL))
    g_assert_not_reached ();
  for (guint i = 0; i < n; i++)
    differentiate_again (evaluator, first[i], hessian + i * n);
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&first[i], grad_tensor_unref);
  release (evaluator);
}
