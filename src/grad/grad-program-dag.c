/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The graph of values. A dag that merges numbers values as it grows: a node that is there already is not made again,
 * so nothing is computed twice. */

#include "grad/grad-program-dag.h"

#include <string.h>

#include "grad/grad-elementwise.h"

static guint
node_hash (gconstpointer key)
{
  const GradDagNode *node = key;
  guint              hash = node->kind * 31 + node->op;

  for (guint i = 0; i < GRAD_DAG_MAX_INPUTS; i++)
    hash = hash * 16777619 ^ (guint) node->inputs[i];
  for (guint i = 0; i < G_N_ELEMENTS (node->numbers); i++)
    {
      guint64 bits;

      memcpy (&bits, &node->numbers[i], sizeof bits);
      hash = hash * 16777619 ^ (guint) (bits ^ bits >> 32);
    }
  return hash;
}

/* Numbers are the same if their bits are: 0 is not -0 here, and nan is nan. */
static gboolean
node_equal (gconstpointer a,
            gconstpointer b)
{
  const GradDagNode *p = a, *q = b;

  return p->kind == q->kind && p->op == q->op &&
         memcmp (p->inputs, q->inputs, sizeof p->inputs) == 0 &&
         memcmp (p->numbers, q->numbers, sizeof p->numbers) == 0;
}

void
grad_dag_init (GradDag  *dag,
               GradDType dtype,
               gboolean  fast,
               gboolean  merges)
{
  dag->dtype = dtype;
  dag->fast = fast;
  dag->merges = merges;
  dag->nodes = g_array_new (FALSE, FALSE, sizeof (GradDagNode));
  dag->index = g_hash_table_new_full (node_hash, node_equal, g_free, NULL);
}

void
grad_dag_clear (GradDag *dag)
{
  g_array_unref (dag->nodes);
  g_hash_table_unref (dag->index);
}

/* An input is the same value wherever it is asked for, or it would have no gradient. */
static gboolean
is_merged (const GradDag     *dag,
           const GradDagNode *node)
{
  return dag->merges || node->kind == GRAD_DAG_INPUT || node->kind == GRAD_DAG_PARAMETER;
}

static int
append (GradDag           *dag,
        const GradDagNode *node)
{
  GradDagNode added = *node;

  added.is_uniform = node->kind != GRAD_DAG_INPUT;
  for (guint i = 0; i < grad_dag_get_n_inputs (node); i++)
    added.is_uniform &= grad_dag_get (dag, node->inputs[i])->is_uniform;
  g_array_append_val (dag->nodes, added);
  if (is_merged (dag, node))
    g_hash_table_insert (dag->index, g_memdup2 (node, sizeof *node), GINT_TO_POINTER (dag->nodes->len));
  return (int) dag->nodes->len - 1;
}

int
grad_dag_add (GradDag           *dag,
              const GradDagNode *node)
{
  int known;

  for (guint i = 0; i < grad_dag_get_n_inputs (node); i++)
    if (node->inputs[i] < 0)
      return -1;
  if (!is_merged (dag, node))
    return append (dag, node);
  known = GPOINTER_TO_INT (g_hash_table_lookup (dag->index, node)) - 1;
  if (known < 0 && node->kind == GRAD_DAG_OP)
    known = grad_dag_simplify (dag, node);
  return known >= 0 ? known : append (dag, node);
}

int
grad_dag_add_leaf (GradDag    *dag,
                   GradDagKind kind,
                   guint       i)
{
  return grad_dag_add (dag, &(GradDagNode){ .kind = kind, .inputs = { (int) i, -1, -1 } });
}

int
grad_dag_add_number (GradDag *dag,
                     double   number)
{
  double rounded = dag->dtype == GRAD_FLOAT32 ? (double) (float) number : number;

  return grad_dag_add (dag, &(GradDagNode){ .kind = GRAD_DAG_NUMBER, .inputs = { -1, -1, -1 }, .numbers = { rounded, number } });
}

int
grad_dag_add_unary (GradDag *dag,
                    GradOpId op,
                    int      x,
                    double   k,
                    double   l)
{
  return grad_dag_add (dag, &(GradDagNode){ .kind = GRAD_DAG_OP, .op = op, .inputs = { x, -1, -1 }, .numbers = { k, l } });
}

int
grad_dag_add_binary (GradDag *dag,
                     GradOpId op,
                     int      x,
                     int      z)
{
  return grad_dag_add (dag, &(GradDagNode){ .kind = GRAD_DAG_OP, .op = op, .inputs = { x, z, -1 }, .numbers = { 1 } });
}

int
grad_dag_add_where (GradDag *dag,
                    int      condition,
                    int      x,
                    int      z)
{
  return grad_dag_add (dag, &(GradDagNode){ .kind = GRAD_DAG_OP, .op = GRAD_OP_where, .inputs = { condition, x, z } });
}

static double
compute_f32 (const GradDagNode *node,
             const double      *inputs)
{
  float  x = (float) inputs[0], z = (float) inputs[1], result;
  guint8 truth;

  if (grad_ops[node->op].kind != GRAD_OP_COMPARISON)
    {
      grad_kernels_f32[node->op].loop (1, &result, 1, &x, 1, &z, 1, node->numbers);
      return (double) result;
    }
  grad_kernels_f32[node->op].loop (1, &truth, 1, &x, 1, &z, 1, node->numbers);
  return truth;
}

static double
compute_f64 (const GradDagNode *node,
             const double      *inputs)
{
  double result;
  guint8 truth;

  if (grad_ops[node->op].kind != GRAD_OP_COMPARISON)
    {
      grad_kernels_f64[node->op].loop (1, &result, 1, &inputs[0], 1, &inputs[1], 1, node->numbers);
      return result;
    }
  grad_kernels_f64[node->op].loop (1, &truth, 1, &inputs[0], 1, &inputs[1], 1, node->numbers);
  return truth;
}

double
grad_dag_compute (GradDType          dtype,
                  const GradDagNode *node,
                  const double      *inputs)
{
  if (node->op == GRAD_OP_where)
    return inputs[0] != 0 ? inputs[1] : inputs[2];
  return dtype == GRAD_FLOAT32 ? compute_f32 (node, inputs) : compute_f64 (node, inputs);
}
