/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The client with real workers: how runs begin, go on and end. */

#include "lab/lab-client.h"

#include <string.h>

#include "running.h"

static void
a_program_runs_to_its_end (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  g_autoptr (LabRun) run = running_run_text (client, "x = 6\nprint(x * 7)\n");
  g_autofree char *output = running_dup_output (run);

  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_FINISHED);
  g_assert_cmpstr (output, ==, "42\n");
  g_assert_cmpuint (running_count (run, LAB_LINE), ==, 2);
  g_assert_cmpuint (lab_run_get_wall (run) & LAB_WALL_SECCOMP, !=, 0);
}

static void
an_untraced_program_says_only_what_it_prints (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  LabRunOptions options = { .name = "p.py", .text = "for k in range(1000): x = k\nprint(x)\n" };
  g_autoptr (LabRun) run = running_run (client, &options, NULL);
  g_autofree char *output = running_dup_output (run);

  g_assert_cmpstr (output, ==, "999\n");
  g_assert_cmpuint (lab_log_get_n_events (lab_run_get_log (run)), ==, 3);
}

static const struct
{
  const char *text;
  LabEnding   ending;
  const char *sentence;
  const char *output;
} ends[] = {
  { "print('a')\n\n1/0\n", LAB_ENDING_EXCEPTION, "The program ended with ZeroDivisionError at line 3.",
    "a\nTraceback (most recent call last):\n  File \"program.py\", line 3, in <module>\n    1/0\n    ~^~\n"
    "ZeroDivisionError: division by zero\n" },
  { "x = (1\n", LAB_ENDING_SYNTAX, "The program cannot be read: SyntaxError at line 1.",
    "  File \"program.py\", line 1\n    x = (1\n        ^\nSyntaxError: '(' was never closed\n" },
  { "import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.exit()\n", LAB_ENDING_FINISHED, "The program has finished.", "out\nerr\n" },
  { "raise SystemExit('no more')", LAB_ENDING_FINISHED, "The program has finished.", "no more\n" },
  { "", LAB_ENDING_FINISHED, "The program has finished.", "" },
};

static void
each_end_has_its_words (void)
{
  g_autoptr (LabClient) client = lab_client_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (LabRun) run = running_run_text (client, ends[i].text);
      g_autofree char *output = running_dup_output (run);

      g_assert_cmpint (lab_run_get_ending (run), ==, ends[i].ending);
      g_assert_cmpstr (lab_run_get_sentence (run), ==, ends[i].sentence);
      g_assert_cmpstr (output, ==, ends[i].output);
    }
}

static void
exit_codes_are_kept (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  g_autoptr (LabRun) run = running_run_text (client, "raise SystemExit(7)");

  g_assert_cmpint (lab_run_get_exit_code (run), ==, 7);
}

/* ---- stopping ---- */

static void
stop_when_running (LabRun *run)
{
  if (lab_run_get_state (run) == LAB_RUN_RUNNING && running_count (run, LAB_OUT) > 0)
    lab_run_stop (run);
}

static void
an_endless_loop_stops_at_once (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  const char *const programs[] = {
    "print('go')\nwhile True: pass\n",
    "print('go')\nk = 0\nwhile True:\n    k += 1\n",
    "print('go')\nwhile True:\n    try:\n        while True: pass\n    except Exception:\n        pass\n",
    "print('go')\nimport time\ntime.sleep(1000)\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    for (int traced = 0; traced < 2; traced++)
      {
        LabRunOptions options = { .name = "p.py", .text = programs[i], .traced = traced, .max_lines = G_MAXINT64, .max_events = G_MAXINT64 };
        g_autoptr (LabRun) run = running_run (client, &options, stop_when_running);

        g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_STOPPED);
        g_assert_cmpstr (lab_run_get_sentence (run), ==, "The program was stopped.");
      }
}

static gboolean
is_silent (gpointer run)
{
  return lab_run_get_silence (run) > 0.5 && running_count (run, LAB_OUT) > 0;
}

static gboolean
has_ended (gpointer run)
{
  return lab_run_get_state (run) == LAB_RUN_ENDED;
}

/* One call that does not look up: the process is ended, the log up to there stays. */
static void
what_does_not_stop_is_ended (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  const char *const programs[] = {
    "print('go'); import itertools\nany(itertools.repeat(0))\n",
    "print('go'); import itertools\nall(itertools.repeat(1))\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      LabRunOptions options = { .name = "p.py", .text = programs[i], .traced = TRUE };
      g_autoptr (LabRun) run = lab_client_run (client, &options);

      g_assert_true (running_wait (is_silent, run, 20000));
      lab_run_stop (run);
      g_assert_true (running_wait (has_ended, run, 20000));
      g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_STOPPED);
      g_assert_cmpstr (lab_run_get_sentence (run), ==, "The program did not stop when it was asked to, so it was ended.");
      g_assert_cmpuint (running_count (run, LAB_LINE), ==, 2);
    }
}

