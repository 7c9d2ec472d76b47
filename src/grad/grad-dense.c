/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Elementwise operations on vectors that need no care. */

#include "grad/grad-dense.h"

#include "grad/grad-elementwise.h"
#include "grad/grad-kernel-op.h"
#include "grad/grad-sum.h"

/* Where an operand stands: stride 1, or 0 if it is one number for all, which may be at hand. */
typedef struct
{
  const void *data;
  gint64      stride;
  GradScalar  number;
} Operand;

static gboolean
is_dense_vector (const GradTensor *tensor)
{
  return tensor->layout != NULL && tensor->layout->contiguous && tensor->layout->n_elements > 0 &&
         grad_dtype_is_floating_point (tensor->dtype);
}

/* A 0-d tensor that was expanded: one number, however many elements. */
static gboolean
is_repeated (const GradTensor *tensor)
{
  const gint64 *strides = grad_layout_get_strides (tensor->layout);

  for (guint d = 0; d < grad_layout_get_n_dims (tensor->layout); d++)
    if (strides[d] != 0)
      return FALSE;
  return TRUE;
}

static G_GNUC_NO_INLINE gboolean
find_other_operand (Operand          *operand,
                    const GradTensor *tensor,
                    const GradTensor *vector)
{
  operand->stride = 0;
  if (grad_tensor_is_number (tensor))
    {
      operand->data = &operand->number;
      grad_scalar_store (vector->dtype, &operand->number, grad_tensor_get_number (tensor));
      return tensor->dtype != GRAD_BOOL;
    }
  if (tensor->dtype != vector->dtype)
    return FALSE;
  if (tensor->layout == NULL)
    return TRUE;
  if (tensor->layout != vector->layout && !grad_layout_same_shape (tensor->layout, vector->layout))
    return FALSE;
  operand->stride = tensor->layout->contiguous ? 1 : 0;
  return tensor->layout->contiguous || is_repeated (tensor);
}

/* Finds tensor as an operand beside vector, which is dense; FALSE if it is none for a kernel. */
static inline gboolean
find_operand (Operand          *operand,
              const GradTensor *tensor,
              const GradTensor *vector)
{
  operand->data = tensor->data;
  operand->stride = 1;
  return G_LIKELY (tensor->layout == vector->layout && tensor->dtype == vector->dtype) ||
         find_other_operand (operand, tensor, vector);
}

/* Kernels take whole groups of lanes: a rest of n floats goes through one that is filled up with the last of them. */
static void
run_padded (GradKernel     kernel,
            guint          n,
            float         *y,
            const Operand *operands,
            const double  *parameters)
{
  float          room[3][GRAD_KERNEL_LANES];
  GradKernelCall call = { .out = { room[2] }, .numbers = { parameters[0], parameters[1] } };

  for (guint i = 0; i < GRAD_KERNEL_MAX_INPUTS; i++)
    call.in[i] = i < 2 && operands[i].stride != 0 ? room[i] : operands[MIN (i, 1)].data;
  for (guint i = 0; i < 2; i++)
    for (guint k = 0; operands[i].stride != 0 && k < GRAD_KERNEL_LANES; k++)
      room[i][k] = ((const float *) operands[i].data)[MIN (k, n - 1)];
  kernel (&call, GRAD_KERNEL_LANES);
  memcpy (y, room[2], n * sizeof (float));
}

/* Elements from begin on, to the end n, which are fewer than a group of lanes. */
static void
run_rest (GradOpId       id,
          GradDType      dtype,
          GradKernel     kernel,
          gint64         begin,
          gint64         n,
          char          *y,
          const Operand *operands,
          const double  *parameters)
{
  const gint64 size = (gint64) grad_dtype_get_size (dtype);
  Operand      rest[2] = { operands[0], operands[1] };

  for (guint i = 0; i < 2; i++)
    rest[i].data = (const char *) rest[i].data + begin * rest[i].stride * size;
  y += begin * size;
  if (dtype == GRAD_FLOAT32 && grad_kernel_is_function[id])
    run_padded (kernel, (guint) (n - begin), (float *) y, rest, parameters);
  else
    (dtype == GRAD_FLOAT32 ? grad_kernels_f32 : grad_kernels_f64)[id].loop (n - begin, y, 1, rest[0].data, rest[0].stride,
                                                                            rest[1].data, rest[1].stride, parameters);
}

