/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Which kernel computes a node. Most have one of their own; but where a value is used only once, the operation that
 * makes it and the one that uses it may be one instruction, which saves a pass over the lanes, and sine and cosine of
 * one argument cost little more than either. What is fused stands in the rows of grad-kernels.def. */

#include "grad/grad-program-private.h"

#include "grad/grad-kernel-op.h"

/* The meaning of a FUSED row as operations and letters in prefix order: a · b + c is add mul a b c. */
enum
{
  a = -1,
  b = -2,
  c = -3,
  d = -4,
  e = -5,
};
#define add(p, q) GRAD_OP_add, p, q
#define sub(p, q) GRAD_OP_sub, p, q
#define mul(p, q) GRAD_OP_mul, p, q

typedef struct
{
  GradKernelId kernel;
  guint        n_inputs;
  int          meaning[9];
} Fusion;

static const Fusion fusions[] = {
#define FUSED3(name, meaning, value) { GRAD_KERNEL_##name, 3, { meaning } },
#define FUSED4(name, meaning, value) { GRAD_KERNEL_##name, 4, { meaning } },
#define FUSED5(name, meaning, value) { GRAD_KERNEL_##name, 5, { meaning } },
#include "grad/grad-kernels.def"
#undef add
#undef sub
#undef mul
};

/* A match in the making. */
typedef struct
{
  const GradDag     *dag;
  const GradNodeUse *uses;
  int                inputs[GRAD_KERNEL_MAX_INPUTS];
  int                inner[3]; /* the nodes matched below the root */
  guint              n_inner;
} Match;

static gboolean
is_op (const GradDag *dag,
       int            node,
       int            op)
{
  const GradDagNode *n = grad_dag_get (dag, node);

  return n->kind == GRAD_DAG_OP && n->op == (GradOpId) op && (op == GRAD_OP_mul || n->numbers[0] == 1);
}

static gboolean
may_absorb (const GradNodeUse *use)
{
  return use->computed && !use->absorbed && !use->exported && use->n_uses == 1;
}

/* Matches node against the meaning that begins there; returns where it ends, or NULL. */
static const int *
match_node (Match     *match,
            const int *meaning,
            int        node,
            gboolean   is_root)
{
  Match              saved = *match;
  const GradDagNode *n = grad_dag_get (match->dag, node);
  const int         *rest;

  if (*meaning < 0)
    {
      match->inputs[-1 - *meaning] = node;
      return meaning + 1;
    }
  if (!is_op (match->dag, node, *meaning) || !(is_root || may_absorb (&match->uses[node])))
    return NULL;
  if (!is_root)
    match->inner[match->n_inner++] = node;
  for (guint swapped = 0; swapped < (*meaning == GRAD_OP_sub ? 1 : 2); swapped++)
    {
      Match before = *match;

      rest = match_node (match, meaning + 1, n->inputs[swapped], FALSE);
      if (rest != NULL)
        rest = match_node (match, rest, n->inputs[1 - swapped], FALSE);
      if (rest != NULL)
        return rest;
      *match = before;
    }
  *match = saved;
  return NULL;
}

static gboolean
select_fusion (const GradDag *dag,
               int            node,
               GradNodeUse   *uses,
               GradSelection *selection)
{
  for (guint i = 0; i < G_N_ELEMENTS (fusions); i++)
    {
      Match match = { .dag = dag, .uses = uses };

      if (match_node (&match, fusions[i].meaning, node, TRUE) == NULL)
        continue;
      selection->kernel = fusions[i].kernel;
      selection->n_inputs = fusions[i].n_inputs;
      for (guint k = 0; k < match.n_inner; k++)
        uses[match.inner[k]].absorbed = TRUE;
      for (guint k = 0; k < selection->n_inputs; k++)
        selection->inputs[k] = match.inputs[k];
      return TRUE;
    }
  return FALSE;
}

/* The node that is op of x and computed in this section, or -1. */
static int
find_function (const GradDag     *dag,
               const GradNodeUse *uses,
               GradOpId           op,
               int                x)
{
  for (int i = x + 1; i < (int) dag->nodes->len; i++)
    {
      const GradDagNode *node = grad_dag_get (dag, i);

      if (uses[i].computed && node->kind == GRAD_DAG_OP && node->op == op && node->inputs[0] == x)
        return i;
    }
  return -1;
}

/* If the argument is a product with one number and only the pair needs it, the pair may compute it. */
static void
absorb_factor (const GradDag  *dag,
               GradNodeUse    *uses,
               const gboolean *is_one,
               GradSelection  *selection)
{
  int                argument = selection->inputs[0];
  const GradDagNode *node = grad_dag_get (dag, argument);
  GradNodeUse       *use = &uses[argument];

  if (!is_op (dag, argument, GRAD_OP_mul) || !use->computed || use->exported || use->n_uses != 2)
    return;
  for (guint i = 0; i < 2; i++)
    if (is_one[node->inputs[i]])
      {
        use->absorbed = TRUE;
        selection->kernel = GRAD_KERNEL_sincos_scaled;
        selection->n_inputs = 2;
        selection->inputs[0] = node->inputs[1 - i];
        selection->inputs[1] = node->inputs[i];
        return;
      }
}

/* Sine and cosine of one argument: the one that stands first brings both. */
static gboolean
select_sincos (const GradDag  *dag,
               int             node,
               GradNodeUse    *uses,
               const gboolean *is_one,
               GradSelection  *selection)
{
  const GradDagNode *n = grad_dag_get (dag, node);
  int                sine = -1, cosine = -1;

  if (n->op == GRAD_OP_sin || n->op == GRAD_OP_cos)
    {
      sine = find_function (dag, uses, GRAD_OP_sin, n->inputs[0]);
      cosine = find_function (dag, uses, GRAD_OP_cos, n->inputs[0]);
    }
  if (sine < 0 || cosine < 0 || (node != sine && node != cosine))
    return FALSE;
  uses[MAX (sine, cosine)].absorbed = TRUE;
  selection->kernel = GRAD_KERNEL_sincos;
  selection->n_outputs = node == MIN (sine, cosine) ? 2 : 0;
  selection->outputs[0] = sine;
  selection->outputs[1] = cosine;
  if (selection->n_outputs > 0)
    absorb_factor (dag, uses, is_one, selection);
  return TRUE;
}

void
grad_program_select (const GradDag  *dag,
                     int             node,
                     GradNodeUse    *uses,
                     const gboolean *is_one,
                     GradSelection  *selection)
{
  const GradDagNode *n = grad_dag_get (dag, node);

  *selection = (GradSelection){ .kernel = grad_kernel_of_op[n->op], .n_outputs = 1, .outputs = { node } };
  selection->n_inputs = grad_dag_get_n_inputs (n);
  for (guint i = 0; i < selection->n_inputs; i++)
    selection->inputs[i] = n->inputs[i];
  for (guint i = 0; i < G_N_ELEMENTS (n->numbers); i++)
    selection->numbers[i] = n->numbers[i];
  if (!select_sincos (dag, node, uses, is_one, selection))
    select_fusion (dag, node, uses, selection);
}
