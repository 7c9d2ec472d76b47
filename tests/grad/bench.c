/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Timing in interleaved rounds, and the table of what came out. */

#include "bench.h"

#include <locale.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double
get_time (BenchClock clock)
{
#ifdef CLOCK_THREAD_CPUTIME_ID
  static const clockid_t clocks[] = { CLOCK_THREAD_CPUTIME_ID, CLOCK_PROCESS_CPUTIME_ID, CLOCK_MONOTONIC };
  struct timespec        now;

  clock_gettime (clocks[clock], &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
#else
  return 1e-6 * (double) g_get_monotonic_time ();
#endif
}

/* Runs a short case several times. */
static double
time_run (const BenchCase *bench)
{
  double begin = get_time (bench->clock), now;
  guint  n = 0;

  do
    {
      bench->run (bench->data);
      n++;
      now = get_time (bench->clock);
    }
  while (now - begin < 5e-4);
  return (now - begin) / n;
}

double
bench_get_others_time (void)
{
  g_autofree char *text = NULL;
  double           ticks = 0;
  char            *at;

  if (!g_file_get_contents ("/proc/stat", &text, NULL, NULL) || !g_str_has_prefix (text, "cpu "))
    return 0;
  at = text + strlen ("cpu ");
  for (guint i = 0; i < 8; i++) /* user nice system idle iowait irq softirq steal */
    {
      guint64 n = g_ascii_strtoull (at, &at, 10);

      if (i != 3 && i != 4)
        ticks += (double) n;
    }
  return ticks / (double) sysconf (_SC_CLK_TCK) - get_time (BENCH_PROCESS_TIME);
}

static gboolean
is_over_limit (const BenchCase *cases,
               guint            i)
{
  return cases[i].limit > 0 && cases[i].seconds > cases[i].limit * cases[cases[i].yardstick].seconds;
}

static void
print_case (const BenchCase *cases,
            guint            i)
{
  double           ratio = cases[i].seconds / cases[cases[i].yardstick].seconds;
  g_autofree char *limit = cases[i].limit > 0 ? g_strdup_printf ("%7.2f %s", cases[i].limit, is_over_limit (cases, i) ? "MISSED" : "ok")
                                              : g_strdup ("");

  g_print ("  %-44s %9.3f %9.3f %8.3f   %s\n", cases[i].name, cases[i].seconds * 1e3, cases[i].seconds * 1e9 / cases[i].n_units, ratio, limit);
}

guint
bench_run (const char *title,
           const char *unit,
           BenchCase  *cases,
           guint       n_cases,
           guint       n_rounds)
{
  guint            n_missed = 0;
  g_autofree char *per_unit = g_strconcat ("ns/", unit, NULL);

  for (guint i = 0; i < n_cases; i++)
    cases[i].seconds = G_MAXDOUBLE;
  for (guint round = 0; round <= n_rounds; round++)
    for (guint i = 0; i < n_cases; i++)
      {
        double seconds = time_run (&cases[i]);

        if (round > 0) /* the first warms up */
          cases[i].seconds = MIN (cases[i].seconds, seconds);
      }
  g_print ("%s\n  %-44s %9s %9s %8s %9s\n", title, "", "ms", per_unit, "ratio", "at most");
  for (guint i = 0; i < n_cases; i++)
    {
      print_case (cases, i);
      n_missed += is_over_limit (cases, i);
    }
  g_print ("\n");
  return n_missed;
}

void
bench_print_machine (void)
{
  g_autofree char *info = NULL;
  const char      *model;

  setlocale (LC_ALL, ""); /* for what the titles are written with */
  if (g_file_get_contents ("/proc/cpuinfo", &info, NULL, NULL) && (model = strstr (info, "model name")) != NULL)
    g_print ("%.*s, ", (int) strcspn (strchr (model, ':') + 2, "\n"), strchr (model, ':') + 2);
  g_print ("%u processors, compiler %s\n\n", g_get_num_processors (), __VERSION__);
}
