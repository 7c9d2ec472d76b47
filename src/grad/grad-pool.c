/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A job is a counter of chunks that threads of one pool draw from. It lives until the last of them has let go of it. */

#include "grad/grad-pool.h"

#include <stdatomic.h>

typedef struct
{
  gatomicrefcount  ref_count;
  gsize            n, chunk;
  GradPoolFunction function;
  gpointer         data;
  GCancellable    *cancellable;
  atomic_size_t    next;      /* the first item that nobody has taken; n or more once no more may be taken */
  atomic_size_t    n_done;    /* items */
  atomic_uint      n_working; /* threads that may be at a chunk */
  atomic_bool      is_over;

  GMutex lock; /* a waiting thread is told by a condition, any other by a task */
  GCond  idle;
  GTask *task;

  GradPoolProgress progress;
  gpointer         progress_data;
  GMainContext    *context;
  atomic_bool      progress_is_due;
} Job;

static guint wanted_threads;

static guint
count_threads (void)
{
  return wanted_threads > 0 ? wanted_threads : g_get_num_processors ();
}

void
grad_pool_set_n_threads (guint n_threads)
{
  wanted_threads = n_threads;
}

static Job *
job_new (gsize            n,
         gsize            chunk,
         GradPoolFunction function,
         gpointer         data,
         GCancellable    *cancellable)
{
  Job *job = g_new0 (Job, 1);

  g_atomic_ref_count_init (&job->ref_count);
  job->n = n;
  job->chunk = MAX (chunk, 1);
  job->function = function;
  job->data = data;
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  g_mutex_init (&job->lock);
  g_cond_init (&job->idle);
  return job;
}

static void
job_unref (Job *job)
{
  if (!g_atomic_ref_count_dec (&job->ref_count))
    return;
  g_clear_object (&job->cancellable);
  g_clear_pointer (&job->context, g_main_context_unref);
  g_mutex_clear (&job->lock);
  g_cond_clear (&job->idle);
  g_free (job);
}

static gboolean
tell_progress_cb (gpointer data)
{
  Job *job = data;

  atomic_store (&job->progress_is_due, FALSE);
  if (!atomic_load (&job->is_over))
    job->progress (atomic_load (&job->n_done), job->n, job->progress_data);
  return G_SOURCE_REMOVE;
}

/* One message at a time is under way to the thread that asked, however fast chunks are done. */
static void
note_progress (Job  *job,
               gsize n_items)
{
  GSource *source;

  atomic_fetch_add (&job->n_done, n_items);
  if (job->progress == NULL || atomic_exchange (&job->progress_is_due, TRUE))
    return;
  g_atomic_ref_count_inc (&job->ref_count);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_progress_cb, job, (GDestroyNotify) job_unref);
  g_source_attach (source, job->context);
  g_source_unref (source);
}

static void
take_chunks (Job *job)
{
  while (!g_cancellable_is_cancelled (job->cancellable))
    {
      gsize begin = atomic_fetch_add (&job->next, job->chunk), size;

      if (begin >= job->n)
        return;
      size = MIN (job->chunk, job->n - begin);
      job->function (begin, begin + size, job->data);
      note_progress (job, size);
    }
  atomic_store (&job->next, job->n);
}

static void
finish_task (Job *job)
{
  g_task_return_boolean (job->task, atomic_load (&job->n_done) == job->n);
  g_clear_object (&job->task);
}

/* A thread counts itself before it takes anything, so when nothing is left to take and nobody is at work all is over,
 * though some of the threads that were asked to help may not have come yet; they will find nothing. */
static void
work (gpointer data,
      gpointer user_data)
{
  Job *job = data;

  atomic_fetch_add (&job->n_working, 1);
  take_chunks (job);
  if (atomic_fetch_sub (&job->n_working, 1) == 1)
    {
      if (job->context != NULL && !atomic_exchange (&job->is_over, TRUE))
        finish_task (job);
      g_mutex_lock (&job->lock);
      g_cond_signal (&job->idle);
      g_mutex_unlock (&job->lock);
    }
  job_unref (job);
}

static GThreadPool *
get_threads (void)
{
  static GThreadPool *threads;

  if (g_once_init_enter (&threads))
    g_once_init_leave (&threads, g_thread_pool_new (work, NULL, (int) g_get_num_processors (), FALSE, NULL));
  return threads;
}

/* Asks threads of the pool to help, at least n_least but no more than there are chunks. */
static void
push (Job  *job,
      guint n_threads,
      guint n_least)
{
  gsize n_chunks = job->n / job->chunk + 1;

  n_threads = (guint) MAX (n_least, MIN (n_threads, n_chunks));
  for (guint i = 0; i < n_threads; i++)
    {
      g_atomic_ref_count_inc (&job->ref_count);
      g_thread_pool_push (get_threads (), job, NULL);
    }
}

gboolean
grad_pool_run (gsize            n,
               gsize            chunk,
               GradPoolFunction function,
               gpointer         data,
               GCancellable    *cancellable)
{
  Job     *job = job_new (n, chunk, function, data, cancellable);
  gboolean done;

  push (job, count_threads () - 1, 0);
  take_chunks (job);
  g_mutex_lock (&job->lock);
  while (atomic_load (&job->n_working) > 0)
    g_cond_wait (&job->idle, &job->lock);
  g_mutex_unlock (&job->lock);
  done = atomic_load (&job->n_done) == n;
  job_unref (job);
  return done;
}

typedef struct
{
  gpointer       data;
  GDestroyNotify free_data;
} OwnedData;

static void
owned_data_free (gpointer data)
{
  OwnedData *owned = data;

  if (owned->free_data != NULL)
    owned->free_data (owned->data);
  g_free (owned);
}

void
grad_pool_run_async (gsize               n,
                     gsize               chunk,
                     GradPoolFunction    function,
                     gpointer            data,
                     GDestroyNotify      free_data,
                     GCancellable       *cancellable,
                     GradPoolProgress    progress,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  Job       *job = job_new (n, chunk, function, data, cancellable);
  OwnedData *owned = g_new (OwnedData, 1);

  *owned = (OwnedData){ data, free_data };
  job->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, grad_pool_run_async);
  g_task_set_task_data (job->task, owned, owned_data_free);
  job->context = g_main_context_ref_thread_default ();
  job->progress = progress;
  job->progress_data = user_data;
  push (job, count_threads (), 1);
  job_unref (job);
}

gboolean
grad_pool_run_finish (GAsyncResult *result,
                      GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, grad_pool_run_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

GCancellable *
grad_pool_supersede (GCancellable **current)
{
  if (*current != NULL)
    g_cancellable_cancel (*current);
  g_clear_object (current);
  *current = g_cancellable_new ();
  return *current;
}
