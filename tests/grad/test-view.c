/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Views whose base was changed, and what changes in place hold alive. What PyTorch says about them stands in
 * pytorch-2.6.json. */

#include "grad/grad-autograd.h"
#include "grad/grad-hook.h"
#include "grad/grad-node.h"
#include "grad/grad-op.h"
#include "grad/grad-repr.h"

/* An operation of one or two tensors by name; NULL if it is refused. */
static GradTensor *
call (const char *name,
      GradTensor *a,
      GradTensor *b)
{
  g_autoptr (GError) error = NULL;
  GradTensor *result = grad_op_call (grad_op_lookup (name), (GradTensor *[]){ a, b }, b != NULL ? 2 : 1, &error);

  g_assert_true ((result == NULL) == (error != NULL));
  return result;
}

static void
change (const char *name,
        GradTensor *a,
        GradTensor *b)
{
  g_autoptr (GradTensor) result = call (name, a, b);

  g_assert_true (result == a);
}

static GradTensor *
new_leaf (guint n)
{
  const float values[] = { 2, 3, 5 };
  GradTensor *leaf = grad_tensor_new (GRAD_FLOAT32, (const gint64[]){ n }, 1, values, NULL);

  g_assert_true (grad_tensor_set_requires_grad (leaf, TRUE, NULL));
  return leaf;
}

/* The parts of a vector, as 0-d views of a copy of it that was changed afterwards. */
static GPtrArray *
make_stale_parts (GradTensor *vector)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) grad_tensor_unref);
  g_autoptr (GradTensor) copy = call ("clone", vector, NULL);
  GradValue value = GRAD_VALUE_OF_TENSOR (copy);

  g_ptr_array_insert (parts, 0, grad_op_call_full (grad_op_lookup ("unbind"), &value, 1, parts, NULL));
  change ("mul_", copy, copy);
  return parts;
}

static const char *const unary[] = { "sin", "neg", "square", "sum", "relu", "clone", "isnan" };
static const char *const binary[] = { "mul", "add", "div", "pow", "eq", "maximum", "atan2", "matmul" };

/* What name gives of a is what it gives of b; or it refuses both. */
static void
check_same (const char *name,
            GradTensor *a,
            GradTensor *b,
            GradTensor *other)
{
  g_autoptr (GradTensor) x = call (name, a, other), y = call (name, b, other);
  g_autofree char *x_text = x != NULL ? grad_tensor_to_string (x, "", NULL) : NULL;
  g_autofree char *y_text = y != NULL ? grad_tensor_to_string (y, "", NULL) : NULL;

  g_assert_cmpstr (x_text, ==, y_text);
}

static void
test_stale_without_recording (void)
{
  g_autoptr (GradTensor) leaf = new_leaf (3), vector = new_leaf (2);
  g_autoptr (GradTensor) fresh = grad_tensor_new_scalar (9, GRAD_FLOAT32), wide = grad_tensor_new_scalar (1.5, GRAD_FLOAT64);
  g_autoptr (GPtrArray) parts = make_stale_parts (leaf);
  GradTensor *others[] = { vector, wide, fresh };
  gboolean    was = grad_mode_set_enabled (FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (unary); i++)
    check_same (unary[i], parts->pdata[1], fresh, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (binary); i++)
    for (guint k = 0; k < G_N_ELEMENTS (others); k++)
      check_same (binary[i], parts->pdata[1], fresh, others[k]);
  grad_mode_set_enabled (was);
}

static void
test_stale_is_refused (void)
{
  g_autoptr (GradTensor) leaf = new_leaf (3), vector = new_leaf (2);
  g_autoptr (GPtrArray) parts = make_stale_parts (leaf);
  g_autoptr (GradTensor) compared = call ("eq", parts->pdata[1], vector);
  g_autofree char *text = grad_tensor_to_string (parts->pdata[2], "tensor", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (compared);
  g_assert_cmpstr (text, ==, "tensor(25., grad_fn=<Invalid>)");
  g_assert_null (call ("sin", parts->pdata[0], NULL));
  g_assert_null (call ("mul", parts->pdata[0], parts->pdata[1]));
  g_assert_null (call ("mul", vector, parts->pdata[1]));
  g_assert_null (call ("add_", parts->pdata[1], parts->pdata[1]));
  g_assert_false (grad_tensor_backward (parts->pdata[0], NULL, GRAD_BACKWARD_DEFAULT, NULL));
  g_assert_false (grad_tensor_check_history (parts->pdata[2], &error));
  g_assert_true (g_str_has_prefix (error->message, "Output 2 of UnbindBackward0 is a view and its base or another view"));
}

static GradTensor *
leave_gradient (GradTensor *gradient,
                gpointer    nothing,
                GError    **error)
{
  return NULL;
}

static void
note_end (gpointer ended)
{
  *(gboolean *) ended = TRUE;
}

/* x is changed by what was computed of x, as op says; then everything is let go. */
static void
check_nothing_stays (void (*op) (GradTensor *x))
{
  gboolean    ended = FALSE;
  GradTensor *leaf = new_leaf (3), *x = call ("neg", leaf, NULL);

  g_assert_cmpuint (grad_tensor_add_hook (leaf, leave_gradient, &ended, note_end, NULL), >, 0);
  op (x);
  grad_tensor_unref (x);
  grad_tensor_unref (leaf);
  g_assert_true (ended);
}

static void
multiply_by_itself (GradTensor *x)
{
  change ("mul_", x, x);
}

static void
multiply_by_product (GradTensor *x)
{
  g_autoptr (GradTensor) product = call ("prod", x, NULL);

  change ("mul_", x, product);
}

static void
multiply_view (GradTensor *x)
{
  g_autoptr (GradTensor) view = call ("alias", x, NULL), square = call ("mul", view, view);

  change ("add_", x, square);
  change ("mul_", view, x);
}

/* Two tensors, each in the history of the other. */
static void
cross (GradTensor *x)
{
  g_autoptr (GradTensor) other = call ("exp", x, NULL), sine = call ("mul", other, other), cosine = call ("mul", x, x);

  change ("mul_", x, sine);
  change ("mul_", other, cosine);
}

static void
test_nothing_stays (void)
{
  check_nothing_stays (multiply_by_itself);
  check_nothing_stays (multiply_by_product);
  check_nothing_stays (multiply_view);
  check_nothing_stays (cross);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/view/stale-ones-compute-without-recording", test_stale_without_recording);
  g_test_add_func ("/grad/view/stale-ones-are-refused", test_stale_is_refused);
  g_test_add_func ("/grad/view/nothing-stays-after-a-change-by-itself", test_nothing_stays);
  return g_test_run ();
}
