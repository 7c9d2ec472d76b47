/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A child process, its socket, its errors, its end. Reading takes at most a few milliseconds at a time and comes after
 * drawing; a worker that says more than is read waits in its own write. */

#include "lab/lab-worker.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef LAB_WORKER_MISSING
#define LAB_WORKER_MISSING NULL
#endif

enum
{
  CHANNEL = 3, /* as the worker knows it */
  READ_SIZE = 64 * 1024,
  MAX_FRAME = LAB_FRAME_HEADER + LAB_MAX_PAYLOAD,
  PORTION_US = 4000,
  MAX_ERRORS = 16 * 1024,
  PRIORITY = G_PRIORITY_HIGH_IDLE + 30, /* after GTK has drawn */
};

struct _LabWorker
{
  gatomicrefcount           ref_count;
  GSubprocess              *process;
  GPid                      pid;
  int                       socket;
  GSource                  *reading, *writing;
  GByteArray               *incoming, *outgoing;
  GString                  *errors;
  GCancellable             *cancellable;
  const LabWorkerCallbacks *callbacks;
  gpointer                  data;
  gint64                    last_heard;
  gboolean                  exited, silent, errors_read, killed, told;
};

/* ---- where it is ---- */

/* The build tree has it beside the folder of the program that runs. */
static char *
find_in_build_tree (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "..", "worker", "gradients-worker", NULL) : NULL;

  return path != NULL && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) ? g_steal_pointer (&path) : NULL;
}

static char *
find_program (void)
{
  const char *asked = g_getenv ("GRADIENTS_WORKER");

  if (asked != NULL)
    return g_strdup (asked);
  if (g_file_test (LAB_WORKER_PATH, G_FILE_TEST_IS_EXECUTABLE))
    return g_strdup (LAB_WORKER_PATH);
  return find_in_build_tree ();
}

char *
lab_worker_dup_problem (void)
{
  const char      *missing = LAB_WORKER_MISSING;
  g_autofree char *program = find_program ();

  if (program != NULL && g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
    return NULL;
  if (missing != NULL)
    return g_strdup_printf (_ ("Programs cannot run here: Gradients was built without %s."), missing);
  return g_strdup_printf (_ ("Programs cannot run here: the lab’s worker is not installed at “%s”."), program != NULL ? program : LAB_WORKER_PATH);
}

/* ---- the end ---- */

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* A word about the end when there is nothing more to come from anywhere. */
static void
tell_end (LabWorker *worker)
{
  LabWorkerEnd     end;
  g_autofree char *errors = NULL;

  if (!worker->exited || !worker->silent || !worker->errors_read || worker->told)
    return;
  worker->told = TRUE;
  errors = g_utf8_make_valid (worker->errors->str, (gssize) worker->errors->len);
  end.by_signal = g_subprocess_get_if_signaled (worker->process);
  end.number = end.by_signal ? g_subprocess_get_term_sig (worker->process) : g_subprocess_get_exit_status (worker->process);
  end.killed = worker->killed;
  end.errors = errors;
  if (worker->callbacks != NULL)
    worker->callbacks->ended (worker, &end, worker->data);
}

static void
exited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (LabWorker) worker = data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  worker->exited = TRUE;
  tell_end (worker);
}

static void read_errors (LabWorker *worker);

static void
errors_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (LabWorker) worker = data;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  const gsize n = bytes != NULL ? g_bytes_get_size (bytes) : 0;
  const gsize space = MAX_ERRORS - MIN (worker->errors->len, MAX_ERRORS);

  if (n > 0)
    {
      g_string_append_len (worker->errors, g_bytes_get_data (bytes, NULL), (gssize) MIN (n, space));
      read_errors (worker);
      return;
    }
  worker->errors_read = TRUE;
  tell_end (worker);
}

