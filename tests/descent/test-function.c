/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "descent/descent-function.h"

#include <math.h>

#include "descent/descent-name.h"
#include "grad/grad-op.h"

static DescentFunction *
parse (const char *text,
       guint       n_inputs)
{
  g_autoptr (GError) error = NULL;
  DescentFunction *function = descent_function_new (text, n_inputs, &error);

  g_assert_no_error (error);
  return function;
}

static void
values_are_those_of_the_text (void)
{
  const double x = 0.7, y = -0.4;
  const struct
  {
    const char *text;
    double      value;
  } cases[] = {
    { "x**2 + 3xy - y/2", x * x + 3 * x * y - y / 2 },
    { "-x**2", -x * x },
    { "2**-x", pow (2, -x) },
    { "x**3**2", pow (x, 9) },
    { "1/2x", x / 2 },
    { "1/(2x)", 1 / (2 * x) },
    { "3 - x - 1", 2 - x },
    { "6/x/2", 3 / x },
    { "|y||x-1|", fabs (y) * fabs (x - 1) },
    { "sin(x) + cos(y) + tan(x)", sin (x) + cos (y) + tan (x) },
    { "asin(x) + acos(y) + atan(x)", asin (x) + acos (y) + atan (x) },
    { "sinh(x) + cosh(y) + tanh(x)", sinh (x) + cosh (y) + tanh (x) },
    { "exp(y) + ln(x) + sqrt(x)", exp (y) + log (x) + sqrt (x) },
    { "abs(y) + sigmoid(x) + relu(y)", fabs (y) + 1 / (1 + exp (-x)) },
    { "min(x, y) + 10max(x, y)", y + 10 * x },
    { "min(x, 0.5) + max(0.9, x)", 0.5 + 0.9 },
    { "pow(x, y) + e**x + pi", pow (x, y) + exp (x) + G_PI },
    { "x1 + 2x0", y + 2 * x },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DescentFunction) function = parse (cases[i].text, 2);
      double value;

      g_test_message ("%s", cases[i].text);
      descent_function_evaluate (function, GRAD_FLOAT64, (double[]){ x, y }, &value, NULL);
      g_assert_cmpfloat_with_epsilon (value, cases[i].value, 1e-14);
    }
}

static void
every_word_for_a_function_is_an_op (void)
{
  guint              n_names;
  const DescentName *names = descent_name_list (&n_names);

  for (guint i = 0; i < n_names; i++)
    if (names[i].kind == DESCENT_NAME_FUNCTION)
      {
        const GradOp *op = grad_op_lookup (names[i].target);

        g_assert_nonnull (op);
        g_assert_cmpuint (grad_op_get_n_inputs (op), ==, names[i].n);
      }
}

/* Central differences in float64. */
static void
gradients_agree_with_differences (void)
{
  const char *const texts[] = { "sin(3x)cos(3y) + (x+y)/4", "(1 - x)**2 + 100(y - x**2)**2", "exp(xy)/(1 + x**2)",
                                "x**y + y**x", "3/x - 2**y", "sigmoid(x)tanh(y) + sqrt(x + y)", "max(x, y)**2 - min(x, 2y)",
                                "x", "y", "y**2", "x - y - 1" };
  const double      x[2] = { 0.8, 0.55 };
  const double      h = 1e-6;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DescentFunction) function = parse (texts[i], 2);
      double gradient[2];

      g_test_message ("%s", texts[i]);
      descent_function_evaluate (function, GRAD_FLOAT64, x, NULL, gradient);
      for (guint k = 0; k < 2; k++)
        {
          double there[2] = { x[0], x[1] };
          double above, below;

          there[k] = x[k] + h;
          descent_function_evaluate (function, GRAD_FLOAT64, there, &above, NULL);
          there[k] = x[k] - h;
          descent_function_evaluate (function, GRAD_FLOAT64, there, &below, NULL);
          g_assert_cmpfloat_with_epsilon (gradient[k], (above - below) / (2 * h), 1e-7 * MAX (1, fabs (gradient[k])));
        }
    }
}

