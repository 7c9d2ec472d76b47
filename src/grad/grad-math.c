/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Correct rounding by Ziv's test: compute with more bits than the result has, and only when the spare bits cannot
 * tell on which side of a rounding boundary the true value lies, compute again with still more. */

#include "grad/grad-math.h"

#include <math.h>

/* sin (x) in float32: the double is right to about 2^-52, the float32 needs 2^-24; one in 2^25 is near a boundary. */
#define DEFINE_FUNCTION(name)                                         \
  float grad_##name##_f32 (float x)                                   \
  {                                                                   \
    double r = name ((double) x);                                     \
    if (G_LIKELY (!grad_math_is_near_boundary (r)))                   \
      return (float) r;                                               \
    return isfinite (r) && r != 0 ? (float) name##l ((long double) x) \
                                  : (float) r;                        \
  }                                                                   \
  double grad_##name##_f64 (double x)                                 \
  {                                                                   \
    return name (x);                                                  \
  }
GRAD_MATH_FUNCTIONS (DEFINE_FUNCTION)
#undef DEFINE_FUNCTION

static inline float
round_power (double x,
             double z)
{
  double r = pow (x, z);

  if (G_LIKELY (!grad_math_is_near_boundary (r)))
    return (float) r;
  return isfinite (r) && r != 0 ? (float) powl ((long double) x, (long double) z) : (float) r;
}

float
grad_pow_f32 (float x,
              float z)
{
  return round_power ((double) x, (double) z);
}

double
grad_pow_f64 (double x,
              double z)
{
  return pow (x, z);
}

float
grad_atan2_f32 (float x,
                float z)
{
  double r = atan2 ((double) x, (double) z);

  if (G_LIKELY (!grad_math_is_near_boundary (r)))
    return (float) r;
  return r != 0 ? (float) atan2l ((long double) x, (long double) z) : (float) r;
}

double
grad_atan2_f64 (double x,
                double z)
{
  return atan2 (x, z);
}

float
grad_pow_other_number_f32 (float  x,
                           double k)
{
  if (k == 3)
    return x * x * x;
  if (k == 0)
    return 1;
  if (k == 0.5)
    return sqrtf (x);
  if (k == -0.5)
    return 1 / sqrtf (x);
  if (k == -1)
    return 1 / x;
  if (k == -2)
    return 1 / (x * x);
  return round_power ((double) x, k);
}

double
grad_pow_other_number_f64 (double x,
                           double k)
{
  if (k == 3)
    return x * x * x;
  if (k == 0)
    return 1;
  if (k == 0.5)
    return sqrt (x);
  if (k == -0.5)
    return 1 / sqrt (x);
  if (k == -1)
    return 1 / x;
  if (k == -2)
    return 1 / (x * x);
  return pow (x, k);
}

float
grad_sigmoid_f32 (float x)
{
  return 1 / (1 + grad_exp_f32 (-x));
}

double
grad_sigmoid_f64 (double x)
{
  return 1 / (1 + exp (-x));
}

float
grad_remainder_f32 (float x,
                    float z)
{
  float r = fmodf (x, z);

  return r != 0 && (z < 0) != (r < 0) ? r + z : r;
}

double
grad_remainder_f64 (double x,
                    double z)
{
  double r = fmod (x, z);

  return r != 0 && (z < 0) != (r < 0) ? r + z : r;
}

/* Python's way: from the exact remainder, so that x == (x // z) · z + x % z as nearly as rounding allows. */
double
grad_floor_divide_f64 (double x,
                       double z)
{
  double r, q, floored;

  if (z == 0)
    return x / z;
  r = fmod (x, z);
  q = (x - r) / z;
  if (r != 0 && (z < 0) != (r < 0))
    q -= 1;
  if (q == 0)
    return copysign (0, x / z);
  floored = floor (q);
  return q - floored > 0.5 ? floored + 1 : floored;
}

float
grad_floor_divide_f32 (float x,
                       float z)
{
  float r, q, floored;

  if (z == 0)
    return x / z;
  r = fmodf (x, z);
  q = (x - r) / z;
  if (r != 0 && (z < 0) != (r < 0))
    q -= 1;
  if (q == 0)
    return copysignf (0, x / z);
  floored = floorf (q);
  return q - floored > 0.5f ? floored + 1 : floored;
}
