/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "fixture.h"
#include "frames.h"
#include "lab/lab-explanation.h"

/* Errors as PyTorch words them, and the explanation each must find. */
static const struct
{
  const char *type;
  const char *message;
  const char *id; /* NULL: none */
} errors[] = {
  { "RuntimeError",
    "Trying to backward through the graph a second time (or directly access saved tensors after they have already been "
    "freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify "
    "retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors "
    "after calling backward.",
    "second-backward" },
  { "RuntimeError", "element 0 of tensors does not require grad and does not have a grad_fn", "no-grad-fn" },
  { "RuntimeError", "a leaf Variable that requires grad is being used in an in-place operation.", "leaf-in-place" },
  { "RuntimeError", "a view of a leaf Variable that requires grad is being used in an in-place operation.",
    "leaf-view-in-place" },
  { "RuntimeError",
    "one of the variables needed for gradient computation has been modified by an inplace operation: "
    "[torch.FloatTensor [3]], which is output 0 of ExpBackward0, is at version 1; expected version 0 instead. Hint: …",
    "modified-in-place" },
  { "RuntimeError", "grad can be implicitly created only for scalar outputs", "not-a-scalar" },
  { "RuntimeError",
    "Mismatch in shape: grad_output[0] has a shape of torch.Size([3]) and output[0] has a shape of torch.Size([2]).",
    "gradient-shape" },
  { "RuntimeError", "Only Tensors of floating point and complex dtype can require gradients", "integer-requires-grad" },
  { "RuntimeError", "only Tensors of floating point and complex dtype can require gradients", "integer-requires-grad" },
  { "RuntimeError",
    "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long",
    "integer-mean" },
  { "UserWarning",
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated "
    "during autograd.backward().",
    "non-leaf-grad" },
  { "RuntimeError", "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
    "numpy-requires-grad" },
  { "RuntimeError", "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 0",
    "shapes-do-not-broadcast" },
  { "RuntimeError", "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", "matrices-do-not-fit" },
  { "RuntimeError", "size mismatch, got input (2), mat (2x3), vec (2)", "matrix-vector-do-not-fit" },
  { "RuntimeError", "shape '[2, 4]' is invalid for input of size 6", "shape-is-invalid" },
  { "RuntimeError", "expected m1 and m2 to have the same dtype, but got: float != long int", "matmul-dtypes" },
  { "RuntimeError", "mat1 and mat2 must have the same dtype, but got Double and Float", "layer-dtypes" },
  { "RuntimeError", "a Tensor with 2 elements cannot be converted to Scalar", "item-of-many" },
  { "RuntimeError", "Boolean value of Tensor with more than one value is ambiguous", "truth-of-many" },
  { "ValueError", "can't optimize a non-leaf Tensor", "optimizer-non-leaf" },
  { "AttributeError", "'NoneType' object has no attribute 'zero_'", "grad-is-none" },
  { "TypeError", "unsupported operand type(s) for *: 'float' and 'NoneType'", "grad-is-none-in-update" },
  { "IndexError", "index 5 is out of bounds for dimension 0 with size 3", "index-out-of-range" },
  { "IndexError", "Dimension out of range (expected to be in range of [-1, 0], but got 1)", "dimension-out-of-range" },
  { "UserWarning",
    "Using a target size (torch.Size([3])) that is different to the input size (torch.Size([3, 1])). This will likely "
    "lead to incorrect results due to broadcasting. Please ensure they have the same size.",
    "target-size" },
  { "ZeroDivisionError", "division by zero", NULL },
  { "ValueError", "grad can be implicitly created only for scalar outputs", NULL },
};

static void
pytorchs_errors_find_their_explanation (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      const LabExplanation *found = lab_explanation_find (errors[i].type, errors[i].message);

      g_assert_cmpstr (found != NULL ? found->id : NULL, ==, errors[i].id);
    }
}

static void
every_explanation_says_what_why_and_how (void)
{
  guint                 n;
  const LabExplanation *explanations = lab_explanation_list (&n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (lab_explanation_lookup (explanations[i].id) == &explanations[i]);
      g_assert_cmpstr (lab_explanation_get_title (&explanations[i]), !=, "");
      g_assert_cmpstr (lab_explanation_get_cause (&explanations[i]), !=, "");
      g_assert_cmpstr (lab_explanation_get_fix (&explanations[i]), !=, "");
      g_assert_cmpint (explanations[i].type == NULL, ==, explanations[i].pattern == NULL);
    }
}

