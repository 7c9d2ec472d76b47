/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "lab/lab-log.h"

#include <string.h>

#include "fixture.h"
#include "frames.h"

/* What a variable of the frame at depth holds at cursor. */
static LabValue
get_value (LabLog     *log,
           guint64     cursor,
           guint32     depth,
           const char *name)
{
  const LabState    *state = lab_log_get_state (log, cursor);
  const LabMapEntry *entry;
  guint              position = 0;

  g_assert_cmpuint (depth, <, state->frames->len);
  while ((entry = lab_map_next (&g_array_index (state->frames, LabFrame, depth).variables, &position)) != NULL)
    if (g_str_equal (lab_names_get (lab_log_get_names (log), (guint32) entry->key), name))
      {
        LabMessage message;

        lab_log_get_event (log, entry->value, &message);
        return message.var.value;
      }
  return (LabValue){ .kind = 255 };
}

static double
get_tensor_value (LabLog *log,
                  guint64 cursor,
                  guint64 id)
{
  guint64   event;
  LabTensor tensor;

  g_assert_true (lab_map_get (&lab_log_get_state (log, cursor)->tensors, id, &event));
  g_assert_true (lab_log_get_tensor (log, event, &tensor));
  return lab_tensor_get_value (&tensor, 0);
}

static void
any_cursor_has_its_state (void)
{
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_line (log, 1);
  fixture_int (log, "k", 1);
  fixture_call (log, "f");
  fixture_int (log, "k", 2);
  fixture_return (log);
  fixture_int (log, "k", 3);

  g_assert_cmpint (get_value (log, 1, 0, "k").kind, ==, 255);
  g_assert_cmpint (get_value (log, 2, 0, "k").integer, ==, 1);
  g_assert_cmpint (get_value (log, 4, 1, "k").integer, ==, 2);
  g_assert_cmpint (get_value (log, 4, 0, "k").integer, ==, 1);
  g_assert_cmpint (get_value (log, 6, 0, "k").integer, ==, 3);
  g_assert_cmpint (get_value (log, 2, 0, "k").integer, ==, 1);
  g_assert_cmpuint (lab_log_get_state (log, 5)->frames->len, ==, 1);
}

static void
the_graph_lives_and_dies (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  guint most = 0;

  for (guint64 cursor = 0; cursor <= lab_log_get_n_events (log); cursor++)
    most = MAX (most, lab_map_get_n (&lab_log_get_state (log, cursor)->nodes));
  g_assert_cmpuint (most, ==, 2);
  g_assert_cmpuint (lab_map_get_n (&lab_log_get_state (log, lab_log_get_n_events (log))->nodes), ==, 1);
  g_assert_true (lab_map_get (&lab_log_get_state (log, lab_log_get_n_events (log))->released, 11, NULL));
  g_assert_cmpfloat (get_tensor_value (log, lab_log_get_n_events (log), 1), ==, (double) 3.2f);
  g_assert_cmpfloat (get_tensor_value (log, 3, 1), ==, 4);
}

static void
output_is_what_was_printed_so_far (void)
{
  g_autoptr (LabLog) log = lab_log_new ();
  g_autofree char *early = NULL;
  g_autofree char *out = NULL;
  g_autofree char *all = NULL;

  fixture_out (log, 1, "a\n");
  fixture_out (log, 2, "oops\n");
  fixture_append (log, &(LabMessage){ .kind = LAB_WARN, .warn = { .text = frames_text ("careful\n") } });
  fixture_append (log, &(LabMessage){ .kind = LAB_EXC, .exc = { .caught = 1, .text = frames_text ("never seen") } });
  fixture_out (log, 1, "b\n");
  early = lab_log_dup_output (log, 1, 0);
  out = lab_log_dup_output (log, 5, 1);
  all = lab_log_dup_output (log, 5, 0);
  g_assert_cmpstr (early, ==, "a\n");
  g_assert_cmpstr (out, ==, "a\nb\n");
  g_assert_cmpstr (all, ==, "a\noops\ncareful\nb\n");
}

