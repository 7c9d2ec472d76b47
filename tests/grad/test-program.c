/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Exact programs against the eager engine: not a bit may differ, whatever the function, the point, the instruction set
 * and the size of blocks. GRADIENTS_POINTS asks for more points than a test suite has time for. */

#include <float.h>
#include <math.h>
#include <string.h>

#include "formula.h"
#include "grad/grad-error.h"
#include "grad/grad-field.h"

enum
{
  N_POINTS = 1501, /* of each function; no whole number of vectors */
  N_RANDOM = 60,
  N_OUTPUTS = 3,
};

typedef struct
{
  const Formula *formula;
  GradDType      dtype;
  gsize          n;
  gsize          size; /* of an element */
  void          *inputs[2];
  void          *expected[N_OUTPUTS], *computed[N_OUTPUTS];
} Points;

static void
store (void  *array,
       gsize  i,
       gsize  size,
       double value)
{
  if (size == sizeof (float))
    ((float *) array)[i] = (float) value;
  else
    ((double *) array)[i] = value;
}

static double
load (const void *array,
      gsize       i,
      gsize       size)
{
  return size == sizeof (float) ? (double) ((const float *) array)[i] : ((const double *) array)[i];
}

/* A coordinate: mostly near 0, sometimes round, large, tiny or no number at all. */
static double
draw (GRand *rand)
{
  static const double special[] = { 0.0, -0.0, 1, -1, INFINITY, -INFINITY, NAN, FLT_MAX, FLT_MIN, 1e-40, -1e-45, 1e30, -88.7,
                                    89, 1e6, 0.5, M_PI, -M_PI_2, 3e9, 16777217, -3, 4, 1e-8, -20, 1 - 0x1p-24 };

  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0:
      return special[g_rand_int_range (rand, 0, G_N_ELEMENTS (special))];
    case 1:
      return g_rand_int_range (rand, -16, 17) / 4.0;
    case 2:
      return copysign (exp (g_rand_double_range (rand, -20, 20)), g_rand_double_range (rand, -1, 1));
    default:
      return g_rand_double_range (rand, -4, 4);
    }
}

/* Rows of a grid when n_columns is not 0, else scattered. */
static void
points_init (Points        *points,
             const Formula *formula,
             GradDType      dtype,
             gsize          n,
             gsize          n_columns)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  *points = (Points){ .formula = formula, .dtype = dtype, .n = n, .size = grad_dtype_get_size (dtype) };
  for (guint i = 0; i < 2; i++)
    points->inputs[i] = g_malloc (n * points->size);
  for (guint i = 0; i < N_OUTPUTS; i++)
    {
      points->expected[i] = g_malloc (n * points->size);
      points->computed[i] = g_malloc (n * points->size);
    }
  for (gsize k = 0; k < n; k++)
    {
      double point[2] = { draw (rand), draw (rand) }, value, gradient[2];

      for (guint i = 0; i < 2; i++)
        {
          if (n_columns > 0 && i == 0 && k >= n_columns)
            point[0] = load (points->inputs[0], k % n_columns, points->size);
          if (n_columns > 0 && i == 1 && k % n_columns != 0)
            point[1] = load (points->inputs[1], k - 1, points->size);
          store (points->inputs[i], k, points->size, point[i]);
        }
      formula_evaluate (formula, dtype, point, &value, gradient);
      store (points->expected[0], k, points->size, value);
      store (points->expected[1], k, points->size, gradient[0]);
      store (points->expected[2], k, points->size, gradient[1]);
    }
}

static void
points_clear (Points *points)
{
  for (guint i = 0; i < 2; i++)
    g_free (points->inputs[i]);
  for (guint i = 0; i < N_OUTPUTS; i++)
    {
      g_free (points->expected[i]);
      g_free (points->computed[i]);
    }
}

/* The same bits, or both no number. */
static gboolean
is_same (const void *a,
         const void *b,
         gsize       i,
         gsize       size)
{
  if (isnan (load (a, i, size)))
    return isnan (load (b, i, size));
  return memcmp ((const char *) a + i * size, (const char *) b + i * size, size) == 0;
}

