/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Losses: a distance of each element, then its mean, its sum, or as it is. */

#include "grad/grad-ops-loss-private.h"

#include "grad/grad-rule-words.h"

gboolean
grad_loss_read_reduction (const GradValue *value,
                          GradReduction   *reduction,
                          GError         **error)
{
  static const char *const names[] = { [GRAD_REDUCTION_MEAN] = "mean", [GRAD_REDUCTION_SUM] = "sum", [GRAD_REDUCTION_NONE] = "none" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (value->string, names[i]))
      {
        *reduction = (GradReduction) i;
        return TRUE;
      }
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_VALUE, "%s is not a valid value for reduction", value->string);
  return FALSE;
}

GradTensor *
grad_loss_reduce (GradTensor   *distance,
                  GradReduction reduction,
                  GError      **error)
{
  GradTensor *y;

  if (distance == NULL || reduction == GRAD_REDUCTION_NONE)
    return distance;
  y = grad_op_apply (&grad_ops[reduction == GRAD_REDUCTION_MEAN ? GRAD_OP_mean : GRAD_OP_sum], &GRAD_VALUE_OF_TENSOR (distance), 1,
                     NULL, error);
  grad_tensor_unref (distance);
  return y;
}

GradTensor *
grad_loss_share (GradRule        *rule,
                 GradTensor      *g,
                 const GradValue *value,
                 double           n)
{
  GradReduction reduction;

  if (!grad_loss_read_reduction (value, &reduction, rule->error))
    return NULL;
  return reduction == GRAD_REDUCTION_MEAN ? div (g, number (n)) : g;
}

/* x as large as the other input of its loss, of whose shape both is. Transfer full. */
static GradTensor *
expand_to (GradTensor       *x,
           const GradLayout *both,
           GError          **error)
{
  GradValue values[2] = { GRAD_VALUE_OF_TENSOR (x), GRAD_VALUE_OF_INTS (grad_layout_get_sizes (both), grad_layout_get_n_dims (both)) };

  if (grad_layout_same_shape (x->layout, both))
    return grad_tensor_ref (x);
  return grad_op_apply (&grad_ops[GRAD_OP_expand], values, 2, NULL, error);
}

/* The two inputs of a loss expanded to each other. FALSE with an error. */
static gboolean
expand_inputs (const GradCall *call,
               GradTensor    **inputs)
{
  GradTensor *x = call->values[0].tensor, *z = call->values[1].tensor;
  g_autoptr (GradLayout) both = NULL;

  if (!grad_layout_broadcast (x->layout, z->layout, &both, call->error))
    return FALSE;
  inputs[0] = expand_to (x, both, call->error);
  inputs[1] = inputs[0] != NULL ? expand_to (z, both, call->error) : NULL;
  return inputs[1] != NULL;
}

static void
clear_inputs (GradTensor **inputs)
{
  g_clear_pointer (&inputs[0], grad_tensor_unref);
  g_clear_pointer (&inputs[1], grad_tensor_unref);
}

/* mse_loss */

/* The square of the difference, in the type of both. Unrecorded. */
static GradTensor *
square_difference (GradTensor *const *inputs,
                   GError           **error)
{
  const GradDType dtype = grad_result_type (inputs, 2);
  g_autoptr (GradTensor) x = NULL, z = NULL, difference = NULL;

  if (!grad_dtype_is_floating_point (dtype))
    {
      grad_set_not_implemented ("mse_cpu", dtype, error);
      return NULL;
    }
  x = grad_convert (inputs[0], dtype, error);
  z = grad_convert (inputs[1], dtype, error);
  difference = grad_op_call_binary (GRAD_OP_sub, x, z, error);
  return grad_op_call_binary (GRAD_OP_mul, difference, difference, error);
}

GradTensor *
grad_call_mse_loss (GradCall *call)
{
  GradTensor   *inputs[2] = { NULL, NULL }, *y = NULL;
  GradValue     values[3] = { { 0 }, { 0 }, call->values[2] };
  GradCall      recorded = *call;
  gboolean      was_off;
  GradReduction reduction;

  if (expand_inputs (call, inputs) && grad_loss_read_reduction (&call->values[2], &reduction, call->error))
    {
      was_off = grad_pause_recording ();
      y = grad_loss_reduce (square_difference (inputs, call->error), reduction, call->error);
      grad_resume_recording (was_off);
    }
  recorded.values = values;
  if (y != NULL)
    grad_record (y, &recorded, inputs, 2);
  clear_inputs (inputs);
  return y;
}

/* PyTorch's gradient of mse_loss takes tensors of one type only. */
static gboolean
check_same_type (GradTensor *own,
                 GradTensor *other,
                 GError    **error)
{
  if (own == NULL || other == NULL || own->dtype == other->dtype)
    return TRUE;
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "Found dtype %s but expected %s",
               grad_dtype_get_scalar_type (other->dtype), grad_dtype_get_scalar_type (own->dtype));
  return FALSE;
}

