/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The losses of a chance of yes or no: of the chance itself, or of its logit. */

#include "grad/grad-ops-loss-private.h"

#include "grad/grad-rule-words.h"

/* binary_cross_entropy: −(z · log x + (1 − z) · log (1 − x)), the logarithms not below −100 */

static gboolean
check_same_size (GradTensor *x,
                 GradTensor *z,
                 GError    **error)
{
  g_autofree char *a = NULL, *b = NULL;

  if (grad_layout_same_shape (x->layout, z->layout))
    return TRUE;
  a = grad_shape_to_string (grad_layout_get_sizes (x->layout), grad_layout_get_n_dims (x->layout));
  b = grad_shape_to_string (grad_layout_get_sizes (z->layout), grad_layout_get_n_dims (z->layout));
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_VALUE,
               "Using a target size (torch.Size(%s)) that is different to the input size (torch.Size(%s)) is deprecated. "
               "Please ensure they have the same size.",
               b, a);
  return FALSE;
}

static gboolean
check_between_0_and_1 (GradTensor *const *inputs,
                       GError           **error)
{
  static const char *const names[] = { "input", "target" };
  const gint64             n = grad_layout_get_n_elements (inputs[0]->layout);
  g_autofree double       *values = g_new (double, (gsize) MAX (2 * n, 1));

  grad_tensor_get_values (inputs[0], values);
  grad_tensor_get_values (inputs[1], values + n);
  for (gint64 i = 0; i < n; i++)
    for (guint k = 0; k < 2; k++)
      if (!(values[(gint64) k * n + i] >= 0 && values[(gint64) k * n + i] <= 1))
        {
          g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "all elements of %s should be between 0 and 1", names[k]);
          return FALSE;
        }
  return TRUE;
}

/* log (x), or log (1 − x), not below −100; unrecorded. */
static GradTensor *
bounded_log (GradTensor *x,
             gboolean    of_rest,
             GError    **error)
{
  g_autoptr (GradTensor) rest = of_rest ? grad_op_call_unary (GRAD_OP_rsub, x, 1, 0, error) : grad_tensor_ref (x);
  g_autoptr (GradTensor) logarithm = grad_op_call_unary (GRAD_OP_log, rest, 0, 0, error);

  return grad_op_call_unary (GRAD_OP_clamp_min, logarithm, -100, 0, error);
}

static GradTensor *
compute_binary_cross_entropy (GradTensor *x,
                              GradTensor *z,
                              GError    **error)
{
  g_autoptr (GradTensor) log_x = bounded_log (x, FALSE, error), log_rest = bounded_log (x, TRUE, error);
  g_autoptr (GradTensor) minus = grad_tensor_new_integer (1);
  g_autoptr (GradTensor) a = grad_op_call_binary (GRAD_OP_sub, z, minus, error);
  g_autoptr (GradTensor) b = grad_op_call_binary (GRAD_OP_mul, a, log_rest, error);
  g_autoptr (GradTensor) c = grad_op_call_binary (GRAD_OP_mul, z, log_x, error);

  return grad_op_call_binary (GRAD_OP_sub, b, c, error);
}

GradTensor *
grad_call_binary_cross_entropy (GradCall *call)
{
  GradTensor   *inputs[] = { call->values[0].tensor, call->values[1].tensor }, *y = NULL;
  GradReduction reduction;
  gboolean      was_off;

  if (!grad_loss_read_reduction (&call->values[2], &reduction, call->error) || !check_same_size (inputs[0], inputs[1], call->error))
    return NULL;
  if (inputs[0]->dtype != inputs[1]->dtype)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "Found dtype %s but expected %s",
                   grad_dtype_get_scalar_type (inputs[1]->dtype), grad_dtype_get_scalar_type (inputs[0]->dtype));
      return NULL;
    }
  if (!grad_dtype_is_floating_point (inputs[0]->dtype))
    {
      grad_set_not_implemented ("binary_cross_entropy", inputs[0]->dtype, call->error);
      return NULL;
    }
  if (!check_between_0_and_1 (inputs, call->error))
    return NULL;
  was_off = grad_pause_recording ();
  y = grad_loss_reduce (compute_binary_cross_entropy (inputs[0], inputs[1], call->error), reduction, call->error);
  grad_resume_recording (was_off);
  if (y != NULL)
    grad_record (y, call, inputs, 2);
  return y;
}

