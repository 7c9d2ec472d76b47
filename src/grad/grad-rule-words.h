/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

/* The words of gradient formulas as calls of operations, for functions that have a GradRule *rule. They hide the C
 * library's functions of the same names, so this is to be included last. A formula may nest them freely: all
 * tensors go to the pool of the rule, and one that fails gives NULL, which the others hand on. */

#include "grad/grad-op-private.h"

#define CALL1(id, a) grad_rule_keep (rule, grad_op_call_unary (GRAD_OP_##id, a, 0, 0, rule->error))
#define CALL1_NUMBER(id, a, c) grad_rule_keep (rule, grad_op_call_unary (GRAD_OP_##id, a, c, 0, rule->error))
#define CALL2_NUMBER(id, a, b, c) grad_rule_keep (rule, grad_op_call_scaled (GRAD_OP_##id, a, b, c, rule->error))
#define CALL2(id, a, b) grad_rule_keep (rule, grad_op_call_binary (GRAD_OP_##id, a, b, rule->error))

#define number(c) grad_rule_keep (rule, grad_tensor_new_number (c))
#define zero(a) grad_rule_zeros_like (rule, a)
#define scale(a, c) ((c) == 1 ? (a) : mul (a, number (c)))
#define where(c, a, b) grad_rule_where (rule, c, a, b)
#define choose(c, a, b) ((c) ? (a) : (b))
#define both(a, b) CALL2 (logical_and, a, b)
#define add(a, b) CALL2 (add, a, b)
#define sub(a, b) CALL2 (sub, a, b)
#define mul(a, b) CALL2 (mul, a, b)
#define div(a, b) CALL2 (div, a, b)
#define pow(a, b) CALL2 (pow, a, b)
#define eq(a, b) CALL2 (eq, a, b)
#define lt(a, b) CALL2 (lt, a, b)
#define le(a, b) CALL2 (le, a, b)
#define gt(a, b) CALL2 (gt, a, b)
#define ge(a, b) CALL2 (ge, a, b)
#define tanh_backward(a, b) CALL2 (tanh_backward, a, b)
#define sigmoid_backward(a, b) CALL2 (sigmoid_backward, a, b)
#define threshold_backward(a, b) CALL2 (threshold_backward, a, b)
#define leaky_relu_backward(a, b, c) CALL2_NUMBER (leaky_relu_backward, a, b, c)
#define floor_divide(a, b) grad_rule_floor_divide (rule, a, b)
#define trunc(a) CALL1 (trunc, a)
#define sigmoid(a) CALL1 (sigmoid, a)
#define erf(a) CALL1 (erf, a)
#define rsub(a, c) CALL1_NUMBER (rsub, a, c)
#define pow_number(a, c) CALL1_NUMBER (pow_number, a, c)
#define neg(a) CALL1 (neg, a)
#define sign(a) CALL1 (sign, a)
#define reciprocal(a) CALL1 (reciprocal, a)
#define rsqrt(a) CALL1 (rsqrt, a)
#define exp(a) CALL1 (exp, a)
#define log(a) CALL1 (log, a)
#define sin(a) CALL1 (sin, a)
#define cos(a) CALL1 (cos, a)
#define sinh(a) CALL1 (sinh, a)
#define cosh(a) CALL1 (cosh, a)
#define sqrt(a) CALL1 (sqrt, a)
#define logical_not(a) CALL1 (logical_not, a)
#undef isnan
#define isnan(a) CALL1 (isnan, a)
#define either(a, b) CALL2 (logical_or, a, b)

/* Structural operations, with the values that follow the tensor. */
#define CALL(id, a, ...) grad_rule_call (rule, GRAD_OP_##id, a, (const GradValue[]){ { 0 }, __VA_ARGS__ }, \
                                         G_N_ELEMENTS (((const GradValue[]){ { 0 }, __VA_ARGS__ })))
