/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The gradients of the elementwise rows once more, as nodes of a program: each word of a formula in grad-ops.def adds
 * the node that computes it. So there is one set of formulas for the eager engine and for programs. For the row sin
 * there comes to be
 *
 *   static int rule_sin (GradDag *dag, const GradDagNode *node, int y, guint input, int g) { return mul (g, cos (x)); }
 */

#include "grad/grad-program-dag.h"

#include <math.h>

static inline double
log_of (double c)
{
  return log (c);
}

static const double sqrt_of_pi = 1.7724538509055160273, sqrt_of_half = 0.70710678118654752440;

/* By value: the array that nodes stand in moves while a rule adds to it. */
typedef struct
{
  int    x, z, y, g;
  double k, l;
} Rule;

typedef int (*RuleFunction) (GradDag    *dag,
                             const Rule *rule,
                             guint       input);

#define NODE1(id, a) grad_dag_add_unary (dag, GRAD_OP_##id, a, 0, 0)
#define NODE1_NUMBER(id, a, c) grad_dag_add_unary (dag, GRAD_OP_##id, a, c, 0)
#define NODE2(id, a, b) grad_dag_add_binary (dag, GRAD_OP_##id, a, b)

#define g (rule->g)
#define x (rule->x)
#define z (rule->z)
#define y (rule->y)
#define k (rule->k)
#define l (rule->l)

#define number(c) grad_dag_add_number (dag, c)
#define zero(a) number (0)
#define scale(a, c) ((c) == 1 ? (a) : mul (a, number (c)))
#define where(c, a, b) grad_dag_add_where (dag, c, a, b)
#define choose(c, a, b) ((c) ? (a) : (b))
#define both(a, b) NODE2 (logical_and, a, b)
#define floor_divide(a, b) NODE2 (floor_divide, a, b)
#define trunc(a) NODE1 (trunc, a)
#define sigmoid(a) NODE1 (sigmoid, a)
#define erf(a) NODE1 (erf, a)
#define add(a, b) NODE2 (add, a, b)
#define sub(a, b) NODE2 (sub, a, b)
#define mul(a, b) NODE2 (mul, a, b)
#define div(a, b) NODE2 (div, a, b)
#define pow(a, b) NODE2 (pow, a, b)
#define eq(a, b) NODE2 (eq, a, b)
#define lt(a, b) NODE2 (lt, a, b)
#define le(a, b) NODE2 (le, a, b)
#define gt(a, b) NODE2 (gt, a, b)
#define ge(a, b) NODE2 (ge, a, b)
#define tanh_backward(a, b) NODE2 (tanh_backward, a, b)
#define sigmoid_backward(a, b) NODE2 (sigmoid_backward, a, b)
#define threshold_backward(a, b) where (le (b, number (0)), number (0), a)
#define leaky_relu_backward(a, b, c) where (gt (b, number (0)), a, mul (a, number (c)))
#define rsub(a, c) NODE1_NUMBER (rsub, a, c)
#define pow_number(a, c) NODE1_NUMBER (pow_number, a, c)
#define neg(a) NODE1 (neg, a)
#define sign(a) NODE1 (sign, a)
#define reciprocal(a) NODE1 (reciprocal, a)
#define rsqrt(a) NODE1 (rsqrt, a)
#define exp(a) NODE1 (exp, a)
#define log(a) NODE1 (log, a)
#define sin(a) NODE1 (sin, a)
#define cos(a) NODE1 (cos, a)
#define sinh(a) NODE1 (sinh, a)
#define cosh(a) NODE1 (cosh, a)

#define DEFINE_RULE(id, gradient)                             \
  static int                                                  \
      rule_##id (GradDag *dag, const Rule *rule, guint input) \
  {                                                           \
    return gradient;                                          \
  }
#define UNARY(id, schema, grad_fn, low, high, forward, gradient) DEFINE_RULE (id, gradient)
#define BINARY(id, schema, grad_fn, low, high, forward, gradient_x, gradient_z) \
  DEFINE_RULE (id, input == 0 ? gradient_x : gradient_z)
#include "grad/grad-ops.def"

static const RuleFunction rules[GRAD_N_OPS] = {
#define UNARY(id, ...) [GRAD_OP_##id] = rule_##id,
#define BINARY(id, ...) [GRAD_OP_##id] = rule_##id,
#include "grad/grad-ops.def"
};

int
grad_dag_add_gradient (GradDag *dag,
                       int      result,
                       guint    input,
                       int      gradient)
{
  GradDagNode node = *grad_dag_get (dag, result);
  Rule        rule = { node.inputs[0], node.inputs[1], result, gradient, node.numbers[0], node.numbers[1] };

  if (node.op == GRAD_OP_where)
    return input == 1 ? where (node.inputs[0], gradient, number (0)) : where (node.inputs[0], number (0), gradient);
  return rules[node.op](dag, &rule, input);
}
