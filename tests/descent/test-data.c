/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <math.h>

#include "descent/descent-data.h"
#include "descent/descent-error.h"

static const float xs[] = { 1, 2, 4, 9 };
static const float ys[] = { 3, 5, 8, 20 };

static DescentData *
make_data (void)
{
  DescentData *data = descent_data_new (xs, ys, G_N_ELEMENTS (xs), NULL);

  g_assert_nonnull (data);
  return data;
}

static void
the_samples_are_copied (void)
{
  float x[] = { 1, 2 };
  float y[] = { 3, 4 };
  g_autoptr (DescentData) data = descent_data_new (x, y, 2, NULL);

  x[0] = y[1] = 7;
  g_assert_cmpuint (descent_data_get_n_samples (data), ==, 2);
  g_assert_cmpfloat (descent_data_get_x (data)[0], ==, 1);
  g_assert_cmpfloat (descent_data_get_y (data)[1], ==, 4);
}

static void
too_few_too_many_or_not_finite_are_refused (void)
{
  float       x[DESCENT_MAX_SAMPLES + 1] = { 0 };
  const float infinite[] = { 1, INFINITY };
  const float nan[] = { NAN, 1 };
  const struct
  {
    const float *x, *y;
    guint        n;
    const char  *message;
  } rows[] = {
    { x, x, 1, "1 data point; expected 2 to 100000" },
    { x, x, DESCENT_MAX_SAMPLES + 1, "100001 data points; expected 2 to 100000" },
    { infinite, x, 2, "Data point 2: “inf” is no finite float32" },
    { x, nan, 2, "Data point 1: “nan” is no finite float32" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (descent_data_new (rows[i].x, rows[i].y, rows[i].n, &error));
      g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA);
      g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

static void
moments_are_those_of_the_samples (void)
{
  g_autoptr (DescentData) data = make_data ();
  const DescentMoments *m = descent_data_get_moments (data);

  g_assert_cmpfloat_with_epsilon (m->mean_x, 4, 1e-15);
  g_assert_cmpfloat_with_epsilon (m->mean_y, 9, 1e-15);
  g_assert_cmpfloat_with_epsilon (m->var_x, 9.5, 1e-14);
  g_assert_cmpfloat_with_epsilon (m->var_y, 43.5, 1e-13);
  g_assert_cmpfloat_with_epsilon (m->cov_xy, 20.25, 1e-13);
  g_assert_cmpfloat (m->x_min, ==, 1);
  g_assert_cmpfloat (m->x_max, ==, 9);
  g_assert_cmpfloat (m->y_min, ==, 3);
  g_assert_cmpfloat (m->y_max, ==, 20);
}

static void
moments_survive_a_mean_far_from_zero (void)
{
  const float x[] = { 16777214, 16777215, 16777216 };
  g_autoptr (DescentData) data = descent_data_new (x, x, 3, NULL);

  g_assert_cmpfloat_with_epsilon (descent_data_get_moments (data)->var_x, 2 / 3.0, 1e-8);
}

static void
a_sample_is_added_at_the_end_of_new_data (void)
{
  g_autoptr (DescentData) data = make_data ();
  g_autoptr (DescentData) more = descent_data_with_sample (data, -1.5, 0.1, NULL);

  g_assert_cmpuint (descent_data_get_n_samples (data), ==, 4);
  g_assert_cmpuint (descent_data_get_n_samples (more), ==, 5);
  g_assert_cmpfloat (descent_data_get_x (more)[3], ==, 9);
  g_assert_cmpfloat (descent_data_get_x (more)[4], ==, -1.5);
  g_assert_cmpfloat (descent_data_get_y (more)[4], ==, 0.1f);
  g_assert_cmpfloat (descent_data_get_moments (more)->x_min, ==, -1.5);
}

static void
a_sample_beyond_float32_is_refused (void)
{
  g_autoptr (DescentData) data = make_data ();
  g_autoptr (GError) error = NULL;

  g_assert_null (descent_data_with_sample (data, 1e39, 0, &error));
  g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA);
}

static void
any_sample_can_be_removed_down_to_two (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (xs); i++)
    {
      g_autoptr (DescentData) data = make_data ();
      g_autoptr (DescentData) fewer = descent_data_without_sample (data, i, NULL);
      g_autoptr (DescentData) two = descent_data_without_sample (fewer, 0, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (descent_data_get_n_samples (fewer), ==, 3);
      for (guint j = 0; j < 3; j++)
        {
          g_assert_cmpfloat (descent_data_get_x (fewer)[j], ==, xs[j < i ? j : j + 1]);
          g_assert_cmpfloat (descent_data_get_y (fewer)[j], ==, ys[j < i ? j : j + 1]);
        }
      g_assert_null (descent_data_without_sample (two, 0, &error));
      g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA);
    }
}

