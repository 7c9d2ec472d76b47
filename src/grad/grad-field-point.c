/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A program for single points: its operations in a row, each bound once to the cells of memory that it reads and
 * writes. Numbers and parameters are put into their cells when it is made. */

#include "grad/grad-field-point.h"

#include "grad/grad-field-point-private.h"
#include "grad/grad-program-private.h"

/* A value of the program. */
typedef union
{
  float  f32;
  double f64;
} Cell;

typedef struct
{
  GradPointKernel kernel; /* NULL for where (x, z, w) */
  Cell           *y;
  const Cell     *x, *z, *w;
  const double   *numbers;
} Call;

struct _GradFieldPoint
{
  GradProgram *program;
  gboolean     is_float;
  Cell        *cells; /* one for each node */
  Call        *calls;
  guint        n_calls;
  guint        n_inputs; /* that are read */
  Cell        *inputs[GRAD_PROGRAM_MAX_INPUTS];
  guint        sources[GRAD_PROGRAM_MAX_INPUTS]; /* which inputs these are */
};

static inline void
store (const GradFieldPoint *point,
       Cell                 *cell,
       double                value)
{
  if (point->is_float)
    cell->f32 = (float) value;
  else
    cell->f64 = value;
}

static inline double
load (const GradFieldPoint *point,
      const Cell           *cell)
{
  return point->is_float ? (double) cell->f32 : cell->f64;
}

/* Operands that the operation does not have are the first again. */
static const Cell *
find_operand (const GradFieldPoint *point,
              const GradDagNode    *node,
              guint                 i)
{
  return &point->cells[node->inputs[i < grad_dag_get_n_inputs (node) ? i : 0]];
}

static void
bind_call (GradFieldPoint    *point,
           const GradDagNode *node,
           Cell              *cell)
{
  const GradPointKernel *kernels = point->is_float ? grad_point_kernels_f32 : grad_point_kernels_f64;

  point->calls[point->n_calls++] = (Call){
    .kernel = node->op == GRAD_OP_where ? NULL : kernels[node->op],
    .y = cell,
    .x = find_operand (point, node, 0),
    .z = find_operand (point, node, 1),
    .w = find_operand (point, node, 2),
    .numbers = node->numbers,
  };
}

static void
bind_node (GradFieldPoint    *point,
           const GradDagNode *node,
           Cell              *cell,
           const double      *parameters)
{
  switch (node->kind)
    {
    case GRAD_DAG_INPUT:
      point->sources[point->n_inputs] = (guint) node->inputs[0];
      point->inputs[point->n_inputs++] = cell;
      break;
    case GRAD_DAG_PARAMETER:
      store (point, cell, parameters[node->inputs[0]]);
      break;
    case GRAD_DAG_NUMBER:
      store (point, cell, node->numbers[0]);
      break;
    case GRAD_DAG_OP:
    default:
      bind_call (point, node, cell);
    }
}

GradFieldPoint *
grad_field_point_new (GradProgram  *program,
                      const double *parameters)
{
  guint           n = program->dag.nodes->len;
  GradFieldPoint *point = g_new0 (GradFieldPoint, 1);

  point->program = grad_program_ref (program);
  point->is_float = program->dag.dtype == GRAD_FLOAT32;
  point->cells = g_new0 (Cell, n);
  point->calls = g_new0 (Call, n);
  for (guint i = 0; i < n; i++)
    bind_node (point, grad_dag_get (&program->dag, (int) i), &point->cells[i], parameters);
  return point;
}

void
grad_field_point_free (GradFieldPoint *point)
{
  if (point == NULL)
    return;
  grad_program_unref (point->program);
  g_free (point->cells);
  g_free (point->calls);
  g_free (point);
}

static inline void
run_call (const GradFieldPoint *point,
          const Call           *call)
{
  if (G_LIKELY (call->kernel != NULL))
    call->kernel (call->y, call->x, call->z, call->numbers);
  else
    *call->y = load (point, call->x) != 0 ? *call->z : *call->w;
}

void
grad_field_point_evaluate (GradFieldPoint *point,
                           const double   *inputs,
                           double         *outputs)
{
  for (guint i = 0; i < point->n_inputs; i++)
    store (point, point->inputs[i], inputs[point->sources[i]]);
  for (guint i = 0; i < point->n_calls; i++)
    run_call (point, &point->calls[i]);
  for (guint i = 0; i < point->program->n_outputs; i++)
    outputs[i] = load (point, &point->cells[point->program->outputs[i]]);
}
