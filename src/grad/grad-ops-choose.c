/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Choosing elements by a condition. */

#include "grad/grad-ops-private.h"

#include <math.h>

#include "grad/grad-walk.h"

#include "grad/grad-rule-words.h"

/* where */

/* y[…] = condition[…] ? a[…] : b[…], all of one element size. */
static void
choose_elements (GradTensor *y,
                 GradTensor *condition,
                 GradTensor *a,
                 GradTensor *b)
{
  gsize    size = grad_dtype_get_size (y->dtype);
  GradWalk walk;

  grad_walk_init (&walk, y->layout, 4, (const GradLayout *[]){ y->layout, condition->layout, a->layout, b->layout });
  while (grad_walk_next (&walk))
    for (gint64 i = 0; i < walk.n; i++)
      {
        gboolean    take_a = ((const guint8 *) condition->data)[walk.offsets[1] + i * walk.strides[1]] != 0;
        guint       from = take_a ? 2 : 3;
        const char *data = (take_a ? a : b)->data;

        memcpy ((char *) y->data + (walk.offsets[0] + i * walk.strides[0]) * (gint64) size,
                data + (walk.offsets[from] + i * walk.strides[from]) * (gint64) size, size);
      }
}

static GradTensor *
compute_where (GradTensor *condition,
               GradTensor *a,
               GradTensor *b,
               GError    **error)
{
  GradDType dtype = grad_result_type ((GradTensor *[]){ a, b }, 2);
  g_autoptr (GradTensor) a_cast = grad_convert (a, dtype, error), b_cast = grad_convert (b, dtype, error);
  g_autoptr (GradLayout) both = NULL;
  GradLayout *layout;
  GradTensor *y;

  if (a_cast == NULL || b_cast == NULL || !grad_layout_broadcast (condition->layout, a->layout, &both, error) ||
      !grad_layout_broadcast (both, b->layout, &layout, error))
    return NULL;
  y = grad_tensor_new_empty (dtype, layout, error);
  if (y != NULL)
    choose_elements (y, condition, a_cast, b_cast);
  return y;
}

GradTensor *
grad_call_where (GradCall *call)
{
  GradTensor *condition = call->values[0].tensor, *inputs[] = { call->values[1].tensor, call->values[2].tensor };
  GradTensor *y;

  if (condition->dtype != GRAD_BOOL)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "where expected condition to be a boolean tensor, but got a tensor with dtype %s",
                   grad_dtype_get_scalar_type (condition->dtype));
      return NULL;
    }
  y = compute_where (condition, inputs[0], inputs[1], call->error);
  if (y != NULL)
    grad_record (y, call, inputs, 2);
  return y;
}

GradTensor *
grad_gradient_where (GradRule   *rule,
                     guint       input,
                     GradTensor *g)
{
  GradTensor *condition = rule->node->extra->values[0].tensor;
  GradTensor *nothing = grad_rule_keep (rule, grad_tensor_new_scalar (0, g->dtype));

  return input == 0 ? where (condition, g, nothing) : where (condition, nothing, g);
}

/* masked_fill, masked_select, nonzero */

static gboolean
check_mask (GradTensor *mask,
            const char *format,
            GError    **error)
{
  if (mask->dtype == GRAD_BOOL)
    return TRUE;
  g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, format);
  return FALSE;
}

gboolean
grad_mask_check_fill (const GradTensor *mask,
                      GError          **error)
{
  if (mask->dtype == GRAD_BOOL)
    return TRUE;
  g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "masked_fill_ only supports boolean masks, but got mask with dtype %s",
               grad_dtype_get_c_type (mask->dtype));
  return FALSE;
}

GradTensor *
grad_call_masked_fill (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *mask = call->values[1].tensor, *y;
  double      number = grad_value_get_number (&call->values[2]);
  g_autoptr (GradTensor) value = NULL;
  g_autoptr (GradLayout) both = NULL;

  if (!grad_layout_broadcast (mask->layout, x->layout, &both, call->error) || !grad_mask_check_fill (mask, call->error))
    return NULL;
  if (x->dtype == GRAD_INT64 && !(fabs (number) < 0x1p63))
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "value cannot be converted to type int64_t without overflow");
      return NULL;
    }
  value = grad_tensor_new_scalar (number, x->dtype);
  y = compute_where (mask, value, x, call->error);
  if (y != NULL)
    grad_record (y, call, &x, 1);
  return y;
}

gboolean
grad_mask_check_value (const GradTensor *value,
                       GError          **error)
{
  guint n_dims = grad_layout_get_n_dims (value->layout);

  if (n_dims > 0)
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "masked_fill_ only supports a 0-dimensional value tensor, but got tensor with %u dimension(s).", n_dims);
  return n_dims == 0;
}