static void
figures_count_when_they_are_shown (void)
{
  g_autoptr (LabLog) log = lab_log_new ();
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;

  fixture_line (log, 1);
  fixture_append (log, &(LabMessage){ .kind = LAB_FIGURE, .figure = { .figure = 1 } });
  fixture_append (log, &(LabMessage){ .kind = LAB_AXES, .axes = { .figure = 1 } });
  fixture_append (log, &(LabMessage){ .kind = LAB_SHOW, .show = { 1 } });
  before = lab_log_list_figures (log, 3);
  after = lab_log_list_figures (log, 4);
  g_assert_cmpuint (before->len, ==, 0);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_cmpuint (g_array_index (after, guint64, 0), ==, 1);
}

/* A gradient that is replaced is forgotten as the old one's. */
static void
an_assigned_gradient_has_a_new_holder (void)
{
  g_autoptr (LabLog) log = lab_log_new ();
  guint64 writer;

  fixture_leaf (log, 1, 4);
  fixture_leaf (log, 2, 8);
  fixture_leaf (log, 3, 9);
  fixture_append (log, &(LabMessage){ .kind = LAB_GRAD, .grad = { 1, 2 } });
  fixture_append (log, &(LabMessage){ .kind = LAB_GRAD, .grad = { 1, 3 } });
  fixture_inplace (log, "zero_", 2, 0);
  g_assert_true (lab_map_get (&lab_log_get_state (log, 6)->grads, 1, &writer));
  g_assert_cmpuint (writer, ==, 4);
  fixture_append (log, &(LabMessage){ .kind = LAB_GRAD, .grad = { 1, 0 } });
  g_assert_false (lab_map_get (&lab_log_get_state (log, 7)->grads, 1, &writer));
}

/* What no worker of ours would say. */
static void
words_without_sense_are_refused (void)
{
  static const guint64 nine = 9, zero = 0;
  const LabMessage     bad[] = {
        { .kind = LAB_LINE, .line = { 1, 1 } },
        { .kind = LAB_CALL, .call = { .depth = 2 } },
        { .kind = LAB_RETURN, .return_ = { 0 } },
        { .kind = LAB_VAR, .var = { .depth = 1 } },
        { .kind = LAB_VAR, .var = { 0, { "x", 1 }, { .kind = LAB_VALUE_TENSOR, .tensor = 9 } } },
        { .kind = LAB_UNVAR, .unvar = { .depth = 3 } },
        { .kind = LAB_LEAF, .leaf = { { .id = 0 }, 0 } },
        { .kind = LAB_LEAF, .leaf = { { .id = 1 }, 0 } },
        { .kind = LAB_OP, .op = { .output = { .id = 1 } } },
        { .kind = LAB_OP, .op = { .output = { .id = 5 }, .inputs = { &nine, 1 }, .next = { &zero, 1 } } },
        { .kind = LAB_OP, .op = { .output = { .id = 5 }, .inputs = { &zero, 1 }, .next = { &nine, 1 } } },
        { .kind = LAB_INPLACE, .inplace = { .tensor = { .id = 9 } } },
        { .kind = LAB_REFRESH, .refresh = { { .id = 9 } } },
        { .kind = LAB_REQUIRE, .require = { 9, 1 } },
        { .kind = LAB_GRAD, .grad = { 9, 0 } },
        { .kind = LAB_GRAD, .grad = { 1, 9 } },
        { .kind = LAB_BWD_BEGIN, .bwd_begin = { .roots = { &nine, 1 } } },
        { .kind = LAB_BWD, .bwd = { .node = 1 } },
        { .kind = LAB_ACC, .acc = { .leaf = 1 } },
        { .kind = LAB_BWD_END },
        { .kind = LAB_FREE, .free = { { &nine, 1 }, { NULL, 0 } } },
        { .kind = LAB_FREE, .free = { { NULL, 0 }, { &nine, 1 } } },
        { .kind = LAB_FIGURE, .figure = { .figure = 0 } },
        { .kind = LAB_MARK, .mark = { .figure = 1 } },
        { .kind = LAB_SHOW, .show = { 0 } },
  };
  g_autoptr (LabLog) log = lab_log_new ();

  fixture_leaf (log, 1, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GByteArray) frame = frames_encode (&bad[i]);
      g_autoptr (GError) error = NULL;

      g_test_message ("%" G_GSIZE_FORMAT ": %s", i, lab_protocol_lookup (bad[i].kind)->name);
      g_assert_false (lab_log_append (log, frame->data, frame->len, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_PROTOCOL);
      g_assert_cmpuint (lab_log_get_n_events (log), ==, 1);
    }
}

