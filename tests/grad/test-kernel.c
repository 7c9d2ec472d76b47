/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The functions of grad-kernels.def against the engine's scalar ones, over all of float: in steps that a test suite has
 * time for, or, with GRADIENTS_STRIDE=1, each of the 2^32 floats. */

#include "grad/grad-kernel.h"

#include <math.h>
#include <string.h>

#include "grad/grad-math.h"

typedef struct
{
  const char  *name;
  GradKernelId kernel;
  float (*scalar) (float x);
  float (*scalar2) (float x, float z);
} Function;

static const Function functions[] = {
#define FUNCTION(name, ...) { #name, GRAD_KERNEL_##name, grad_##name##_f32, NULL },
#define FUNCTION2(name, ...) { #name, GRAD_KERNEL_##name, NULL, grad_##name##_f32 },
#include "grad/grad-kernels.def"
};

enum
{
  STRIDE = 30011, /* a prime: all ends of numbers occur */
  N_LANES = 4 * GRAD_KERNEL_LANES,
};

static float
float_from_bits (guint32 bits)
{
  float x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

static void
assert_same (const Function        *function,
             const GradKernelTable *table,
             float                  x,
             float                  z,
             float                  computed)
{
  float expected = function->scalar != NULL ? function->scalar (x) : function->scalar2 (x, z);

  if (memcmp (&computed, &expected, sizeof computed) != 0 && !(isnan (computed) && isnan (expected)))
    g_error ("%s, %s (%a, %a) is %a, not %a", table->name, function->name, (double) x, (double) z, (double) computed, (double) expected);
}

static guint64
get_stride (void)
{
  const char *wanted = g_getenv ("GRADIENTS_STRIDE");

  return wanted != NULL ? g_ascii_strtoull (wanted, NULL, 10) : STRIDE;
}

static void
check_function (const Function        *function,
                const GradKernelTable *table)
{
  GradKernel kernel = table->sets[GRAD_KERNELS_EXACT_F32].kernels[function->kernel];
  float      x[N_LANES], y[N_LANES];
  guint64    stride = get_stride ();

  for (guint64 begin = 0; begin < G_GUINT64_CONSTANT (1) << 32; begin += N_LANES * stride)
    {
      for (guint i = 0; i < N_LANES; i++)
        x[i] = float_from_bits ((guint32) (begin + i * stride));
      kernel (&(GradKernelCall){ .out = { y }, .in = { x, x, x, x } }, N_LANES);
      for (guint i = 0; i < N_LANES; i++)
        assert_same (function, table, x[i], 0, y[i]);
    }
}

/* Of two numbers there are too many pairs: numbers of ordinary size, and now and then special ones. */
static float
draw (GRand *rand)
{
  static const float special[] = { 0.0f, -0.0f, 1, -1, 2, -2, 0.5f, 3, -3, INFINITY, -INFINITY, NAN, 1e-40f, 3e38f, 16777215, -1e10f };

  if (g_rand_int_range (rand, 0, 6) == 0)
    return special[g_rand_int_range (rand, 0, G_N_ELEMENTS (special))];
  if (g_rand_boolean (rand))
    return (float) g_rand_double_range (rand, -6, 6);
  return float_from_bits (g_rand_int (rand));
}

/* set: which inputs are one number for all lanes. */
static void
check_function_of_two (const Function        *function,
                       const GradKernelTable *table,
                       guint                  set)
{
  GradKernel kernel = table->sets[GRAD_KERNELS_EXACT_F32].kernels[function->kernel + set];
  float      x[N_LANES], y[N_LANES], z[N_LANES];
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint64 round = 0; round < 30000 * (guint64) STRIDE / get_stride () / N_LANES; round++)
    {
      for (guint i = 0; i < N_LANES; i++)
        {
          x[i] = set & 1 && i > 0 ? x[0] : draw (rand);
          z[i] = set & 2 && i > 0 ? z[0] : draw (rand);
        }
      kernel (&(GradKernelCall){ .out = { y }, .in = { x, z, x, x } }, N_LANES);
      for (guint i = 0; i < N_LANES; i++)
        assert_same (function, table, x[i], z[i], y[i]);
    }
}

static void
exact_functions_have_the_bits_of_the_engine (void)
{
  guint                         n_tables;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);

  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < G_N_ELEMENTS (functions); k++)
      {
        g_test_message ("%s, %s", tables[i]->name, functions[k].name);
        if (functions[k].scalar != NULL)
          check_function (&functions[k], tables[i]);
        for (guint set = 0; functions[k].scalar == NULL && set < 3; set++)
          check_function_of_two (&functions[k], tables[i], set);
      }
}

/* Relative to the result or, where sine and the like go through 0, to 1; denormal results may vanish. */
static void
fast_functions_are_near_exact_ones (void)
{
  guint                         n_tables;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);
  float                         x[N_LANES], y[N_LANES];
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint round = 0; round < 200; round++)
    for (guint t = 0; t < n_tables; t++)
      for (guint k = 0; k < G_N_ELEMENTS (functions); k++)
        {
          for (guint i = 0; i < N_LANES; i++)
            x[i] = draw (rand);
          tables[t]->sets[GRAD_KERNELS_FAST_F32].kernels[functions[k].kernel](&(GradKernelCall){ .out = { y }, .in = { x, x, x, x } }, N_LANES);
          for (guint i = 0; i < N_LANES; i++)
            {
              float exact = functions[k].scalar != NULL ? functions[k].scalar (x[i]) : functions[k].scalar2 (x[i], x[i]);

              if (isnan (exact) || isinf (exact))
                g_assert_true (isnan (exact) ? isnan (y[i]) : y[i] == exact);
              else
                g_assert_cmpfloat_with_epsilon (y[i], exact, 3e-7f * fabsf (exact) + 1.5e-7f);
            }
        }
}