/* 2 / n · (x − z) · g, where n is 1 but for the mean */
GradTensor *
grad_gradient_mse_loss (GradRule   *rule,
                        guint       input,
                        GradTensor *g)
{
  GradTensor   *own = input == 0 ? rule->x : rule->z, *other = input == 0 ? rule->z : rule->x;
  GradReduction reduction;

  if (!grad_loss_read_reduction (&rule->node->extra->values[2], &reduction, rule->error) || !check_same_type (own, other, rule->error))
    return NULL;
  return mul (mul (number (reduction == GRAD_REDUCTION_MEAN ? 2 / (double) grad_layout_get_n_elements (own->layout) : 2), sub (own, other)), g);
}

GradTensor *
grad_call_l1_loss (GradCall *call)
{
  GradTensor   *inputs[2] = { NULL, NULL };
  GradReduction reduction;
  g_autoptr (GradTensor) difference = NULL;

  if (expand_inputs (call, inputs) && grad_loss_read_reduction (&call->values[2], &reduction, call->error))
    difference = grad_op_call_binary (GRAD_OP_sub, inputs[0], inputs[1], call->error);
  clear_inputs (inputs);
  if (difference == NULL)
    return NULL;
  return grad_loss_reduce (grad_op_call_unary (GRAD_OP_abs, difference, 0, 0, call->error), reduction, call->error);
}

/* nll_loss: minus the chosen class of each row; x is (classes) or (rows, classes, …), target without classes */

static gboolean
check_nll (GradTensor *x,
           GradTensor *target,
           GError    **error)
{
  guint n_dims = grad_layout_get_n_dims (x->layout), t_dims = grad_layout_get_n_dims (target->layout);

  if (n_dims == 0)
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "Expected 1 or more dimensions (got 0)");
  else if (x->dtype < GRAD_FLOAT32 && t_dims + 1 == n_dims && (t_dims == 0 || x->layout->dims[0] == target->layout->dims[0]))
    grad_set_not_implemented ("nll_loss_out_frame", x->dtype, error);
  else if (n_dims >= 2 && (t_dims == 0 || x->layout->dims[0] != target->layout->dims[0]))
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_VALUE,
                 "Expected input batch_size (%" G_GINT64_FORMAT ") to match target batch_size (%" G_GINT64_FORMAT ").",
                 x->layout->dims[0], t_dims == 0 ? 0 : target->layout->dims[0]);
  else if (t_dims + 1 != n_dims && !(n_dims == 1 && t_dims == 1 && target->layout->dims[0] == 1))
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "0D or 1D target tensor expected, multi-target not supported");
  else if (target->dtype != GRAD_INT64)
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "expected scalar type Long but found %s", grad_dtype_get_scalar_type (target->dtype));
  else
    return TRUE;
  return FALSE;
}

/* The target with a dimension of classes of size 1, checked. Unrecorded. */
static GradTensor *
as_index (GradTensor *x,
          GradTensor *target,
          GError    **error)
{
  guint              n_dims = x->layout->n_dims, dim = n_dims == 1 ? 0 : 1;
  gint64             n = grad_layout_get_n_elements (target->layout), classes = x->layout->dims[dim];
  g_autofree double *values = g_new (double, (gsize) MAX (n, 1));
  GradValue          arguments[] = { GRAD_VALUE_OF_TENSOR (target), GRAD_VALUE_OF_INT (dim) };

  grad_tensor_get_values (target, values);
  for (gint64 i = 0; i < n; i++)
    if (values[i] < 0 || values[i] >= (double) classes)
      {
        g_set_error (error, GRAD_ERROR, GRAD_ERROR_INDEX, "Target %.0f is out of bounds.", values[i]);
        return NULL;
      }
  if (grad_layout_get_n_dims (target->layout) == n_dims)
    return grad_tensor_ref (target);
  return grad_op_apply (&grad_ops[GRAD_OP_unsqueeze], arguments, 2, NULL, error);
}

static GradTensor *
compute_nll (GradTensor *x,
             GradTensor *index,
             gboolean    squeeze_result,
             GError    **error)
{
  gint64    dim = x->layout->n_dims == 1 ? 0 : 1;
  GradValue values[] = { GRAD_VALUE_OF_TENSOR (x), GRAD_VALUE_OF_INT (dim), GRAD_VALUE_OF_TENSOR (index) };
  g_autoptr (GradTensor) chosen = grad_op_apply (&grad_ops[GRAD_OP_gather], values, 3, NULL, error);
  g_autoptr (GradTensor) minus = grad_op_call_unary (GRAD_OP_neg, chosen, 0, 0, error);

  if (minus == NULL || !squeeze_result)
    return g_steal_pointer (&minus);
  values[0] = GRAD_VALUE_OF_TENSOR (minus);
  return grad_op_apply (&grad_ops[GRAD_OP_squeeze_dim], values, 2, NULL, error);
}