static void
assert_same (const Points *points,
             const char   *how)
{
  for (guint i = 0; i < N_OUTPUTS; i++)
    for (gsize k = 0; k < points->n; k++)
      if (!is_same (points->expected[i], points->computed[i], k, points->size))
        g_error ("%s, %s: output %u at (%.9g, %.9g) is %.9g, not %.9g", points->formula->text, how, i,
                 load (points->inputs[0], k, points->size), load (points->inputs[1], k, points->size),
                 load (points->computed[i], k, points->size), load (points->expected[i], k, points->size));
  for (guint i = 0; i < N_OUTPUTS; i++)
    memset (points->computed[i], 0x55, points->n * points->size);
}

static gsize
n_points (void)
{
  const char *wanted = g_getenv ("GRADIENTS_POINTS");

  return wanted != NULL ? g_ascii_strtoull (wanted, NULL, 10) : N_POINTS;
}

static void
check_points (const Formula *formula,
              GradDType      dtype)
{
  g_autoptr (GradProgram) program = formula_compile (formula, dtype, GRAD_PROGRAM_EXACT);
  guint                         n_tables;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);
  static const guint            blocks[] = { 0, 64, 192, 1024 };
  Points                        points;

  points_init (&points, formula, dtype, n_points (), 0);
  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < G_N_ELEMENTS (blocks); k++)
      {
        GradFieldOptions options = { tables[i], blocks[k] };

        grad_field_points (program, &options, NULL, (const void *const *) points.inputs, points.computed, points.n);
        assert_same (&points, tables[i]->name);
      }
  for (gsize k = 0; k < MIN (points.n, 1000); k++)
    {
      double outputs[N_OUTPUTS];

      grad_field_evaluate (program, NULL, (double[]){ load (points.inputs[0], k, points.size), load (points.inputs[1], k, points.size) }, outputs);
      for (guint i = 0; i < N_OUTPUTS; i++)
        {
          store (points.computed[i], k, points.size, outputs[i]);
          g_assert_true (is_same (points.computed[i], points.expected[i], k, points.size));
        }
    }
  points_clear (&points);
}

/* 150 columns: two groups of lanes and a rest. */
static void
check_grid (const Formula *formula,
            GradDType      dtype)
{
  enum
  {
    N_X = 150,
    N_Y = 7,
  };
  g_autoptr (GradProgram) program = formula_compile (formula, dtype, GRAD_PROGRAM_EXACT);
  guint                         n_tables;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);
  static const guint            blocks[] = { 0, 64 };
  Points                        points;
  gsize                         size = grad_dtype_get_size (dtype);
  g_autofree char              *ys = g_malloc (N_Y * size);

  points_init (&points, formula, dtype, N_X * N_Y, N_X);
  for (gsize j = 0; j < N_Y; j++)
    memcpy (ys + j * size, (char *) points.inputs[1] + j * N_X * size, size);
  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < G_N_ELEMENTS (blocks); k++)
      {
        GradFieldOptions options = { tables[i], blocks[k] };

        grad_field_grid (program, &options, NULL, points.inputs[0], N_X, ys, N_Y, points.computed);
        assert_same (&points, tables[i]->name);
      }
  points_clear (&points);
}

/* The states that the engine comes to. */
static void
descend (const Formula *formula,
         GradDType      dtype,
         double         lr,
         guint          n_steps,
         Points        *points)
{
  for (gsize k = 0; k < points->n; k++)
    {
      double point[2] = { load (points->inputs[0], k, points->size), load (points->inputs[1], k, points->size) };

      for (guint i = 0; i < n_steps; i++)
        formula_step (formula, dtype, lr, point);
      store (points->expected[0], k, points->size, point[0]);
      store (points->expected[1], k, points->size, point[1]);
    }
}

/* A rate at which some formulas settle, some swing between two states and some diverge. */
static void
check_descents (const Formula *formula,
                GradDType      dtype)
{
  g_autoptr (GradProgram) step = formula_compile_step (formula, dtype, GRAD_PROGRAM_EXACT);
  guint                         n_tables;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);
  const double                  lr = 0.3;
  Points                        points;

  points_init (&points, formula, dtype, 99, 0);
  for (guint n_steps = 60; n_steps < 62; n_steps++)
    {
      descend (formula, dtype, lr, n_steps, &points);
      for (guint i = 0; i < n_tables * 4; i++)
        {
          GradFieldOptions options = { tables[i / 4], i & 1 ? 0 : 64 };
          guint64          n_computed;

          memcpy (points.computed[0], points.inputs[0], points.n * points.size);
          memcpy (points.computed[1], points.inputs[1], points.n * points.size);
          memcpy (points.computed[2], points.expected[2], points.n * points.size);
          n_computed = grad_field_descents (step, &options, &lr, points.computed, points.n, n_steps, (i & 2) != 0);
          g_assert_cmpuint (n_computed, <=, points.n * n_steps);
          g_assert_true ((i & 2) != 0 || n_computed == points.n * n_steps);
          assert_same (&points, options.kernels->name);
        }
    }
  points_clear (&points);
}