/* sin and cos together are what they are apart. */
static void
sincos_is_sin_and_cos (void)
{
  guint                         n_tables;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);
  float                         x[N_LANES], sine[N_LANES], cosine[N_LANES], factor = 3;

  for (guint64 begin = 0; begin < G_GUINT64_CONSTANT (1) << 32; begin += N_LANES * (guint64) STRIDE)
    for (guint t = 0; t < n_tables; t++)
      {
        for (guint i = 0; i < N_LANES; i++)
          x[i] = float_from_bits ((guint32) (begin + i * (guint64) STRIDE));
        tables[t]->sets[GRAD_KERNELS_EXACT_F32].kernels[GRAD_KERNEL_sincos_scaled](&(GradKernelCall){ .out = { sine, cosine }, .in = { x, &factor, x, x } }, N_LANES);
        for (guint i = 0; i < N_LANES; i++)
          {
            float expected_sine = grad_sin_f32 (x[i] * factor), expected_cosine = grad_cos_f32 (x[i] * factor);

            g_assert_true (memcmp (&sine[i], &expected_sine, sizeof *sine) == 0 || (isnan (sine[i]) && isnan (expected_sine)));
            g_assert_true (memcmp (&cosine[i], &expected_cosine, sizeof *cosine) == 0 || (isnan (cosine[i]) && isnan (expected_cosine)));
          }
      }
}

/* One argument among others that is too large for the fast way, just not too large, or no number. */
static void
fast_sincos_knows_its_limits (void)
{
  static const float            limits[] = { 8191, 12866, 12868, 12869, -12867, -12869, 1e5f, 1e7f, -3e9f, 3e38f, INFINITY, -INFINITY, NAN };
  guint                         n_tables;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);
  float                         x[N_LANES], sine[N_LANES], cosine[N_LANES], factor = 1;

  for (guint i = 0; i < N_LANES; i++)
    x[i] = 0.01f * (float) i;
  for (guint k = 0; k < n_tables * G_N_ELEMENTS (limits); k++)
    {
      x[17] = limits[k % G_N_ELEMENTS (limits)];
      tables[k / G_N_ELEMENTS (limits)]->sets[GRAD_KERNELS_FAST_F32].kernels[GRAD_KERNEL_sincos_scaled](&(GradKernelCall){ .out = { sine, cosine }, .in = { x, &factor, x, x } }, N_LANES);
      for (guint i = 0; i < N_LANES; i++)
        {
          g_assert_true (isfinite (x[i]) ? fabsf (sine[i] - grad_sin_f32 (x[i])) < 3e-7f : isnan (sine[i]));
          g_assert_true (isfinite (x[i]) ? fabsf (cosine[i] - grad_cos_f32 (x[i])) < 3e-7f : isnan (cosine[i]));
        }
    }
}

/* Of all floats from 1/2 to 64 those whose sine or cosine lies so near to the middle between two floats that a double
 * near the truth falls on the wrong side: only a bound of the error that is large enough sends them to the engine. */
static void
the_hardest_arguments_are_found_unsure (void)
{
  static const float            hardest[] = { 0x1.91b9d4p-1f, 0x1.0c4d4ap+0f, 0x1.21497ep+1f, 0x1.0e2b36p+5f };
  guint                         n_tables;
  const GradKernelTable *const *tables = grad_kernel_table_list (&n_tables);
  float                         x[N_LANES], sine[N_LANES], cosine[N_LANES], factor = 1;

  for (guint i = 0; i < N_LANES; i++)
    x[i] = hardest[i % G_N_ELEMENTS (hardest)];
  for (guint t = 0; t < n_tables; t++)
    {
      tables[t]->sets[GRAD_KERNELS_EXACT_F32].kernels[GRAD_KERNEL_sincos_scaled](&(GradKernelCall){ .out = { sine, cosine }, .in = { x, &factor, x, x } }, N_LANES);
      for (guint i = 0; i < N_LANES; i++)
        {
          g_assert_cmpfloat (sine[i], ==, grad_sin_f32 (x[i]));
          g_assert_cmpfloat (cosine[i], ==, grad_cos_f32 (x[i]));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/kernel/exact-functions-have-the-bits-of-the-engine", exact_functions_have_the_bits_of_the_engine);
  g_test_add_func ("/grad/kernel/fast-functions-are-near-exact-ones", fast_functions_are_near_exact_ones);
  g_test_add_func ("/grad/kernel/sincos-is-sin-and-cos", sincos_is_sin_and_cos);
  g_test_add_func ("/grad/kernel/fast-sincos-knows-its-limits", fast_sincos_knows_its_limits);
  g_test_add_func ("/grad/kernel/the-hardest-arguments-are-found-unsure", the_hardest_arguments_are_found_unsure);
  return g_test_run ();
}
