/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Tensors of nothing but numbers: constants, sequences, chance. Sequences are computed as PyTorch's AVX2 kernels do,
 * since a float32 that is one ulp off prints differently sooner or later: element i of a group of lanes is the
 * group's first plus i steps. */

#include "worker/worker-create.h"

#include <math.h>

#include "grad/grad-random.h"

static GradRandom generator;
static bool       seeded;

/* ---- shapes ---- */

enum
{
  MAX_DIMS = 64,
};

typedef struct
{
  gint64 sizes[MAX_DIMS];
  guint  n_dims;
} Shape;

/* For PyArg_ParseTuple's O&. */
static int
convert_shape (PyObject *object,
               void     *data)
{
  Shape *shape = data;

  if (!PyTuple_Check (object) || PyTuple_GET_SIZE (object) > MAX_DIMS)
    {
      PyErr_SetString (PyExc_TypeError, "a shape is a tuple of at most 64 ints");
      return 0;
    }
  shape->n_dims = (guint) PyTuple_GET_SIZE (object);
  for (guint i = 0; i < shape->n_dims; i++)
    {
      shape->sizes[i] = PyNumber_AsSsize_t (PyTuple_GET_ITEM (object, i), PyExc_OverflowError);
      if (shape->sizes[i] == -1 && PyErr_Occurred ())
        return 0;
    }
  return 1;
}

static int
convert_dtype (PyObject *object,
               void     *data)
{
  return worker_dtype_from_object (object, data) == 0;
}

/* ---- storing ---- */

static void
store (GradDType dtype,
       void     *data,
       gint64    i,
       double    value)
{
  switch (dtype)
    {
    case GRAD_BOOL:
      ((guint8 *) data)[i] = value != 0;
      break;
    case GRAD_INT64:
      ((gint64 *) data)[i] = (gint64) value;
      break;
    case GRAD_FLOAT32:
      ((float *) data)[i] = (float) value;
      break;
    default:
      ((double *) data)[i] = value;
    }
}

PyObject *
worker_create_full (PyObject *self,
                    PyObject *args)
{
  Shape       shape;
  PyObject   *number;
  GradDType   dtype;
  double      value;
  GError     *error = NULL;
  GradTensor *tensor;

  if (!PyArg_ParseTuple (args, "O&OO&:full", convert_shape, &shape, &number, convert_dtype, &dtype))
    return NULL;
  value = PyFloat_AsDouble (number);
  if (value == -1 && PyErr_Occurred ())
    return NULL;
  tensor = grad_tensor_new (dtype, shape.sizes, shape.n_dims, NULL, &error);
  if (tensor != NULL && dtype == GRAD_INT64 && PyLong_Check (number))
    for (gint64 i = 0; i < grad_tensor_get_n_elements (tensor); i++)
      ((gint64 *) grad_tensor_get_data (tensor))[i] = PyLong_AsLongLong (number);
  else if (tensor != NULL && value != 0)
    for (gint64 i = 0; i < grad_tensor_get_n_elements (tensor); i++)
      store (dtype, grad_tensor_get_data (tensor), i, value);
  return worker_tensor_wrap (tensor, error);
}

/* ---- sequences ---- */

enum
{
  LANES_F32 = 8,
  LANES_F64 = 4,
};

/* Forwards from start in the first half, backwards from end in the second; in full groups of lanes the half is that
 * of the group's first. */
static void
fill_linspace_f32 (float *values,
                   gint64 n,
                   float  start,
                   float  end)
{
  const float step = n > 1 ? (end - start) / (float) (n - 1) : 0;
  gint64      i = 0;

  for (; i + LANES_F32 <= n; i += LANES_F32)
    {
      const float base = i < n / 2 ? start + step * (float) i : end - step * (float) (n - i - 1);

      for (int lane = 0; lane < LANES_F32; lane++)
        values[i + lane] = base + step * (float) lane;
    }
  for (; i < n; i++)
    values[i] = i < n / 2 ? start + step * (float) i : end - step * (float) (n - i - 1);
}

static void
fill_linspace_f64 (double *values,
                   gint64  n,
                   double  start,
                   double  end)
{
  const double step = n > 1 ? (end - start) / (double) (n - 1) : 0;
  gint64       i = 0;

  for (; i + LANES_F64 <= n; i += LANES_F64)
    {
      const double base = i < n / 2 ? start + step * (double) i : end - step * (double) (n - i - 1);

      for (int lane = 0; lane < LANES_F64; lane++)
        values[i + lane] = base + step * lane;
    }
  for (; i < n; i++)
    values[i] = i < n / 2 ? start + step * (double) i : end - step * (double) (n - i - 1);
}

PyObject *
worker_create_linspace (PyObject *self,
                        PyObject *args)
{
  double      start, end;
  long long   n;
  GradDType   dtype;
  GError     *error = NULL;
  GradTensor *tensor;
  gint64      size;

  if (!PyArg_ParseTuple (args, "ddLO&:linspace", &start, &end, &n, convert_dtype, &dtype))
    return NULL;
  if (n < 0)
    {
      PyErr_SetString (PyExc_RuntimeError, "number of steps must be non-negative");
      return NULL;
    }
  size = n;
  tensor = grad_tensor_new (dtype, &size, 1, NULL, &error);
  if (tensor != NULL && n == 1)
    store (dtype, grad_tensor_get_data (tensor), 0, start);
  else if (tensor != NULL && dtype == GRAD_FLOAT32)
    fill_linspace_f32 (grad_tensor_get_data (tensor), n, (float) start, (float) end);
  else if (tensor != NULL && dtype == GRAD_FLOAT64)
    fill_linspace_f64 (grad_tensor_get_data (tensor), n, start, end);
  else if (tensor != NULL)
    for (gint64 i = 0; i < n; i++)
      store (dtype, grad_tensor_get_data (tensor), i,
             i < n / 2 ? start + (end - start) / (double) (n - 1) * (double) i
                       : end - (end - start) / (double) (n - 1) * (double) (n - i - 1));
  return worker_tensor_wrap (tensor, error);
}

