/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The page Autograd lab. */

#include "app/gradients-lab-page.h"

#include <gtksourceview/gtksource.h>
#include <string.h>

#include "app/gradients-figure-area.h"
#include "app/gradients-graph-area.h"
#include "app/gradients-lab-examples.h"
#include "app/gradients-variable-row.h"
#include "harness-lab.h"
#include "harness.h"

typedef struct
{
  GradientsLabPage *page;
  GradientsLabRun  *run;
  GradientsPlayer  *player;
  GtkWindow        *window;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->page = GRADIENTS_LAB_PAGE (g_object_ref_sink (gradients_lab_page_new ()));
  fixture->run = gradients_lab_page_get_run (fixture->page);
  fixture->player = gradients_page_get_player (GRADIENTS_PAGE (fixture->page));
  fixture->window = harness_show (GTK_WIDGET (fixture->page), 1100, 800);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  harness_close (fixture->window);
  g_assert_finalize_object (fixture->page);
}

static gpointer
find (Fixture    *fixture,
      const char *name,
      GType       type)
{
  gpointer widget = harness_find_named (GTK_WIDGET (fixture->page), type, name);

  g_assert_nonnull (widget);
  return widget;
}

static void
activate (Fixture    *fixture,
          const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), action, NULL));
}

static void
run_text (Fixture    *fixture,
          const char *text)
{
  harness_wait (harness_lab_has_ended (fixture->run));
  gradients_lab_page_replace_text (fixture->page, text);
  activate (fixture, "lab.run");
  harness_wait (harness_lab_has_ended (fixture->run));
}

static const char *
find_label (Fixture    *fixture,
            const char *purpose)
{
  GtkWidget *label = harness_find_described (GTK_WIDGET (fixture->page), purpose);

  g_assert_nonnull (label);
  return gtk_label_get_label (GTK_LABEL (label));
}

static char *
describe_graph (Fixture *fixture)
{
  PlotDag *dag = gradients_graph_area_get_dag (find (fixture, "Computation graph", GRADIENTS_TYPE_GRAPH_AREA));

  return dag != NULL ? plot_dag_describe (dag) : g_strdup ("");
}

/* The line of the first mark of a category; 0 if there is none. */
static int
find_mark (Fixture    *fixture,
           const char *category)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (find (fixture, "Program", GTK_SOURCE_TYPE_VIEW));
  GtkTextIter    iter;

  gtk_text_buffer_get_start_iter (buffer, &iter);
  do
    {
      g_autoptr (GSList) marks = gtk_source_buffer_get_source_marks_at_line (GTK_SOURCE_BUFFER (buffer), gtk_text_iter_get_line (&iter), category);

      if (marks != NULL)
        return gtk_text_iter_get_line (&iter) + 1;
    }
  while (gtk_text_iter_forward_line (&iter));
  return 0;
}

static void
show_detail (Fixture    *fixture,
             const char *name)
{
  gtk_stack_set_visible_child_name (find (fixture, "Details", GTK_TYPE_STACK), name);
}

/* ---- tests ---- */

static void
it_opens_on_an_example_that_has_run (Fixture      *fixture,
                                     gconstpointer data)
{
  guint                      n_examples;
  const GradientsLabExample *examples = gradients_lab_examples_list (&n_examples);
  g_autofree char           *text = gradients_lab_examples_dup_text (&examples[0]);
  g_autofree char           *graph = NULL;

  if (harness_lab_skip (fixture->run))
    return;
  harness_wait (harness_lab_has_ended (fixture->run));
  g_assert_cmpstr (gradients_lab_run_get_text (fixture->run), ==, text);
  g_assert_cmpuint (gradients_player_get_n_steps (fixture->player), ==, 10);
  g_assert_cmpuint (gradients_player_get_step (fixture->player), ==, 10);
  g_assert_cmpstr (find_label (fixture, "Diagnosis"), ==, "The program has finished.");
  graph = describe_graph (fixture);
  g_assert_nonnull (strstr (graph, "leaf x, data 2, grad 12"));
}

