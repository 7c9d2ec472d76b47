/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Backward: values, accumulation, second derivatives, chains of any length. */

#include "grad/grad-autograd.h"
#include "grad/grad-op.h"

static GradTensor *
leaf (double value)
{
  GradTensor *x = grad_tensor_new_scalar (value, GRAD_FLOAT32);

  g_assert_true (grad_tensor_set_requires_grad (x, TRUE, NULL));
  return x;
}

static double
item (GradTensor *x)
{
  double value;

  g_assert_true (grad_tensor_item (x, &value, NULL));
  return value;
}

/* Calls an op by name; the arguments are given up, so that calls nest. */
static GradTensor *
call (const char *name,
      GradTensor *x,
      GradTensor *z)
{
  g_autoptr (GError) error = NULL;
  GradTensor *y = grad_op_call (grad_op_lookup (name), (GradTensor *[]){ x, z }, z != NULL ? 2 : 1, &error);

  g_assert_no_error (error);
  grad_tensor_unref (x);
  g_clear_pointer (&z, grad_tensor_unref);
  return y;
}

#define REF(x) grad_tensor_ref (x)
#define NUMBER(c) grad_tensor_new_integer (c)

/* sin (3x)·cos (3y) + (x + y) / 4 */
static GradTensor *
waves (GradTensor *x,
       GradTensor *y)
{
  return call ("add", call ("mul", call ("sin", call ("mul", NUMBER (3), REF (x)), NULL), call ("cos", call ("mul", NUMBER (3), REF (y)), NULL)),
               call ("div", call ("add", REF (x), REF (y)), NUMBER (4)));
}

static void
backward (GradTensor *y)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (grad_tensor_backward (y, NULL, GRAD_BACKWARD_DEFAULT, &error));
  g_assert_no_error (error);
}

/* x -= lr * x.grad; x.grad.zero_ () */
static void
update (GradTensor *x,
        double      lr)
{
  gboolean was = grad_mode_set_enabled (FALSE);
  g_autoptr (GradTensor) change = call ("mul", grad_tensor_new_number (lr), REF (grad_tensor_get_grad (x)));

  g_assert_true (grad_tensor_sub_ (x, change, NULL));
  grad_tensor_zero_grad (x);
  grad_mode_set_enabled (was);
}

static guint32
bits (double value)
{
  float   f = (float) value;
  guint32 b;

  memcpy (&b, &f, sizeof b);
  return b;
}

static void
test_descends_as_the_course (void)
{
  g_autoptr (GradTensor) x = leaf (0.5);
  g_autoptr (GradTensor) y = leaf (0);

  for (guint i = 0; i < 15; i++)
    {
      g_autoptr (GradTensor) f = waves (x, y);

      backward (f);
      update (x, 0.05);
      update (y, 0.05);
    }
  g_assert_cmphex (bits (item (x)), ==, 0xbf0a2fd2);
  g_assert_cmphex (bits (item (y)), ==, 0xbd15273c);
}

static void
test_parabola_in_float32 (void)
{
  static const double expected[] = { 80.0, 64.0, 51.20000076293945, 40.959999084472656, 32.76799774169922,
                                     26.214397430419922, 20.97151756286621, 16.77721405029297, 13.421771049499512 };
  g_autoptr (GradTensor) x = leaf (100);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GradTensor) y = call ("pow", REF (x), NUMBER (2));

      backward (y);
      update (x, 0.1);
      g_assert_true (item (x) == expected[i]);
    }
}

static void
test_accumulates_until_zeroed (void)
{
  g_autoptr (GradTensor) x = leaf (2);

  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (GradTensor) y = call ("mul", REF (x), REF (x));

      backward (y);
      g_assert_cmpfloat (item (grad_tensor_get_grad (x)), ==, 4.0 * i);
    }
  grad_tensor_zero_grad (x);
  g_assert_cmpfloat (item (grad_tensor_get_grad (x)), ==, 0);
}

static void
test_differentiates_twice (void)
{
  g_autoptr (GradTensor) x = leaf (2);
  g_autoptr (GradTensor) y = call ("pow", REF (x), NUMBER (3));
  g_autoptr (GradTensor) first = NULL;
  g_autoptr (GradTensor) second = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (grad_autograd_grad (&y, 1, NULL, &x, 1, GRAD_BACKWARD_CREATE_GRAPH, &first, &error));
  g_assert_cmpfloat (item (first), ==, 12);
  g_assert_true (grad_autograd_grad (&first, 1, NULL, &x, 1, GRAD_BACKWARD_DEFAULT, &second, &error));
  g_assert_cmpfloat (item (second), ==, 12);
  g_assert_null (grad_tensor_get_grad (x));
}

