/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What a traced program is said to do with tensors: the whole sequence, event for event. */

#include "lab/lab-client.h"
#include "running.h"

static LabClient *client;

/* ---- events in words ---- */

typedef struct
{
  GString    *text;
  GHashTable *nodes; /* number → how many came before: the engine's own numbers are its affair */
} Words;

static guint
get_node (Words  *words,
          guint64 node)
{
  gsize key = (gsize) node;

  if (!g_hash_table_contains (words->nodes, GSIZE_TO_POINTER (key)))
    g_hash_table_insert (words->nodes, GSIZE_TO_POINTER (key), GUINT_TO_POINTER (g_hash_table_size (words->nodes) + 1));
  return GPOINTER_TO_UINT (g_hash_table_lookup (words->nodes, GSIZE_TO_POINTER (key)));
}

static void
add_values (Words           *words,
            const LabTensor *tensor)
{
  g_string_append (words->text, " =");
  for (guint i = 0; i < tensor->values.n; i++)
    g_string_append_printf (words->text, " %g", lab_tensor_get_value (tensor, i));
}

static void
add_span (Words  *words,
          LabSpan span)
{
  g_string_append_printf (words->text, " %u:%u-%u:%u", span.line, span.column, span.end_line, span.end_column);
}

static void
add_ids (Words         *words,
         const char    *prefix,
         const LabList *ids,
         gboolean       nodes)
{
  for (guint i = 0; i < ids->n; i++)
    {
      const guint64 id = lab_list_get_u64 (ids, i);

      if (nodes && id == 0)
        g_string_append_printf (words->text, "%s-", i > 0 ? " " : "");
      else
        g_string_append_printf (words->text, "%s%s%u", i > 0 ? " " : "", prefix, nodes ? get_node (words, id) : (guint) id);
    }
}

static void
add_call (Words         *words,
          LabText        name,
          LabText        arguments,
          const LabList *inputs)
{
  g_string_append_printf (words->text, "%.*s(", (int) name.length, name.data);
  add_ids (words, "", inputs, FALSE);
  g_string_append_printf (words->text, "%s%.*s)", arguments.length > 0 ? " " : "", (int) arguments.length, arguments.data);
}

static void
add_history (Words         *words,
             guint64        node,
             LabText        grad_fn,
             const LabList *next)
{
  if (node == 0)
    return;
  g_string_append_printf (words->text, " #%u %.*s(", get_node (words, node), (int) grad_fn.length, grad_fn.data);
  add_ids (words, "#", next, TRUE);
  g_string_append_c (words->text, ')');
}

static void
add_event (Words            *words,
           const LabMessage *message)
{
  const gsize before = words->text->len;

  switch ((int) message->kind)
    {
    case LAB_LEAF:
      g_string_append_printf (words->text, "leaf%s %" G_GUINT64_FORMAT, message->leaf.requires_grad ? "*" : "", message->leaf.tensor.id);
      add_values (words, &message->leaf.tensor);
      break;
    case LAB_OP:
      g_string_append_printf (words->text, "%" G_GUINT64_FORMAT " ", message->op.output.id);
      add_call (words, message->op.name, message->op.arguments, &message->op.inputs);
      add_values (words, &message->op.output);
      add_history (words, message->op.node, message->op.grad_fn, &message->op.next);
      add_span (words, message->op.span);
      break;
    case LAB_INPLACE:
      g_string_append_printf (words->text, "%" G_GUINT64_FORMAT " changed ", message->inplace.tensor.id);
      add_call (words, message->inplace.name, message->inplace.arguments, &message->inplace.inputs);
      add_values (words, &message->inplace.tensor);
      add_history (words, message->inplace.node, message->inplace.grad_fn, &message->inplace.next);
      g_string_append_printf (words->text, " v%u", message->inplace.version);
      add_span (words, message->inplace.span);
      break;
    case LAB_REFRESH:
      g_string_append_printf (words->text, "refresh %" G_GUINT64_FORMAT, message->refresh.tensor.id);
      add_values (words, &message->refresh.tensor);
      break;
    case LAB_MODE:
      g_string_append (words->text, message->mode.enabled ? "recording" : "not recording");
      break;
    case LAB_REQUIRE:
      g_string_append_printf (words->text, "requires %" G_GUINT64_FORMAT " %u", message->require.tensor, message->require.requires_grad);
      break;
    case LAB_GRAD:
      g_string_append_printf (words->text, "grad of %" G_GUINT64_FORMAT " is %" G_GUINT64_FORMAT, message->grad.tensor, message->grad.grad);
      break;
    case LAB_BWD_BEGIN:
      g_string_append (words->text, message->bwd_begin.retain_graph ? "backward (retain) " : "backward ");
      add_ids (words, "", &message->bwd_begin.roots, FALSE);
      add_span (words, message->bwd_begin.span);
      break;
    case LAB_BWD:
      g_string_append_printf (words->text, "at #%u", get_node (words, message->bwd.node));
      add_values (words, &message->bwd.grad);
      break;
    case LAB_ACC:
      g_string_append_printf (words->text, "%" G_GUINT64_FORMAT " grad", message->acc.leaf);
      add_values (words, &message->acc.added);
      g_string_append_printf (words->text, " added, %" G_GUINT64_FORMAT, message->acc.grad.id);
      add_values (words, &message->acc.grad);
      break;
    case LAB_BWD_END:
      g_string_append (words->text, message->bwd_end.ok ? "done " : "failed ");
      add_ids (words, "#", &message->bwd_end.released, TRUE);
      break;
    case LAB_FREE:
      g_string_append (words->text, "free ");
      add_ids (words, "#", &message->free.nodes, TRUE);
      g_string_append_c (words->text, '|');
      add_ids (words, "", &message->free.tensors, FALSE);
      break;
    case LAB_EXC:
      g_string_append_printf (words->text, "raised %.*s", (int) message->exc.type.length, message->exc.type.data);
      break;
    default:
      break;
    }
  if (words->text->len > before)
    g_string_append_c (words->text, '\n');
}