static void
a_swallowed_stop_comes_again (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  const char *text = "print('go')\nwhile True:\n    try:\n        while True:\n            x = 1\n    except BaseException:\n        x = 2\n";

  for (int traced = 0; traced < 2; traced++)
    {
      LabRunOptions options = { .name = "p.py", .text = text, .traced = traced, .max_lines = G_MAXINT64, .max_events = G_MAXINT64 };
      g_autoptr (LabRun) run = running_run (client, &options, stop_when_running);

      g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_STOPPED);
      g_assert_cmpstr (lab_run_get_sentence (run), ==, "The program was stopped.");
    }
}

static void
stop_at_once (LabRun *run)
{
  lab_run_stop (run);
}

static void
a_run_can_be_stopped_before_it_begins (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  LabRunOptions options = { .name = "p.py", .text = "print('never')" };
  g_autoptr (LabRun) run = lab_client_run (client, &options);

  stop_at_once (run);
  g_assert_cmpint (lab_run_get_state (run), ==, LAB_RUN_ENDED);
  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_STOPPED);
}

/* ---- limits ---- */

static void
go_on_twice (LabRun *run)
{
  guint n = running_count (run, LAB_PAUSED);

  if (lab_run_get_state (run) != LAB_RUN_PAUSED)
    return;
  if (n < 3)
    lab_run_go_on (run);
  else
    lab_run_stop (run);
}

static void
a_long_record_pauses_and_goes_on (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  LabRunOptions options = { .name = "p.py", .text = "while True:\n    x = 1\n", .traced = TRUE, .max_lines = 1000 };
  g_autoptr (LabRun) run = running_run (client, &options, go_on_twice);

  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_LIMIT);
  g_assert_cmpstr (lab_run_get_sentence (run), ==, "The program ran as many lines as the lab records.");
  g_assert_cmpuint (running_count (run, LAB_LINE), >, 3000);
  g_assert_cmpuint (running_count (run, LAB_LINE), <, 3100);
}

static void
endless_printing_has_an_end (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  LabRunOptions options = { .name = "p.py", .text = "while True:\n    try:\n        print('x' * 1000)\n    except BaseException:\n        pass\n" };
  g_autoptr (LabRun) run = running_run (client, &options, NULL);
  g_autofree char *output = running_dup_output (run);

  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_LIMIT);
  g_assert_cmpstr (lab_run_get_sentence (run), ==, "The program printed more than the lab keeps.");
  g_assert_cmpuint (strlen (output), <=, 1 << 20);
  g_assert_cmpuint (strlen (output), >, 1000000);
}

/* What waits in the worker while it is busy is asked for. */
static void
one_long_call_still_shows_what_came_before (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  LabRunOptions options = { .name = "p.py", .text = "import sys\nsys.stdout.write('no line end')\nx = 10**10**9\n", .traced = TRUE };
  g_autoptr (LabRun) run = lab_client_run (client, &options);
  LabLog *log = lab_run_get_log (run);

  g_assert_true (running_wait (is_silent, run, 20000));
  g_assert_cmpuint (lab_log_get_state (log, lab_log_get_n_events (log))->line, ==, 3);
  lab_run_stop (run);
}

/* ---- the spare worker ---- */

