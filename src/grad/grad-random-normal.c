/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* torch.randn. From sixteen numbers on PyTorch fills the whole array with uniform numbers and then turns each sixteen,
 * eight radii and eight angles, into normal ones; an odd rest is drawn anew as the last sixteen. In float32 it
 * computes with short polynomials (Moshier's Cephes library: logf, sinf, cosf) in fused multiply-adds; to give its
 * numbers to the bit, so do we. */

#include "grad/grad-random.h"
#include "grad/grad-random-private.h"

#include <math.h>
#include <string.h>

enum
{
  BLOCK = 16,
};

/* c[0] · x^(n−1) + … + c[n−1] by Horner's rule. */
static float
polynomial (const float *c,
            guint        n,
            float        x)
{
  float sum = c[0];

  for (guint i = 1; i < n; i++)
    sum = fmaf (sum, x, c[i]);
  return sum;
}

/* log (x) for 0 < x ≤ 1: from x = m · 2^e with √½ ≤ m < √2, and a polynomial in m − 1. */
static float
log_f32 (float x)
{
  static const float c[] = { 7.0376836292e-2f, -1.1514610310e-1f, 1.1676998740e-1f,
                             -1.2420140846e-1f, 1.4249322787e-1f, -1.6668057665e-1f,
                             2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f };
  const float        ln2_low = -2.12194440e-4f, ln2_high = 0.693359375f;
  int                exponent;
  float              m, e, z, y;

  m = frexpf (x, &exponent);
  e = (float) exponent;
  if (m < 0.707106781186547524f)
    {
      e -= 1;
      m = (m - 1) + m;
    }
  else
    m -= 1;
  z = m * m;
  y = fmaf (polynomial (c, G_N_ELEMENTS (c), m) * m, z, e * ln2_low);
  y = fmaf (z, -0.5f, y);
  return fmaf (e, ln2_high, m + y);
}

/* sin (x) and cos (x) for 0 ≤ x ≤ 2π: x less a multiple j of π/4, and a polynomial for each. */
static void
sin_cos_f32 (float  x,
             float *sin_x,
             float *cos_x)
{
  static const float s[] = { -1.9515295891e-4f, 8.3321608736e-3f, -1.6666654611e-1f };
  static const float c[] = { 2.443315711809948e-5f, -1.388731625493765e-3f, 4.166664568298827e-2f };
  int                j = ((int) (x * 1.27323954473516f) + 1) & ~1;
  float              z, sine, cosine;

  x = fmaf ((float) j, -0.78515625f, x);
  x = fmaf ((float) j, -2.4187564849853515625e-4f, x);
  x = fmaf ((float) j, -3.77489497744594108e-8f, x);
  z = x * x;
  cosine = fmaf (polynomial (c, G_N_ELEMENTS (c), z) * z, z, -(z * 0.5f)) + 1;
  sine = fmaf (polynomial (s, G_N_ELEMENTS (s), z) * z, x, x);
  *sin_x = j & 2 ? cosine : sine;
  *cos_x = j & 2 ? sine : cosine;
  if (j & 4)
    *sin_x = -*sin_x;
  if (((j - 2) & 4) == 0)
    *cos_x = -*cos_x;
}

static void
normal_block_f32 (float *values)
{
  for (guint i = 0; i < BLOCK / 2; i++)
    {
      float radius = sqrtf (-2 * log_f32 (1 - values[i]));
      float sin_angle, cos_angle;

      sin_cos_f32 ((float) (2 * G_PI) * values[i + BLOCK / 2], &sin_angle, &cos_angle);
      values[i] = radius * cos_angle;
      values[i + BLOCK / 2] = radius * sin_angle;
    }
}

static void
normal_block_f64 (double *values)
{
  for (guint i = 0; i < BLOCK / 2; i++)
    {
      double radius = sqrt (-2 * log (1 - values[i]));
      double angle = 2 * G_PI * values[i + BLOCK / 2];

      values[i] = radius * cos (angle);
      values[i + BLOCK / 2] = radius * sin (angle);
    }
}

/* The same for both types of number. */
#define DEFINE_NORMAL(suffix, Number)                                 \
  void grad_random_normal_##suffix (GradRandom *random,               \
                                    Number     *values,               \
                                    gsize       n)                    \
  {                                                                   \
    if (n < BLOCK)                                                    \
      {                                                               \
        for (gsize i = 0; i < n; i++)                                 \
          values[i] = (Number) grad_random_next_normal (random);      \
        return;                                                       \
      }                                                               \
    grad_random_uniform_##suffix (random, values, n);                 \
    for (gsize i = 0; i + BLOCK <= n; i += BLOCK)                     \
      normal_block_##suffix (values + i);                             \
    if (n % BLOCK == 0)                                               \
      return;                                                         \
    grad_random_uniform_##suffix (random, values + n - BLOCK, BLOCK); \
    normal_block_##suffix (values + n - BLOCK);                       \
  }

DEFINE_NORMAL (f32, float)
DEFINE_NORMAL (f64, double)
