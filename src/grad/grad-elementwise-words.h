/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The words of grad-ops.def as arithmetic on numbers of type T. To be included by grad-elementwise-f32.c and its
 * like, after T (the type), NAMED (n) (our function n for T) and LIBM (n) (the C library's) are defined; no
 * include guard, for that reason, and no other use. */

#include <math.h>

#include "grad/grad-math.h"

/* The Scalars of a call that gives none: alpha is 1. */
static const double no_numbers[2] = { 1, 0 };

static const double sqrt_of_pi = 1.7724538509055160273, sqrt_of_half = 0.70710678118654752440;

static inline double
log_of (double k)
{
  return log (k);
}

static inline T
plus_scaled (T      x,
             T      z,
             double k)
{
  return k == 1 ? x + z : k == -1 ? x - z
                                  : LIBM (fma) ((T) k, z, x);
}

/* As torch.clamp: nan stays nan, and max wins over min. */
static inline T
clamp_between (T x,
               T k,
               T l)
{
  T raised = isnan (x) || x > k ? x : k;

  return isnan (raised) || raised < l ? raised : l;
}

static inline T
multiply_tanh (T x,
               T z)
{
  return x * LIBM (fma) (-z, z, 1);
}

#define exp(a) NAMED (exp) (a)
#define exp2(a) NAMED (exp2) (a)
#define expm1(a) NAMED (expm1) (a)
#define log(a) NAMED (log) (a)
#define log2(a) NAMED (log2) (a)
#define log10(a) NAMED (log10) (a)
#define log1p(a) NAMED (log1p) (a)
#define sin(a) NAMED (sin) (a)
#define cos(a) NAMED (cos) (a)
#define tan(a) NAMED (tan) (a)
#define asin(a) NAMED (asin) (a)
#define acos(a) NAMED (acos) (a)
#define atan(a) NAMED (atan) (a)
#define atan2(a, b) NAMED (atan2) (a, b)
#define sinh(a) NAMED (sinh) (a)
#define cosh(a) NAMED (cosh) (a)
#define tanh(a) NAMED (tanh) (a)
#define asinh(a) NAMED (asinh) (a)
#define acosh(a) NAMED (acosh) (a)
#define atanh(a) NAMED (atanh) (a)
#define erf(a) NAMED (erf) (a)
#define erfc(a) NAMED (erfc) (a)
#define sigmoid(a) NAMED (sigmoid) (a)
#define pow(a, b) NAMED (pow) (a, b)
#define pow_number(a, c) NAMED (pow_number) (a, c)
#define sqrt(a) LIBM (sqrt) (a)
#define rsqrt(a) (1 / LIBM (sqrt) (a))
#define fabs(a) LIBM (fabs) (a)
#define floor(a) LIBM (floor) (a)
#define ceil(a) LIBM (ceil) (a)
#define trunc(a) LIBM (trunc) (a)
#define nearbyint(a) LIBM (nearbyint) (a)
#define fmod(a, b) LIBM (fmod) (a, b)
#define remainder(a, b) NAMED (remainder) (a, b)
#define floor_divide(a, b) NAMED (floor_divide) (a, b)
#define fma(a, b, c) LIBM (fma) (a, b, c)

#define add(a, b) ((a) + (b))
#define sub(a, b) ((a) - (b))
#define rsub(a, c) ((T) (c) - (a))
#define mul(a, b) ((a) * (b))
#define div(a, b) ((a) / (b))
#define neg(a) (-(a))
#define reciprocal(a) (1 / (a))
#define sign(a) ((T) (((a) > 0) - ((a) < 0)))
#define scale(a, k) ((a) * (T) (k))
#define zero(a) ((T) 0)
#define number(c) ((T) (c))
#define where(c, a, b) ((c) ? (a) : (b))
#define choose(c, a, b) ((c) ? (a) : (b))
#define both(a, b) ((a) && (b))
#define eq(a, b) ((a) == (b))
#define gt(a, b) ((a) > (b))
#define ge(a, b) ((a) >= (b))
#define lt(a, b) ((a) < (b))
#define le(a, b) ((a) <= (b))
#define tanh_backward(a, b) multiply_tanh (a, b)
#define sigmoid_backward(a, b) ((a) * (1 - (b)) * (b))
#define threshold_backward(a, b) ((b) <= 0 ? 0 : (a))
#define leaky_relu_backward(a, b, c) ((b) > 0 ? (a) : (a) * (T) (c))

#define k (numbers[0])
#define l (numbers[1])