/* x has a gradient, is changed, and gets the next. */
static LabLog *
new_training (gboolean zeroed)
{
  LabLog *log = lab_log_new ();

  fixture_leaf (log, 1, 4);
  for (guint64 k = 0; k < 2; k++)
    {
      fixture_op (log, 10 + k, "pow", 20 + k, 16, G_GUINT64_CONSTANT (1), G_GUINT64_CONSTANT (0), G_GUINT64_CONSTANT (0));
      fixture_backward (log, 20 + k);
      fixture_bwd (log, 10 + k, 1);
      fixture_acc (log, 1, 2, 8);
      fixture_bwd_end (log, 10 + k);
      fixture_inplace (log, "sub_", 1, 3.2f);
      if (zeroed)
        fixture_inplace (log, "zero_", 2, 0);
    }
  return log;
}

static void
assert_traps (LabLog     *log,
              const char *id)
{
  g_autoptr (GArray) traps = lab_explanation_list_traps (log, lab_log_get_n_events (log));

  g_assert_cmpuint (traps->len, ==, id != NULL ? 1 : 0);
  if (id != NULL)
    g_assert_cmpstr (g_array_index (traps, LabTrap, 0).explanation->id, ==, id);
}

static void
gradients_that_add_up_over_updates_are_a_trap (void)
{
  g_autoptr (LabLog) careless = new_training (FALSE);
  g_autoptr (LabLog) careful = new_training (TRUE);

  assert_traps (careless, "trap-no-zero-grad");
  assert_traps (careful, NULL);
}

static void
two_losses_before_one_update_are_none (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_leaf (log, 1, 4);
  for (guint64 k = 0; k < 2; k++)
    {
      fixture_op (log, 10 + k, "pow", 20 + k, 16, G_GUINT64_CONSTANT (1), G_GUINT64_CONSTANT (0), G_GUINT64_CONSTANT (0));
      fixture_backward (log, 20 + k);
      fixture_bwd (log, 10 + k, 1);
      fixture_acc (log, 1, 2, 8);
      fixture_bwd_end (log, 10 + k);
    }
  fixture_inplace (log, "sub_", 1, 3.2f);
  assert_traps (log, NULL);
}

/* A tensor of ones, n × 1 or n. */
static void
append_leaf (LabLog *log,
             guint64 id,
             guint   n_dims)
{
  const float ones[3] = { 1, 1, 1 };

  fixture_append (log, &(LabMessage){ .kind = LAB_LEAF,
                                      .leaf.tensor = { .id = id,
                                                       .dtype = LAB_FLOAT32,
                                                       .n_dims = (uint8_t) n_dims,
                                                       .shape = { 3, 1 },
                                                       .complete = 1,
                                                       .values = { ones, 3 } } });
}

static void
append_difference (LabLog *log,
                   guint64 a,
                   guint64 b,
                   guint   n_dims)
{
  const guint64 inputs[2] = { a, b }, next[2] = { 0, 0 };
  const float   zeros[9] = { 0 };

  fixture_append (log, &(LabMessage){ .kind = LAB_OP,
                                      .op = { .name = frames_text ("sub"),
                                              .inputs = { inputs, 2 },
                                              .next = { next, 2 },
                                              .output = { .id = 9,
                                                          .dtype = LAB_FLOAT32,
                                                          .n_dims = (uint8_t) n_dims,
                                                          .shape = { 3, n_dims == 2 ? 3 : 0 },
                                                          .complete = 1,
                                                          .values = { zeros, n_dims == 2 ? 9 : 3 } } } });
}

static void
a_column_less_a_row_is_a_trap (void)
{
  g_autoptr (LabLog) square = lab_log_new ();
  g_autoptr (LabLog) same = lab_log_new ();

  append_leaf (square, 1, 2);
  append_leaf (square, 2, 1);
  append_difference (square, 1, 2, 2);
  assert_traps (square, "trap-broadcast");
  append_leaf (same, 1, 1);
  append_leaf (same, 2, 1);
  append_difference (same, 1, 2, 1);
  assert_traps (same, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/explanation/pytorchs-errors-find-their-explanation", pytorchs_errors_find_their_explanation);
  g_test_add_func ("/lab/explanation/every-explanation-says-what-why-and-how", every_explanation_says_what_why_and_how);
  g_test_add_func ("/lab/explanation/gradients-that-add-up-over-updates-are-a-trap",
                   gradients_that_add_up_over_updates_are_a_trap);
  g_test_add_func ("/lab/explanation/two-losses-before-one-update-are-none", two_losses_before_one_update_are_none);
  g_test_add_func ("/lab/explanation/a-column-less-a-row-is-a-trap", a_column_less_a_row_is_a_trap);
  return g_test_run ();
}