static char *
describe (LabLog *log)
{
  Words words = { g_string_new (NULL), g_hash_table_new (NULL, NULL) };

  for (guint64 event = 0; event < lab_log_get_n_events (log); event++)
    {
      LabMessage message;

      lab_log_get_event (log, event, &message);
      add_event (&words, &message);
    }
  g_hash_table_unref (words.nodes);
  return g_string_free (words.text, FALSE);
}

static void
assert_trace (const char *program,
              const char *expected)
{
  g_autofree char *text = g_strconcat ("import torch\n", program, NULL);
  g_autoptr (LabRun) run = running_run_text (client, text);
  g_autofree char *told = describe (lab_run_get_log (run));

  g_assert_cmpstr (told, ==, expected);
  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_FINISHED);
}

/* ---- sequences ---- */

static void
a_product_and_a_sum (void)
{
  assert_trace ("x = torch.tensor(2.0, requires_grad=True)\n"
                "y = torch.tensor(3.0, requires_grad=True)\n"
                "z = x*y + y\n"
                "z.backward()\n"
                "print(x.grad, y.grad)\n",
                "leaf* 1 = 2\n"
                "leaf* 2 = 3\n"
                "3 mul(1 2) = 6 #1 MulBackward0(- -) 4:4-4:7\n"
                "4 add(3 2) = 9 #2 AddBackward0(#1 -) 4:4-4:11\n"
                "free |3\n"
                "backward 4 5:0-5:12\n"
                "at #2 = 1\n"
                "at #1 = 1\n"
                "1 grad = 3 added, 5 = 3\n"
                "2 grad = 3 added, 6 = 3\n"
                "done #1\n");
}

static void
a_second_backward_fails_at_the_node_that_saved (void)
{
  assert_trace ("x = torch.tensor(2.0, requires_grad=True)\n"
                "y = x**2\n"
                "y.backward()\n"
                "try:\n"
                "    y.backward()\n"
                "except RuntimeError:\n"
                "    pass\n",
                "leaf* 1 = 2\n"
                "2 pow(1 exponent=2) = 4 #1 PowBackward0(-) 3:4-3:8\n"
                "backward 2 4:0-4:12\n"
                "at #1 = 1\n"
                "1 grad = 4 added, 3 = 4\n"
                "done #1\n"
                "backward 2 6:4-6:16\n"
                "at #1 = 1\n"
                "failed \n"
                "raised RuntimeError\n");
}

