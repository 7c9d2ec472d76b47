/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Sums and means. The gradient of a sum is the gradient of the result, repeated. */

#include "grad/grad-dense.h"
#include "grad/grad-ops-private.h"
#include "grad/grad-sum.h"

#include "grad/grad-rule-words.h"

static GradDType
sum_type (GradTensor      *x,
          const GradValue *dtype)
{
  return grad_value_get_dtype (dtype, grad_dtype_is_floating_point (x->dtype) ? x->dtype : GRAD_INT64);
}

static gboolean
is_all (const gboolean *mask,
        guint           n_dims)
{
  for (guint d = 0; d < n_dims; d++)
    if (!mask[d])
      return FALSE;
  return TRUE;
}

/* The unrecorded sum over the dimensions marked. bool, if asked for, is whether any is true. Transfer full. */
static GradTensor *
compute_sum (GradTensor     *x,
             const gboolean *mask,
             gboolean        keepdim,
             GradDType       dtype,
             GError        **error)
{
  const gboolean to_one = x->layout != NULL && !keepdim && x->dtype == dtype && is_all (mask, x->layout->n_dims);
  g_autoptr (GradTensor) wide = NULL;
  g_autoptr (GradTensor) sum = to_one ? grad_dense_sum (x) : NULL;
  GradLayout *layout;

  if (sum != NULL)
    return g_steal_pointer (&sum);
  wide = grad_sum_dims (x, mask, dtype == GRAD_BOOL ? GRAD_INT64 : dtype, error);
  sum = wide != NULL ? grad_convert (wide, dtype, error) : NULL;
  if (sum == NULL)
    return NULL;
  layout = grad_layout_reduce (x->layout, mask, keepdim);
  return layout == NULL ? grad_new_scalar_from (dtype, sum->data) : grad_tensor_new_alias (sum, layout, 0);
}

static GradTensor *
call_sum (GradCall        *call,
          const GradValue *dims,
          gboolean         keepdim,
          const GradValue *dtype)
{
  GradTensor *x = call->values[0].tensor, *y;
  gboolean    mask[GRAD_MAX_DIMS];

  if (!grad_dims_to_mask (dims, grad_layout_get_n_dims (x->layout), mask, call->error))
    return NULL;
  y = compute_sum (x, mask, keepdim, sum_type (x, dtype), call->error);
  if (y != NULL && grad_dtype_is_floating_point (y->dtype))
    grad_record (y, call, &x, 1);
  return y;
}

/* g as if the reduced dimensions were there still, with size 1. */
static GradTensor *
restore_dims (GradRule        *rule,
              GradTensor      *g,
              const GradValue *dims)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  gint64            sizes[GRAD_MAX_DIMS];
  gboolean          mask[GRAD_MAX_DIMS];

  if (!grad_dims_to_mask (dims, grad_layout_get_n_dims (layout), mask, rule->error))
    return NULL;
  for (guint d = 0; d < grad_layout_get_n_dims (layout); d++)
    sizes[d] = mask[d] ? 1 : layout->dims[d];
  return CALL (reshape, g, GRAD_VALUE_OF_INTS (sizes, grad_layout_get_n_dims (layout)));
}

/* How many elements came together in one. */
static double
count_reduced (GradRule        *rule,
               const GradValue *dims)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  gboolean          mask[GRAD_MAX_DIMS];
  double            n = 1;

  if (!grad_dims_to_mask (dims, grad_layout_get_n_dims (layout), mask, rule->error))
    return 1;
  for (guint d = 0; d < grad_layout_get_n_dims (layout); d++)
    n *= mask[d] ? (double) layout->dims[d] : 1;
  return n;
}

GradTensor *
grad_call_sum (GradCall *call)
{
  return call_sum (call, &(GradValue){ GRAD_VALUE_NONE }, FALSE, &call->values[1]);
}

GradTensor *
grad_gradient_sum (GradRule   *rule,
                   guint       input,
                   GradTensor *g)
{
  return grad_rule_expand_like_input (rule, 0, g);
}

GradTensor *
grad_call_sum_dim (GradCall *call)
{
  return call_sum (call, &call->values[1], call->values[2].boolean, &call->values[3]);
}

GradTensor *
grad_gradient_sum_dim (GradRule   *rule,
                       guint       input,
                       GradTensor *g)
{
  return grad_rule_expand_like_input (rule, 0, restore_dims (rule, g, &rule->node->extra->values[1]));
}

