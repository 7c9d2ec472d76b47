/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "grad/grad-pool.h"

#include <stdatomic.h>

enum
{
  N = 10007,
};

typedef struct
{
  atomic_int    visits[N];
  atomic_int    n_calls;
  GCancellable *cancellable; /* cancelled by the 5th call */
  GThread      *asker;
  gsize         last_progress;
  guint         n_callbacks;
  gboolean      ok;
  GError       *error;
} Fixture;

static void
visit (gsize    begin,
       gsize    end,
       gpointer data)
{
  Fixture *fixture = data;

  g_assert_cmpuint (begin, <, end);
  g_assert_cmpuint (end, <=, N);
  if (atomic_fetch_add (&fixture->n_calls, 1) == 4 && fixture->cancellable != NULL)
    g_cancellable_cancel (fixture->cancellable);
  for (gsize i = begin; i < end; i++)
    atomic_fetch_add (&fixture->visits[i], 1);
  g_usleep (50);
}

static void
assert_visited_once (const Fixture *fixture)
{
  for (gsize i = 0; i < N; i++)
    g_assert_cmpint (fixture->visits[i], ==, 1);
}

static void
each_item_is_worked_on_once (void)
{
  for (guint n_threads = 0; n_threads < 6; n_threads++)
    {
      g_autofree Fixture *fixture = g_new0 (Fixture, 1);

      grad_pool_set_n_threads (n_threads);
      g_assert_true (grad_pool_run (N, 100, visit, fixture, NULL));
      assert_visited_once (fixture);
      g_assert_cmpint (fixture->n_calls, ==, 101);
    }
  grad_pool_set_n_threads (0);
  g_assert_true (grad_pool_run (0, 100, visit, NULL, NULL));
}

/* At most one chunk in each thread is begun after the cancellation. */
static void
a_cancelled_run_stops (void)
{
  g_autofree Fixture *fixture = g_new0 (Fixture, 1);

  fixture->cancellable = g_cancellable_new ();
  g_assert_false (grad_pool_run (N, 10, visit, fixture, fixture->cancellable));
  g_assert_cmpint (fixture->n_calls, <=, 5 + (int) g_get_num_processors ());
  g_object_unref (fixture->cancellable);
}

static gpointer
run_in_thread (gpointer data)
{
  g_assert_true (grad_pool_run (N, 50, visit, data, NULL));
  return NULL;
}

static void
several_may_ask_at_once (void)
{
  Fixture *fixtures[4];
  GThread *threads[4];

  for (guint i = 0; i < 4; i++)
    {
      fixtures[i] = g_new0 (Fixture, 1);
      threads[i] = g_thread_new (NULL, run_in_thread, fixtures[i]);
    }
  for (guint i = 0; i < 4; i++)
    {
      g_thread_join (threads[i]);
      assert_visited_once (fixtures[i]);
      g_free (fixtures[i]);
    }
}

static void
progress_cb (gsize    n_done,
             gsize    n,
             gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (g_thread_self () == fixture->asker);
  g_assert_cmpuint (n, ==, N);
  g_assert_cmpuint (n_done, >=, fixture->last_progress);
  g_assert_cmpuint (fixture->n_callbacks, ==, 0);
  fixture->last_progress = n_done;
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (g_thread_self () == fixture->asker);
  fixture->ok = grad_pool_run_finish (result, &fixture->error);
  fixture->n_callbacks++;
}

static void
run_async (Fixture      *fixture,
           GCancellable *cancellable)
{
  fixture->asker = g_thread_self ();
  grad_pool_run_async (N, 100, visit, fixture, NULL, cancellable, progress_cb, finished_cb, fixture);
}

static void
the_result_comes_to_the_one_who_asked (void)
{
  g_autofree Fixture *fixture = g_new0 (Fixture, 1);

  run_async (fixture, NULL);
  while (fixture->n_callbacks == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (fixture->ok);
  assert_visited_once (fixture);
  g_assert_cmpuint (fixture->last_progress, >, 0);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (fixture->n_callbacks, ==, 1);
}

static void
nothing_to_do_is_done (void)
{
  g_autofree Fixture *fixture = g_new0 (Fixture, 1);

  fixture->asker = g_thread_self ();
  grad_pool_run_async (0, 1, visit, fixture, NULL, NULL, NULL, finished_cb, fixture);
  while (fixture->n_callbacks == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (fixture->ok);
}

static void
the_newest_request_wins (void)
{
  g_autoptr (GCancellable) current = NULL;
  Fixture *fixtures[5];

  for (guint i = 0; i < 5; i++)
    {
      fixtures[i] = g_new0 (Fixture, 1);
      run_async (fixtures[i], grad_pool_supersede (&current));
    }
  for (guint i = 0; i < 5; i++)
    {
      while (fixtures[i]->n_callbacks == 0)
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (fixtures[i]->ok == (i == 4));
      if (i < 4)
        g_assert_error (fixtures[i]->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  assert_visited_once (fixtures[4]);
  for (guint i = 0; i < 5; i++)
    {
      g_clear_error (&fixtures[i]->error);
      g_free (fixtures[i]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/pool/each-item-is-worked-on-once", each_item_is_worked_on_once);
  g_test_add_func ("/grad/pool/a-cancelled-run-stops", a_cancelled_run_stops);
  g_test_add_func ("/grad/pool/several-may-ask-at-once", several_may_ask_at_once);
  g_test_add_func ("/grad/pool/the-result-comes-to-the-one-who-asked", the_result_comes_to_the_one_who_asked);
  g_test_add_func ("/grad/pool/nothing-to-do-is-done", nothing_to_do_is_done);
  g_test_add_func ("/grad/pool/the-newest-request-wins", the_newest_request_wins);
  return g_test_run ();
}