static void
the_controls_of_the_design_are_there (Fixture      *fixture,
                                      gconstpointer data)
{
  static const char *const names[] = { "Computation graph", "Program", "Examples", "Variables", "Output", "First",
                                       "Step back", "Play", "Step forward", "Last", "Timeline", "Speed" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_nonnull (harness_find_named (GTK_WIDGET (fixture->page), GTK_TYPE_WIDGET, names[i]));
}

static void
steps_grow_the_graph_and_mark_the_line (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *made = NULL;
  g_autofree char *passed = NULL;

  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "import torch\nx = torch.tensor(2.0, requires_grad=True)\ny = x ** 2\ny.backward()\n");
  activate (fixture, "page.first");
  before = describe_graph (fixture);
  g_assert_cmpstr (before, ==, "");
  g_assert_cmpint (find_mark (fixture, "next"), ==, 1);
  gradients_player_go (fixture->player, 3);
  made = describe_graph (fixture);
  g_assert_cmpstr (made, ==, "Computation graph: 2 nodes, 1 link; leaf x, data 2; step y = pow 2, data 4, being computed");
  g_assert_cmpint (find_mark (fixture, "next"), ==, 4);
  activate (fixture, "page.step-forward");
  passed = describe_graph (fixture);
  g_assert_cmpstr (passed, ==, "Computation graph: 2 nodes, 1 link; leaf x, data 2; result y = pow 2, data 4, grad 1, passing its gradient on");
  g_assert_cmpint (find_mark (fixture, "backward"), ==, 4);
  g_assert_cmpint (find_mark (fixture, "next"), ==, 0);
  activate (fixture, "page.step-back");
  g_assert_cmpstr (find_label (fixture, "Status"), ==, "Line 4: y.backward() · runs next");
}

static void
an_error_is_marked_and_explained (Fixture      *fixture,
                                  gconstpointer data)
{
  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "import torch\nx = torch.tensor(2.0, requires_grad=True)\nx -= 1\n");
  g_assert_cmpint (find_mark (fixture, "error"), ==, 3);
  g_assert_nonnull (strstr (find_label (fixture, "Diagnosis"), "RuntimeError: a leaf Variable that requires grad"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (find (fixture, "Details", GTK_TYPE_STACK)), ==, "why");
  run_text (fixture, "x = 1\n");
  g_assert_cmpint (find_mark (fixture, "error"), ==, 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (find (fixture, "Details", GTK_TYPE_STACK)), ==, "variables");
}

/* And undoing brings back both the text and its record. */
static void
an_example_can_be_undone (Fixture      *fixture,
                          gconstpointer data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (find (fixture, "Program", GTK_SOURCE_TYPE_VIEW));
  GtkWidget     *button;

  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "mine = 1\n");
  button = harness_find_labelled (GTK_WIDGET (fixture->page), "Run");
  g_assert_false (gtk_widget_has_css_class (button, "suggested-action"));
  gradients_lab_page_replace_text (fixture->page, "other = 2\n");
  g_assert_true (gtk_widget_has_css_class (button, "suggested-action"));
  g_assert_cmpint (find_mark (fixture, "next"), ==, 0);
  gtk_text_buffer_undo (buffer);
  g_assert_cmpstr (gradients_lab_run_get_text (fixture->run), ==, "mine = 1\n");
  g_assert_false (gtk_widget_has_css_class (button, "suggested-action"));
  g_assert_cmpint (find_mark (fixture, "next"), ==, 1);
}

static void
variables_are_those_of_the_step (Fixture      *fixture,
                                 gconstpointer data)
{
  GtkWidget *row;

  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "import torch\nx = torch.tensor([1.0, 2.0], requires_grad=True)\ny = x.sum()\ny.backward()\n");
  row = harness_find (find (fixture, "Variables", GTK_TYPE_LIST_BOX), GRADIENTS_TYPE_VARIABLE_ROW);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "x = [1, 2] · float32 2 · requires_grad=True · grad=[1, 1]");
  row = gtk_widget_get_next_sibling (row);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "y = 3 · float32 · requires_grad=True · grad_fn=SumBackward0");
  g_assert_null (gtk_widget_get_next_sibling (row));
  gradients_player_go (fixture->player, 2);
  row = harness_find (find (fixture, "Variables", GTK_TYPE_LIST_BOX), GRADIENTS_TYPE_VARIABLE_ROW);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "x = [1, 2] · float32 2 · requires_grad=True · grad=None");
  g_assert_null (gtk_widget_get_next_sibling (row));
}

