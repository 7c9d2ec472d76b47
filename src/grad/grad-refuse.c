/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What PyTorch does not compute: elementwise operations that have no meaning for bool, or no kernel for integers. */

#include "grad/grad-refuse.h"

#include <math.h>

#include "grad/grad-copy.h"
#include "grad/grad-ops-private.h"
#include "grad/grad-walk.h"

enum
{
  BOOL = 1 << GRAD_BOOL,
  INTEGERS = 1 << GRAD_BOOL | 1 << GRAD_INT64,
  FLOATS = 1 << GRAD_FLOAT32 | 1 << GRAD_FLOAT64,
};

/* Operations without a kernel for some dtypes, and what the kernel is called in the message. */
static const struct
{
  GradOpId    id;
  guint       dtypes;
  const char *kernel;
} missing[] = {
  { GRAD_OP_abs, BOOL, "abs_cpu" },
  { GRAD_OP_floor, BOOL, "floor_vml_cpu" },
  { GRAD_OP_ceil, BOOL, "ceil_vml_cpu" },
  { GRAD_OP_round, BOOL, "round_vml_cpu" },
  { GRAD_OP_trunc, BOOL, "trunc_vml_cpu" },
  { GRAD_OP_pow, BOOL, "pow" },
  { GRAD_OP_pow_number, BOOL, "pow" },
  { GRAD_OP_number_pow, BOOL, "pow" },
  { GRAD_OP_remainder, BOOL, "remainder_cpu" },
  { GRAD_OP_fmod, BOOL, "fmod_cpu" },
  { GRAD_OP_remainder_number, BOOL, "remainder_cpu" },
  { GRAD_OP_fmod_number, BOOL, "fmod_cpu" },
  { GRAD_OP_floor_divide, BOOL, "div_floor_cpu" },
  { GRAD_OP_clamp, BOOL, "clamp_scalar_kernel_impl" },
  { GRAD_OP_clamp_min, BOOL, "clamp_min_scalar_kernel_impl" },
  { GRAD_OP_clamp_max, BOOL, "clamp_max_scalar_kernel_impl" },
  { GRAD_OP_leaky_relu, INTEGERS, "leaky_relu_cpu" },
  { GRAD_OP_softplus, INTEGERS, "softplus_cpu" },
  { GRAD_OP_elu, INTEGERS, "elu_cpu" },
  { GRAD_OP_silu, INTEGERS, "silu_cpu" },
  { GRAD_OP_gelu, INTEGERS, "GeluKernelImpl" },
  { GRAD_OP_bitwise_and, FLOATS, "bitwise_and_cpu" },
  { GRAD_OP_bitwise_or, FLOATS, "bitwise_or_cpu" },
  { GRAD_OP_bitwise_xor, FLOATS, "bitwise_xor_cpu" },
};

gboolean
grad_refuse_check_kernel (GradOpId  id,
                          GradDType dtype,
                          GError  **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    if (missing[i].id == id && (missing[i].dtypes & (1u << dtype)))
      {
        grad_set_not_implemented (missing[i].kernel, dtype, error);
        return FALSE;
      }
  return TRUE;
}

static gboolean
refuse (const char *message,
        GError    **error)
{
  g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, message);
  return FALSE;
}

static gboolean
has_zero (GradTensor *z)
{
  GradWalk walk;
  gint64   size = (gint64) grad_dtype_get_size (z->dtype);

  grad_walk_init (&walk, z->layout, 1, (const GradLayout *[]){ z->layout });
  while (grad_walk_next (&walk))
    for (gint64 i = 0; i < walk.n; i++)
      if (grad_scalar_load (z->dtype, (char *) z->data + (walk.offsets[0] + i * walk.strides[0]) * size) == 0)
        return TRUE;
  return FALSE;
}

static gboolean
check_bool (GradOpId    id,
            GradTensor *x,
            GradTensor *z,
            GError    **error)
{
  if (id == GRAD_OP_neg)
    return refuse ("Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use "
                   "the `~` or `logical_not()` operator instead.",
                   error);
  if (id == GRAD_OP_sub && x->dtype == GRAD_BOOL && z->dtype == GRAD_BOOL)
    return refuse ("Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` "
                   "operator instead.",
                   error);
  if (id == GRAD_OP_sub || id == GRAD_OP_rsub)
    return refuse ("Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, "
                   "use the `~` or `logical_not()` operator instead.",
                   error);
  if (id == GRAD_OP_relu)
    return refuse ("Boolean inputs not supported for relu", error);
  return TRUE;
}

/* x ** 0 and x ** 1 need no kernel. */
static gboolean
is_trivial_power (GradOpId      id,
                  const double *parameters)
{
  return id == GRAD_OP_pow_number && (parameters[0] == 0 || parameters[0] == 1);
}

/* The exponent that is a number; 0 if there is none. */
static double
get_exponent (GradOpId          id,
              const GradTensor *z,
              const double     *parameters)
{
  if (id == GRAD_OP_pow_number)
    return parameters[0];
  return id == GRAD_OP_pow && grad_tensor_is_number (z) ? grad_tensor_get_number (z) : 0;
}

gboolean
grad_refuse_check_meaning (GradOpId      id,
                           GradTensor   *x,
                           GradTensor   *z,
                           GradDType     dtype,
                           const double *parameters,
                           GError      **error)
{
  if ((x->dtype == GRAD_BOOL || z->dtype == GRAD_BOOL) && !check_bool (id, x, z, error))
    return FALSE;
  if (!grad_dtype_is_floating_point (dtype) && get_exponent (id, z, parameters) < 0)
    return refuse ("Integers to negative integer powers are not allowed.", error);
  return TRUE;
}

gboolean
grad_refuse_check (GradOpId      id,
                   GradTensor   *x,
                   GradTensor   *z,
                   GradDType     dtype,
                   const double *parameters,
                   GError      **error)
{
  gboolean integers = !grad_dtype_is_floating_point (dtype);
  g_autoptr (GradLayout) broadcast = NULL;
  g_autoptr (GError) missing_kernel = NULL;

  if (!grad_refuse_check_meaning (id, x, z, dtype, parameters, error))
    return FALSE;
  if (!is_trivial_power (id, parameters) && !grad_refuse_check_kernel (id, dtype, &missing_kernel))
    {
      /* Shapes that do not go together are found out before. */
      if (grad_layout_broadcast (x->layout, z->layout, &broadcast, error))
        g_propagate_error (error, g_steal_pointer (&missing_kernel));
      return FALSE;
    }
  if (integers && (id == GRAD_OP_remainder_number || id == GRAD_OP_fmod_number) && fabs (parameters[0]) < 1)
    return refuse ("ZeroDivisionError", error);
  if (!integers || (id != GRAD_OP_remainder && id != GRAD_OP_fmod && id != GRAD_OP_floor_divide) || !has_zero (z))
    return TRUE;
  if (!grad_layout_broadcast (x->layout, z->layout, &broadcast, error))
    return FALSE;
  if (grad_layout_get_n_elements (broadcast) > 0)
    return refuse ("ZeroDivisionError", error);
  return TRUE;
}
