/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The gradient of one node. An elementwise formula that need not be recorded runs fused, in one loop and without
 * intermediate tensors; one that is to be differentiated again runs operation by operation. The numbers are the
 * same. */

#include "grad/grad-gradient.h"

#include "grad/grad-copy.h"
#include "grad/grad-dense.h"
#include "grad/grad-elementwise.h"
#include "grad/grad-promote.h"
#include "grad/grad-record.h"
#include "grad/grad-view.h"
#include "grad/grad-walk.h"

/* How a view looks at its base after a change. */
static const char new_look[] = "AsStridedBackward0";

static const double *
get_parameters (const GradNode *node)
{
  static const double none[2] = { 1, 0 };

  if (node->flags & GRAD_NODE_HAS_PARAMETERS)
    return node->parameters;
  return node->extra != NULL ? node->extra->parameters : none;
}

static gboolean
is_pass_through (const GradNode *node,
                 guint           input)
{
  guint8 reads = grad_node_get_op (node)->reads[input];

  return reads == GRAD_READS_G || (reads == (GRAD_READS_G | GRAD_READS_SCALE) && get_parameters (node)[0] == 1);
}

/* Saved input i as a tensor; NULL if it was not saved. Transfer full. */
static GradTensor *
dup_saved (const GradNode *node,
           guint           i)
{
  guint saves = i == 0 ? GRAD_NODE_SAVES_X : GRAD_NODE_SAVES_Z;
  guint is_number = i == 0 ? GRAD_NODE_NUMBER_X : GRAD_NODE_NUMBER_Z;

  if (!(node->flags & saves))
    return NULL;
  if (node->flags & is_number)
    return grad_tensor_new_number (node->input[i].number);
  return grad_tensor_ref (node->input[i].saved);
}

/* The handle that the program has, or a new one. */
GradTensor *
grad_gradient_dup_result (GradNode *node)
{
  GradTensor *own = grad_node_get_own_tensor (node), *result;

  if (!(node->flags & GRAD_NODE_SAVES_RESULT))
    return NULL;
  if (own->ref_count > 0 && own->node == node)
    return grad_tensor_ref (own);
  result = grad_tensor_new_alias (own, grad_layout_ref (own->layout), 0);
  result->flags |= GRAD_TENSOR_REQUIRES_GRAD | GRAD_TENSOR_RICH;
  result->node = node;
  node->ref_count++;
  return result;
}

GradTensor *
grad_node_dup_saved (GradNode *node,
                     guint     which,
                     GError  **error)
{
  if ((node->flags & GRAD_NODE_FREED) || ((node->flags & GRAD_NODE_SAVES) && !(node->flags & GRAD_NODE_LEAF)))
    if (!grad_gradient_check_saved (node, error))
      return NULL;
  return which == 2 ? grad_gradient_dup_result (node) : dup_saved (node, which);
}

/* The operands of a fused gradient in the dtype it is computed in; where nothing is read, the output stands in. */
static gboolean
collect_operands (GradNode   *node,
                  GradTensor *g,
                  GradTensor *d,
                  GradTensor *operands[GRAD_N_OPERANDS],
                  GError    **error)
{
  GradTensor *saved[GRAD_N_OPERANDS] = { grad_tensor_ref (g), dup_saved (node, 0), dup_saved (node, 1), NULL };
  gboolean    ok = TRUE;

  if (node->flags & GRAD_NODE_SAVES_RESULT)
    saved[GRAD_OPERAND_Y] = grad_tensor_ref (grad_node_get_own_tensor (node));
  for (guint i = 0; i < GRAD_N_OPERANDS; i++)
    if (saved[i] == NULL)
      operands[i] = grad_tensor_ref (d);
    else if (ok)
      ok = (operands[i] = grad_convert (saved[i], d->dtype, error)) != NULL;
  for (guint i = 0; i < GRAD_N_OPERANDS; i++)
    g_clear_pointer (&saved[i], grad_tensor_unref);
  return ok;
}

