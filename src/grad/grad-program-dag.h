/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op-private.h"
#include "grad/grad-program.h"

G_BEGIN_DECLS

/* A program as a graph of values. A node stands after those it is computed from, so the order of nodes is one of
 * evaluation; while a program is being built it is the order in which the eager engine would have made them. */

typedef enum
{
  GRAD_DAG_INPUT,
  GRAD_DAG_PARAMETER,
  GRAD_DAG_NUMBER,
  GRAD_DAG_OP,
} GradDagKind;

enum
{
  GRAD_DAG_MAX_INPUTS = 3,
};

typedef struct
{
  GradDagKind kind;
  GradOpId    op;                          /* of an OP */
  int         inputs[GRAD_DAG_MAX_INPUTS]; /* of an OP, as many as the op has, then -1; an INPUT's or PARAMETER's
                                              own number in the first */
  double numbers[2];                       /* the Scalars of the op's schema; the NUMBER, as the dtype has it and as
                                              it was given */
  gboolean is_uniform;                     /* the same at all points; whoever adds a node leaves it alone */
} GradDagNode;

typedef struct
{
  GradDType   dtype;
  gboolean    fast;   /* may change the last bits */
  gboolean    merges; /* equal nodes become one, and what has a simpler equal becomes that */
  GArray     *nodes;  /* of GradDagNode */
  GHashTable *index;  /* of nodes, if merging: from a node's contents to its number + 1 */
} GradDag;

void grad_dag_init (GradDag  *dag,
                    GradDType dtype,
                    gboolean  fast,
                    gboolean  merges);
void grad_dag_clear (GradDag *dag);

static inline const GradDagNode *
grad_dag_get (const GradDag *dag,
              int            node)
{
  return &g_array_index (dag->nodes, GradDagNode, node);
}

static inline guint
grad_dag_get_n_inputs (const GradDagNode *node)
{
  return node->kind == GRAD_DAG_OP ? grad_ops[node->op].n_inputs : 0;
}

/* Adds nodes; -1 among the inputs gives -1. Where the dag merges, the node returned may be an older one or another
 * that computes the same. */
int grad_dag_add (GradDag           *dag,
                  const GradDagNode *node);
int grad_dag_add_leaf (GradDag    *dag,
                       GradDagKind kind,
                       guint       i);
int grad_dag_add_number (GradDag *dag,
                         double   number);
int grad_dag_add_unary (GradDag *dag,
                        GradOpId op,
                        int      x,
                        double   k,
                        double   l);
int grad_dag_add_binary (GradDag *dag,
                         GradOpId op,
                         int      x,
                         int      z);
int grad_dag_add_where (GradDag *dag,
                        int      condition,
                        int      x,
                        int      z);

/* The simpler node that has the value of node, made in the dag if need be; -1 if none is known. In exact dags the
 * value is the same to the bit. */
int grad_dag_simplify (GradDag           *dag,
                       const GradDagNode *node);

/* The value of an op on numbers of the dtype, as the eager engine computes it; three inputs, whatever the op has. */
double grad_dag_compute (GradDType          dtype,
                         const GradDagNode *node,
                         const double      *inputs);

/* The gradient of node with respect to its input i, given that of node, by the op's formula; -1 if it has none. */
int grad_dag_add_gradient (GradDag *dag,
                           int      node,
                           guint    i,
                           int      g);

/* As grad_program_builder_gradient. */
void grad_dag_differentiate (GradDag   *dag,
                             int        output,
                             const int *inputs,
                             guint      n_inputs,
                             int       *gradients);

G_END_DECLS
