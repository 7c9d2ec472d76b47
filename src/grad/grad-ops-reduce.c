/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Reductions: many numbers become few. */

#include "grad/grad-copy.h"
#include "grad/grad-op-private.h"
#include "grad/grad-record.h"
#include "grad/grad-sum.h"

/* The unrecorded sum of all elements, 0-d. Transfer full. */
static GradTensor *
sum_all (GradTensor *x,
         GError    **error)
{
  gboolean reduced[GRAD_MAX_DIMS];
  g_autoptr (GradTensor) y = NULL;
  GradTensor *total;

  for (guint d = 0; d < GRAD_MAX_DIMS; d++)
    reduced[d] = TRUE;
  y = grad_sum_dims (x, reduced, error);
  if (y == NULL)
    return NULL;
  total = grad_box_new (y->dtype, NULL);
  memcpy (&total->value, y->data, grad_dtype_get_size (y->dtype));
  return total;
}

/* g, one number, as if it were the shape of input 0. */
static GradTensor *
expand_to_input (GradRule   *rule,
                 GradTensor *g)
{
  const GradLayout *layout = grad_node_get_own_tensor (rule->node->input[0].node)->layout;
  GradValue         values[] = {
            GRAD_VALUE_OF_TENSOR (g),
            GRAD_VALUE_OF_INTS (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout)),
  };

  return grad_rule_keep (rule, grad_op_call_full (&grad_ops[GRAD_OP_expand], values, 2, NULL, rule->error));
}

GradTensor *
grad_call_sum (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  GradTensor *y = sum_all (x, call->error);

  if (y != NULL)
    grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_sum (GradRule   *rule,
                   guint       input,
                   GradTensor *g)
{
  return expand_to_input (rule, g);
}

GradTensor *
grad_call_mean (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;
  g_autoptr (GradTensor) sum = NULL;
  g_autoptr (GradTensor) n = NULL;
  gboolean was_off = grad_thread.not_recording;

  if (!grad_dtype_is_floating_point (x->dtype))
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. "
                   "Got: %s",
                   grad_dtype_get_scalar_type (x->dtype));
      return NULL;
    }
  grad_thread.not_recording = TRUE;
  sum = sum_all (x, call->error);
  n = grad_tensor_new_number ((double) grad_layout_get_n_elements (x->layout));
  y = grad_op_call_binary (GRAD_OP_div, sum, n, call->error);
  grad_thread.not_recording = was_off;
  if (y != NULL)
    grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_mean (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  const GradLayout *layout = grad_node_get_own_tensor (rule->node->input[0].node)->layout;
  GradTensor       *n = grad_rule_keep (rule, grad_tensor_new_number ((double) grad_layout_get_n_elements (layout)));

  return expand_to_input (rule, grad_rule_keep (rule, grad_op_call_binary (GRAD_OP_div, g, n, rule->error)));
}

/* The dimensions of x that a tensor of those sizes had been repeated along. */
static void
find_repeated (const GradLayout *layout,
               const GradValue  *size,
               gboolean         *reduced)
{
  guint n_dims = grad_layout_get_n_dims (layout), missing = n_dims - MIN (size->n, n_dims);

  for (guint d = 0; d < n_dims; d++)
    reduced[d] = d < missing || (size->integers[d - missing] == 1 && layout->dims[d] != 1);
}

GradTensor *
grad_call_sum_to_size (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;
  gboolean    reduced[GRAD_MAX_DIMS];
  g_autoptr (GradTensor) sum = NULL;

  find_repeated (x->layout, &call->values[1], reduced);
  sum = grad_sum_dims (x, reduced, call->error);
  if (sum == NULL)
    return NULL;
  y = grad_tensor_new_alias (sum, grad_layout_new (call->values[1].integers, NULL, call->values[1].n), 0);
  grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_sum_to_size (GradRule   *rule,
                           guint       input,
                           GradTensor *g)
{
  return expand_to_input (rule, g);
}