static void
run_gradient (GradGradientLoop  loop,
              GradTensor       *d,
              GradTensor *const operands[GRAD_N_OPERANDS],
              const double     *parameters)
{
  const GradLayout *layouts[1 + GRAD_N_OPERANDS] = { d->layout };
  const void       *data[GRAD_N_OPERANDS];
  gint64            size = (gint64) grad_dtype_get_size (d->dtype);
  GradWalk          walk;

  for (guint i = 0; i < GRAD_N_OPERANDS; i++)
    layouts[i + 1] = operands[i]->layout;
  grad_walk_init (&walk, d->layout, 1 + GRAD_N_OPERANDS, layouts);
  while (grad_walk_next (&walk))
    {
      for (guint i = 0; i < GRAD_N_OPERANDS; i++)
        data[i] = (const char *) operands[i]->data + walk.offsets[i + 1] * size;
      loop (walk.n, (char *) d->data + walk.offsets[0] * size, data, walk.strides + 1, parameters);
    }
}

static GradTensor *
compute_fused (GradNode   *node,
               guint       input,
               GradTensor *g,
               GError    **error)
{
  GradTensor      *y = grad_node_get_own_tensor (node), *operands[GRAD_N_OPERANDS] = { NULL };
  GradLayout      *layout = y->layout == NULL ? NULL : grad_layout_new (y->layout->dims, NULL, y->layout->n_dims);
  GradTensor      *d = grad_tensor_new_empty (y->dtype, layout, error);
  GradGradientLoop loop = (y->dtype == GRAD_FLOAT32 ? grad_kernels_f32 : grad_kernels_f64)[node->op].gradient_loop[input];

  if (d == NULL)
    return NULL;
  if (collect_operands (node, g, d, operands, error))
    run_gradient (loop, d, operands, get_parameters (node));
  else
    g_clear_pointer (&d, grad_tensor_unref);
  for (guint i = 0; i < GRAD_N_OPERANDS; i++)
    g_clear_pointer (&operands[i], grad_tensor_unref);
  return d;
}

/* The base of a power in the dtype that it and the exponent have together, in which its logarithm is taken. */
static GradTensor *
promote_base (GradTensor *base,
              GradTensor *exponent,
              GError    **error)
{
  GradDType dtype = grad_result_type ((GradTensor *[]){ base, exponent }, 2);

  if (dtype == base->dtype)
    return grad_tensor_ref (base);
  return grad_op_apply (&grad_ops[GRAD_OP_to_copy], (GradValue[]){ GRAD_VALUE_OF_TENSOR (base), GRAD_VALUE_OF_DTYPE (dtype) }, 2,
                        NULL, error);
}

/* The formula, operation by operation. */
static G_GNUC_NO_INLINE gboolean
compute_by_rule (GradNode    *node,
                 guint        input,
                 GradTensor  *g,
                 GradTensor **gradient,
                 GError     **error)
{
  GradPool     pool = { .n = 0, .more = NULL };
  GError      *local = NULL;
  GradRule     rule = { .node = node, .pool = &pool, .error = &local };
  GradTensor **kept[] = { &rule.x, &rule.z, &rule.y };
  GradTensor  *d;

  rule.x = dup_saved (node, 0);
  rule.z = dup_saved (node, 1);
  rule.y = grad_gradient_dup_result (node);
  rule.k = get_parameters (node)[0];
  rule.l = get_parameters (node)[1];
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    grad_rule_keep (&rule, *kept[i]);
  if (node->op == GRAD_OP_pow && input == 1 && rule.x->dtype != rule.z->dtype)
    rule.x = grad_rule_keep (&rule, promote_base (rule.x, rule.z, &local));
  d = grad_rules[node->op](&rule, input, g);
  *gradient = d != NULL ? grad_tensor_ref (d) : NULL;
  for (guint i = 0; i < pool.n; i++)
    grad_tensor_unref (pool.at_hand[i]);
  g_clear_pointer (&pool.more, g_ptr_array_unref);
  if (local == NULL)
    return TRUE;
  g_clear_pointer (gradient, grad_tensor_unref);
  g_propagate_error (error, local);
  return FALSE;
}

