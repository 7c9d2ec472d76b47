/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* How the window stays answering while something long is computed. What is dragged asks for a new computation in each
 * frame: cheap ones are done within it, so that the picture is never behind the hand; of long ones only the newest
 * matters, but one under way is let finish if it soon will, since a picture of a moment ago is better than none. */

#include "app/gradients-runner.h"

#define BUDGET 0.008                             /* seconds that may pass while the window waits: half a frame */
#define PATIENCE (300 * G_TIME_SPAN_MILLISECOND) /* with a job that was overtaken */

struct _GradientsRunner
{
  GObject parent_instance;

  const GradientsJobKind *kind;
  double                  seconds_per_size; /* as measured, newer jobs weighing more */
  gpointer                waiting;          /* the newest job, while another is being computed; may be NULL */
  double                  waiting_size;
  GCancellable           *cancellable; /* of the job in the thread; NULL if there is none */
  gint64                  begun;
};

/* A job on its way through a thread. */
typedef struct
{
  const GradientsJobKind *kind;
  gpointer                job;
  double                  size;
  double                  seconds;
} Trip;

enum
{
  PROP_BUSY = 1,
  N_PROPS,
};

enum
{
  SIGNAL_DONE,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GradientsRunner, gradients_runner, G_TYPE_OBJECT)

static void
trip_free (Trip *trip)
{
  trip->kind->free (trip->job);
  g_free (trip);
}

static gboolean
compute (Trip         *trip,
         GCancellable *cancellable)
{
  gint64   before = g_get_monotonic_time ();
  gboolean done = trip->kind->compute (trip->job, cancellable);

  trip->seconds = (double) (g_get_monotonic_time () - before) / G_USEC_PER_SEC;
  return done;
}

static void
work_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  g_task_return_boolean (task, compute (data, cancellable));
}

static void
tell_done (GradientsRunner *self,
           Trip            *trip)
{
  if (trip->size > 0)
    self->seconds_per_size += 0.5 * (trip->seconds / trip->size - self->seconds_per_size);
  g_signal_emit (self, signals[SIGNAL_DONE], 0, trip->job);
}

static void start (GradientsRunner *self,
                   gpointer         job,
                   double           size);

static void
work_finished_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  GradientsRunner *self = GRADIENTS_RUNNER (source);
  gpointer         next = g_steal_pointer (&self->waiting);

  g_clear_object (&self->cancellable);
  if (g_task_propagate_boolean (G_TASK (result), NULL))
    tell_done (self, g_task_get_task_data (G_TASK (result)));
  if (next != NULL)
    start (self, next, self->waiting_size);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
start (GradientsRunner *self,
       gpointer         job,
       double           size)
{
  Trip *trip = g_new0 (Trip, 1);

  trip->kind = self->kind;
  trip->job = job;
  trip->size = size;
  if (size <= self->kind->short_size || size * self->seconds_per_size <= BUDGET)
    {
      compute (trip, NULL);
      tell_done (self, trip);
      trip_free (trip);
    }
  else
    {
      g_autoptr (GTask) task = NULL;

      self->cancellable = g_cancellable_new ();
      self->begun = g_get_monotonic_time ();
      task = g_task_new (self, self->cancellable, work_finished_cb, NULL);
      g_task_set_check_cancellable (task, FALSE); /* what was finished in spite of it counts */
      g_task_set_task_data (task, trip, (GDestroyNotify) trip_free);
      g_task_run_in_thread (task, work_in_thread);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
    }
}

static void
gradients_runner_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, gradients_runner_is_busy (GRADIENTS_RUNNER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_runner_dispose (GObject *object)
{
  gradients_runner_stop (GRADIENTS_RUNNER (object));
  G_OBJECT_CLASS (gradients_runner_parent_class)->dispose (object);
}

static void
gradients_runner_class_init (GradientsRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gradients_runner_dispose;
  object_class->get_property = gradients_runner_get_property;

  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
gradients_runner_init (GradientsRunner *self)
{
}

GradientsRunner *
gradients_runner_new (const GradientsJobKind *kind)
{
  GradientsRunner *self = g_object_new (GRADIENTS_TYPE_RUNNER, NULL);

  self->kind = kind;
  return self;
}

void
gradients_runner_submit (GradientsRunner *self,
                         gpointer         job,
                         double           size)
{
  g_return_if_fail (GRADIENTS_IS_RUNNER (self));

  if (self->waiting != NULL)
    self->kind->free (g_steal_pointer (&self->waiting));
  if (self->cancellable == NULL)
    {
      start (self, job, size);
      return;
    }
  self->waiting = job;
  self->waiting_size = size;
  if (g_get_monotonic_time () - self->begun > PATIENCE)
    g_cancellable_cancel (self->cancellable);
}

void
gradients_runner_stop (GradientsRunner *self)
{
  g_return_if_fail (GRADIENTS_IS_RUNNER (self));

  if (self->waiting != NULL)
    self->kind->free (g_steal_pointer (&self->waiting));
  g_cancellable_cancel (self->cancellable);
}

gboolean
gradients_runner_is_busy (GradientsRunner *self)
{
  g_return_val_if_fail (GRADIENTS_IS_RUNNER (self), FALSE);

  return self->cancellable != NULL;
}
