/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* x[i], x[1:], x[:, 0], x[mask], and the same to the left of an equals sign. Numbers, slices, None and … become views,
 * one after the other; what is left, tensors of indices, is one lookup at the end. */

#include "worker/worker-tensor.h"

#include "worker/worker-data.h"

enum
{
  MAX_DIMS = 64,
};

/* An index being applied. */
typedef struct
{
  GradTensor *tensor;            /* owned: the view so far */
  guint       dim;               /* the next dimension of it */
  guint       own;               /* which of the own dimensions of the tensor that is */
  GradTensor *indices[MAX_DIMS]; /* owned: tensors of indices by dimension; NULL where all is taken */
  guint       n_indices;
} Indexing;

static void
clear_indexing (Indexing *indexing)
{
  g_clear_pointer (&indexing->tensor, grad_tensor_unref);
  for (guint i = 0; i < indexing->n_indices; i++)
    g_clear_pointer (&indexing->indices[i], grad_tensor_unref);
}

/* Replaces the view by what an operation makes of it. -1 with an exception. */
static int
apply (Indexing        *indexing,
       const char      *name,
       const GradValue *rest,
       guint            n_rest)
{
  GradValue   values[6] = { GRAD_VALUE_OF_TENSOR (indexing->tensor) };
  GError     *error = NULL;
  GradTensor *result;

  memcpy (values + 1, rest, n_rest * sizeof *rest);
  result = grad_op_call_full (grad_op_lookup (name), values, n_rest + 1, NULL, &error);
  if (result == NULL)
    {
      worker_raise (error);
      return -1;
    }
  grad_tensor_unref (indexing->tensor);
  indexing->tensor = result;
  return 0;
}

static gint64
get_size (const Indexing *indexing)
{
  return grad_tensor_get_shape (indexing->tensor)[indexing->dim];
}

static int
select_one (Indexing  *indexing,
            Py_ssize_t index)
{
  const gint64 size = get_size (indexing);

  if (index < -size || index >= size)
    {
      PyErr_Format (PyExc_IndexError, "index %zd is out of bounds for dimension %u with size %lld", index, indexing->own, (long long) size);
      return -1;
    }
  indexing->own++;
  return apply (indexing, "select", (GradValue[]){ GRAD_VALUE_OF_INT (indexing->dim), GRAD_VALUE_OF_INT (index) }, 2);
}

static int
take_slice (Indexing *indexing,
            PyObject *slice)
{
  const gint64 size = get_size (indexing);
  Py_ssize_t   start, stop, step;

  if (PySlice_Unpack (slice, &start, &stop, &step) != 0)
    return -1;
  if (step <= 0)
    {
      PyErr_SetString (PyExc_ValueError, "step must be greater than zero");
      return -1;
    }
  PySlice_AdjustIndices ((Py_ssize_t) size, &start, &stop, step);
  if ((start != 0 || stop != size || step != 1) && apply (indexing, "slice",
                                                          (GradValue[]){ GRAD_VALUE_OF_INT (indexing->dim), GRAD_VALUE_OF_INT (start), GRAD_VALUE_OF_INT (MAX (start, stop)),
                                                                         GRAD_VALUE_OF_INT (step) },
                                                          4) != 0)
    return -1;
  indexing->dim++;
  indexing->own++;
  return 0;
}

static int
add_dimension (Indexing *indexing)
{
  if (apply (indexing, "unsqueeze", (GradValue[]){ GRAD_VALUE_OF_INT (indexing->dim) }, 1) != 0)
    return -1;
  indexing->dim++;
  return 0;
}

/* Notes a tensor of indices (transfer full); one of bool covers as many dimensions as it has. */
static int
note_indices (Indexing   *indexing,
              GradTensor *indices)
{
  const bool mask = grad_tensor_get_dtype (indices) == GRAD_BOOL;

  while (indexing->n_indices < indexing->dim)
    indexing->indices[indexing->n_indices++] = NULL;
  indexing->indices[indexing->n_indices++] = indices;
  indexing->dim += mask ? grad_tensor_get_n_dims (indices) : 1;
  indexing->own += mask ? grad_tensor_get_n_dims (indices) : 1;
  if (grad_dtype_is_floating_point (grad_tensor_get_dtype (indices)))
    {
      PyErr_SetString (PyExc_IndexError, "tensors used as indices must be long, int, byte or bool tensors");
      return -1;
    }
  return 0;
}

static int
take_tensor (Indexing *indexing,
             PyObject *object)
{
  GradTensor *tensor = worker_tensor_get (object);
  double      index;

  if (grad_tensor_get_n_dims (tensor) == 0 && grad_tensor_get_dtype (tensor) == GRAD_INT64)
    return grad_tensor_item (tensor, &index, NULL) ? select_one (indexing, (Py_ssize_t) index) : -1;
  return note_indices (indexing, grad_tensor_ref (tensor));
}

/* A list, an array: what torch.tensor makes of it. */
static int
take_sequence (Indexing *indexing,
               PyObject *object)
{
  PyObject *list = PyObject_HasAttrString (object, "tolist") ? PyObject_CallMethod (object, "tolist", NULL) : Py_NewRef (object);
  PyObject *args = list != NULL ? PyTuple_Pack (1, list) : NULL;
  PyObject *tensor = args != NULL ? worker_data_make (NULL, args) : NULL;
  int       result = -1;

  if (tensor != NULL)
    result = note_indices (indexing, grad_tensor_ref (worker_tensor_get (tensor)));
  Py_XDECREF (tensor);
  Py_XDECREF (args);
  Py_XDECREF (list);
  return result;
}

