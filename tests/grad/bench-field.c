/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Compiled programs against loops written by hand, on the course's surface: 1024 × 1024 points with value and
 * gradient, and 512 × 512 descents of 200 steps. Arguments name the parts to run: an instruction set, threads, torch. */

#include <string.h>

#include "bench-field-hand.h"
#include "bench.h"
#include "formula.h"
#include "grad/grad-field.h"
#include "grad/grad-pool.h"

enum
{
  SIDE = 1024,
  N_POINTS = SIDE * SIDE,
  N_STARTS = 512 * 512,
  N_STEPS = 200,
};

static const double lr = 0.05;

/* The arrays that all cases share: points in rows, starts and where descents are. */
static float  axis[SIDE];
static float *x, *y, *value, *dx, *dy;
static float *start_x, *start_y, *state_x, *state_y;

static float *
allocate (gsize n)
{
  return g_aligned_alloc0 (n, sizeof (float), 64);
}

static void
fill_arrays (void)
{
  x = allocate (N_POINTS), y = allocate (N_POINTS);
  value = allocate (N_POINTS), dx = allocate (N_POINTS), dy = allocate (N_POINTS);
  start_x = allocate (N_STARTS), start_y = allocate (N_STARTS);
  state_x = allocate (N_STARTS), state_y = allocate (N_STARTS);
  for (guint i = 0; i < SIDE; i++)
    axis[i] = (float) (-3 + 5.0 * i / (SIDE - 1));
  for (guint i = 0; i < N_POINTS; i++)
    {
      x[i] = axis[i % SIDE];
      y[i] = axis[i / SIDE];
    }
  for (guint i = 0; i < N_STARTS; i++)
    {
      start_x[i] = (float) (-3 + 5.0 * (i % 512) / 511);
      start_y[i] = (float) (-3 + 5.0 * (i / 512) / 511);
    }
}

typedef struct
{
  const BenchHand *hand;
  GradProgram     *program;
  GradFieldOptions options;
  gboolean         early_exit;
  guint            n_threads;
  guint64          n_computed;
} Job;

static void
run_hand_points_fast (gpointer data)
{
  ((Job *) data)->hand->points_fast (x, y, value, dx, dy, N_POINTS);
}

static void
run_hand_points_exact (gpointer data)
{
  ((Job *) data)->hand->points_exact (x, y, value, dx, dy, N_POINTS);
}

static void
run_hand_rosenbrock (gpointer data)
{
  ((Job *) data)->hand->rosenbrock (x, y, value, dx, dy, N_POINTS);
}

static void
run_points (gpointer data)
{
  Job *job = data;

  grad_field_points (job->program, &job->options, NULL, (const void *[]){ x, y }, (void *[]){ value, dx, dy }, N_POINTS);
}

static void
run_grid (gpointer data)
{
  Job *job = data;

  grad_field_grid (job->program, &job->options, NULL, axis, SIDE, axis, SIDE, (void *[]){ value, dx, dy });
}

static void
reset_states (void)
{
  memcpy (state_x, start_x, N_STARTS * sizeof *state_x);
  memcpy (state_y, start_y, N_STARTS * sizeof *state_y);
}

static void
run_hand_descents_fast (gpointer data)
{
  reset_states ();
  ((Job *) data)->hand->descents_fast (state_x, state_y, N_STARTS, N_STEPS, (float) lr);
}

static void
run_hand_descents_exact (gpointer data)
{
  reset_states ();
  ((Job *) data)->hand->descents_exact (state_x, state_y, N_STARTS, N_STEPS, (float) lr);
}

static void
run_descents (gpointer data)
{
  Job *job = data;

  reset_states ();
  job->n_computed = grad_field_descents (job->program, &job->options, &lr, (void *[]){ state_x, state_y }, N_STARTS, N_STEPS, job->early_exit);
}

#define SURFACE "x 3 mul sin y 3 mul cos mul x y add 4 div add"
#define ROSENBROCK "1 x sub 2 pow 100 y x 2 pow sub 2 pow mul add"

static GradProgram *
compile (const char     *text,
         GradProgramMode mode,
         gboolean        step)
{
  g_autoptr (Formula) formula = formula_new (text);

  return (step ? formula_compile_step : formula_compile) (formula, GRAD_FLOAT32, mode);
}

