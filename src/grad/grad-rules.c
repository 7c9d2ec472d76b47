/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The gradients of the elementwise rows as formulas over tensors: each word is a call of an operation, so a formula
 * can be recorded and differentiated again. For the row sin there comes to be
 *
 *   static GradTensor *rule_sin_x (GradRule *rule, GradTensor *g) { return mul (g, cos (x)); }
 *
 * where mul (a, b) calls the op and hands the result to the pool of the rule. */

#include "grad/grad-op-private.h"

#include <math.h>

#include "grad/grad-copy.h"

static inline double
log_of (double c)
{
  return log (c);
}

GradTensor *
grad_rule_keep (GradRule   *rule,
                GradTensor *tensor)
{
  if (tensor != NULL)
    g_ptr_array_add (rule->pool, tensor);
  return tensor;
}

static GradTensor *
zeros_like (GradRule   *rule,
            GradTensor *tensor)
{
  GradTensor *zeros;

  if (tensor == NULL)
    return NULL;
  zeros = grad_tensor_new (tensor->dtype, grad_layout_get_sizes (tensor->layout),
                           grad_layout_get_n_dims (tensor->layout), NULL, rule->error);
  return grad_rule_keep (rule, zeros);
}

static GradTensor *
call_where (GradRule   *rule,
            GradTensor *condition,
            GradTensor *a,
            GradTensor *b)
{
  GradTensor *inputs[] = { condition, a, b };

  return grad_rule_keep (rule, grad_op_call (&grad_ops[GRAD_OP_where], inputs, 3, rule->error));
}

#define CALL1(id, a) grad_rule_keep (rule, grad_op_call_unary (GRAD_OP_##id, a, 0, 0, rule->error))
#define CALL1_NUMBER(id, a, c) grad_rule_keep (rule, grad_op_call_unary (GRAD_OP_##id, a, c, 0, rule->error))
#define CALL2(id, a, b) grad_rule_keep (rule, grad_op_call_binary (GRAD_OP_##id, a, b, rule->error))

static const double sqrt_of_pi = 1.7724538509055160273;

#define x (rule->x)
#define z (rule->z)
#define y (rule->y)
#define k (rule->k)
#define l (rule->l)

#define number(c) grad_rule_keep (rule, grad_tensor_new_number (c))
#define zero(a) zeros_like (rule, a)
#define scale(a, c) ((c) == 1 ? (a) : mul (a, number (c)))
#define where(c, a, b) call_where (rule, c, a, b)
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

#define UNARY(id, schema, grad_fn, low, high, forward, gradient) \
  static GradTensor *                                            \
      rule_##id (GradRule *rule, guint input, GradTensor *g)     \
  {                                                              \
    return gradient;                                             \
  }
#define UNARY_INT(id, schema, grad_fn, low, high, forward, integer, gradient) \
  UNARY (id, schema, grad_fn, low, high, forward, gradient)
#define BINARY(id, schema, grad_fn, low, high, forward, gradient_x, gradient_z) \
  static GradTensor *                                                           \
      rule_##id (GradRule *rule, guint input, GradTensor *g)                    \
  {                                                                             \
    return input == 0 ? gradient_x : gradient_z;                                \
  }
#define BINARY_INT(id, schema, grad_fn, low, high, forward, integer, gradient_x, gradient_z) \
  BINARY (id, schema, grad_fn, low, high, forward, gradient_x, gradient_z)
#define COMPARE(...)
#define OP(...)
#include "grad/grad-ops.def"
#undef UNARY
#undef UNARY_INT
#undef BINARY
#undef BINARY_INT
#undef OP

const GradGradient grad_rules[GRAD_N_OPS] = {
#define UNARY(id, ...) [GRAD_OP_##id] = rule_##id,
#define UNARY_INT(id, ...) [GRAD_OP_##id] = rule_##id,
#define BINARY(id, ...) [GRAD_OP_##id] = rule_##id,
#define BINARY_INT(id, ...) [GRAD_OP_##id] = rule_##id,
#define OP(id, ...) [GRAD_OP_##id] = grad_gradient_##id,
#include "grad/grad-ops.def"
};
