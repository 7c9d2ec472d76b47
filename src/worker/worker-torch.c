/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The module _torch: what torch/__init__.py is built from. */

#include "worker/worker-torch.h"

#include "worker/worker-autograd.h"
#include "worker/worker-call.h"
#include "worker/worker-create.h"
#include "worker/worker-data.h"
#include "worker/worker-tensor.h"

static PyMethodDef methods[] = {
  { "tensor", worker_data_make, METH_VARARGS, NULL },
  { "to_string", worker_tensor_to_string, METH_VARARGS, NULL },
  { "set_known", worker_tensor_set_known, METH_O, NULL },
  { "set_recording", worker_autograd_set_recording, METH_O, NULL },
  { "is_recording", worker_autograd_is_recording, METH_NOARGS, NULL },
  { "backward", worker_autograd_backward, METH_VARARGS, NULL },
  { "grad", worker_autograd_grad, METH_VARARGS, NULL },
  { "seed", worker_create_seed, METH_O, NULL },
  { "full", worker_create_full, METH_VARARGS, NULL },
  { "linspace", worker_create_linspace, METH_VARARGS, NULL },
  { "arange", worker_create_arange, METH_VARARGS, NULL },
  { "random", worker_create_random, METH_VARARGS, NULL },
  { "set_default_dtype", worker_create_set_default_dtype, METH_O, NULL },
  { "get_default_dtype", worker_create_get_default_dtype, METH_NOARGS, NULL },
  { NULL, NULL, 0, NULL },
};

static PyObject *
init_module (void)
{
  static PyModuleDef definition = { PyModuleDef_HEAD_INIT, "_torch", NULL, -1, methods, NULL, NULL, NULL, NULL };
  PyObject          *module = PyModule_Create (&definition);

  if (module != NULL && (worker_tensor_init (module) != 0 || worker_call_init (module) != 0))
    Py_CLEAR (module);
  return module;
}

bool
worker_torch_register (void)
{
  return PyImport_AppendInittab ("_torch", init_module) == 0;
}
