/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The attributes of tensors that say what they are. */

#include "worker/worker-tensor.h"

#include "grad/grad-autograd.h"
#include "grad/grad-node.h"
#include "grad/grad-repr.h"
#include "worker/worker-data.h"
#include "worker/worker-tensors.h"

/* ---- what a tensor is ---- */

static PyObject *
get_shape (PyObject *self,
           void     *nothing)
{
  GradTensor *tensor = worker_tensor_get (self);

  return worker_size_new (grad_tensor_get_shape (tensor), grad_tensor_get_n_dims (tensor));
}

static PyObject *
get_dtype (PyObject *self,
           void     *nothing)
{
  return Py_NewRef (worker_dtype_get (grad_tensor_get_dtype (worker_tensor_get (self))));
}

static PyObject *
get_n_dims (PyObject *self,
            void     *nothing)
{
  return PyLong_FromUnsignedLong (grad_tensor_get_n_dims (worker_tensor_get (self)));
}

static PyObject *
get_version (PyObject *self,
             void     *nothing)
{
  return PyLong_FromUnsignedLong (grad_tensor_get_version_counter (worker_tensor_get (self)));
}

/* ---- autograd ---- */

static PyObject *
get_requires_grad (PyObject *self,
                   void     *nothing)
{
  return PyBool_FromLong (grad_tensor_get_requires_grad (worker_tensor_get (self)));
}

static int
set_requires_grad (PyObject *self,
                   PyObject *value,
                   void     *nothing)
{
  GError *error = NULL;
  int     truth = value != NULL ? PyObject_IsTrue (value) : 0;

  if (truth < 0)
    return -1;
  if (grad_tensor_set_requires_grad (worker_tensor_get (self), truth, &error))
    {
      worker_tensors_note (worker_tensor_get (self));
      return 0;
    }
  worker_raise (error);
  return -1;
}

static PyObject *
get_is_leaf (PyObject *self,
             void     *nothing)
{
  GError *error = NULL;

  if (!grad_tensor_check_history (worker_tensor_get (self), &error))
    return worker_raise (error);
  return PyBool_FromLong (grad_tensor_is_leaf (worker_tensor_get (self)));
}

/* ---- text ---- */

PyObject *
worker_tensor_to_string (PyObject *self,
                         PyObject *args)
{
  GradPrintOptions options;
  PyObject        *tensor, *sci_mode;
  g_autofree char *text = NULL;

  if (!PyArg_ParseTuple (args, "O!IIIIO:to_string", worker_tensor_type, &tensor, &options.precision, &options.threshold,
                         &options.edge_items, &options.line_width, &sci_mode))
    return NULL;
  options.precision = MIN (options.precision, 300);
  options.edge_items = MIN (options.edge_items, 1 << 20);
  options.sci_mode = sci_mode == Py_None ? GRAD_SCI_MODE_AUTOMATIC : sci_mode == Py_True ? GRAD_SCI_MODE_ALWAYS
                                                                                         : GRAD_SCI_MODE_NEVER;
  text = grad_tensor_to_string (worker_tensor_get (tensor), "tensor", &options);
  return PyUnicode_FromString (text);
}

PyGetSetDef worker_tensor_attributes[] = {
  { "shape", get_shape, NULL, NULL, NULL },
  { "dtype", get_dtype, NULL, NULL, NULL },
  { "ndim", get_n_dims, NULL, NULL, NULL },
  { "requires_grad", get_requires_grad, set_requires_grad, NULL, NULL },
  { "is_leaf", get_is_leaf, NULL, NULL, NULL },
  { "_version", get_version, NULL, NULL, NULL },
  { NULL, NULL, NULL, NULL, NULL },
};

PyMethodDef worker_tensor_methods[] = {
  { "item", worker_data_item, METH_NOARGS, NULL },
  { "tolist", worker_data_to_list, METH_NOARGS, NULL },
  { NULL, NULL, 0, NULL },
};
