/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Calling elementwise operations. Two 0-d tensors take the short way: one box, one call of a kernel, one node. All
 * others take the general one: promote, broadcast, loop, record. */

#include "grad/grad-elementwise.h"

#include "grad/grad-copy.h"
#include "grad/grad-promote.h"
#include "grad/grad-record.h"
#include "grad/grad-walk.h"

/* The value of a 0-d tensor that is of the dtype or a number. */
static inline float
load_f32 (const GradTensor *tensor)
{
  if (G_LIKELY (tensor->dtype == GRAD_FLOAT32))
    return *(const float *) tensor->data;
  return (float) grad_scalar_load (tensor->dtype, tensor->data);
}

static inline double
load_f64 (const GradTensor *tensor)
{
  if (G_LIKELY (tensor->dtype == GRAD_FLOAT64))
    return *(const double *) tensor->data;
  return grad_scalar_load (tensor->dtype, tensor->data);
}

/* The dtype by its kernels; integers that have none of their own in this row become float32. */
static GradDType
compute_type (GradOpId  id,
              GradDType dtype)
{
  if (grad_dtype_is_floating_point (dtype))
    return dtype;
  return grad_kernels_i64[id] != NULL ? GRAD_INT64 : GRAD_FLOAT32;
}

static GradForwardLoop
get_loop (GradOpId  id,
          GradDType dtype)
{
  switch (dtype)
    {
    case GRAD_FLOAT32:
      return grad_kernels_f32[id].forward_loop;
    case GRAD_FLOAT64:
      return grad_kernels_f64[id].forward_loop;
    case GRAD_BOOL:
    case GRAD_INT64:
    default:
      return grad_kernels_i64[id];
    }
}

/* y[…] = op (x[…], z[…]), all of the dtype that the loop computes in; y may be guint8. */
static void
run_loop (GradForwardLoop loop,
          GradTensor     *y,
          GradTensor     *x,
          GradTensor     *z,
          const double   *parameters)
{
  gint64   y_size = (gint64) grad_dtype_get_size (y->dtype), size = (gint64) grad_dtype_get_size (x->dtype);
  GradWalk walk;

  grad_walk_init (&walk, y->layout, 3, (const GradLayout *[]){ y->layout, x->layout, z->layout });
  while (grad_walk_next (&walk))
    loop (walk.n, (char *) y->data + walk.offsets[0] * y_size, walk.strides[0],
          (char *) x->data + walk.offsets[1] * size, walk.strides[1],
          (char *) z->data + walk.offsets[2] * size, walk.strides[2], parameters);
}

/* An unrecorded y of dtype result, computed in dtype compute. */
static GradTensor *
compute (GradOpId      id,
         GradTensor   *x,
         GradTensor   *z,
         GradDType     compute_dtype,
         GradDType     result,
         const double *parameters,
         GError      **error)
{
  g_autoptr (GradTensor) x_cast = grad_convert (x, compute_dtype, error);
  g_autoptr (GradTensor) z_cast = x_cast != NULL ? grad_convert (z, compute_dtype, error) : NULL;
  g_autoptr (GradTensor) y = NULL;
  gboolean    bool_result = grad_ops[id].kind == GRAD_OP_COMPARISON;
  GradLayout *layout;

  if (z_cast == NULL || !grad_layout_broadcast (x->layout, z->layout, &layout, error))
    return NULL;
  y = grad_tensor_new_empty (bool_result ? GRAD_BOOL : compute_dtype, layout, error);
  if (y == NULL)
    return NULL;
  run_loop (get_loop (id, compute_dtype), y, x_cast, z_cast, parameters);
  return bool_result ? g_steal_pointer (&y) : grad_convert (y, result, error);
}

/* The result type of tensors; of Python numbers alone it is Python's. */
static GradDType
promoted_type (GradTensor *x,
               GradTensor *z)
{
  if (grad_tensor_is_number (x) && grad_tensor_is_number (z))
    return MAX (x->dtype, z->dtype);
  return grad_result_type ((GradTensor *[]){ x, z }, 2);
}

static GradTensor *
call_general (GradOpId      id,
              GradTensor   *x,
              GradTensor   *z,
              const double *parameters,
              GError      **error)
{
  GradDType   promoted = promoted_type (x, z);
  GradDType   dtype = compute_type (id, promoted);
  GradTensor *y;
  gboolean    numbers = grad_tensor_is_number (x) && grad_tensor_is_number (z);

  if (numbers && !grad_dtype_is_floating_point (promoted) && grad_dtype_is_floating_point (dtype))
    dtype = GRAD_FLOAT64;
  y = compute (id, x, z, dtype, grad_dtype_is_floating_point (dtype) ? dtype : promoted, parameters, error);
  if (y != NULL && numbers)
    y->flags |= GRAD_TENSOR_NUMBER;
  return y;
}

