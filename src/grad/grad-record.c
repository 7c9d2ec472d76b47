/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Recording operations of any number of inputs; the elementwise ones, which must be quick, are in the header. */

#include "grad/grad-record.h"

#include "grad/grad-autograd.h"

gboolean
grad_mode_set_enabled (gboolean enabled)
{
  gboolean was = !grad_thread.not_recording;

  grad_thread.not_recording = !enabled;
  return was;
}

gboolean
grad_mode_get_enabled (void)
{
  return !grad_thread.not_recording;
}

GradExtra *
grad_node_get_extra (GradNode *node)
{
  if (node->extra == NULL)
    {
      node->extra = grad_extra_new ();
      grad_node_get_own_tensor (node)->flags |= GRAD_TENSOR_RICH;
    }
  return node->extra;
}

static void
record_inputs (GradNode          *node,
               const GradOp      *op,
               GradTensor *const *inputs,
               guint              n_inputs)
{
  guint reads = op->reads[0], flags = 0;

  for (guint i = 0; i < n_inputs; i++)
    node->input[i].node = grad_record_edge (inputs[i]);
  if (reads & GRAD_READS_X)
    flags |= grad_record_save (node, 0, 0, inputs[0]);
  if ((reads & GRAD_READS_Z) && n_inputs > 1)
    flags |= grad_record_save (node, 0, 1, inputs[1]);
  if (reads & GRAD_READS_Y)
    flags |= GRAD_NODE_SAVES_RESULT;
  node->flags |= (guint16) flags;
}

/* An operation of more than two inputs saves none of them: its gradients need shapes alone. */
static void
record_many (GradNode          *node,
             GradTensor *const *inputs,
             guint              n_inputs)
{
  GradExtra *extra = grad_node_get_extra (node);

  extra->n_inputs = n_inputs;
  extra->inputs = g_new0 (GradInput, n_inputs);
  for (guint i = 0; i < n_inputs; i++)
    extra->inputs[i].node = grad_record_edge (inputs[i]);
}

static gboolean
is_input (const GradTensor  *tensor,
          GradTensor *const *inputs,
          guint              n_inputs)
{
  for (guint i = 0; i < n_inputs; i++)
    if (inputs[i] == tensor)
      return TRUE;
  return FALSE;
}

/* Whether the argument consists of inputs, which the node has already. */
static gboolean
has_input (const GradValue   *value,
           GradTensor *const *inputs,
           guint              n_inputs)
{
  if (value->type == GRAD_VALUE_TENSOR)
    return is_input (value->tensor, inputs, n_inputs);
  for (guint i = 0; value->type == GRAD_VALUE_TENSORS && i < value->n; i++)
    if (is_input (value->tensors[i], inputs, n_inputs))
      return TRUE;
  return FALSE;
}

guint32
grad_value_count_versions (const GradValue *value)
{
  guint32 sum = 0;

  if (value->type == GRAD_VALUE_TENSOR)
    return grad_tensor_get_version (value->tensor);
  for (guint i = 0; value->type == GRAD_VALUE_TENSORS && i < value->n; i++)
    if (value->tensors[i] != NULL)
      sum += grad_tensor_get_version (value->tensors[i]);
  return sum;
}

/* Keeps the arguments but for the inputs. */
static void
record_values (GradNode          *node,
               const GradCall    *call,
               GradTensor *const *inputs,
               guint              n_inputs)
{
  GradExtra  *extra = grad_node_get_extra (node);
  const guint n_values = grad_op_get_n_arguments (call->op) + call->n_more_values;
  const guint n_sorted = n_values - call->kept_values;

  extra->n_values = n_values;
  extra->values = n_values <= GRAD_EXTRA_VALUES ? extra->own_values : g_new (GradValue, n_values);
  for (guint i = 0; i < n_values; i++)
    if (i < n_sorted && has_input (&call->values[i], inputs, n_inputs))
      extra->values[i] = (GradValue){ GRAD_VALUE_NONE };
    else
      grad_value_copy (&extra->values[i], &call->values[i]);
  if (!(call->op->reads[0] & GRAD_READS_MORE))
    return;
  node->flags |= GRAD_NODE_SAVES_MORE;
  extra->value_versions = n_values <= GRAD_EXTRA_VALUES ? extra->own_versions : g_new (guint32, n_values);
  for (guint i = 0; i < n_values; i++)
    extra->value_versions[i] = grad_value_count_versions (&extra->values[i]);
}

void
grad_record (GradTensor        *y,
             const GradCall    *call,
             GradTensor *const *inputs,
             guint              n_inputs)
{
  GradNode *node;
  guint8    flags = 0;

  for (guint i = 0; i < n_inputs; i++)
    flags |= inputs[i]->flags;
  if (!grad_should_record (flags))
    return;
  node = grad_record_begin (y, call->op->id);
  if (n_inputs <= 2)
    record_inputs (node, call->op, inputs, n_inputs);
  else
    record_many (node, inputs, n_inputs);
  record_values (node, call, inputs, n_inputs);
  node->extra->n_edges = n_inputs;
}
