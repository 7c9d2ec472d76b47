/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The digests are SHA-256 of the bytes that PyTorch's tensors hold after the same calls (1.13, 2.6 and 2.14 agree). */

#include "grad/grad-random.h"

static void
assert_bytes (gconstpointer data,
              gsize         n_bytes,
              const char   *digest)
{
  g_autofree char *got = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, n_bytes);

  g_assert_cmpstr (got, ==, digest);
}

static void
seed_0_gives_pytorchs_normal_numbers (void)
{
  GradRandom random;
  float      values[1000];

  grad_random_init (&random, 0);
  grad_random_normal_f32 (&random, values, G_N_ELEMENTS (values));
  g_assert_cmpfloat (values[0], ==, -0x1.20370ap0f);
  g_assert_cmpfloat (values[1], ==, -0x1.270114p0f);
  assert_bytes (values, sizeof values, "43678415636bbad8707b907c2158b274603a94669ce6edc89ca09e494538a54a");
}

static void
an_odd_rest_is_drawn_anew (void)
{
  GradRandom random;
  float      values[1003];

  grad_random_init (&random, 7);
  grad_random_normal_f32 (&random, values, G_N_ELEMENTS (values));
  assert_bytes (values, sizeof values, "2cf61bb069e0a6d11e2c2cf9d0653c603d4e95c065ec36672b0200871b9d39b3");
}

static void
few_numbers_come_in_pairs_whose_second_waits (void)
{
  GradRandom random;
  float      values[30];

  grad_random_init (&random, 7);
  grad_random_normal_f32 (&random, values, 5);
  grad_random_normal_f32 (&random, values + 5, 4);
  grad_random_uniform_f32 (&random, values + 9, 21);
  assert_bytes (values, sizeof values, "e2b0573cd14faf819517611a040c673ec4d43f85133b09ed781a14809a422905");
}

static void
doubles_too (void)
{
  GradRandom random;
  double     values[1012];

  grad_random_init (&random, 3);
  grad_random_normal_f64 (&random, values, 999);
  grad_random_uniform_f64 (&random, values + 999, 10);
  grad_random_normal_f64 (&random, values + 1009, 3);
  assert_bytes (values, sizeof values, "c9e6402f7fa0c5cd270cd7167ce19bdd2063491fb77ec56bf390fff586451d8a");
}

static void
integers_of_a_small_and_of_a_large_range (void)
{
  GradRandom random;
  gint64     values[40];

  grad_random_init (&random, (guint64) -5);
  grad_random_integer (&random, -3, 10, values, 20);
  grad_random_integer (&random, 0, G_GINT64_CONSTANT (1) << 40, values + 20, 20);
  assert_bytes (values, sizeof values, "5a5541d137a594885a1a400cd1749964fb62c929cf265f3aefc0cc129dc8ba91");
}

static void
a_permutation_is_pytorchs (void)
{
  GradRandom random;
  gint64     values[20];

  grad_random_init (&random, 11);
  grad_random_permutation (&random, values, G_N_ELEMENTS (values));
  assert_bytes (values, sizeof values, "8faa12d9a29efcb49cc5d6a12315153eaa5c138f89a5c37f08d82f3379af30f3");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/random/seed-0-gives-pytorchs-normal-numbers", seed_0_gives_pytorchs_normal_numbers);
  g_test_add_func ("/grad/random/an-odd-rest-is-drawn-anew", an_odd_rest_is_drawn_anew);
  g_test_add_func ("/grad/random/few-numbers-come-in-pairs-whose-second-waits",
                   few_numbers_come_in_pairs_whose_second_waits);
  g_test_add_func ("/grad/random/doubles-too", doubles_too);
  g_test_add_func ("/grad/random/integers-of-a-small-and-of-a-large-range",
                   integers_of_a_small_and_of_a_large_range);
  g_test_add_func ("/grad/random/a-permutation-is-pytorchs", a_permutation_is_pytorchs);
  return g_test_run ();
}
