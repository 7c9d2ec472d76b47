/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Functions that a program defines with their gradient. Such a function gives the gradients of all its inputs at
 * once, while a backward pass asks for one after the other: they are kept until the node is done. */

#include "grad/grad-function.h"

#include "grad/grad-function-private.h"
#include "grad/grad-gradient.h"
#include "grad/grad-record.h"

struct _GradFunction
{
  const char      *name;
  GradFunctionFunc func;
  gpointer         user_data;
  GDestroyNotify   destroy;
  guint            n_inputs;
  GradTensor     **gradients; /* NULL until they are asked for */
};

void
grad_function_forget (GradFunction *function)
{
  for (guint i = 0; function->gradients != NULL && i < function->n_inputs; i++)
    g_clear_pointer (&function->gradients[i], grad_tensor_unref);
  g_clear_pointer (&function->gradients, g_free);
}

void
grad_function_free (GradFunction *function)
{
  grad_function_forget (function);
  if (function->destroy != NULL)
    function->destroy (function->user_data);
  g_free (function);
}

const char *
grad_function_get_name (const GradFunction *function)
{
  return function->name;
}

/* A row of the table, since a node is of some row; but nobody calls it by name. */
GradTensor *
grad_call_function (GradCall *call)
{
  g_set_error_literal (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "a function of a program cannot be called by its row");
  return NULL;
}

GradTensor *
grad_gradient_function (GradRule   *rule,
                        guint       input,
                        GradTensor *g)
{
  GradFunction *function = rule->node->extra->function;

  if (function->gradients == NULL)
    {
      function->gradients = g_new0 (GradTensor *, function->n_inputs);
      if (!function->func (rule->node, g, function->gradients, function->n_inputs, function->user_data, rule->error))
        {
          grad_function_forget (function);
          return NULL;
        }
    }
  return function->gradients[input] != NULL ? grad_rule_keep (rule, grad_tensor_ref (function->gradients[input])) : NULL;
}

static gboolean
should_record (GradTensor *const *inputs,
               guint              n_inputs)
{
  guint8 flags = 0;

  for (guint i = 0; i < n_inputs; i++)
    flags |= inputs[i]->flags;
  return grad_should_record (flags);
}

/* An observer sees a call of the row, with the inputs as a list. */
static void
announce (GradTensor        *result,
          GradTensor *const *inputs,
          guint              n_inputs)
{
  const GradValue value = GRAD_VALUE_OF_TENSORS (inputs, n_inputs);

  if (grad_thread.observer != NULL && grad_thread.observer->op != NULL && grad_thread.backward == NULL)
    grad_thread.observer->op (&grad_ops[GRAD_OP_function], &value, 1, &result, 1, grad_thread.observer_data);
}

gboolean
grad_function_record (GradTensor        *result,
                      const char        *name,
                      GradTensor *const *inputs,
                      guint              n_inputs,
                      GradFunctionFlags  flags,
                      GradFunctionFunc   func,
                      gpointer           user_data,
                      GDestroyNotify     destroy)
{
  GradFunction *function = g_new (GradFunction, 1);
  GradNode     *node;

  *function = (GradFunction){ g_intern_string (name), func, user_data, destroy, n_inputs, NULL };
  if (!should_record (inputs, n_inputs))
    {
      grad_function_free (function);
      return FALSE;
    }
  node = grad_record_begin (result, GRAD_OP_function);
  grad_node_get_extra (node)->function = function;
  node->extra->n_edges = node->extra->n_inputs = n_inputs;
  node->extra->inputs = g_new0 (GradInput, n_inputs);
  for (guint i = 0; i < n_inputs; i++)
    node->extra->inputs[i].node = grad_record_edge (inputs[i]);
  if (flags & GRAD_FUNCTION_SAVES)
    node->flags |= GRAD_NODE_SAVES_MORE;
  if (flags & GRAD_FUNCTION_SAVES_RESULT)
    node->flags |= GRAD_NODE_SAVES_RESULT;
  result->version = result->flags & GRAD_TENSOR_STORED ? result->storage->version : 0;
  announce (result, inputs, n_inputs);
  return TRUE;
}

GradTensor *
grad_function_dup_result (GradNode *node)
{
  return grad_gradient_dup_result (node);
}
