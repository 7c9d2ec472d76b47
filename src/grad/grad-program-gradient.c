/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Backward over a graph of values, which leaves nodes behind instead of numbers. The nodes of a function stand in the
 * order in which the eager engine would have made them; going down that order is the engine's backward, and gradients
 * that meet are added in its order. */

#include "grad/grad-program-dag.h"

/* Whether each node up to the last depends on one of the inputs, by operations that have a gradient. */
static guint8 *
find_dependent (const GradDag *dag,
                int            last,
                const int     *inputs,
                guint          n_inputs)
{
  guint8 *depends = g_new0 (guint8, last + 1);

  for (guint i = 0; i < n_inputs; i++)
    if (inputs[i] >= 0 && inputs[i] <= last)
      depends[inputs[i]] = TRUE;
  for (int i = 0; i <= last; i++)
    {
      const GradDagNode *node = grad_dag_get (dag, i);

      if (node->kind != GRAD_DAG_OP || grad_ops[node->op].grad_fn == NULL)
        continue;
      for (guint k = node->op == GRAD_OP_where ? 1 : 0; k < grad_dag_get_n_inputs (node); k++)
        depends[i] |= depends[node->inputs[k]];
    }
  return depends;
}

/* Passes the gradient of node on to its inputs. */
static void
propagate (GradDag      *dag,
           int           node,
           const guint8 *depends,
           int          *gradients)
{
  GradDagNode copy = *grad_dag_get (dag, node);

  for (guint i = copy.op == GRAD_OP_where ? 1 : 0; i < grad_dag_get_n_inputs (&copy); i++)
    {
      int input = copy.inputs[i], gradient;

      if (!depends[input])
        continue;
      gradient = grad_dag_add_gradient (dag, node, i, gradients[node]);
      gradients[input] = gradients[input] < 0 ? gradient : grad_dag_add_binary (dag, GRAD_OP_add, gradients[input], gradient);
    }
}

void
grad_dag_differentiate (GradDag   *dag,
                        int        output,
                        const int *inputs,
                        guint      n_inputs,
                        int       *gradients)
{
  g_autofree guint8 *depends = find_dependent (dag, output, inputs, n_inputs);
  g_autofree int    *of_node = g_new (int, output + 1);

  for (int i = 0; i <= output; i++)
    of_node[i] = -1;
  of_node[output] = grad_dag_add_number (dag, 1);
  for (int i = output; i >= 0; i--)
    if (of_node[i] >= 0 && depends[i])
      propagate (dag, i, depends, of_node);
  for (guint i = 0; i < n_inputs; i++)
    gradients[i] = inputs[i] <= output && of_node[inputs[i]] >= 0 ? of_node[inputs[i]] : grad_dag_add_number (dag, 0);
}
