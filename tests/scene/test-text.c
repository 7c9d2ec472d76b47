/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "descent/descent-function.h"
#include "scene/scene-descent-private.h"

static const struct
{
  const char *typed, *printed;
} rows[] = {
  { "x**2", "x²" },
  { "x^2 - 10x**10", "x² − 10x¹⁰" },
  { "x**-2", "x**−2" },
  { "2*x", "2·x" },
  { "2 * x**3 * x", "2 · x³ · x" },
  { "x**2.5", "x**2.5" },
  { "x**2**3", "x**2³" },
  { "2**x", "2**x" },
  { "x**(x+1)", "x**(x+1)" },
  { "x**1e1", "x**1e1" },
  { "|x| + e", "|x| + e" },
};

static void
only_signs_are_exchanged (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *printed = scene_prettify (rows[i].typed);

      g_assert_cmpstr (printed, ==, rows[i].printed);
    }
}

static double
evaluate (const char *text,
          double      x)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DescentFunction) function = descent_function_new (text, 1, &error);
  double value;

  g_assert_no_error (error);
  descent_function_evaluate (function, GRAD_FLOAT64, &x, &value, NULL);
  return value;
}

static void
what_is_printed_could_be_typed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *printed = scene_prettify (rows[i].typed);

      g_assert_cmpfloat (evaluate (printed, 1.7), ==, evaluate (rows[i].typed, 1.7));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/text/only-signs-are-exchanged", only_signs_are_exchanged);
  g_test_add_func ("/scene/text/what-is-printed-could-be-typed", what_is_printed_could_be_typed);
  return g_test_run ();
}
