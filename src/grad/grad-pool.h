/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Work on many items by all processors. Threads take chunk after chunk until none is left, so that a chunk which takes
 * long keeps nobody waiting; between chunks they look whether the work was cancelled. */

/* Works on the items from begin to end (exclusive), in any thread, at the same time as others work on others. */
typedef void (*GradPoolFunction) (gsize    begin,
                                  gsize    end,
                                  gpointer data);

/* Tells of n_done of n items; in the thread that asked, now and then. */
typedef void (*GradPoolProgress) (gsize    n_done,
                                  gsize    n,
                                  gpointer user_data);

/* Works on n items in chunks of size chunk and returns when all is done; the calling thread works, too. FALSE if
 * cancelled: then some items were worked on and none is any more. cancellable may be NULL. */
gboolean grad_pool_run (gsize            n,
                        gsize            chunk,
                        GradPoolFunction function,
                        gpointer         data,
                        GCancellable    *cancellable);

/* The same without waiting: callback is called in the thread-default main context of the caller, and after it nobody
 * uses data, which free_data (may be NULL) then frees, in whichever thread lets go of it last. progress may be NULL. */
void     grad_pool_run_async (gsize               n,
                              gsize               chunk,
                              GradPoolFunction    function,
                              gpointer            data,
                              GDestroyNotify      free_data,
                              GCancellable       *cancellable,
                              GradPoolProgress    progress,
                              GAsyncReadyCallback callback,
                              gpointer            user_data);
gboolean grad_pool_run_finish (GAsyncResult *result,
                               GError      **error);

/* What was asked for last wins: a cancellable for new work, which cancels the one given out before. *current holds it
 * between calls, and is NULL at first; g_clear_object it in the end. Transfer none. */
GCancellable *grad_pool_supersede (GCancellable **current);

/* How many threads may work at once; 0 for one per processor. For benchmarks. */
void grad_pool_set_n_threads (guint n_threads);

G_END_DECLS