/* By the thread pool, as the application does it: in chunks that threads draw. */
static void
run_chunk (gsize    begin,
           gsize    end,
           gpointer data)
{
  Job *job = data;

  grad_field_descents (job->program, &job->options, &lr, (void *[]){ state_x + begin, state_y + begin }, end - begin, N_STEPS, job->early_exit);
}

static void
run_pooled (gpointer data)
{
  Job *job = data;

  reset_states ();
  grad_pool_set_n_threads (job->n_threads);
  grad_pool_run (N_STARTS, 4096, run_chunk, job, NULL);
}

/* Two threads are to take half the time of one. One that took more time than it worked was kept waiting by others, and
 * two may have been if others were busy. */
static gboolean
judge_threads (double one,
               double one_worked,
               double two,
               double busy)
{
  const double limit = 0.55;
  gboolean     missed = two > limit * one;
  gboolean     can_tell = missed ? g_get_num_processors () > 1 && busy < 0.1 : one < 1.1 * one_worked;

  g_print ("  two threads take %.3f of the time of one, at most %.2f", two / one, limit);
  if (can_tell)
    g_print (": %s\n\n", missed ? "MISSED" : "ok");
  else
    g_print (", but other programs kept %.1f of %u processors busy, so that nothing follows\n\n", busy, g_get_num_processors ());
  return can_tell && missed;
}

/* What a slider waits for: where each of 512 × 512 starts ends after 200 steps, on the best instruction set. */
static guint
bench_threads (void)
{
  GradProgram *exact = compile (SURFACE, GRAD_PROGRAM_EXACT, TRUE), *fast = compile (SURFACE, GRAD_PROGRAM_FAST, TRUE);
  Job          one_exact = { .program = exact, .early_exit = TRUE, .n_threads = 1 }, two_exact = one_exact;
  Job          one_fast = { .program = fast, .early_exit = TRUE, .n_threads = 1 }, two_fast = one_fast;
  const double n_steps = (double) N_STARTS * N_STEPS;
  double       begin = (double) g_get_monotonic_time (), others = bench_get_others_time (), busy;
  BenchCase    cases[] = {
       { "exact, one thread", run_pooled, &one_exact, n_steps, 0, 0, BENCH_WALL_TIME },
       { "exact, two threads", run_pooled, &two_exact, n_steps, 0, 0, BENCH_WALL_TIME },
       { "fast, one thread", run_pooled, &one_fast, n_steps, 2, 0, BENCH_WALL_TIME },
       { "fast, two threads", run_pooled, &two_fast, n_steps, 2, 0, BENCH_WALL_TIME },
       { "exact, one thread, processor time", run_pooled, &one_exact, n_steps, 4, 0, BENCH_PROCESS_TIME },
       { "exact, two threads, processor time", run_pooled, &two_exact, n_steps, 4, 1.1, BENCH_PROCESS_TIME },
  };
  guint n_missed;

  two_exact.n_threads = two_fast.n_threads = 2;
  n_missed = bench_run ("512 × 512 descents of 200 steps with early exit, through the pool", "step", cases, G_N_ELEMENTS (cases), 25);
  busy = (bench_get_others_time () - others) / (((double) g_get_monotonic_time () - begin) * 1e-6);
  n_missed += judge_threads (cases[0].seconds, cases[4].seconds, cases[1].seconds, busy);
  grad_program_unref (exact);
  grad_program_unref (fast);
  return n_missed;
}

/* What the script prints under the first Python that has PyTorch; NULL if there is none. */
static char **
run_torch (const char *script)
{
  static const char *const pythons[] = { "python3", "/usr/bin/python3" };

  for (guint i = 0; i < G_N_ELEMENTS (pythons); i++)
    {
      const char      *argv[] = { pythons[i], script, NULL };
      g_autofree char *output = NULL;
      int              status;

      if (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL, &status, NULL) &&
          g_spawn_check_wait_status (status, NULL))
        return g_strsplit (output, "\n", 0);
    }
  return NULL;
}

