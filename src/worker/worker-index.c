/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* x[i], x[1:], x[:, 0], x[mask], and the same to the left of an equals sign: what stands between the brackets becomes
 * parts of an index, and the engine does the rest. */

#include "worker/worker-tensor.h"

#include "grad/grad-index.h"
#include "worker/worker-data.h"

enum
{
  MAX_PARTS = 128,
};

typedef struct
{
  GradIndex parts[MAX_PARTS];
  guint     n_parts;
  PyObject *owned; /* list: tensors made of lists */
} Index;

static int
take_slice (PyObject  *slice,
            GradIndex *part)
{
  Py_ssize_t start, stop, step;

  if (PySlice_Unpack (slice, &start, &stop, &step) != 0)
    return -1;
  *part = (GradIndex){ .type = GRAD_INDEX_SLICE, .start = start, .stop = stop == PY_SSIZE_T_MAX ? G_MAXINT64 : stop, .step = step };
  if (step > 0)
    return 0;
  PyErr_SetString (PyExc_ValueError, "step must be greater than zero");
  return -1;
}

/* A list, an array: what torch.tensor makes of it. */
static int
take_sequence (Index     *index,
               PyObject  *object,
               GradIndex *part)
{
  PyObject *list = PyObject_HasAttrString (object, "tolist") ? PyObject_CallMethod (object, "tolist", NULL) : Py_NewRef (object);
  PyObject *args = list != NULL ? PyTuple_Pack (1, list) : NULL;
  PyObject *tensor = args != NULL ? worker_data_make (NULL, args) : NULL;
  int       result = tensor != NULL ? PyList_Append (index->owned, tensor) : -1;

  if (result == 0 && PyObject_Size (object) == 0)
    {
      GradTensor *empty = grad_tensor_new (GRAD_INT64, (const gint64[]){ 0 }, 1, NULL, NULL);

      Py_DECREF (tensor);
      tensor = worker_tensor_wrap (empty, NULL);
      result = tensor != NULL ? PyList_Append (index->owned, tensor) : -1;
    }
  if (result == 0)
    *part = (GradIndex){ .type = GRAD_INDEX_TENSOR, .tensor = worker_tensor_get (tensor) };
  Py_XDECREF (tensor);
  Py_XDECREF (args);
  Py_XDECREF (list);
  return result;
}

static int
take_part (Index     *index,
           PyObject  *object,
           GradIndex *part)
{
  if (object == Py_None)
    *part = (GradIndex){ .type = GRAD_INDEX_NEW_DIM };
  else if (object == Py_Ellipsis)
    *part = (GradIndex){ .type = GRAD_INDEX_ELLIPSIS };
  else if (PyBool_Check (object))
    *part = (GradIndex){ .type = GRAD_INDEX_BOOLEAN, .integer = object == Py_True };
  else if (PySlice_Check (object))
    return take_slice (object, part);
  else if (worker_tensor_check (object))
    *part = (GradIndex){ .type = GRAD_INDEX_TENSOR, .tensor = worker_tensor_get (object) };
  else if (PyList_Check (object) || PyTuple_Check (object) || PyRange_Check (object) || PyObject_HasAttrString (object, "tolist"))
    return take_sequence (index, object, part);
  else if (PyUnicode_Check (object))
    {
      PyErr_SetString (PyExc_TypeError, "new(): invalid data type 'str'");
      return -1;
    }
  else if (PyIndex_Check (object))
    {
      *part = (GradIndex){ .type = GRAD_INDEX_INTEGER, .integer = PyNumber_AsSsize_t (object, PyExc_IndexError) };
      return PyErr_Occurred () ? -1 : 0;
    }
  else
    {
      PyErr_Format (PyExc_IndexError,
                    "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got %s)",
                    Py_TYPE (object)->tp_name);
      return -1;
    }
  return 0;
}

/* Fills index. Clear it afterwards, whatever happens. */
static int
take_index (Index    *index,
            PyObject *object)
{
  PyObject  *tuple = PyTuple_Check (object) ? Py_NewRef (object) : PyTuple_Pack (1, object);
  Py_ssize_t n = tuple != NULL ? PyTuple_GET_SIZE (tuple) : 0;
  int        result = 0;

  index->n_parts = 0;
  index->owned = tuple != NULL ? PyList_New (0) : NULL;
  if (index->owned == NULL)
    result = -1;
  else if (n > MAX_PARTS)
    {
      PyErr_SetString (PyExc_IndexError, "too many indices");
      result = -1;
    }
  for (Py_ssize_t i = 0; result == 0 && i < n; i++)
    result = take_part (index, PyTuple_GET_ITEM (tuple, i), &index->parts[index->n_parts++]);
  Py_XDECREF (tuple);
  return result;
}

PyObject *
worker_tensor_get_item (PyObject *self,
                        PyObject *object)
{
  Index     index;
  GError   *error = NULL;
  PyObject *item = NULL;

  if (take_index (&index, object) == 0)
    {
      GradTensor *part = grad_tensor_index (worker_tensor_get (self), index.parts, index.n_parts, &error);

      item = worker_tensor_wrap (part, error);
    }
  Py_XDECREF (index.owned);
  return item;
}

/* What is assigned, as a tensor of the dtype of self. New reference. */
static PyObject *
make_value (PyObject *self,
            PyObject *value)
{
  PyObject *args, *tensor;

  if (worker_tensor_check (value))
    return Py_NewRef (value);
  args = Py_BuildValue ("(OO)", value, worker_dtype_get (grad_tensor_get_dtype (worker_tensor_get (self))));
  tensor = args != NULL ? worker_data_make (NULL, args) : NULL;
  Py_XDECREF (args);
  return tensor;
}

int
worker_tensor_set_item (PyObject *self,
                        PyObject *object,
                        PyObject *value)
{
  Index     index;
  GError   *error = NULL;
  PyObject *tensor = NULL;
  int       result = -1;

  if (value == NULL)
    {
      PyErr_SetString (PyExc_TypeError, "Tensor does not support deleting items");
      return -1;
    }
  if (take_index (&index, object) == 0)
    tensor = make_value (self, value);
  if (tensor != NULL)
    {
      if (grad_tensor_set_index (worker_tensor_get (self), index.parts, index.n_parts, worker_tensor_get (tensor), &error))
        result = 0;
      else
        worker_raise (error);
    }
  Py_XDECREF (tensor);
  Py_XDECREF (index.owned);
  return result;
}
