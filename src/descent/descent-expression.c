/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The list of calls behind a typed function, and its two readings that need no engine: what Python makes of the
 * constants in it, and how it is written in Python. One row per operator says how it is written, how tightly it
 * binds, and what it does to numbers and to tensors. */

#include "descent/descent-expression.h"

#include <math.h>

#include "grad/grad-op.h"

typedef struct
{
  const char *op;
  const char *symbol;
  int         level; /* of binding: the higher, the tighter */
  DescentNumber (*fold) (DescentNumber a,
                         DescentNumber b);
} OperatorInfo;

enum
{
  LEVEL_SUM,
  LEVEL_PRODUCT,
  LEVEL_SIGN,
  LEVEL_POWER,
  LEVEL_OPERAND,
};

static DescentNumber
negate (DescentNumber a,
        DescentNumber b)
{
  return descent_number_negate (a);
}

static const OperatorInfo operators[] = {
  [DESCENT_OPERATOR_ADD] = { "add", " + ", LEVEL_SUM, descent_number_add },
  [DESCENT_OPERATOR_SUBTRACT] = { "sub", " - ", LEVEL_SUM, descent_number_subtract },
  [DESCENT_OPERATOR_MULTIPLY] = { "mul", " * ", LEVEL_PRODUCT, descent_number_multiply },
  [DESCENT_OPERATOR_DIVIDE] = { "div", " / ", LEVEL_PRODUCT, descent_number_divide },
  [DESCENT_OPERATOR_POWER] = { "pow", "**", LEVEL_POWER, descent_number_power },
  [DESCENT_OPERATOR_NEGATE] = { "neg", "-", LEVEL_SIGN, negate },
};

const char *
descent_operator_get_op (DescentOperator op)
{
  return operators[op].op;
}

void
descent_expression_clear (DescentExpression *expression)
{
  g_clear_pointer (&expression->nodes, g_array_unref);
}

const DescentNode *
descent_expression_get_node (const DescentExpression *expression,
                             guint                    i)
{
  return &g_array_index (expression->nodes, DescentNode, i);
}

/* A function of numbers, by the engine in float64, which is Python's float. */
static DescentNumber
fold_function (const DescentName   *name,
               const DescentNumber *args)
{
  g_autoptr (GradTensor) a = grad_tensor_new_scalar (args[0].real, GRAD_FLOAT64);
  g_autoptr (GradTensor) b = grad_tensor_new_scalar (args[1].real, GRAD_FLOAT64);
  g_autoptr (GradTensor) result = grad_op_call (grad_op_lookup (name->target), (GradTensor *[]){ a, b }, name->n, NULL);
  double value = NAN;

  if (result != NULL)
    grad_tensor_item (result, &value, NULL);
  return descent_number_from_real (value);
}

static DescentNumber
fold (const DescentExpression *expression,
      const DescentNode       *node)
{
  DescentNumber args[2] = { 0 };

  for (guint i = 0; i < node->n_args; i++)
    args[i] = descent_expression_get_node (expression, node->args[i])->value;
  if (node->kind == DESCENT_NODE_OPERATOR)
    return operators[node->op].fold (args[0], args[1]);
  return fold_function (node->name, args);
}

guint
descent_expression_add (DescentExpression *expression,
                        const DescentNode *node)
{
  DescentNode added = *node;

  if (added.n_args > 0)
    {
      added.constant = TRUE;
      for (guint i = 0; i < added.n_args; i++)
        added.constant &= descent_expression_get_node (expression, added.args[i])->constant;
      if (added.constant)
        added.value = fold (expression, &added);
    }
  g_array_append_val (expression->nodes, added);
  return expression->nodes->len - 1;
}

static void write_node (const DescentExpression *expression,
                        guint                    i,
                        int                      level,
                        GString                 *python);

static void
write_number (DescentNumber number,
              int           level,
              GString      *python)
{
  g_autofree char *literal = descent_number_to_python (number);
  gboolean         bracket = signbit (number.real) && level > LEVEL_SIGN;

  g_string_append_printf (python, bracket ? "(%s)" : "%s", literal);
}

/* minimum and maximum take tensors only, so a number among their arguments becomes one of the type of x. */
static void
write_argument (const DescentExpression *expression,
                guint                    i,
                GString                 *python)
{
  gboolean number = descent_expression_get_node (expression, i)->constant;

  g_string_append (python, number ? "x.new_tensor(" : "");
  write_node (expression, i, LEVEL_SUM, python);
  g_string_append (python, number ? ")" : "");
}

static void
write_function (const DescentExpression *expression,
                const DescentNode       *node,
                GString                 *python)
{
  g_string_append_printf (python, "torch.%s(", node->name->target);
  for (guint i = 0; i < node->n_args; i++)
    {
      if (i > 0)
        g_string_append (python, ", ");
      write_argument (expression, node->args[i], python);
    }
  g_string_append_c (python, ')');
}

/* Python's ints have no limit: where ours became a float, or are too long for a division in double to be Python's,
 * the operation is not Python's any more, but its result can be written down. */
static gboolean
is_beyond_integers (const DescentExpression *expression,
                    const DescentNode       *node)
{
  const double limit = (double) (G_GINT64_CONSTANT (1) << 53);
  double       largest = fabs (node->value.real);

  if (!node->constant || node->value.is_integer)
    return FALSE;
  for (guint i = 0; i < node->n_args; i++)
    {
      const DescentNode *arg = descent_expression_get_node (expression, node->args[i]);

      if (!arg->value.is_integer)
        return FALSE;
      largest = MAX (largest, fabs (arg->value.real));
    }
  return largest >= limit;
}

/* A left-hand side may be of the same level, except that of a power, which binds to the right. */
static void
write_operator (const DescentExpression *expression,
                const DescentNode       *node,
                int                      level,
                GString                 *python)
{
  const OperatorInfo *info = &operators[node->op];
  gboolean            bracket = info->level < level;

  if (bracket)
    g_string_append_c (python, '(');
  if (node->n_args == 2)
    write_node (expression, node->args[0], info->level + (info->level == LEVEL_POWER), python);
  g_string_append (python, info->symbol);
  write_node (expression, node->args[node->n_args - 1],
              info->level == LEVEL_POWER ? LEVEL_SIGN : info->level + (node->n_args == 2), python);
  if (bracket)
    g_string_append_c (python, ')');
}

static void
write_node (const DescentExpression *expression,
            guint                    i,
            int                      level,
            GString                 *python)
{
  const DescentNode *node = descent_expression_get_node (expression, i);

  if (node->kind == DESCENT_NODE_INPUT)
    g_string_append (python, node->input == 0 ? "x" : "y");
  else if (node->kind == DESCENT_NODE_NUMBER && node->name != NULL)
    g_string_append (python, node->name->target);
  else if (node->kind == DESCENT_NODE_OPERATOR && !is_beyond_integers (expression, node))
    write_operator (expression, node, level, python);
  else if (node->constant)
    write_number (node->value, level, python);
  else
    write_function (expression, node, python);
}

char *
descent_expression_to_python (const DescentExpression *expression)
{
  GString *python = g_string_new (NULL);

  write_node (expression, expression->nodes->len - 1, LEVEL_SUM, python);
  return g_string_free (python, FALSE);
}