static void
nothing_follows_the_end (void)
{
  g_autoptr (LabLog) log = fixture_descent ();
  const LabMessage line = { .kind = LAB_LINE, .line = { 1, 0 } };
  g_autoptr (GByteArray) frame = frames_encode (&line);
  g_autoptr (GError) error = NULL;

  g_assert_false (lab_log_append (log, frame->data, frame->len, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_PROTOCOL);
}

static void
a_full_log_says_so (void)
{
  g_autoptr (LabLog) log = lab_log_new ();
  const LabMessage line = { .kind = LAB_LINE, .line = { 1, 0 } };
  g_autoptr (GByteArray) frame = frames_encode (&line);
  g_autoptr (GError) error = NULL;

  lab_log_set_limit (log, 2 * frame->len);
  fixture_line (log, 1);
  fixture_line (log, 2);
  g_assert_false (lab_log_append (log, frame->data, frame->len, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_LIMIT);
}

static void
long_events_have_a_chunk_of_their_own (void)
{
  g_autoptr (LabLog) log = lab_log_new ();
  g_autofree double *points = g_new0 (double, LAB_MAX_POINTS);
  LabMessage         mark = { .kind = LAB_MARK, .mark = { .figure = 1, .x = { points, LAB_MAX_POINTS }, .y = { points, LAB_MAX_POINTS } } };

  fixture_line (log, 1);
  fixture_append (log, &(LabMessage){ .kind = LAB_FIGURE, .figure = { .figure = 1 } });
  fixture_append (log, &mark);
  fixture_append (log, &(LabMessage){ .kind = LAB_SHOW, .show = { 1 } });
  fixture_line (log, 2);
  lab_log_get_event (log, 2, &mark);
  g_assert_cmpuint (mark.mark.y.n, ==, LAB_MAX_POINTS);
  g_assert_cmpint (lab_log_get_kind (log, 3), ==, LAB_SHOW);
  g_assert_cmpuint (lab_log_get_state (log, 5)->line, ==, 2);
}

static void
assert_same_map (const LabMap *a,
                 const LabMap *b)
{
  guint i = 0, j = 0;

  g_assert_cmpuint (lab_map_get_n (a), ==, lab_map_get_n (b));
  for (const LabMapEntry *entry; (entry = lab_map_next (a, &i)) != NULL;)
    {
      const LabMapEntry *other = lab_map_next (b, &j);

      g_assert_cmpuint (entry->key, ==, other->key);
      g_assert_cmpuint (entry->value, ==, other->value);
    }
}

static void
assert_same_state (const LabState *a,
                   const LabState *b)
{
  g_assert_cmpuint (a->n_events, ==, b->n_events);
  g_assert_cmpuint (a->line, ==, b->line);
  g_assert_cmpuint (a->depth, ==, b->depth);
  g_assert_cmpuint (a->line_event, ==, b->line_event);
  g_assert_cmpuint (a->frames->len, ==, b->frames->len);
  for (guint i = 0; i < a->frames->len; i++)
    assert_same_map (&g_array_index (a->frames, LabFrame, i).variables, &g_array_index (b->frames, LabFrame, i).variables);
  assert_same_map (&a->tensors, &b->tensors);
  assert_same_map (&a->makers, &b->makers);
  assert_same_map (&a->nodes, &b->nodes);
  assert_same_map (&a->released, &b->released);
  assert_same_map (&a->grads, &b->grads);
  assert_same_map (&a->holders, &b->holders);
}

/* A long run with a graph that grows, dies and recurses. */
static LabLog *
make_long_log (guint n_rounds)
{
  LabLog *log = lab_log_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  fixture_leaf (log, 1, 1);
  for (guint64 round = 0; round < n_rounds; round++)
    {
      const guint64 id = 10 + round;

      fixture_line (log, 1 + (guint32) (round % 7));
      fixture_int (log, round % 3 == 0 ? "a" : round % 3 == 1 ? "b"
                                                              : "c",
                   (gint64) round);
      if (g_rand_int_range (rand, 0, 3) == 0)
        fixture_call (log, "f");
      else if (lab_log_get_state (log, lab_log_get_n_events (log))->depth > 0)
        fixture_return (log);
      fixture_op (log, id, "mul", id, 1, (guint64) 1, (guint64) 0, (guint64) 0);
      if (round > 500)
        fixture_free (log, id - 500, id - 500);
    }
  return log;
}

static void
keyframes_change_nothing (void)
{
  g_autoptr (LabLog) log = make_long_log (8000);
  g_autoptr (LabState) state = lab_state_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  LabNames *names = lab_names_new ();

  g_assert_cmpuint (lab_log_get_n_events (log), >, 30000);
  while (state->n_events < lab_log_get_n_events (log))
    {
      LabMessage message;

      lab_log_get_event (log, state->n_events, &message);
      lab_state_fold (state, names, &message);
      if (g_rand_int_range (rand, 0, 300) != 0)
        continue;
      lab_log_get_state (log, (guint64) g_rand_int_range (rand, 0, (gint32) lab_log_get_n_events (log)));
      assert_same_state (lab_log_get_state (log, state->n_events), state);
    }
  lab_names_free (names);
}

/* Random but well-formed frames, most of them nonsense: they are folded or refused, and any cursor still has a
 * state. LAB_FUZZ_FRAMES asks for more. */
static void
no_worker_can_upset_it (void)
{
  const char          *asked = g_getenv ("LAB_FUZZ_FRAMES");
  guint64              n = asked != NULL ? g_ascii_strtoull (asked, NULL, 10) / 10 : 20000;
  gsize                n_rows;
  const LabMessageRow *rows = lab_protocol_list (&n_rows);
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  g_autoptr (LabLog) log = lab_log_new ();

  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) arena = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GByteArray) frame = NULL;
      const LabMessageRow *row = &rows[(gsize) g_rand_int_range (rand, 0, (gint32) n_rows)];
      LabMessage           message;

      frames_fill (row, rand, arena, &message);
      if (message.kind == LAB_END)
        continue;
      if (message.kind == LAB_VAR)
        message.var.depth = 0;
      frame = frames_encode (&message);
      lab_log_append (log, frame->data, frame->len, NULL);
      if (i % 1000 == 0)
        lab_log_get_state (log, (guint64) g_rand_int_range (rand, 0, (gint32) lab_log_get_n_events (log) + 1));
    }
  g_assert_cmpuint (lab_log_get_n_events (log), >, 0);
  g_assert_cmpuint (lab_log_get_n_events (log), <, n);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/log/any-cursor-has-its-state", any_cursor_has_its_state);
  g_test_add_func ("/lab/log/the-graph-lives-and-dies", the_graph_lives_and_dies);
  g_test_add_func ("/lab/log/output-is-what-was-printed-so-far", output_is_what_was_printed_so_far);
  g_test_add_func ("/lab/log/figures-count-when-they-are-shown", figures_count_when_they_are_shown);
  g_test_add_func ("/lab/log/an-assigned-gradient-has-a-new-holder", an_assigned_gradient_has_a_new_holder);
  g_test_add_func ("/lab/log/words-without-sense-are-refused", words_without_sense_are_refused);
  g_test_add_func ("/lab/log/nothing-follows-the-end", nothing_follows_the_end);
  g_test_add_func ("/lab/log/a-full-log-says-so", a_full_log_says_so);
  g_test_add_func ("/lab/log/long-events-have-a-chunk-of-their-own", long_events_have_a_chunk_of_their_own);
  g_test_add_func ("/lab/log/keyframes-change-nothing", keyframes_change_nothing);
  g_test_add_func ("/lab/log/no-worker-can-upset-it", no_worker_can_upset_it);
  return g_test_run ();
}
