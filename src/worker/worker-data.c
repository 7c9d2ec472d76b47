/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* From nested Python sequences to a tensor and back. The shape is what the first elements say, as in PyTorch; a later
 * element that disagrees is an error. */

#include "worker/worker-data.h"

enum
{
  MAX_DIMS = 64,
};

typedef struct
{
  gint64      shape[MAX_DIMS];
  guint       n_dims;
  GradDType   dtype;
  GByteArray *bytes;
} Gathering;

static bool
is_sequence (PyObject *object)
{
  return PyList_Check (object) || PyTuple_Check (object) || (PySequence_Check (object) && !PyUnicode_Check (object) && !PyBytes_Check (object) && !worker_tensor_check (object));
}

/* The shape along the first elements. */
static int
find_shape (PyObject  *data,
            Gathering *gathering)
{
  PyObject *at = Py_NewRef (data);

  while (is_sequence (at) || (worker_tensor_check (at) && grad_tensor_get_n_dims (worker_tensor_get (at)) > 0))
    {
      Py_ssize_t n = PyObject_Size (at);
      PyObject  *first = NULL;

      if (n > 0 && gathering->n_dims < MAX_DIMS)
        first = PySequence_GetItem (at, 0);
      Py_DECREF (at);
      at = first;
      if (n >= 0 && gathering->n_dims < MAX_DIMS)
        gathering->shape[gathering->n_dims++] = n;
      else if (n >= 0)
        PyErr_Format (PyExc_ValueError, "too many dimensions '%s'", Py_TYPE (data)->tp_name);
      if (at == NULL)
        return PyErr_Occurred () ? -1 : 0;
    }
  Py_DECREF (at);
  return 0;
}

/* The dtype that holds what object is; promotes *dtype. An unknown object is named as PyTorch names it. */
static int
note_dtype (PyObject  *object,
            guint      depth,
            GradDType *dtype)
{
  GradDType own;

  if (PyFloat_Check (object))
    own = worker_default_dtype;
  else if (PyBool_Check (object))
    own = GRAD_BOOL;
  else if (PyLong_Check (object))
    own = GRAD_INT64;
  else if (worker_tensor_check (object))
    own = grad_tensor_get_dtype (worker_tensor_get (object));
  else if (PyUnicode_Check (object) && depth == 0)
    {
      PyErr_Format (PyExc_TypeError, "new(): invalid data type '%s'", Py_TYPE (object)->tp_name);
      return -1;
    }
  else if (PyUnicode_Check (object))
    {
      PyErr_Format (PyExc_ValueError, "too many dimensions '%s'", Py_TYPE (object)->tp_name);
      return -1;
    }
  else
    {
      PyErr_Format (PyExc_RuntimeError, "Could not infer dtype of %s", Py_TYPE (object)->tp_name);
      return -1;
    }
  *dtype = MAX (*dtype, own);
  return 0;
}

static int
find_dtype (PyObject  *object,
            guint      depth,
            GradDType *dtype)
{
  PyObject *fast;
  int       result = 0;

  if (!is_sequence (object))
    return note_dtype (object, depth, dtype);
  fast = PySequence_Fast (object, "not a sequence");
  if (fast == NULL)
    return -1;
  for (Py_ssize_t i = 0; result == 0 && i < PySequence_Fast_GET_SIZE (fast); i++)
    result = find_dtype (PySequence_Fast_GET_ITEM (fast, i), depth + 1, dtype);
  if (PySequence_Fast_GET_SIZE (fast) == 0)
    *dtype = MAX (*dtype, worker_default_dtype);
  Py_DECREF (fast);
  return result;
}

/* ---- values ---- */

static int
get_integer (PyObject *object,
             gint64   *integer)
{
  if (PyFloat_Check (object))
    {
      *integer = (gint64) PyFloat_AS_DOUBLE (object);
      return 0;
    }
  *integer = PyLong_AsLongLong (object);
  if (*integer != -1 || !PyErr_Occurred ())
    return 0;
  if (PyErr_ExceptionMatches (PyExc_OverflowError))
    PyErr_SetString (PyExc_RuntimeError, "Overflow when unpacking long");
  return -1;
}

static int
store_number (PyObject  *object,
              Gathering *gathering)
{
  double number;
  gint64 integer;
  float  single;
  guint8 truth;

  if (gathering->dtype == GRAD_INT64)
    {
      if (get_integer (object, &integer) != 0)
        return -1;
      g_byte_array_append (gathering->bytes, (guint8 *) &integer, sizeof integer);
      return 0;
    }
  number = PyFloat_AsDouble (object);
  if (number == -1 && PyErr_Occurred ())
    return -1;
  single = (float) number;
  truth = number != 0;
  if (gathering->dtype == GRAD_FLOAT32)
    g_byte_array_append (gathering->bytes, (guint8 *) &single, sizeof single);
  else if (gathering->dtype == GRAD_FLOAT64)
    g_byte_array_append (gathering->bytes, (guint8 *) &number, sizeof number);
  else
    g_byte_array_append (gathering->bytes, &truth, sizeof truth);
  return 0;
}

