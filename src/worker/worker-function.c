/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Functions whose gradient is written in Python. */

#include "worker/worker-function.h"

#include "grad/grad-function.h"
#include "worker/worker-node.h"

/* Takes the gradients out of what the callback returned. FALSE with an exception. */
static gboolean
take_gradients (PyObject    *returned,
                GradTensor **gradients,
                guint        n_inputs)
{
  if (!PyTuple_Check (returned) || PyTuple_GET_SIZE (returned) != (Py_ssize_t) n_inputs)
    {
      PyErr_SetString (PyExc_RuntimeError, "a function gave the wrong number of gradients");
      return FALSE;
    }
  for (guint i = 0; i < n_inputs; i++)
    {
      PyObject *gradient = PyTuple_GET_ITEM (returned, i);

      if (worker_tensor_check (gradient))
        gradients[i] = grad_tensor_ref (worker_tensor_get (gradient));
    }
  return TRUE;
}

static gboolean
function_cb (GradNode    *node,
             GradTensor  *gradient,
             GradTensor **gradients,
             guint        n_inputs,
             gpointer     callback,
             GError     **error)
{
  PyObject *shown = worker_node_wrap (node), *given = worker_tensor_wrap (grad_tensor_ref (gradient), NULL);
  PyObject *returned = shown != NULL && given != NULL ? PyObject_CallFunctionObjArgs (callback, shown, given, NULL) : NULL;
  gboolean  ok = returned != NULL && take_gradients (returned, gradients, n_inputs);

  Py_XDECREF (returned);
  Py_XDECREF (given);
  Py_XDECREF (shown);
  if (!ok)
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "a function failed");
  return ok;
}

static void
drop_callback_cb (gpointer callback)
{
  Py_DECREF ((PyObject *) callback);
}

PyObject *
worker_function_record (PyObject *self,
                        PyObject *args)
{
  PyObject               *result, *inputs, *callback;
  const char             *name;
  int                     saves, saves_result;
  g_autofree GradTensor **tensors = NULL;
  guint                   n;

  if (!PyArg_ParseTuple (args, "O!sO!ppO:record_function", worker_tensor_type, &result, &name, &PyTuple_Type, &inputs, &saves, &saves_result, &callback))
    return NULL;
  n = (guint) PyTuple_GET_SIZE (inputs);
  tensors = g_new (GradTensor *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      if (!worker_tensor_check (PyTuple_GET_ITEM (inputs, i)))
        {
          PyErr_SetString (PyExc_TypeError, "the inputs of a function must be tensors");
          return NULL;
        }
      tensors[i] = worker_tensor_get (PyTuple_GET_ITEM (inputs, i));
    }
  return PyBool_FromLong (grad_function_record (worker_tensor_get (result), name, tensors, n,
                                                (saves ? GRAD_FUNCTION_SAVES : 0) | (saves_result ? GRAD_FUNCTION_SAVES_RESULT : 0),
                                                function_cb, Py_NewRef (callback), drop_callback_cb));
}

PyObject *
worker_function_result (PyObject *self,
                        PyObject *node)
{
  GradNode   *own = worker_node_get (node);
  GradTensor *result = own != NULL ? grad_function_dup_result (own) : NULL;

  return result != NULL ? worker_tensor_wrap (result, NULL) : Py_NewRef (Py_None);
}
