/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A program, its run and the steps through its record, without widgets. */

#include "app/gradients-lab-run.h"

#include <string.h>

#include "app/gradients-lab-examples.h"
#include "harness-lab.h"
#include "harness.h"
#include "scene/scene-step.h"

typedef struct
{
  GradientsLabRun *run;
  guint            n_checks;
} Fixture;

static void
checked_cb (Fixture *fixture)
{
  fixture->n_checks++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->run = gradients_lab_run_new ();
  g_signal_connect_swapped (fixture->run, "checked", G_CALLBACK (checked_cb), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->run);
}

static void
run_text (Fixture    *fixture,
          const char *text)
{
  gradients_lab_run_set_text (fixture->run, text);
  gradients_lab_run_start (fixture->run);
  harness_wait (harness_lab_has_ended (fixture->run));
}

static void
assert_step (Fixture    *fixture,
             guint       step,
             const char *sentence,
             const char *formulas)
{
  LabLog          *log = gradients_lab_run_get_log (fixture->run);
  const guint64    cursor = gradients_lab_run_get_stop (fixture->run, step);
  g_autofree char *said = scene_step_describe (log, cursor, gradients_lab_run_get_text_run (fixture->run));
  g_autofree char *told = scene_step_dup_formulas (log, cursor);

  g_assert_cmpstr (said, ==, sentence);
  g_assert_cmpstr (told, ==, formulas);
}

static void
assert_says (Fixture    *fixture,
             const char *sentence)
{
  g_autofree char *said = gradients_lab_run_describe (fixture->run);

  g_assert_cmpstr (said, ==, sentence);
}

/* Each line, and within backward each node and leaf, and the end. */
static void
every_line_and_every_node_is_a_step (Fixture      *fixture,
                                     gconstpointer data)
{
  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "import torch\n"
                     "x = torch.tensor(2.0, requires_grad=True)\n"
                     "y = 3 * x ** 2\n"
                     "y.backward()\n"
                     "print(x.grad)\n");
  g_assert_cmpuint (gradients_lab_run_get_stops (fixture->run)->len, ==, 9);
  assert_step (fixture, 0, "Line 1: import torch · runs next", "");
  assert_step (fixture, 3, "Line 4: y.backward() · runs next", "y = 12");
  assert_step (fixture, 4, "Line 4: y.backward() · MulBackward0 (y) receives the gradient 1", "grad = 1    → grad * self");
  assert_step (fixture, 5, "Line 4: y.backward() · PowBackward0 receives the gradient 3", "grad = 3    → grad * (exponent * self ** (exponent - 1))");
  assert_step (fixture, 6, "Line 4: y.backward() · the gradient 12 reaches the leaf x", "x.grad = 12");
  assert_step (fixture, 7, "Line 5: print(x.grad) · runs next", "");
  assert_step (fixture, 8, "Line 5: print(x.grad) · was the last line to run", "» tensor(12.)");
  assert_says (fixture, "The program has finished.");
}

static void
gradients_that_meet_are_shown_as_a_sum (Fixture      *fixture,
                                        gconstpointer data)
{
  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "import torch\n"
                     "x = torch.tensor(2.0, requires_grad=True)\n"
                     "(x ** 2).backward()\n"
                     "(x ** 3).backward()\n"
                     "x.grad.zero_()\n");
  assert_step (fixture, 4, "Line 3: (x ** 2).backward() · the gradient 4 reaches the leaf x", "x.grad = 4");
  assert_step (fixture, 7, "Line 4: (x ** 3).backward() · the gradient 12 reaches the leaf x", "x.grad = 4 + 12 = 16");
  assert_step (fixture, 9, "Line 5: x.grad.zero_() · was the last line to run", "x.grad = 0");
}

