/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Programs that try to break the worker through torch: tensors larger than all memory, arguments that lie, hooks that
 * call themselves, and what torch is built from called by hand. Each ends in an exception of Python that can be
 * caught; where the wall kills, the lab says so. */

#include <string.h>

#include "lab/lab-client.h"
#include "running.h"

static const char prelude[] =
    "import torch, sys\n"
    "inner = sys.modules['_torch']\n"
    "class Liar:\n"
    "    def __index__(self): raise ValueError('no')\n"
    "    def __float__(self): raise ValueError('no')\n"
    "    def __len__(self): return 10**9\n"
    "    def __getitem__(self, i): return 1.0\n"
    "class Fickle(list):\n"
    "    def __iter__(self): self.clear(); return iter([1])\n"
    "endless = []; endless.append(endless)\n"
    "leaf = torch.ones(2, requires_grad=True); node = (leaf * 2).grad_fn\n"
    "def ask(attempt):\n"
    "    try:\n"
    "        attempt(); print('allowed')\n"
    "    except Exception as error:\n"
    "        print('refused', type(error).__name__)\n";

/* Larger than any memory. */
static const char *const huge[] = {
  "torch.zeros(10**10)",
  "torch.ones(10**5, 10**5)",
  "torch.arange(10**10)",
  "torch.randn(10**9)",
  "torch.randperm(10**10)",
  "torch.zeros(10**18, 10**18)",
  "torch.zeros(10**30)",
  "torch.ones(1).expand(10**6, 10**6).contiguous()",
  "torch.ones(10**4).repeat(10**6)",
  "torch.cat([torch.ones(10**7)] * 100)",
  "torch.stack([torch.ones(10**6)] * 10**4)",
  "torch.ones(10**5, 1) + torch.ones(10**5)",
  "torch.ones(1).expand(10**9).tolist()",
  "torch.tensor([0.0] * 10**8)",
  "torch.tensor(Liar())",
  "[torch.ones(10**6) for _ in range(10**4)]",
  "torch.ones(10**6).unsqueeze(0).expand(10**6, 10**6).sort()",
};

/* What only somebody who wants harm passes. */
static const char *const hostile[] = {
  "torch.ones(5)[10**30]",
  "torch.tensor(10**30)",
  "torch.ones(2) * 10**400",
  "torch.full((2,), 10**30)",
  "torch.ones(*[1] * 64).unsqueeze(0)",
  "torch.ones(Liar())",
  "torch.ones(3)[Liar()]",
  "torch.tensor(endless)",
  "torch.tensor([Fickle([1, 2]), [1, 2]])",
  "torch.Size([1, 'a']).numel()",
  "torch.Size([2**62, 4]).numel()",
  "torch.autograd.grad([None], [None])",
  "torch.autograd.backward([None])",
  "object.__new__(torch.Tensor)",
  "object.__new__(type(node))",
  "type(node)()",
  "type(torch.float32)()",
  "inner.set_generator_state(b'x' * 10)",
  "inner.set_generator_state(b'\\xff' * len(inner.generator_state()))",
  "inner.optimizer_step(1, 2, 3, 4)",
  "inner.optimizer_buffers(None)",
  "inner.record_function(leaf, 'x', (1,), 1, 1, None)",
  "inner.grad((None,), (None,), (None,), 0, 0, 0)",
  "inner.backward_all((None,), (None,), 0, 0)",
  "inner.memory(3)",
  "inner.memory(leaf.detach())[10]",
  "inner.remove_hook(10**25)",
  "inner.shuffled(-1, 3)",
  "inner.shuffled(10**12, 3)",
};

static void
check_refused (const char *const *attempts,
               gsize              n_attempts)
{
  g_autoptr (LabClient) client = lab_client_new ();
  GString *text = g_string_new (prelude);
  g_autoptr (LabRun) run = NULL;
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;

  for (gsize i = 0; i < n_attempts; i++)
    g_string_append_printf (text, "ask(lambda: %s)\n", attempts[i]);
  run = running_run (client, &(LabRunOptions){ .name = "p.py", .text = text->str }, NULL);
  output = running_dup_output (run);
  lines = g_strsplit (output, "\n", -1);
  g_test_message ("%s", lab_run_get_sentence (run));
  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_FINISHED);
  g_assert_cmpuint (g_strv_length (lines), ==, n_attempts + 1);
  for (gsize i = 0; i < n_attempts; i++)
    {
      g_test_message ("%s: %s", attempts[i], lines[i]);
      g_assert_true (g_str_has_prefix (lines[i], "refused"));
    }
  g_string_free (text, TRUE);
}