/* The dtype of a quick calculation on two 0-d tensors, or -1 if it is no case for it. */
static inline int
quick_type (const GradTensor *x,
            const GradTensor *z)
{
  if (x->layout != NULL || z->layout != NULL)
    return -1;
  if (((x->flags | z->flags) & GRAD_TENSOR_NUMBER) == 0)
    return x->dtype == z->dtype ? x->dtype : -1;
  if (grad_tensor_is_number (z))
    return grad_tensor_is_number (x) || x->dtype < GRAD_FLOAT32 ? -1 : x->dtype;
  return z->dtype < GRAD_FLOAT32 ? -1 : z->dtype;
}

GradTensor *
grad_op_call_unary (GradOpId    id,
                    GradTensor *x,
                    double      k,
                    double      l,
                    GError    **error)
{
  double      parameters[2] = { k, l };
  GradTensor *y;

  if (x == NULL)
    return NULL;
  if (x->layout == NULL && x->dtype == GRAD_FLOAT32)
    {
      y = grad_box_new (GRAD_FLOAT32, NULL);
      y->value.f32 = grad_kernels_f32[id].forward (load_f32 (x), 0, parameters);
    }
  else if (x->layout == NULL && x->dtype == GRAD_FLOAT64 && !grad_tensor_is_number (x))
    {
      y = grad_box_new (GRAD_FLOAT64, NULL);
      y->value.f64 = grad_kernels_f64[id].forward (load_f64 (x), 0, parameters);
    }
  else
    y = call_general (id, x, x, parameters, error);
  if (y != NULL && grad_should_record (x->flags))
    grad_record_unary (y, id, x, k, l);
  return y;
}

/* The calls in which one operand is a Python number and PyTorch has another operation for it: x ** 2, 1 / x, 3 - x.
 * FALSE if this is none of them. */
static gboolean
call_with_number (GradOpId     id,
                  GradTensor  *x,
                  GradTensor  *z,
                  double       k,
                  GradTensor **y,
                  GError     **error)
{
  gboolean first = grad_tensor_is_number (x);
  double   number = grad_scalar_load (first ? x->dtype : z->dtype, first ? x->data : z->data);

  if (first && grad_tensor_is_number (z))
    return FALSE;
  if (id == GRAD_OP_pow)
    *y = first ? grad_op_call_unary (GRAD_OP_number_pow, z, number, 0, error)
               : grad_op_call_unary (GRAD_OP_pow_number, x, number, 0, error);
  else if (!first)
    return FALSE;
  else if (id == GRAD_OP_mul || (id == GRAD_OP_add && k == 1))
    *y = grad_op_call_binary (id, z, x, k, error);
  else if (id == GRAD_OP_sub && k == 1)
    *y = grad_op_call_unary (GRAD_OP_rsub, z, number, 0, error);
  else if (id == GRAD_OP_div)
    {
      g_autoptr (GradTensor) inverse = grad_op_call_unary (GRAD_OP_reciprocal, z, 0, 0, error);

      *y = grad_op_call_binary (GRAD_OP_mul, inverse, x, 1, error);
    }
  else
    return FALSE;
  return TRUE;
}

GradTensor *
grad_op_call_binary (GradOpId    id,
                     GradTensor *x,
                     GradTensor *z,
                     double      k,
                     GError    **error)
{
  GradTensor *y;
  int         quick;

  if (x == NULL || z == NULL)
    return NULL;
  if (((x->flags | z->flags) & GRAD_TENSOR_NUMBER) && call_with_number (id, x, z, k, &y, error))
    return y;
  quick = grad_ops[id].kind == GRAD_OP_BINARY ? quick_type (x, z) : -1;
  if (quick == GRAD_FLOAT32)
    {
      y = grad_box_new (GRAD_FLOAT32, NULL);
      y->value.f32 = grad_kernels_f32[id].forward (load_f32 (x), load_f32 (z), &k);
    }
  else if (quick == GRAD_FLOAT64)
    {
      y = grad_box_new (GRAD_FLOAT64, NULL);
      y->value.f64 = grad_kernels_f64[id].forward (load_f64 (x), load_f64 (z), &k);
    }
  else
    y = call_general (id, x, z, &k, error);
  if (y != NULL && grad_ops[id].grad_fn != NULL && grad_should_record (x->flags | z->flags))
    grad_record_binary (y, id, x, z, k);
  return y;
}

GradTensor *
grad_op_call (const GradOp      *op,
              GradTensor *const *inputs,
              guint              n_inputs,
              GError           **error)
{
  GradValue     values[3];
  const double *parameters;

  g_return_val_if_fail (n_inputs == op->n_inputs, NULL);
  g_return_val_if_fail (n_inputs <= G_N_ELEMENTS (values), NULL);
  for (guint i = 0; i < n_inputs; i++)
    {
      if (inputs[i] == NULL)
        return NULL;
      values[i] = GRAD_VALUE_OF_TENSOR (inputs[i]);
    }
  if (op->kind == GRAD_OP_STRUCTURAL)
    return grad_op_call_full (op, values, n_inputs, NULL, error);
  parameters = grad_op_get_parameters (op);
  if (op->kind == GRAD_OP_UNARY)
    return grad_op_call_unary (op->id, inputs[0], parameters[0], parameters[1], error);
  return grad_op_call_binary (op->id, inputs[0], inputs[1], parameters[0], error);
}
