/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Items that are only their index. */

#include "app/gradients-step-list.h"

typedef struct
{
  guint position, removed, added;
} Change;

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            Change     *change)
{
  *change = (Change){ position, removed, added };
}

static void
an_item_is_its_index (void)
{
  GradientsStepList *list = gradients_step_list_new ();
  g_autoptr (GradientsStep) step = NULL;

  gradients_step_list_set_n_items (list, 100000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 100000);
  step = g_list_model_get_item (G_LIST_MODEL (list), 99999);
  g_assert_cmpuint (gradients_step_get_index (step), ==, 99999);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 100000));
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == GRADIENTS_TYPE_STEP);
  g_assert_finalize_object (list);
}

static void
it_grows_and_shrinks_at_its_end (void)
{
  GradientsStepList *list = gradients_step_list_new ();
  Change             change = { 0 };

  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), &change);
  gradients_step_list_set_n_items (list, 10);
  gradients_step_list_set_n_items (list, 16);
  g_assert_cmpuint (change.position, ==, 10);
  g_assert_cmpuint (change.removed, ==, 0);
  g_assert_cmpuint (change.added, ==, 6);
  gradients_step_list_set_n_items (list, 4);
  g_assert_cmpuint (change.position, ==, 4);
  g_assert_cmpuint (change.removed, ==, 12);
  g_assert_cmpuint (change.added, ==, 0);
  g_assert_finalize_object (list);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/step-list/an-item-is-its-index", an_item_is_its_index);
  g_test_add_func ("/app/step-list/it-grows-and-shrinks-at-its-end", it_grows_and_shrinks_at_its_end);
  return g_test_run ();
}