/* Fast results are near the exact ones where those are numbers of ordinary size and nothing is cancelled. */
static void
check_fast (const Formula *formula,
            GradDType      dtype)
{
  g_autoptr (GradProgram) program = formula_compile (formula, dtype, GRAD_PROGRAM_FAST);
  guint                         n_tables;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);
  Points                        points;

  points_init (&points, formula, dtype, N_POINTS, 0);
  for (guint t = 0; t < n_tables; t++)
    {
      GradFieldOptions options = { tables[t], 0 };

      grad_field_points (program, &options, NULL, (const void *const *) points.inputs, points.computed, points.n);
      for (guint i = 0; i < N_OUTPUTS; i++)
        for (gsize k = 0; k < points.n; k++)
          {
            double expected = load (points.expected[i], k, points.size), computed = load (points.computed[i], k, points.size);
            double x = load (points.inputs[0], k, points.size), y = load (points.inputs[1], k, points.size);

            if (fabs (x) <= 4 && fabs (y) <= 4 && fabs (expected) < 1e4)
              g_assert_cmpfloat_with_epsilon (computed, expected, 2e-3 + 1e-4 * fabs (expected));
          }
    }
  points_clear (&points);
}

/* So is a fast step beside the engine's. */
static void
check_fast_step (const Formula *formula,
                 GradDType      dtype)
{
  g_autoptr (GradProgram) step = formula_compile_step (formula, dtype, GRAD_PROGRAM_FAST);
  const double lr = 0.05;
  Points       points;

  points_init (&points, formula, dtype, N_POINTS, 0);
  descend (formula, dtype, lr, 1, &points);
  memcpy (points.computed[0], points.inputs[0], points.n * points.size);
  memcpy (points.computed[1], points.inputs[1], points.n * points.size);
  grad_field_descents (step, NULL, &lr, points.computed, points.n, 1, FALSE);
  for (guint i = 0; i < 2; i++)
    for (gsize k = 0; k < points.n; k++)
      {
        double expected = load (points.expected[i], k, points.size), computed = load (points.computed[i], k, points.size);
        double x = load (points.inputs[0], k, points.size), y = load (points.inputs[1], k, points.size);

        if (fabs (x) <= 4 && fabs (y) <= 4 && fabs (expected) < 1e4)
          g_assert_cmpfloat_with_epsilon (computed, expected, 2e-4 + 1e-5 * fabs (expected));
      }
  points_clear (&points);
}

static void
for_each_formula (void (*check) (const Formula *formula, GradDType dtype),
                  GradDType dtype,
                  guint     n_random)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2024);

  for (guint i = 0; i < (guint) N_FORMULA_EXAMPLES + n_random; i++)
    {
      g_autoptr (Formula) formula = i < (guint) N_FORMULA_EXAMPLES ? formula_new (formula_examples[i])
                                                                   : formula_new_random (rand, 4 + i % 12);

      check (formula, dtype);
    }
}

static void
points_in_float32_have_the_bits_of_the_engine (void)
{
  for_each_formula (check_points, GRAD_FLOAT32, N_RANDOM);
}

static void
points_in_float64_have_the_bits_of_the_engine (void)
{
  for_each_formula (check_points, GRAD_FLOAT64, N_RANDOM / 4);
}

static void
grids_have_the_bits_of_the_engine (void)
{
  for_each_formula (check_grid, GRAD_FLOAT32, N_RANDOM);
  for_each_formula (check_grid, GRAD_FLOAT64, 0);
}

static void
descents_have_the_bits_of_the_engine (void)
{
  for_each_formula (check_descents, GRAD_FLOAT32, N_RANDOM);
  for_each_formula (check_descents, GRAD_FLOAT64, 0);
}

static void
fast_programs_are_near_exact_ones (void)
{
  for_each_formula (check_fast, GRAD_FLOAT32, 0);
  for_each_formula (check_fast_step, GRAD_FLOAT32, 0);
}

