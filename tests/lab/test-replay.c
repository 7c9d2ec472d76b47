/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Going back and forth in the logs of real programs: those of tests/lab/programs, run by a real worker. */

#include <string.h>

#include "lab/lab-client.h"
#include "lab/lab-graph.h"
#include "lab/lab-search.h"
#include "running.h"

static LabClient *client;

/* ---- programs ---- */

static void
add_programs (GPtrArray  *paths,
              const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    if (g_str_has_suffix (name, ".py"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
}

static LabRun *
run_file (const char *path,
          gboolean    traced)
{
  g_autofree char *text = NULL;
  g_autofree char *name = g_path_get_basename (path);
  LabRunOptions    options = { .name = name, .traced = traced };

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  options.text = text;
  return running_run (client, &options, NULL);
}

/* Each program runs once for all tests. */
typedef struct
{
  char   *path;
  LabRun *run;
} Program;

static GArray *programs;

static void
clear_program (gpointer data)
{
  Program *program = data;

  g_free (program->path);
  g_object_unref (program->run);
}

static void
run_all (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "lab", "programs", NULL);
  g_autofree char *course = g_test_build_filename (G_TEST_DIST, "lab", "programs", "course", NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  programs = g_array_new (FALSE, FALSE, sizeof (Program));
  g_array_set_clear_func (programs, clear_program);
  add_programs (paths, folder);
  add_programs (paths, course);
  g_assert_cmpuint (paths->len, >, 20);
  for (guint i = 0; i < paths->len; i++)
    {
      Program program = { g_strdup (paths->pdata[i]), run_file (paths->pdata[i], TRUE) };

      g_test_message ("%s", program.path);
      g_assert_cmpint (lab_run_get_ending (program.run), !=, LAB_ENDING_DISTRUSTED);
      g_array_append_val (programs, program);
    }
}

static void
for_each_program (void (*check) (LabRun *run, const char *path))
{
  if (programs == NULL)
    run_all ();
  for (guint i = 0; i < programs->len; i++)
    {
      const Program *program = &g_array_index (programs, Program, i);

      g_test_message ("%s", program->path);
      check (program->run, program->path);
    }
}

static guint64
get_end (LabLog *log)
{
  return lab_log_get_n_events (log);
}

/* ---- what holds for all ---- */

static char *
dup_printed (LabRun *run)
{
  LabLog *log = lab_run_get_log (run);

  return lab_log_dup_output (log, get_end (log), 1);
}

static void
check_printed (LabRun     *run,
               const char *path)
{
  g_autoptr (LabRun) untraced = run_file (path, FALSE);
  g_autofree char *printed = dup_printed (run);
  g_autofree char *expected = dup_printed (untraced);

  g_assert_cmpstr (printed, ==, expected);
  g_assert_cmpint (lab_run_get_ending (run), ==, lab_run_get_ending (untraced));
}

static void
tracing_changes_nothing_that_is_printed (void)
{
  for_each_program (check_printed);
}

/* The cursors after the LINE events. */
static GArray *
list_lines (LabLog *log)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint64 event = 0; event < get_end (log); event++)
    if (lab_log_get_kind (log, event) == LAB_LINE)
      {
        const guint64 cursor = event + 1;

        g_array_append_val (lines, cursor);
      }
  return lines;
}

static void
check_steps (LabRun     *run,
             const char *path)
{
  LabLog *log = lab_run_get_log (run);
  g_autoptr (GArray) lines = list_lines (log);
  guint64 cursor = 0;
  guint   n = MIN (lines->len, 80), first = lines->len - n;

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (lab_search (log, cursor, LAB_SEARCH_STEP_INTO, 0, &cursor));
      g_assert_cmpuint (cursor, ==, g_array_index (lines, guint64, i));
    }
  cursor = get_end (log);
  for (guint i = lines->len; i-- > first;)
    {
      g_assert_true (lab_search (log, cursor, LAB_SEARCH_BACK_INTO, 0, &cursor));
      g_assert_cmpuint (cursor, ==, g_array_index (lines, guint64, i));
    }
}

static void
every_line_is_a_step_in_both_directions (void)
{
  for_each_program (check_steps);
}

static void
check_depths (LabRun     *run,
              const char *path)
{
  LabLog *log = lab_run_get_log (run);
  g_autoptr (GArray) lines = list_lines (log);
  static const LabSearch searches[] = { LAB_SEARCH_STEP_OVER, LAB_SEARCH_BACK_OVER, LAB_SEARCH_STEP_OUT, LAB_SEARCH_BACK_OUT };

  for (guint i = 0; i < MIN (lines->len, 40); i++)
    for (guint k = 0; k < G_N_ELEMENTS (searches); k++)
      {
        const guint64 cursor = g_array_index (lines, guint64, i);
        const guint32 depth = lab_log_get_state (log, cursor)->depth;
        guint64       found;

        if (k >= 2 && depth == 0)
          continue;
        if (!lab_search (log, cursor, searches[k], 0, &found))
          continue;
        g_assert_cmpuint (lab_log_get_state (log, found)->depth, <=, k < 2 ? depth : depth - 1);
        g_assert_true (k % 2 == 0 ? found > cursor : found < cursor);
      }
}

