/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_RUNNER (gradients_runner_get_type ())
G_DECLARE_FINAL_TYPE (GradientsRunner, gradients_runner, GRADIENTS, RUNNER, GObject)

/* What is to be computed. compute is called in some thread, with a job that nobody else touches meanwhile, and
 * returns FALSE if it was cancelled. A job of up to short_size is never worth a thread. */
typedef struct
{
  gboolean (*compute) (gpointer job, GCancellable *cancellable);
  GDestroyNotify free;
  double         short_size;
} GradientsJobKind;

/* Computes jobs, one at a time and the newest first: at once where that takes no longer than a part of a frame, else in
 * a thread. Signal "done" (job) tells of each that came to its end; one that is overtaken may never. Property "busy"
 * says whether a thread is at work. */
GradientsRunner *gradients_runner_new (const GradientsJobKind *kind);

/* Takes the job; its size is in whatever unit its time grows with. */
void gradients_runner_submit (GradientsRunner *self,
                              gpointer         job,
                              double           size);

/* Nobody waits for anything any more. */
void gradients_runner_stop (GradientsRunner *self);

gboolean gradients_runner_is_busy (GradientsRunner *self);

G_END_DECLS
