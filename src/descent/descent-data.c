/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The samples that a line is fitted to. They never change: adding, removing or standardizing makes new ones, so a run
 * can keep those it was made from. What a fit asks of them again and again (means, variances, extent) is taken once. */

#include "descent/descent-data.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "descent/descent-error.h"
#include "descent/descent-format.h"
#include "grad/grad-random.h"

struct _DescentData
{
  gatomicrefcount  ref_count;
  guint            n;
  float           *x;
  float           *y;
  DescentMoments   moments;
  gboolean         is_generated;
  DescentGenerator generator;
};

G_DEFINE_BOXED_TYPE (DescentData, descent_data, descent_data_ref, descent_data_unref)

static gboolean
check_count (guint    n,
             GError **error)
{
  if (n >= DESCENT_MIN_SAMPLES && n <= DESCENT_MAX_SAMPLES)
    return TRUE;
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA,
               ngettext ("%u data point; expected %d to %d", "%u data points; expected %d to %d", n), n, DESCENT_MIN_SAMPLES, DESCENT_MAX_SAMPLES);
  return FALSE;
}

static gboolean
check_finite (const DescentData *data,
              GError           **error)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < data->n; i++)
    if (!isfinite (data->x[i]) || !isfinite (data->y[i]))
      {
        float bad = isfinite (data->x[i]) ? data->y[i] : data->x[i];

        g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA, _ ("Data point %u: “%s” is no finite float32"), i + 1,
                     g_ascii_dtostr (buffer, sizeof buffer, bad));
        return FALSE;
      }
  return TRUE;
}

/* Two passes, the means first: one pass over squares would lose the digits of x far from 0. */
static void
take_moments (DescentData *data)
{
  DescentMoments m = { .x_min = data->x[0], .x_max = data->x[0], .y_min = data->y[0], .y_max = data->y[0] };

  for (guint i = 0; i < data->n; i++)
    {
      m.mean_x += data->x[i] / (double) data->n;
      m.mean_y += data->y[i] / (double) data->n;
      m.x_min = MIN (m.x_min, data->x[i]);
      m.x_max = MAX (m.x_max, data->x[i]);
      m.y_min = MIN (m.y_min, data->y[i]);
      m.y_max = MAX (m.y_max, data->y[i]);
    }
  for (guint i = 0; i < data->n; i++)
    {
      double dx = data->x[i] - m.mean_x;
      double dy = data->y[i] - m.mean_y;

      m.var_x += dx * dx / data->n;
      m.var_y += dy * dy / data->n;
      m.cov_xy += dx * dy / data->n;
    }
  data->moments = m;
}

static DescentData *
allocate (guint n)
{
  DescentData *data = g_new0 (DescentData, 1);

  g_atomic_ref_count_init (&data->ref_count);
  data->n = n;
  data->x = g_new (float, n);
  data->y = g_new (float, n);
  return data;
}

/* Samples filled in become samples that may be shown, or NULL. Takes data. */
static DescentData *
seal (DescentData *data,
      GError     **error)
{
  if (!check_finite (data, error))
    {
      descent_data_unref (data);
      return NULL;
    }
  take_moments (data);
  return data;
}

DescentGenerator
descent_generator_get_default (void)
{
  return (DescentGenerator){ .seed = 0, .n_samples = 1000, .true_w = 3, .true_b = 2, .deviation = 1 };
}

gboolean
descent_generator_check (const DescentGenerator *generator,
                         GError                **error)
{
  const double     numbers[] = { generator->true_w, generator->true_b, generator->deviation };
  g_autofree char *deviation = NULL;

  if (!check_count (generator->n_samples, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!isfinite ((float) numbers[i]))
      {
        g_autofree char *number = descent_format_number (numbers[i], GRAD_FLOAT64);

        g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("“%s” is too large for float32: less than 3.4e38 is expected"), number);
        return FALSE;
      }
  if (generator->deviation >= 0)
    return TRUE;
  deviation = descent_format_number (generator->deviation, GRAD_FLOAT64);
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("“%s” is no standard deviation of noise: 0 or more is expected"), deviation);
  return FALSE;
}

