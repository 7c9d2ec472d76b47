/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "descent/descent-number.h"

#include <math.h>
#include <string.h>

static DescentNumber
read_literal (const char *literal)
{
  DescentNumber number = descent_number_from_literal (literal + (*literal == '-'), strlen (literal) - (*literal == '-'));

  return *literal == '-' ? descent_number_negate (number) : number;
}

static void
arithmetic_is_pythons (void)
{
  const struct
  {
    const char *a;
    char        operation;
    const char *b;
    const char *result; /* as Python prints it; NULL where Python refuses */
  } cases[] = {
    { "2", '+', "3", "5" },
    { "2", '+', "3.0", "5.0" },
    { "2", '-', "3", "-1" },
    { "2", '*', "0.5", "1.0" },
    { "7", '/', "7", "1.0" },
    { "1", '/', "3", "0.3333333333333333" },
    { "1", '/', "0", NULL },
    { "0", '/', "0.0", NULL },
    { "2", '^', "10", "1024" },
    { "2", '^', "-1", "0.5" },
    { "-2", '^', "3", "-8" },
    { "0", '^', "0", "1" },
    { "0", '^', "-1", NULL },
    { "-8", '^', "0.5", NULL },
    { "4", '^', "0.5", "2.0" },
    { "10.0", '^', "400", NULL },
    { "3037000499", '^', "2", "9223372030926249001" },
    { "9223372036854775807", '+', "0", "9223372036854775807" },
    { "9223372036854775807", '+', "1", "9.223372036854776e+18" },
    { "-9223372036854775807", '-', "2", "-9.223372036854776e+18" },
    { "4294967296", '*', "4294967296", "1.8446744073709552e+19" },
    { "2", '^', "63", "9.223372036854776e+18" },
    { "-2", '^', "63", "-9223372036854775808" },
    { "1", '^', "9223372036854775807", "1" },
    { "-1", '^', "9223372036854775807", "-1" },
    { "1e-7", '*', "1", "1e-07" },
    { "0.1", '+', "0.2", "0.30000000000000004" },
    { "-0.0", '*', "1", "-0.0" },
    { "-0", '*', "1", "0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DescentNumber    a = read_literal (cases[i].a), b = read_literal (cases[i].b);
      DescentNumber    result = cases[i].operation == '+'   ? descent_number_add (a, b)
                                : cases[i].operation == '-' ? descent_number_subtract (a, b)
                                : cases[i].operation == '*' ? descent_number_multiply (a, b)
                                : cases[i].operation == '/' ? descent_number_divide (a, b)
                                                            : descent_number_power (a, b);
      g_autofree char *python = descent_number_to_python (result);

      g_test_message ("%s %c %s", cases[i].a, cases[i].operation, cases[i].b);
      if (cases[i].result == NULL)
        g_assert_false (isfinite (result.real));
      else
        g_assert_cmpstr (python, ==, cases[i].result);
    }
}

static void
the_least_integer_is_negated_as_a_float (void)
{
  DescentNumber number = descent_number_negate (descent_number_from_integer (G_MININT64));

  g_assert_false (number.is_integer);
  g_assert_cmpfloat (number.real, ==, 9223372036854775808.0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/number/arithmetic-is-pythons", arithmetic_is_pythons);
  g_test_add_func ("/descent/number/the-least-integer-is-negated-as-a-float", the_least_integer_is_negated_as_a_float);
  return g_test_run ();
}
