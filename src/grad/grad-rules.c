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

#include "grad/grad-backward-private.h"
#include "grad/grad-copy.h"

static const double sqrt_of_pi = 1.7724538509055160273, sqrt_of_half = 0.70710678118654752440;

static inline double
log_of (double c)
{
  return log (c);
}

#include "grad/grad-ops-private.h"
#include "grad/grad-rule-words.h"

GradTensor *
grad_rule_keep (GradRule   *rule,
                GradTensor *tensor)
{
  GradPool *pool = rule->pool;

  if (tensor == NULL)
    return NULL;
  if (pool->n < GRAD_POOL_AT_HAND)
    {
      pool->at_hand[pool->n++] = tensor;
      return tensor;
    }
  if (pool->more == NULL)
    pool->more = g_ptr_array_new_with_free_func ((GDestroyNotify) grad_tensor_unref);
  g_ptr_array_add (pool->more, tensor);
  return tensor;
}

GradTensor *
grad_rule_zeros_like (GradRule   *rule,
                      GradTensor *tensor)
{
  GradTensor *zeros;

  if (tensor == NULL)
    return NULL;
  zeros = grad_tensor_new (tensor->dtype, grad_layout_get_sizes (tensor->layout),
                           grad_layout_get_n_dims (tensor->layout), NULL, rule->error);
  return grad_rule_keep (rule, zeros);
}

GradTensor *
grad_rule_floor_divide (GradRule   *rule,
                        GradTensor *a,
                        GradTensor *b)
{
  GradTensor *y = CALL1 (floor, div (a, b)), *exact;
  gboolean    was_off;

  if (y == NULL)
    return NULL;
  was_off = grad_pause_recording ();
  exact = grad_rule_keep (rule, grad_op_call_binary (GRAD_OP_floor_divide, a, b, rule->error));
  grad_resume_recording (was_off);
  if (exact == NULL)
    return NULL;
  grad_copy (y, exact);
  return y;
}

GradTensor *
grad_rule_where (GradRule   *rule,
                 GradTensor *condition,
                 GradTensor *a,
                 GradTensor *b)
{
  GradTensor *inputs[] = { condition, a, b };

  return grad_rule_keep (rule, grad_op_apply_tensors (&grad_ops[GRAD_OP_where], inputs, 3, rule->error));
}

GradTensor *
grad_rule_call (GradRule        *rule,
                GradOpId         id,
                GradTensor      *tensor,
                const GradValue *values,
                guint            n_values)
{
  GradValue complete[8];

  if (tensor == NULL)
    return NULL;
  g_return_val_if_fail (n_values <= G_N_ELEMENTS (complete), NULL);
  memcpy (complete, values, n_values * sizeof *values);
  complete[0] = GRAD_VALUE_OF_TENSOR (tensor);
  return grad_rule_keep (rule, grad_op_apply (&grad_ops[id], complete, n_values, NULL, rule->error));
}

GradTensor *
grad_rule_cat (GradRule          *rule,
               GradTensor *const *tensors,
               guint              n_tensors,
               guint              dim)
{
  GradValue values[] = { GRAD_VALUE_OF_TENSORS (tensors, n_tensors), GRAD_VALUE_OF_INT (dim) };

  for (guint i = 0; i < n_tensors; i++)
    if (tensors[i] == NULL)
      return NULL;
  return grad_rule_keep (rule, grad_op_apply (&grad_ops[GRAD_OP_cat], values, 2, NULL, rule->error));
}

GradNode *
grad_rule_get_input_node (GradRule *rule,
                          guint     input)
{
  GradInput *inputs;

  grad_node_get_inputs (rule->node, &inputs);
  return inputs[input].node;
}

const GradLayout *
grad_rule_get_layout (GradRule *rule,
                      guint     input)
{
  return grad_node_get_own_tensor (grad_rule_get_input_node (rule, input))->layout;
}

GradTensor *
grad_rule_zeros_like_input (GradRule *rule,
                            guint     input)
{
  GradTensor *own = grad_node_get_own_tensor (grad_rule_get_input_node (rule, input));

  return grad_rule_keep (rule, grad_tensor_new (own->dtype, grad_layout_get_sizes (own->layout),
                                                grad_layout_get_n_dims (own->layout), NULL, rule->error));
}

GradTensor *
grad_rule_reshape_like_input (GradRule   *rule,
                              guint       input,
                              GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, input);

  return CALL (reshape, g, GRAD_VALUE_OF_INTS (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout)));
}

/* Zeros for the strides of a number that stands for all elements. */
static GradLayout *
repeat_layout (const GradLayout *layout)
{
  static const gint64 zeros[GRAD_MAX_DIMS] = { 0 };

  return grad_layout_new (layout->dims, zeros, layout->n_dims);
}

GradTensor *
grad_rule_expand_like_input (GradRule   *rule,
                             guint       input,
                             GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, input);

  /* Nobody will ask a number that is not recorded where it came from: it need not be a view. */
  if (g != NULL && g->layout == NULL && layout != NULL && grad_thread.not_recording && grad_thread.n_hooks == 0)
    return grad_rule_keep (rule, grad_tensor_new_alias (g, repeat_layout (layout), 0));
  return CALL (expand, g, GRAD_VALUE_OF_INTS (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout)));
}

#define x (rule->x)
#define z (rule->z)
#define y (rule->y)
#define k (rule->k)
#define l (rule->l)

#define UNARY(id, schema, grad_fn, low, high, forward, gradient) \
  static GradTensor *                                            \
      rule_##id (GradRule *rule, guint input, GradTensor *g)     \
  {                                                              \
    return gradient;                                             \
  }
#define BINARY(id, schema, grad_fn, low, high, forward, gradient_x, gradient_z) \
  static GradTensor *                                                           \
      rule_##id (GradRule *rule, guint input, GradTensor *g)                    \
  {                                                                             \
    return input == 0 ? gradient_x : gradient_z;                                \
  }
#include "grad/grad-ops.def"

const GradGradient grad_rules[GRAD_N_OPS] = {
#define UNARY(id, ...) [GRAD_OP_##id] = rule_##id,
#define BINARY(id, ...) [GRAD_OP_##id] = rule_##id,
#define OP(id, ...) [GRAD_OP_##id] = grad_gradient_##id,
#include "grad/grad-ops.def"
};