/* The last whole group of lanes, some of which are done already. Not for calls in place, which would do them twice. */
static void
run_last_group (GradDType             dtype,
                GradKernel            kernel,
                gint64                n,
                const GradKernelCall *call,
                const Operand        *operands)
{
  const gsize    at = (gsize) (n - GRAD_KERNEL_LANES) * grad_dtype_get_size (dtype);
  GradKernelCall last = *call;

  for (guint i = 0; i < 2; i++)
    if (operands[i].stride != 0)
      last.in[i] = (const char *) call->in[i] + at;
  last.out[0] = (char *) call->out[0] + at;
  kernel (&last, GRAD_KERNEL_LANES);
}

static void
run_kernels (GradOpId       id,
             GradDType      dtype,
             gint64         n,
             char          *y,
             const Operand *operands,
             const double  *parameters)
{
  const GradFieldKernels *set = &grad_kernel_table_get ()->sets[dtype == GRAD_FLOAT32 ? GRAD_KERNELS_EXACT_F32 : GRAD_KERNELS_EXACT_F64];
  const guint             ones = grad_ops[id].kind == GRAD_OP_UNARY ? 0 : (operands[0].stride == 0) + 2 * (operands[1].stride == 0);
  GradKernel              kernel = set->kernels[grad_kernel_of_op[id] + ones];
  const gint64            whole = n & ~(gint64) (GRAD_KERNEL_LANES - 1);
  const void             *x = operands[0].data, *z = operands[1].data;
  GradKernelCall          call = { .out = { y }, .in = { x, z, z, z, z }, .numbers = { parameters[0], parameters[1] } };

  if (whole > 0)
    kernel (&call, (guint) whole);
  if (whole == n)
    return;
  if (whole > 0 && y != operands[0].data)
    run_last_group (dtype, kernel, n, &call, operands);
  else
    run_rest (id, dtype, kernel, whole, n, y, operands, parameters);
}

/* Whether the row's gradients are formulas, and its result of the dtype of its operands. */
static gboolean
is_arithmetic (GradOpId id)
{
  return grad_ops[id].kind != GRAD_OP_STRUCTURAL && grad_ops[id].formula != NULL;
}

GradTensor *
grad_dense_compute (GradOpId      id,
                    GradTensor   *x,
                    GradTensor   *z,
                    const double *parameters)
{
  GradTensor *vector = x->layout != NULL ? x : z, *y;
  Operand     operands[2];

  if (!is_dense_vector (vector) || vector->layout->n_elements > G_MAXINT || !is_arithmetic (id))
    return NULL;
  if (!find_operand (&operands[0], x, vector) || !find_operand (&operands[1], grad_ops[id].kind == GRAD_OP_UNARY ? x : z, vector))
    return NULL;
  y = grad_tensor_new_empty (vector->dtype, grad_layout_ref (vector->layout), NULL);
  if (y != NULL)
    run_kernels (id, y->dtype, y->layout->n_elements, y->data, operands, parameters);
  return y;
}

gboolean
grad_dense_write (GradOpId    id,
                  GradTensor *x,
                  GradTensor *z)
{
  static const double no_parameters[2] = { 1, 0 };
  Operand             operands[2];

  /* A function that is unsure looks at its operands again, when they are written over. */
  if (grad_kernel_is_function[id] || !is_arithmetic (id) || !is_dense_vector (x) || x->layout->n_elements > G_MAXINT ||
      !find_operand (&operands[0], x, x) || !find_operand (&operands[1], z, x))
    return FALSE;
  run_kernels (id, x->dtype, x->layout->n_elements, x->data, operands, no_parameters);
  return TRUE;
}

