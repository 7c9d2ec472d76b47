/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The memory of tensors, lent to the small NumPy. A lender holds an alias of the tensor, so that the memory stays
 * though the tensor goes or is assigned other data. */

#include "worker/worker-memory.h"

typedef struct
{
  PyObject_HEAD GradTensor *alias;
  Py_ssize_t                n; /* elements */
} Lender;

static PyTypeObject *lender_type;

static bool
expect_tensor (PyObject *object)
{
  if (worker_tensor_check (object))
    return true;
  PyErr_Format (PyExc_TypeError, "expected a Tensor, but got %s", Py_TYPE (object)->tp_name);
  return false;
}

/* From the first element to the last, with what lies between. */
static Py_ssize_t
count_elements (GradTensor *tensor)
{
  Py_ssize_t n = 1;

  if (grad_tensor_get_n_elements (tensor) == 0)
    return 0;
  for (guint i = 0; i < grad_tensor_get_n_dims (tensor); i++)
    n += (Py_ssize_t) ((grad_tensor_get_shape (tensor)[i] - 1) * grad_tensor_get_strides (tensor)[i]);
  return n;
}

static int
lend (PyObject  *object,
      Py_buffer *view,
      int        flags)
{
  static const char *const formats[] = { "B", "q", "f", "d" };
  Lender                  *self = (Lender *) object;
  const GradDType          dtype = grad_tensor_get_dtype (self->alias);
  const Py_ssize_t         size = (Py_ssize_t) grad_dtype_get_size (dtype);

  if (PyBuffer_FillInfo (view, object, grad_tensor_get_data (self->alias), self->n * size, 0, flags) != 0)
    return -1;
  view->format = (char *) formats[dtype];
  view->itemsize = size;
  view->shape = &self->n;
  view->strides = &view->itemsize;
  return 0;
}

static void
free_lender (PyObject *object)
{
  PyTypeObject *type = Py_TYPE (object);

  g_clear_pointer (&((Lender *) object)->alias, grad_tensor_unref);
  type->tp_free (object);
  Py_DECREF (type);
}

static PyType_Slot slots[] = {
  { Py_bf_getbuffer, lend },
  { Py_tp_dealloc, free_lender },
  { 0, NULL },
};

static PyType_Spec spec = { "torch.memory", sizeof (Lender), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, slots };

int
worker_memory_init (PyObject *module)
{
  lender_type = (PyTypeObject *) PyType_FromSpec (&spec);
  return lender_type != NULL ? 0 : -1;
}

PyObject *
worker_memory_view (PyObject *self,
                    PyObject *object)
{
  GError   *error = NULL;
  GradValue value;
  Lender   *lender;
  PyObject *view;

  if (!expect_tensor (object))
    return NULL;
  lender = (Lender *) lender_type->tp_alloc (lender_type, 0);
  if (lender == NULL)
    return NULL;
  value = GRAD_VALUE_OF_TENSOR (worker_tensor_get (object));
  lender->alias = grad_op_call_full (grad_op_lookup ("detach"), &value, 1, NULL, &error);
  if (lender->alias == NULL)
    {
      Py_DECREF (lender);
      return worker_raise (error);
    }
  lender->n = count_elements (lender->alias);
  view = PyMemoryView_FromObject ((PyObject *) lender);
  Py_DECREF (lender);
  return view;
}

PyObject *
worker_memory_get_address (PyObject *self,
                           PyObject *object)
{
  return expect_tensor (object) ? PyLong_FromVoidPtr (grad_tensor_get_data (worker_tensor_get (object))) : NULL;
}

PyObject *
worker_memory_get_strides (PyObject *self,
                           PyObject *object)
{
  GradTensor *tensor;
  PyObject   *strides;

  if (!expect_tensor (object))
    return NULL;
  tensor = worker_tensor_get (object);
  strides = PyTuple_New (grad_tensor_get_n_dims (tensor));
  for (guint i = 0; strides != NULL && i < grad_tensor_get_n_dims (tensor); i++)
    PyTuple_SET_ITEM (strides, i, PyLong_FromLongLong (grad_tensor_get_strides (tensor)[i]));
  return strides;
}

PyObject *
worker_memory_is_contiguous (PyObject *self,
                             PyObject *object)
{
  return expect_tensor (object) ? PyBool_FromLong (grad_tensor_is_contiguous (worker_tensor_get (object))) : NULL;
}