static void
read_errors (LabWorker *worker)
{
  g_input_stream_read_bytes_async (g_subprocess_get_stderr_pipe (worker->process), 4096, G_PRIORITY_LOW, worker->cancellable,
                                   errors_read_cb, lab_worker_ref (worker));
}

/* ---- reading ---- */

static void
stop_reading (LabWorker *worker)
{
  clear_source (&worker->reading);
  worker->silent = TRUE;
  tell_end (worker);
}

/* Delivers the whole frames at the start of incoming. A length that cannot be is delivered as it is, for the log to
 * refuse. FALSE if one was refused. */
static gboolean
deliver (LabWorker *worker)
{
  gsize    at = 0;
  gboolean understood = TRUE;

  while (understood && worker->incoming->len - at >= LAB_FRAME_HEADER)
    {
      guint32 following;
      gsize   length;

      memcpy (&following, worker->incoming->data + at, sizeof following);
      length = (gsize) MIN (following, MAX_FRAME) + sizeof following;
      if (following < MAX_FRAME && worker->incoming->len - at < length)
        break;
      length = MIN (length, worker->incoming->len - at);
      understood = worker->callbacks == NULL || worker->callbacks->frame (worker, worker->incoming->data + at, length, worker->data);
      at += length;
    }
  g_byte_array_remove_range (worker->incoming, 0, (guint) at);
  return understood;
}

/* Reads once. 1: there may be more, 0: not now, -1: no more, ever. */
static int
read_once (LabWorker *worker)
{
  const guint old = worker->incoming->len;
  ssize_t     n;

  g_byte_array_set_size (worker->incoming, old + READ_SIZE);
  n = recv (worker->socket, worker->incoming->data + old, READ_SIZE, MSG_DONTWAIT);
  g_byte_array_set_size (worker->incoming, old + (guint) MAX (n, 0));
  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return 0;
  if (n <= 0)
    return -1;
  worker->last_heard = g_get_monotonic_time ();
  return deliver (worker) ? 1 : -1;
}

static gboolean
readable_cb (int          fd,
             GIOCondition condition,
             gpointer     data)
{
  g_autoptr (LabWorker) worker = lab_worker_ref (data);
  const gint64 start = g_get_monotonic_time ();
  int          more;

  do
    more = read_once (worker);
  while (more > 0 && worker->reading != NULL && g_get_monotonic_time () - start < PORTION_US);
  if (worker->callbacks != NULL)
    worker->callbacks->pause (worker, worker->data);
  if (more < 0)
    stop_reading (worker);
  return G_SOURCE_CONTINUE;
}

/* ---- writing ---- */

static gboolean
write_some (LabWorker *worker)
{
  ssize_t n = send (worker->socket, worker->outgoing->data, worker->outgoing->len, MSG_DONTWAIT | MSG_NOSIGNAL);

  if (n < 0 && errno != EAGAIN && errno != EINTR)
    g_byte_array_set_size (worker->outgoing, 0);
  else if (n > 0)
    g_byte_array_remove_range (worker->outgoing, 0, (guint) n);
  return worker->outgoing->len > 0;
}

static gboolean
writable_cb (int          fd,
             GIOCondition condition,
             gpointer     data)
{
  LabWorker *worker = data;

  if (write_some (worker))
    return G_SOURCE_CONTINUE;
  clear_source (&worker->writing);
  return G_SOURCE_REMOVE;
}

