/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-name.h"
#include "descent/descent-number.h"

G_BEGIN_DECLS

/* What the parser makes of a text: the calls that Python would make, in the order in which it would make them. A
 * node's arguments stand before it; the last node is the value. */

typedef enum
{
  DESCENT_OPERATOR_ADD,
  DESCENT_OPERATOR_SUBTRACT,
  DESCENT_OPERATOR_MULTIPLY,
  DESCENT_OPERATOR_DIVIDE,
  DESCENT_OPERATOR_POWER,
  DESCENT_OPERATOR_NEGATE,
} DescentOperator;

typedef enum
{
  DESCENT_NODE_INPUT,    /* input */
  DESCENT_NODE_NUMBER,   /* value, and name if it is pi or e */
  DESCENT_NODE_OPERATOR, /* operator, args */
  DESCENT_NODE_FUNCTION, /* name, args */
} DescentNodeKind;

typedef struct
{
  DescentNodeKind    kind;
  DescentOperator    op;
  const DescentName *name;
  guint              input;
  guint              n_args;
  guint              args[2];
  gboolean           constant; /* stands for a Python number: value */
  DescentNumber      value;
  gsize              start; /* bytes of the text */
  gsize              length;
} DescentNode;

typedef struct
{
  GArray *nodes; /* of DescentNode */
} DescentExpression;

enum
{
  DESCENT_MAX_TEXT = 1000, /* bytes of a typed function */
  DESCENT_MAX_DEPTH = 100, /* of brackets, powers and signs within each other */
};

/* Parses text as descent_function_new () says. */
gboolean descent_expression_parse (DescentExpression *expression,
                                   const char        *text,
                                   guint              n_inputs,
                                   GError           **error);
void     descent_expression_clear (DescentExpression *expression);

const DescentNode *descent_expression_get_node (const DescentExpression *expression,
                                                guint                    i);

/* Puts node last; if its arguments are constants it becomes one. Returns its index. */
guint descent_expression_add (DescentExpression *expression,
                              const DescentNode *node);

/* The engine's op that does what the operator does between tensors. */
const char *descent_operator_get_op (DescentOperator op);

/* The expression in Python over torch, in the variables x and y. Transfer full. */
char *descent_expression_to_python (const DescentExpression *expression);

G_END_DECLS
