/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Jobs, one at a time, the newest first. */

#include "app/gradients-runner.h"

#include "harness.h"

/* A job of so many milliseconds. */
typedef struct
{
  int      number;
  guint    ms;
  GThread *thread;
} Job;

static int n_alive;

static Job *
job_new (int   number,
         guint ms)
{
  Job *job = g_new0 (Job, 1);

  job->number = number;
  job->ms = ms;
  n_alive++;
  return job;
}

static void
job_free (gpointer job)
{
  n_alive--;
  g_free (job);
}

static gboolean
job_compute (gpointer      data,
             GCancellable *cancellable)
{
  Job *job = data;

  job->thread = g_thread_self ();
  for (guint i = 0; i < job->ms && !g_cancellable_is_cancelled (cancellable); i++)
    g_usleep (1000);
  return !g_cancellable_is_cancelled (cancellable);
}

static const GradientsJobKind kind = { job_compute, job_free, 10 };

typedef struct
{
  GradientsRunner *runner;
  int              done[8];
  guint            n_done;
  gboolean         in_thread;
} Fixture;

static void
done_cb (Fixture *fixture,
         Job     *job)
{
  fixture->done[fixture->n_done++] = job->number;
  fixture->in_thread = job->thread != g_thread_self ();
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->runner = gradients_runner_new (&kind);
  g_signal_connect_swapped (fixture->runner, "done", G_CALLBACK (done_cb), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  harness_wait (!gradients_runner_is_busy (fixture->runner));
  g_assert_finalize_object (fixture->runner);
  g_assert_cmpint (n_alive, ==, 0);
}

/* The first job of a size tells what jobs of that size cost; this one is dear. */
static void
make_dear (Fixture *fixture)
{
  gradients_runner_submit (fixture->runner, job_new (0, 50), 100);
  g_assert_cmpuint (fixture->n_done, ==, 1);
}

static void
a_cheap_job_is_done_at_once (Fixture      *fixture,
                             gconstpointer data)
{
  gradients_runner_submit (fixture->runner, job_new (1, 0), 1000);
  gradients_runner_submit (fixture->runner, job_new (2, 0), 1000);
  g_assert_cmpuint (fixture->n_done, ==, 2);
  g_assert_false (fixture->in_thread);
}

static void
a_dear_one_is_done_in_a_thread (Fixture      *fixture,
                                gconstpointer data)
{
  make_dear (fixture);
  gradients_runner_submit (fixture->runner, job_new (1, 20), 100);
  g_assert_true (gradients_runner_is_busy (fixture->runner));
  harness_wait (fixture->n_done == 2);
  g_assert_true (fixture->in_thread);
  g_assert_false (gradients_runner_is_busy (fixture->runner));
}

static void
a_short_one_never_is (Fixture      *fixture,
                      gconstpointer data)
{
  make_dear (fixture);
  gradients_runner_submit (fixture->runner, job_new (1, 20), 10);
  g_assert_cmpuint (fixture->n_done, ==, 2);
  g_assert_false (fixture->in_thread);
}

static void
the_newest_wins (Fixture      *fixture,
                 gconstpointer data)
{
  make_dear (fixture);
  for (int i = 1; i <= 5; i++)
    gradients_runner_submit (fixture->runner, job_new (i, 20), 100);
  harness_wait (!gradients_runner_is_busy (fixture->runner));
  g_assert_cmpuint (fixture->n_done, ==, 3);
  g_assert_cmpint (fixture->done[1], ==, 1); /* was under way, and soon done */
  g_assert_cmpint (fixture->done[2], ==, 5);
}

static void
a_long_one_that_is_overtaken_gives_way (Fixture      *fixture,
                                        gconstpointer data)
{
  make_dear (fixture);
  gradients_runner_submit (fixture->runner, job_new (1, 600000), 100);
  harness_breathe (350);
  gradients_runner_submit (fixture->runner, job_new (2, 1), 100);
  harness_wait (!gradients_runner_is_busy (fixture->runner));
  g_assert_cmpuint (fixture->n_done, ==, 2);
  g_assert_cmpint (fixture->done[1], ==, 2);
}

static void
stopped_it_tells_nothing_more (Fixture      *fixture,
                               gconstpointer data)
{
  make_dear (fixture);
  gradients_runner_submit (fixture->runner, job_new (1, 600000), 100);
  gradients_runner_submit (fixture->runner, job_new (2, 1), 100);
  gradients_runner_stop (fixture->runner);
  harness_wait (!gradients_runner_is_busy (fixture->runner));
  g_assert_cmpuint (fixture->n_done, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/app/runner/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("a-cheap-job-is-done-at-once", a_cheap_job_is_done_at_once);
  ADD ("a-dear-one-is-done-in-a-thread", a_dear_one_is_done_in_a_thread);
  ADD ("a-short-one-never-is", a_short_one_never_is);
  ADD ("the-newest-wins", the_newest_wins);
  ADD ("a-long-one-that-is-overtaken-gives-way", a_long_one_that_is_overtaken_gives_way);
  ADD ("stopped-it-tells-nothing-more", stopped_it_tells_nothing_more);
  return g_test_run ();
}