static GSource *
watch (LabWorker        *worker,
       GIOCondition      condition,
       GUnixFDSourceFunc callback)
{
  GSource *source = g_unix_fd_source_new (worker->socket, condition);

  g_source_set_callback (source, G_SOURCE_FUNC (callback), worker, NULL);
  g_source_set_priority (source, PRIORITY);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

gboolean
lab_worker_send (LabWorker        *worker,
                 const LabMessage *message)
{
  g_autofree guint8 *frame = g_malloc (MAX_FRAME);
  const gsize        length = lab_protocol_encode (message, frame, MAX_FRAME);

  if (length == 0)
    return FALSE;
  g_byte_array_append (worker->outgoing, frame, (guint) length);
  if (worker->writing == NULL && write_some (worker))
    worker->writing = watch (worker, G_IO_OUT, writable_cb);
  return TRUE;
}

/* ---- life ---- */

static GSubprocess *
spawn (int      socket,
       gboolean strict,
       GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autofree char *program = find_program ();
  char            *environment[] = { (char *) "LC_ALL=C.UTF-8", NULL };

  g_subprocess_launcher_set_environ (launcher, environment);
  g_subprocess_launcher_take_fd (launcher, socket, CHANNEL);
  return g_subprocess_launcher_spawn (launcher, error, program, strict ? "--kill" : NULL, NULL);
}

LabWorker *
lab_worker_new (gboolean strict,
                GError **error)
{
  g_autofree char *problem = lab_worker_dup_problem ();
  g_autoptr (GError) reason = NULL;
  g_autoptr (GSubprocess) process = NULL;
  LabWorker *worker;
  int        pair[2];

  if (problem != NULL || socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_UNAVAILABLE, problem != NULL ? problem : g_strerror (errno));
      return NULL;
    }
  process = spawn (pair[1], strict, &reason);
  if (process == NULL)
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_UNAVAILABLE, _ ("The lab’s worker cannot be started: %s"), reason->message);
      close (pair[0]);
      return NULL;
    }
  worker = g_new0 (LabWorker, 1);
  g_atomic_ref_count_init (&worker->ref_count);
  worker->process = g_steal_pointer (&process);
  worker->pid = (GPid) g_ascii_strtoll (g_subprocess_get_identifier (worker->process), NULL, 10);
  worker->socket = pair[0];
  worker->incoming = g_byte_array_new ();
  worker->outgoing = g_byte_array_new ();
  worker->errors = g_string_new (NULL);
  worker->cancellable = g_cancellable_new ();
  worker->last_heard = g_get_monotonic_time ();
  worker->reading = watch (worker, G_IO_IN | G_IO_HUP | G_IO_ERR, readable_cb);
  g_subprocess_wait_async (worker->process, worker->cancellable, exited_cb, lab_worker_ref (worker));
  read_errors (worker);
  return worker;
}

LabWorker *
lab_worker_ref (LabWorker *worker)
{
  g_atomic_ref_count_inc (&worker->ref_count);
  return worker;
}

void
lab_worker_unref (LabWorker *worker)
{
  if (!g_atomic_ref_count_dec (&worker->ref_count))
    return;
  clear_source (&worker->reading);
  clear_source (&worker->writing);
  close (worker->socket);
  g_byte_array_unref (worker->incoming);
  g_byte_array_unref (worker->outgoing);
  g_string_free (worker->errors, TRUE);
  g_object_unref (worker->cancellable);
  g_object_unref (worker->process);
  g_free (worker);
}

void
lab_worker_set_callbacks (LabWorker                *worker,
                          const LabWorkerCallbacks *callbacks,
                          gpointer                  data)
{
  worker->callbacks = callbacks;
  worker->data = data;
}

void
lab_worker_signal (LabWorker *worker,
                   int        number)
{
  if (!worker->exited)
    g_subprocess_send_signal (worker->process, number);
}

/* What it may still have said is not waited for: a process that must be killed is not a good witness. */
void
lab_worker_kill (LabWorker *worker)
{
  worker->killed = TRUE;
  if (!worker->exited)
    g_subprocess_force_exit (worker->process);
}

void
lab_worker_hang_up (LabWorker *worker)
{
  clear_source (&worker->reading);
  clear_source (&worker->writing);
  shutdown (worker->socket, SHUT_RDWR);
  worker->silent = TRUE;
}

gint64
lab_worker_get_last_heard (const LabWorker *worker)
{
  return worker->last_heard;
}

GPid
lab_worker_get_pid (const LabWorker *worker)
{
  return worker->pid;
}
