/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Calling elementwise operations. Two 0-d tensors take the short way: one box, one call of a kernel, one node. All
 * others take the general one: promote, broadcast, loop, record. */

#include "grad/grad-elementwise.h"

#include "grad/grad-copy.h"
#include "grad/grad-dense.h"
#include "grad/grad-promote.h"
#include "grad/grad-record.h"
#include "grad/grad-refuse.h"
#include "grad/grad-walk.h"

/* The Scalars of a call that gives none: alpha is 1. */
static const double no_parameters[2] = { 1, 0 };

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
      return grad_kernels_f32[id].loop;
    case GRAD_FLOAT64:
      return grad_kernels_f64[id].loop;
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
  GradTensor *y = grad_dense_compute (id, x, z, parameters);
  GradDType   promoted, dtype;
  gboolean    numbers = grad_tensor_is_number (x) && grad_tensor_is_number (z);

  if (y != NULL)
    return y;
  promoted = promoted_type (x, z);
  dtype = compute_type (id, promoted);
  if (!grad_refuse_check (id, x, z, promoted, parameters, error))
    return NULL;
  if (numbers && !grad_dtype_is_floating_point (promoted) && grad_dtype_is_floating_point (dtype))
    dtype = GRAD_FLOAT64;
  y = compute (id, x, z, dtype, grad_dtype_is_floating_point (dtype) ? dtype : promoted, parameters, error);
  if (y != NULL && numbers)
    y->flags |= GRAD_TENSOR_NUMBER;
  return y;
}

/* The short ways of x, if x is a 0-d float; NULL if not. */
static inline const GradKernels *
find_quick (const GradTensor *x)
{
  if (G_UNLIKELY (x->layout != NULL))
    return NULL;
  if (G_LIKELY (x->dtype == GRAD_FLOAT32))
    return grad_kernels_f32;
  return x->dtype == GRAD_FLOAT64 && !grad_tensor_is_number (x) ? grad_kernels_f64 : NULL;
}

static G_GNUC_NO_INLINE GradTensor *
call_unary_slowly (GradOpId      id,
                   GradTensor   *x,
                   const double *numbers,
                   GError      **error)
{
  const GradKernels *kernels;
  GradTensor        *y;

  if (x == NULL)
    return NULL;
  if ((kernels = find_quick (x)) != NULL && kernels[id].quick.unary != NULL)
    return kernels[id].quick.unary (x, numbers);
  y = call_general (id, x, x, numbers, error);
  if (y != NULL && grad_ops[id].grad_fn != NULL && grad_should_record (x->flags))
    grad_record_unary (y, id, 0, grad_ops[id].reads[0], x, numbers);
  return y;
}

GradTensor *
grad_op_call_unary (GradOpId    id,
                    GradTensor *x,
                    double      k,
                    double      l,
                    GError    **error)
{
  const double     numbers[2] = { k, l };
  const GradQuick *quick = &grad_kernels_f32[id].quick;

  if (G_LIKELY (x != NULL && x->dtype == GRAD_FLOAT32 && x->layout == NULL && quick->unary != NULL))
    return quick->unary (x, numbers);
  return call_unary_slowly (id, x, numbers, error);
}

/* An integer tensor and a number of a higher kind: the tensor in the dtype in which both are computed. NULL if that is
 * its own. Transfer full. */
static GradTensor *
promote_by_number (GradTensor *x,
                   GradDType   kind,
                   GError    **error)
{
  GradDType dtype = kind == GRAD_FLOAT64 ? GRAD_FLOAT32 : kind;

  if (x->dtype >= GRAD_FLOAT32 || x->dtype >= dtype || grad_tensor_is_number (x))
    return NULL;
  return grad_convert (x, dtype, error);
}

/* Their Scalars take no part in promotion. */
static gboolean
is_activation (GradOpId id)
{
  return id == GRAD_OP_leaky_relu || id == GRAD_OP_elu || id == GRAD_OP_softplus;
}

