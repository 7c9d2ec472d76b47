/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Simpler equals of nodes. What exact programs may use changes no bit of the result, since rounding is symmetric about
 * 0 and a power of two moves only the exponent; what only fast ones may use is equal in real numbers. One function for
 * each operation that knows something; each returns -1 where it knows nothing. */

#include "grad/grad-program-dag.h"

#include <math.h>

#define ADD(a, b) grad_dag_add_binary (dag, GRAD_OP_add, a, b)
#define SUB(a, b) grad_dag_add_binary (dag, GRAD_OP_sub, a, b)
#define MUL(a, b) grad_dag_add_binary (dag, GRAD_OP_mul, a, b)
#define DIV(a, b) grad_dag_add_binary (dag, GRAD_OP_div, a, b)
#define COMPARE(op, a, b) grad_dag_add_binary (dag, GRAD_OP_##op, a, b)
#define NEG(a) grad_dag_add_unary (dag, GRAD_OP_neg, a, 0, 0)
#define NUMBER(c) grad_dag_add_number (dag, c)

typedef int (*Simplifier) (GradDag           *dag,
                           const GradDagNode *node);

static gboolean
get_number (const GradDag *dag,
            int            i,
            double        *number)
{
  const GradDagNode *node = grad_dag_get (dag, i);

  *number = node->numbers[0];
  return node->kind == GRAD_DAG_NUMBER;
}

static gboolean
is_number (const GradDag *dag,
           int            i,
           double         number)
{
  double value;

  return get_number (dag, i, &value) && value == number;
}

/* Whether node i is op of something and, if it has a second input, a number; then what they are. */
static gboolean
is_op (const GradDag *dag,
       int            i,
       GradOpId       op,
       int           *input)
{
  const GradDagNode *node = grad_dag_get (dag, i);

  *input = node->inputs[0];
  return node->kind == GRAD_DAG_OP && node->op == op;
}

static gboolean
is_op_with_number (const GradDag *dag,
                   int            i,
                   GradOpId       op,
                   int           *input,
                   double        *number)
{
  return is_op (dag, i, op, input) && get_number (dag, grad_dag_get (dag, i)->inputs[1], number);
}

/* Of two inputs that may change places: numbers go second, then the older node first. */
static gboolean
should_swap (const GradDag *dag,
             int            a,
             int            b)
{
  double   number;
  gboolean a_is_number = get_number (dag, a, &number), b_is_number = get_number (dag, b, &number);

  return a_is_number != b_is_number ? a_is_number : a > b;
}

/* Whether node i is op of a value and a number, in any order; then which. Numbers may depend on parameters. */
static gboolean
is_op_with_uniform (const GradDag *dag,
                    int            i,
                    GradOpId       op,
                    int           *value,
                    int           *uniform)
{
  const GradDagNode *node = grad_dag_get (dag, i);
  gboolean           first;

  if (node->kind != GRAD_DAG_OP || node->op != op || node->is_uniform)
    return FALSE;
  first = grad_dag_get (dag, node->inputs[0])->is_uniform;
  *value = node->inputs[first ? 1 : 0];
  *uniform = node->inputs[first ? 0 : 1];
  return (op == GRAD_OP_mul || node->numbers[0] == 1) && (first || grad_dag_get (dag, *uniform)->is_uniform);
}

/* A step of descent, a - u (p v + w), for numbers u, v and w: a - u w - p (u v), where u w and u v are computed once. -1
 * if that is not what b stands for. */
static int
simplify_step (GradDag *dag,
               int      a,
               int      b)
{
  int sum, product, p, u, v, w, shift, factor, rest;

  if (!is_op_with_uniform (dag, b, GRAD_OP_mul, &sum, &u) || !is_op_with_uniform (dag, sum, GRAD_OP_add, &product, &w) ||
      !is_op_with_uniform (dag, product, GRAD_OP_mul, &p, &v))
    return -1;
  /* In statements of their own, for compilers differ in which argument they begin with, and nodes are numbered. */
  shift = MUL (u, w);
  factor = MUL (u, v);
  rest = SUB (a, shift);
  return SUB (rest, MUL (p, factor));
}

static int
simplify_add (GradDag           *dag,
              const GradDagNode *node)
{
  int    a = node->inputs[0], b = node->inputs[1], c;
  double p, q;

  if (node->numbers[0] == -1)
    return SUB (a, b);
  if (node->numbers[0] != 1)
    return -1;
  if (should_swap (dag, a, b))
    return ADD (b, a);
  if (is_op (dag, b, GRAD_OP_neg, &c))
    return SUB (a, c);
  if (is_op (dag, a, GRAD_OP_neg, &c))
    return SUB (b, c);
  if (!dag->fast)
    return -1;
  if (is_number (dag, b, 0))
    return a;
  if (get_number (dag, b, &p) && is_op_with_number (dag, a, GRAD_OP_add, &c, &q))
    return ADD (c, NUMBER (p + q));
  return -1;
}