/* Steps are counted in double; a group of float32 lanes starts from its first, rounded. */
static void
fill_arange_f32 (float *values,
                 gint64 n,
                 double start,
                 double step)
{
  gint64 i = 0;

  for (; i + LANES_F32 <= n; i += LANES_F32)
    {
      const float base = (float) (start + step * (double) i);

      for (int lane = 0; lane < LANES_F32; lane++)
        values[i + lane] = base + (float) step * (float) lane;
    }
  for (; i < n; i++)
    values[i] = (float) (start + step * (double) i);
}

static bool
check_arange (double start,
              double end,
              double step)
{
  if (step == 0)
    PyErr_SetString (PyExc_RuntimeError, "step must be nonzero");
  else if (!isfinite (start) || !isfinite (end))
    PyErr_Format (PyExc_RuntimeError, "unsupported range: %R -> %R", PyFloat_FromDouble (start), PyFloat_FromDouble (end));
  else if ((step > 0 && end < start) || (step < 0 && end > start))
    PyErr_SetString (PyExc_RuntimeError, "upper bound and larger bound inconsistent with step sign");
  return !PyErr_Occurred ();
}

PyObject *
worker_create_arange (PyObject *self,
                      PyObject *args)
{
  double      start, end, step;
  GradDType   dtype;
  GError     *error = NULL;
  GradTensor *tensor;
  gint64      n;

  if (!PyArg_ParseTuple (args, "dddO&:arange", &start, &end, &step, convert_dtype, &dtype) || !check_arange (start, end, step))
    return NULL;
  n = (gint64) ceil ((end - start) / step);
  tensor = grad_tensor_new (dtype, &n, 1, NULL, &error);
  if (tensor != NULL && dtype == GRAD_FLOAT32)
    fill_arange_f32 (grad_tensor_get_data (tensor), n, start, step);
  else if (tensor != NULL)
    for (gint64 i = 0; i < n; i++)
      store (dtype, grad_tensor_get_data (tensor), i, start + step * (double) i);
  return worker_tensor_wrap (tensor, error);
}

/* ---- chance ---- */

PyObject *
worker_create_seed (PyObject *self,
                    PyObject *seed)
{
  const unsigned long long value = PyLong_AsUnsignedLongLongMask (seed);

  if (PyErr_Occurred ())
    return NULL;
  grad_random_init (&generator, value);
  seeded = true;
  Py_RETURN_NONE;
}

static bool
fill_random (const char *kind,
             GradTensor *tensor,
             gint64      low,
             gint64      high)
{
  const GradDType dtype = grad_tensor_get_dtype (tensor);
  const gsize     n = (gsize) grad_tensor_get_n_elements (tensor);
  void           *data = grad_tensor_get_data (tensor);

  if (!seeded)
    grad_random_init (&generator, 0);
  seeded = true;
  if (g_str_equal (kind, "rand") && dtype == GRAD_FLOAT32)
    grad_random_uniform_f32 (&generator, data, n);
  else if (g_str_equal (kind, "rand") && dtype == GRAD_FLOAT64)
    grad_random_uniform_f64 (&generator, data, n);
  else if (g_str_equal (kind, "randn") && dtype == GRAD_FLOAT32)
    grad_random_normal_f32 (&generator, data, n);
  else if (g_str_equal (kind, "randn") && dtype == GRAD_FLOAT64)
    grad_random_normal_f64 (&generator, data, n);
  else if (g_str_equal (kind, "randint") && dtype == GRAD_INT64)
    grad_random_integer (&generator, low, high, data, n);
  else if (g_str_equal (kind, "randperm") && dtype == GRAD_INT64)
    grad_random_permutation (&generator, data, n);
  else
    return false;
  return true;
}

PyObject *
worker_create_random (PyObject *self,
                      PyObject *args)
{
  const char *kind;
  Shape       shape;
  GradDType   dtype;
  long long   low, high;
  GError     *error = NULL;
  GradTensor *tensor;

  if (!PyArg_ParseTuple (args, "sO&O&LL:random", &kind, convert_shape, &shape, convert_dtype, &dtype, &low, &high))
    return NULL;
  tensor = grad_tensor_new (dtype, shape.sizes, shape.n_dims, NULL, &error);
  if (tensor != NULL && !fill_random (kind, tensor, low, high))
    {
      grad_tensor_unref (tensor);
      PyErr_Format (PyExc_RuntimeError, "\"%s\" not implemented for '%s'", kind, grad_dtype_get_scalar_type (dtype));
      return NULL;
    }
  return worker_tensor_wrap (tensor, error);
}

/* ---- the usual dtype ---- */

PyObject *
worker_create_set_default_dtype (PyObject *self,
                                 PyObject *object)
{
  GradDType dtype;

  if (worker_dtype_from_object (object, &dtype) != 0)
    return NULL;
  if (!grad_dtype_is_floating_point (dtype))
    {
      PyErr_SetString (PyExc_TypeError, "only floating-point types are supported as the default type");
      return NULL;
    }
  worker_default_dtype = dtype;
  Py_RETURN_NONE;
}

PyObject *
worker_create_get_default_dtype (PyObject *self,
                                 PyObject *nothing)
{
  return Py_NewRef (worker_dtype_get (worker_default_dtype));
}