static void
a_tensor_larger_than_memory_is_refused (void)
{
  if (g_getenv ("LAB_SANITIZED") != NULL)
    g_test_skip ("the worker has no limit of memory under a sanitizer");
  else
    check_refused (huge, G_N_ELEMENTS (huge));
}

static void
arguments_that_lie_are_refused (void)
{
  if (g_getenv ("LAB_SANITIZED") != NULL)
    g_test_skip ("the worker has no limit of memory under a sanitizer");
  else
    check_refused (hostile, G_N_ELEMENTS (hostile));
}

/* Long chains, and hooks and functions that call themselves. */
static const struct
{
  const char *what;
  const char *text;
  const char *printed;
} deep[] = {
  { "a hook that goes backward again",
    "def again(g):\n    with torch.enable_grad():\n        y = (x * 3).sum()\n    y.backward()\n"
    "x.register_hook(again)\ntry:\n    (x * 2).sum().backward()\nexcept RecursionError:\n    print('caught')\n",
    "caught" },
  { "a function that applies itself",
    "class F(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x): return F.apply(x)\n"
    "try:\n    F.apply(x)\nexcept RecursionError:\n    print('caught')\n",
    "caught" },
  { "a long chain",
    "y = x\nfor k in range(200000): y = y * 1.0\ny.sum().backward()\ndel y\nprint(x.grad)\n",
    "tensor([1., 1.])" },
  { "a long chain of functions",
    "class F(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x): ctx.save_for_backward(x); return x * 1\n"
    "    @staticmethod\n    def backward(ctx, g): return g\n"
    "y = x\nfor k in range(5000): y = F.apply(y)\ny.sum().backward()\ndel y\nprint(x.grad)\n",
    "tensor([1., 1.])" },
  { "a hook that removes itself",
    "h = x.register_hook(lambda g: h.remove())\n(x * 2).sum().backward()\nprint(x.grad)\n",
    "tensor([2., 2.])" },
  { "digits without end",
    "torch.set_printoptions(precision=10**9, edgeitems=10**9, linewidth=0)\nprint(len(str(x)) < 10**5)\n",
    "True" },
};

static void
depth_has_an_end (void)
{
  g_autoptr (LabClient) client = lab_client_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (deep); i++)
    {
      g_autofree char *text = g_strconcat ("import torch\nx = torch.ones(2, requires_grad=True)\n", deep[i].text, NULL);
      g_autoptr (LabRun) run = NULL;
      g_autofree char *output = NULL;

      g_test_message ("%s", deep[i].what);
      run = running_run (client, &(LabRunOptions){ .name = "p.py", .text = text }, NULL);
      output = running_dup_output (run);
      g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_FINISHED);
      g_assert_nonnull (strstr (output, deep[i].printed));
    }
}

/* Where the wall is told to kill, the first thing that it refuses is the end, and what was printed before stays. */
static void
the_strict_wall_ends_the_run (void)
{
  static const char *const attempts[] = { "open('/etc/passwd')", "sys.modules['posix'].fork()", "sys.modules['posix'].kill(1, 0)" };
  g_autoptr (LabClient) client = lab_client_new ();

  if (g_getenv ("LAB_SANITIZED") != NULL)
    {
      g_test_skip ("the wall has no list for what sanitizers do");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_autofree char *text = g_strdup_printf ("import sys\nprint('before')\n%s\nprint('after')\n", attempts[i]);
      g_autoptr (LabRun) run = running_run (client, &(LabRunOptions){ .name = "p.py", .text = text, .strict = TRUE }, NULL);
      g_autofree char *output = running_dup_output (run);

      g_test_message ("%s: %s", attempts[i], lab_run_get_sentence (run));
      g_assert_cmpint (lab_run_get_ending (run), !=, LAB_ENDING_FINISHED);
      g_assert_cmpstr (output, ==, "before\n");
      g_assert_cmpuint (strlen (lab_run_get_sentence (run)), >, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/attacks-torch/a-tensor-larger-than-memory-is-refused", a_tensor_larger_than_memory_is_refused);
  g_test_add_func ("/lab/attacks-torch/arguments-that-lie-are-refused", arguments_that_lie_are_refused);
  g_test_add_func ("/lab/attacks-torch/depth-has-an-end", depth_has_an_end);
  g_test_add_func ("/lab/attacks-torch/the-strict-wall-ends-the-run", the_strict_wall_ends_the_run);
  return g_test_run ();
}