/* Whether an input was of another dtype than the result: then each operation of the formula promotes for itself. */
static gboolean
is_mixed (const GradNode *node)
{
  const GradDType dtype = grad_node_get_own_tensor (node)->dtype;

  for (guint i = 0; i < 2; i++)
    {
      guint saves = i == 0 ? GRAD_NODE_SAVES_X : GRAD_NODE_SAVES_Z;
      guint is_number = i == 0 ? GRAD_NODE_NUMBER_X : GRAD_NODE_NUMBER_Z;

      if ((node->flags & (saves | is_number)) == saves && node->input[i].saved->dtype != dtype)
        return TRUE;
    }
  return FALSE;
}

/* Whether the gradient's formula may run as one loop. */
static inline gboolean
is_fused (const GradNode *node,
          const GradOp   *op,
          guint           input)
{
  return grad_thread.not_recording && !is_mixed (node) &&
         (!(op->reads[input] & GRAD_READS_FUNCTION) || !grad_dense_prefers_rule (node));
}

gboolean
grad_gradient_compute (GradNode    *node,
                       guint        input,
                       GradTensor  *g,
                       GradTensor **gradient,
                       GError     **error)
{
  const GradOp *op = grad_node_get_op (node);

  if (op->kind == GRAD_OP_STRUCTURAL)
    return compute_by_rule (node, input, g, gradient, error);
  if (is_pass_through (node, input))
    *gradient = grad_tensor_ref (g);
  else if (!is_fused (node, op, input))
    return compute_by_rule (node, input, g, gradient, error);
  else if ((*gradient = grad_dense_gradient (node, input, g, get_parameters (node))) == NULL)
    *gradient = compute_fused (node, input, g, error);
  return *gradient != NULL;
}

/* "one of the variables …": tensor, which origin computed, was changed since node saved it at version expected. */
static void
set_version_error (const GradTensor *tensor,
                   const char       *origin,
                   guint32           version,
                   guint32           expected,
                   GError          **error)
{
  g_autofree char *shape = grad_shape_to_string (grad_layout_get_sizes (tensor->layout),
                                                 grad_layout_get_n_dims (tensor->layout));
  g_autofree char *result = NULL;

  if (origin != NULL)
    result = g_strdup_printf (", which is output %u of %s,", g_str_equal (origin, new_look) ? 0 : tensor->output_nr, origin);
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
               "one of the variables needed for gradient computation has been modified by an inplace operation: "
               "[%s %s]%s is at version %u; expected version %u instead. Hint: enable anomaly detection to find the "
               "operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).",
               grad_dtype_get_tensor_type (tensor->dtype), shape, result != NULL ? result : "", version, expected);
}

/* What PyTorch says computed a saved tensor; NULL if nothing did. A view is looked up anew after a change of its base. */
static const char *
find_origin (const GradTensor *saved)
{
  const GradExtra *extra = grad_tensor_get_own_node (saved)->extra;

  if (saved->node == NULL)
    return NULL;
  if (extra != NULL && extra->origin_name != NULL)
    return extra->origin_name;
  return saved->flags & GRAD_TENSOR_VIEW ? new_look : grad_node_get_full_name (saved->node);
}

/* A saved tensor is not as it was. */
static void
refuse_saved (GradTensor *saved,
              guint32     version,
              guint32     expected,
              GError    **error)
{
  if (grad_view_check_fresh (saved, error))
    set_version_error (saved, find_origin (saved), version, expected, error);
}

static gboolean
check_input (GradNode *node,
             guint     i,
             GError  **error)
{
  GradTensor *saved = node->input[i].saved;

  if (grad_gradient_is_saved (node, i))
    return TRUE;
  refuse_saved (saved, grad_tensor_get_version (saved), node->versions[i], error);
  return FALSE;
}

/* The tensors that were saved among the arguments. */
static gboolean
check_values (GradNode *node,
              GError  **error)
{
  const GradExtra *extra = node->extra;

  for (guint i = 0; extra->value_versions != NULL && i < extra->n_values; i++)
    {
      const guint32 version = grad_value_count_versions (&extra->values[i]), expected = extra->value_versions[i];
      GradTensor   *tensor = extra->values[i].type == GRAD_VALUE_TENSOR ? extra->values[i].tensor : NULL;

      if (version == expected)
        continue;
      for (guint k = 0; extra->values[i].type == GRAD_VALUE_TENSORS && k < extra->values[i].n && tensor == NULL; k++)
        tensor = extra->values[i].tensors[k];
      refuse_saved (tensor, version, expected, error);
      return FALSE;
    }
  return TRUE;
}

