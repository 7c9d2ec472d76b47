/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

/* Timing for benchmarks. Every case of a table runs once in each round, so that a busy moment of the machine hits all
 * of them; the fastest round counts. Time is that of the thread, unless a case uses several. What is asserted are ratios between cases of one table, never seconds. */
typedef struct
{
  const char *name;
  void (*run) (gpointer data);
  gpointer data;
  double   n_units;   /* of work in a run: points, steps */
  guint    yardstick; /* the case to compare with: its number in the table, from 0 */
  double   limit;     /* the highest ratio to it that is good enough; 0 if none is asked */
  gboolean threaded;  /* uses several threads: timed by the wall */
  double   seconds;   /* set by bench_run: of the fastest round */
} BenchCase;

/* Runs the cases for n_rounds and prints the table. Returns how many are over their limits. */
guint bench_run (const char *title,
                 const char *unit,
                 BenchCase  *cases,
                 guint       n_cases,
                 guint       n_rounds);

/* Prints the machine: its processor, compiler and versions. */
void bench_print_machine (void);