GradDType
grad_elementwise_find_type (GradOpId    id,
                            GradTensor *x,
                            GradTensor *z,
                            GradDType   kind)
{
  GradDType promoted = x->dtype, computed;

  if (grad_ops[id].kind == GRAD_OP_COMPARISON)
    return GRAD_BOOL;
  if (z != NULL)
    promoted = promoted_type (x, z);
  else if (x->dtype < GRAD_FLOAT32 && !is_activation (id))
    promoted = MAX (x->dtype, MIN (kind, GRAD_FLOAT32));
  computed = compute_type (id, promoted);
  return grad_dtype_is_floating_point (computed) && grad_refuse_check_kernel (id, promoted, NULL) ? computed : promoted;
}

GradTensor *
grad_op_call_with_number (GradOpId    id,
                          GradTensor *x,
                          GradDType   kind,
                          double      k,
                          double      l,
                          GError    **error)
{
  g_autoptr (GradTensor) promoted = NULL;

  if (x != NULL && id == GRAD_OP_rsub && x->dtype == GRAD_BOOL)
    return call_general (id, x, x, (const double[]){ k, l }, error);
  if (x != NULL && x->dtype < GRAD_FLOAT32 && is_activation (id) && !grad_refuse_check_kernel (id, x->dtype, error))
    return NULL;
  promoted = x != NULL ? promote_by_number (x, kind, error) : NULL;
  return grad_op_call_unary (id, promoted != NULL ? promoted : x, k, l, error);
}

/* A tensor and a number on its right. */
static GradTensor *
call_number_right (GradOpId    id,
                   GradTensor *x,
                   GradTensor *z,
                   GError    **error)
{
  const GradKernels *kernels = find_quick (x);
  GradTensor        *y;

  if (id == GRAD_OP_pow || id == GRAD_OP_remainder || id == GRAD_OP_fmod)
    return grad_op_call_with_number (id == GRAD_OP_pow         ? GRAD_OP_pow_number
                                     : id == GRAD_OP_remainder ? GRAD_OP_remainder_number
                                                               : GRAD_OP_fmod_number,
                                     x, z->dtype, grad_tensor_get_number (z), 0, error);
  if (kernels != NULL && kernels[id].quick.binary_number != NULL && z->dtype != GRAD_BOOL)
    return kernels[id].quick.binary_number (x, grad_tensor_get_number (z));
  y = call_general (id, x, z, no_parameters, error);
  if (y != NULL && grad_ops[id].grad_fn != NULL && grad_should_record (x->flags))
    grad_record_binary_number (y, id, 0, grad_ops[id].reads[0], x, grad_tensor_get_number (z));
  return y;
}

/* A tensor and a number on its left: PyTorch turns 2 ** x, 1 / x and 3 - x into other operations. *y is left alone if
 * this is none of them. */
