/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* How long a person waits for a lab program, against yardsticks of the same run: the same loop in the interpreter we
 * embed with real PyTorch (PYTHON, where it has it), and Python's own start. */

#include <stdio.h>
#include <string.h>

#include "lab/lab-client.h"
#include "lab/lab-graph.h"
#include "running.h"

#define LOOP_STEPS "100000"

static const char loop[] =
    "import torch\n"
    "x = torch.tensor(100.0, requires_grad=True)\n"
    "for k in range(" LOOP_STEPS "):\n"
    "    y = x**2\n"
    "    y.backward()\n"
    "    with torch.no_grad():\n"
    "        x -= 1e-6 * x.grad\n"
    "        x.grad.zero_()\n";

static double
get_seconds (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static void
print_row (const char *what,
           double      seconds,
           double      yardstick)
{
  if (yardstick > 0)
    printf ("%-52s %10.2f ms %8.2f ×\n", what, seconds * 1e3, yardstick / seconds);
  else
    printf ("%-52s %10.2f ms\n", what, seconds * 1e3);
}

static double first_line;

static void
note_first_line (LabRun *run)
{
  if (first_line == 0 && running_count (run, LAB_LINE) > 0)
    first_line = get_seconds ();
}

/* From asking to the first executed line, the least of several. */
static double
measure_start (LabClient *client,
               gboolean   warm)
{
  LabRunOptions options = { .name = "p.py", .text = "x = 1\n", .traced = TRUE };
  double        least = G_MAXDOUBLE;

  for (int i = 0; i < 9; i++)
    {
      double start;

      lab_client_set_warm (client, warm);
      for (int ms = 0; warm && ms < 300; ms++)
        {
          g_main_context_iteration (NULL, FALSE);
          g_usleep (1000);
        }
      first_line = 0;
      start = get_seconds ();
      g_object_unref (running_run (client, &options, note_first_line));
      least = MIN (least, first_line - start);
    }
  lab_client_set_warm (client, FALSE);
  return least;
}

typedef struct
{
  double  seconds, cpu; /* the worker's processor time, which a busy machine does not lengthen */
  guint64 n_events, n_bytes, memory;
} Measure;

static Measure
measure_loop (LabClient  *client,
              const char *text,
              gboolean    traced)
{
  Measure least = { G_MAXDOUBLE, G_MAXDOUBLE, 0, 0, 0 };

  for (int i = 0; i < 5; i++)
    {
      LabRunOptions options = { .name = "p.py", .text = text, .traced = traced, .max_lines = G_MAXINT64, .max_events = G_MAXINT64 };
      double        start = get_seconds ();
      g_autoptr (LabRun) run = running_run (client, &options, NULL);
      LabLog    *log = lab_run_get_log (run);
      LabMessage end;

      least.seconds = MIN (least.seconds, get_seconds () - start);
      g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_FINISHED);
      least.n_events = lab_log_get_n_events (log);
      least.n_bytes = lab_log_get_n_bytes (log);
      least.memory = lab_log_get_memory (log);
      lab_log_get_event (log, least.n_events - 1, &end);
      least.cpu = MIN (least.cpu, (double) end.end.cpu_ns / 1e9);
    }
  return least;
}

/* The loop in an ordinary Python with PyTorch, without their start; 0 if there is none. */
static double
measure_pytorch (double *cpu)
{
  const char      *python = g_getenv ("PYTHON");
  g_autofree char *text = g_strdup_printf ("import torch, time\nstart, cpu = time.perf_counter(), time.process_time()\n"
                                           "%sprint(time.perf_counter() - start, time.process_time() - cpu)\n",
                                           loop);
  char            *rest = NULL;
  double           seconds;
  g_autofree char *out = NULL;
  const char      *argv[] = { python, "-W", "ignore", "-c", text, NULL };

  if (python == NULL || !g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, NULL, NULL))
    return 0;
  seconds = g_ascii_strtod (out, &rest);
  *cpu = g_ascii_strtod (rest, NULL);
  return seconds;
}

static double
measure_seeks (LabLog *log)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  const guint64 n = lab_log_get_n_events (log);
  double        start = get_seconds ();

  for (int i = 0; i < 1000; i++)
    lab_log_get_state (log, (guint64) (g_rand_double (rand) * (double) n));
  return (get_seconds () - start) / 1000;
}

/* The graph of one of the last moments, beside its state. */
static double
measure_graphs (LabLog *log)
{
  const guint64 n = lab_log_get_n_events (log);
  double        start;

  lab_log_get_state (log, n - 1000);
  start = get_seconds ();
  for (guint64 cursor = n - 1000; cursor < n; cursor++)
    lab_graph_free (lab_graph_new (log, cursor, 400));
  return (get_seconds () - start) / 1000;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (LabClient) client = lab_client_new ();
  LabRunOptions options = { .name = "p.py", .text = loop, .traced = TRUE, .max_lines = G_MAXINT64, .max_events = G_MAXINT64 };
  double        pytorch_cpu = 0;
  double        cold = measure_start (client, FALSE), warm = measure_start (client, TRUE), pytorch = measure_pytorch (&pytorch_cpu);
  Measure       untraced = measure_loop (client, loop, FALSE), traced = measure_loop (client, loop, TRUE);
  g_autoptr (LabRun) run = running_run (client, &options, NULL);

  print_row ("start to first line, cold", cold, 0);
  print_row ("start to first line, with the spare worker", warm, cold);
  if (pytorch > 0)
    print_row (LOOP_STEPS " steps, PyTorch", pytorch, 0);
  print_row (LOOP_STEPS " steps, untraced, start included", untraced.seconds, pytorch);
  print_row (LOOP_STEPS " steps, traced, start included", traced.seconds, pytorch);
  if (pytorch > 0)
    print_row (LOOP_STEPS " steps, PyTorch, processor time", pytorch_cpu, 0);
  print_row (LOOP_STEPS " steps, untraced, processor time", untraced.cpu, pytorch_cpu);
  print_row (LOOP_STEPS " steps, traced, processor time", traced.cpu, pytorch_cpu);
  printf ("%-52s %10.2f million/s\n", "events, of the worker's processor time", (double) traced.n_events / traced.cpu / 1e6);
  printf ("%-52s %10.2f million/s\n", "events, start to end", (double) traced.n_events / traced.seconds / 1e6);
  printf ("%-52s %10.2f\n", "bytes per event, sent", (double) traced.n_bytes / (double) traced.n_events);
  printf ("%-52s %10.2f MiB\n", "memory of the log per million events", (double) traced.memory / (double) traced.n_events * 1e6 / (1 << 20));
  print_row ("state at a random cursor", measure_seeks (lab_run_get_log (run)), 0);
  print_row ("graph at one of the last cursors", measure_graphs (lab_run_get_log (run)), 0);
  return 0;
}
