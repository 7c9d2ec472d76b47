/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Formulas in reverse Polish, evaluated by the eager engine or built into programs, by the same calls in the same
 * order: what test and benchmarks compare. */

#include "formula.h"

enum
{
  MAX_DEPTH = 64,
};

static FormulaToken
parse_word (const char *word)
{
  FormulaToken token = { .input = -1, .swaps = g_str_equal (word, "swap") };
  char        *end;

  if (token.swaps)
    return token;
  if (g_str_equal (word, "x") || g_str_equal (word, "y"))
    token.input = word[0] - 'x';
  else if ((token.op = grad_op_lookup (word)) == NULL)
    {
      token.number = g_ascii_strtod (word, &end);
      g_assert_cmpint (*end, ==, '\0');
    }
  return token;
}

Formula *
formula_new (const char *text)
{
  Formula *formula = g_new (Formula, 1);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  formula->text = g_strdup (text);
  formula->tokens = g_array_new (FALSE, FALSE, sizeof (FormulaToken));
  for (guint i = 0; words[i] != NULL; i++)
    {
      FormulaToken token = parse_word (words[i]);

      g_array_append_val (formula->tokens, token);
    }
  return formula;
}

void
formula_free (Formula *formula)
{
  g_array_unref (formula->tokens);
  g_free (formula->text);
  g_free (formula);
}

/* Each word takes one value and leaves one. */
static const char *const unary[] = {
  "sin",
  "cos",
  "tan",
  "exp",
  "tanh",
  "neg",
  "abs",
  "sigmoid",
  "atan",
  "relu",
  "log",
  "log1p",
  "log2",
  "sqrt",
  "erf",
  "asinh",
  "expm1",
  "cosh",
  "sinh",
  "softplus",
  "reciprocal",
  "floor",
  "asin",
  "acosh",
  "exp2",
  "rsqrt",
  "leaky_relu",
  "2 pow",
  "3 pow",
  "1.7 pow",
  "-1 pow",
  "0.5 pow",
  "4 pow",
  "2 swap pow",
  "2 div",
  "3 div",
  "3 mul",
  "-1.5 sub",
  "0.7 add",
  "3 swap div",
  "1 swap sub",
  "-1 mul",
  "clamp",
  "0.1 pow",
};

static const char *const binary[] = {
  "add",
  "sub",
  "mul",
  "div",
  "minimum",
  "maximum",
  "pow",
  "add",
  "sub",
  "mul",
  "add",
  "mul",
  "atan2",
};

Formula *
formula_new_random (GRand *rand,
                    guint  n_ops)
{
  g_autoptr (GString) text = g_string_new ("x y");
  guint depth = 2;

  for (guint i = 0; i < n_ops || depth > 1; i++)
    if (depth > 1 && (i >= n_ops || g_rand_int_range (rand, 0, 10) < 4))
      {
        g_string_append_printf (text, " %s", binary[g_rand_int_range (rand, 0, G_N_ELEMENTS (binary))]);
        depth--;
      }
    else if (g_rand_boolean (rand) || depth > 8)
      g_string_append_printf (text, " %s", unary[g_rand_int_range (rand, 0, G_N_ELEMENTS (unary))]);
    else
      {
        g_string_append (text, g_rand_boolean (rand) ? " x" : " y");
        depth++;
      }
  return formula_new (text->str);
}

/* The stack of an evaluation by the engine; owns what lies on it. */
static GradTensor *
evaluate (const Formula     *formula,
          GradTensor *const *inputs)
{
  GradTensor *stack[MAX_DEPTH];
  guint       depth = 0;

  for (guint i = 0; i < formula->tokens->len; i++)
    {
      const FormulaToken *token = &g_array_index (formula->tokens, FormulaToken, i);

      if (token->swaps)
        {
          GradTensor *top = stack[depth - 1];

          stack[depth - 1] = stack[depth - 2];
          stack[depth - 2] = top;
        }
      else if (token->op != NULL)
        {
          guint       n = grad_op_get_n_inputs (token->op);
          GradTensor *result = grad_op_call (token->op, &stack[depth - n], n, NULL);

          for (guint k = 0; k < n; k++)
            grad_tensor_unref (stack[--depth]);
          stack[depth++] = result;
        }
      else
        stack[depth++] = token->input >= 0 ? grad_tensor_ref (inputs[token->input]) : grad_tensor_new_number (token->number);
    }
  g_assert_cmpint (depth, ==, 1);
  return stack[0];
}

static double
item (GradTensor *tensor)
{
  double value = 0;

  if (tensor != NULL)
    g_assert_true (grad_tensor_item (tensor, &value, NULL));
  return value;
}