gboolean
descent_generator_parse_seed (const char *text,
                              guint64    *seed,
                              GError    **error)
{
  g_autofree char *number = g_strstrip (g_strdup (text));
  g_autofree char *valid = NULL;

  if (g_ascii_string_to_unsigned (number, 10, 0, G_MAXUINT64, seed, NULL))
    return TRUE;
  valid = g_utf8_make_valid (text, -1);
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("“%s” is no seed: a whole number from 0 to 18446744073709551615 is expected"), valid);
  return FALSE;
}

DescentData *
descent_data_new_generated (const DescentGenerator *generator,
                            GError                **error)
{
  guint             n = generator->n_samples;
  DescentData      *data;
  g_autofree float *noise = NULL;
  GradRandom        random;

  if (!descent_generator_check (generator, error))
    return NULL;
  data = allocate (n);
  data->is_generated = TRUE;
  data->generator = *generator;
  noise = g_new (float, n);
  grad_random_init (&random, generator->seed);
  grad_random_normal_f32 (&random, data->x, n);
  grad_random_normal_f32 (&random, noise, n);
  for (guint i = 0; i < n; i++)
    data->y[i] = data->x[i] * (float) generator->true_w + (float) generator->true_b + noise[i] * (float) generator->deviation;
  return seal (data, error);
}

DescentData *
descent_data_new (const float *x,
                  const float *y,
                  guint        n,
                  GError     **error)
{
  DescentData *data;

  if (!check_count (n, error))
    return NULL;
  data = allocate (n);
  memcpy (data->x, x, n * sizeof *x);
  memcpy (data->y, y, n * sizeof *y);
  return seal (data, error);
}

DescentData *
descent_data_ref (DescentData *data)
{
  g_return_val_if_fail (data != NULL, NULL);

  g_atomic_ref_count_inc (&data->ref_count);
  return data;
}

void
descent_data_unref (DescentData *data)
{
  g_return_if_fail (data != NULL);

  if (!g_atomic_ref_count_dec (&data->ref_count))
    return;
  g_free (data->x);
  g_free (data->y);
  g_free (data);
}

DescentData *
descent_data_with_sample (DescentData *data,
                          double       x,
                          double       y,
                          GError     **error)
{
  DescentData *more;

  if (!check_count (data->n + 1, error))
    return NULL;
  more = allocate (data->n + 1);
  memcpy (more->x, data->x, data->n * sizeof *data->x);
  memcpy (more->y, data->y, data->n * sizeof *data->y);
  more->x[data->n] = (float) x;
  more->y[data->n] = (float) y;
  return seal (more, error);
}

static void
copy_without (float       *to,
              const float *from,
              guint        n,
              guint        i)
{
  memcpy (to, from, i * sizeof *from);
  memcpy (to + i, from + i + 1, (n - i - 1) * sizeof *from);
}

DescentData *
descent_data_without_sample (DescentData *data,
                             guint        i,
                             GError     **error)
{
  DescentData *fewer;

  g_return_val_if_fail (i < data->n, NULL);

  if (!check_count (data->n - 1, error))
    return NULL;
  fewer = allocate (data->n - 1);
  copy_without (fewer->x, data->x, data->n, i);
  copy_without (fewer->y, data->y, data->n, i);
  return seal (fewer, error);
}

DescentData *
descent_data_standardized (DescentData *data,
                           GError     **error)
{
  const DescentMoments *m = &data->moments;
  double                deviation = sqrt (m->var_x);
  DescentData          *standard;

  if (m->x_min == m->x_max)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA, _ ("All x are %s; expected at least two different ones to standardize"),
                   g_ascii_formatd (buffer, sizeof buffer, "%.9g", m->x_min));
      return NULL;
    }
  standard = allocate (data->n);
  for (guint i = 0; i < data->n; i++)
    standard->x[i] = (float) ((data->x[i] - m->mean_x) / deviation);
  memcpy (standard->y, data->y, data->n * sizeof *data->y);
  return seal (standard, error);
}

guint
descent_data_get_n_samples (const DescentData *data)
{
  return data->n;
}

const float *
descent_data_get_x (const DescentData *data)
{
  return data->x;
}

const float *
descent_data_get_y (const DescentData *data)
{
  return data->y;
}

const DescentMoments *
descent_data_get_moments (const DescentData *data)
{
  return &data->moments;
}

const DescentGenerator *
descent_data_get_generator (const DescentData *data)
{
  return data->is_generated ? &data->generator : NULL;
}