static void
retaining_keeps_the_graph_and_gradients_add_up (void)
{
  assert_trace ("x = torch.tensor(2.0, requires_grad=True)\n"
                "y = 3*x\n"
                "y.backward(retain_graph=True)\n"
                "y.backward()\n"
                "x.grad.zero_()\n"
                "y = None\n"
                "z = x\n",
                "leaf* 1 = 2\n"
                "2 mul(1 self=3) = 6 #1 MulBackward0(-) 3:4-3:7\n"
                "backward (retain) 2 4:0-4:29\n"
                "at #1 = 1\n"
                "1 grad = 3 added, 3 = 3\n"
                "done \n"
                "backward 2 5:0-5:12\n"
                "at #1 = 1\n"
                "1 grad = 3 added, 3 = 6\n"
                "done #1\n"
                "3 changed zero_(3) = 0 v2 6:0-6:14\n"
                "free #1|2\n");
}

static void
a_step_in_place_is_not_recorded (void)
{
  assert_trace ("x = torch.tensor([1.0, 2.0], requires_grad=True)\n"
                "(x*x).sum().backward()\n"
                "with torch.no_grad():\n"
                "    x -= 0.5*x.grad\n",
                "leaf* 1 = 1 2\n"
                "2 mul(1 1) = 1 4 #1 MulBackward0(- -) 3:1-3:4\n"
                "3 sum(2) = 5 #2 SumBackward0(#1) 3:0-3:11\n"
                "backward 3 3:0-3:22\n"
                "at #2 = 1\n"
                "at #1 = 1 1\n"
                "1 grad = 2 4 added, 4 = 2 4\n"
                "done #1\n"
                "free #2 #1|2 3\n"
                "not recording\n"
                "5 mul(4 self=0.5) = 1 2 5:9-5:19\n"
                "1 changed sub_(1 5) = 0 0 v1 5:4-5:19\n"
                "free |5\n"
                "recording\n");
}

static void
a_view_shares_its_memory (void)
{
  assert_trace ("x = torch.zeros(3)\n"
                "y = x[1:]\n"
                "y += 1\n"
                "x.requires_grad_()\n"
                "z = x\n",
                "leaf 1 = 0 0 0\n"
                "2 slice(1 start=1, end=3) = 0 0 3:4-3:9\n"
                "2 changed add_(2 other=1) = 1 1 v1 4:0-4:6\n"
                "refresh 1 = 0 1 1\n"
                "requires 1 1\n");
}

static void
what_an_operation_is_made_of_comes_before_it (void)
{
  assert_trace ("x = torch.ones(1, 2)\n"
                "w = torch.ones(3, 2, requires_grad=True)\n"
                "y = torch.nn.functional.linear(x, w)\n"
                "y.sum().backward()\n",
                "leaf 1 = 1 1\n"
                "leaf* 2 = 1 1 1 1 1 1\n"
                "4 t(2) = #1 TBackward0(-) 4:4-4:36\n"
                "3 linear(1 2) = 2 2 2 #2 MmBackward0(- -) 4:4-4:36\n"
                "5 sum(3) = 6 #3 SumBackward0(#2) 5:0-5:7\n"
                "backward 5 5:0-5:18\n"
                "at #3 = 1\n"
                "at #2 = 1 1 1\n"
                "at #1 = 1 1 1 1 1 1\n"
                "2 grad = 1 1 1 1 1 1 added, 6 = 1 1 1 1 1 1\n"
                "done #2\n"
                "free #3|5\n");
}

static void
gradients_of_gradients_have_a_history (void)
{
  assert_trace ("x = torch.tensor(3.0, requires_grad=True)\n"
                "y = x**3\n"
                "g, = torch.autograd.grad(y, x, create_graph=True)\n"
                "g.backward()\n",
                "leaf* 1 = 3\n"
                "2 pow(1 exponent=3) = 27 #1 PowBackward0(-) 3:4-3:8\n"
                "backward (retain) 2 4:5-4:49\n"
                "at #1 = 1\n"
                "done \n"
                "4 pow(1) = #2 PowBackward0(-) 4:5-4:49\n"
                "5 mul(4) = #3 MulBackward0(#2) 4:5-4:49\n"
                "3 mul(5) = 27 #4 MulBackward0(#3) 4:5-4:49\n"
                "backward 3 5:0-5:12\n"
                "at #4 = 1\n"
                "at #3 = 1\n"
                "at #2 = 3\n"
                "1 grad = 18 added, 6 = 18\n"
                "done #4 #3 #2\n");
}