GradTensor *
grad_call_masked_fill_tensor (GradCall *call)
{
  const GradValue *values = call->values;
  GradTensor      *inputs[] = { values[0].tensor, values[2].tensor }, *y;
  GradCall         filling = { .op = &grad_ops[GRAD_OP_masked_fill], .values = values, .error = call->error };
  gboolean         was_off;
  g_autoptr (GradLayout) both = NULL;

  if (!grad_layout_broadcast (values[1].tensor->layout, inputs[0]->layout, &both, call->error) ||
      !grad_mask_check_value (inputs[1], call->error))
    return NULL;
  was_off = grad_pause_recording ();
  y = grad_call_masked_fill (&filling);
  grad_resume_recording (was_off);
  if (y != NULL)
    grad_record (y, call, inputs, 2);
  return y;
}

GradTensor *
grad_gradient_masked_fill_tensor (GradRule   *rule,
                                  guint       input,
                                  GradTensor *g)
{
  GradTensor *mask = rule->node->extra->values[1].tensor;

  return input == 0 ? where (mask, zero (g), g) : where (mask, g, zero (g));
}

GradTensor *
grad_gradient_masked_fill (GradRule   *rule,
                           guint       input,
                           GradTensor *g)
{
  return where (rule->node->extra->values[1].tensor, zero (g), g);
}

/* The places of all elements that are not 0, a row of indices for each. */
GradTensor *
grad_call_nonzero (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y;
  guint       n_dims = grad_layout_get_n_dims (x->layout);
  gint64      sizes[2] = { 0, n_dims }, n = grad_layout_get_n_elements (x->layout), *place;
  g_autoptr (GradTensor) flags = grad_convert (x, GRAD_BOOL, call->error), dense = NULL;

  if (flags == NULL || (dense = grad_make_contiguous (flags, call->error)) == NULL)
    return NULL;
  for (gint64 i = 0; i < n; i++)
    sizes[0] += ((const guint8 *) dense->data)[i] != 0;
  if ((y = grad_tensor_new (GRAD_INT64, sizes, 2, NULL, call->error)) == NULL)
    return NULL;
  place = y->data;
  for (gint64 i = 0; i < n; i++)
    {
      gint64 rest = i;

      if (((const guint8 *) dense->data)[i] == 0)
        continue;
      for (guint d = n_dims; d-- > 0; rest /= x->layout->dims[d])
        place[d] = rest % x->layout->dims[d];
      place += n_dims;
    }
  return y;
}

/* x[mask] with x and mask broadcast against each other. */
/* x and mask expanded to each other, at least to one dimension. FALSE with an error. */
static gboolean
expand_both (GradTensor  *x,
             GradTensor  *mask,
             GradTensor **x_wide,
             GradTensor **mask_wide,
             GError     **error)
{
  g_autoptr (GradLayout) layout = NULL;
  const gint64 one = 1;
  GradValue    values[2];

  if (!grad_layout_broadcast (mask->layout, x->layout, &layout, error))
    return FALSE;
  values[1] = layout == NULL ? GRAD_VALUE_OF_INTS (&one, 1) : GRAD_VALUE_OF_INTS (layout->dims, layout->n_dims);
  values[0] = GRAD_VALUE_OF_TENSOR (x);
  *x_wide = grad_op_apply (&grad_ops[GRAD_OP_expand], values, 2, NULL, error);
  values[0] = GRAD_VALUE_OF_TENSOR (mask);
  *mask_wide = grad_op_apply (&grad_ops[GRAD_OP_expand], values, 2, NULL, error);
  return *x_wide != NULL && *mask_wide != NULL;
}

GradTensor *
grad_call_masked_select (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *mask = call->values[1].tensor, *y = NULL;
  g_autoptr (GradTensor) x_wide = NULL, mask_wide = NULL;
  gboolean was_off;

  if (!check_mask (mask, "masked_select: expected BoolTensor for mask", call->error))
    return NULL;
  was_off = grad_pause_recording ();
  if (expand_both (x, mask, &x_wide, &mask_wide, call->error))
    y = grad_op_apply (&grad_ops[GRAD_OP_index], (GradValue[]){ GRAD_VALUE_OF_TENSOR (x_wide), GRAD_VALUE_OF_TENSORS (&mask_wide, 1) }, 2, NULL,
                       call->error);
  grad_resume_recording (was_off);
  if (y != NULL)
    grad_record (y, call, &x, 1);
  return y;
}

/* g put where the mask is true; the engine sums what was expanded. */
GradTensor *
grad_gradient_masked_select (GradRule   *rule,
                             guint       input,
                             GradTensor *g)
{
  GradTensor *own = grad_node_get_own_tensor (grad_rule_get_input_node (rule, 0));
  GradTensor *mask = rule->node->extra->values[1].tensor, *x_wide = NULL, *mask_wide = NULL;

  expand_both (own, mask, &x_wide, &mask_wide, rule->error);
  grad_rule_keep (rule, x_wide);
  grad_rule_keep (rule, mask_wide);
  if (x_wide == NULL || mask_wide == NULL)
    return NULL;
  return CALL (index_backward, g, GRAD_VALUE_OF_INTS (mask_wide->layout->dims, mask_wide->layout->n_dims), GRAD_VALUE_OF_TENSORS (&mask_wide, 1));
}