void
formula_evaluate (const Formula *formula,
                  GradDType      dtype,
                  const double  *point,
                  double        *value,
                  double        *gradient)
{
  GradTensor *inputs[2] = { grad_tensor_new_scalar (point[0], dtype), grad_tensor_new_scalar (point[1], dtype) };
  g_autoptr (GradTensor) result = NULL;

  for (guint i = 0; i < 2; i++)
    g_assert_true (grad_tensor_set_requires_grad (inputs[i], TRUE, NULL));
  result = evaluate (formula, inputs);
  *value = item (result);
  if (gradient != NULL)
    g_assert_true (grad_tensor_backward (result, NULL, GRAD_BACKWARD_DEFAULT, NULL));
  for (guint i = 0; i < 2; i++)
    {
      if (gradient != NULL)
        gradient[i] = item (grad_tensor_get_grad (inputs[i]));
      grad_tensor_unref (inputs[i]);
    }
}

/* One operation, as x -= lr * g does it: unrecorded. */
static double
subtract_product (double    x,
                  double    lr,
                  double    g,
                  GradDType dtype)
{
  g_autoptr (GradTensor) x_tensor = grad_tensor_new_scalar (x, dtype);
  g_autoptr (GradTensor) g_tensor = grad_tensor_new_scalar (g, dtype);
  g_autoptr (GradTensor) lr_tensor = grad_tensor_new_number (lr);
  g_autoptr (GradTensor) update = grad_op_call (grad_op_lookup ("mul"), (GradTensor *[]){ lr_tensor, g_tensor }, 2, NULL);

  g_assert_true (grad_tensor_sub_ (x_tensor, update, NULL));
  return item (x_tensor);
}

void
formula_step (const Formula *formula,
              GradDType      dtype,
              double         lr,
              double        *point)
{
  double value, gradient[2];

  formula_evaluate (formula, dtype, point, &value, gradient);
  for (guint i = 0; i < 2; i++)
    point[i] = subtract_product (point[i], lr, gradient[i], dtype);
}

GradProgramValue
formula_build (const Formula      *formula,
               GradProgramBuilder *builder)
{
  GradProgramValue stack[MAX_DEPTH];
  guint            depth = 0;

  for (guint i = 0; i < formula->tokens->len; i++)
    {
      const FormulaToken *token = &g_array_index (formula->tokens, FormulaToken, i);

      if (token->swaps)
        {
          GradProgramValue top = stack[depth - 1];

          stack[depth - 1] = stack[depth - 2];
          stack[depth - 2] = top;
        }
      else if (token->op != NULL)
        {
          depth -= grad_op_get_n_inputs (token->op);
          stack[depth] = grad_program_builder_call (builder, token->op, &stack[depth], grad_op_get_n_inputs (token->op));
          depth++;
        }
      else
        stack[depth++] = token->input >= 0 ? grad_program_builder_input (builder, (guint) token->input)
                                           : grad_program_builder_number (builder, token->number);
    }
  return stack[0];
}

GradProgram *
formula_compile (const Formula  *formula,
                 GradDType       dtype,
                 GradProgramMode mode)
{
  g_autoptr (GradProgramBuilder) builder = grad_program_builder_new (dtype, mode);
  GradProgramValue inputs[] = { grad_program_builder_input (builder, 0), grad_program_builder_input (builder, 1) };
  GradProgramValue outputs[3] = { formula_build (formula, builder) };

  grad_program_builder_gradient (builder, outputs[0], inputs, 2, &outputs[1]);
  return grad_program_builder_finish (builder, outputs, 3, NULL);
}

GradProgram *
formula_compile_step (const Formula  *formula,
                      GradDType       dtype,
                      GradProgramMode mode)
{
  g_autoptr (GradProgramBuilder) builder = grad_program_builder_new (dtype, mode);
  GradProgramValue inputs[] = { grad_program_builder_input (builder, 0), grad_program_builder_input (builder, 1) };
  GradProgramValue lr = grad_program_builder_parameter (builder, 0), gradients[2], next[2];
  const GradOp    *mul = grad_op_lookup ("mul"), *sub = grad_op_lookup ("sub");

  grad_program_builder_gradient (builder, formula_build (formula, builder), inputs, 2, gradients);
  for (guint i = 0; i < 2; i++)
    {
      GradProgramValue update = grad_program_builder_call (builder, mul, (GradProgramValue[]){ lr, gradients[i] }, 2);

      next[i] = grad_program_builder_call (builder, sub, (GradProgramValue[]){ inputs[i], update }, 2);
    }
  return grad_program_builder_finish (builder, next, 2, NULL);
}
