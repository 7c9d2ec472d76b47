/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The client: a spare worker, which reads programs for errors while it waits for one to run. */

#include "lab/lab-client.h"

#include <glib/gi18n-lib.h>

#include "lab/lab-text.h"

struct _LabClient
{
  GObject    parent;
  LabWorker *spare;
  gboolean   warm, ready;
  guint32    wall;
  GQueue     checks; /* GTask: those the spare has not answered */
};

G_DEFINE_FINAL_TYPE (LabClient, lab_client, G_TYPE_OBJECT)

/* ---- the spare worker ---- */

void
lab_check_result_free (LabCheckResult *result)
{
  g_clear_pointer (&result->lines, g_array_unref);
  g_free (result->message);
  g_free (result);
}

static void
free_result (gpointer result)
{
  lab_check_result_free (result);
}

static LabCheckResult *
read_answer (const LabMessage *message)
{
  LabCheckResult *result = g_new0 (LabCheckResult, 1);

  result->fine = message->kind == LAB_COMPILED;
  if (!result->fine)
    {
      result->span = message->syntax.span;
      result->message = lab_text_dup_clean (message->syntax.message);
      return result;
    }
  result->lines = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = 0; i < message->compiled.lines.n; i++)
    {
      const guint32 line = lab_list_get_u32 (&message->compiled.lines, i);

      g_array_append_val (result->lines, line);
    }
  return result;
}

static void
refuse_checks (LabClient  *client,
               const char *sentence)
{
  GTask *task;

  while ((task = g_queue_pop_head (&client->checks)) != NULL)
    {
      g_task_return_new_error (task, LAB_ERROR, LAB_ERROR_UNAVAILABLE, "%s", sentence);
      g_object_unref (task);
    }
}

static void
drop_spare (LabClient  *client,
            const char *sentence)
{
  if (client->spare != NULL)
    {
      lab_worker_set_callbacks (client->spare, NULL, NULL);
      lab_worker_kill (client->spare);
    }
  g_clear_pointer (&client->spare, lab_worker_unref);
  client->ready = FALSE;
  refuse_checks (client, sentence);
}

static gboolean
spare_frame_cb (LabWorker    *worker,
                const guint8 *frame,
                gsize         length,
                gpointer      data)
{
  g_autoptr (LabClient) client = g_object_ref (data);
  g_autoptr (GTask) task = NULL;
  LabMessage  message;
  const char *problem;
  gsize       used;

  if (lab_protocol_decode (frame, length, LAB_FROM_WORKER, &message, &used, &problem) == LAB_DECODE_FRAME)
    {
      if (message.kind == LAB_HELLO && message.hello.protocol == LAB_PROTOCOL_VERSION && !client->ready)
        {
          client->ready = TRUE;
          client->wall = message.hello.wall;
          return TRUE;
        }
      if ((message.kind == LAB_COMPILED || message.kind == LAB_SYNTAX) && (task = g_queue_pop_head (&client->checks)) != NULL)
        {
          g_task_return_pointer (task, read_answer (&message), free_result);
          return TRUE;
        }
    }
  drop_spare (client, _ ("The lab’s worker sent something it may not send."));
  return FALSE;
}

static void
spare_pause_cb (LabWorker *worker,
                gpointer   data)
{
}

static void
spare_ended_cb (LabWorker          *worker,
                const LabWorkerEnd *end,
                gpointer            data)
{
  drop_spare (data, _ ("The lab’s worker has ended."));
}

static const LabWorkerCallbacks spare_callbacks = { spare_frame_cb, spare_pause_cb, spare_ended_cb };

static gboolean
ensure_spare (LabClient *client,
              GError   **error)
{
  if (client->spare != NULL)
    return TRUE;
  client->spare = lab_worker_new (FALSE, error);
  client->ready = FALSE;
  if (client->spare != NULL)
    lab_worker_set_callbacks (client->spare, &spare_callbacks, client);
  return client->spare != NULL;
}

/* ---- the object ---- */

static void
lab_client_dispose (GObject *object)
{
  drop_spare (LAB_CLIENT (object), _ ("The lab is closed."));
  G_OBJECT_CLASS (lab_client_parent_class)->dispose (object);
}

static void
lab_client_class_init (LabClientClass *class)
{
  G_OBJECT_CLASS (class)->dispose = lab_client_dispose;
}

static void
lab_client_init (LabClient *client)
{
  g_queue_init (&client->checks);
}

LabClient *
lab_client_new (void)
{
  return g_object_new (LAB_TYPE_CLIENT, NULL);
}

void
lab_client_set_warm (LabClient *client,
                     gboolean   warm)
{
  client->warm = warm;
  if (warm)
    ensure_spare (client, NULL);
  else
    drop_spare (client, _ ("The lab is closed."));
}

/* The spare if there is one. Checks that it has not answered yet are not answered any more. */
LabRun *
lab_client_run (LabClient           *client,
                const LabRunOptions *options)
{
  g_autoptr (GError) error = NULL;
  const gboolean ready = client->ready && !options->strict;
  const guint    n_skipped = options->strict ? 0 : g_queue_get_length (&client->checks);
  LabWorker     *worker = options->strict ? lab_worker_new (TRUE, &error) : g_steal_pointer (&client->spare);
  LabRun        *run;

  if (worker == NULL && error == NULL)
    worker = lab_worker_new (FALSE, &error);
  run = lab_run_new (worker, ready, client->wall, n_skipped, options, error != NULL ? error->message : NULL);
  if (!options->strict)
    {
      client->ready = FALSE;
      refuse_checks (client, _ ("The lab’s worker has another program to run."));
    }
  if (client->warm)
    ensure_spare (client, NULL);
  return run;
}

void
lab_client_check_async (LabClient          *client,
                        const char         *text,
                        GAsyncReadyCallback callback,
                        gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (client, NULL, callback, data);
  const gsize length = strlen (text);
  GError     *error = NULL;

  g_task_set_source_tag (task, lab_client_check_async);
  if (!ensure_spare (client, &error))
    g_task_return_error (task, error);
  else if (!lab_worker_send (client->spare, &(LabMessage){ .kind = LAB_CHECK, .check = { { text, (guint32) MIN (length, G_MAXUINT32) } } }))
    g_task_return_new_error (task, LAB_ERROR, LAB_ERROR_PROGRAM, _ ("A program may have %d KiB at most."), LAB_MAX_PROGRAM / 1024);
  else
    g_queue_push_tail (&client->checks, g_steal_pointer (&task));
}

LabCheckResult *
lab_client_check_finish (LabClient    *client,
                         GAsyncResult *result,
                         GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
