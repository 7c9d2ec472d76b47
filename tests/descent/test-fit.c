/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <math.h>
#include <string.h>

#include "descent/descent-error.h"
#include "descent/descent-fit.h"

typedef struct
{
  guint64          seed;
  guint            n_samples;
  DescentReduction reduction;
  double           lr;
  guint            n_epochs;
  gboolean         zero_gradients;
  const char      *md5;     /* of W, b, loss, W.grad and b.grad of every point, nan as "nan." */
  guint            k;       /* the last point where all is finite */
  guint32          bits[5]; /* there */
  int              overflow, nan, x_overflow;
} Row;

/* From PyTorch 1.13, one thread, by the course's program with the numbers of each row. */
static const Row rows[] = {
  { 0, 1000, DESCENT_REDUCTION_MEAN, 0.1, 10, TRUE, "a88e2dfff4c5d8a69533896052c4d460", 10, { 0x404bd051, 0x3fe5f869, 0x3f84c05d, 0x3ed474ea, 0xbee8ba5d }, -1, -1, -1 },
  { 0, 1000, DESCENT_REDUCTION_MEAN, 0.5, 100, TRUE, "941cb0f18e94dc1545e595274b5835ce", 100, { 0x403edaf0, 0x4001e7c9, 0x3f712f3c, 0x34040000, 0xb3140000 }, -1, -1, -1 },
  { 0, 1000, DESCENT_REDUCTION_MEAN, 0.9, 60, TRUE, "121aac6b084c27a83c82a6159479cf2e", 60, { 0x403f7d9f, 0x40022b07, 0x3f713756, 0x3cae1049, 0x3c0fe48f }, -1, -1, -1 },
  { 0, 1000, DESCENT_REDUCTION_MEAN, 1.1, 60, TRUE, "3e77788853d6cbcd61de33d4cf993036", 60, { 0x4c96c594, 0x4bf90193, 0x59de6908, 0x4d2150cd, 0x4c853924 }, -1, -1, -1 },
  { 0, 1000, DESCENT_REDUCTION_SUM, 0.1, 40, TRUE, "e3bfba300a09740fca20c8046abc8881", 7, { 0xdadfd266, 0x5a8a8f59, 0x7b864a3c, 0xe06356bb, 0x6000fdda }, 8, 17, 17 },
  { 0, 1000, DESCENT_REDUCTION_SUM, 0.0001, 10, TRUE, "96173d4d2113bfd95b11e14dc34f6415", 10, { 0x404bd051, 0x3fe5f869, 0x4481a3db, 0x43cf7a2c, 0xc3e345ff }, -1, -1, -1 },
  { 0, 1000, DESCENT_REDUCTION_MEAN, 0.1, 100, FALSE, "47ff6494fd2102fe88210116b4a41991", 100, { 0x401df8c2, 0x3ecfab5a, 0x407a166d, 0x408a211e, 0xc12c66ba }, -1, -1, -1 },
  { 3, 2, DESCENT_REDUCTION_MEAN, 0.1, 50, TRUE, "13b22749ff176b31231c7858b1c39221", 50, { 0x4094eec2, 0x3f680796, 0x3cec70af, 0x3dac19bc, 0xbd36a7a0 }, -1, -1, -1 },
  { 4, 3, DESCENT_REDUCTION_SUM, 0.1, 50, TRUE, "a2fc3c3661e2ea0f2b1c18d77fe897bb", 50, { 0x402abfbe, 0x402943da, 0x3f1a0017, 0x36c00000, 0xb5000000 }, -1, -1, -1 },
  { 5, 7, DESCENT_REDUCTION_MEAN, 0.2, 50, TRUE, "e278455183edd9d8313f05b6f3b8bde2", 50, { 0x404b180c, 0x3fe97e63, 0x3ebe2ff9, 0xb4ec0000, 0xb3400000 }, -1, -1, -1 },
  { 6, 8, DESCENT_REDUCTION_SUM, 0.01, 50, TRUE, "65895d2f0d8aab360a1058e6f5dd4969", 50, { 0x400960fb, 0x3fc48dd8, 0x40da5261, 0x3a4ed800, 0x3a82e800 }, -1, -1, -1 },
  { 7, 31, DESCENT_REDUCTION_MEAN, 0.2, 50, TRUE, "8413bca0f615a9ec2c002371797165fd", 50, { 0x4042b0c4, 0x3fd78f15, 0x3f71d8b7, 0x34180000, 0xb4800000 }, -1, -1, -1 },
  { 8, 37, DESCENT_REDUCTION_SUM, 0.002, 50, FALSE, "98fc9aa7696612b9aab5f5737c915339", 50, { 0x409ab0fe, 0xbe0bcb18, 0x43affdf0, 0x419d5308, 0x41e50cc8 }, -1, -1, -1 },
  { 9, 4097, DESCENT_REDUCTION_MEAN, 0.3, 50, TRUE, "2d743d6e006c7c8f2c334798153c59f2", 50, { 0x4040b3b6, 0x40007031, 0x3f81e20c, 0xb1e00000, 0xb49d8000 }, -1, -1, -1 },
  { 1, 32768, DESCENT_REDUCTION_SUM, 1e-05, 20, TRUE, "22ff1fa6538db706b4488391cc96cdac", 20, { 0x403fefc7, 0x3fffbc7b, 0x4700b2fb, 0xbb7b8000, 0xbb98e000 }, -1, -1, -1 },
  { 2, 100000, DESCENT_REDUCTION_MEAN, 0.1, 10, TRUE, "b357c2baf508db9d8a920671d2e572c4", 10, { 0x404df476, 0x3fe4c8a4, 0x3f8c4714, 0x3edd3fc6, 0xbedb5a75 }, -1, -1, -1 },
};