static void
a_step_over_goes_no_deeper_and_a_step_out_comes_out (void)
{
  for_each_program (check_depths);
}

static guint
count_backward (LabLog *log)
{
  guint n = 0;

  for (guint64 event = 0; event < get_end (log); event++)
    n += lab_log_get_kind (log, event) == LAB_BWD || lab_log_get_kind (log, event) == LAB_ACC;
  return n;
}

static void
check_backward (LabRun     *run,
                const char *path)
{
  LabLog *log = lab_run_get_log (run);
  guint64 cursor = 0;
  guint   n = 0;

  while (lab_search (log, cursor, LAB_SEARCH_BACKWARD_NODE, 0, &cursor))
    {
      g_assert_cmpuint (lab_log_get_state (log, cursor)->in_backward, >, 0);
      n++;
    }
  g_assert_cmpuint (n, ==, count_backward (log));
}

static void
backward_is_walked_node_by_node (void)
{
  for_each_program (check_backward);
}

/* A .grad that is there was written by something, on a line, and its values are known. */
static void
check_writers (LabRun     *run,
               const char *path)
{
  LabLog            *log = lab_run_get_log (run);
  const guint64      end = get_end (log);
  LabMap             grads = { 0 };
  const LabMapEntry *entry;

  lab_map_copy (&grads, &lab_log_get_state (log, end)->grads);
  for (guint position = 0; (entry = lab_map_next (&grads, &position)) != NULL;)
    {
      guint64   event, line, grad, values;
      LabTensor tensor;
      LabKind   kind;

      g_assert_true (lab_search_gradient_writer (log, end, entry->key, &event));
      kind = lab_log_get_kind (log, event);
      g_assert_true (kind == LAB_ACC || kind == LAB_INPLACE || kind == LAB_GRAD);
      g_assert_true (lab_search_line_of (log, event, &line));
      g_assert_true (lab_map_get (&lab_log_get_state (log, end)->grad_ids, entry->key, &grad));
      g_assert_true (lab_search_tensor (log, end, grad, &values));
      g_assert_true (lab_log_get_tensor (log, values, &tensor));
      g_assert_cmpuint (tensor.id, ==, grad);
    }
  lab_map_clear (&grads);
}

static void
every_gradient_has_a_writer (void)
{
  for_each_program (check_writers);
}

/* What dies is forgotten: at the end no more is alive than the program can reach. */
static void
check_graph (LabRun     *run,
             const char *path)
{
  LabLog *log = lab_run_get_log (run);
  g_autoptr (LabGraph) graph = lab_graph_new (log, get_end (log), 2000);

  for (guint i = 0; i < graph->links->len; i++)
    {
      const LabGraphLink *link = &g_array_index (graph->links, LabGraphLink, i);

      g_assert_cmpuint (link->from, <, link->to);
      g_assert_cmpuint (link->to, <, graph->items->len);
    }
}

static void
graphs_grow_forward_in_time (void)
{
  for_each_program (check_graph);
}

/* ---- one program in detail ---- */

static const char descent[] =
    "import torch\n"                              /*  1 */
    "def loss(w):\n"                              /*  2 */
    "    e = w - 3\n"                             /*  3 */
    "    return e*e\n"                            /*  4 */
    "w = torch.tensor(1.0, requires_grad=True)\n" /*  5 */
    "for k in range(2):\n"                        /*  6 */
    "    l = loss(w)\n"                           /*  7 */
    "    l.backward()\n"                          /*  8 */
    "    with torch.no_grad():\n"                 /*  9 */
    "        w -= 0.25*w.grad\n"                  /* 10 */
    "    w.grad.zero_()\n"                        /* 11 */
    "print(w)\n";                                 /* 12 */

static guint64
go (LabLog   *log,
    guint64   cursor,
    LabSearch search,
    guint32   argument,
    guint32   line)
{
  g_assert_true (lab_search (log, cursor, search, argument, &cursor));
  g_assert_cmpuint (lab_log_get_state (log, cursor)->line, ==, line);
  return cursor;
}

