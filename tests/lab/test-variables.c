/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Which variables a program is said to have, and when. */

#include "lab/lab-client.h"
#include "running.h"

static LabClient *client;

/* What is said of variables, in order: “x” for one that is new or changed, “-x” for one that is gone, a number for a
 * function that begins at that depth. */
static char *
describe (const LabLog *log)
{
  GString      *words = g_string_new (NULL);
  const guint64 n_events = lab_log_get_n_events (log);

  for (guint64 event = 0; event < n_events; event++)
    {
      LabMessage message;

      lab_log_get_event (log, event, &message);
      if (words->len > 0 && words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
      if (message.kind == LAB_VAR)
        g_string_append_len (words, message.var.name.data, message.var.name.length);
      else if (message.kind == LAB_UNVAR)
        g_string_append_printf (words, "-%.*s", (int) message.unvar.name.length, message.unvar.name.data);
      else if (message.kind == LAB_CALL)
        g_string_append_printf (words, "%u", message.call.depth);
    }
  return g_strchomp (g_string_free (words, FALSE));
}

static void
assert_variables (const char *program,
                  const char *expected)
{
  g_autofree char *text = g_strconcat ("import torch\n", program, NULL);
  g_autoptr (LabRun) run = running_run_text (client, text);
  g_autofree char *told = describe (lab_run_get_log (run));

  g_assert_cmpstr (told, ==, expected);
  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_FINISHED);
}

static void
only_changes_are_told (void)
{
  assert_variables ("x = 1\n"
                    "y = x\n"
                    "y = 1\n"
                    "x = 2.5\n"
                    "del y\n"
                    "_hidden = 3\n",
                    "x y x -y");
}

#define MODEL                                            \
  "class Model:\n"                                       \
  "    def __init__(self):\n"                            \
  "        self.W = torch.ones(2, requires_grad=True)\n" \
  "        self.rate = 0.1\n"

static void
tensors_that_an_object_holds_are_variables (void)
{
  assert_variables (MODEL
                    "model = Model()\n"
                    "model.W = torch.zeros(2)\n"
                    "model.rate = 0.2\n"
                    "del model.W\n"
                    "model = None\n",
                    "1 1 self self.W model model.W model.W -model.W model");
}

static void
objects_within_objects_have_paths (void)
{
  assert_variables (MODEL
                    "class Pair:\n"
                    "    pass\n"
                    "pair = Pair()\n"
                    "pair.a, pair.itself = Model(), pair\n"
                    "pair.a.W.detach().zero_()\n"
                    "pair.a = torch.ones(1)\n"
                    "pair.a = 1\n"
                    "pair = pair.a\n",
                    "1 1 pair 1 self self.W pair.a.W pair.a.W pair.a -pair.a.W -pair.a pair");
}

static void
parameters_have_the_names_that_pytorch_gives_them (void)
{
  assert_variables ("net = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.Tanh())\n",
                    "net net.0.weight net.0.bias");
}

/* Whatever an object says of itself is not asked. */
static void
no_code_of_the_program_runs_for_it (void)
{
  assert_variables ("class Odd:\n"
                    "    def __getattribute__(self, name):\n"
                    "        raise SystemExit\n"
                    "    def __repr__(self):\n"
                    "        raise SystemExit\n"
                    "class Slots:\n"
                    "    __slots__ = ('W',)\n"
                    "odd = Odd()\n"
                    "slots = Slots()\n"
                    "slots.W = torch.ones(1)\n",
                    "1 1 odd slots");
}

static void
a_chain_of_objects_is_followed_for_a_while (void)
{
  assert_variables ("class Link:\n"
                    "    pass\n"
                    "chain = Link()\n"
                    "end = [chain]\n"
                    "for _ in range(6):\n"
                    "    end[0].w = torch.ones(1)\n"
                    "    end[0].next = Link()\n"
                    "    end[0] = end[0].next\n",
                    "1 chain end chain.w end chain.next.w end chain.next.next.w end chain.next.next.next.w end end end");
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  client = lab_client_new ();
  g_test_add_func ("/lab/variables/only-changes-are-told", only_changes_are_told);
  g_test_add_func ("/lab/variables/tensors-that-an-object-holds-are-variables", tensors_that_an_object_holds_are_variables);
  g_test_add_func ("/lab/variables/objects-within-objects-have-paths", objects_within_objects_have_paths);
  g_test_add_func ("/lab/variables/parameters-have-the-names-that-pytorch-gives-them", parameters_have_the_names_that_pytorch_gives_them);
  g_test_add_func ("/lab/variables/no-code-of-the-program-runs-for-it", no_code_of_the_program_runs_for_it);
  g_test_add_func ("/lab/variables/a-chain-of-objects-is-followed-for-a-while", a_chain_of_objects_is_followed_for_a_while);
  status = g_test_run ();
  g_object_unref (client);
  return status;
}