GradTensor *
grad_call_nll_loss (GradCall *call)
{
  GradTensor   *x = call->values[0].tensor, *target = call->values[1].tensor, *y = NULL;
  GradValue     values[4] = { call->values[0], call->values[1], call->values[2] };
  GradCall      recorded = *call;
  GradReduction reduction;
  gboolean      was_off;
  g_autoptr (GradTensor) index = NULL;

  if (!grad_loss_read_reduction (&call->values[2], &reduction, call->error) || !check_nll (x, target, call->error))
    return NULL;
  if (!grad_dtype_is_floating_point (x->dtype))
    {
      grad_set_not_implemented ("nll_loss_out_frame", x->dtype, call->error);
      return NULL;
    }
  was_off = grad_pause_recording ();
  if ((index = as_index (x, target, call->error)) != NULL)
    y = grad_loss_reduce (compute_nll (x, index, TRUE, call->error), reduction, call->error);
  grad_resume_recording (was_off);
  if (y == NULL)
    return NULL;
  values[3] = GRAD_VALUE_OF_TENSOR (index);
  recorded.values = values;
  recorded.n_more_values = 1;
  grad_record (y, &recorded, &x, 1);
  return y;
}

/* −g at the chosen classes */
GradTensor *
grad_gradient_nll_loss (GradRule   *rule,
                        guint       input,
                        GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  const GradValue  *values = rule->node->extra->values;
  GradTensor       *index = values[3].tensor;
  GradValue         dim = GRAD_VALUE_OF_INT (layout->n_dims == 1 ? 0 : 1);

  g = neg (grad_loss_share (rule, g, &values[2], (double) grad_layout_get_n_elements (index->layout)));
  if (g == NULL)
    return NULL;
  if (grad_layout_get_n_dims (g->layout) + 1 == layout->n_dims)
    g = CALL (unsqueeze, g, dim);
  g = CALL (expand, g, GRAD_VALUE_OF_INTS (grad_layout_get_sizes (index->layout), grad_layout_get_n_dims (index->layout)));
  return CALL (gather_backward, g, GRAD_VALUE_OF_INTS (layout->dims, layout->n_dims), dim, GRAD_VALUE_OF_TENSOR (index));
}

/* cross_entropy: of class numbers by nll_loss; of probabilities −Σ p · log_softmax (x). */
GradTensor *
grad_call_cross_entropy (GradCall *call)
{
  GradTensor   *x = call->values[0].tensor, *target = call->values[1].tensor;
  guint         n_dims = grad_layout_get_n_dims (x->layout);
  GradValue     values[3] = { GRAD_VALUE_OF_TENSOR (x), GRAD_VALUE_OF_INT (n_dims <= 1 ? 0 : 1) };
  GradReduction reduction;
  g_autoptr (GradTensor) logarithm = NULL, product = NULL, sum = NULL, minus = NULL;
  double n;

  if (!grad_loss_read_reduction (&call->values[2], &reduction, call->error) ||
      (logarithm = grad_op_apply (&grad_ops[GRAD_OP_log_softmax], values, 2, NULL, call->error)) == NULL)
    return NULL;
  if (!(grad_dtype_is_floating_point (target->dtype) && grad_layout_same_shape (x->layout, target->layout)))
    {
      values[0] = GRAD_VALUE_OF_TENSOR (logarithm);
      values[1] = call->values[1];
      values[2] = call->values[2];
      return grad_op_apply (&grad_ops[GRAD_OP_nll_loss], values, 3, NULL, call->error);
    }
  product = grad_op_call_binary (GRAD_OP_mul, logarithm, target, call->error);
  values[0] = GRAD_VALUE_OF_TENSOR (product);
  sum = product == NULL                    ? NULL
        : reduction == GRAD_REDUCTION_NONE ? grad_op_apply (&grad_ops[GRAD_OP_sum_dim], values, 2, NULL, call->error)
                                           : grad_op_apply (&grad_ops[GRAD_OP_sum], values, 1, NULL, call->error);
  minus = grad_op_call_unary (GRAD_OP_neg, sum, 0, 0, call->error);
  if (reduction != GRAD_REDUCTION_MEAN)
    return g_steal_pointer (&minus);
  n = n_dims <= 1 ? 1 : (double) grad_layout_get_n_elements (x->layout) / (double) MAX (x->layout->dims[1], 1);
  return grad_op_call_unary (GRAD_OP_div_number, minus, n, 0, call->error);
}