static void
of_a_very_long_graph_the_newest_part_is_shown (Fixture      *fixture,
                                               gconstpointer data)
{
  GtkWidget *label;

  if (harness_lab_skip (fixture->run))
    return;
  harness_wait (harness_lab_has_ended (fixture->run));
  label = harness_find_labelled (GTK_WIDGET (fixture->page), "Only the newest 400 nodes are shown");
  g_assert_null (label);
  run_text (fixture, "import torch\nx = y = torch.tensor(1.0, requires_grad=True)\nfor k in range(500):\n    y = torch.sin(y)\n");
  label = harness_find_labelled (GTK_WIDGET (fixture->page), "Only the newest 400 nodes are shown");
  g_assert_nonnull (label);
}

/* Two programs that do as much leave nothing of the first behind. */
static void
another_run_is_another_record (Fixture      *fixture,
                               gconstpointer data)
{
  static const char *const texts[] = { "x = 1\nprint(x)\n", "x = 2\nprint(x)\n" };
  static const char *const rows[] = { "x = 1 · int", "x = 2 · int" };

  if (harness_lab_skip (fixture->run))
    return;
  for (guint i = 0; i < 6; i++)
    {
      const guint which = i & 1; /* GTK puts what it is asked for into a format */
      GtkWidget  *row;

      run_text (fixture, texts[which]);
      row = harness_find (find (fixture, "Variables", GTK_TYPE_LIST_BOX), GRADIENTS_TYPE_VARIABLE_ROW);
      gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, rows[which]);
    }
}

/* The key is heard in the whole window, but a page out of sight runs nothing. */
static void
out_of_sight_nothing_runs (Fixture      *fixture,
                           gconstpointer data)
{
  guint n_runs;

  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "x = 1\n");
  n_runs = gradients_lab_run_get_n_runs (fixture->run);
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  activate (fixture, "lab.run");
  g_assert_cmpuint (gradients_lab_run_get_n_runs (fixture->run), ==, n_runs);
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), TRUE);
  harness_wait (gtk_widget_get_mapped (GTK_WIDGET (fixture->page)));
  g_assert_cmpuint (gradients_lab_run_get_n_runs (fixture->run), ==, n_runs);
}

static void
locals_come_before_the_modules (Fixture      *fixture,
                                gconstpointer data)
{
  GtkWidget *row;

  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "a = 1\ndef f(b):\n    return b + 1\nc = f(2)\n");
  gradients_player_go (fixture->player, 3);
  row = harness_find (find (fixture, "Variables", GTK_TYPE_LIST_BOX), GRADIENTS_TYPE_VARIABLE_ROW);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, "b in f = 2 · int");
}

static void
output_grows_with_the_steps (Fixture      *fixture,
                             gconstpointer data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (find (fixture, "Output", GTK_TYPE_TEXT_VIEW));
  GtkTextIter    start, end;
  static const struct
  {
    guint       step;
    const char *text;
  } expected[] = { { 0, "" }, { 1, "one\n" }, { 2, "one\ntwo\n" }, { 1, "one\n" }, { 2, "one\ntwo\n" }, { 0, "" } };

  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "print('one')\nprint('two')\n");
  show_detail (fixture, "output");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *text = NULL;

      gradients_player_go (fixture->player, expected[i].step);
      gtk_text_buffer_get_bounds (buffer, &start, &end);
      text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
      g_assert_cmpstr (text, ==, expected[i].text);
    }
}

static void
figures_appear_when_they_are_shown (Fixture      *fixture,
                                    gconstpointer data)
{
  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "import matplotlib.pyplot as plt\nplt.plot([1, 2], [3, 4])\nplt.show()\n");
  show_detail (fixture, "figures");
  g_assert_nonnull (harness_find (GTK_WIDGET (fixture->page), GRADIENTS_TYPE_FIGURE_AREA));
  activate (fixture, "page.first");
  g_assert_null (harness_find (GTK_WIDGET (fixture->page), GRADIENTS_TYPE_FIGURE_AREA));
  activate (fixture, "page.last");
  g_assert_nonnull (harness_find (GTK_WIDGET (fixture->page), GRADIENTS_TYPE_FIGURE_AREA));
}

