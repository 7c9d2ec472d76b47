/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Steps of a lab program in words; the program is that of fixture_descent. */

#include "scene/scene-step.h"

#include "lab/fixture.h"
#include "lab/lab-search.h"

static const char text[] = "x = torch.tensor(4., requires_grad=True)\n"
                           "def f(x):\n"
                           "    return x**2\n"
                           "for k in range(2):\n"
                           "    y = f(x)\n"
                           "    y.backward()\n"
                           "    with torch.no_grad(): x -= 0.1 * x.grad\n"
                           "    x.grad.zero_()\n"
                           "print(x)\n";

static void
assert_step (LabLog     *log,
             guint64     cursor,
             guint32     line,
             const char *sentence,
             const char *formulas)
{
  g_autofree char *said = scene_step_describe (log, cursor, text);
  g_autofree char *told = scene_step_dup_formulas (log, cursor);

  g_assert_cmpuint (scene_step_get_line (log, cursor), ==, line);
  g_assert_cmpstr (said, ==, sentence);
  g_assert_cmpstr (told, ==, formulas);
}

static GArray *
list_stops (LabLog *log)
{
  GArray *stops = g_array_new (FALSE, FALSE, sizeof (guint64));

  lab_search_list_stops (log, 0, stops);
  return stops;
}

static void
a_line_is_told_with_what_came_before_it (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  g_autoptr (GArray) stops = list_stops (log);

  assert_step (log, 0, 0, "The program has not begun.", "");
  assert_step (log, g_array_index (stops, guint64, 0), 1, "Line 1: x = torch.tensor(4., requires_grad=True) · runs next", "");
  assert_step (log, g_array_index (stops, guint64, 1), 2, "Line 2: def f(x): · runs next", "x = 4");
  assert_step (log, g_array_index (stops, guint64, 4), 3, "Line 3: return x**2 · runs next", "x = 4");
  assert_step (log, g_array_index (stops, guint64, 5), 6, "Line 6: y.backward() · runs next", "y = 16");
}

static void
a_change_in_place_is_told_by_its_name (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  guint64 cursor;

  g_assert_true (lab_search (log, 0, LAB_SEARCH_LINE, 8, &cursor));
  assert_step (log, cursor, 8, "Line 8: x.grad.zero_() · runs next", "x = 3.2");
  g_assert_true (lab_search (log, cursor, LAB_SEARCH_LINE, 4, &cursor));
  assert_step (log, cursor, 4, "Line 4: for k in range(2): · runs next", "x.grad = 0");
}

static void
the_end_is_told_with_what_was_printed (void)
{
  g_autoptr (LabLog) log = fixture_descent ();

  assert_step (log, lab_log_get_n_events (log), 9, "Line 9: print(x) · was the last line to run", "» tensor(2.5600, requires_grad=True)");
}

/* A row of the table of operations that is known by its name and its node. */
static void
add_op (LabLog     *log,
        guint64     node,
        const char *name,
        const char *grad_fn,
        const char *arguments,
        guint64     output,
        guint32     n_inputs)
{
  static const float value = 3;
  guint64            inputs[] = { 1, 1 }, next[] = { 0, 0 };
  LabMessage         message = { .kind = LAB_OP };

  message.op.node = node;
  message.op.name = (LabText){ name, (guint32) strlen (name) };
  message.op.grad_fn = (LabText){ grad_fn, (guint32) strlen (grad_fn) };
  message.op.arguments = (LabText){ arguments, (guint32) strlen (arguments) };
  message.op.inputs = (LabList){ inputs, n_inputs };
  message.op.next = (LabList){ next, n_inputs };
  message.op.output = (LabTensor){ .id = output, .dtype = LAB_FLOAT32, .complete = 1, .values = { &value, 1 } };
  fixture_append (log, &message);
}