static void
a_change_of_a_view_changes_the_history_of_its_base (void)
{
  assert_trace ("x = torch.tensor([1.0, 2.0], requires_grad=True)\n"
                "y = x.clone()\n"
                "y[1:].mul_(3)\n"
                "y.sum().backward()\n",
                "leaf* 1 = 1 2\n"
                "2 clone(1) = 1 2 #1 CloneBackward0(-) 3:4-3:13\n"
                "3 slice(2 start=1, end=2) = 2 #2 SliceBackward0(#1) 4:0-4:5\n"
                "2 changed mul_(2 other=3) = 1 6 #3 CopySlices(#1) v1 4:0-4:13\n"
                "3 changed mul_(3 other=3) = 6 #4 AsStridedBackward0(#2) v1 4:0-4:13\n"
                "free #4|3\n"
                "4 sum(2) = 7 #5 SumBackward0(#3) 5:0-5:7\n"
                "backward 4 5:0-5:18\n"
                "at #5 = 1\n"
                "at #3 = 1 1\n"
                "5 mul(3) = #6 MulBackward0(#2) 5:0-5:18\n"
                "at #6 = 1\n"
                "at #2 = 3\n"
                "at #1 = 1 3\n"
                "1 grad = 1 3 added, 6 = 1 3\n"
                "done #6\n"
                "free #5|4\n");
}

static void
each_result_has_a_node (void)
{
  assert_trace ("x = torch.tensor([1.0, 2.0], requires_grad=True)\n"
                "a, b = x.unbind()\n"
                "(a*b).backward()\n",
                "leaf* 1 = 1 2\n"
                "2 unbind(1) = 1 #1 UnbindBackward0(-) 3:7-3:17\n"
                "3 unbind(1) = 2 #2 UnbindBackward0(-) 3:7-3:17\n"
                "4 mul(2 3) = 2 #3 MulBackward0(#1 #2) 4:1-4:4\n"
                "backward 4 4:0-4:16\n"
                "at #3 = 1\n"
                "at #2 = 1\n"
                "at #1 = 2\n"
                "1 grad = 2 1 added, 5 = 2 1\n"
                "done #3\n"
                "free #3|4\n");
}

static void
an_assigned_gradient_is_told (void)
{
  assert_trace ("x = torch.tensor(2.0, requires_grad=True)\n"
                "(3*x).backward()\n"
                "x.grad = None\n"
                "x.grad = torch.tensor(5.0)\n"
                "x.requires_grad = False\n",
                "leaf* 1 = 2\n"
                "2 mul(1 self=3) = 6 #1 MulBackward0(-) 3:1-3:4\n"
                "backward 2 3:0-3:16\n"
                "at #1 = 1\n"
                "1 grad = 3 added, 3 = 3\n"
                "done #1\n"
                "free #1|2\n"
                "grad of 1 is 0\n"
                "free |3\n"
                "leaf 4 = 5\n"
                "grad of 1 is 4\n"
                "requires 1 0\n");
}

static void
a_retained_gradient_is_told (void)
{
  assert_trace ("x = torch.tensor(2.0, requires_grad=True)\n"
                "y = 3*x\n"
                "y.retain_grad()\n"
                "(2*y).backward()\n",
                "leaf* 1 = 2\n"
                "2 mul(1 self=3) = 6 #1 MulBackward0(-) 3:4-3:7\n"
                "3 mul(2 self=2) = 12 #2 MulBackward0(#1) 5:1-5:4\n"
                "backward 3 5:0-5:16\n"
                "at #2 = 1\n"
                "at #1 = 2\n"
                "1 grad = 6 added, 4 = 6\n"
                "done #2 #1\n"
                "leaf 5 = 2\n"
                "grad of 2 is 5\n"
                "free #2|3\n");
}