static void
what_cannot_be_read_is_said_while_typing (Fixture      *fixture,
                                          gconstpointer data)
{
  if (harness_lab_skip (fixture->run))
    return;
  harness_wait (harness_lab_has_ended (fixture->run));
  gradients_lab_page_replace_text (fixture->page, "a = 1\nb = (\n");
  harness_wait (harness_find_labelled (GTK_WIDGET (fixture->page), "Line 2: '(' was never closed") != NULL);
}

static void
pictures_and_programs_can_leave (Fixture      *fixture,
                                 gconstpointer data)
{
  GradientsPageClass *klass = GRADIENTS_PAGE_GET_CLASS (fixture->page);
  GradientsPicture    picture;
  g_autofree char    *code = NULL;
  g_autofree char    *steps = NULL;

  if (harness_lab_skip (fixture->run))
    return;
  harness_wait (harness_lab_has_ended (fixture->run));
  picture = klass->dup_picture (GRADIENTS_PAGE (fixture->page));
  g_assert_nonnull (picture.drawable);
  picture.free (picture.drawable);
  code = klass->dup_code (GRADIENTS_PAGE (fixture->page));
  g_assert_cmpstr (code, ==, gradients_lab_run_get_text (fixture->run));
  steps = klass->dup_steps (GRADIENTS_PAGE (fixture->page));
  g_assert_true (g_str_has_prefix (steps, "step,line,event,about,value\n0,1,line"));
}

/* Where no worker is, the page says so, and everything but running works. */
static void
without_a_worker_it_says_why (void)
{
  g_autofree char  *worker = g_strdup (g_getenv ("GRADIENTS_WORKER"));
  GradientsLabPage *page;
  GtkWindow        *window;
  GtkWidget        *button;

  g_setenv ("GRADIENTS_WORKER", "/nowhere/gradients-worker", TRUE);
  page = GRADIENTS_LAB_PAGE (g_object_ref_sink (gradients_lab_page_new ()));
  window = harness_show (GTK_WIDGET (page), 900, 700);
  button = harness_find_labelled (GTK_WIDGET (page), "Run");
  g_assert_false (gtk_widget_is_sensitive (button));
  g_assert_nonnull (gradients_lab_run_get_problem (gradients_lab_page_get_run (page)));
  gtk_widget_activate_action (GTK_WIDGET (page), "lab.run", NULL);
  g_assert_null (gradients_lab_run_get_run (gradients_lab_page_get_run (page)));
  harness_close (window);
  g_assert_finalize_object (page);
  if (worker != NULL)
    g_setenv ("GRADIENTS_WORKER", worker, TRUE);
  else
    g_unsetenv ("GRADIENTS_WORKER");
}

int
main (int    argc,
      char **argv)
{
#define ADD(path, function) g_test_add ("/app/lab-page/" path, Fixture, NULL, set_up, function, tear_down)
  harness_init (&argc, &argv);
  ADD ("it-opens-on-an-example-that-has-run", it_opens_on_an_example_that_has_run);
  ADD ("the-controls-of-the-design-are-there", the_controls_of_the_design_are_there);
  ADD ("steps-grow-the-graph-and-mark-the-line", steps_grow_the_graph_and_mark_the_line);
  ADD ("an-error-is-marked-and-explained", an_error_is_marked_and_explained);
  ADD ("an-example-can-be-undone", an_example_can_be_undone);
  ADD ("variables-are-those-of-the-step", variables_are_those_of_the_step);
  ADD ("of-a-very-long-graph-the-newest-part-is-shown", of_a_very_long_graph_the_newest_part_is_shown);
  ADD ("another-run-is-another-record", another_run_is_another_record);
  ADD ("out-of-sight-nothing-runs", out_of_sight_nothing_runs);
  ADD ("locals-come-before-the-modules", locals_come_before_the_modules);
  ADD ("output-grows-with-the-steps", output_grows_with_the_steps);
  ADD ("figures-appear-when-they-are-shown", figures_appear_when_they_are_shown);
  ADD ("what-cannot-be-read-is-said-while-typing", what_cannot_be_read_is_said_while_typing);
  ADD ("pictures-and-programs-can-leave", pictures_and_programs_can_leave);
#undef ADD
  g_test_add_func ("/app/lab-page/without-a-worker-it-says-why", without_a_worker_it_says_why);
  return g_test_run ();
}
