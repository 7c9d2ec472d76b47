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
#define BINARY(id, ...) GRAD_OP_##id,
#define PLAIN(id, ...) GRAD_OP_##id,
#define COMPARE(id, ...) GRAD_OP_##id,
#define TEST(id, ...) GRAD_OP_##id,
#define OP(id, ...) GRAD_OP_##id,
#define OTHER(id, ...) GRAD_OP_##id,
#include "grad/grad-ops.def"
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
  guint            n_more_values; /* that the gradient needs, after those of the schema */
  guint            kept_values;   /* the last of them that are kept even though they are inputs */
  GPtrArray       *more;          /* for results after the first; NULL if nobody wants them */
  GError         **error;
} GradCall;

enum
{
  GRAD_POOL_AT_HAND = 16,
};

/* Tensors to be given up together. */
typedef struct
{
  guint       n;
  GradTensor *at_hand[GRAD_POOL_AT_HAND];
  GPtrArray  *more; /* NULL as long as there is room */
} GradPool;

/* A gradient being computed: what its formula may look at. Whatever the formula builds on the way is kept in a
 * pool and given up afterwards, so that formulas nest without care. */
typedef struct
{
  GradNode   *node;
  GradTensor *x, *z, *y; /* what was saved of them, else NULL */
  double      k, l;
  GradPool   *pool;
  GError    **error;
} GradRule;

typedef GradTensor *(*GradGradient) (GradRule   *rule,
                                     guint       input,
                                     GradTensor *g); /* transfer none: the pool's */

typedef GradTensor *(*GradCallTensors) (const GradOp      *op,
                                        GradTensor *const *inputs,
                                        guint              n_inputs,
                                        GError           **error);

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
  GradCallTensors call_tensors; /* grad_op_call */
  gboolean        in_place;     /* writes its result into its first input */
};

extern const GradOp grad_ops[GRAD_N_OPS];

/* The gradients of the elementwise rows as formulas over tensors. */
extern const GradGradient grad_rules[GRAD_N_OPS];

/* Hands a tensor (transfer full, nullable) to the pool of rule. */
GradTensor *grad_rule_keep (GradRule   *rule,
                            GradTensor *tensor);

/* Words of formulas beyond the elementwise ones, see grad-rule-words.h. */
GradTensor *grad_rule_zeros_like (GradRule   *rule,
                                  GradTensor *tensor);
GradTensor *grad_rule_floor_divide (GradRule   *rule,
                                    GradTensor *a,
                                    GradTensor *b); /* recorded as floor (a / b), which may be rounded */
GradTensor *grad_rule_where (GradRule   *rule,
                             GradTensor *condition,
                             GradTensor *a,
                             GradTensor *b);
GradTensor *grad_rule_call (GradRule        *rule,
                            GradOpId         id,
                            GradTensor      *tensor,
                            const GradValue *values, /* the first is replaced by tensor */
                            guint            n_values);
GradTensor *grad_rule_cat (GradRule          *rule,
                           GradTensor *const *tensors,
                           guint              n_tensors,
                           guint              dim);
GradTensor *grad_rule_zeros_like_input (GradRule *rule,
                                        guint     input);

/* The node an input's gradient goes to. */
GradNode *grad_rule_get_input_node (GradRule *rule,
                                    guint     input);

/* The layout of an input; g brought to its shape. */
const GradLayout *grad_rule_get_layout (GradRule *rule,
                                        guint     input);
GradTensor       *grad_rule_reshape_like_input (GradRule   *rule,
                                                guint       input,
                                                GradTensor *g);
GradTensor       *grad_rule_expand_like_input (GradRule   *rule,
                                               guint       input,
                                               GradTensor *g);

/* Every structural row's functions. */
#define OTHER(id, ...) GradTensor *grad_call_##id (GradCall *call);
#define OP(id, ...)                            \
  GradTensor *grad_call_##id (GradCall *call); \
  GradTensor *grad_gradient_##id (GradRule *rule, guint input, GradTensor *g);
#include "grad/grad-ops.def"

/* grad_op_call in general, for whatever inputs; and its short way for each elementwise row, where all are 0-d float32
 * or Python numbers, which leaves the rest to the former. */
GradTensor *grad_op_call_slowly (const GradOp      *op,
                                 GradTensor *const *inputs,
                                 guint              n_inputs,
                                 GError           **error);
#define UNARY(id, ...)                                             \
  GradTensor *grad_call_tensors_##id (const GradOp      *op,       \
                                      GradTensor *const *inputs,   \
                                      guint              n_inputs, \
                                      GError           **error);
#define BINARY(id, ...) UNARY (id)
#include "grad/grad-ops.def"

/* Calls of one or two tensors by row; k and l are the Scalars of the schema. NULL inputs give NULL. */
GradTensor *grad_op_call_unary (GradOpId    id,
                                GradTensor *x,
                                double      k,
                                double      l,
                                GError    **error);
/* The same with Scalars of a kind: an integer tensor and a float number are computed as float32. */
GradTensor *grad_op_call_with_number (GradOpId    id,
                                      GradTensor *x,
                                      GradDType   kind,
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

/* grad_op_call_full and grad_op_call for the engine's own use: nobody hears of them. */
GradTensor *grad_op_apply (const GradOp    *op,
                           const GradValue *values,
                           guint            n_values,
                           GPtrArray       *more,
                           GError         **error);
GradTensor *grad_op_apply_tensors (const GradOp      *op,
                                   GradTensor *const *inputs,
                                   guint              n_inputs,
                                   GError           **error);

/* op_ (values): writes what the op computes into its first argument. Gives that, transfer full. */
GradTensor *grad_call_in_place (GradOpId         id,
                                const GradValue *values,
                                guint            n_values,
                                GError         **error);

/* x = op (x, z) in place and unrecorded, without a temporary tensor; FALSE if this is no case for it. */
gboolean grad_elementwise_write (GradOpId    id,
                                 GradTensor *x,
                                 GradTensor *z);

/* The row that a call in place records: the same, but for those of which PyTorch then saves the result. */
const GradOp *grad_op_get_over (GradOpId id);

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
