/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The type torch.Tensor, torch.Size and the dtypes. The type stays open until torch/__init__.py has attached the
 * operations; what is natural in Python is attached there too. */

#include "worker/worker-tensor.h"

#include <structmember.h>

#include "worker/worker-history.h"
#include "worker/worker-tensors.h"

PyTypeObject *worker_tensor_type;
GradDType     worker_default_dtype = GRAD_FLOAT32;

static PyTypeObject *size_type, *dtype_type;
static PyObject     *dtypes[GRAD_FLOAT64 + 1];
static PyObject     *tensor_maker; /* makes a tensor of the arguments of Tensor () */
static PyObject     *known_names;  /* set: what PyTorch's tensors have */

/* ---- errors ---- */

static PyObject *
find_exception (const GError *error)
{
  static const struct
  {
    GradError  code;
    PyObject **exception;
  } exceptions[] = {
    { GRAD_ERROR_RUNTIME, &PyExc_RuntimeError },
    { GRAD_ERROR_TYPE, &PyExc_TypeError },
    { GRAD_ERROR_VALUE, &PyExc_ValueError },
    { GRAD_ERROR_INDEX, &PyExc_IndexError },
    { GRAD_ERROR_NOT_IMPLEMENTED, &PyExc_NotImplementedError },
  };

  for (gsize i = 0; error->domain == GRAD_ERROR && i < G_N_ELEMENTS (exceptions); i++)
    if ((GradError) error->code == exceptions[i].code)
      return *exceptions[i].exception;
  return PyExc_ValueError;
}

/* What an engine function raised meanwhile stays; a hook of the program may have raised it. */
PyObject *
worker_raise (GError *error)
{
  if (!PyErr_Occurred ())
    PyErr_SetString (error != NULL ? find_exception (error) : PyExc_RuntimeError, error != NULL ? error->message : "no result");
  g_clear_error (&error);
  return NULL;
}

/* ---- objects ---- */

PyObject *
worker_tensor_wrap_as (PyTypeObject *type,
                       GradTensor   *tensor)
{
  WorkerTensor *self = (WorkerTensor *) type->tp_alloc (type, 0);

  if (self == NULL)
    grad_tensor_unref (tensor);
  else
    self->tensor = tensor;
  return (PyObject *) self;
}

PyObject *
worker_tensor_wrap (GradTensor *tensor,
                    GError     *error)
{
  if (tensor == NULL)
    return worker_raise (error);
  return worker_tensor_wrap_as (worker_tensor_type, tensor);
}

static void
free_tensor (PyObject *object)
{
  WorkerTensor *self = (WorkerTensor *) object;
  PyTypeObject *type = Py_TYPE (object);

  if (self->weak_references != NULL)
    PyObject_ClearWeakRefs (object);
  Py_XDECREF (self->grad);
  Py_XDECREF (self->attributes);
  g_clear_pointer (&self->tensor, grad_tensor_unref);
  type->tp_free (object);
  Py_DECREF (type);
}

/* Tensor (2, 3), Tensor ([2, 3]), the old way to make one, and what classes that derive from Tensor call. The data of
 * another tensor is shared; what else there is, a function of torch makes. */
static PyObject *
make_tensor (PyTypeObject *type,
             PyObject     *args,
             PyObject     *keywords)
{
  PyObject *data = PyTuple_GET_SIZE (args) == 1 ? PyTuple_GET_ITEM (args, 0) : NULL, *made;

  if (data != NULL && worker_tensor_check (data))
    made = Py_NewRef (data);
  else if (tensor_maker == NULL)
    return PyErr_Format (PyExc_TypeError, "Tensor() takes a tensor");
  else
    made = PyObject_CallFunctionObjArgs (tensor_maker, args, NULL);
  if (made != NULL && worker_tensor_check (made))
    Py_SETREF (made, worker_tensor_wrap_as (type, grad_tensor_ref (worker_tensor_get (made))));
  return made;
}

PyObject *
worker_tensor_set_maker (PyObject *self,
                         PyObject *maker)
{
  Py_XSETREF (tensor_maker, Py_NewRef (maker));
  Py_RETURN_NONE;
}

/* "Tensor.cuda exists in PyTorch, but not in the lab": better than that there is no such thing. */
static PyObject *
get_attribute (PyObject *self,
               PyObject *name)
{
  PyObject *value = PyObject_GenericGetAttr (self, name), *type, *exception, *traceback;

  if (value != NULL || known_names == NULL || !PyErr_ExceptionMatches (PyExc_AttributeError))
    return value;
  PyErr_Fetch (&type, &exception, &traceback);
  if (PySet_Contains (known_names, name) == 1)
    {
      PyErr_Format (PyExc_AttributeError, "Tensor.%U exists in PyTorch, but not in the lab", name);
      Py_XDECREF (type);
      Py_XDECREF (exception);
      Py_XDECREF (traceback);
    }
  else
    PyErr_Restore (type, exception, traceback);
  return NULL;
}

