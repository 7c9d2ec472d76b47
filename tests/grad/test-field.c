/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Exact programs against the eager engine at a million points of each function: not a bit may differ, as points and as
 * a grid, in descents with and without early exit, by any instruction set and in blocks of any size. The engine works
 * on tensors of all points here; test-program.c does it point by point. */

#include "grad/grad-field.h"

#include <math.h>
#include <string.h>

#include "formula.h"

/* A sanitizer looks at memory, for which fewer points will do; it takes ten times as long for each. */
#ifdef __SANITIZE_ADDRESS__
#define SIDE 100
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define SIDE 100
#endif
#endif
#ifndef SIDE
#define SIDE 1000
#endif

enum
{
  N_POINTS = SIDE * SIDE,
  N_STEPS = 200,
  N_STARTS = N_POINTS / N_STEPS,
  N_RANDOM = 8,
  N_OUTPUTS = 3,
};

static const guint blocks[] = { 0, 64, 192, 1024 };

/* Scattered points, no two alike; the points of a square grid, row by row; and room for results. */
typedef struct
{
  float  xs[SIDE], ys[SIDE];
  float *scattered[2], *mesh[2];
  float *expected[N_OUTPUTS], *computed[N_OUTPUTS];
} Fixture;

/* No ordinary numbers: the 64 lanes around one go another way. */
static const float special[] = { 0, -0.0f, 1, INFINITY, -INFINITY, NAN, 3e38f, -1e30f, 1e-40f, 16777218, 1e6f, -88.7f };

/* From edge to edge of a view, with a few that do not belong there. */
static void
fill_axis (float *axis,
           GRand *rand)
{
  for (guint i = 0; i < SIDE; i++)
    axis[i] = (float) (-3 + 5.0 * i / (SIDE - 1));
  for (guint i = 0; i < G_N_ELEMENTS (special); i++)
    axis[g_rand_int_range (rand, SIDE / 2, SIDE)] = special[i];
}

static float
draw (GRand *rand)
{
  if (g_rand_int_range (rand, 0, 2000) == 0)
    return special[g_rand_int_range (rand, 0, G_N_ELEMENTS (special))];
  return (float) g_rand_double_range (rand, -4, 4);
}

static Fixture *
fixture_new (void)
{
  Fixture *fixture = g_new (Fixture, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (64);

  fill_axis (fixture->xs, rand);
  fill_axis (fixture->ys, rand);
  for (guint i = 0; i < 2; i++)
    {
      fixture->scattered[i] = g_new (float, N_POINTS);
      fixture->mesh[i] = g_new (float, N_POINTS);
    }
  for (guint i = 0; i < N_OUTPUTS; i++)
    {
      fixture->expected[i] = g_new (float, N_POINTS);
      fixture->computed[i] = g_new (float, N_POINTS);
    }
  for (guint k = 0; k < N_POINTS; k++)
    {
      fixture->scattered[0][k] = draw (rand);
      fixture->scattered[1][k] = draw (rand);
      fixture->mesh[0][k] = fixture->xs[k % SIDE];
      fixture->mesh[1][k] = fixture->ys[k / SIDE];
    }
  return fixture;
}

static void
fixture_free (Fixture *fixture)
{
  for (guint i = 0; i < 2; i++)
    {
      g_free (fixture->scattered[i]);
      g_free (fixture->mesh[i]);
    }
  for (guint i = 0; i < N_OUTPUTS; i++)
    {
      g_free (fixture->expected[i]);
      g_free (fixture->computed[i]);
    }
  g_free (fixture);
}

/* Compares n elements of the first outputs and forgets what was computed. */
static void
assert_same (const Fixture *fixture,
             const Formula *formula,
             guint          n_outputs,
             gsize          n,
             const char    *how)
{
  for (guint i = 0; i < n_outputs; i++)
    {
      const float *expected = fixture->expected[i], *computed = fixture->computed[i];

      for (gsize k = 0; memcmp (expected, computed, n * sizeof *expected) != 0 && k < n; k++)
        if (memcmp (&expected[k], &computed[k], sizeof *expected) != 0 && !(isnan (expected[k]) && isnan (computed[k])))
          g_error ("%s, %s: output %u of point %" G_GSIZE_FORMAT " is %.9g, not %.9g", formula->text, how, i, k,
                   (double) computed[k], (double) expected[k]);
      memset (fixture->computed[i], 0x55, n * sizeof *expected);
    }
}

typedef void (*Check) (Fixture       *fixture,
                       const Formula *formula);

static void
for_each_formula (Check check)
{
  Fixture *fixture = fixture_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1964);

  for (guint i = 0; i < N_FORMULA_EXAMPLES + N_RANDOM; i++)
    {
      g_autoptr (Formula) formula = i < N_FORMULA_EXAMPLES ? formula_new (formula_examples[i])
                                                           : formula_new_random (rand, 6 + i % 8);

      g_test_message ("%s", formula->text);
      check (fixture, formula);
    }
  fixture_free (fixture);
}