/* Of a table that by_torch seconds a unit compare with; at_least is for its first case. Whether that is missed. */
static gboolean
print_speedups (const BenchCase *cases,
                guint            n_cases,
                double           by_torch,
                double           at_least)
{
  double first = by_torch / (cases[0].seconds / cases[0].n_units);

  for (guint i = 0; i < n_cases; i++)
    {
      g_autofree char *limit = i > 0 ? g_strdup ("") : g_strdup_printf (", at least %.0f: %s", at_least, first < at_least ? "MISSED" : "ok");

      g_print ("  %-44s %6.1f times as fast as PyTorch, which takes %.2f ns%s\n", cases[i].name,
               by_torch / (cases[i].seconds / cases[i].n_units), 1e9 * by_torch, limit);
    }
  g_print ("\n");
  return first < at_least;
}

/* PyTorch has its turn before and after ours; what it did faster counts. Points and descents are tables apart, as they
 * are in the script: what lies in the caches is then the same. */
static guint
bench_torch (void)
{
  enum
  {
    N_FIELDS = 4,
    N_DESCENTS = 2,
  };
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "grad", "bench-field-torch.py", NULL);
  g_auto (GStrv) before = run_torch (script);
  g_auto (GStrv) after = NULL;
  g_autoptr (GradProgram) fast = compile (SURFACE, GRAD_PROGRAM_FAST, FALSE);
  g_autoptr (GradProgram) exact = compile (SURFACE, GRAD_PROGRAM_EXACT, FALSE);
  g_autoptr (GradProgram) fast_step = compile (SURFACE, GRAD_PROGRAM_FAST, TRUE);
  g_autoptr (GradProgram) exact_step = compile (SURFACE, GRAD_PROGRAM_EXACT, TRUE);
  Job       jobs[] = { { .program = fast }, { .program = exact }, { .program = fast_step }, { .program = exact_step } };
  BenchCase fields[N_FIELDS] = {
    { "fast program, points", run_points, &jobs[0], N_POINTS, 0, 0 },
    { "fast program, as a grid", run_grid, &jobs[0], N_POINTS, 0, 0 },
    { "exact program, points", run_points, &jobs[1], N_POINTS, 0, 0 },
    { "exact program, as a grid", run_grid, &jobs[1], N_POINTS, 0, 0 },
  };
  BenchCase descents[N_DESCENTS] = {
    { "fast program, descents", run_descents, &jobs[2], (double) N_STARTS * N_STEPS, 0, 0 },
    { "exact program, descents", run_descents, &jobs[3], (double) N_STARTS * N_STEPS, 0, 0 },
  };
  guint n_missed = 0;

  if (before == NULL || g_strv_length (before) < 3)
    {
      g_print ("No Python at hand runs %s, so nothing is compared with PyTorch.\n", script);
      return 0;
    }
  bench_run ("The best instruction set, one thread: points", "point", fields, N_FIELDS, 25);
  bench_run ("The best instruction set, one thread: descents", "step", descents, N_DESCENTS, 15);
  after = run_torch (script);
  g_print ("Against PyTorch %s, batched, one thread\n", before[2]);
  n_missed += print_speedups (fields, N_FIELDS, MIN (g_ascii_strtod (before[0], NULL), g_ascii_strtod (after[0], NULL)), 10);
  n_missed += print_speedups (descents, N_DESCENTS, MIN (g_ascii_strtod (before[1], NULL), g_ascii_strtod (after[1], NULL)), 10);
  return n_missed;
}

