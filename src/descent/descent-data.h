/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

enum
{
  DESCENT_MIN_SAMPLES = 2,
  DESCENT_MAX_SAMPLES = 100000,
};

/* What the course draws its samples from: inputs = randn (n_samples); noise = randn (n_samples);
 * outputs = inputs * true_w + true_b + noise * deviation, after torch.manual_seed (seed). */
typedef struct
{
  guint64 seed;
  guint   n_samples;
  double  true_w;
  double  true_b;
  double  deviation;
} DescentGenerator;

/* The course's own, with a seed, which it lacks: 0, 1000 samples about y = 3x + 2, deviation 1. */
DescentGenerator descent_generator_get_default (void);

/* Refuses (DESCENT_ERROR_VALUE, one sentence) numbers that make no samples. */
gboolean descent_generator_check (const DescentGenerator *generator,
                                  GError                **error);

/* A seed typed by a person; DESCENT_ERROR_VALUE says in one sentence why not. */
gboolean descent_generator_parse_seed (const char *text,
                                       guint64    *seed,
                                       GError    **error);

/* What a least-squares fit needs to know of the samples, in double: means, and population (co)variances about them. */
typedef struct
{
  double mean_x, mean_y;
  double var_x, var_y;
  double cov_xy;
  double x_min, x_max;
  double y_min, y_max;
} DescentMoments;

/* Samples (x, y) in float32, between DESCENT_MIN_SAMPLES and DESCENT_MAX_SAMPLES of them, all finite.
 * Immutable, reference-counted, usable from any thread. */
typedef struct _DescentData DescentData;

#define DESCENT_TYPE_DATA (descent_data_get_type ())
GType descent_data_get_type (void);

/* The samples that PyTorch draws, to the bit. Transfer full. */
DescentData *descent_data_new_generated (const DescentGenerator *generator,
                                         GError                **error);

/* Copies n samples. DESCENT_ERROR_DATA for too few, too many, or one that is not finite. Transfer full. */
DescentData *descent_data_new (const float *x,
                               const float *y,
                               guint        n,
                               GError     **error);
DescentData *descent_data_ref (DescentData *data);
void         descent_data_unref (DescentData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DescentData, descent_data_unref)

/* New samples: with one more at the end, or without sample i. DESCENT_ERROR_DATA if that makes too many or too
 * few. Transfer full. */
DescentData *descent_data_with_sample (DescentData *data,
                                       double       x,
                                       double       y,
                                       GError     **error);
DescentData *descent_data_without_sample (DescentData *data,
                                          guint        i,
                                          GError     **error);

/* New samples with x shifted and scaled to mean 0 and standard deviation 1. DESCENT_ERROR_DATA if all x are the
 * same. Transfer full. */
DescentData *descent_data_standardized (DescentData *data,
                                        GError     **error);

guint                 descent_data_get_n_samples (const DescentData *data);
const float          *descent_data_get_x (const DescentData *data);
const float          *descent_data_get_y (const DescentData *data);
const DescentMoments *descent_data_get_moments (const DescentData *data);

/* What the samples were drawn from; NULL if they were not, or have been changed since. */
const DescentGenerator *descent_data_get_generator (const DescentData *data);

G_END_DECLS
