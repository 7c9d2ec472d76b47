/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "grad/grad-kernel-coefficients.h"

/* Functions in double that come near the true value: within GRAD_NEAR_ERROR, relatively, for every argument that is a
 * float; sine and cosine, which all pictures are made of, nearer, pow less near. That is far more than a float needs, so rounding such a result to float gives the float nearest to the truth,
 * except where the error reaches over a boundary between two floats; near_round says so, and then the scalar function
 * of the engine decides. Straight-line code without calls or branches, for loops that the compiler turns into vectors;
 * nothing here depends on FMA for its promise, which only makes it faster. */

#define GRAD_NEAR_ERROR 0x1p-40
#define GRAD_NEAR_SINCOS_ERROR 0x1p-45
#define GRAD_NEAR_POW_ERROR 0x1p-36

/* x * y + z, rounded once where the machine can, else twice: only for results that are approximate anyhow. */
#if defined __FMA__ || defined __ARM_FEATURE_FMA
#define NEAR_HAS_FMA
#define near_muladd(x, y, z) __builtin_fma (x, y, z)
#define fast_muladd(x, y, z) __builtin_fmaf (x, y, z)
#else
#define near_muladd(x, y, z) ((x) * (y) + (z))
#define fast_muladd(x, y, z) ((x) * (y) + (z))
#endif

/* Adding this number to a small one and subtracting it again rounds to an integer, which the low bits then hold. */
#define NEAR_ROUNDER 0x1.8p52
#define FAST_ROUNDER 0x1.8p23f

G_ALWAYS_INLINE static inline uint64_t
near_bits (double x)
{
  uint64_t bits;
  memcpy (&bits, &x, sizeof bits);
  return bits;
}

G_ALWAYS_INLINE static inline double
near_from_bits (uint64_t bits)
{
  double x;
  memcpy (&x, &bits, sizeof x);
  return x;
}

G_ALWAYS_INLINE static inline uint32_t
fast_bits (float x)
{
  uint32_t bits;
  memcpy (&bits, &x, sizeof bits);
  return bits;
}

G_ALWAYS_INLINE static inline float
fast_from_bits (uint32_t bits)
{
  float x;
  memcpy (&x, &bits, sizeof x);
  return x;
}

/* Rounds y to float; sets a bit of *unsure if a value within the relative error of y might round to another. */
G_ALWAYS_INLINE static inline float
near_round (double   y,
            double   error,
            int32_t *unsure)
{
  float low = (float) (y * (1 - error)), high = (float) (y * (1 + error));

  *unsure |= (int32_t) (fast_bits (low) ^ fast_bits (high));
  return high;
}

/* c[0] + c[1] x + … */
#define near_polynomial(x, c) near_horner (x, c, sizeof (c) / sizeof *(c))

G_ALWAYS_INLINE static inline double
near_horner (double        x,
             const double *c,
             int           n)
{
  double y = c[n - 1];

  for (int k = n - 1; k-- > 0;)
    y = near_muladd (y, x, c[k]);
  return y;
}

/* Not 0 if |x| is limit or more, infinite or no number. */
G_ALWAYS_INLINE static inline int32_t
near_reaches (float x,
              float limit)
{
  return (int32_t) (((fast_bits (x) & 0x7fffffff) + (0x80000000 - fast_bits (limit))) & 0x80000000);
}

/* x - n π/2. An FMA multiplies exactly, so that two parts of π/2 will do; else three that are short enough to be
 * multiplied by a whole n < 2^20 without rounding. */
G_ALWAYS_INLINE static inline double
near_minus_quarters (double x,
                     double n)
{
#ifdef NEAR_HAS_FMA
  return near_muladd (n, -0x1.1a62633145c07p-54, near_muladd (n, -0x1.921fb54442d18p+0, x));
#else
  return x - n * 0x1.921fb544p+0 - n * 0x1.0b4611a6p-34 - n * 0x1.3198a2e037073p-69;
#endif
}

/* ±sin x and ±cos x, or the one for the other: x = n π/2 + r with r in ±π/4, and n modulo 4, which is returned, says
 * what sin r and cos r are good for. */
G_ALWAYS_INLINE static inline uint64_t
near_sincos_unturned (double  x,
                      double *sine,
                      double *cosine)
{
  double shifted = near_muladd (x, M_2_PI, NEAR_ROUNDER), n = shifted - NEAR_ROUNDER;
  double r = near_minus_quarters (x, n), z = r * r;

  *sine = r * near_muladd (near_polynomial (z, SIN_64), z, 1.0);
  *cosine = near_muladd (near_muladd (near_polynomial (z, COS_64), z, -0.5), z, 1.0);
  return near_bits (shifted);
}

