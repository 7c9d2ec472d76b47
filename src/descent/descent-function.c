/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A typed function as a value: its text, the expression that the parser found in it, and the calls of the engine
 * that compute it, which are the calls that PyTorch would make for the same expression. */

#include "descent/descent-function.h"

#include "descent/descent-evaluator.h"
#include "descent/descent-function-private.h"

G_DEFINE_BOXED_TYPE (DescentFunction, descent_function, descent_function_ref, descent_function_unref)

/* Where each node of the expression went, while the calls are laid out. */
typedef struct
{
  DescentFunction *function;
  guint           *slots;
} Layout;

/* The calls' slots follow those of all constants, so these are counted first. */
static void
place_constants (Layout *layout)
{
  DescentFunction         *function = layout->function;
  const DescentExpression *expression = &function->expression;

  for (guint i = 0; i < expression->nodes->len; i++)
    {
      const DescentNode *node = descent_expression_get_node (expression, i);

      for (guint k = 0; k < node->n_args && !node->constant; k++)
        {
          const DescentNode *arg = descent_expression_get_node (expression, node->args[k]);

          if (!arg->constant)
            continue;
          layout->slots[node->args[k]] = function->n_inputs + function->constants->len;
          g_array_append_val (function->constants, arg->value);
        }
    }
}

static guint
place_call (Layout      *layout,
            const char  *name,
            guint        n_args,
            const guint *args)
{
  DescentFunction *function = layout->function;
  DescentCall      call = { .op = grad_op_lookup (name), .n_args = n_args };

  g_assert (call.op != NULL);
  for (guint i = 0; i < n_args; i++)
    call.args[i] = args[i];
  g_array_append_val (function->calls, call);
  return descent_function_get_n_slots (function) - 1;
}

/* A number before a tensor goes the way that Python sends it: 3 / x is x.__rtruediv__ (3), a reciprocal and a
 * product; 3 + x and 3 * x are x + 3 and x * 3. */
static guint
place_operator (Layout            *layout,
                const DescentNode *node)
{
  gboolean    reflected = descent_expression_get_node (&layout->function->expression, node->args[0])->constant;
  const char *op = descent_operator_get_op (node->op);
  guint       args[] = { layout->slots[node->args[0]], layout->slots[node->args[node->n_args - 1]] };
  guint       swapped[] = { args[1], args[0] };

  if (!reflected || node->op == DESCENT_OPERATOR_SUBTRACT || node->op == DESCENT_OPERATOR_POWER)
    return place_call (layout, op, node->n_args, args);
  if (node->op == DESCENT_OPERATOR_DIVIDE)
    {
      swapped[0] = place_call (layout, "reciprocal", 1, &args[1]);
      op = descent_operator_get_op (DESCENT_OPERATOR_MULTIPLY);
    }
  return place_call (layout, op, 2, swapped);
}

static guint
place_node (Layout            *layout,
            const DescentNode *node)
{
  guint args[DESCENT_MAX_ARGS];

  if (node->kind == DESCENT_NODE_INPUT)
    {
      layout->function->uses[node->input] = TRUE;
      return node->input;
    }
  if (node->kind == DESCENT_NODE_OPERATOR)
    return place_operator (layout, node);
  for (guint i = 0; i < node->n_args; i++)
    args[i] = layout->slots[node->args[i]];
  return place_call (layout, node->name->target, node->n_args, args);
}

static void
lay_out_calls (DescentFunction *function)
{
  guint             n_nodes = function->expression.nodes->len;
  g_autofree guint *slots = g_new0 (guint, n_nodes);
  Layout            layout = { function, slots };

  function->constants = g_array_new (FALSE, FALSE, sizeof (DescentNumber));
  function->calls = g_array_new (FALSE, FALSE, sizeof (DescentCall));
  place_constants (&layout);
  for (guint i = 0; i < n_nodes; i++)
    {
      const DescentNode *node = descent_expression_get_node (&function->expression, i);

      if (!node->constant)
        slots[i] = place_node (&layout, node);
    }
  function->result = slots[n_nodes - 1];
}

DescentFunction *
descent_function_new (const char *text,
                      guint       n_inputs,
                      GError    **error)
{
  DescentFunction  *function;
  DescentExpression expression;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (n_inputs >= 1 && n_inputs <= DESCENT_MAX_INPUTS, NULL);

  if (!descent_expression_parse (&expression, text, n_inputs, error))
    return NULL;
  function = g_new0 (DescentFunction, 1);
  g_atomic_ref_count_init (&function->ref_count);
  function->text = g_strdup (text);
  function->n_inputs = n_inputs;
  function->expression = expression;
  lay_out_calls (function);
  return function;
}

DescentFunction *
descent_function_ref (DescentFunction *function)
{
  g_return_val_if_fail (function != NULL, NULL);

  g_atomic_ref_count_inc (&function->ref_count);
  return function;
}

void
descent_function_unref (DescentFunction *function)
{
  g_return_if_fail (function != NULL);

  if (!g_atomic_ref_count_dec (&function->ref_count))
    return;
  for (guint i = 0; i < DESCENT_N_PROGRAMS; i++)
    g_clear_pointer (&function->programs[i], grad_program_unref);
  descent_expression_clear (&function->expression);
  g_array_unref (function->constants);
  g_array_unref (function->calls);
  g_free (function->text);
  g_free (function);
}

guint
descent_function_get_n_inputs (const DescentFunction *function)
{
  g_return_val_if_fail (function != NULL, 0);

  return function->n_inputs;
}

const char *
descent_function_get_text (const DescentFunction *function)
{
  g_return_val_if_fail (function != NULL, NULL);

  return function->text;
}

char *
descent_function_to_python (const DescentFunction *function)
{
  g_return_val_if_fail (function != NULL, NULL);

  return descent_expression_to_python (&function->expression);
}

void
descent_function_evaluate (DescentFunction *function,
                           GradDType        dtype,
                           const double    *x,
                           double          *value,
                           double          *gradient)
{
  g_autoptr (DescentEvaluator) evaluator = NULL;

  g_return_if_fail (function != NULL);
  g_return_if_fail (x != NULL);

  evaluator = descent_evaluator_new (function, dtype);
  descent_evaluator_evaluate (evaluator, x, value, gradient);
}

void
descent_function_hessian (DescentFunction *function,
                          GradDType        dtype,
                          const double    *x,
                          double          *hessian)
{
  g_autoptr (DescentEvaluator) evaluator = NULL;

  g_return_if_fail (function != NULL);
  g_return_if_fail (x != NULL && hessian != NULL);

  evaluator = descent_evaluator_new (function, dtype);
  descent_evaluator_hessian (evaluator, x, hessian);
}

void
descent_function_make_constants (const DescentFunction *function,
                                 GradTensor           **slots)
{
  for (guint i = 0; i < function->constants->len; i++)
    {
      DescentNumber number = g_array_index (function->constants, DescentNumber, i);

      slots[function->n_inputs + i] = number.is_integer ? grad_tensor_new_integer (number.integer)
                                                        : grad_tensor_new_number (number.real);
    }
}

void
descent_function_call (const DescentFunction *function,
                       GradTensor           **slots)
{
  GradTensor **result = slots + function->n_inputs + function->constants->len;

  for (guint i = 0; i < function->calls->len; i++)
    {
      const DescentCall *call = &g_array_index (function->calls, DescentCall, i);
      GradTensor        *args[DESCENT_MAX_ARGS] = { NULL };

      for (guint k = 0; k < call->n_args; k++)
        args[k] = slots[call->args[k]];
      *result++ = grad_op_call (call->op, args, call->n_args, NULL);
    }
}