gboolean
grad_dense_prefers_rule (const GradNode *node)
{
  const GradTensor *y = grad_node_get_own_tensor (node);

  return y->dtype == GRAD_FLOAT32 && is_dense_vector (y) && y->layout->n_elements >= GRAD_KERNEL_LANES;
}

/* Saved input i as an operand; what was not saved is not read, and d stands in. */
static gboolean
find_saved (Operand          *operand,
            const GradNode   *node,
            guint             i,
            const GradTensor *d)
{
  const guint saves = i == 0 ? GRAD_NODE_SAVES_X : GRAD_NODE_SAVES_Z;
  const guint is_number = i == 0 ? GRAD_NODE_NUMBER_X : GRAD_NODE_NUMBER_Z;

  if (!(node->flags & saves))
    {
      operand->data = d->data;
      operand->stride = 1;
      return TRUE;
    }
  if (!(node->flags & is_number))
    return find_operand (operand, node->input[i].saved, d);
  operand->data = &operand->number;
  operand->stride = 0;
  grad_scalar_store (d->dtype, &operand->number, node->input[i].number);
  return TRUE;
}

/* Which of the operands is a single number; GRAD_N_OPERANDS for none. FALSE if more are than a kernel takes. */
static gboolean
find_single (const Operand *operands,
             guint         *single)
{
  guint n = 0;

  *single = GRAD_N_OPERANDS;
  for (guint i = 0; i < GRAD_N_OPERANDS; i++)
    if (operands[i].stride == 0)
      {
        *single = i;
        n++;
      }
  return n <= 1;
}

GradTensor *
grad_dense_gradient (GradNode     *node,
                     guint         input,
                     GradTensor   *g,
                     const double *parameters)
{
  const GradKernelTable *table = grad_kernel_table_get ();
  GradTensor            *y = grad_node_get_own_tensor (node);
  GradGradientKernel     kernel = (y->dtype == GRAD_FLOAT32 ? &table->gradients_f32 : &table->gradients_f64)->kernels[node->op][input];
  Operand                operands[GRAD_N_OPERANDS];
  const void            *data[GRAD_N_OPERANDS];
  guint                  single;
  g_autoptr (GradTensor) d = NULL;

  if (kernel == NULL || !is_dense_vector (y))
    return NULL;
  d = grad_tensor_new_empty (y->dtype, grad_layout_ref (y->layout), NULL);
  if (d == NULL || !find_operand (&operands[GRAD_OPERAND_G], g, d) || !find_saved (&operands[GRAD_OPERAND_X], node, 0, d) ||
      !find_saved (&operands[GRAD_OPERAND_Z], node, 1, d) ||
      !find_operand (&operands[GRAD_OPERAND_Y], node->flags & GRAD_NODE_SAVES_RESULT ? y : d, d) ||
      !find_single (operands, &single))
    return NULL;
  for (guint i = 0; i < GRAD_N_OPERANDS; i++)
    data[i] = operands[i].data;
  kernel (d->layout->n_elements, d->data, data, single, parameters);
  return g_steal_pointer (&d);
}

/* Zero is there first, as everywhere: so a sum of nothing but -0 is 0. */
GradTensor *
grad_dense_sum (GradTensor *x)
{
  GradTensor *sum;

  if (!is_dense_vector (x))
    return NULL;
  sum = grad_box_new (x->dtype, NULL);
  if (x->dtype == GRAD_FLOAT32)
    sum->value.f32 = 0 + grad_sum_f32 (x->data, x->layout->n_elements, 1);
  else
    sum->value.f64 = 0 + grad_sum_f64 (x->data, x->layout->n_elements, 1);
  return sum;
}
