/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-log.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_GRAPH_LEAF,     /* made by the program, with requires_grad */
  LAB_GRAPH_CONSTANT, /* made by the program, without */
  LAB_GRAPH_STEP,     /* made by an operation */
  LAB_GRAPH_RESULT,   /* …where backward started last */
} LabGraphKind;

/* A tensor in a graph of computation. Numbers of events are G_MAXUINT64 where there is none. */
typedef struct
{
  LabGraphKind kind;
  guint64      tensor;
  guint64      made;      /* the LEAF, OP or INPLACE that made it */
  guint64      values;    /* the event with its values at the cursor (or its last, if it is gone) */
  guint64      grad;      /* what wrote its gradient: ACC, INPLACE or GRAD of a leaf, BWD of a step */
  guint64      node;      /* what was recorded of it; 0 if nothing */
  gboolean     released;  /* the node has given up what it had saved */
  char        *op;        /* “mul”; NULL for what the program made itself */
  char        *arguments; /* what it was given besides, “exponent=2”; NULL if nothing */
  char        *names;     /* the variables that hold it, “x, y”, or that held it in a function that has returned; NULL if none */
} LabGraphItem;

/* From what an operation read to what it made. */
typedef struct
{
  guint from, to; /* items */
} LabGraphLink;

/* How the tensors that a program has at hand came to be: those in its variables and those that backward started from,
 * and all behind them, though many may be gone. Items are in the order in which they were made. */
typedef struct
{
  GArray  *items; /* LabGraphItem */
  GArray  *links; /* LabGraphLink */
  gboolean cut;   /* there was more than max_items; the oldest are left out */
} LabGraph;

/* Transfer full. Costs what it shows; only for what is gone by now it reads the log back to where that was made. */
LabGraph *lab_graph_new (LabLog *log,
                         guint64 cursor,
                         guint   max_items);
void      lab_graph_free (LabGraph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabGraph, lab_graph_free)

G_END_DECLS
