/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gio/gio.h>

#include "lab/lab-error.h"
#include "lab/lab-protocol.h"

G_BEGIN_DECLS

/* One worker process and the socket to it. Everything happens in the main context of the thread that started it, in
 * small portions, below the priority of drawing. */
typedef struct _LabWorker LabWorker;

/* How a process ended. */
typedef struct
{
  gboolean by_signal;
  int      number; /* of the signal, or the exit status */
  gboolean killed; /* by us */
  char    *errors; /* what it wrote on its standard error, at most 16 KiB, valid UTF-8 */
} LabWorkerEnd;

typedef struct
{
  /* A frame came. FALSE: it is not understood, nothing more will be read. It may drop the worker. */
  gboolean (*frame) (LabWorker    *worker,
                     const guint8 *frame,
                     gsize         length,
                     gpointer      data);
  /* A portion of frames has been delivered. */
  void (*pause) (LabWorker *worker,
                 gpointer   data);
  /* The process is gone, and everything it said has been delivered. */
  void (*ended) (LabWorker          *worker,
                 const LabWorkerEnd *end,
                 gpointer            data);
} LabWorkerCallbacks;

/* NULL if programs can be run here; otherwise a sentence why not. Transfer full. */
char *lab_worker_dup_problem (void);

/* Starts a process. LAB_ERROR_UNAVAILABLE with a sentence if that cannot be done. strict is for tests: whatever the
 * wall refuses ends the process. Transfer full. */
LabWorker *lab_worker_new (gboolean strict,
                           GError **error);

LabWorker *lab_worker_ref (LabWorker *worker);
void       lab_worker_unref (LabWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabWorker, lab_worker_unref)

/* Who is told; callbacks may be NULL, for nobody. */
void lab_worker_set_callbacks (LabWorker                *worker,
                               const LabWorkerCallbacks *callbacks,
                               gpointer                  data);

/* Sends a message, now or when the worker reads. FALSE if it breaks a limit of the protocol. */
gboolean lab_worker_send (LabWorker        *worker,
                          const LabMessage *message);

/* Asks the program to stop (SIGUSR1), or the worker to say what it has not said yet (SIGUSR2). */
void lab_worker_signal (LabWorker *worker,
                        int        number);

/* Ends the process, whatever it does. */
void lab_worker_kill (LabWorker *worker);

/* Closes the socket: nothing more is said or heard, and the process ends when it notices. */
void lab_worker_hang_up (LabWorker *worker);

/* When it was last heard of, in monotonic time. */
gint64 lab_worker_get_last_heard (const LabWorker *worker);

GPid lab_worker_get_pid (const LabWorker *worker);

G_END_DECLS