static int
store (PyObject  *object,
       guint      depth,
       Gathering *gathering)
{
  PyObject *fast;
  int       result = 0;

  if (depth == gathering->n_dims)
    {
      if (is_sequence (object))
        {
          PyErr_Format (PyExc_TypeError, "must be real number, not %s", Py_TYPE (object)->tp_name);
          return -1;
        }
      return store_number (object, gathering);
    }
  if (!is_sequence (object) && !worker_tensor_check (object))
    {
      PyErr_SetString (PyExc_TypeError, "not a sequence");
      return -1;
    }
  fast = PySequence_Fast (object, "not a sequence");
  if (fast == NULL)
    return -1;
  if (PySequence_Fast_GET_SIZE (fast) != gathering->shape[depth])
    {
      PyErr_Format (PyExc_ValueError, "expected sequence of length %lld at dim %u (got %zd)", (long long) gathering->shape[depth],
                    depth, PySequence_Fast_GET_SIZE (fast));
      result = -1;
    }
  for (Py_ssize_t i = 0; result == 0 && i < PySequence_Fast_GET_SIZE (fast); i++)
    result = store (PySequence_Fast_GET_ITEM (fast, i), depth + 1, gathering);
  Py_DECREF (fast);
  return result;
}

static PyObject *
gather (PyObject  *data,
        GradDType *asked)
{
  Gathering gathering = { .dtype = GRAD_BOOL };
  GError   *error = NULL;
  PyObject *result = NULL;

  if (find_shape (data, &gathering) != 0)
    return NULL;
  if (asked != NULL)
    gathering.dtype = *asked;
  else if (find_dtype (data, 0, &gathering.dtype) != 0)
    return NULL;
  gathering.bytes = g_byte_array_new ();
  if (store (data, 0, &gathering) == 0)
    {
      GradTensor *tensor = grad_tensor_new (gathering.dtype, gathering.shape, gathering.n_dims, gathering.bytes->data, &error);

      result = worker_tensor_wrap (tensor, error);
    }
  g_byte_array_unref (gathering.bytes);
  return result;
}

PyObject *
worker_data_make (PyObject *self,
                  PyObject *args)
{
  PyObject *data, *asked = Py_None;
  GradDType dtype = GRAD_FLOAT32;

  if (!PyArg_ParseTuple (args, "O|O:tensor", &data, &asked))
    return NULL;
  if (asked != Py_None && worker_dtype_from_object (asked, &dtype) != 0)
    return NULL;
  return gather (data, asked != Py_None ? &dtype : NULL);
}

/* ---- and back ---- */

static PyObject *
make_number (GradDType   dtype,
             const void *at)
{
  switch (dtype)
    {
    case GRAD_BOOL:
      return PyBool_FromLong (*(const guint8 *) at);
    case GRAD_INT64:
      return PyLong_FromLongLong (*(const gint64 *) at);
    case GRAD_FLOAT32:
      return PyFloat_FromDouble ((double) *(const float *) at);
    default:
      return PyFloat_FromDouble (*(const double *) at);
    }
}

static PyObject *
make_list (GradTensor *tensor,
           guint       dim,
           const char *at)
{
  const GradDType dtype = grad_tensor_get_dtype (tensor);
  gint64          n, step;
  PyObject       *list;

  if (dim == grad_tensor_get_n_dims (tensor))
    return make_number (dtype, at);
  n = grad_tensor_get_shape (tensor)[dim];
  step = grad_tensor_get_strides (tensor)[dim] * (gint64) grad_dtype_get_size (dtype);
  list = PyList_New ((Py_ssize_t) n);
  for (gint64 i = 0; list != NULL && i < n; i++)
    {
      PyObject *item = make_list (tensor, dim + 1, at + i * step);

      if (item == NULL)
        Py_CLEAR (list);
      else
        PyList_SET_ITEM (list, (Py_ssize_t) i, item);
    }
  return list;
}

PyObject *
worker_data_to_list (PyObject *self,
                     PyObject *nothing)
{
  GradTensor *tensor = worker_tensor_get (self);

  return make_list (tensor, 0, grad_tensor_get_data (tensor));
}

PyObject *
worker_data_item (PyObject *self,
                  PyObject *nothing)
{
  GradTensor *tensor = worker_tensor_get (self);
  GError     *error = NULL;
  double      value;

  if (!grad_tensor_item (tensor, &value, &error))
    return worker_raise (error);
  return make_number (grad_tensor_get_dtype (tensor), grad_tensor_get_data (tensor));
}