static void
test_backward_twice_is_an_error (void)
{
  g_autoptr (GradTensor) x = leaf (2);
  g_autoptr (GradTensor) y = call ("exp", REF (x), NULL);
  g_autoptr (GError) error = NULL;

  backward (y);
  g_assert_false (grad_tensor_backward (y, NULL, GRAD_BACKWARD_DEFAULT, &error));
  g_assert_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME);
  g_assert_true (g_str_has_prefix (error->message, "Trying to backward through the graph a second time"));
}

static void
test_sums_and_broadcasts (void)
{
  static const float data[] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (GradTensor) w = leaf (2);
  g_autoptr (GradTensor) x = grad_tensor_new (GRAD_FLOAT32, (const gint64[]){ 2, 3 }, 2, data, NULL);
  g_autoptr (GradTensor) y = call ("sum", call ("pow", call ("mul", REF (w), REF (x)), NUMBER (2)), NULL);

  g_assert_cmpfloat (item (y), ==, 4 * 91);
  backward (y);
  g_assert_cmpfloat (item (grad_tensor_get_grad (w)), ==, 2 * 2 * 91);
}

static void
test_million_node_chain (void)
{
  g_autoptr (GradTensor) x = leaf (1);
  GradTensor *y = REF (x);
  g_autoptr (GradTensor) factor = grad_tensor_new_number (1.0000001);

  for (guint i = 0; i < 1000000; i++)
    y = call ("mul", y, REF (factor));
  backward (y);
  g_assert_cmpfloat_with_epsilon (item (grad_tensor_get_grad (x)), item (y), 1e-3);
  grad_tensor_unref (y);
}

/* x³ and 5x together: 3x² + 5. */
static void
test_goes_back_from_several (void)
{
  g_autoptr (GradTensor) x = leaf (2);
  g_autoptr (GradTensor) cube = call ("pow", REF (x), NUMBER (3));
  g_autoptr (GradTensor) line = call ("mul", REF (x), NUMBER (5));
  g_autoptr (GError) error = NULL;

  g_assert_true (grad_autograd_backward ((GradTensor *[]){ cube, line, cube }, 3, NULL, GRAD_BACKWARD_DEFAULT, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (item (grad_tensor_get_grad (x)), ==, 2 * 12 + 5);
}

static void
test_gradient_given_must_fit (void)
{
  static const float data[] = { 1, 2 };
  g_autoptr (GradTensor) x = leaf (2);
  g_autoptr (GradTensor) y = call ("exp", REF (x), NULL);
  g_autoptr (GradTensor) weight = grad_tensor_new (GRAD_FLOAT32, (const gint64[]){ 2 }, 1, data, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (grad_tensor_backward (y, weight, GRAD_BACKWARD_DEFAULT, &error));
  g_assert_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME);
  g_assert_cmpstr (error->message, ==,
                   "Mismatch in shape: grad_output[0] has a shape of torch.Size([2]) and output[0] has a shape of torch.Size([]).");
}

/* What looks at a tensor that requires grad requires it too, also where nothing is recorded: then it is a leaf. */
static void
test_view_outside_of_recording (void)
{
  gboolean was = grad_mode_set_enabled (FALSE);
  g_autoptr (GradTensor) x = leaf (2);
  g_autoptr (GradTensor) view = call ("alias", REF (x), NULL), copy = call ("clone", REF (x), NULL);
  g_autoptr (GradTensor) two = grad_tensor_new_number (2), product = NULL;
  g_autoptr (GError) error = NULL;

  grad_mode_set_enabled (was);
  g_assert_false (grad_tensor_get_requires_grad (copy));
  g_assert_true (grad_tensor_get_requires_grad (view));
  g_assert_true (grad_tensor_is_leaf (view));
  product = call ("mul", REF (view), REF (two));
  backward (product);
  g_assert_cmpfloat (item (grad_tensor_get_grad (view)), ==, 2);
  g_assert_null (grad_tensor_get_grad (x));
  g_assert_false (grad_tensor_add_ (view, two, &error));
  g_assert_true (g_str_has_prefix (error->message, "A view was created in no_grad mode and is being modified inplace"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/autograd/descends-as-the-course", test_descends_as_the_course);
  g_test_add_func ("/grad/autograd/parabola-in-float32", test_parabola_in_float32);
  g_test_add_func ("/grad/autograd/accumulates-until-zeroed", test_accumulates_until_zeroed);
  g_test_add_func ("/grad/autograd/differentiates-twice", test_differentiates_twice);
  g_test_add_func ("/grad/autograd/backward-twice-is-an-error", test_backward_twice_is_an_error);
  g_test_add_func ("/grad/autograd/sums-and-broadcasts", test_sums_and_broadcasts);
  g_test_add_func ("/grad/autograd/million-node-chain", test_million_node_chain);
  g_test_add_func ("/grad/autograd/goes-back-from-several", test_goes_back_from_several);
  g_test_add_func ("/grad/autograd/gradient-given-must-fit", test_gradient_given_must_fit);
  g_test_add_func ("/grad/autograd/view-outside-of-recording", test_view_outside_of_recording);
  return g_test_run ();
}