static DescentData *
make_data (guint64 seed,
           guint   n_samples)
{
  DescentGenerator generator = descent_generator_get_default ();

  generator.seed = seed;
  generator.n_samples = n_samples;
  return descent_data_new_generated (&generator, NULL);
}

static DescentFit *
make_fit (const Row *row)
{
  g_autoptr (DescentData) data = make_data (row->seed, row->n_samples);
  DescentFitSettings settings = { data, 5, 0, row->lr, row->n_epochs, row->reduction, row->zero_gradients };
  DescentFit        *fit = descent_fit_new (&settings, NULL);

  g_assert_nonnull (fit);
  return fit;
}

static void
get_floats (const DescentPoint *point,
            float               floats[5])
{
  floats[0] = (float) point->x[0];
  floats[1] = (float) point->x[1];
  floats[2] = (float) point->value;
  floats[3] = (float) point->grad[0];
  floats[4] = (float) point->grad[1];
}

static guint32
get_bits (float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

static void
assert_last_finite_point (const Row        *row,
                          const DescentFit *fit)
{
  float floats[5];

  get_floats (descent_fit_get_point (fit, row->k), floats);
  for (guint i = 0; i < G_N_ELEMENTS (floats); i++)
    g_assert_cmphex (get_bits (floats[i]), ==, row->bits[i]);
}

static void
assert_all_points (const Row        *row,
                   const DescentFit *fit)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_MD5);
  float floats[5];

  for (guint k = 0; k < descent_fit_get_n_points (fit); k++)
    {
      get_floats (descent_fit_get_point (fit, k), floats);
      for (guint i = 0; i < G_N_ELEMENTS (floats); i++)
        {
          guint32 bits = GUINT32_TO_LE (get_bits (floats[i]));

          g_checksum_update (sum, isnan (floats[i]) ? (const guchar *) "nan." : (const guchar *) &bits, 4);
        }
    }
  g_assert_cmpstr (g_checksum_get_string (sum), ==, row->md5);
}