static int
simplify_sub (GradDag           *dag,
              const GradDagNode *node)
{
  int    a = node->inputs[0], b = node->inputs[1], c;
  double p;

  if (node->numbers[0] == -1)
    return ADD (a, b);
  if (node->numbers[0] != 1)
    return -1;
  if (is_op (dag, b, GRAD_OP_neg, &c))
    return ADD (a, c);
  if (is_number (dag, b, 0) && !signbit (grad_dag_get (dag, b)->numbers[0]))
    return a;
  if (!dag->fast)
    return -1;
  return get_number (dag, b, &p) ? ADD (a, NUMBER (-p)) : simplify_step (dag, a, b);
}

/* Signs move outwards, where they meet a sum that takes them in, or into numbers. */
static int
simplify_mul (GradDag           *dag,
              const GradDagNode *node)
{
  int      a = node->inputs[0], b = node->inputs[1], c;
  double   p, q;
  gboolean by_number;

  if (should_swap (dag, a, b))
    return MUL (b, a);
  by_number = get_number (dag, b, &p);
  if (by_number && p == 1)
    return a;
  if (by_number && p == -1)
    return NEG (a);
  if (is_op (dag, a, GRAD_OP_neg, &c))
    return by_number ? MUL (c, NUMBER (-p)) : NEG (MUL (c, b));
  if (is_op (dag, b, GRAD_OP_neg, &c))
    return NEG (MUL (a, c));
  if (!dag->fast || !by_number)
    return -1;
  if (p == 0)
    return b;
  return is_op_with_number (dag, a, GRAD_OP_mul, &c, &q) ? MUL (c, NUMBER (p * q)) : -1;
}

/* Whether 1 / p is a number of the dtype, so that dividing by p and multiplying by it round the same number. */
static gboolean
has_inverse (const GradDag *dag,
             double         p)
{
  int exponent, limit = dag->dtype == GRAD_FLOAT32 ? 120 : 1000;

  return isfinite (p) && fabs (frexp (p, &exponent)) == 0.5 && ABS (exponent) < limit;
}

static int
simplify_div (GradDag           *dag,
              const GradDagNode *node)
{
  int    a = node->inputs[0], b = node->inputs[1], c;
  double p;

  if (get_number (dag, b, &p) && (has_inverse (dag, p) || (dag->fast && p != 0 && isfinite (1 / p))))
    return MUL (a, NUMBER (1 / p));
  if (is_op (dag, a, GRAD_OP_neg, &c))
    return NEG (DIV (c, b));
  if (is_op (dag, b, GRAD_OP_neg, &c))
    return NEG (DIV (a, c));
  return -1;
}

static int
simplify_neg (GradDag           *dag,
              const GradDagNode *node)
{
  int    a = node->inputs[0], c;
  double p;

  if (is_op (dag, a, GRAD_OP_neg, &c))
    return c;
  if (is_op_with_number (dag, a, GRAD_OP_mul, &c, &p))
    return MUL (c, NUMBER (-p));
  return -1;
}

static int
simplify_rsub (GradDag           *dag,
               const GradDagNode *node)
{
  return SUB (NUMBER (node->numbers[0]), node->inputs[0]);
}

/* grad_pow_number_f32 and _f64 say which powers are what. */
static int
simplify_pow_number (GradDag           *dag,
                     const GradDagNode *node)
{
  int    a = node->inputs[0];
  double k = node->numbers[0];

  if (k == 0)
    return NUMBER (1);
  if (k == 1)
    return a;
  if (k == 2)
    return MUL (a, a);
  if (k == 3)
    return MUL (MUL (a, a), a);
  if (k == 0.5)
    return grad_dag_add_unary (dag, GRAD_OP_sqrt, a, 0, 0);
  if (k == -0.5)
    return grad_dag_add_unary (dag, GRAD_OP_rsqrt, a, 0, 0);
  if (k == -1)
    return grad_dag_add_unary (dag, GRAD_OP_reciprocal, a, 0, 0);
  if (k == -2)
    return grad_dag_add_unary (dag, GRAD_OP_reciprocal, MUL (a, a), 0, 0);
  /* A Python number is not rounded to float32 before it is an exponent. */
  if (!dag->fast && dag->dtype == GRAD_FLOAT32 && (double) (float) k != k)
    return -1;
  return grad_dag_add_binary (dag, GRAD_OP_pow, a, NUMBER (k));
}

