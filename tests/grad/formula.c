/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Formulas in reverse Polish, evaluated by the eager engine or built into programs, by the same calls in the same
 * order: what test and benchmarks compare. */

#include "formula.h"

#include <string.h>

const char *const formula_examples[N_FORMULA_EXAMPLES] = {
  "x 3 mul sin y 3 mul cos mul x y add 4 div add",
  "x 2 pow",
  "x 4 pow 2 x 2 pow mul sub 0.3 x mul add",
  "1 x 2 pow neg exp sub",
  "x abs",
  "x 2 pow 10 div x 3 mul sin add",
  "x 4 pow",
  "x exp x sub",
  "x 3 pow",
  "x x log sub",
  "x 2 pow y 2 pow add 2 div",
  "x 2 pow 20 div y 2 pow add",
  "x 2 pow 1 sub 2 pow x 4 div add y 2 pow add",
  "x 2 pow y 2 pow add neg exp neg",
  "x abs y abs add",
  "1 x sub 2 pow 100 y x 2 pow sub 2 pow mul add",
  "x 2 pow y add 11 sub 2 pow x y 2 pow add 7 sub 2 pow add",
  "x 2 pow y 2 pow sub y 4 pow 4 div add",
  "x 4 pow 16 x 2 pow mul sub 5 x mul add",
  "x 2 pow y 2 pow add sqrt sin",
  "x y mul neg exp x 2 pow y 2 pow add 1 add div",
  "x sigmoid y tanh mul",
  "x abs y abs add x y mul sub",
  "x 2 div sin exp y cos sub 3 pow",
  "x log y mul y 3 swap div add",
  "x 2 pow y 2 pow add neg exp 1 swap sub",
  "x sin x mul x cos x mul add y x mul x mul sub",
  "20 x 2 pow 10 x 2 3.141592653589793 mul mul cos mul sub add",
};

enum
{
  MAX_DEPTH = 64,
};

/* The row of that name: "clamp" rather than "clamp.Tensor", if there are both. */
static const GradOp *
find_row (const char *name)
{
  const GradOp *first = grad_op_lookup (name);

  for (const GradOp *op = first; op != NULL; op = grad_op_next_overload (op))
    if (grad_op_get_schema (op)[strlen (name)] == '(')
      return op;
  return first;
}

static FormulaToken
parse_word (const char *word)
{
  FormulaToken token = { .input = -1, .swaps = g_str_equal (word, "swap") };
  char        *end;

  if (token.swaps)
    return token;
  if (g_str_equal (word, "x") || g_str_equal (word, "y"))
    token.input = word[0] - 'x';
  else if ((token.op = find_row (word)) == NULL)
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

static GradTensor *
tensor_new (GradDType   dtype,
            gsize       n,
            const void *data)
{
  return grad_tensor_new (dtype, (gint64[]){ (gint64) n }, 1, data, NULL);
}

/* Leaves at the points, and the formula's value there after its backward pass. */
static GradTensor *
differentiate_tensors (const Formula     *formula,
                       GradDType          dtype,
                       const void *const *inputs,
                       gsize              n,
                       GradTensor       **leaves)
{
  g_autoptr (GradTensor) zeros = tensor_new (dtype, n, NULL);
  g_autoptr (GradTensor) one = grad_tensor_new_number (1);
  g_autoptr (GradTensor) ones = grad_op_call (grad_op_lookup ("add"), (GradTensor *[]){ zeros, one }, 2, NULL);
  GradTensor *result;

  for (guint i = 0; i < 2; i++)
    {
      leaves[i] = tensor_new (dtype, n, inputs[i]);
      g_assert_true (grad_tensor_set_requires_grad (leaves[i], TRUE, NULL));
    }
  result = evaluate (formula, leaves);
  g_assert_true (grad_tensor_backward (result, ones, GRAD_BACKWARD_DEFAULT, NULL));
  return result;
}

/* Zeros if there is no tensor. */
static void
copy_data (void       *to,
           GradTensor *tensor,
           gsize       n,
           GradDType   dtype)
{
  g_assert_true (tensor == NULL || (grad_tensor_is_contiguous (tensor) && grad_tensor_get_n_elements (tensor) == (gint64) n));
  if (tensor != NULL)
    memcpy (to, grad_tensor_get_data (tensor), n * grad_dtype_get_size (dtype));
  else
    memset (to, 0, n * grad_dtype_get_size (dtype));
}

void
formula_evaluate_tensors (const Formula     *formula,
                          GradDType          dtype,
                          const void *const *inputs,
                          gsize              n,
                          void *const       *outputs)
{
  GradTensor *leaves[2];
  g_autoptr (GradTensor) result = differentiate_tensors (formula, dtype, inputs, n, leaves);

  copy_data (outputs[0], result, n, dtype);
  for (guint i = 0; i < 2; i++)
    {
      copy_data (outputs[1 + i], grad_tensor_get_grad (leaves[i]), n, dtype);
      grad_tensor_unref (leaves[i]);
    }
}

/* x -= lr * x.grad, unrecorded. */
static void
update_tensor (GradTensor *leaf,
               double      lr)
{
  g_autoptr (GradTensor) number = grad_tensor_new_number (lr);
  g_autoptr (GradTensor) update = NULL;
  gboolean was_enabled = grad_mode_set_enabled (FALSE);

  if (grad_tensor_get_grad (leaf) != NULL)
    {
      update = grad_op_call (grad_op_lookup ("mul"), (GradTensor *[]){ number, grad_tensor_get_grad (leaf) }, 2, NULL);
      g_assert_true (grad_tensor_sub_ (leaf, update, NULL));
    }
  grad_mode_set_enabled (was_enabled);
}

void
formula_descend_tensors (const Formula *formula,
                         GradDType      dtype,
                         double         lr,
                         void *const   *states,
                         gsize          n,
                         guint          n_steps)
{
  for (guint step = 0; step < n_steps; step++)
    {
      GradTensor *leaves[2];

      grad_tensor_unref (differentiate_tensors (formula, dtype, (const void *const *) states, n, leaves));
      for (guint i = 0; i < 2; i++)
        {
          update_tensor (leaves[i], lr);
          copy_data (states[i], leaves[i], n, dtype);
          grad_tensor_unref (leaves[i]);
        }
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
