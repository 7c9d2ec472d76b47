/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-kernel-near.h"

/* The same methods in float, for pictures: a few units in the last place from the truth. Where they do not hold, which
 * grad-kernels.def says, the scalar function serves. */

G_ALWAYS_INLINE static inline float
fast_horner (float        x,
             const float *c,
             int          n)
{
  float y = c[n - 1];

  for (int k = n - 1; k-- > 0;)
    y = fast_muladd (y, x, c[k]);
  return y;
}

#define fast_polynomial(x, c) fast_horner (x, c, sizeof (c) / sizeof *(c))

/* As near_minus_quarters, for n < 2^13. */
G_ALWAYS_INLINE static inline float
fast_minus_quarters (float x,
                     float n)
{
#ifdef NEAR_HAS_FMA
  return fast_muladd (n, 0x1.777a5cp-25f, fast_muladd (n, -0x1.921fb6p+0f, x));
#else
  return x - n * 0x1.92p+0f - n * 0x1.fb4p-12f - n * 0x1.4442d2p-24f;
#endif
}

/* Returns the bits of FAST_ROUNDER plus the quarter turns in x, of which there may be 2^13 to either side. */
G_ALWAYS_INLINE static inline uint32_t
fast_sincos (float  x,
             float *sine,
             float *cosine)
{
  float shifted = fast_muladd (x, (float) M_2_PI, FAST_ROUNDER), n = shifted - FAST_ROUNDER;
  float r = fast_minus_quarters (x, n), z = r * r;
  float s = fast_muladd (fast_polynomial (z, SIN_32) * z, r, r);
  float c = fast_muladd (fast_muladd (fast_polynomial (z, COS_32), z, -0.5f), z, 1.0f);

  near_turn (s, c, fast_bits (shifted), sine, cosine);
  return fast_bits (shifted);
}

G_ALWAYS_INLINE static inline float
fast_clamp (float x,
            float low,
            float high)
{
  x = x > high ? high : x;
  return x < low ? low : x;
}

/* Two factors make the scale, lest 2^128 overflow before its product with something below 1, or 2^-127 vanish. */
G_ALWAYS_INLINE static inline float
fast_exp (float x)
{
  float    clamped = fast_clamp (x, -104, 89);
  float    shifted = fast_muladd (clamped, (float) M_LOG2E, FAST_ROUNDER), n = shifted - FAST_ROUNDER;
  float    r = fast_muladd (n, -0x1.7f7d1cp-20f, fast_muladd (n, -0x1.62e4p-1f, clamped));
  uint32_t power = fast_bits (shifted) - fast_bits (FAST_ROUNDER) + 254, half = power / 2;

  return fast_muladd (fast_polynomial (r, EXPM1_32), r, 1.0f) * fast_from_bits (half << 23) * fast_from_bits ((power - half) << 23);
}

/* The exponent is not where it is looked for below the normal numbers. */
G_ALWAYS_INLINE static inline int32_t
fast_is_tiny (float x)
{
  return (x < 0x1p-126f) & (x > 0);
}

G_ALWAYS_INLINE static inline float
fast_log (float x)
{
  uint32_t bits = fast_bits (x), biased = (bits - fast_bits ((float) M_SQRT1_2) + (128u << 23)) >> 23;
  float    n = fast_from_bits (biased + fast_bits (FAST_ROUNDER)) - (FAST_ROUNDER + 128);
  float    m = fast_from_bits (bits - ((biased - 128) << 23));
  float    s = (m - 1) / (m + 1), z = s * s;
  float    y = fast_muladd (n, (float) M_LN2, 2 * fast_muladd (fast_polynomial (z, LOG_32) * z, s, s));

  y = x < INFINITY ? y : x;
  y = x > 0 ? y : -INFINITY;
  return x >= 0 ? y : NAN;
}

G_ALWAYS_INLINE static inline float
fast_sigmoid (float x)
{
  return 1 / (1 + fast_exp (-x));
}

/* e / (e + 2) with e = expm1 (2 x), which keeps its digits near 0; from 10 on tanh is 1 to a float. */
G_ALWAYS_INLINE static inline float
fast_tanh (float x)
{
  float clamped = fast_clamp (x, -10, 10);
  float shifted = fast_muladd (clamped, (float) (2 * M_LOG2E), FAST_ROUNDER), n = shifted - FAST_ROUNDER;
  float r = fast_muladd (n, -0x1.7f7d1cp-20f, fast_muladd (n, -0x1.62e4p-1f, 2 * clamped));
  float scale = fast_from_bits ((fast_bits (shifted) - fast_bits (FAST_ROUNDER) + 127) << 23);
  float e = fast_muladd (scale * fast_polynomial (r, EXPM1_32), r, scale - 1);

  return e / (e + 2);
}

G_ALWAYS_INLINE static inline float
fast_sin (float x)
{
  float sine, cosine;

  fast_sincos (x, &sine, &cosine);
  return sine;
}

G_ALWAYS_INLINE static inline float
fast_cos (float x)
{
  float sine, cosine;

  fast_sincos (x, &sine, &cosine);
  return cosine;
}
