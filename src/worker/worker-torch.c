/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The module _torch: what torch/__init__.py is built from. */

#include "worker/worker-torch.h"

#include "worker/worker-autograd.h"
#include "worker/worker-call.h"
#include "worker/worker-create.h"
#include "worker/worker-data.h"
#include "worker/worker-function.h"
#include "worker/worker-history.h"
#include "worker/worker-memory.h"
#include "worker/worker-node.h"
#include "worker/worker-optimizer.h"
#include "worker/worker-tensor.h"

static PyMethodDef methods[] = {
  { "tensor", worker_data_make, METH_VARARGS, NULL },
  { "to_string", worker_tensor_to_string, METH_VARARGS, NULL },
  { "set_maker", worker_tensor_set_maker, METH_O, NULL },
  { "set_known", worker_tensor_set_known, METH_O, NULL },
  { "set_recording", worker_autograd_set_recording, METH_O, NULL },
  { "is_recording", worker_autograd_is_recording, METH_NOARGS, NULL },
  { "backward", worker_autograd_backward, METH_VARARGS, NULL },
  { "backward_all", worker_autograd_backward_all, METH_VARARGS, NULL },
  { "grad", worker_autograd_grad, METH_VARARGS, NULL },
  { "record_function", worker_function_record, METH_VARARGS, NULL },
  { "function_result", worker_function_result, METH_O, NULL },
  { "add_hook", worker_history_add_hook, METH_VARARGS, NULL },
  { "remove_hook", worker_history_remove_hook, METH_O, NULL },
  { "manual_seed", worker_create_manual_seed, METH_O, NULL },
  { "generator_state", worker_create_get_state, METH_NOARGS, NULL },
  { "set_generator_state", worker_create_set_state, METH_O, NULL },
  { "shuffled", worker_create_shuffled, METH_VARARGS, NULL },
  { "set_default_dtype", worker_create_set_default_dtype, METH_O, NULL },
  { "get_default_dtype", worker_create_get_default_dtype, METH_NOARGS, NULL },
  { "memory", worker_memory_view, METH_O, NULL },
  { "address", worker_memory_get_address, METH_O, NULL },
  { "strides", worker_memory_get_strides, METH_O, NULL },
  { "is_contiguous", worker_memory_is_contiguous, METH_O, NULL },
  { "optimizer_list", worker_optimizer_list, METH_NOARGS, NULL },
  { "optimizer_signature", worker_optimizer_signature, METH_O, NULL },
  { "optimizer_options", worker_optimizer_options, METH_O, NULL },
  { "optimizer_check", worker_optimizer_check, METH_VARARGS, NULL },
  { "optimizer_state", worker_optimizer_state, METH_VARARGS, NULL },
  { "optimizer_step", worker_optimizer_step, METH_VARARGS, NULL },
  { "optimizer_buffers", worker_optimizer_buffers, METH_O, NULL },
  { "scheduler_list", worker_scheduler_list, METH_NOARGS, NULL },
  { "scheduler_options", worker_scheduler_options, METH_O, NULL },
  { "scheduler_next", worker_scheduler_next, METH_VARARGS, NULL },
  { NULL, NULL, 0, NULL },
};

static PyObject *
init_module (void)
{
  static PyModuleDef definition = { PyModuleDef_HEAD_INIT, "_torch", NULL, -1, methods, NULL, NULL, NULL, NULL };
  PyObject          *module = PyModule_Create (&definition);

  if (module != NULL && (worker_tensor_init (module) != 0 || worker_call_init (module) != 0 || worker_memory_init (module) != 0 || worker_node_init (module) != 0))
    Py_CLEAR (module);
  return module;
}

bool
worker_torch_register (void)
{
  return PyImport_AppendInittab ("_torch", init_module) == 0;
}
