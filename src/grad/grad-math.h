/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* The mathematical functions, one number at a time: the one definition of what an *exact* result is. A float32
 * function returns the float32 nearest to the true value, whatever libm is installed: it is computed in double
 * and rounded once, and where the double lies so near a rounding boundary that its last bits decide, computed
 * again in long double. float64 functions are the C library's.
 *
 * Each function NAME stands here as grad_NAME_f32 and grad_NAME_f64. */

#define GRAD_MATH_FUNCTIONS(FUNCTION) \
  FUNCTION (exp)                      \
  FUNCTION (exp2)                     \
  FUNCTION (expm1)                    \
  FUNCTION (log)                      \
  FUNCTION (log2)                     \
  FUNCTION (log10)                    \
  FUNCTION (log1p)                    \
  FUNCTION (sin)                      \
  FUNCTION (cos)                      \
  FUNCTION (tan)                      \
  FUNCTION (asin)                     \
  FUNCTION (acos)                     \
  FUNCTION (atan)                     \
  FUNCTION (sinh)                     \
  FUNCTION (cosh)                     \
  FUNCTION (tanh)                     \
  FUNCTION (asinh)                    \
  FUNCTION (acosh)                    \
  FUNCTION (atanh)                    \
  FUNCTION (erf)                      \
  FUNCTION (erfc)

#define GRAD_MATH_DECLARE(name)                    \
  float  grad_##name##_f32 (float x) G_GNUC_CONST; \
  double grad_##name##_f64 (double x) G_GNUC_CONST;
GRAD_MATH_FUNCTIONS (GRAD_MATH_DECLARE)
#undef GRAD_MATH_DECLARE

/* x to the power of z, both of the dtype. */
float  grad_pow_f32 (float x,
                     float z) G_GNUC_CONST;
double grad_pow_f64 (double x,
                     double z) G_GNUC_CONST;

/* x ** k for a Python number k, in the forms PyTorch gives the common ones: x·x, x·x·x, √x, 1/√x, 1/x, 1/(x·x). The
 * square, which is in every loss, and what is left of it in its gradient, stand here: a loop over them is then a few
 * vector instructions, not a call for each element. */
float  grad_pow_other_number_f32 (float  x,
                                  double k) G_GNUC_CONST;
double grad_pow_other_number_f64 (double x,
                                  double k) G_GNUC_CONST;

static inline float
grad_pow_number_f32 (float  x,
                     double k)
{
  return k == 2 ? x * x : k == 1 ? x
                                 : grad_pow_other_number_f32 (x, k);
}

static inline double
grad_pow_number_f64 (double x,
                     double k)
{
  return k == 2 ? x * x : k == 1 ? x
                                 : grad_pow_other_number_f64 (x, k);
}

float  grad_atan2_f32 (float x,
                       float z) G_GNUC_CONST;
double grad_atan2_f64 (double x,
                       double z) G_GNUC_CONST;

/* 1 / (1 + exp (-x)), each operation rounded to the dtype, as PyTorch has it. */
float  grad_sigmoid_f32 (float x) G_GNUC_CONST;
double grad_sigmoid_f64 (double x) G_GNUC_CONST;

/* Python's and PyTorch's x % z and x // z: the remainder has the sign of z. */
float  grad_remainder_f32 (float x,
                           float z) G_GNUC_CONST;
double grad_remainder_f64 (double x,
                           double z) G_GNUC_CONST;
float  grad_floor_divide_f32 (float x,
                              float z) G_GNUC_CONST;
double grad_floor_divide_f64 (double x,
                              double z) G_GNUC_CONST;

/* Whether a double lies so near the middle between two float32 numbers that an error of a few units in its
 * last place could round it to the wrong one; also whether it is too small for a normal float32. Then only a
 * calculation with more bits can say: call the _f32 function. For kernels that have computed f (x) in double
 * lanes: where this is FALSE, (float) r is the exact result. */
static inline gboolean
grad_math_is_near_boundary (double r)
{
  guint64 bits;
  guint32 tail;

  memcpy (&bits, &r, sizeof bits);
  /* A float32 keeps 23 of the 52 bits after the point: the middle is where the other 29 read 1000…0. */
  tail = ((guint32) bits + 0x10000000u + 8u) & 0x1fffffffu;
  return G_UNLIKELY (tail <= 16u) || G_UNLIKELY ((bits & 0x7ff0000000000000u) < 0x3810000000000000u);
}

G_END_DECLS