PyObject *
worker_tensor_set_known (PyObject *self,
                         PyObject *names)
{
  Py_XSETREF (known_names, Py_NewRef (names));
  Py_RETURN_NONE;
}

static Py_hash_t
hash_tensor (PyObject *self)
{
  return (Py_hash_t) ((uintptr_t) self >> 4);
}

static PyMemberDef members[] = {
  { "__dictoffset__", T_PYSSIZET, offsetof (WorkerTensor, attributes), READONLY, NULL },
  { "__weaklistoffset__", T_PYSSIZET, offsetof (WorkerTensor, weak_references), READONLY, NULL },
  { NULL, 0, 0, 0, NULL },
};

static PyType_Slot tensor_slots[] = {
  { Py_tp_dealloc, free_tensor },
  { Py_tp_new, make_tensor },
  { Py_tp_hash, hash_tensor },
  { Py_tp_getattro, get_attribute },
  { Py_tp_setattro, PyObject_GenericSetAttr },
  { Py_tp_members, members },
  { Py_mp_subscript, worker_tensor_get_item },
  { Py_mp_ass_subscript, worker_tensor_set_item },
  { 0, NULL },
};

/* ---- torch.Size ---- */

PyObject *
worker_size_new (const gint64 *shape,
                 guint         n_dims)
{
  PyObject *tuple = PyTuple_New (n_dims), *size;

  for (guint i = 0; tuple != NULL && i < n_dims; i++)
    PyTuple_SET_ITEM (tuple, i, PyLong_FromLongLong (shape[i]));
  size = tuple != NULL ? PyObject_CallOneArg ((PyObject *) size_type, tuple) : NULL;
  Py_XDECREF (tuple);
  return size;
}

static PyObject *
show_size (PyObject *self)
{
  PyObject *list = PySequence_List (self), *text = list != NULL ? PyUnicode_FromFormat ("torch.Size(%R)", list) : NULL;

  Py_XDECREF (list);
  return text;
}

static PyObject *
count_size (PyObject *self,
            PyObject *nothing)
{
  long long n = 1;

  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (self); i++)
    {
      const long long size = PyLong_AsLongLong (PyTuple_GET_ITEM (self, i));

      if ((size == -1 && PyErr_Occurred ()) || __builtin_mul_overflow (n, size, &n))
        return PyErr_Occurred () ? NULL : PyErr_Format (PyExc_OverflowError, "too many elements");
    }
  return PyLong_FromLongLong (n);
}

/* A part of a shape, and a shape with more behind it, are shapes. */
static PyObject *
make_size (PyObject *tuple)
{
  PyObject *size = tuple != NULL && PyTuple_Check (tuple) ? PyObject_CallOneArg ((PyObject *) size_type, tuple) : Py_XNewRef (tuple);

  Py_XDECREF (tuple);
  return size;
}

static PyObject *
get_part (PyObject *self,
          PyObject *index)
{
  return make_size (PyTuple_Type.tp_as_mapping->mp_subscript (self, index));
}

static PyObject *
concatenate (PyObject *self,
             PyObject *other)
{
  return make_size (PyTuple_Type.tp_as_sequence->sq_concat (self, other));
}

static PyMethodDef size_methods[] = {
  { "numel", count_size, METH_NOARGS, NULL },
  { NULL, NULL, 0, NULL },
};

static PyType_Slot size_slots[] = {
  { Py_tp_repr, show_size },
  { Py_mp_subscript, get_part },
  { Py_sq_concat, concatenate },
  { Py_tp_methods, size_methods },
  { 0, NULL },
};

static PyType_Spec size_spec = { "torch.Size", 0, 0, Py_TPFLAGS_DEFAULT, size_slots };

/* ---- dtypes ---- */

typedef struct
{
  PyObject_HEAD GradDType dtype;
} DType;

static PyObject *
show_dtype (PyObject *self)
{
  return PyUnicode_FromFormat ("torch.%s", grad_dtype_get_name (((DType *) self)->dtype));
}

static PyObject *
get_is_floating_point (PyObject *self,
                       void     *nothing)
{
  return PyBool_FromLong (grad_dtype_is_floating_point (((DType *) self)->dtype));
}

static PyObject *
get_item_size (PyObject *self,
               void     *nothing)
{
  return PyLong_FromSize_t (grad_dtype_get_size (((DType *) self)->dtype));
}

static PyGetSetDef dtype_attributes[] = {
  { "is_floating_point", get_is_floating_point, NULL, NULL, NULL },
  { "itemsize", get_item_size, NULL, NULL, NULL },
  { NULL, NULL, NULL, NULL, NULL },
};

static PyType_Slot dtype_slots[] = {
  { Py_tp_repr, show_dtype },
  { Py_tp_getset, dtype_attributes },
  { 0, NULL },
};