static void
an_error_is_pytorchs_and_explained (Fixture      *fixture,
                                    gconstpointer data)
{
  guint32          line;
  g_autofree char *message = NULL;
  g_autofree char *verdict = NULL;

  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "import torch\n"
                     "x = torch.tensor(2.0, requires_grad=True)\n"
                     "x -= 1\n");
  g_assert_true (gradients_lab_run_find_error (fixture->run, &line, &message));
  g_assert_cmpuint (line, ==, 3);
  g_assert_cmpstr (message, ==, "RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.");
  g_assert_cmpuint (gradients_lab_run_get_explanations (fixture->run)->len, ==, 1);
  verdict = gradients_lab_run_describe (fixture->run);
  g_assert_true (g_str_has_prefix (verdict, "Line 3: A parameter is changed while PyTorch is recording. RuntimeError: a leaf"));
}

static void
what_python_cannot_read_is_an_error_too (Fixture      *fixture,
                                         gconstpointer data)
{
  guint32          line;
  g_autofree char *message = NULL;

  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "x = 1\ny = (\n");
  g_assert_true (gradients_lab_run_find_error (fixture->run, &line, &message));
  g_assert_cmpuint (line, ==, 2);
  assert_says (fixture, "Line 2: SyntaxError: '(' was never closed");
}

/* Undoing an edit makes the record a record of the text again. */
static void
an_edited_text_makes_the_record_old (Fixture      *fixture,
                                     gconstpointer data)
{
  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "x = 1\n");
  g_assert_false (gradients_lab_run_is_old (fixture->run));
  gradients_lab_run_set_text (fixture->run, "x = 2\n");
  g_assert_true (gradients_lab_run_is_old (fixture->run));
  assert_says (fixture, "Edited since it ran. The program has finished.");
  gradients_lab_run_set_text (fixture->run, "x = 1\n");
  g_assert_false (gradients_lab_run_is_old (fixture->run));
}

static void
the_text_is_read_for_errors_while_it_is_typed (Fixture      *fixture,
                                               gconstpointer data)
{
  guint32     line;
  const char *message;

  if (harness_lab_skip (fixture->run))
    return;
  gradients_lab_run_set_warm (fixture->run, TRUE);
  gradients_lab_run_set_text (fixture->run, "a = 1\nfor k in range(3)\n    pass\n");
  harness_wait (fixture->n_checks > 0);
  g_assert_true (gradients_lab_run_find_fault (fixture->run, &line, &message));
  g_assert_cmpuint (line, ==, 2);
  g_assert_cmpstr (message, ==, "expected ':'");
  gradients_lab_run_set_text (fixture->run, "a = 1\n");
  g_assert_false (gradients_lab_run_find_fault (fixture->run, &line, &message));
}

static void
an_endless_program_is_stopped (Fixture      *fixture,
                               gconstpointer data)
{
  if (harness_lab_skip (fixture->run))
    return;
  gradients_lab_run_set_text (fixture->run, "while True:\n    pass\n");
  gradients_lab_run_start (fixture->run);
  harness_wait (gradients_lab_run_get_stops (fixture->run)->len > 0);
  g_assert_true (gradients_lab_run_is_busy (fixture->run));
  gradients_lab_run_stop (fixture->run);
  harness_wait (harness_lab_has_ended (fixture->run));
  g_assert_cmpint (lab_run_get_ending (gradients_lab_run_get_run (fixture->run)), ==, LAB_ENDING_STOPPED);
  assert_says (fixture, "The program was stopped.");
}

static void
a_long_record_asks_before_it_grows (Fixture      *fixture,
                                    gconstpointer data)
{
  guint before;

  if (harness_lab_skip (fixture->run))
    return;
  gradients_lab_run_set_text (fixture->run, "k = 0\nwhile k < 150000:\n    k += 1\n");
  gradients_lab_run_start (fixture->run);
  harness_wait (gradients_lab_run_is_paused (fixture->run));
  assert_says (fixture, "The record is as long as the lab keeps without being asked. The program waits.");
  before = gradients_lab_run_get_stops (fixture->run)->len;
  gradients_lab_run_go_on (fixture->run);
  harness_wait (harness_lab_has_ended (fixture->run));
  g_assert_cmpuint (gradients_lab_run_get_stops (fixture->run)->len, >, before);
  assert_says (fixture, "The program has finished.");
}

