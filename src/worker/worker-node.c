/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* x.grad_fn and its next_functions. Programs ask for the name of a node's type, so there is a type for each name. */

#include "worker/worker-node.h"

#include <math.h>

typedef struct
{
  PyObject_HEAD GradNode *node;
} Node;

static PyTypeObject *node_type;
static PyObject     *types; /* dict: name → type */
static GHashTable   *nodes; /* GradNode → the object that stands for it, borrowed */

/* ---- objects ---- */

static PyObject *
get_type (const char *name)
{
  PyObject *type = PyDict_GetItemString (types, name);

  if (type != NULL)
    return Py_NewRef (type);
  type = PyObject_CallFunction ((PyObject *) &PyType_Type, "s(O){ss}", name, node_type, "__module__", "builtins");
  if (type != NULL && PyDict_SetItemString (types, name, type) != 0)
    Py_CLEAR (type);
  return type;
}

PyObject *
worker_node_wrap (GradNode *node)
{
  PyObject     *known, *object;
  PyTypeObject *type;

  if (node == NULL)
    Py_RETURN_NONE;
  known = g_hash_table_lookup (nodes, node);
  if (known != NULL)
    return Py_NewRef (known);
  type = (PyTypeObject *) get_type (grad_node_get_name (node));
  object = type != NULL ? type->tp_alloc (type, 0) : NULL;
  Py_XDECREF (type);
  if (object != NULL)
    {
      ((Node *) object)->node = grad_node_ref (node);
      g_hash_table_insert (nodes, node, object);
    }
  return object;
}

GradNode *
worker_node_get (PyObject *object)
{
  return PyObject_TypeCheck (object, node_type) ? ((Node *) object)->node : NULL;
}

static void
free_node (PyObject *object)
{
  PyTypeObject *type = Py_TYPE (object);
  Node         *self = (Node *) object;

  if (self->node != NULL)
    {
      g_hash_table_remove (nodes, self->node);
      g_clear_pointer (&self->node, grad_node_unref);
    }
  type->tp_free (object);
  Py_DECREF (type);
}

/* ---- attributes ---- */

/* ((node | None, which of its results), …) */
static PyObject *
get_next (PyObject *self,
          void     *nothing)
{
  GradNode   *node = ((Node *) self)->node;
  const guint n = grad_node_get_n_next (node);
  PyObject   *tuple = PyTuple_New (n);

  for (guint i = 0; tuple != NULL && i < n; i++)
    {
      PyObject *next = worker_node_wrap (grad_node_get_next (node, i));
      PyObject *pair = next != NULL ? Py_BuildValue ("(Ni)", next, 0) : NULL;

      if (pair == NULL)
        Py_CLEAR (tuple);
      else
        PyTuple_SET_ITEM (tuple, i, pair);
    }
  return tuple;
}

/* Of AccumulateGrad: the leaf. */
static PyObject *
get_variable (PyObject *self,
              void     *nothing)
{
  GradTensor *variable = grad_node_dup_variable (((Node *) self)->node);

  if (variable != NULL)
    return worker_tensor_wrap (variable, NULL);
  PyErr_Format (PyExc_AttributeError, "'%s' object has no attribute 'variable'", Py_TYPE (self)->tp_name);
  return NULL;
}

static PyObject *
get_name (PyObject *self,
          PyObject *nothing)
{
  return PyUnicode_FromString (grad_node_get_full_name (((Node *) self)->node));
}

static PyObject *
get_metadata (PyObject *self,
              void     *nothing)
{
  PyObject *own = PyObject_GenericGetDict (self, NULL), *metadata = own != NULL ? PyDict_GetItemString (own, "_metadata") : NULL;

  metadata = metadata != NULL ? Py_NewRef (metadata) : PyDict_New ();
  if (own != NULL && metadata != NULL && PyDict_SetItemString (own, "_metadata", metadata) != 0)
    Py_CLEAR (metadata);
  Py_XDECREF (own);
  return metadata;
}

/* _saved_self and its like, under the names that the arguments of the operation have. */
static PyObject *
get_saved (PyObject *self,
           void     *closure)
{
  GradNode   *node = ((Node *) self)->node;
  GError     *error = NULL;
  GradTensor *saved = grad_node_dup_saved (node, GPOINTER_TO_UINT (closure), &error);

  if (saved != NULL)
    return worker_tensor_wrap (saved, NULL);
  if (error != NULL)
    return worker_raise (error);
  PyErr_Format (PyExc_AttributeError, "'%s' object has saved no such value", Py_TYPE (self)->tp_name);
  return NULL;
}

/* The exponent of x ** 2 is a number. */
static PyObject *
get_exponent (PyObject *self,
              void     *nothing)
{
  const double *parameters = grad_node_get_numbers (((Node *) self)->node);

  if (parameters == NULL)
    return get_saved (self, GUINT_TO_POINTER (1));
  return parameters[0] == floor (parameters[0]) ? PyLong_FromDouble (parameters[0]) : PyFloat_FromDouble (parameters[0]);
}

static PyGetSetDef attributes[] = {
  { "_saved_self", get_saved, NULL, NULL, GUINT_TO_POINTER (0) },
  { "_saved_other", get_saved, NULL, NULL, GUINT_TO_POINTER (1) },
  { "_saved_mat2", get_saved, NULL, NULL, GUINT_TO_POINTER (1) },
  { "_saved_exponent", get_exponent, NULL, NULL, NULL },
  { "_saved_result", get_saved, NULL, NULL, GUINT_TO_POINTER (2) },
  { "next_functions", get_next, NULL, NULL, NULL },
  { "variable", get_variable, NULL, NULL, NULL },
  { "metadata", get_metadata, NULL, NULL, NULL },
  { NULL, NULL, NULL, NULL, NULL },
};

static PyMethodDef methods[] = {
  { "name", get_name, METH_NOARGS, NULL },
  { NULL, NULL, 0, NULL },
};

static PyType_Slot slots[] = {
  { Py_tp_dealloc, free_node },
  { Py_tp_getset, attributes },
  { Py_tp_methods, methods },
  { 0, NULL },
};

static PyType_Spec spec = {
  "torch.autograd.graph.Node",
  sizeof (Node),
  0,
  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  slots,
};

int
worker_node_init (PyObject *module)
{
  nodes = g_hash_table_new (NULL, NULL);
  types = PyDict_New ();
  node_type = (PyTypeObject *) PyType_FromSpec (&spec);
  if (types == NULL || node_type == NULL)
    return -1;
  return PyModule_AddObjectRef (module, "Node", (PyObject *) node_type);
}