static int
simplify_number_pow (GradDag           *dag,
                     const GradDagNode *node)
{
  return grad_dag_add_binary (dag, GRAD_OP_pow, NUMBER (node->numbers[0]), node->inputs[0]);
}

/* A fast power by a small whole number is a few products. */
static int
simplify_pow (GradDag           *dag,
              const GradDagNode *node)
{
  int    a = node->inputs[0];
  double k;

  if (!dag->fast || !get_number (dag, node->inputs[1], &k) || k != rint (k) || k < 2 || k > 16)
    return -1;
  if (fmod (k, 2) != 0)
    return MUL (grad_dag_add_binary (dag, GRAD_OP_pow, a, NUMBER (k - 1)), a);
  if (k == 2)
    return MUL (a, a);
  a = grad_dag_add_binary (dag, GRAD_OP_pow, a, NUMBER (k / 2));
  return MUL (a, a);
}

/* g (1 - y) y and g (1 - y²): their rows as single operations, of which the second has an FMA of its own. */
static int
simplify_sigmoid_backward (GradDag           *dag,
                           const GradDagNode *node)
{
  int y = node->inputs[1];

  return MUL (MUL (node->inputs[0], SUB (NUMBER (1), y)), y);
}

static int
simplify_tanh_backward (GradDag           *dag,
                        const GradDagNode *node)
{
  int y = node->inputs[1];

  return dag->fast ? MUL (node->inputs[0], SUB (NUMBER (1), MUL (y, y))) : -1;
}

/* x k > l ? x : log1p (exp (x k)) / k, rounded after each operation. */
static int
simplify_softplus (GradDag           *dag,
                   const GradDagNode *node)
{
  int x = node->inputs[0], k = NUMBER (node->numbers[0]), product = MUL (x, k);
  int exponential = grad_dag_add_unary (dag, GRAD_OP_exp, product, 0, 0);
  int curve = DIV (grad_dag_add_unary (dag, GRAD_OP_log1p, exponential, 0, 0), k);

  return grad_dag_add_where (dag, COMPARE (gt, product, NUMBER (node->numbers[1])), x, curve);
}

/* nan, which is neither below nor above, stays what it is. */
static int
simplify_clamp (GradDag           *dag,
                const GradDagNode *node)
{
  int low = NUMBER (node->numbers[0]), high = NUMBER (node->numbers[1]);
  int raised = grad_dag_add_where (dag, COMPARE (le, node->inputs[0], low), low, node->inputs[0]);

  return grad_dag_add_where (dag, COMPARE (ge, raised, high), high, raised);
}

static int
simplify_where (GradDag           *dag,
                const GradDagNode *node)
{
  double condition;

  if (node->inputs[1] == node->inputs[2])
    return node->inputs[1];
  if (get_number (dag, node->inputs[0], &condition))
    return node->inputs[condition != 0 ? 1 : 2];
  return -1;
}

static const Simplifier simplifiers[GRAD_N_OPS] = {
  [GRAD_OP_add] = simplify_add,
  [GRAD_OP_sub] = simplify_sub,
  [GRAD_OP_mul] = simplify_mul,
  [GRAD_OP_div] = simplify_div,
  [GRAD_OP_neg] = simplify_neg,
  [GRAD_OP_rsub] = simplify_rsub,
  [GRAD_OP_pow] = simplify_pow,
  [GRAD_OP_pow_number] = simplify_pow_number,
  [GRAD_OP_number_pow] = simplify_number_pow,
  [GRAD_OP_sigmoid_backward] = simplify_sigmoid_backward,
  [GRAD_OP_tanh_backward] = simplify_tanh_backward,
  [GRAD_OP_softplus] = simplify_softplus,
  [GRAD_OP_clamp] = simplify_clamp,
  [GRAD_OP_where] = simplify_where,
};

/* The number that an operation on numbers alone comes to. */
static int
fold (GradDag           *dag,
      const GradDagNode *node)
{
  double inputs[GRAD_DAG_MAX_INPUTS] = { 0 };

  for (guint i = 0; i < grad_dag_get_n_inputs (node); i++)
    if (!get_number (dag, node->inputs[i], &inputs[i]))
      return -1;
  return NUMBER (grad_dag_compute (dag->dtype, node, inputs));
}

int
grad_dag_simplify (GradDag           *dag,
                   const GradDagNode *node)
{
  int simpler = fold (dag, node);

  if (simpler < 0 && simplifiers[node->op] != NULL)
    simpler = simplifiers[node->op](dag, node);
  return simpler;
}
