/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Random tensors, from one generator for each thread: as PyTorch's, seeded by chance until someone seeds it. */

#include "grad/grad-ops-private.h"
#include "grad/grad-random.h"

static _Thread_local GradRandom generator;
static _Thread_local gboolean   is_seeded;

void
grad_manual_seed (guint64 seed)
{
  grad_random_init (&generator, seed);
  is_seeded = TRUE;
}

guint64
grad_get_initial_seed (void)
{
  if (!is_seeded)
    grad_manual_seed ((guint64) g_random_int () << 32 | g_random_int ());
  return generator.seed;
}

GradRandom *
grad_get_generator (void)
{
  grad_get_initial_seed ();
  return &generator;
}

static GradTensor *
new_random (const GradValue *size,
            GradDType        dtype,
            gboolean         normal,
            GError         **error)
{
  guint         n;
  const gint64 *sizes = grad_value_get_integers (size, &n);
  GradTensor   *y;
  gsize         n_elements;

  if (!grad_shape_check (sizes, n, grad_dtype_get_size (dtype), error) || (y = grad_tensor_new (dtype, sizes, n, NULL, error)) == NULL)
    return NULL;
  n_elements = (gsize) grad_layout_get_n_elements (y->layout);
  if (!grad_dtype_is_floating_point (dtype) && normal && n_elements == 0)
    return y;
  if (!grad_dtype_is_floating_point (dtype))
    {
      grad_tensor_unref (y);
      grad_set_not_implemented (normal ? "normal_kernel_cpu" : "check_uniform_bounds", dtype, error);
      return NULL;
    }
  if (dtype == GRAD_FLOAT32)
    (normal ? grad_random_normal_f32 : grad_random_uniform_f32) (grad_get_generator (), y->data, n_elements);
  else
    (normal ? grad_random_normal_f64 : grad_random_uniform_f64) (grad_get_generator (), y->data, n_elements);
  return y;
}

GradTensor *
grad_call_rand (GradCall *call)
{
  return new_random (&call->values[0], grad_value_get_dtype (&call->values[1], GRAD_FLOAT32), FALSE, call->error);
}

GradTensor *
grad_call_randn (GradCall *call)
{
  return new_random (&call->values[0], grad_value_get_dtype (&call->values[1], GRAD_FLOAT32), TRUE, call->error);
}

static GradTensor *
new_random_like (GradCall *call,
                 gboolean  normal)
{
  GradTensor *x = call->values[0].tensor;
  GradValue   size = GRAD_VALUE_OF_INTS (grad_layout_get_sizes (x->layout), grad_layout_get_n_dims (x->layout));

  return new_random (&size, grad_value_get_dtype (&call->values[1], x->dtype), normal, call->error);
}

GradTensor *
grad_call_rand_like (GradCall *call)
{
  return new_random_like (call, FALSE);
}

GradTensor *
grad_call_randn_like (GradCall *call)
{
  return new_random_like (call, TRUE);
}

static GradTensor *
new_random_integers (const GradValue *size,
                     gint64           low,
                     gint64           high,
                     GradDType        dtype,
                     GError         **error)
{
  guint         n;
  const gint64 *sizes = grad_value_get_integers (size, &n);
  GradTensor   *y, *cast;

  if (!grad_shape_check (sizes, n, sizeof (gint64), error))
    return NULL;
  if (low >= high)
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "random_ expects 'from' to be less than 'to', but got from=%" G_GINT64_FORMAT " >= to=%" G_GINT64_FORMAT,
                   low, high);
      return NULL;
    }
  if (dtype == GRAD_BOOL && (low < 0 || high > 2))
    {
      g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "%s is out of bounds for bool", low < 0 || low > 1 ? "from" : "to - 1");
      return NULL;
    }
  if ((y = grad_tensor_new (GRAD_INT64, sizes, n, NULL, error)) == NULL)
    return NULL;
  grad_random_integer (grad_get_generator (), low, high, y->data, (gsize) grad_layout_get_n_elements (y->layout));
  cast = grad_convert (y, dtype, error);
  grad_tensor_unref (y);
  return cast;
}

GradTensor *
grad_call_randint (GradCall *call)
{
  return new_random_integers (&call->values[1], 0, call->values[0].integer,
                              grad_value_get_dtype (&call->values[2], GRAD_INT64), call->error);
}

GradTensor *
grad_call_randint_low (GradCall *call)
{
  return new_random_integers (&call->values[2], call->values[0].integer, call->values[1].integer,
                              grad_value_get_dtype (&call->values[3], GRAD_INT64), call->error);
}

GradTensor *
grad_call_randint_like (GradCall *call)
{
  GradTensor *x = call->values[0].tensor;
  GradValue   size = GRAD_VALUE_OF_INTS (grad_layout_get_sizes (x->layout), grad_layout_get_n_dims (x->layout));

  return new_random_integers (&size, 0, call->values[1].integer, grad_value_get_dtype (&call->values[2], x->dtype),
                              call->error);
}

GradTensor *
grad_call_randperm (GradCall *call)
{
  gint64      n = call->values[0].integer;
  GradTensor *y, *cast;

  if (n < 0)
    {
      g_set_error (call->error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                   "Trying to create tensor with negative dimension %" G_GINT64_FORMAT ": [%" G_GINT64_FORMAT "]", n, n);
      return NULL;
    }
  if (grad_value_get_dtype (&call->values[1], GRAD_INT64) == GRAD_BOOL)
    {
      grad_set_not_implemented ("randperm", GRAD_BOOL, call->error);
      return NULL;
    }
  if ((y = grad_tensor_new (GRAD_INT64, &n, 1, NULL, call->error)) == NULL)
    return NULL;
  grad_random_permutation (grad_get_generator (), y->data, (gsize) n);
  cast = grad_convert (y, grad_value_get_dtype (&call->values[1], GRAD_INT64), call->error);
  grad_tensor_unref (y);
  return cast;
}