static void
checked_cb (GObject      *client,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(LabCheckResult **) data = lab_client_check_finish (LAB_CLIENT (client), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_there (gpointer data)
{
  return *(gpointer *) data != NULL;
}

static void
a_program_is_read_without_running_it (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  g_autoptr (LabCheckResult) good = NULL;
  g_autoptr (LabCheckResult) bad = NULL;

  lab_client_check_async (client, "x = 1\n\ndef f():\n    return 2\n", checked_cb, &good);
  lab_client_check_async (client, "x = 1\ny = = 2\n", checked_cb, &bad);
  g_assert_true (running_wait (is_there, &bad, 20000));
  g_assert_true (good->fine);
  g_assert_cmpuint (good->lines->len, ==, 3);
  g_assert_cmpuint (g_array_index (good->lines, guint32, 2), ==, 4);
  g_assert_false (bad->fine);
  g_assert_cmpuint (bad->span.line, ==, 2);
  g_assert_cmpuint (bad->span.column, ==, 4);
  g_assert_cmpstr (bad->message, ==, "invalid syntax");
}

static void
refused_cb (GObject      *client,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lab_client_check_finish (LAB_CLIENT (client), result, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_UNAVAILABLE);
  *(gboolean *) data = TRUE;
}

/* The worker reads the first program and runs the second; its answers must not be mixed up. */
static void
a_run_takes_the_spare_that_was_reading (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  g_autoptr (LabRun) run = NULL;
  g_autofree char *output = NULL;
  gboolean         refused = FALSE;

  lab_client_set_warm (client, TRUE);
  lab_client_check_async (client, "y = = 2\n", refused_cb, &refused);
  run = running_run_text (client, "print('fine')\n");
  output = running_dup_output (run);
  g_assert_true (refused);
  g_assert_cmpstr (output, ==, "fine\n");
  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_FINISHED);
}

static void
ten_runs_in_a_row_use_ten_workers (void)
{
  g_autoptr (LabClient) client = lab_client_new ();

  lab_client_set_warm (client, TRUE);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *text = g_strdup_printf ("try: print(k)\nexcept NameError: k = %u; print(k)\n", i);
      g_autofree char *expected = g_strdup_printf ("%u\n", i);
      g_autoptr (LabRun) run = running_run_text (client, text);
      g_autofree char *output = running_dup_output (run);

      g_assert_cmpstr (output, ==, expected);
    }
}

/* A run that nobody wants any more takes its process with it. */
static void
a_dropped_run_leaves_nothing (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  LabRunOptions options = { .name = "p.py", .text = "print('go')\nwhile True: pass\n" };
  LabRun       *run = lab_client_run (client, &options);

  g_assert_finalize_object (run);
}

static void
a_worker_that_is_not_there_is_said (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  g_autofree char *path = g_strdup (g_getenv ("GRADIENTS_WORKER"));
  g_autoptr (LabRun) run = NULL;

  g_setenv ("GRADIENTS_WORKER", "/nowhere/gradients-worker", TRUE);
  run = running_run_text (client, "print(1)");
  g_setenv ("GRADIENTS_WORKER", path, TRUE);
  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_UNAVAILABLE);
  g_assert_cmpstr (lab_run_get_sentence (run), ==, "Programs cannot run here: the lab’s worker is not installed at “/nowhere/gradients-worker”.");
}

static void
a_program_that_is_too_long_is_said (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  g_autofree char *text = g_strnfill (LAB_MAX_PROGRAM + 1, '#');
  g_autoptr (LabRun) run = running_run_text (client, text);

  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_UNAVAILABLE);
  g_assert_cmpstr (lab_run_get_sentence (run), ==, "A program may have 256 KiB at most.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/client/a-program-runs-to-its-end", a_program_runs_to_its_end);
  g_test_add_func ("/lab/client/an-untraced-program-says-only-what-it-prints", an_untraced_program_says_only_what_it_prints);
  g_test_add_func ("/lab/client/each-end-has-its-words", each_end_has_its_words);
  g_test_add_func ("/lab/client/exit-codes-are-kept", exit_codes_are_kept);
  g_test_add_func ("/lab/client/an-endless-loop-stops-at-once", an_endless_loop_stops_at_once);
  g_test_add_func ("/lab/client/what-does-not-stop-is-ended", what_does_not_stop_is_ended);
  g_test_add_func ("/lab/client/a-swallowed-stop-comes-again", a_swallowed_stop_comes_again);
  g_test_add_func ("/lab/client/a-run-can-be-stopped-before-it-begins", a_run_can_be_stopped_before_it_begins);
  g_test_add_func ("/lab/client/a-long-record-pauses-and-goes-on", a_long_record_pauses_and_goes_on);
  g_test_add_func ("/lab/client/endless-printing-has-an-end", endless_printing_has_an_end);
  g_test_add_func ("/lab/client/one-long-call-still-shows-what-came-before", one_long_call_still_shows_what_came_before);
  g_test_add_func ("/lab/client/a-program-is-read-without-running-it", a_program_is_read_without_running_it);
  g_test_add_func ("/lab/client/a-run-takes-the-spare-that-was-reading", a_run_takes_the_spare_that_was_reading);
  g_test_add_func ("/lab/client/ten-runs-in-a-row-use-ten-workers", ten_runs_in_a_row_use_ten_workers);
  g_test_add_func ("/lab/client/a-dropped-run-leaves-nothing", a_dropped_run_leaves_nothing);
  g_test_add_func ("/lab/client/a-worker-that-is-not-there-is-said", a_worker_that_is_not_there_is_said);
  g_test_add_func ("/lab/client/a-program-that-is-too-long-is-said", a_program_that_is_too_long_is_said);
  return g_test_run ();
}