G_ALWAYS_INLINE static inline void
near_sincos (double  x,
             double *sine,
             double *cosine)
{
  double   unturned_sine, unturned_cosine;
  uint64_t quarter = near_sincos_unturned (x, &unturned_sine, &unturned_cosine);
  uint64_t s = near_bits (unturned_sine), c = near_bits (unturned_cosine), exchange = (s ^ c) & -(quarter & 1);

  *sine = near_from_bits (s ^ exchange ^ (quarter & 2) << 62);
  *cosine = near_from_bits (c ^ exchange ^ ((quarter + 1) & 2) << 62);
}

/* Turns the sine and cosine of r into those of x; shared with the functions in float. */
G_ALWAYS_INLINE static inline void
near_turn (float    unturned_sine,
           float    unturned_cosine,
           uint32_t quarter,
           float   *sine,
           float   *cosine)
{
  uint32_t s = fast_bits (unturned_sine), c = fast_bits (unturned_cosine), exchange = (s ^ c) & -(quarter & 1);

  *sine = fast_from_bits (s ^ exchange ^ (quarter & 2) << 30);
  *cosine = fast_from_bits (c ^ exchange ^ ((quarter + 1) & 2) << 30);
}

/* Sine and cosine rounded to float; rounded before they are turned, since floats are half as long. */
G_ALWAYS_INLINE static inline void
near_sincos_rounded (float    x,
                     float   *sine,
                     float   *cosine,
                     int32_t *unsure)
{
  double   s, c;
  uint64_t quarter = near_sincos_unturned (x, &s, &c);

  *unsure |= near_reaches (x, 0x1p20f);
  near_turn (near_round (s, GRAD_NEAR_SINCOS_ERROR, unsure), near_round (c, GRAD_NEAR_SINCOS_ERROR, unsure), (uint32_t) quarter, sine, cosine);
}

G_ALWAYS_INLINE static inline double
near_sin (double x)
{
  double sine, cosine;

  near_sincos (x, &sine, &cosine);
  return sine;
}

G_ALWAYS_INLINE static inline double
near_cos (double x)
{
  double sine, cosine;

  near_sincos (x, &sine, &cosine);
  return cosine;
}

G_ALWAYS_INLINE static inline double
near_tan (double x)
{
  double sine, cosine;

  near_sincos (x, &sine, &cosine);
  return sine / cosine;
}

G_ALWAYS_INLINE static inline double
near_clamp (double x,
            double limit)
{
  x = x > limit ? limit : x;
  return x < -limit ? -limit : x;
}

/* exp (x) = scale * (1 + rest), for |x| up to 700. */
G_ALWAYS_INLINE static inline double
near_exp_parts (double  x,
                double *scale)
{
  double shifted = near_muladd (x, M_LOG2E, NEAR_ROUNDER), n = shifted - NEAR_ROUNDER;
  double r = near_muladd (n, 0x1.8432a1b0e2634p-43, near_muladd (n, -0x1.62e42fefa4p-1, x));

  *scale = near_from_bits ((near_bits (shifted) + 1023) << 52);
  return near_polynomial (r, EXPM1_64) * r;
}

/* Beyond ±110 the exponential is 0 or infinity to a float, so no more is told apart. */
G_ALWAYS_INLINE static inline double
near_exp (double x)
{
  double scale, rest = near_exp_parts (near_clamp (x, 110), &scale);

  return near_muladd (scale, rest, scale);
}

G_ALWAYS_INLINE static inline double
near_expm1 (double x)
{
  double scale, rest = near_exp_parts (near_clamp (x, 110), &scale);

  return copysign (near_muladd (scale, rest, scale - 1), x);
}

G_ALWAYS_INLINE static inline double
near_exp2 (double x)
{
  return near_exp (x * M_LN2);
}

/* log (x) for normal positive x: x = 2^n m with m from √½ to √2, log m = 2 atanh s, s = (m - 1)/(m + 1). */
G_ALWAYS_INLINE static inline double
near_log_positive (double x)
{
  uint64_t bits = near_bits (x), biased = (bits - near_bits (M_SQRT1_2) + (512ull << 52)) >> 52;
  double   n = near_from_bits (biased + near_bits (NEAR_ROUNDER)) - (NEAR_ROUNDER + 512);
  double   m = near_from_bits (bits - ((biased - 512) << 52));
  double   s = (m - 1) / (m + 1), z = s * s;
  double   log_m = 2 * near_muladd (near_polynomial (z, LOG_64) * z, s, s);

  return near_muladd (n, M_LN2, log_m);
}

