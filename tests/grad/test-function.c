/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Functions that bring their own gradient. */

#include "grad/grad-function.h"

#include "grad/grad-autograd.h"

static guint n_calls, n_destroyed;

static double
item (GradTensor *x)
{
  double value;

  g_assert_true (grad_tensor_item (x, &value, NULL));
  return value;
}

static GradTensor *
leaf (double value)
{
  GradTensor *x = grad_tensor_new_scalar (value, GRAD_FLOAT32);

  g_assert_true (grad_tensor_set_requires_grad (x, TRUE, NULL));
  return x;
}

/* 10 g for the first input, and nothing for the second. */
static gboolean
ten_times (GradNode    *node,
           GradTensor  *gradient,
           GradTensor **gradients,
           guint        n_inputs,
           gpointer     user_data,
           GError     **error)
{
  g_autoptr (GradTensor) ten = grad_tensor_new_number (10);

  n_calls++;
  g_assert_cmpuint (n_inputs, ==, 2);
  g_assert_cmpstr (user_data, ==, "data");
  gradients[0] = grad_op_call (grad_op_lookup ("mul"), (GradTensor *[]){ gradient, ten }, 2, error);
  return gradients[0] != NULL;
}

/* The derivative of exp is its result, which the node has kept. */
static gboolean
times_result (GradNode    *node,
              GradTensor  *gradient,
              GradTensor **gradients,
              guint        n_inputs,
              gpointer     user_data,
              GError     **error)
{
  g_autoptr (GradTensor) result = grad_function_dup_result (node);

  g_assert_nonnull (result);
  gradients[0] = grad_op_call (grad_op_lookup ("mul"), (GradTensor *[]){ gradient, result }, 2, error);
  return gradients[0] != NULL;
}

static gboolean
fails (GradNode    *node,
       GradTensor  *gradient,
       GradTensor **gradients,
       guint        n_inputs,
       gpointer     user_data,
       GError     **error)
{
  g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_VALUE, "no");
  return FALSE;
}

static void
count_destroyed_cb (gpointer data)
{
  n_destroyed++;
}

static void
test_gives_all_gradients_at_once (void)
{
  g_autoptr (GradTensor) x = leaf (2);
  g_autoptr (GradTensor) z = leaf (3);
  GradTensor *y = grad_tensor_new_scalar (7, GRAD_FLOAT32);

  n_calls = n_destroyed = 0;
  g_assert_true (grad_function_record (y, "TenBackward", (GradTensor *[]){ x, z }, 2, 0, ten_times, (gpointer) "data", count_destroyed_cb));
  g_assert_cmpstr (grad_tensor_get_grad_fn_name (y), ==, "TenBackward");
  g_assert_cmpuint (grad_node_get_n_next (grad_tensor_get_grad_fn (y)), ==, 2);
  g_assert_true (grad_tensor_backward (y, NULL, GRAD_BACKWARD_DEFAULT, NULL));
  g_assert_true (grad_tensor_backward (y, NULL, GRAD_BACKWARD_DEFAULT, NULL));
  g_assert_cmpuint (n_calls, ==, 2);
  g_assert_cmpfloat (item (grad_tensor_get_grad (x)), ==, 20);
  g_assert_null (grad_tensor_get_grad (z));
  g_assert_cmpuint (n_destroyed, ==, 0);
  grad_tensor_unref (y);
  g_assert_cmpuint (n_destroyed, ==, 1);
}

/* e⁰ and all its derivatives are 1; the result lives on in the node when nobody else has it. */
static void
test_result_is_differentiable_again (void)
{
  g_autoptr (GradTensor) x = leaf (0);
  g_autoptr (GradTensor) first = NULL;
  g_autoptr (GradTensor) second = NULL;
  GradTensor *y = grad_tensor_new_scalar (1, GRAD_FLOAT32);

  g_assert_true (grad_function_record (y, "ExpBackward", &x, 1, GRAD_FUNCTION_SAVES_RESULT, times_result, NULL, NULL));
  g_assert_true (grad_autograd_grad (&y, 1, NULL, &x, 1, GRAD_BACKWARD_CREATE_GRAPH, &first, NULL));
  grad_tensor_unref (y);
  g_assert_true (grad_autograd_grad (&first, 1, NULL, &x, 1, GRAD_BACKWARD_DEFAULT, &second, NULL));
  g_assert_cmpfloat (item (second), ==, 1);
}

static void
test_what_was_saved_is_given_up (void)
{
  g_autoptr (GradTensor) x = leaf (0);
  g_autoptr (GradTensor) y = grad_tensor_new_scalar (1, GRAD_FLOAT32);
  g_autoptr (GError) error = NULL;

  g_assert_true (grad_function_record (y, "ExpBackward", &x, 1, GRAD_FUNCTION_SAVES_RESULT, times_result, NULL, NULL));
  g_assert_true (grad_tensor_backward (y, NULL, GRAD_BACKWARD_DEFAULT, NULL));
  g_assert_false (grad_tensor_backward (y, NULL, GRAD_BACKWARD_DEFAULT, &error));
  g_assert_true (g_str_has_prefix (error->message, "Trying to backward through the graph a second time"));
}

static void
test_failure_ends_backward (void)
{
  g_autoptr (GradTensor) x = leaf (0);
  g_autoptr (GradTensor) y = grad_tensor_new_scalar (1, GRAD_FLOAT32);
  g_autoptr (GError) error = NULL;

  g_assert_true (grad_function_record (y, "Backward", &x, 1, 0, fails, NULL, NULL));
  g_assert_false (grad_tensor_backward (y, NULL, GRAD_BACKWARD_DEFAULT, &error));
  g_assert_error (error, GRAD_ERROR, GRAD_ERROR_VALUE);
  g_assert_null (grad_tensor_get_grad (x));
}

static void
test_nothing_is_recorded_without_need (void)
{
  g_autoptr (GradTensor) x = grad_tensor_new_scalar (2, GRAD_FLOAT32);
  g_autoptr (GradTensor) y = grad_tensor_new_scalar (1, GRAD_FLOAT32);

  n_destroyed = 0;
  g_assert_false (grad_function_record (y, "Backward", &x, 1, 0, fails, NULL, count_destroyed_cb));
  g_assert_cmpuint (n_destroyed, ==, 1);
  g_assert_true (grad_tensor_is_leaf (y));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/function/gives-all-gradients-at-once", test_gives_all_gradients_at_once);
  g_test_add_func ("/grad/function/result-is-differentiable-again", test_result_is_differentiable_again);
  g_test_add_func ("/grad/function/what-was-saved-is-given-up", test_what_was_saved_is_given_up);
  g_test_add_func ("/grad/function/failure-ends-backward", test_failure_ends_backward);
  g_test_add_func ("/grad/function/nothing-is-recorded-without-need", test_nothing_is_recorded_without_need);
  return g_test_run ();
}
