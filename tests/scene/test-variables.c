/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The variables of a lab program at a moment. */

#include "scene/scene-variables.h"

#include "lab/fixture.h"
#include "lab/lab-search.h"

static char *
list_variables (LabLog *log,
                guint64 cursor)
{
  g_autoptr (GPtrArray) variables = scene_variables_new (log, cursor);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < variables->len; i++)
    {
      const SceneVariable *variable = g_ptr_array_index (variables, i);

      g_string_append_printf (text, "%s%s%s = %s (%s)", variable->function != NULL ? variable->function : "", variable->function != NULL ? "." : "",
                              variable->name, variable->value, variable->type);
      if (variable->is_tensor)
        g_string_append_printf (text, " %d %s %s", variable->requires_grad, variable->grad != NULL ? variable->grad : "None",
                                variable->grad_fn != NULL ? variable->grad_fn : "None");
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
assert_variables (LabLog     *log,
                  guint64     cursor,
                  const char *expected)
{
  g_autofree char *text = list_variables (log, cursor);

  g_assert_cmpstr (text, ==, expected);
}

static void
those_of_the_innermost_function_come_first (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  guint64 cursor;

  assert_variables (log, 0, "");
  g_assert_true (lab_search (log, 0, LAB_SEARCH_LINE, 3, &cursor));
  assert_variables (log, cursor,
                    "f.x = 4 (float32) 1 None None\n"
                    "x = 4 (float32) 1 None None\n"
                    "k = 0 (int)\n");
}

static void
gradients_follow_the_moment (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  guint64 cursor;

  g_assert_true (lab_search (log, 0, LAB_SEARCH_LINE, 7, &cursor));
  assert_variables (log, cursor,
                    "x = 4 (float32) 1 8 None\n"
                    "k = 0 (int)\n"
                    "y = 16 (float32) 1 None \n");
  g_assert_true (lab_search (log, cursor, LAB_SEARCH_LINE, 4, &cursor));
  assert_variables (log, cursor,
                    "x = 3.2 (float32) 1 0 None\n"
                    "k = 0 (int)\n"
                    "y = 16 (float32) 1 None \n");
}

/* requires_grad of a leaf can be set and taken away. */
static void
requirements_follow_the_moment (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_leaf (log, 1, 4);
  fixture_var (log, "x", 1);
  fixture_append (log, &(LabMessage){ .kind = LAB_REQUIRE, .require = { 1, 0 } });
  fixture_append (log, &(LabMessage){ .kind = LAB_REQUIRE, .require = { 1, 1 } });
  assert_variables (log, 2, "x = 4 (float32) 1 None None\n");
  assert_variables (log, 3, "x = 4 (float32) 0 None None\n");
  assert_variables (log, 4, "x = 4 (float32) 1 None None\n");
}

static void
other_values_are_told_as_python_does (void)
{
  static const LabValue values[] = {
    { .kind = LAB_VALUE_NONE },
    { .kind = LAB_VALUE_BOOL, .integer = 1 },
    { .kind = LAB_VALUE_FLOAT, .number = 0.1 },
    { .kind = LAB_VALUE_TEXT, .text = { "hi", 2 } },
    { .kind = LAB_VALUE_OBJECT, .type = { "list", 4 }, .text = { "[1, 2]", 6 } },
  };
  static const char *const expected[] = { "a = None (NoneType)\n", "a = True (bool)\n", "a = 0.1 (float)\n", "a = 'hi' (str)\n", "a = [1, 2] (list)\n" };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (LabLog) log = lab_log_new ();

      fixture_append (log, &(LabMessage){ .kind = LAB_VAR, .var = { 0, { "a", 1 }, values[i] } });
      assert_variables (log, 1, expected[i]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/variables/those-of-the-innermost-function-come-first", those_of_the_innermost_function_come_first);
  g_test_add_func ("/scene/variables/gradients-follow-the-moment", gradients_follow_the_moment);
  g_test_add_func ("/scene/variables/requirements-follow-the-moment", requirements_follow_the_moment);
  g_test_add_func ("/scene/variables/other-values-are-told-as-python-does", other_values_are_told_as_python_does);
  return g_test_run ();
}