static GradTensor *
call_mean (GradCall        *call,
           const GradValue *dims,
           gboolean         keepdim,
           const GradValue *dtype)
{
  GradTensor *x = call->values[0].tensor, *y;
  GradDType   type = grad_value_get_dtype (dtype, x->dtype);
  gboolean    mask[GRAD_MAX_DIMS], was_off;
  g_autoptr (GradTensor) sum = NULL;
  g_autoptr (GradTensor) n = NULL;

  if (!grad_dtype_is_floating_point (type))
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "mean(): could not infer output dtype. %s dtype must be either a floating point or complex dtype. "
                   "Got: %s",
                   dtype->type == GRAD_VALUE_DTYPE ? "Optional" : "Input", grad_dtype_get_scalar_type (type));
      return NULL;
    }
  if (!grad_dims_to_mask (dims, grad_layout_get_n_dims (x->layout), mask, call->error))
    return NULL;
  sum = compute_sum (x, mask, keepdim, type, call->error);
  if (sum == NULL)
    return NULL;
  n = grad_tensor_new_number ((double) grad_layout_get_n_elements (x->layout) /
                              (double) MAX (grad_layout_get_n_elements (sum->layout), 1));
  was_off = grad_pause_recording ();
  y = grad_op_call_binary (GRAD_OP_div, sum, n, call->error);
  grad_resume_recording (was_off);
  if (y != NULL)
    grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_call_mean (GradCall *call)
{
  return call_mean (call, &(GradValue){ GRAD_VALUE_NONE }, FALSE, &call->values[1]);
}

/* Divided before it is repeated: the same numbers, fewer divisions. */
GradTensor *
grad_gradient_mean (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  return grad_rule_expand_like_input (rule, 0, div (g, number (count_reduced (rule, &(GradValue){ GRAD_VALUE_NONE }))));
}

GradTensor *
grad_call_mean_dim (GradCall *call)
{
  return call_mean (call, &call->values[1], call->values[2].boolean, &call->values[3]);
}

GradTensor *
grad_gradient_mean_dim (GradRule   *rule,
                        guint       input,
                        GradTensor *g)
{
  const GradValue *dims = &rule->node->extra->values[1];

  return grad_rule_expand_like_input (rule, 0, restore_dims (rule, div (g, number (count_reduced (rule, dims))), dims));
}

/* The dimensions of x that a tensor of those sizes had been repeated along. */
static void
find_repeated (const GradLayout *layout,
               const gint64     *sizes,
               guint             n_sizes,
               gboolean         *mask)
{
  guint n_dims = grad_layout_get_n_dims (layout), missing = n_dims - MIN (n_sizes, n_dims);

  for (guint d = 0; d < n_dims; d++)
    mask[d] = d < missing || (sizes[d - missing] == 1 && layout->dims[d] != 1);
}

/* Whether a tensor of those sizes can have been expanded to the layout. */
static gboolean
check_sum_to_size (GradTensor   *x,
                   const gint64 *sizes,
                   guint         n_sizes,
                   GError      **error)
{
  guint    n_dims = grad_layout_get_n_dims (x->layout);
  gboolean ok = n_sizes <= n_dims;

  for (guint d = 0; ok && d < n_sizes; d++)
    ok = sizes[d] == 1 || sizes[d] == x->layout->dims[d + n_dims - n_sizes];
  if (!ok)
    {
      g_autofree char *to = grad_shape_to_string (sizes, n_sizes);
      g_autofree char *from = grad_shape_to_string (grad_layout_get_sizes (x->layout), n_dims);

      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "size {%s} is not expandable to size {%s}.", to, from);
    }
  return ok;
}

GradTensor *
grad_call_sum_to_size (GradCall *call)
{
  GradTensor   *x = call->values[0].tensor, *y;
  guint         n;
  const gint64 *sizes = grad_value_get_integers (&call->values[1], &n);
  gboolean      mask[GRAD_MAX_DIMS];
  g_autoptr (GradTensor) sum = NULL;

  if (!check_sum_to_size (x, sizes, n, call->error))
    return NULL;
  if (n == grad_layout_get_n_dims (x->layout) && (n > 0 && memcmp (sizes, x->layout->dims, n * sizeof *sizes) == 0))
    return grad_tensor_ref (x);
  find_repeated (x->layout, sizes, n, mask);
  sum = compute_sum (x, mask, TRUE, sum_type (x, &(GradValue){ GRAD_VALUE_NONE }), call->error);
  if (sum == NULL)
    return NULL;
  y = n == 0 ? grad_new_scalar_from (sum->dtype, sum->data)
             : grad_tensor_new_alias (sum, grad_layout_new (sizes, NULL, n), 0);
  grad_record (y, call, &x, 1);
  return y;
}

GradTensor *
grad_gradient_sum_to_size (GradRule   *rule,
                           guint       input,
                           GradTensor *g)
{
  return grad_rule_expand_like_input (rule, 0, g);
}