static PyType_Spec dtype_spec = { "torch.dtype", sizeof (DType), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, dtype_slots };

PyObject *
worker_dtype_get (GradDType dtype)
{
  return dtypes[dtype];
}

/* float, int and bool name dtypes too. */
int
worker_dtype_from_object (PyObject  *object,
                          GradDType *dtype)
{
  if (PyObject_TypeCheck (object, dtype_type))
    *dtype = ((DType *) object)->dtype;
  else if (object == (PyObject *) &PyFloat_Type)
    *dtype = GRAD_FLOAT64;
  else if (object == (PyObject *) &PyLong_Type)
    *dtype = GRAD_INT64;
  else if (object == (PyObject *) &PyBool_Type)
    *dtype = GRAD_BOOL;
  else
    {
      PyErr_Format (PyExc_TypeError, "expected a torch.dtype, but got %s", Py_TYPE (object)->tp_name);
      return -1;
    }
  return 0;
}

static int
add_dtypes (PyObject *module)
{
  static const struct
  {
    const char *name;
    GradDType   dtype;
  } names[] = {
    { "bool", GRAD_BOOL },
    { "int64", GRAD_INT64 },
    { "long", GRAD_INT64 },
    { "float32", GRAD_FLOAT32 },
    { "float", GRAD_FLOAT32 },
    { "float64", GRAD_FLOAT64 },
    { "double", GRAD_FLOAT64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      PyObject **dtype = &dtypes[names[i].dtype];

      if (*dtype == NULL)
        *dtype = dtype_type->tp_alloc (dtype_type, 0);
      if (*dtype == NULL)
        return -1;
      ((DType *) *dtype)->dtype = names[i].dtype;
      if (PyModule_AddObjectRef (module, names[i].name, *dtype) != 0)
        return -1;
    }
  return 0;
}

/* ---- the module's part ---- */

/* Attributes and methods that stand in several files, as one list that stays. */
static gpointer
join (gconstpointer first,
      gconstpointer second,
      gsize         size)
{
  GArray *joined = g_array_new (TRUE, FALSE, (guint) size);

  for (const char *at = first; *(char *const *) (gconstpointer) at != NULL; at += size)
    g_array_append_vals (joined, at, 1);
  for (const char *at = second; *(char *const *) (gconstpointer) at != NULL; at += size)
    g_array_append_vals (joined, at, 1);
  return g_array_free (joined, FALSE);
}

/* One list of slots, since a spec takes one. */
static PyTypeObject *
make_tensor_type (void)
{
  g_autoptr (GArray) slots = g_array_new (TRUE, FALSE, sizeof (PyType_Slot));
  const PyType_Slot joined[] = {
    { Py_tp_getset, join (worker_tensor_attributes, worker_history_attributes, sizeof (PyGetSetDef)) },
    { Py_tp_methods, join (worker_tensor_methods, worker_history_methods, sizeof (PyMethodDef)) },
  };
  PyType_Spec spec = { "torch.Tensor", sizeof (WorkerTensor), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, NULL };

  g_array_append_vals (slots, joined, G_N_ELEMENTS (joined));
  for (PyType_Slot *slot = tensor_slots; slot->slot != 0; slot++)
    g_array_append_val (slots, *slot);
  for (PyType_Slot *slot = worker_tensor_number_slots; slot->slot != 0; slot++)
    g_array_append_val (slots, *slot);
  spec.slots = (PyType_Slot *) (gpointer) slots->data;
  return (PyTypeObject *) PyType_FromSpec (&spec);
}

/* Error messages call the type by its name without the module, as they do for a class of Python. */
static int
shorten_name (PyTypeObject *type,
              const char   *name)
{
  PyObject *text = PyUnicode_FromString (name);
  int       result = text != NULL ? PyObject_SetAttrString ((PyObject *) type, "__name__", text) : -1;

  Py_XDECREF (text);
  return result;
}

int
worker_tensor_init (PyObject *module)
{
  PyObject *bases = PyTuple_Pack (1, &PyTuple_Type);

  worker_tensor_type = make_tensor_type ();
  size_type = bases != NULL ? (PyTypeObject *) PyType_FromSpecWithBases (&size_spec, bases) : NULL;
  dtype_type = (PyTypeObject *) PyType_FromSpec (&dtype_spec);
  Py_XDECREF (bases);
  if (worker_tensor_type == NULL || size_type == NULL || dtype_type == NULL || shorten_name (worker_tensor_type, "Tensor") != 0)
    return -1;
  if (PyModule_AddObjectRef (module, "Tensor", (PyObject *) worker_tensor_type) != 0 || PyModule_AddObjectRef (module, "Size", (PyObject *) size_type) != 0 || PyModule_AddObjectRef (module, "dtype", (PyObject *) dtype_type) != 0)
    return -1;
  return add_dtypes (module);
}
