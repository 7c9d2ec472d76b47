/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "grad/grad-field-point.h"

#include <math.h>
#include <string.h>

#include "formula.h"
#include "grad/grad-field.h"

static gboolean
is_same (double a,
         double b)
{
  return (isnan (a) && isnan (b)) || memcmp (&a, &b, sizeof a) == 0;
}

static void
check_formula (const Formula *formula,
               GradDType      dtype,
               GRand         *random)
{
  g_autoptr (GradProgram) program = formula_compile (formula, dtype, GRAD_PROGRAM_EXACT);
  g_autoptr (GradFieldPoint) point = grad_field_point_new (program, NULL);

  for (int i = 0; i < 20; i++)
    {
      const double inputs[] = { g_rand_double_range (random, -3, 3), g_rand_double_range (random, -3, 3) };
      double       expected[3], computed[3];

      grad_field_evaluate (program, NULL, inputs, expected);
      grad_field_point_evaluate (point, inputs, computed);
      for (int k = 0; k < 3; k++)
        if (!is_same (expected[k], computed[k]))
          g_error ("%s: output %d at (%.9g, %.9g) is %.9g, not %.9g", formula->text, k, inputs[0], inputs[1], computed[k], expected[k]);
    }
}

static void
points_have_the_bits_of_the_program (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (int i = 0; i < 300; i++)
    {
      g_autoptr (Formula) formula = formula_new_random (random, 1 + i % 12);

      check_formula (formula, GRAD_FLOAT32, random);
      check_formula (formula, GRAD_FLOAT64, random);
    }
}

static void
choices_and_comparisons_are_made (void)
{
  const char *const texts[] = { "x y maximum", "x 0.5 minimum", "x relu y mul", "x abs y sign add", "x y lt x y where", "x y ge y x where" };
  g_autoptr (GRand) random = g_rand_new_with_seed (4);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (Formula) formula = formula_new (texts[i]);

      check_formula (formula, GRAD_FLOAT32, random);
      check_formula (formula, GRAD_FLOAT64, random);
    }
}

/* A step of descent, whose rate is a parameter, gone twice from the same point. */
static void
parameters_are_taken_and_nothing_is_left_behind (void)
{
  g_autoptr (Formula) formula = formula_new ("x 3 mul sin y 3 mul cos mul x y add 4 div add");
  g_autoptr (GradProgram) program = formula_compile_step (formula, GRAD_FLOAT32, GRAD_PROGRAM_EXACT);
  g_autoptr (GradFieldPoint) point = grad_field_point_new (program, (double[]){ 0.05 });
  double eager[2] = { 0.5, 0 }, first[2], second[2];

  formula_step (formula, GRAD_FLOAT32, 0.05, eager);
  grad_field_point_evaluate (point, (double[]){ 0.5, 0 }, first);
  grad_field_point_evaluate (point, (double[]){ 0.1, 0.2 }, second);
  grad_field_point_evaluate (point, (double[]){ 0.5, 0 }, second);
  g_assert_cmpmem (first, sizeof first, eager, sizeof eager);
  g_assert_cmpmem (second, sizeof second, eager, sizeof eager);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/field-point/points-have-the-bits-of-the-program", points_have_the_bits_of_the_program);
  g_test_add_func ("/grad/field-point/choices-and-comparisons-are-made", choices_and_comparisons_are_made);
  g_test_add_func ("/grad/field-point/parameters-are-taken-and-nothing-is-left-behind", parameters_are_taken_and_nothing_is_left_behind);
  return g_test_run ();
}
