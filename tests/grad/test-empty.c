/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Tensors without elements, whose other dimensions may be as long as one likes. */

#include "grad/grad-op.h"
#include "grad/grad-tensor.h"
#include "grad/grad-value.h"

/* 2⁴⁵ rows of nothing: to go through them would take hours. */
static void
rows_of_nothing_cost_nothing (void)
{
  static const char *const names[] = { "softmax", "log_softmax", "sort", "cumsum", "cumprod" };
  const gint64             shape[] = { G_GINT64_CONSTANT (1) << 45, 0 };
  g_autoptr (GradTensor) x = grad_tensor_new (GRAD_FLOAT32, shape, 2, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const GradValue values[] = { GRAD_VALUE_OF_TENSOR (x), GRAD_VALUE_OF_INT (1) };
      g_autoptr (GError) error = NULL;
      g_autoptr (GradTensor) y = grad_op_call_full (grad_op_lookup (names[i]), values, G_N_ELEMENTS (values), NULL, &error);

      g_test_message ("%s", names[i]);
      g_assert_no_error (error);
      g_assert_cmpint (grad_tensor_get_shape (y)[0], ==, shape[0]);
      g_assert_cmpint (grad_tensor_get_shape (y)[1], ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/empty/rows-of-nothing-cost-nothing", rows_of_nothing_cost_nothing);
  return g_test_run ();
}