/* A hook may go backward itself: the outer pass is not over when the inner one is. */
static void
backward_within_backward_nests (void)
{
  g_autoptr (LabRun) run = running_run_text (client, "import torch\n"
                                                     "x = torch.tensor(2.0, requires_grad=True)\n"
                                                     "w = torch.tensor(3.0, requires_grad=True)\n"
                                                     "def look(g):\n"
                                                     "    with torch.enable_grad():\n"
                                                     "        z = w*w\n"
                                                     "    z.backward()\n"
                                                     "y = x*x\n"
                                                     "y.register_hook(look)\n"
                                                     "(3*y).backward()\n"
                                                     "print(x.grad, w.grad)\n");
  g_autofree char *printed = running_dup_output (run);
  LabLog          *log = lab_run_get_log (run);
  guint32          deepest = 0;

  g_assert_cmpstr (printed, ==, "tensor(12.) tensor(6.)\n");
  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_FINISHED);
  for (guint64 cursor = 0; cursor <= lab_log_get_n_events (log); cursor++)
    deepest = MAX (deepest, lab_log_get_state (log, cursor)->in_backward);
  g_assert_cmpuint (deepest, ==, 2);
  g_assert_cmpuint (lab_log_get_state (log, lab_log_get_n_events (log))->in_backward, ==, 0);
}

/* More nodes than a message can name. */
static void
a_long_chain_is_released_and_freed (void)
{
  g_autoptr (LabRun) run = running_run_text (client, "import torch\n"
                                                     "x = torch.tensor(1.0, requires_grad=True)\n"
                                                     "y = x\n"
                                                     "for k in range(20000): y = y*x\n"
                                                     "y.backward()\n"
                                                     "z = y.item()\n"
                                                     "y = None\n"
                                                     "z = x\n");
  LabLog         *log = lab_run_get_log (run);
  const LabState *state = lab_log_get_state (log, lab_log_get_n_events (log));

  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_FINISHED);
  g_assert_cmpuint (running_count (run, LAB_OP), ==, 20000);
  g_assert_cmpuint (running_count (run, LAB_RELEASE), ==, 1);
  g_assert_cmpuint (lab_map_get_n (&state->nodes), ==, 0);
  g_assert_cmpuint (lab_map_get_n (&state->tensors), ==, 2);
}

static void
an_optimiser_zeroes_and_steps (void)
{
  assert_trace ("x = torch.tensor([1.0], requires_grad=True)\n"
                "o = torch.optim.SGD([x], lr=0.5)\n"
                "(x*x).backward()\n"
                "o.step()\n"
                "o.zero_grad()\n",
                "leaf* 1 = 1\n"
                "2 mul(1 1) = 1 #1 MulBackward0(- -) 4:1-4:4\n"
                "backward 2 4:0-4:16\n"
                "at #1 = 1\n"
                "1 grad = 2 added, 3 = 2\n"
                "done #1\n"
                "free #1|2\n"
                "not recording\n"
                "1 changed copy_(1 1) = 0 v1 5:0-5:8\n"
                "recording\n"
                "grad of 1 is 0\n"
                "free |3\n");
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  client = lab_client_new ();
  g_test_add_func ("/lab/trace/a-product-and-a-sum", a_product_and_a_sum);
  g_test_add_func ("/lab/trace/a-second-backward-fails-at-the-node-that-saved", a_second_backward_fails_at_the_node_that_saved);
  g_test_add_func ("/lab/trace/retaining-keeps-the-graph-and-gradients-add-up", retaining_keeps_the_graph_and_gradients_add_up);
  g_test_add_func ("/lab/trace/a-step-in-place-is-not-recorded", a_step_in_place_is_not_recorded);
  g_test_add_func ("/lab/trace/a-view-shares-its-memory", a_view_shares_its_memory);
  g_test_add_func ("/lab/trace/what-an-operation-is-made-of-comes-before-it", what_an_operation_is_made_of_comes_before_it);
  g_test_add_func ("/lab/trace/gradients-of-gradients-have-a-history", gradients_of_gradients_have_a_history);
  g_test_add_func ("/lab/trace/a-change-of-a-view-changes-the-history-of-its-base", a_change_of_a_view_changes_the_history_of_its_base);
  g_test_add_func ("/lab/trace/an-assigned-gradient-is-told", an_assigned_gradient_is_told);
  g_test_add_func ("/lab/trace/a-retained-gradient-is-told", a_retained_gradient_is_told);
  g_test_add_func ("/lab/trace/backward-within-backward-nests", backward_within_backward_nests);
  g_test_add_func ("/lab/trace/a-long-chain-is-released-and-freed", a_long_chain_is_released_and_freed);
  g_test_add_func ("/lab/trace/an-optimiser-zeroes-and-steps", an_optimiser_zeroes_and_steps);
  g_test_add_func ("/lab/trace/each-result-has-a-node", each_result_has_a_node);
  status = g_test_run ();
  g_object_unref (client);
  return status;
}
