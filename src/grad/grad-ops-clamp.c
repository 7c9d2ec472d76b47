/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* clamp between tensors, each element between its own bounds. Those between numbers are rows of the table. */

#include "grad/grad-ops-private.h"

#include "grad/grad-rule-words.h"

/* x, in the dtype of all, not below or above a bound, which may be NULL; unrecorded. */
static GradTensor *
bound (GradTensor *x,
       GradTensor *by,
       GradOpId    id,
       GError    **error)
{
  g_autoptr (GradTensor) cast = x != NULL && by != NULL ? grad_convert (by, x->dtype, error) : NULL;

  if (by == NULL && x != NULL)
    return grad_tensor_ref (x);
  return cast != NULL ? grad_op_call_binary (id, x, cast, error) : NULL;
}

static GradTensor *
compute_clamp (GradTensor *x,
               GradTensor *min,
               GradTensor *max,
               GError    **error)
{
  GradTensor    *all[3] = { x, min != NULL ? min : x, max != NULL ? max : x };
  const gboolean was_off = grad_pause_recording ();
  g_autoptr (GradTensor) cast = grad_convert (x, grad_result_type (all, 3), error);
  g_autoptr (GradTensor) risen = bound (cast, min, GRAD_OP_maximum, error);
  GradTensor *y = bound (risen, max, GRAD_OP_minimum, error);

  grad_resume_recording (was_off);
  return y;
}

/* Between two bounds. One that is not given is no input either: a number stands in its place. */
static GradTensor *
clamp (GradCall   *call,
       GradTensor *min,
       GradTensor *max)
{
  g_autoptr (GradTensor) none = grad_tensor_new_integer (0);
  GradTensor *inputs[] = { call->values[0].tensor, min != NULL ? min : none, max != NULL ? max : none };
  GradTensor *y = compute_clamp (inputs[0], min, max, call->error);
  GradCall    recorded = *call;

  if (y == NULL)
    return NULL;
  recorded.kept_values = 3;
  grad_record (y, &recorded, inputs, 3);
  return y;
}

/* Not beyond one. */
static GradTensor *
clamp_by_one (GradCall   *call,
              GradTensor *min,
              GradTensor *max)
{
  GradTensor *inputs[] = { call->values[0].tensor, call->values[1].tensor };
  GradTensor *y = compute_clamp (inputs[0], min, max, call->error);

  if (y != NULL)
    grad_record (y, call, inputs, 2);
  return y;
}

static GradTensor *
get_bound (const GradValue *value)
{
  return value->type == GRAD_VALUE_TENSOR ? value->tensor : NULL;
}

GradTensor *
grad_call_clamp_tensor (GradCall *call)
{
  GradTensor *min = get_bound (&call->values[1]), *max = get_bound (&call->values[2]), *y;

  if (min == NULL && max == NULL)
    {
      g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "torch.clamp: At least one of 'min' or 'max' must not be None");
      return NULL;
    }
  y = clamp (call, min, max);
  if (y != NULL && y->dtype == GRAD_BOOL && min != NULL && max != NULL)
    {
      grad_set_not_implemented ("clamp_cpu", GRAD_BOOL, call->error);
      g_clear_pointer (&y, grad_tensor_unref);
    }
  return y;
}

GradTensor *
grad_call_clamp_min_tensor (GradCall *call)
{
  return clamp_by_one (call, call->values[1].tensor, NULL);
}

GradTensor *
grad_call_clamp_max_tensor (GradCall *call)
{
  return clamp_by_one (call, NULL, call->values[1].tensor);
}

/* Where x stayed as it is, and where it fell to a bound. A bound beyond the other one is not that to which it falls. */

static GradTensor *
stay (GradRule   *rule,
      GradTensor *g,
      GradTensor *x,
      GradTensor *min,
      GradTensor *max)
{
  if (min != NULL && max != NULL)
    return where (both (ge (x, min), le (x, max)), g, zero (g));
  return where (min != NULL ? ge (x, min) : le (x, max), g, zero (g));
}

static GradTensor *
fall_to_min (GradRule   *rule,
             GradTensor *g,
             GradTensor *x,
             GradTensor *min,
             GradTensor *max)
{
  return where (max != NULL ? both (lt (x, min), lt (min, max)) : lt (x, min), g, zero (g));
}

static GradTensor *
fall_to_max (GradRule   *rule,
             GradTensor *g,
             GradTensor *x,
             GradTensor *min,
             GradTensor *max)
{
  return where (min != NULL ? either (gt (x, max), lt (max, min)) : gt (x, max), g, zero (g));
}

GradTensor *
grad_gradient_clamp_tensor (GradRule   *rule,
                            guint       input,
                            GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;
  GradTensor      *x = values[0].tensor, *min = get_bound (&values[1]), *max = get_bound (&values[2]);

  if (input == 0)
    return stay (rule, g, x, min, max);
  return input == 1 ? fall_to_min (rule, g, x, min, max) : fall_to_max (rule, g, x, min, max);
}

GradTensor *
grad_gradient_clamp_min_tensor (GradRule   *rule,
                                guint       input,
                                GradTensor *g)
{
  return input == 0 ? stay (rule, g, rule->x, rule->z, NULL) : fall_to_min (rule, g, rule->x, rule->z, NULL);
}

GradTensor *
grad_gradient_clamp_max_tensor (GradRule   *rule,
                                guint       input,
                                GradTensor *g)
{
  return input == 0 ? stay (rule, g, rule->x, NULL, rule->z) : fall_to_max (rule, g, rule->x, NULL, rule->z);
}