/* For x an operation of its own; for z: g · (log (1 − x) − log x) */
GradTensor *
grad_gradient_binary_cross_entropy (GradRule   *rule,
                                    guint       input,
                                    GradTensor *g)
{
  const GradValue *reduction = &rule->node->extra->values[2];
  GradTensor      *x = rule->x;

  if (input == 0)
    return CALL (binary_cross_entropy_backward, g, GRAD_VALUE_OF_TENSOR (x), GRAD_VALUE_OF_TENSOR (rule->z), *reduction);
  g = mul (g, sub (log (rsub (x, 1)), log (x)));
  return g != NULL ? grad_loss_share (rule, g, reduction, (double) grad_layout_get_n_elements (x->layout)) : NULL;
}

/* g · (x − z) / max (x · (1 − x), 1e-12), divided among the elements. */
static GradTensor *
compute_backward (GradTensor   *g,
                  GradTensor   *x,
                  GradTensor   *z,
                  GradReduction reduction,
                  GError      **error)
{
  const double least = (double) 1e-12f; /* of any type, PyTorch's is a float */
  g_autoptr (GradTensor) difference = grad_op_call_binary (GRAD_OP_sub, x, z, error);
  g_autoptr (GradTensor) product = grad_op_call_binary (GRAD_OP_mul, g, difference, error);
  g_autoptr (GradTensor) rest = grad_op_call_unary (GRAD_OP_rsub, x, 1, 0, error);
  g_autoptr (GradTensor) variance = grad_op_call_binary (GRAD_OP_mul, rest, x, error);
  g_autoptr (GradTensor) divisor = grad_op_call_unary (GRAD_OP_clamp_min, variance, least, 0, error);
  g_autoptr (GradTensor) all = grad_op_call_binary (GRAD_OP_div, product, divisor, error);
  g_autoptr (GradTensor) n = grad_tensor_new_number ((double) grad_layout_get_n_elements (x->layout));

  return reduction == GRAD_REDUCTION_MEAN ? grad_op_call_binary (GRAD_OP_div, all, n, error) : g_steal_pointer (&all);
}

GradTensor *
grad_call_binary_cross_entropy_backward (GradCall *call)
{
  const GradValue *values = call->values;
  GradTensor      *inputs[] = { values[0].tensor, values[1].tensor, values[2].tensor }, *y;
  GradCall         recorded = *call;
  GradReduction    reduction;
  gboolean         was_off;

  if (!grad_loss_read_reduction (&values[3], &reduction, call->error))
    return NULL;
  was_off = grad_pause_recording ();
  y = compute_backward (inputs[0], inputs[1], inputs[2], reduction, call->error);
  grad_resume_recording (was_off);
  if (y == NULL)
    return NULL;
  recorded.kept_values = 4;
  grad_record (y, &recorded, inputs, 3);
  return y;
}

/* PyTorch keeps away from a division by zero in another way than the first gradient does. */
GradTensor *
grad_gradient_binary_cross_entropy_backward (GradRule   *rule,
                                             guint       input,
                                             GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;
  GradTensor      *outer = values[0].tensor, *x = values[1].tensor, *z = values[2].tensor;
  GradTensor      *near_x = add (x, number (1e-12)), *near_rest = add (rsub (x, 1), number (1e-12));

  if (input == 0)
    g = mul (g, div (sub (x, z), mul (near_x, near_rest)));
  else if (input == 1)
    g = mul (mul (g, outer), div (add (sub (mul (x, x), mul (mul (x, number (2)), z)), z),
                                  mul (pow_number (near_x, 2), pow_number (near_rest, 2))));
  else
    g = div (mul (neg (g), outer), grad_rule_keep (rule, grad_op_call_unary (GRAD_OP_clamp_min, mul (rsub (x, 1), x), 1e-12, 0, rule->error)));
  return g != NULL ? grad_loss_share (rule, g, &values[3], (double) grad_layout_get_n_elements (x->layout)) : NULL;
}