/* What was written through a view is for PyTorch what that view looks at, until that is asked for its history again. */
static gboolean
is_seen_through_view (const GradNode *node)
{
  const GradTensor *view = node->extra != NULL ? node->extra->changed_view : NULL;

  return view != NULL && (!grad_tensor_get_own_node (view)->extra->unseen || grad_view_is_unseen (view));
}

/* The result, if it was saved. */
static gboolean
check_result (const GradNode *node,
              GError        **error)
{
  const GradTensor *y = grad_node_get_own_tensor (node);
  const guint32     version = grad_tensor_get_version (y), expected = y->flags & GRAD_TENSOR_STORED ? y->version : 0;

  if (!(node->flags & GRAD_NODE_SAVES_RESULT) || version == expected)
    return TRUE;
  set_version_error (y, is_seen_through_view (node) ? new_look : grad_node_get_full_name (node), version, expected, error);
  return FALSE;
}

/* From a result alone it cannot be told which side of zero it came from, if the slope turned it over. */
static gboolean
check_slope (const GradNode *node,
             GError        **error)
{
  const char *message = NULL;

  if (node->op == GRAD_OP_leaky_relu_over && node->parameters[0] < 0)
    message = "In-place leakyReLu backward calculation is triggered with a negative slope which is not supported. This is caused "
              "by calling in-place forward function with a negative slope, please call out-of-place version instead. File an "
              "issue at https://github.com/pytorch/pytorch if you do require supporting in-place leakRelu backward calculation "
              "with negative slope";
  else if (node->op == GRAD_OP_elu_over && node->parameters[0] < 0)
    message = "In-place elu backward calculation is triggered with a negative slope which is not supported. This is caused by "
              "calling in-place forward function with a negative slope, please call out-of-place version instead.";
  if (message != NULL)
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, message);
  return message == NULL;
}

gboolean
grad_gradient_check_saved_slowly (GradNode *node,
                                  GError  **error)
{
  const GradOp *op = grad_node_get_op (node);

  if (node->flags & GRAD_NODE_FREED)
    {
      g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                           "Trying to backward through the graph a second time (or directly access saved tensors after "
                           "they have already been freed). Saved intermediate values of the graph are freed when you "
                           "call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward "
                           "through the graph a second time or if you need to access saved tensors after calling "
                           "backward.");
      return FALSE;
    }
  if (((node->flags & GRAD_NODE_SAVES_MORE) && !check_values (node, error)) || !check_input (node, 1, error) || !check_input (node, 0, error))
    return FALSE;
  if (op->formula == NULL)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "derivative for aten::%s%s is not implemented", grad_op_get_name (op),
                   node->extra != NULL && node->extra->in_place ? "_" : "");
      return FALSE;
    }
  return check_result (node, error) && check_slope (node, error);
}

GradTensor *
grad_gradient_fit (GradTensor *gradient,
                   GradLayout *layout,
                   GradDType   dtype,
                   GError    **error)
{
  GradTensor *summed = gradient, *converted;

  if (grad_layout_same_shape (gradient->layout, layout))
    summed = gradient;
  else if (layout == NULL && grad_thread.not_recording && (summed = grad_dense_sum (gradient)) != NULL)
    grad_tensor_unref (gradient);
  else
    {
      GradValue values[] = {
        GRAD_VALUE_OF_TENSOR (gradient),
        GRAD_VALUE_OF_INTS (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout)),
      };

      summed = grad_op_apply (&grad_ops[GRAD_OP_sum_to_size], values, 2, NULL, error);
      grad_tensor_unref (gradient);
    }
  if (summed == NULL || summed->dtype == dtype)
    return summed;
  converted = grad_op_apply (&grad_ops[GRAD_OP_to_copy],
                             (GradValue[]){ GRAD_VALUE_OF_TENSOR (summed), GRAD_VALUE_OF_DTYPE (dtype) }, 2, NULL,
                             error);
  grad_tensor_unref (summed);
  return converted;
}