/* The rule that a node passes its gradient on by, as the table has it: only for what was a tensor. */
static void
assert_rule (const char *name,
             const char *grad_fn,
             const char *arguments,
             guint32     n_inputs,
             const char *formulas)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_line (log, 6);
  fixture_leaf (log, 1, 4);
  add_op (log, 5, name, grad_fn, arguments, 2, n_inputs);
  fixture_var (log, "y", 2);
  fixture_backward (log, 2);
  fixture_bwd (log, 5, 2);
  {
    g_autofree char *told = scene_step_dup_formulas (log, lab_log_get_n_events (log));
    g_autofree char *said = scene_step_describe (log, lab_log_get_n_events (log), text);
    g_autofree char *expected = g_strdup_printf ("Line 6: y.backward() · %s (y) receives the gradient 2", grad_fn);

    g_assert_cmpstr (told, ==, formulas);
    g_assert_cmpstr (said, ==, expected);
  }
}

static void
a_node_tells_its_rule (void)
{
  assert_rule ("mul", "MulBackward0", "", 2, "grad = 2    → grad * other    → grad * self");
  assert_rule ("mul", "MulBackward0", "self=3", 1, "grad = 2    → grad * self");
  assert_rule ("mul", "MulBackward0", "other=3", 1, "grad = 2    → grad * other");
  assert_rule ("add", "AddBackward0", "", 2, "grad = 2    → grad    → grad");
  assert_rule ("add", "AddBackward0", "alpha=2", 2, "grad = 2    → grad    → grad * alpha");
  assert_rule ("pow", "PowBackward0", "exponent=2", 1, "grad = 2    → grad * (exponent * self ** (exponent - 1))");
  assert_rule ("pow", "PowBackward0", "exponent=0", 1,
               "grad = 2    → torch.zeros_like(grad) if exponent == 0 else grad * (exponent * self ** (exponent - 1))");
  assert_rule ("nothing", "NobodysBackward7", "", 1, "grad = 2");
}

static void
a_leaf_tells_its_sum (void)
{
  g_autoptr (LabLog) log = lab_log_new ();
  static const float first = 12, second = 18, added = 6;
  LabMessage         message = { .kind = LAB_ACC };

  fixture_line (log, 6);
  fixture_leaf (log, 1, 4);
  fixture_var (log, "x", 1);
  fixture_op (log, 5, "exp", 2, 3, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_backward (log, 2);
  fixture_bwd (log, 5, 1);
  message.acc.leaf = 1;
  message.acc.grad = (LabTensor){ .id = 3, .dtype = LAB_FLOAT32, .complete = 1, .values = { &first, 1 } };
  message.acc.added = (LabTensor){ .dtype = LAB_FLOAT32, .complete = 1, .values = { &first, 1 } };
  fixture_append (log, &message);
  assert_step (log, lab_log_get_n_events (log), 6, "Line 6: y.backward() · the gradient 12 reaches the leaf x", "x.grad = 12");
  message.acc.grad.values.data = &second;
  message.acc.added.values.data = &added;
  fixture_append (log, &message);
  assert_step (log, lab_log_get_n_events (log), 6, "Line 6: y.backward() · the gradient 6 reaches the leaf x", "x.grad = 12 + 6 = 18");
}

static void
steps_make_a_table (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  g_autoptr (GArray) stops = list_stops (log);
  g_autofree char *csv = scene_step_to_csv (log, stops);
  g_auto (GStrv) rows = g_strsplit (csv, "\n", -1);

  g_assert_cmpuint (g_strv_length (rows), ==, stops->len + 2);
  g_assert_cmpstr (rows[0], ==, "step,line,event,about,value");
  g_assert_cmpstr (rows[1], ==, "0,1,line,\"\",\"\"");
  g_assert_cmpstr (rows[8], ==, "7,6,accumulate,\"x\",\"8\"");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/step/a-line-is-told-with-what-came-before-it", a_line_is_told_with_what_came_before_it);
  g_test_add_func ("/scene/step/a-change-in-place-is-told-by-its-name", a_change_in_place_is_told_by_its_name);
  g_test_add_func ("/scene/step/the-end-is-told-with-what-was-printed", the_end_is_told_with_what_was_printed);
  g_test_add_func ("/scene/step/a-node-tells-its-rule", a_node_tells_its_rule);
  g_test_add_func ("/scene/step/a-leaf-tells-its-sum", a_leaf_tells_its_sum);
  g_test_add_func ("/scene/step/steps-make-a-table", steps_make_a_table);
  return g_test_run ();
}