static gboolean
call_number_left (GradOpId     id,
                  GradTensor  *x,
                  GradTensor  *z,
                  GradTensor **y,
                  GError     **error)
{
  g_autoptr (GradTensor) inverse = NULL;

  switch (id)
    {
    case GRAD_OP_pow:
      *y = grad_op_call_with_number (GRAD_OP_number_pow, z, x->dtype, grad_tensor_get_number (x), 0, error);
      return TRUE;
    case GRAD_OP_sub:
      if (x->dtype == GRAD_BOOL)
        return FALSE; /* and is refused */
      *y = grad_op_call_with_number (GRAD_OP_rsub, z, x->dtype, grad_tensor_get_number (x), 0, error);
      return TRUE;
    case GRAD_OP_div:
      inverse = grad_op_call_unary (GRAD_OP_reciprocal, z, 0, 0, error);
      *y = inverse != NULL ? call_number_right (GRAD_OP_mul, inverse, x, error) : NULL;
      return TRUE;
    case GRAD_OP_add:
    case GRAD_OP_mul:
    case GRAD_OP_eq:
    case GRAD_OP_ne:
      *y = call_number_right (id, z, x, error);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Records y = number % z, which has a row of its own: PyTorch knows no gradient of it, and the way back ends there. */
static void
record_remainder_of_number (GradTensor *y,
                            GradTensor *z)
{
  GradExtra *extra = grad_node_get_extra (grad_record_unary (y, GRAD_OP_remainder_of_number, 0, 0, z, NULL));

  extra->n_edges = 1;
  extra->name = "NotImplemented";
}

static void
record_binary (GradTensor *y,
               GradOpId    id,
               GradTensor *x,
               GradTensor *z)
{
  if (id == GRAD_OP_remainder && grad_tensor_is_number (x))
    record_remainder_of_number (y, z);
  else
    grad_record_binary (y, id, 0, grad_ops[id].reads[0], grad_ops[id].reads[1], x, z);
}

static G_GNUC_NO_INLINE GradTensor *
call_binary_slowly (GradOpId    id,
                    GradTensor *x,
                    GradTensor *z,
                    GError    **error)
{
  GradTensor *y;

  if (x == NULL || z == NULL)
    return NULL;
  if (grad_tensor_is_number (z) && !grad_tensor_is_number (x))
    return call_number_right (id, x, z, error);
  if (grad_tensor_is_number (x) && !grad_tensor_is_number (z) && call_number_left (id, x, z, &y, error))
    return y;
  y = call_general (id, x, z, no_parameters, error);
  if (y != NULL && grad_ops[id].grad_fn != NULL && grad_should_record (x->flags | z->flags))
    record_binary (y, id, x, z);
  return y;
}

/* The short way of two 0-d tensors, or of one and a number; NULL if it cannot be gone. */
static inline GradTensor *
call_binary_quickly (GradOpId    id,
                     GradTensor *x,
                     GradTensor *z)
{
  const GradQuick *quick = &grad_kernels_f32[id].quick;

  if (x->layout != NULL || z->layout != NULL || quick->binary == NULL)
    return NULL;
  if (G_LIKELY (x->dtype == GRAD_FLOAT32))
    {
      if (z->dtype == GRAD_FLOAT32)
        return quick->binary (x, z);
      return grad_tensor_is_number (z) && z->dtype != GRAD_BOOL ? quick->binary_number (x, grad_tensor_get_number (z)) : NULL;
    }
  /* 3 · x is x · 3, as it is on the long way. */
  if ((id == GRAD_OP_mul || id == GRAD_OP_add) && z->dtype == GRAD_FLOAT32 && grad_tensor_is_number (x) && x->dtype != GRAD_BOOL)
    return quick->binary_number (z, grad_tensor_get_number (x));
  return NULL;
}

GradTensor *
grad_op_call_binary (GradOpId    id,
                     GradTensor *x,
                     GradTensor *z,
                     GError    **error)
{
  GradTensor *y = G_LIKELY (x != NULL && z != NULL) ? call_binary_quickly (id, x, z) : NULL;

  return G_LIKELY (y != NULL) ? y : call_binary_slowly (id, x, z, error);
}

gboolean
grad_elementwise_write (GradOpId    id,
                        GradTensor *x,
                        GradTensor *z)
{
  g_autoptr (GradTensor) z_cast = NULL;
  g_autoptr (GradLayout) both = NULL;
  gboolean shared = (x->flags & GRAD_TENSOR_STORED) && (z->flags & GRAD_TENSOR_STORED) &&
                    x->storage->data == z->storage->data;

  if (!shared && grad_dense_write (id, x, z))
    return TRUE;
  if (x->dtype < GRAD_FLOAT32 || z->dtype > x->dtype || shared ||
      !grad_layout_broadcast (x->layout, z->layout, &both, NULL) || !grad_layout_same_shape (both, x->layout) ||
      (z_cast = grad_convert (z, x->dtype, NULL)) == NULL)
    return FALSE;
  run_loop (get_loop (id, x->dtype), x, x, z_cast, no_parameters);
  return TRUE;
}

GradTensor *
grad_op_call_scaled (GradOpId    id,
                     GradTensor *x,
                     GradTensor *z,
                     double      k,
                     GError    **error)
{
  GradTensor *y;

  if (k == 1 || x == NULL || z == NULL)
    return grad_op_call_binary (id, x, z, error);
  y = call_general (id, x, z, (const double[]){ k, 0 }, error);
  if (y != NULL && grad_should_record (x->flags | z->flags))
    grad_node_get_extra (grad_record_binary (y, id, 0, grad_ops[id].reads[0], grad_ops[id].reads[1], x, z))->parameters[0] = k;
  return y;
}

static GradTensor *
call_with_values (const GradOp      *op,
                  GradTensor *const *inputs,
                  guint              n_inputs,
                  GError           **error)
{
  GradValue values[3];

  g_return_val_if_fail (n_inputs <= G_N_ELEMENTS (values), NULL);
  for (guint i = 0; i < n_inputs; i++)
    values[i] = GRAD_VALUE_OF_TENSOR (inputs[i]);
  return grad_op_apply (op, values, n_inputs, NULL, error);
}

GradTensor *
grad_op_apply_tensors (const GradOp      *op,
                       GradTensor *const *inputs,
                       guint              n_inputs,
                       GError           **error)
{
  const double *parameters;

  g_return_val_if_fail (n_inputs == op->n_inputs, NULL);
  if (op->in_place)
    return call_with_values (op, inputs, n_inputs, error);
  switch (op->kind)
    {
    case GRAD_OP_UNARY:
      parameters = grad_op_get_parameters (op);
      return grad_op_call_unary (op->id, inputs[0], parameters[0], parameters[1], error);
    case GRAD_OP_BINARY:
    case GRAD_OP_COMPARISON:
      return grad_op_call_binary (op->id, inputs[0], inputs[op->n_inputs - 1], error);
    case GRAD_OP_STRUCTURAL:
    default:
      return call_with_values (op, inputs, n_inputs, error);
    }
}

/* Two tensors of which one at least is a vector, without detours; NULL if that will not do. */
static inline GradTensor *
call_densely (const GradOp *op,
              GradTensor   *x,
              GradTensor   *z)
{
  GradTensor *y;

  if (x == NULL || z == NULL || (x->layout == NULL && z->layout == NULL) || ((x->flags | z->flags) & GRAD_TENSOR_NUMBER))
    return NULL;
  y = grad_dense_compute (op->id, x, z, no_parameters);
  if (y != NULL && grad_should_record (x->flags | z->flags))
    grad_record_binary (y, op->id, 0, op->reads[0], op->reads[1], x, z);
  return y;
}

static inline gboolean
has_stale (GradTensor *const *inputs,
           guint              n_inputs)
{
  guint flags = 0;

  for (guint i = 0; i < n_inputs; i++)
    flags |= inputs[i] != NULL ? inputs[i]->flags : 0;
  return (flags & GRAD_TENSOR_STALE) != 0;
}

GradTensor *
grad_op_call_slowly (const GradOp      *op,
                     GradTensor *const *inputs,
                     guint              n_inputs,
                     GError           **error)
{
  GradValue values[3];

  if (G_LIKELY (grad_thread.observer == NULL && !has_stale (inputs, n_inputs)))
    {
      GradTensor *y = op->kind == GRAD_OP_BINARY && !op->in_place && n_inputs == 2 ? call_densely (op, inputs[0], inputs[1]) : NULL;

      return y != NULL ? y : grad_op_apply_tensors (op, inputs, n_inputs, error);
    }
  g_return_val_if_fail (n_inputs <= G_N_ELEMENTS (values), NULL);
  for (guint i = 0; i < n_inputs; i++)
    {
      if (inputs[i] == NULL)
        return NULL;
      values[i] = GRAD_VALUE_OF_TENSOR (inputs[i]);
    }
  return grad_op_call_full (op, values, n_inputs, NULL, error);
}