G_ALWAYS_INLINE static inline double
near_log (double x)
{
  double y = near_log_positive (x);

  y = x < INFINITY ? y : x;
  y = x > 0 ? y : -INFINITY;
  return x >= 0 ? y : NAN;
}

/* What 1 + x loses in rounding is put back to first order. */
G_ALWAYS_INLINE static inline double
near_log1p_above (double x)
{
  double w = 1 + x;

  return copysign (near_log_positive (w) + (x - (w - 1)) / w, x);
}

G_ALWAYS_INLINE static inline double
near_log1p (double x)
{
  double y = near_log1p_above (x);

  y = x < INFINITY ? y : x;
  y = x > -1 ? y : -INFINITY;
  return x >= -1 ? y : NAN;
}

G_ALWAYS_INLINE static inline double
near_sinh (double x)
{
  double e = near_expm1 (fabs (x));

  return copysign (0.5 * (e + e / (e + 1)), x);
}

G_ALWAYS_INLINE static inline double
near_cosh (double x)
{
  double e = near_exp (fabs (x));

  return 0.5 * (e + 1 / e);
}

G_ALWAYS_INLINE static inline double
near_tanh (double x)
{
  double e = near_expm1 (2 * near_clamp (x, 20));

  return e / (e + 2);
}

G_ALWAYS_INLINE static inline double
near_asinh (double x)
{
  double a = fabs (x), y = near_log1p_above (a + a * a / (1 + sqrt (a * a + 1)));

  return copysign (a < INFINITY ? y : a, x);
}

G_ALWAYS_INLINE static inline double
near_acosh (double x)
{
  double t = x - 1, y = near_log1p_above (t + sqrt (t * (t + 2)));

  y = x < INFINITY ? y : x;
  return x >= 1 ? y : NAN;
}

G_ALWAYS_INLINE static inline double
near_atanh (double x)
{
  double a = fabs (x), y = 0.5 * near_log1p_above (2 * a / (1 - a));

  y = a < 1 ? y : INFINITY;
  return copysign (a <= 1 ? y : NAN, x);
}

/* The angle of (x, y) for x, y >= 0, not both 0 nor infinite, by way of tan (u - π/8·k) for k = 0, 2 or 4. */
G_ALWAYS_INLINE static inline double
near_angle (double y,
            double x)
{
  int    steep = y > x * 2.414213562373095, flat = y < x * 0.41421356237309503;
  double top = steep ? -x : flat ? y
                                 : y - x,
         bottom = steep ? y : flat ? x
                                   : y + x;
  double base = steep ? M_PI_2 : flat ? 0
                                      : M_PI_4;
  double r = top / bottom, z = r * r;

  return base + near_muladd (near_polynomial (z, ATAN_64) * z, r, r);
}

G_ALWAYS_INLINE static inline double
near_atan (double x)
{
  double a = fabs (x), y = near_angle (a, 1);

  return copysign (a == INFINITY ? M_PI_2 : y, x);
}

/* Where 0, infinity and nan make rules of their own. */
G_ALWAYS_INLINE static inline int32_t
near_atan2_is_special (float y,
                       float x)
{
  return (y == 0) | (x == 0) | near_reaches (y, INFINITY) | near_reaches (x, INFINITY);
}

G_ALWAYS_INLINE static inline double
near_atan2 (double y,
            double x)
{
  double angle = near_angle (fabs (y), fabs (x));

  return copysign (x < 0 ? M_PI - angle : angle, y);
}

G_ALWAYS_INLINE static inline double
near_asin (double x)
{
  double a = fabs (x);

  return copysign (near_angle (a, sqrt ((1 - a) * (1 + a))), x);
}

G_ALWAYS_INLINE static inline double
near_acos (double x)
{
  return 2 * near_angle (sqrt (1 - x), sqrt (1 + x));
}

/* Where 0, infinity, nan and numbers too large to be odd make rules of their own. */
G_ALWAYS_INLINE static inline int32_t
near_pow_is_special (float x,
                     float z)
{
  return (x == 0) | near_reaches (x, INFINITY) | near_reaches (z, 0x1p24f);
}

G_ALWAYS_INLINE static inline int
near_is_whole (double x)
{
  return (x + NEAR_ROUNDER) - NEAR_ROUNDER == x;
}

/* To the power of a whole number, odd or even, a negative x goes with its sign; else there is none. */
G_ALWAYS_INLINE static inline double
near_pow (double x,
          double z)
{
  double size = near_exp (z * near_log_positive (fabs (x)));
  double below = near_is_whole (z) ? -size : NAN;

  below = near_is_whole (0.5 * z) ? size : below;
  return x < 0 ? below : size;
}