static void
check_points (Fixture       *fixture,
              const Formula *formula)
{
  g_autoptr (GradProgram) program = formula_compile (formula, GRAD_FLOAT32, GRAD_PROGRAM_EXACT);
  guint                         n_tables;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);
  const void *const             points[] = { fixture->scattered[0], fixture->scattered[1] };

  formula_evaluate_tensors (formula, GRAD_FLOAT32, points, N_POINTS, (void *const *) fixture->expected);
  for (guint i = 0; i < n_tables * G_N_ELEMENTS (blocks); i++)
    {
      GradFieldOptions options = { tables[i / G_N_ELEMENTS (blocks)], blocks[i % G_N_ELEMENTS (blocks)] };

      grad_field_points (program, &options, NULL, points, (void *const *) fixture->computed, N_POINTS);
      assert_same (fixture, formula, N_OUTPUTS, N_POINTS, options.kernels->name);
    }
}

static void
check_grid (Fixture       *fixture,
            const Formula *formula)
{
  g_autoptr (GradProgram) program = formula_compile (formula, GRAD_FLOAT32, GRAD_PROGRAM_EXACT);
  guint                         n_tables;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);
  const void *const             points[] = { fixture->mesh[0], fixture->mesh[1] };

  formula_evaluate_tensors (formula, GRAD_FLOAT32, points, N_POINTS, (void *const *) fixture->expected);
  for (guint i = 0; i < n_tables * G_N_ELEMENTS (blocks); i++)
    {
      GradFieldOptions options = { tables[i / G_N_ELEMENTS (blocks)], blocks[i % G_N_ELEMENTS (blocks)] };

      grad_field_grid (program, &options, NULL, fixture->xs, SIDE, fixture->ys, SIDE, (void *const *) fixture->computed);
      assert_same (fixture, formula, N_OUTPUTS, N_POINTS, options.kernels->name);
    }
}

static void
set_starts (const Fixture *fixture,
            float *const  *states)
{
  for (gsize k = 0; k < N_STARTS; k++)
    for (guint i = 0; i < 2; i++)
      states[i][k] = fixture->scattered[i][k];
}

static guint64 n_saved;

static void
check_descents (Fixture       *fixture,
                const Formula *formula)
{
  g_autoptr (GradProgram) step = formula_compile_step (formula, GRAD_FLOAT32, GRAD_PROGRAM_EXACT);
  guint                         n_tables;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);
  const double                  lr = 0.05;

  set_starts (fixture, fixture->expected);
  formula_descend_tensors (formula, GRAD_FLOAT32, lr, (void *const *) fixture->expected, N_STARTS, N_STEPS);
  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < 2 * G_N_ELEMENTS (blocks); k++)
      {
        GradFieldOptions options = { tables[i], blocks[k / 2] };
        guint64          n_computed;

        set_starts (fixture, fixture->computed);
        n_computed = grad_field_descents (step, &options, &lr, (void *const *) fixture->computed, N_STARTS, N_STEPS, k % 2 == 0);
        assert_same (fixture, formula, 2, N_STARTS, tables[i]->name);
        g_assert_cmpuint (n_computed, <=, N_POINTS);
        g_assert_true (k % 2 == 0 || n_computed == N_POINTS);
        n_saved += N_POINTS - n_computed;
      }
}

static void
a_million_points_have_the_bits_of_the_engine (void)
{
  for_each_formula (check_points);
}

static void
a_grid_of_a_million_points_has_the_bits_of_the_engine (void)
{
  for_each_formula (check_grid);
}

static void
a_million_steps_have_the_bits_of_the_engine (void)
{
  n_saved = 0;
  for_each_formula (check_descents);
  g_assert_cmpuint (n_saved, >, N_POINTS);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/field/a-million-points-have-the-bits-of-the-engine", a_million_points_have_the_bits_of_the_engine);
  g_test_add_func ("/grad/field/a-grid-of-a-million-points-has-the-bits-of-the-engine", a_grid_of_a_million_points_has_the_bits_of_the_engine);
  g_test_add_func ("/grad/field/a-million-steps-have-the-bits-of-the-engine", a_million_steps_have_the_bits_of_the_engine);
  return g_test_run ();
}