/* with logits: (1 − z) · x − log σ (x), where log σ (x) = min (x, 0) − log (1 + exp (−|x|)) */
static GradTensor *
compute_with_logits (GradTensor *x,
                     GradTensor *z,
                     GError    **error)
{
  g_autoptr (GradTensor) rest = grad_op_call_unary (GRAD_OP_rsub, z, 1, 0, error);
  g_autoptr (GradTensor) product = grad_op_call_binary (GRAD_OP_mul, rest, x, error);
  g_autoptr (GradTensor) size = grad_op_call_unary (GRAD_OP_abs, x, 0, 0, error);
  g_autoptr (GradTensor) minus = grad_op_call_unary (GRAD_OP_neg, size, 0, 0, error);
  g_autoptr (GradTensor) e = grad_op_call_unary (GRAD_OP_exp, minus, 0, 0, error);
  g_autoptr (GradTensor) logarithm = grad_op_call_unary (GRAD_OP_log1p, e, 0, 0, error);
  g_autoptr (GradTensor) negative = grad_op_call_unary (GRAD_OP_clamp_max, x, 0, 0, error);
  g_autoptr (GradTensor) log_sigmoid = grad_op_call_binary (GRAD_OP_sub, negative, logarithm, error);

  return grad_op_call_binary (GRAD_OP_sub, product, log_sigmoid, error);
}

GradTensor *
grad_call_binary_cross_entropy_with_logits (GradCall *call)
{
  GradTensor   *inputs[] = { call->values[0].tensor, call->values[1].tensor }, *y = NULL;
  GradReduction reduction;
  gboolean      was_off;

  if (!grad_loss_read_reduction (&call->values[2], &reduction, call->error))
    return NULL;
  if (!grad_layout_same_shape (inputs[0]->layout, inputs[1]->layout))
    {
      g_autofree char *a = grad_shape_to_string (grad_layout_get_sizes (inputs[0]->layout),
                                                 grad_layout_get_n_dims (inputs[0]->layout));
      g_autofree char *b = grad_shape_to_string (grad_layout_get_sizes (inputs[1]->layout),
                                                 grad_layout_get_n_dims (inputs[1]->layout));

      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_VALUE,
                   "Target size (torch.Size(%s)) must be the same as input size (torch.Size(%s))", b, a);
      return NULL;
    }
  if (inputs[0]->dtype < GRAD_FLOAT32)
    {
      grad_set_not_implemented ("log_sigmoid_cpu", inputs[0]->dtype, call->error);
      return NULL;
    }
  if (inputs[1]->dtype == GRAD_BOOL)
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a "
                           "mask, use the `~` or `logical_not()` operator instead.");
      return NULL;
    }
  was_off = grad_pause_recording ();
  y = grad_loss_reduce (compute_with_logits (inputs[0], inputs[1], call->error), reduction, call->error);
  grad_resume_recording (was_off);
  if (y != NULL)
    grad_record (y, call, inputs, 2);
  return y;
}

/* For x: g · (σ (x) − z); for z: −g · x */
GradTensor *
grad_gradient_binary_cross_entropy_with_logits (GradRule   *rule,
                                                guint       input,
                                                GradTensor *g)
{
  g = input == 0 ? mul (g, sub (sigmoid (rule->x), rule->z)) : mul (g, neg (rule->x));
  return g != NULL ? grad_loss_share (rule, g, &rule->node->extra->values[2], (double) grad_layout_get_n_elements (rule->x->layout)) : NULL;
}