static guint
bench_set (const GradKernelTable *table,
           const BenchHand       *hand,
           const double          *limits)
{
  GradFieldOptions options = { table, 0 };
  g_autofree char *title = g_strdup_printf ("Field, 1024 × 1024 points, value and gradient, %s", table->name);
  g_autofree char *descents_title = g_strdup_printf ("512 × 512 descents of %d steps, %s", N_STEPS, table->name);
  Job              by_hand = { .hand = hand };
  Job              fast = { .program = compile (SURFACE, GRAD_PROGRAM_FAST, FALSE), .options = options };
  Job              exact = { .program = compile (SURFACE, GRAD_PROGRAM_EXACT, FALSE), .options = options };
  Job              polynomial = { .program = compile (ROSENBROCK, GRAD_PROGRAM_FAST, FALSE), .options = options };
  Job              fast_step = { .program = compile (SURFACE, GRAD_PROGRAM_FAST, TRUE), .options = options };
  Job              exact_step = { .program = compile (SURFACE, GRAD_PROGRAM_EXACT, TRUE), .options = options };
  Job              fast_exit = fast_step, exact_exit = exact_step;
  BenchCase        field[] = {
           { "fast, by hand", run_hand_points_fast, &by_hand, N_POINTS, 0, 0 },
           { "fast program", run_points, &fast, N_POINTS, 0, limits[0] },
           { "fast program, as a grid", run_grid, &fast, N_POINTS, 0, 0 },
           { "exact, by hand", run_hand_points_exact, &by_hand, N_POINTS, 3, 0 },
           { "exact program", run_points, &exact, N_POINTS, 3, 1.2 },
           { "exact program, as a grid", run_grid, &exact, N_POINTS, 3, 0.5 },
           { "Rosenbrock, fast, by hand", run_hand_rosenbrock, &by_hand, N_POINTS, 6, 0 },
           { "Rosenbrock, fast program", run_points, &polynomial, N_POINTS, 6, 0 },
  };
  BenchCase descents[] = {
    { "fast, by hand", run_hand_descents_fast, &by_hand, (double) N_STARTS * N_STEPS, 0, 0 },
    { "fast program", run_descents, &fast_step, (double) N_STARTS * N_STEPS, 0, limits[1] },
    { "fast program, early exit", run_descents, &fast_exit, (double) N_STARTS * N_STEPS, 0, 0 },
    { "exact, by hand", run_hand_descents_exact, &by_hand, (double) N_STARTS * N_STEPS, 3, 0 },
    { "exact program", run_descents, &exact_step, (double) N_STARTS * N_STEPS, 3, 1.2 },
    { "exact program, early exit", run_descents, &exact_exit, (double) N_STARTS * N_STEPS, 3, 0 },
  };
  guint n_missed;

  fast_exit.early_exit = exact_exit.early_exit = TRUE;
  n_missed = bench_run (title, "point", field, G_N_ELEMENTS (field), 25);
  n_missed += bench_run (descents_title, "step", descents, G_N_ELEMENTS (descents), 9);
  g_print ("  early exit computes %.1f %% of the fast and %.1f %% of the exact steps\n\n",
           100.0 * (double) fast_exit.n_computed / N_STARTS / N_STEPS, 100.0 * (double) exact_exit.n_computed / N_STARTS / N_STEPS);
  g_clear_pointer (&fast.program, grad_program_unref);
  g_clear_pointer (&exact.program, grad_program_unref);
  g_clear_pointer (&polynomial.program, grad_program_unref);
  g_clear_pointer (&fast_step.program, grad_program_unref);
  g_clear_pointer (&exact_step.program, grad_program_unref);
  return n_missed;
}

/* Without arguments everything is. */
static gboolean
is_wanted (char      **argv,
           const char *part)
{
  return argv[1] == NULL || g_strv_contains ((const char *const *) &argv[1], part);
}

int
main (int   argc,
      char *argv[])
{
  static const BenchHand *const hands[] = { &bench_hand_baseline,
#ifdef GRAD_KERNEL_HAVE_V3
                                            &bench_hand_v3,
#endif
#ifdef GRAD_KERNEL_HAVE_V4
                                            &bench_hand_v4
#endif
  };
  static const double           limits[][2] = { { 1.15, 1.10 }, { 1.25, 1.15 }, { 1.40, 1.25 } };
  guint                         n_tables, n_missed = 0;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);

  g_test_init (&argc, &argv, NULL);
  bench_print_machine ();
  fill_arrays ();
  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < G_N_ELEMENTS (hands); k++)
      if (g_str_equal (hands[k]->name, tables[i]->name) && is_wanted (argv, tables[i]->name))
        n_missed += bench_set (tables[i], hands[k], limits[k]);
  if (is_wanted (argv, "threads"))
    n_missed += bench_threads ();
  if (is_wanted (argv, "torch"))
    n_missed += bench_torch ();
  g_print ("%u limits missed\n", n_missed);
  return n_missed > 0 ? 1 : 0;
}