static void
standardized_x_has_mean_0_and_deviation_1 (void)
{
  const float x[] = { 100, 300, 500, 1100 };
  g_autoptr (DescentData) data = descent_data_new (x, ys, 4, NULL);
  g_autoptr (DescentData) standard = descent_data_standardized (data, NULL);
  const DescentMoments *m = descent_data_get_moments (standard);

  g_assert_cmpfloat_with_epsilon (m->mean_x, 0, 1e-7);
  g_assert_cmpfloat_with_epsilon (m->var_x, 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (m->var_y, descent_data_get_moments (data)->var_y, 1e-12);
}

static void
equal_x_cannot_be_standardized (void)
{
  const float x[] = { 3.5f, 3.5f, 3.5f };
  g_autoptr (DescentData) data = descent_data_new (x, ys, 3, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (descent_data_standardized (data, &error));
  g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA);
  g_assert_cmpstr (error->message, ==, "All x are 3.5; expected at least two different ones to standardize");
}

/* MD5 of the bytes of x and y as PyTorch 1.13 draws them (the same in later ones), little endian. */
static void
generated_samples_are_pytorchs_to_the_bit (void)
{
  const struct
  {
    DescentGenerator generator;
    const char      *md5;
  } rows[] = {
    { { 0, 1000, 3.0, 2.0, 1.0 }, "f48174a497f125e7f7ecbd464f412456" },
    { { 0, 2, 3.0, 2.0, 1.0 }, "ebd3cc186eb43cc097626e7d2b6c023e" },
    { { 7, 15, -1.5, 0.25, 0.1 }, "a2e2725b4e75dfc72b3ca531cb09ef67" },
    { { 42, 16, 0.3, 1000.0, 2.5 }, "425aa72f6bc0e361efb1c77cb1cbc59e" },
    { { 123456789, 17, 3.0, 2.0, 0.7 }, "4b378c66ab8eb656a800cffb980b7316" },
    { { 1099511627776, 999, 3.0, 2.0, 0.0 }, "2f2c536b8596103db5323f31373059b6" },
    { { 0, 100000, 3.0, 2.0, 1.0 }, "d2ffefa5fb90a2f19e66c2cace15c499" },
  };

  if (G_BYTE_ORDER != G_LITTLE_ENDIAN)
    {
      g_test_skip ("the sums are of little-endian bytes");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DescentData) data = descent_data_new_generated (&rows[i].generator, NULL);
      g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_MD5);
      gssize n_bytes = rows[i].generator.n_samples * sizeof (float);

      g_checksum_update (sum, (const guchar *) descent_data_get_x (data), n_bytes);
      g_checksum_update (sum, (const guchar *) descent_data_get_y (data), n_bytes);
      g_assert_cmpstr (g_checksum_get_string (sum), ==, rows[i].md5);
    }
}

static void
generated_samples_know_what_they_came_from (void)
{
  DescentGenerator generator = descent_generator_get_default ();
  g_autoptr (DescentData) data = descent_data_new_generated (&generator, NULL);
  g_autoptr (DescentData) more = descent_data_with_sample (data, 0, 0, NULL);

  g_assert_cmpuint (descent_data_get_n_samples (data), ==, 1000);
  g_assert_cmpfloat (descent_data_get_generator (data)->true_w, ==, 3);
  g_assert_null (descent_data_get_generator (more));
}

static void
seeds_are_whole_numbers_of_64_bits (void)
{
  const char *bad[] = { "", "x", "-1", "1.5", "18446744073709551616" };
  guint64     seed;
  g_autoptr (GError) error = NULL;

  g_assert_true (descent_generator_parse_seed (" 18446744073709551615 ", &seed, NULL));
  g_assert_cmpuint (seed, ==, G_MAXUINT64);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (descent_generator_parse_seed (bad[i], &seed, NULL));
  g_assert_false (descent_generator_parse_seed ("x", &seed, &error));
  g_assert_cmpstr (error->message, ==, "“x” is no seed: a whole number from 0 to 18446744073709551615 is expected");
}

static void
numbers_that_make_no_samples_are_refused (void)
{
  const struct
  {
    DescentGenerator generator;
    const char      *message;
  } rows[] = {
    { { 0, 1, 3, 2, 1 }, "1 data point; expected 2 to 100000" },
    { { 0, 100001, 3, 2, 1 }, "100001 data points; expected 2 to 100000" },
    { { 0, 10, 1e39, 2, 1 }, "“1e39” is too large for float32: less than 3.4e38 is expected" },
    { { 0, 10, 3, -1e39, 1 }, "“−1e39” is too large for float32: less than 3.4e38 is expected" },
    { { 0, 10, 3, 2, NAN }, "“undefined” is too large for float32: less than 3.4e38 is expected" },
    { { 0, 10, 3, 2, -0.5 }, "“−0.5” is no standard deviation of noise: 0 or more is expected" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (descent_data_new_generated (&rows[i].generator, &error));
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/data/the-samples-are-copied", the_samples_are_copied);
  g_test_add_func ("/descent/data/too-few-too-many-or-not-finite-are-refused", too_few_too_many_or_not_finite_are_refused);
  g_test_add_func ("/descent/data/moments-are-those-of-the-samples", moments_are_those_of_the_samples);
  g_test_add_func ("/descent/data/moments-survive-a-mean-far-from-zero", moments_survive_a_mean_far_from_zero);
  g_test_add_func ("/descent/data/a-sample-is-added-at-the-end-of-new-data", a_sample_is_added_at_the_end_of_new_data);
  g_test_add_func ("/descent/data/a-sample-beyond-float32-is-refused", a_sample_beyond_float32_is_refused);
  g_test_add_func ("/descent/data/any-sample-can-be-removed-down-to-two", any_sample_can_be_removed_down_to_two);
  g_test_add_func ("/descent/data/standardized-x-has-mean-0-and-deviation-1", standardized_x_has_mean_0_and_deviation_1);
  g_test_add_func ("/descent/data/equal-x-cannot-be-standardized", equal_x_cannot_be_standardized);
  g_test_add_func ("/descent/data/generated-samples-are-pytorchs-to-the-bit", generated_samples_are_pytorchs_to_the_bit);
  g_test_add_func ("/descent/data/generated-samples-know-what-they-came-from", generated_samples_know_what_they_came_from);
  g_test_add_func ("/descent/data/seeds-are-whole-numbers-of-64-bits", seeds_are_whole_numbers_of_64_bits);
  g_test_add_func ("/descent/data/numbers-that-make-no-samples-are-refused", numbers_that_make_no_samples_are_refused);
  return g_test_run ();
}