/* Outputs that nothing computes: an input, a number, a parameter, and one output twice. */
static void
any_value_can_be_an_output (void)
{
  g_autoptr (GradProgramBuilder) builder = grad_program_builder_new (GRAD_FLOAT32, GRAD_PROGRAM_EXACT);
  GradProgramValue y = grad_program_builder_input (builder, 1);
  GradProgramValue sine = grad_program_builder_call (builder, grad_op_lookup ("sin"), &y, 1);
  GradProgramValue outputs[] = { y, sine, grad_program_builder_number (builder, 2.5), grad_program_builder_parameter (builder, 0), sine };
  g_autoptr (GradProgram) program = grad_program_builder_finish (builder, outputs, 5, NULL);
  float values[5][6], ys[2] = { 0.5f, 2 };

  g_assert_cmpuint (grad_program_get_n_inputs (program), ==, 2);
  g_assert_cmpuint (grad_program_get_n_parameters (program), ==, 1);
  grad_field_grid (program, NULL, (double[]){ 7 }, (float[3]){ 0 }, 3, ys, 2, (void *[]){ values[0], values[1], values[2], values[3], values[4] });
  for (guint k = 0; k < 6; k++)
    {
      g_assert_cmpfloat (values[0][k], ==, ys[k / 3]);
      g_assert_cmpfloat (values[1][k], ==, (float) sin ((double) ys[k / 3]));
      g_assert_cmpfloat (values[2][k], ==, 2.5f);
      g_assert_cmpfloat (values[3][k], ==, 7);
      g_assert_cmpfloat (values[4][k], ==, values[1][k]);
    }
}

static void
what_is_not_elementwise_is_an_error (void)
{
  g_autoptr (GradProgramBuilder) builder = grad_program_builder_new (GRAD_FLOAT32, GRAD_PROGRAM_EXACT);
  GradProgramValue x = grad_program_builder_input (builder, 0);
  GradProgramValue sum = grad_program_builder_call (builder, grad_op_lookup ("sum"), &x, 1), gradient;
  g_autoptr (GError) error = NULL;

  grad_program_builder_gradient (builder, sum, &x, 1, &gradient);
  g_assert_null (grad_program_builder_finish (builder, &gradient, 1, &error));
  g_assert_error (error, GRAD_ERROR, GRAD_ERROR_NOT_IMPLEMENTED);
}

/* The course's surface: two pairs of sine and cosine, and one instruction for each output, as one would write it. */
static void
fast_programs_waste_nothing (void)
{
  g_autoptr (Formula) formula = formula_new (formula_examples[0]);
  g_autoptr (GradProgram) program = formula_compile (formula, GRAD_FLOAT32, GRAD_PROGRAM_FAST);
  g_autoptr (GradProgram) step = formula_compile_step (formula, GRAD_FLOAT32, GRAD_PROGRAM_FAST);
  g_autofree char *text = grad_program_to_string (program), *step_text = grad_program_to_string (step);

  g_assert_cmpstr (text, ==,
                   "r0, r1, r2, r3 = sincos2_scaled (input0, input1, number0)\n"
                   "output0 = mul_add_mul_add (r0, r3, input0, input1, number1)\n"
                   "output2 = mul_mul_add (r0, r2, number2, number1)\n"
                   "output1 = mul_mul_add (r3, r1, number0, number1)\n");
  g_assert_cmpstr (step_text, ==,
                   "r0, r1, r2, r3 = sincos2_scaled (input0, input1, number1)\n"
                   "output0 = mul_mul_sub_from_sub (r3, r1, number5, input0, number4)\n"
                   "output1 = mul_mul_sub_from_sub (r0, r2, number6, input1, number4)\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/program/points-in-float32-have-the-bits-of-the-engine", points_in_float32_have_the_bits_of_the_engine);
  g_test_add_func ("/grad/program/points-in-float64-have-the-bits-of-the-engine", points_in_float64_have_the_bits_of_the_engine);
  g_test_add_func ("/grad/program/grids-have-the-bits-of-the-engine", grids_have_the_bits_of_the_engine);
  g_test_add_func ("/grad/program/descents-have-the-bits-of-the-engine", descents_have_the_bits_of_the_engine);
  g_test_add_func ("/grad/program/fast-programs-are-near-exact-ones", fast_programs_are_near_exact_ones);
  g_test_add_func ("/grad/program/any-value-can-be-an-output", any_value_can_be_an_output);
  g_test_add_func ("/grad/program/what-is-not-elementwise-is-an-error", what_is_not_elementwise_is_an_error);
  g_test_add_func ("/grad/program/fast-programs-waste-nothing", fast_programs_waste_nothing);
  return g_test_run ();
}
