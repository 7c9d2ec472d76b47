/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* New tensors come from the engine's operations; here is the little that torch needs beside them. */

#include "worker/worker-create.h"

#include "grad/grad-random.h"

PyObject *
worker_create_manual_seed (PyObject *self,
                           PyObject *seed)
{
  const unsigned long long value = PyLong_AsUnsignedLongLongMask (seed);

  if (PyErr_Occurred ())
    return NULL;
  grad_manual_seed (value);
  Py_RETURN_NONE;
}

PyObject *
worker_create_get_state (PyObject *self,
                         PyObject *nothing)
{
  return PyBytes_FromStringAndSize ((const char *) grad_get_generator (), sizeof (GradRandom));
}

PyObject *
worker_create_set_state (PyObject *self,
                         PyObject *bytes)
{
  if (!PyBytes_Check (bytes) || PyBytes_GET_SIZE (bytes) != sizeof (GradRandom) ||
      ((const GradRandom *) (gconstpointer) PyBytes_AS_STRING (bytes))->next > G_N_ELEMENTS (((GradRandom *) NULL)->state))
    return PyErr_Format (PyExc_TypeError, "this is no state of a generator");
  memcpy (grad_get_generator (), PyBytes_AS_STRING (bytes), sizeof (GradRandom));
  Py_RETURN_NONE;
}

PyObject *
worker_create_shuffled (PyObject *self,
                        PyObject *args)
{
  unsigned long long seed;
  Py_ssize_t         n;
  GradRandom         generator;
  g_autofree gint64 *order = NULL;
  PyObject          *list;

  if (!PyArg_ParseTuple (args, "nK:shuffled", &n, &seed))
    return NULL;
  if (n < 0)
    return PyErr_Format (PyExc_ValueError, "a number of things cannot be %zd", n);
  list = PyList_New (n);
  if (list == NULL)
    return NULL;
  order = g_new (gint64, (gsize) n + 1);
  grad_random_init (&generator, seed);
  grad_random_permutation (&generator, order, (gsize) n);
  for (Py_ssize_t i = 0; i < n; i++)
    PyList_SET_ITEM (list, i, PyLong_FromLongLong (order[i]));
  return list;
}

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