static void
every_epoch_is_pytorchs_to_the_bit (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DescentFit) fit = make_fit (&rows[i]);

      g_test_message ("%u samples, %s, lr %g", rows[i].n_samples, descent_reduction_get_name (rows[i].reduction), rows[i].lr);
      g_assert_cmpuint (descent_fit_get_n_points (fit), ==, rows[i].n_epochs + 1);
      assert_last_finite_point (&rows[i], fit);
      assert_all_points (&rows[i], fit);
    }
}

static void
numbers_gone_bad_are_found (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DescentFit) fit = make_fit (&rows[i]);

      g_assert_cmpint (descent_fit_get_loss_overflow (fit), ==, rows[i].overflow);
      g_assert_cmpint (descent_fit_get_loss_nan (fit), ==, rows[i].nan);
      g_assert_cmpint (descent_fit_get_x_overflow (fit), ==, rows[i].x_overflow);
    }
}

/* What is copied from a point at rest must be what would have been computed. */
static void
epochs_at_rest_are_as_if_computed (void)
{
  g_autoptr (DescentFit) fit = make_fit (&rows[1]);
  const DescentPoint *rest = descent_fit_get_point (fit, 99);

  g_assert_cmpmem (rest, sizeof *rest, descent_fit_get_point (fit, 100), sizeof *rest);
  g_assert_cmpfloat ((float) rest->x[0] - (float) rest->update[0], ==, rest->x[0]);
}

/* The whole exercise: a sum at lr / n goes the mean's way. */
static void
the_sum_at_a_rate_n_times_smaller_goes_the_means_way (void)
{
  g_autoptr (DescentFit) mean = make_fit (&rows[0]);
  g_autoptr (DescentFit) sum = make_fit (&rows[5]);
  const DescentPoint *a = descent_fit_get_point (mean, 10);
  const DescentPoint *b = descent_fit_get_point (sum, 10);

  g_assert_cmpfloat (a->x[0], ==, b->x[0]);
  g_assert_cmpfloat (a->x[1], ==, b->x[1]);
  g_assert_cmpfloat_with_epsilon (b->value / a->value, 1000, 1e-3);
}

/* The rates at which runs were seen to turn from converging to diverging under PyTorch. */
static void
the_critical_rate_is_where_runs_turn (void)
{
  g_autoptr (DescentData) data = make_data (0, 1000);
  DescentLinear      mean = descent_linear_solve (data, DESCENT_REDUCTION_MEAN);
  DescentLinear      sum = descent_linear_solve (data, DESCENT_REDUCTION_SUM);
  DescentFitSettings settings = { data, 5, 0, 0, 2000, DESCENT_REDUCTION_MEAN, TRUE };

  g_assert_cmpfloat_with_epsilon (mean.critical_lr, 0.9346248535959183, 1e-9);
  g_assert_cmpfloat_with_epsilon (mean.best_lr, 0.485910437842654, 1e-9);
  g_assert_cmpfloat_with_epsilon (sum.critical_lr, 0.0009346248535959204, 1e-12);
  g_assert_cmpfloat_with_epsilon (mean.lambda_min, 1.9760888334407127, 1e-9);
  g_assert_cmpfloat_with_epsilon (mean.w, 2.982112819055188, 1e-9);
  g_assert_cmpfloat_with_epsilon (mean.b, 2.029772064149305, 1e-9);
  g_assert_cmpfloat_with_epsilon (mean.loss, 0.9421271439082072, 1e-9);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DescentFit) fit = NULL;

      settings.lr = (i == 0 ? 0.995 : 1.005) * mean.critical_lr;
      fit = descent_fit_new (&settings, NULL);
      if (i == 0)
        g_assert_cmpfloat (descent_fit_get_point (fit, 2000)->value, <, 0.9422);
      else
        g_assert_cmpfloat (descent_fit_get_point (fit, 2000)->value, >, 1e5);
    }
}

