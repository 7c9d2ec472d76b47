/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>

#include "grad/grad-op.h"

/* torch.Tensor: a Python object around a tensor of the engine. */
typedef struct
{
  PyObject_HEAD GradTensor *tensor;
  PyObject                 *grad;       /* what x.grad returned last, so that x.grad is x.grad */
  PyObject                 *attributes; /* __dict__ */
  PyObject                 *weak_references;
} WorkerTensor;

extern PyTypeObject *worker_tensor_type;

/* What Python floats become: torch.set_default_dtype. */
extern GradDType worker_default_dtype;

/* Adds the type, and the types of its dtype and shape, to the module. -1 with an exception. */
int worker_tensor_init (PyObject *module);

static inline bool
worker_tensor_check (PyObject *object)
{
  return PyObject_TypeCheck (object, worker_tensor_type);
}

static inline GradTensor *
worker_tensor_get (PyObject *object)
{
  return ((WorkerTensor *) object)->tensor;
}

/* A new object for tensor (transfer full). If tensor is NULL, error (transfer full) becomes the exception and NULL is
 * returned. */
PyObject *worker_tensor_wrap (GradTensor *tensor,
                              GError     *error);

/* The same of a class that derives from Tensor. */
PyObject *worker_tensor_wrap_as (PyTypeObject *type,
                                 GradTensor   *tensor);

/* Raises error (transfer full) as PyTorch would. Returns NULL. */
PyObject *worker_raise (GError *error);

/* A tensor, or a Python number as one. Transfer full; NULL without an exception if object is neither, with one if it
 * is a number that is too large. */
GradTensor *worker_tensor_from_operand (PyObject *object);

/* A shape as torch.Size. */
PyObject *worker_size_new (const gint64 *shape,
                           guint         n_dims);

/* torch.float32 and its like: borrowed; and back, -1 with an exception. */
PyObject *worker_dtype_get (GradDType dtype);
int       worker_dtype_from_object (PyObject  *object,
                                    GradDType *dtype);

/* _torch.set_known (set): names of which the type says that PyTorch has them, but not the lab. */
PyObject *worker_tensor_set_known (PyObject *self, PyObject *names);

/* _torch.set_maker (callable): what makes a tensor of a tuple of the arguments of Tensor (). */
PyObject *worker_tensor_set_maker (PyObject *self, PyObject *maker);

/* _torch.to_string (tensor, precision, threshold, edge items, line width, None | bool): what print shows. */
PyObject *worker_tensor_to_string (PyObject *self, PyObject *args);

/* Parts of the type that have a file of their own. */
extern PyType_Slot worker_tensor_number_slots[];
extern PyGetSetDef worker_tensor_attributes[];
extern PyMethodDef worker_tensor_methods[];
PyObject          *worker_tensor_get_item (PyObject *self, PyObject *index);
int                worker_tensor_set_item (PyObject *self, PyObject *index, PyObject *value);
