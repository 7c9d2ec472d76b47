/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op-reads.h"
#include "grad/grad-op.h"
#include "grad/grad-tensor-private.h"

G_BEGIN_DECLS

/* The number of each row: GRAD_OP_sin, … */
typedef enum
{
#define UNARY(id, ...) GRAD_OP_##id,
#define UNARY_INT(id, ...) GRAD_OP_##id,
#define BINARY(id, ...) GRAD_OP_##id,
#define BINARY_INT(id, ...) GRAD_OP_##id,
#define COMPARE(id, ...) GRAD_OP_##id,
#define OP(id, ...) GRAD_OP_##id,
#include "grad/grad-ops.def"
#undef UNARY
#undef UNARY_INT
#undef BINARY
#undef BINARY_INT
#undef COMPARE
#undef OP
  GRAD_N_OPS
} GradOpId;

typedef enum
{
  GRAD_OP_UNARY,
  GRAD_OP_BINARY,
  GRAD_OP_COMPARISON,
  GRAD_OP_STRUCTURAL,
} GradOpKind;

/* A call of a structural operation: arguments in the order of the schema, complete. */
typedef struct
{
  const GradOp    *op;
  const GradValue *values;
  GPtrArray       *more; /* for results after the first; NULL if nobody wants them */
  GError         **error;
} GradCall;

/* A gradient being computed: what its formula may look at. Whatever the formula builds on the way is kept in a
 * pool and given up afterwards, so that formulas nest without care. */
typedef struct
{
  GradNode   *node;
  GradTensor *x, *z, *y; /* what was saved of them, else NULL */
  double      k, l;
  GPtrArray  *pool;
  GError    **error;
} GradRule;

typedef GradTensor *(*GradGradient) (GradRule   *rule,
                                     guint       input,
                                     GradTensor *g); /* transfer none: the pool's */

struct _GradOp
{
  GradOpId    id;
  GradOpKind  kind;
  const char *name;
  const char *schema;
  const char *grad_fn;
  const char *formula;
  double      low, high;
  guint8      n_inputs;
  guint8      reads[2]; /* by the gradient of each input */
  GradTensor *(*call) (GradCall *call);
};

extern const GradOp grad_ops[GRAD_N_OPS];

/* The gradients of the elementwise rows as formulas over tensors. */
extern const GradGradient grad_rules[GRAD_N_OPS];

/* Hands a tensor (transfer full, nullable) to the pool of rule. */
GradTensor *grad_rule_keep (GradRule   *rule,
                            GradTensor *tensor);

/* Every OP row's functions. */
#define UNARY(...)
#define UNARY_INT(...)
#define BINARY(...)
#define BINARY_INT(...)
#define COMPARE(...)
#define OP(id, ...)                                  \
  GradTensor *grad_call_##id (GradCall *call);       \
  GradTensor *grad_gradient_##id (GradRule   *rule,  \
                                  guint       input, \
                                  GradTensor *g);
#include "grad/grad-ops.def"
#undef UNARY
#undef UNARY_INT
#undef BINARY
#undef BINARY_INT
#undef COMPARE
#undef OP

/* Calls of one or two tensors by row; k and l are the Scalars of the schema. NULL inputs give NULL. */
GradTensor *grad_op_call_unary (GradOpId    id,
                                GradTensor *x,
                                double      k,
                                double      l,
                                GError    **error);
GradTensor *grad_op_call_binary (GradOpId    id,
                                 GradTensor *x,
                                 GradTensor *z,
                                 GError    **error);
GradTensor *grad_op_call_scaled (GradOpId    id,
                                 GradTensor *x,
                                 GradTensor *z,
                                 double      k,
                                 GError    **error);

/* How many arguments the schema has. */
guint grad_op_get_n_arguments (const GradOp *op);

/* The defaults of the Scalars in the schema of an elementwise op: k and l. */
const double *grad_op_get_parameters (const GradOp *op);

static inline const GradOp *
grad_node_get_op (const GradNode *node)
{
  return &grad_ops[node->op];
}

G_END_DECLS
