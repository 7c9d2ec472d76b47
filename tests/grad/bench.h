/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

/* Timing for benchmarks. Every case of a table runs once in each round, so that a busy moment of the machine hits all
 * of them; the fastest round counts. What is asserted are ratios between cases of one table, never seconds. */
typedef enum
{
  BENCH_THREAD_TIME,  /* of the processor, so that it does not count what others do meanwhile */
  BENCH_PROCESS_TIME, /* of all processors that worked for us */
  BENCH_WALL_TIME,    /* for several threads: only a machine that is otherwise idle shows what they gain */
} BenchClock;

typedef struct
{
  const char *name;
  void (*run) (gpointer data);
  gpointer   data;
  double     n_units;   /* of work in a run: points, steps */
  guint      yardstick; /* the case to compare with: its number in the table, from 0 */
  double     limit;     /* the highest ratio to it that is good enough; 0 if none is asked */
  BenchClock clock;
  double     seconds; /* set by bench_run: of the fastest round */
} BenchCase;

/* Runs the cases for n_rounds and prints the table. Returns how many are over their limits. */
guint bench_run (const char *title,
                 const char *unit,
                 BenchCase  *cases,
                 guint       n_cases,
                 guint       n_rounds);

/* Processor seconds that other programs have used so far, on all processors; 0 where that cannot be told. */
double bench_get_others_time (void);

/* Prints the machine: its processor, compiler and versions. */
void bench_print_machine (void);
