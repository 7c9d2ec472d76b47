/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "descent/descent-minimum.h"

#include <math.h>

typedef struct
{
  const char      *text;
  guint            n_inputs;
  double           from[2];
  gboolean         is_found;
  double           x[2];
  DescentPointKind kind;
  double           smallest, largest;
} Case;

static const double wave = 8.874119674649425;

static const Case cases[] = {
  { "x**2", 1, { 100 }, TRUE, { 0 }, DESCENT_POINT_MINIMUM, 2, 2 },
  { "(x - 3)**2 + 1e6", 1, { -50 }, TRUE, { 3 }, DESCENT_POINT_MINIMUM, 2, 2 },
  { "1e-9(x - 3)**2", 1, { -50 }, TRUE, { 3 }, DESCENT_POINT_MINIMUM, 2e-9, 2e-9 },
  { "x**4", 1, { 2 }, TRUE, { 0 }, DESCENT_POINT_MINIMUM, 0, 0 },
  { "x**3", 1, { 1 }, TRUE, { 0 }, DESCENT_POINT_TERRACE, 0, 0 },
  { "x**4 - 2x**2 + 0.3x", 1, { 1.6 }, TRUE, { 0.960149556 }, DESCENT_POINT_MINIMUM, 7.06265, 7.06265 },
  { "1 - exp(-x**2)", 1, { 2.2 }, TRUE, { 0 }, DESCENT_POINT_MINIMUM, 2, 2 },
  { "cos(x)", 1, { 0 }, TRUE, { 0 }, DESCENT_POINT_MAXIMUM, -1, -1 },
  { "relu(x)", 1, { -1 }, TRUE, { -1 }, DESCENT_POINT_PLATEAU, 0, 0 },
  { "x", 1, { 1 }, FALSE },
  { "exp(-x)", 1, { 1 }, FALSE },
  { "|x|", 1, { 1 }, FALSE },
  { "sqrt(|x|)", 1, { 1 }, FALSE },
  { "-x**2", 1, { 1 }, FALSE },
  /* from one valley of the waves into no other */
  { "sin(3x)cos(3y) + (x+y)/4", 2, { 0.5, 0 }, TRUE, { -0.551506788802, -0.027908013203 }, DESCENT_POINT_MINIMUM, wave, 9 },
  { "sin(3x)cos(3y) + (x+y)/4", 2, { 0.5, 0.1 }, TRUE, { 0.495690762395, 1.019289537993 }, DESCENT_POINT_MINIMUM, wave, 9 },
  { "sin(3x)cos(3y) + (x+y)/4", 2, { -2.6, -2 }, TRUE, { -2.645901891195, -2.122303115596 }, DESCENT_POINT_MINIMUM, wave, 9 },
  { "(1 - x)**2 + 100(y - x**2)**2", 2, { -1.2, 1 }, TRUE, { 1, 1 }, DESCENT_POINT_MINIMUM, 0.39936077, 1001.6006 },
  { "(x**2 + y - 11)**2 + (x + y**2 - 7)**2", 2, { 4, 1 }, TRUE, { 3, 2 }, DESCENT_POINT_MINIMUM, 25.71573, 82.28427 },
  { "x**2 - y**2 + y**4/4", 2, { -2, 0 }, TRUE, { 0, 0 }, DESCENT_POINT_SADDLE, -2, 2 },
  { "x**2 - y**2 + y**4/4", 2, { -2, 0.001 }, TRUE, { 0, G_SQRT2 }, DESCENT_POINT_MINIMUM, 2, 4 },
  { "x**2", 2, { 3, 5 }, TRUE, { 0, 5 }, DESCENT_POINT_MINIMUM, 0, 2 },
  { "x**2 - y**2", 2, { 1, 0.1 }, FALSE },
};

static void
careful_descents_end_where_they_should (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *expected = &cases[i];
      g_autoptr (DescentFunction) function = descent_function_new (expected->text, expected->n_inputs, NULL);
      g_autoptr (DescentEvaluator) evaluator = descent_evaluator_new (function, GRAD_FLOAT64);
      DescentStationary found;
      gboolean          is_found = descent_find_stationary (evaluator, expected->from, 1, &found);

      g_test_message ("%s from (%g, %g)", expected->text, expected->from[0], expected->from[1]);
      g_assert_cmpint (is_found, ==, expected->is_found);
      if (!is_found)
        continue;
      g_assert_cmpint (found.kind, ==, expected->kind);
      for (guint k = 0; k < expected->n_inputs; k++)
        g_assert_cmpfloat_with_epsilon (found.x[k], expected->x[k], 1e-5);
      g_assert_cmpfloat_with_epsilon (found.smallest, expected->smallest, 1e-4 * fabs (expected->smallest) + 1e-12);
      g_assert_cmpfloat_with_epsilon (found.largest, expected->largest, 1e-4 * fabs (expected->largest) + 1e-12);
    }
}

/* M v = λ v, and the trace is the sum. */
static void
eigenvalues_are_those_of_the_matrix (void)
{
  const double matrices[][4] = { { 2, 0, 0, -2 }, { -2, 0, 0, 2 }, { 1, 2, 2, 1 }, { 5, -3, -3, 0.1 }, { 0, 0, 0, 0 }, { 3, 0, 0, 3 }, { 1e-9, 1, 1, 1e9 } };

  for (gsize i = 0; i < G_N_ELEMENTS (matrices); i++)
    {
      const double *m = matrices[i];
      double        smallest, largest, v[2];
      double        size = 1 + fabs (m[0]) + fabs (m[1]) + fabs (m[3]);

      descent_eigenvalues (m, 2, &smallest, &largest, v);
      g_assert_cmpfloat (smallest, <=, largest);
      g_assert_cmpfloat_with_epsilon (smallest + largest, m[0] + m[3], 1e-12 * size);
      g_assert_cmpfloat_with_epsilon (hypot (v[0], v[1]), 1, 1e-12);
      g_assert_cmpfloat_with_epsilon (m[0] * v[0] + m[1] * v[1], smallest * v[0], 1e-7 * size);
      g_assert_cmpfloat_with_epsilon (m[2] * v[0] + m[3] * v[1], smallest * v[1], 1e-7 * size);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/minimum/careful-descents-end-where-they-should", careful_descents_end_where_they_should);
  g_test_add_func ("/descent/minimum/eigenvalues-are-those-of-the-matrix", eigenvalues_are_those_of_the_matrix);
  return g_test_run ();
}