static void
another_run_takes_the_place_of_the_one_under_way (Fixture      *fixture,
                                                  gconstpointer data)
{
  if (harness_lab_skip (fixture->run))
    return;
  gradients_lab_run_set_text (fixture->run, "while True:\n    pass\n");
  gradients_lab_run_start (fixture->run);
  run_text (fixture, "x = 1\n");
  g_assert_cmpuint (gradients_lab_run_get_stops (fixture->run)->len, ==, 2);
}

static void
an_event_is_found_among_the_steps (Fixture      *fixture,
                                   gconstpointer data)
{
  GArray *stops;

  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "x = 1\ny = 2\nz = 3\n");
  stops = gradients_lab_run_get_stops (fixture->run);
  for (guint i = 0; i < stops->len; i++)
    g_assert_cmpuint (gradients_lab_run_find_step (fixture->run, g_array_index (stops, guint64, i) - 1), ==, i);
}

static void
steps_make_a_table (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *csv = NULL;

  if (harness_lab_skip (fixture->run))
    return;
  run_text (fixture, "import torch\n"
                     "x = torch.tensor(2.0, requires_grad=True)\n"
                     "(x ** 2).backward()\n");
  csv = scene_step_to_csv (gradients_lab_run_get_log (fixture->run), gradients_lab_run_get_stops (fixture->run));
  g_assert_cmpstr (csv, ==,
                   "step,line,event,about,value\n"
                   "0,1,line,\"\",\"\"\n"
                   "1,2,line,\"\",\"\"\n"
                   "2,3,line,\"\",\"\"\n"
                   "3,3,backward,\"PowBackward0\",\"1\"\n"
                   "4,3,accumulate,\"x\",\"4\"\n"
                   "5,3,end,\"\",\"\"\n");
}

static void
assert_example (Fixture                   *fixture,
                const GradientsLabExample *example)
{
  g_autofree char *text = gradients_lab_examples_dup_text (example);
  GArray          *explanations;
  LabEnding        ending;

  g_test_message ("%s", example->file);
  run_text (fixture, text);
  ending = lab_run_get_ending (gradients_lab_run_get_run (fixture->run));
  explanations = gradients_lab_run_get_explanations (fixture->run);
  g_assert_cmpint (ending, ==, example->fails ? LAB_ENDING_EXCEPTION : LAB_ENDING_FINISHED);
  g_assert_cmpuint (explanations->len, ==, example->explained != NULL);
  if (example->explained != NULL)
    g_assert_cmpstr (g_array_index (explanations, LabTrap, 0).explanation->id, ==, example->explained);
}

static void
examples_end_as_they_say (Fixture      *fixture,
                          gconstpointer data)
{
  guint                      n_examples;
  const GradientsLabExample *examples = gradients_lab_examples_list (&n_examples);

  if (harness_lab_skip (fixture->run))
    return;
  for (guint i = 0; i < n_examples; i++)
    assert_example (fixture, &examples[i]);
}

int
main (int    argc,
      char **argv)
{
#define ADD(path, function) g_test_add ("/app/lab-run/" path, Fixture, NULL, set_up, function, tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("every-line-and-every-node-is-a-step", every_line_and_every_node_is_a_step);
  ADD ("gradients-that-meet-are-shown-as-a-sum", gradients_that_meet_are_shown_as_a_sum);
  ADD ("an-error-is-pytorchs-and-explained", an_error_is_pytorchs_and_explained);
  ADD ("what-python-cannot-read-is-an-error-too", what_python_cannot_read_is_an_error_too);
  ADD ("an-edited-text-makes-the-record-old", an_edited_text_makes_the_record_old);
  ADD ("the-text-is-read-for-errors-while-it-is-typed", the_text_is_read_for_errors_while_it_is_typed);
  ADD ("an-endless-program-is-stopped", an_endless_program_is_stopped);
  ADD ("a-long-record-asks-before-it-grows", a_long_record_asks_before_it_grows);
  ADD ("another-run-takes-the-place-of-the-one-under-way", another_run_takes_the_place_of_the_one_under_way);
  ADD ("an-event-is-found-among-the-steps", an_event_is_found_among_the_steps);
  ADD ("steps-make-a-table", steps_make_a_table);
  ADD ("examples-end-as-they-say", examples_end_as_they_say);
#undef ADD
  return g_test_run ();
}