static int
take_part (Indexing *indexing,
           PyObject *part)
{
  if (part == Py_None)
    return add_dimension (indexing);
  if (indexing->dim >= grad_tensor_get_n_dims (indexing->tensor))
    {
      PyErr_Format (PyExc_IndexError, "too many indices for tensor of dimension %u", grad_tensor_get_n_dims (indexing->tensor));
      return -1;
    }
  if (PySlice_Check (part))
    return take_slice (indexing, part);
  if (worker_tensor_check (part))
    return take_tensor (indexing, part);
  if (PyLong_Check (part) && !PyBool_Check (part))
    return select_one (indexing, PyNumber_AsSsize_t (part, PyExc_IndexError));
  if (PyList_Check (part) || PyTuple_Check (part) || PyObject_HasAttrString (part, "tolist"))
    return take_sequence (indexing, part);
  PyErr_Format (PyExc_IndexError,
                "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got %s)",
                Py_TYPE (part)->tp_name);
  return -1;
}

/* How many dimensions of the tensor the parts of an index speak of. */
static guint
count_dimensions (PyObject *parts)
{
  guint n = 0;

  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (parts); i++)
    {
      PyObject *part = PyTuple_GET_ITEM (parts, i);

      if (part == Py_None || part == Py_Ellipsis)
        continue;
      n += worker_tensor_check (part) && grad_tensor_get_dtype (worker_tensor_get (part)) == GRAD_BOOL
               ? grad_tensor_get_n_dims (worker_tensor_get (part))
               : 1;
    }
  return n;
}

static int
take_parts (Indexing *indexing,
            PyObject *parts)
{
  const guint n_dims = grad_tensor_get_n_dims (indexing->tensor), n_given = count_dimensions (parts);

  if (n_given > n_dims)
    {
      PyErr_Format (PyExc_IndexError, "too many indices for tensor of dimension %u", n_dims);
      return -1;
    }
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (parts); i++)
    {
      PyObject *part = PyTuple_GET_ITEM (parts, i);

      if (part == Py_Ellipsis)
        {
          indexing->dim += n_dims - n_given;
          indexing->own += n_dims - n_given;
        }
      else if (take_part (indexing, part) != 0)
        return -1;
    }
  return 0;
}

/* Fills indexing with the view of self that index means. Clear it afterwards, whatever happens. */
static int
begin (Indexing *indexing,
       PyObject *self,
       PyObject *index)
{
  PyObject *parts = PyTuple_Check (index) ? Py_NewRef (index) : PyTuple_Pack (1, index);
  int       result = -1;

  *indexing = (Indexing){ .tensor = grad_tensor_ref (worker_tensor_get (self)) };
  if (parts != NULL && grad_tensor_get_n_dims (indexing->tensor) == 0 && count_dimensions (parts) > 0 && (PyLong_Check (index) || PySlice_Check (index)))
    PyErr_SetString (PyExc_IndexError, PySlice_Check (index) ? "slice() cannot be applied to a 0-dim tensor."
                                                             : "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or "
                                                               "`tensor.item<T>()` in C++ to convert a 0-dim tensor to a number");
  else if (parts != NULL)
    result = take_parts (indexing, parts);
  Py_XDECREF (parts);
  return result;
}

PyObject *
worker_tensor_get_item (PyObject *self,
                        PyObject *index)
{
  Indexing  indexing;
  int       result = begin (&indexing, self, index);
  PyObject *item = NULL;

  if (result == 0 && indexing.n_indices > 0)
    result = apply (&indexing, "index", (GradValue[]){ GRAD_VALUE_OF_TENSORS (indexing.indices, indexing.n_indices) }, 1);
  else if (result == 0 && indexing.tensor == worker_tensor_get (self))
    result = apply (&indexing, "alias", NULL, 0);
  if (result == 0)
    item = worker_tensor_wrap (g_steal_pointer (&indexing.tensor), NULL);
  clear_indexing (&indexing);
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
                        PyObject *index,
                        PyObject *value)
{
  Indexing  indexing;
  int       result = begin (&indexing, self, index);
  PyObject *tensor = NULL, *view = NULL, *done = NULL;

  if (value == NULL)
    PyErr_SetString (PyExc_TypeError, "Tensor does not support deleting items");
  else if (result == 0)
    tensor = make_value (self, value);
  if (tensor != NULL)
    view = worker_tensor_wrap (g_steal_pointer (&indexing.tensor), NULL);
  if (view != NULL && indexing.n_indices == 0)
    done = PyObject_CallMethod (view, "copy_", "O", tensor);
  else if (view != NULL)
    {
      PyObject *list = PyTuple_New (indexing.n_indices);

      for (guint i = 0; list != NULL && i < indexing.n_indices; i++)
        PyTuple_SET_ITEM (list, i, indexing.indices[i] != NULL ? worker_tensor_wrap (grad_tensor_ref (indexing.indices[i]), NULL) : Py_NewRef (Py_None));
      done = list != NULL ? PyObject_CallMethod (view, "index_put_", "OO", list, tensor) : NULL;
      Py_XDECREF (list);
    }
  Py_XDECREF (tensor);
  Py_XDECREF (view);
  Py_XDECREF (done);
  clear_indexing (&indexing);
  return done != NULL ? 0 : -1;
}