static void
settings_that_make_no_fit_are_refused (void)
{
  const struct
  {
    double      w, b, lr;
    guint       n_epochs;
    const char *message;
  } bad[] = {
    { NAN, 0, 0.1, 10, "The start must be a finite number, not undefined" },
    { 5, INFINITY, 0.1, 10, "The start must be a finite number, not ∞" },
    { 5, 1e39, 0.1, 10, "The start 1e39 is too large for a float32, which ends at 3.4e38" },
    { 5, 0, 0, 10, "The learning rate must be a positive number, not 0" },
    { 5, 0, -0.1, 10, "The learning rate must be a positive number, not −0.1" },
    { 5, 0, NAN, 10, "The learning rate must be a positive number, not undefined" },
    { 5, 0, 0.1, 100001, "100001 epochs are too many: at most 100000 are computed" },
  };
  g_autoptr (DescentData) data = make_data (0, 10);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      DescentFitSettings settings = { data, bad[i].w, bad[i].b, bad[i].lr, bad[i].n_epochs, DESCENT_REDUCTION_MEAN, TRUE };
      g_autoptr (GError) error = NULL;

      g_assert_null (descent_fit_new (&settings, &error));
      g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE);
      g_assert_cmpstr (error->message, ==, bad[i].message);
    }
}

static void
no_epochs_are_a_fit_too (void)
{
  g_autoptr (DescentData) data = make_data (0, 10);
  DescentFitSettings settings = { data, 5, 0, 0.1, 0, DESCENT_REDUCTION_MEAN, TRUE };
  g_autoptr (DescentFit) fit = descent_fit_new (&settings, NULL);

  g_assert_cmpuint (descent_fit_get_n_points (fit), ==, 1);
  g_assert_cmpfloat (descent_fit_get_point (fit, 0)->x[0], ==, 5);
}

static void
cancel_at_3 (guint    epoch,
             guint    n_epochs,
             gpointer user_data)
{
  g_assert_cmpuint (n_epochs, ==, 100);
  g_assert_cmpuint (epoch, <=, 3);
  if (epoch == 3)
    g_cancellable_cancel (user_data);
}

static void
a_fit_can_be_cancelled (void)
{
  g_autoptr (DescentData) data = make_data (0, 10);
  DescentFitSettings settings = { data, 5, 0, 0.01, 100, DESCENT_REDUCTION_MEAN, TRUE };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (descent_fit_new_cancellable (&settings, cancellable, cancel_at_3, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gpointer
fit_in_thread (gpointer data)
{
  return make_fit (data);
}

static void
fits_can_be_made_in_threads_at_once (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, fit_in_thread, (gpointer) &rows[9 + i]);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (DescentFit) fit = g_thread_join (threads[i]);

      assert_all_points (&rows[9 + i], fit);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/fit/every-epoch-is-pytorchs-to-the-bit", every_epoch_is_pytorchs_to_the_bit);
  g_test_add_func ("/descent/fit/numbers-gone-bad-are-found", numbers_gone_bad_are_found);
  g_test_add_func ("/descent/fit/epochs-at-rest-are-as-if-computed", epochs_at_rest_are_as_if_computed);
  g_test_add_func ("/descent/fit/the-sum-at-a-rate-n-times-smaller-goes-the-means-way", the_sum_at_a_rate_n_times_smaller_goes_the_means_way);
  g_test_add_func ("/descent/fit/the-critical-rate-is-where-runs-turn", the_critical_rate_is_where_runs_turn);
  g_test_add_func ("/descent/fit/settings-that-make-no-fit-are-refused", settings_that_make_no_fit_are_refused);
  g_test_add_func ("/descent/fit/no-epochs-are-a-fit-too", no_epochs_are_a_fit_too);
  g_test_add_func ("/descent/fit/a-fit-can-be-cancelled", a_fit_can_be_cancelled);
  g_test_add_func ("/descent/fit/fits-can-be-made-in-threads-at-once", fits_can_be_made_in_threads_at_once);
  return g_test_run ();
}
