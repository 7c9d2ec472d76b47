/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "descent/descent-error.h"

static void
a_syntax_error_knows_its_place (void)
{
  g_autoptr (GError) error = NULL;
  gsize start, length;

  descent_error_set_at (&error, DESCENT_ERROR_SYNTAX, 3, 2, "unknown name “%s”", "si");
  g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_SYNTAX);
  g_assert_true (descent_error_get_span (error, &start, &length));
  g_assert_cmpuint (start, ==, 3);
  g_assert_cmpuint (length, ==, 2);
}

static void
other_errors_have_none (void)
{
  g_autoptr (GError) error = g_error_new (DESCENT_ERROR, DESCENT_ERROR_VALUE, "no place");
  gsize start, length;

  g_assert_false (descent_error_get_span (error, &start, &length));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/error/a-syntax-error-knows-its-place", a_syntax_error_knows_its_place);
  g_test_add_func ("/descent/error/other-errors-have-none", other_errors_have_none);
  return g_test_run ();
}
