/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What a learner's program does wrong, run for real, finds its explanation at its line. */

#include "lab/lab-client.h"
#include "lab/lab-explanation.h"
#include "lab/lab-search.h"
#include "running.h"

static LabClient *client;

/* "id:line id:line". */
static char *
list_explanations (LabRun *run)
{
  LabLog *log = lab_run_get_log (run);
  g_autoptr (GArray) found = lab_explanation_list_all (log, lab_log_get_n_events (log));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const LabTrap *trap = &g_array_index (found, LabTrap, i);
      guint64        event;
      LabMessage     line;

      g_assert_true (lab_search_line_of (log, trap->event, &event));
      lab_log_get_event (log, event, &line);
      g_string_append_printf (text, "%s%s:%u", i > 0 ? " " : "", trap->explanation->id, line.line.line);
    }
  return g_string_free (text, FALSE);
}

#define X "x = torch.tensor(2.0, requires_grad=True)\n"
#define V "v = torch.tensor([1.0, 2.0], requires_grad=True)\n"

static const struct
{
  const char *program;
  const char *explanations;
} mistakes[] = {
  { X "y = x**2\ny.backward()\ny.backward()\n", "second-backward:5" },
  { "y = torch.tensor(2.0)**2\ny.backward()\n", "no-grad-fn:3" },
  { X "x -= 0.1\n", "leaf-in-place:3" },
  { V "v[0] = 3\n", "leaf-view-in-place:3" },
  { X "y = x.exp()\ny += 1\ny.backward()\n", "modified-in-place:5" },
  { V "(2*v).backward()\n", "not-a-scalar:3" },
  { "x = torch.tensor(2, requires_grad=True)\n", "integer-requires-grad:2" },
  { X "y = x**2\ny.backward()\nprint(y.grad)\n", "non-leaf-grad:5" },
  { V "v.numpy()\n", "numpy-requires-grad:3" },
  { "torch.ones(3) + torch.ones(4)\n", "shapes-do-not-broadcast:2" },
  { "torch.ones(2, 3) @ torch.ones(2, 3)\n", "matrices-do-not-fit:2" },
  { "torch.ones(2, 3).reshape(4)\n", "shape-is-invalid:2" },
  { "torch.ones(2).long() @ torch.ones(2)\n", "vector-dtypes:2" },
  { "torch.nn.Linear(2, 1)(torch.ones(1, 2).double())\n", "layer-dtypes:2" },
  { V "v.item()\n", "item-of-many:3" },
  { V "if v > 1:\n    pass\n", "truth-of-many:3" },
  { X "x.grad.zero_()\n", "grad-is-none:3" },
  { X "x = x - 0.1*x.grad\n", "grad-is-none-in-update:3" },
  { V "v[2]\n", "index-out-of-range:3" },
  { "torch.optim.SGD([], lr=0.1)\n", "optimizer-empty:2" },

  /* Handled by the program, told all the same, and once. */
  { "for k in range(3):\n    try:\n        torch.ones(3) + torch.ones(4)\n    except RuntimeError:\n        pass\n", "shapes-do-not-broadcast:4" },

  /* Silent ones. */
  { X "for k in range(3):\n    (x*x).backward()\n    with torch.no_grad():\n        x -= 0.1*x.grad\n", "trap-no-zero-grad:4" },
  { X "o = torch.optim.SGD([x], lr=0.1)\nfor k in range(3):\n    (x*x).backward()\n    o.step()\n", "trap-no-zero-grad:5" },
  { "y = torch.ones(3, 1)\nt = torch.ones(3)\nloss = ((y - t)**2).mean()\n", "trap-broadcast:4" },
  { "y = torch.ones(3, 1)\nt = torch.ones(3)\nloss = torch.nn.functional.mse_loss(y, t)\n", "target-size:4 trap-broadcast:4" },

  /* And what is right. */
  { X "for k in range(3):\n    (x*x).backward()\n    with torch.no_grad():\n        x -= 0.1*x.grad\n    x.grad.zero_()\n", "" },
  { X "for k in range(3):\n    (x*x).backward()\n    with torch.no_grad():\n        x -= 0.1*x.grad\n    x.grad = None\n", "" },
  { X "o = torch.optim.SGD([x], lr=0.1)\nfor k in range(3):\n    o.zero_grad()\n    (x*x).backward()\n    o.step()\n", "" },
  { X "o = torch.optim.SGD([x], lr=0.1)\nfor k in range(3):\n    o.zero_grad(set_to_none=False)\n    (x*x).backward()\n    o.step()\n", "" },
  { X "for k in range(3):\n    (x*x).backward()\n", "" },
  { "y = torch.ones(3, 1)\nt = torch.ones(3, 1)\nloss = ((y - t)**2).mean()\n", "" },
};

static void
mistakes_are_explained_where_they_happen (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autofree char *program = g_strconcat ("import torch\n", mistakes[i].program, NULL);
      g_autoptr (LabRun) run = running_run_text (client, program);
      g_autofree char *found = list_explanations (run);

      g_test_message ("%s", program);
      g_assert_cmpstr (found, ==, mistakes[i].explanations);
    }
}

/* The course's finished programs are free of silent mistakes. */
static void
the_courses_good_programs_have_no_traps (void)
{
  static const char *const names[] = { "descent_1d.py", "descent_2d.py", "line_fit.py", "exercise_B_fix.py", "exercise_D_fix.py",
                                       "exercise_E_fix.py", "exercise_G_fix.py", "manual_vs_machine.py", "graph_exp.py" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "lab", "programs", "course", names[i], NULL);
      g_autofree char *text = NULL;
      g_autoptr (LabRun) run = NULL;
      g_autoptr (GArray) traps = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      run = running_run_text (client, text);
      traps = lab_explanation_list_traps (lab_run_get_log (run), lab_log_get_n_events (lab_run_get_log (run)));
      g_test_message ("%s", names[i]);
      g_assert_cmpuint (traps->len, ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  client = lab_client_new ();
  lab_client_set_warm (client, TRUE);
  g_test_add_func ("/lab/explained/mistakes-are-explained-where-they-happen", mistakes_are_explained_where_they_happen);
  g_test_add_func ("/lab/explained/the-courses-good-programs-have-no-traps", the_courses_good_programs_have_no_traps);
  status = g_test_run ();
  g_object_unref (client);
  return status;
}
