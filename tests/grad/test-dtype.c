/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "grad/grad-dtype.h"

static void
names_are_pytorchs (void)
{
  GradDType dtype;

  g_assert_cmpstr (grad_dtype_get_name (GRAD_FLOAT32), ==, "float32");
  g_assert_true (grad_dtype_from_name ("torch.int64", &dtype));
  g_assert_cmpint (dtype, ==, GRAD_INT64);
  g_assert_true (grad_dtype_from_name ("double", &dtype));
  g_assert_cmpint (dtype, ==, GRAD_FLOAT64);
  g_assert_false (grad_dtype_from_name ("float3", &dtype));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/dtype/names-are-pytorchs", names_are_pytorchs);
  return g_test_run ();
}
