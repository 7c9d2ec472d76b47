/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Questions about rows of the op table. */

#include "grad/grad-op-private.h"

#include <string.h>

#include "grad/grad-autograd.h"

/* The name at the head of a schema: up to the dot of the overload (short), or up to the parenthesis. */
static gsize
name_length (const char *schema,
             gboolean    with_overload)
{
  return strcspn (schema, with_overload ? "(" : ".(");
}

static gboolean
is_called (const GradOp *op,
           const char   *name)
{
  gsize n = strlen (name);

  return strncmp (op->schema, name, n) == 0 &&
         (n == name_length (op->schema, FALSE) || n == name_length (op->schema, TRUE));
}

const GradOp *
grad_op_lookup (const char *name)
{
  for (guint i = 0; i < GRAD_N_OPS; i++)
    if (is_called (&grad_ops[i], name))
      return &grad_ops[i];
  return NULL;
}

const GradOp *
grad_op_next_overload (const GradOp *op)
{
  const char *name = grad_op_get_name (op);

  for (guint i = op->id + 1; i < GRAD_N_OPS; i++)
    if (is_called (&grad_ops[i], name))
      return &grad_ops[i];
  return NULL;
}

const char *
grad_op_get_name (const GradOp *op)
{
  static const char *names[GRAD_N_OPS];

  if (g_once_init_enter (&names[op->id]))
    {
      g_autofree char *name = g_strndup (op->schema, name_length (op->schema, FALSE));

      g_once_init_leave (&names[op->id], g_intern_string (name));
    }
  return names[op->id];
}

const char *
grad_op_get_schema (const GradOp *op)
{
  return op->schema;
}

const char *
grad_tensor_get_grad_fn_name (const GradTensor *tensor)
{
  return tensor->node != NULL ? grad_node_get_op (tensor->node)->grad_fn : NULL;
}

const char *
grad_op_get_grad_fn (const GradOp *op)
{
  return op->grad_fn;
}

const char *
grad_op_get_formula (const GradOp *op)
{
  return op->formula;
}

guint
grad_op_get_n_inputs (const GradOp *op)
{
  return op->n_inputs;
}

void
grad_op_get_range (const GradOp *op,
                   double       *low,
                   double       *high)
{
  *low = op->low;
  *high = op->high;
}

const GradOp *const *
grad_op_list (guint *n_ops)
{
  static const GradOp *list[GRAD_N_OPS];
  static gsize         filled;

  if (g_once_init_enter (&filled))
    {
      for (guint i = 0; i < GRAD_N_OPS; i++)
        list[i] = &grad_ops[i];
      g_once_init_leave (&filled, 1);
    }
  *n_ops = GRAD_N_OPS;
  return list;
}
