/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

/* What each gradient formula of grad-ops.def reads, and so what must be saved for it, as constants: the formula of
 * the row exp is evaluated with words that collect letters instead of computing, and GRAD_READS_exp_x is
 * GRAD_READS_G | GRAD_READS_Y | GRAD_READS_MORE. */

typedef enum
{
  GRAD_READS_X = 1 << 0,
  GRAD_READS_Z = 1 << 1,
  GRAD_READS_Y = 1 << 2,
  GRAD_READS_G = 1 << 3,
  GRAD_READS_SCALE = 1 << 4,    /* just g if k is 1 */
  GRAD_READS_MORE = 1 << 5,     /* computes: it is not just g */
  GRAD_READS_FUNCTION = 1 << 6, /* a function that a kernel computes in lanes */
} GradReads;

#define x GRAD_READS_X
#define z GRAD_READS_Z
#define y GRAD_READS_Y
#define g GRAD_READS_G
#define ONE(a) ((a) | GRAD_READS_MORE)
#define TWO(a, b) ((a) | (b) | GRAD_READS_MORE)
#define OF_ONE(a) (ONE (a) | GRAD_READS_FUNCTION)
#define number(c) GRAD_READS_MORE
#define zero(a) GRAD_READS_MORE
#define scale(a, c) ((a) | GRAD_READS_SCALE)
#define where(c, a, b) ((c) | (a) | (b) | GRAD_READS_MORE)
#define choose(c, a, b) TWO (a, b)
#define both(a, b) TWO (a, b)
#define add(a, b) TWO (a, b)
#define sub(a, b) TWO (a, b)
#define mul(a, b) TWO (a, b)
#define div(a, b) TWO (a, b)
#define pow(a, b) (TWO (a, b) | GRAD_READS_FUNCTION)
#define eq(a, b) TWO (a, b)
#define lt(a, b) TWO (a, b)
#define le(a, b) TWO (a, b)
#define gt(a, b) TWO (a, b)
#define ge(a, b) TWO (a, b)
#define tanh_backward(a, b) TWO (a, b)
#define sigmoid_backward(a, b) TWO (a, b)
#define threshold_backward(a, b) TWO (a, b)
#define leaky_relu_backward(a, b, c) TWO (a, b)
#define rsub(a, c) ONE (a)
#define pow_number(a, c) ONE (a)
#define neg(a) ONE (a)
#define sign(a) ONE (a)
#define reciprocal(a) ONE (a)
#define rsqrt(a) ONE (a)
#define floor_divide(a, b) TWO (a, b)
#define trunc(a) ONE (a)
#define sigmoid(a) OF_ONE (a)
#define erf(a) ONE (a)
#define exp(a) OF_ONE (a)
#define log(a) OF_ONE (a)
#define sin(a) OF_ONE (a)
#define cos(a) OF_ONE (a)
#define sinh(a) OF_ONE (a)
#define cosh(a) OF_ONE (a)

enum
{
#define UNARY(id, schema, grad_fn, low, high, forward, gradient) GRAD_READS_##id##_x = gradient,
#define BINARY(id, schema, grad_fn, low, high, forward, gradient_x, gradient_z) \
  GRAD_READS_##id##_x = gradient_x, GRAD_READS_##id##_z = gradient_z,
#include "grad/grad-ops.def"
};

#undef x
#undef z
#undef y
#undef g
#undef ONE
#undef TWO
#undef OF_ONE
#undef number
#undef zero
#undef scale
#undef where
#undef choose
#undef both
#undef add
#undef sub
#undef mul
#undef div
#undef pow
#undef eq
#undef lt
#undef le
#undef gt
#undef ge
#undef tanh_backward
#undef sigmoid_backward
#undef threshold_backward
#undef leaky_relu_backward
#undef rsub
#undef pow_number
#undef neg
#undef sign
#undef reciprocal
#undef rsqrt
#undef floor_divide
#undef trunc
#undef sigmoid
#undef erf
#undef exp
#undef log
#undef sin
#undef cos
#undef sinh
#undef cosh