static void
a_call_can_be_entered_left_and_passed_over (void)
{
  g_autoptr (LabRun) run = running_run_text (client, descent);
  LabLog       *log = lab_run_get_log (run);
  const guint64 call = go (log, 0, LAB_SEARCH_LINE, 7, 7);
  const guint64 inside = go (log, call, LAB_SEARCH_STEP_INTO, 0, 3);
  const guint64 after = go (log, call, LAB_SEARCH_STEP_OVER, 0, 8);

  g_assert_cmpuint (go (log, inside, LAB_SEARCH_STEP_OUT, 0, 8), ==, after);
  g_assert_cmpuint (go (log, inside, LAB_SEARCH_BACK_OUT, 0, 7), ==, call);
  g_assert_cmpuint (go (log, after, LAB_SEARCH_BACK_OVER, 0, 7), ==, call);
  go (log, after, LAB_SEARCH_BACK_INTO, 0, 4);
  go (log, get_end (log), LAB_SEARCH_BACK_LINE, 3, 3);
  g_assert_false (lab_search (log, go (log, 0, LAB_SEARCH_LINE, 12, 12), LAB_SEARCH_LINE, 7, &(guint64){ 0 }));
}

static double
get_value (LabLog *log,
           guint64 event)
{
  LabTensor tensor;

  g_assert_true (lab_log_get_tensor (log, event, &tensor));
  return lab_tensor_get_value (&tensor, 0);
}

/* Who wrote w.grad: backward on line 8, then zero_ on line 11. */
static void
the_writer_of_a_gradient_is_named (void)
{
  g_autoptr (LabRun) run = running_run_text (client, descent);
  LabLog       *log = lab_run_get_log (run);
  const guint64 stepped = go (log, 0, LAB_SEARCH_LINE, 9, 9);
  const guint64 zeroed = go (log, stepped, LAB_SEARCH_LINE, 6, 6);
  guint64       event, line;

  g_assert_false (lab_search_gradient_writer (log, go (log, 0, LAB_SEARCH_LINE, 7, 7), 1, &event));
  g_assert_true (lab_search_gradient_writer (log, stepped, 1, &event));
  g_assert_cmpint (lab_log_get_kind (log, event), ==, LAB_ACC);
  g_assert_cmpfloat (get_value (log, event), ==, -4);
  g_assert_true (lab_search_line_of (log, event, &line));
  g_assert_cmpuint (lab_log_get_state (log, line + 1)->line, ==, 8);
  g_assert_true (lab_search_gradient_writer (log, zeroed, 1, &event));
  g_assert_cmpint (lab_log_get_kind (log, event), ==, LAB_INPLACE);
  g_assert_cmpfloat (get_value (log, event), ==, 0);
}

/* The graph of a round goes when the next round’s takes its name. */
static void
only_the_last_graph_is_alive (void)
{
  g_autoptr (LabRun) run = running_run_text (client, descent);
  LabLog *log = lab_run_get_log (run);
  guint   most = 0;

  for (guint64 cursor = 0; cursor <= get_end (log); cursor++)
    most = MAX (most, lab_map_get_n (&lab_log_get_state (log, cursor)->nodes));
  g_assert_cmpuint (most, ==, 4);
  g_assert_cmpuint (lab_map_get_n (&lab_log_get_state (log, get_end (log))->nodes), ==, 2);
  g_assert_cmpuint (lab_map_get_n (&lab_log_get_state (log, get_end (log))->released), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  client = lab_client_new ();
  lab_client_set_warm (client, TRUE);
  g_test_add_func ("/lab/replay/tracing-changes-nothing-that-is-printed", tracing_changes_nothing_that_is_printed);
  g_test_add_func ("/lab/replay/every-line-is-a-step-in-both-directions", every_line_is_a_step_in_both_directions);
  g_test_add_func ("/lab/replay/a-step-over-goes-no-deeper-and-a-step-out-comes-out", a_step_over_goes_no_deeper_and_a_step_out_comes_out);
  g_test_add_func ("/lab/replay/backward-is-walked-node-by-node", backward_is_walked_node_by_node);
  g_test_add_func ("/lab/replay/every-gradient-has-a-writer", every_gradient_has_a_writer);
  g_test_add_func ("/lab/replay/graphs-grow-forward-in-time", graphs_grow_forward_in_time);
  g_test_add_func ("/lab/replay/a-call-can-be-entered-left-and-passed-over", a_call_can_be_entered_left_and_passed_over);
  g_test_add_func ("/lab/replay/the-writer-of-a-gradient-is-named", the_writer_of_a_gradient_is_named);
  g_test_add_func ("/lab/replay/only-the-last-graph-is-alive", only_the_last_graph_is_alive);
  status = g_test_run ();
  g_clear_pointer (&programs, g_array_unref);
  g_object_unref (client);
  return status;
}