static void
hessians_are_exact (void)
{
  const double x[2] = { 0.8, 0.55 };
  const struct
  {
    const char *text;
    double      hessian[4];
  } cases[] = {
    { "x**2", { 2, 0, 0, 0 } },
    { "x + y", { 0, 0, 0, 0 } },
    { "xy", { 0, 1, 1, 0 } },
    { "x**2y", { 2 * 0.55, 2 * 0.8, 2 * 0.8, 0 } },
    { "|x| + |y|", { 0, 0, 0, 0 } },
    { "exp(x + 2y)", { exp (1.9), 2 * exp (1.9), 2 * exp (1.9), 4 * exp (1.9) } },
    { "(1 - x)**2 + 100(y - x**2)**2", { 2 - 400 * (0.55 - 3 * 0.64), -400 * 0.8, -400 * 0.8, 200 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DescentFunction) function = parse (cases[i].text, 2);
      double hessian[4];

      g_test_message ("%s", cases[i].text);
      descent_function_hessian (function, GRAD_FLOAT64, x, hessian);
      for (guint k = 0; k < 4; k++)
        g_assert_cmpfloat_with_epsilon (hessian[k], cases[i].hessian[k], 1e-12 * MAX (1, fabs (hessian[k])));
    }
}

static void
the_second_derivative_of_a_curve_is_its_hessian (void)
{
  g_autoptr (DescentFunction) function = parse ("x**3", 1);
  double second;

  descent_function_hessian (function, GRAD_FLOAT64, (double[]){ 2 }, &second);
  g_assert_cmpfloat (second, ==, 12);
}

static void
float32_is_rounded_as_pytorch_does (void)
{
  g_autoptr (DescentFunction) third = parse ("x/3", 1);
  g_autoptr (DescentFunction) inverse = parse ("3/x", 1);
  const float x = 0.7f;
  double      value;

  descent_function_evaluate (third, GRAD_FLOAT32, (double[]){ x }, &value, NULL);
  g_assert_cmpfloat (value, ==, (double) (x / 3.0f));
  descent_function_evaluate (inverse, GRAD_FLOAT32, (double[]){ x }, &value, NULL);
  g_assert_cmpfloat (value, ==, (double) ((1.0f / x) * 3.0f));
}

static void
numbers_gone_bad_are_data (void)
{
  g_autoptr (DescentFunction) logarithm = parse ("log(x)", 1);
  g_autoptr (DescentFunction) root = parse ("sqrt(x)", 1);
  double value, gradient;

  descent_function_evaluate (logarithm, GRAD_FLOAT32, (double[]){ -1 }, &value, &gradient);
  g_assert_true (isnan (value));
  descent_function_evaluate (logarithm, GRAD_FLOAT32, (double[]){ 0 }, &value, &gradient);
  g_assert_cmpfloat (value, ==, (double) -INFINITY);
  descent_function_evaluate (root, GRAD_FLOAT32, (double[]){ 0 }, &value, &gradient);
  g_assert_cmpfloat (gradient, ==, (double) INFINITY);
}

/* More rows than one piece holds, and a last piece that is not full; the last text is not compiled. */
static void
samples_are_the_values_on_the_grid (void)
{
  enum
  {
    N_X = 300,
    N_Y = 451
  };
  const char *const texts[] = { "sin(3x)cos(3y) + (x+y)/4", "x", "y", "x**2", "exp(y)", "9007199254740993x/2**53 + y" };
  double            xs[N_X], ys[N_Y];
  g_autofree float *values = g_new (float, N_X *N_Y);

  for (guint i = 0; i < N_X; i++)
    xs[i] = -3 + 5.0 * i / (N_X - 1);
  for (guint j = 0; j < N_Y; j++)
    ys[j] = -3 + 5.0 * j / (N_Y - 1);
  for (gsize t = 0; t < G_N_ELEMENTS (texts); t++)
    {
      g_autoptr (DescentFunction) function = parse (texts[t], 2);

      descent_function_sample (function, xs, N_X, ys, N_Y, values);
      for (guint j = 0; j < N_Y; j += 50)
        for (guint i = 0; i < N_X; i += 7)
          {
            double value;

            descent_function_evaluate (function, GRAD_FLOAT32, (double[]){ xs[i], ys[j] }, &value, NULL);
            g_assert_cmpfloat_with_epsilon ((double) values[j * N_X + i], value, 1e-5);
          }
    }
}

/* Of so many instructions that threads share the rows; one row alone is no work for them. */
static void
a_long_function_has_the_same_samples_in_parts (void)
{
  enum
  {
    N = 301,
    N_TERMS = 60
  };
  g_autoptr (GString) text = g_string_new ("x");
  g_autoptr (DescentFunction) function = NULL;
  double            xs[N];
  g_autofree float *values = g_new (float, N *N);

  for (guint i = 1; i <= N_TERMS; i++)
    g_string_append_printf (text, "+sin(%ux+y)", i);
  function = parse (text->str, 2);
  for (guint i = 0; i < N; i++)
    xs[i] = -2 + 4.0 * i / (N - 1);
  descent_function_sample (function, xs, N, xs, N, values);
  for (guint j = 0; j < N; j++)
    {
      float row[N];

      descent_function_sample (function, xs, N, &xs[j], 1, row);
      g_assert_cmpmem (row, sizeof row, &values[j * N], sizeof row);
    }
}

static void
samples_of_a_curve_are_its_values (void)
{
  g_autoptr (DescentFunction) function = parse ("x**2 + 1", 1);
  const double xs[] = { -2, 0, 3 };
  float        values[3];

  descent_function_sample (function, xs, 3, NULL, 0, values);
  g_assert_cmpfloat (values[0], ==, 5);
  g_assert_cmpfloat (values[1], ==, 1);
  g_assert_cmpfloat (values[2], ==, 10);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/function/values-are-those-of-the-text", values_are_those_of_the_text);
  g_test_add_func ("/descent/function/every-word-for-a-function-is-an-op", every_word_for_a_function_is_an_op);
  g_test_add_func ("/descent/function/gradients-agree-with-differences", gradients_agree_with_differences);
  g_test_add_func ("/descent/function/hessians-are-exact", hessians_are_exact);
  g_test_add_func ("/descent/function/the-second-derivative-of-a-curve-is-its-hessian", the_second_derivative_of_a_curve_is_its_hessian);
  g_test_add_func ("/descent/function/float32-is-rounded-as-pytorch-does", float32_is_rounded_as_pytorch_does);
  g_test_add_func ("/descent/function/numbers-gone-bad-are-data", numbers_gone_bad_are_data);
  g_test_add_func ("/descent/function/samples-are-the-values-on-the-grid", samples_are_the_values_on_the_grid);
  g_test_add_func ("/descent/function/a-long-function-has-the-same-samples-in-parts", a_long_function_has_the_same_samples_in_parts);
  g_test_add_func ("/descent/function/samples-of-a-curve-are-its-values", samples_of_a_curve_are_its_values);
  return g_test_run ();
}
