/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Python arguments to values of the engine, by schema. For each overload in turn the arguments are tried; the first
 * that fits is called. If none fits, the error is about the first. */

#include "worker/worker-call.h"

#include <structmember.h>

#include "grad/grad-autograd.h"
#include "grad/grad-schema.h"

enum
{
  MAX_ARGUMENTS = 12,
  MAX_LIST = 64,
};

typedef struct
{
  PyObject_HEAD vectorcallfunc call;
  const GradOp                *op;          /* the first overload */
  PyObject                    *result_type; /* for several results with names; NULL: a tuple */
} Operation;

static PyTypeObject *operation_type;

/* Values being put together, and what they borrow from. */
typedef struct
{
  GradValue   values[MAX_ARGUMENTS];
  GradTensor *owned[MAX_ARGUMENTS]; /* numbers in the place of tensors */
  gint64      integers[MAX_ARGUMENTS][MAX_LIST];
  GPtrArray  *tensors[MAX_ARGUMENTS];
  guint       n_owned, n_lists;
} Values;

static void
clear_values (Values *values)
{
  for (guint i = 0; i < values->n_owned; i++)
    grad_tensor_unref (values->owned[i]);
  for (guint i = 0; i < values->n_lists; i++)
    g_ptr_array_unref (values->tensors[i]);
}

/* ---- one argument ---- */

static bool
is_integer (PyObject *object)
{
  return (PyLong_Check (object) && !PyBool_Check (object)) || (worker_tensor_check (object) && PyIndex_Check (object) && !grad_dtype_is_floating_point (grad_tensor_get_dtype (worker_tensor_get (object))) && grad_tensor_get_n_dims (worker_tensor_get (object)) == 0);
}

/* A number where a tensor is asked for: as PyTorch, only for the second operand of arithmetic and comparison. */
static bool
takes_numbers (const GradOp *op,
               guint         position)
{
  static const char *const names[] = {
    "add", "sub", "mul", "div", "pow", "eq", "ne", "lt", "le", "gt", "ge", "floor_divide", "remainder", "fmod", "where",
    "add_", "sub_", "mul_", "div_", "pow_", "floor_divide_", "remainder_", "fill_", "index_put_",
    "bitwise_and", "bitwise_or", "bitwise_xor", "eq_", "ne_", "lt_", "le_", "gt_", "ge_", "bitwise_and_", "bitwise_or_", "bitwise_xor_", NULL
  };

  return position > 0 && g_strv_contains (names, grad_op_get_name (op));
}

static bool
take_tensor (Values       *values,
             const GradOp *op,
             guint         position,
             PyObject     *object,
             GradValue    *value)
{
  GradTensor *tensor;

  if (worker_tensor_check (object))
    {
      *value = GRAD_VALUE_OF_TENSOR (worker_tensor_get (object));
      return true;
    }
  if (!takes_numbers (op, position))
    return false;
  tensor = worker_tensor_from_operand (object);
  if (tensor == NULL)
    return false;
  values->owned[values->n_owned++] = tensor;
  *value = GRAD_VALUE_OF_TENSOR (tensor);
  return true;
}

/* A number that is differentiated is none: taken as a Scalar, it would silently have no gradient. */
static bool
is_number_tensor (PyObject *object)
{
  const GradTensor *tensor = worker_tensor_check (object) ? worker_tensor_get (object) : NULL;

  return tensor != NULL && grad_tensor_get_n_dims (tensor) == 0 &&
         !(grad_tensor_get_requires_grad (tensor) && grad_mode_get_enabled ());
}

static bool
take_scalar (PyObject  *object,
             GradValue *value)
{
  double    number;
  long long integer;

  if (PyBool_Check (object))
    *value = GRAD_VALUE_OF_BOOL (object == Py_True);
  else if (PyLong_Check (object))
    {
      integer = PyLong_AsLongLong (object);
      *value = GRAD_VALUE_OF_INT (integer);
    }
  else if (PyFloat_Check (object))
    *value = GRAD_VALUE_OF_FLOAT (PyFloat_AS_DOUBLE (object));
  else if (is_number_tensor (object))
    {
      grad_tensor_item (worker_tensor_get (object), &number, NULL);
      *value = is_integer (object) ? GRAD_VALUE_OF_INT ((gint64) number) : GRAD_VALUE_OF_FLOAT (number);
    }
  else
    return false;
  return !PyErr_Occurred ();
}

static bool
take_integers (Values    *values,
               guint      position,
               PyObject  *object,
               GradValue *value)
{
  gint64    *integers = values->integers[position];
  PyObject  *fast;
  Py_ssize_t n;

  if (is_integer (object))
    {
      integers[0] = PyLong_AsLongLong (PyLong_Check (object) ? object : Py_None);
      if (PyErr_Occurred ())
        {
          PyErr_Clear ();
          integers[0] = PyNumber_AsSsize_t (object, NULL);
        }
      *value = GRAD_VALUE_OF_INTS (integers, 1);
      return true;
    }
  if (!PyTuple_Check (object) && !PyList_Check (object))
    return false;
  fast = PySequence_Fast (object, "");
  n = PySequence_Fast_GET_SIZE (fast);
  for (Py_ssize_t i = 0; i < n && n <= MAX_LIST; i++)
    if (is_integer (PySequence_Fast_GET_ITEM (fast, i)))
      integers[i] = PyNumber_AsSsize_t (PySequence_Fast_GET_ITEM (fast, i), NULL);
    else
      n = MAX_LIST + 1;
  Py_DECREF (fast);
  *value = GRAD_VALUE_OF_INTS (integers, (guint) n);
  return n <= MAX_LIST;
}

static bool
take_tensors (Values    *values,
              PyObject  *object,
              bool       none,
              GradValue *value)
{
  GPtrArray *tensors;
  PyObject  *fast;
  bool       fits = true;

  if (!PyTuple_Check (object) && !PyList_Check (object))
    return false;
  tensors = g_ptr_array_new ();
  values->tensors[values->n_lists++] = tensors;
  fast = PySequence_Fast (object, "");
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE (fast); i++)
    {
      PyObject *item = PySequence_Fast_GET_ITEM (fast, i);

      fits = fits && (worker_tensor_check (item) || (none && item == Py_None));
      g_ptr_array_add (tensors, worker_tensor_check (item) ? worker_tensor_get (item) : NULL);
    }
  Py_DECREF (fast);
  *value = GRAD_VALUE_OF_TENSORS ((GradTensor *const *) tensors->pdata, tensors->len);
  return fits;
}

static bool
take_argument (Values             *values,
               const GradOp       *op,
               const GradArgument *argument,
               guint               position,
               PyObject           *object)
{
  GradValue *value = &values->values[position];

  if (object == Py_None && argument->accepts_none)
    {
      *value = (GradValue){ .type = GRAD_VALUE_NONE };
      return true;
    }
  if (argument->is_list)
    return argument->type == GRAD_TYPE_IS_TENSOR ? take_tensors (values, object, argument->accepts_none, value)
                                                 : take_integers (values, position, object, value);
  switch (argument->type)
    {
    case GRAD_TYPE_IS_TENSOR:
      return take_tensor (values, op, position, object, value);
    case GRAD_TYPE_IS_SCALAR:
    case GRAD_TYPE_IS_FLOAT:
      return take_scalar (object, value);
    case GRAD_TYPE_IS_INT:
      if (!is_integer (object))
        return false;
      *value = GRAD_VALUE_OF_INT (PyNumber_AsSsize_t (object, NULL));
      return true;
    case GRAD_TYPE_IS_BOOL:
      *value = GRAD_VALUE_OF_BOOL (object == Py_True);
      return PyBool_Check (object);
    case GRAD_TYPE_IS_STRING:
      *value = GRAD_VALUE_OF_STRING (PyUnicode_Check (object) ? PyUnicode_AsUTF8 (object) : NULL);
      return value->string != NULL;
    case GRAD_TYPE_IS_DTYPE:
      value->type = GRAD_VALUE_DTYPE;
      if (worker_dtype_from_object (object, &value->dtype) == 0)
        return true;
      PyErr_Clear ();
      return false;
    default:
      return false;
    }
}

/* ---- all arguments ---- */

/* What was passed: positional and by name. */
typedef struct
{
  PyObject *const *objects;
  Py_ssize_t       n_positional;
  PyObject        *names; /* tuple, or NULL */
} Passed;

/* What a person did wrong, for the error when no overload fits. */
typedef struct
{
  const char *argument;
  guint       position;
  PyObject   *object; /* borrowed */
} Misfit;

/* PyTorch calls the first tensor of a function “input”, and knows NumPy's names of dim and keepdim. */
static bool
has_name (const GradArgument *argument,
          PyObject           *name)
{
  if (PyUnicode_CompareWithASCIIString (name, argument->name) == 0)
    return true;
  if (g_str_equal (argument->name, "self"))
    return PyUnicode_CompareWithASCIIString (name, "input") == 0;
  if (g_str_equal (argument->name, "dim"))
    return PyUnicode_CompareWithASCIIString (name, "axis") == 0;
  return g_str_equal (argument->name, "keepdim") && PyUnicode_CompareWithASCIIString (name, "keepdims") == 0;
}

static PyObject *
find_named (const Passed       *passed,
            const GradArgument *argument)
{
  for (Py_ssize_t i = 0; passed->names != NULL && i < PyTuple_GET_SIZE (passed->names); i++)
    if (has_name (argument, PyTuple_GET_ITEM (passed->names, i)))
      return passed->objects[passed->n_positional + i];
  return NULL;
}

/* x.view (2, 3): integers that stand one by one where the schema has its first list. */
static PyObject *
gather_integers (const Passed *passed,
                 guint         position)
{
  PyObject *tuple;

  if (passed->n_positional <= (Py_ssize_t) position + 1)
    return NULL;
  for (Py_ssize_t i = position; i < passed->n_positional; i++)
    if (!is_integer (passed->objects[i]))
      return NULL;
  tuple = PyTuple_New (passed->n_positional - position);
  for (Py_ssize_t i = position; tuple != NULL && i < passed->n_positional; i++)
    PyTuple_SET_ITEM (tuple, i - position, Py_NewRef (passed->objects[i]));
  return tuple;
}

static bool
fit (Values       *values,
     const GradOp *op,
     const Passed *passed,
     guint        *n_values,
     Misfit       *misfit)
{
  const GradArgument *arguments = grad_op_get_arguments (op, n_values);
  Py_ssize_t          n_used = 0, n_named = passed->names != NULL ? PyTuple_GET_SIZE (passed->names) : 0;

  for (guint i = 0; i < *n_values; i++)
    {
      const bool positional = (Py_ssize_t) i < passed->n_positional && !arguments[i].keyword_only && n_used == (Py_ssize_t) i;
      PyObject  *object = positional ? passed->objects[i] : find_named (passed, &arguments[i]);
      PyObject  *gathered = positional && arguments[i].is_list && arguments[i].type == GRAD_TYPE_IS_INT ? gather_integers (passed, i) : NULL;
      bool       fits = object != NULL || !arguments[i].required;

      *misfit = (Misfit){ arguments[i].name, i + 1, object };
      values->values[i] = (GradValue){ .type = GRAD_VALUE_DEFAULT };
      if (object != NULL)
        fits = take_argument (values, op, &arguments[i], i, gathered != NULL ? gathered : object);
      if (positional)
        n_used += gathered != NULL ? passed->n_positional - i : 1;
      else
        n_named -= object != NULL;
      Py_XDECREF (gathered);
      if (!fits)
        return false;
    }
  *misfit = (Misfit){ 0 };
  return n_used == passed->n_positional && n_named == 0;
}

static const char *
describe_type (const GradArgument *argument)
{
  static const char *const names[] = { "Tensor", "Number", "int", "float", "bool", "str", "torch.dtype" };
  static const char *const lists[] = { "tuple of Tensors", "tuple of Numbers", "tuple of ints", "tuple of floats",
                                       "tuple of bools", "tuple of strs", "tuple of dtypes" };

  return argument->is_list ? lists[argument->type] : names[argument->type];
}

/* In PyTorch's words where it has them. */
static PyObject *
refuse (const GradOp *op,
        const Passed *passed,
        const Misfit *misfit)
{
  const char         *name = grad_op_get_name (op);
  guint               n_arguments;
  const GradArgument *arguments = grad_op_get_arguments (op, &n_arguments);
  const char         *argument = misfit->argument != NULL && g_str_equal (misfit->argument, "self") ? "input" : misfit->argument;

  if (PyErr_Occurred ())
    return NULL;
  if (misfit->object != NULL)
    PyErr_Format (PyExc_TypeError, "%s(): argument '%s' (position %u) must be %s, not %s", name, argument, misfit->position,
                  describe_type (&arguments[misfit->position - 1]), Py_TYPE (misfit->object)->tp_name);
  else if (misfit->argument != NULL)
    PyErr_Format (PyExc_TypeError, "%s() missing 1 required positional arguments: \"%s\"", name, argument);
  else if (passed->n_positional > (Py_ssize_t) n_arguments)
    PyErr_Format (PyExc_TypeError, "%s() takes %u positional arguments but %zd were given", name, n_arguments, passed->n_positional);
  else if (passed->names != NULL && PyTuple_GET_SIZE (passed->names) > 0)
    PyErr_Format (PyExc_TypeError, "%s() got an unexpected keyword argument '%U'", name, PyTuple_GET_ITEM (passed->names, 0));
  else
    PyErr_Format (PyExc_TypeError, "%s() received an invalid combination of arguments; PyTorch's signature is %s", name, grad_op_get_schema (op));
  return NULL;
}

/* ---- results ---- */

static PyObject *
wrap_all (const Operation *operation,
          GradTensor      *first,
          GPtrArray       *more)
{
  PyObject *tuple = PyTuple_New (1 + more->len), *named;

  if (tuple == NULL)
    return NULL;
  PyTuple_SET_ITEM (tuple, 0, worker_tensor_wrap (first, NULL));
  for (guint i = 0; i < more->len; i++)
    PyTuple_SET_ITEM (tuple, i + 1, worker_tensor_wrap (g_steal_pointer (&more->pdata[i]), NULL));
  if (PyErr_Occurred () || operation->result_type == NULL)
    return tuple;
  named = PyObject_CallOneArg (operation->result_type, tuple);
  Py_DECREF (tuple);
  return named;
}

/* An operation in place returns its first argument, the very same object. */
static PyObject *
wrap_result (const Operation *operation,
             const Passed    *passed,
             GradTensor      *result,
             GPtrArray       *more)
{
  if (more->len > 0 || operation->result_type == (PyObject *) &PyTuple_Type)
    return wrap_all (operation, result, more);
  if (passed->n_positional > 0 && worker_tensor_check (passed->objects[0]) && worker_tensor_get (passed->objects[0]) == result)
    {
      grad_tensor_unref (result);
      return Py_NewRef (passed->objects[0]);
    }
  return worker_tensor_wrap (result, NULL);
}

static PyObject *
call_op (const Operation *operation,
         const GradOp    *op,
         Values          *values,
         guint            n_values,
         const Passed    *passed)
{
  g_autoptr (GPtrArray) more = g_ptr_array_new ();
  GError     *error = NULL;
  GradTensor *result = grad_op_call_full (op, values->values, n_values, more, &error);

  if (result == NULL && error == NULL)
    return PyTuple_New (0);
  if (result == NULL || PyErr_Occurred ())
    {
      g_clear_pointer (&result, grad_tensor_unref);
      g_ptr_array_set_free_func (more, (GDestroyNotify) grad_tensor_unref);
      return worker_raise (error);
    }
  return wrap_result (operation, passed, result, more);
}

static PyObject *
call_operation (PyObject        *self,
                PyObject *const *objects,
                size_t           n_flagged,
                PyObject        *names)
{
  const Operation *operation = (Operation *) self;
  const Passed     passed = { objects, PyVectorcall_NARGS (n_flagged), names };
  Misfit           first = { 0 };
  bool             tried = false;

  for (const GradOp *op = operation->op; op != NULL; op = grad_op_next_overload (op))
    {
      Values    values;
      Misfit    misfit = { 0 };
      guint     n_values;
      PyObject *result = NULL;
      bool      fits;

      values.n_owned = values.n_lists = 0;
      fits = fit (&values, op, &passed, &n_values, &misfit);
      if (fits)
        result = call_op (operation, op, &values, n_values, &passed);
      clear_values (&values);
      if (fits || PyErr_Occurred ())
        return result;
      if (!tried)
        first = misfit;
      tried = true;
    }
  return refuse (operation->op, &passed, &first);
}

/* ---- the type ---- */

static PyObject *
bind_operation (PyObject *self,
                PyObject *object,
                PyObject *class)
{
  return object == NULL || object == Py_None ? Py_NewRef (self) : PyMethod_New (self, object);
}

static PyObject *
show_operation (PyObject *self)
{
  return PyUnicode_FromFormat ("<built-in method %s>", grad_op_get_name (((Operation *) self)->op));
}

static PyObject *
get_name (PyObject *self,
          void     *nothing)
{
  return PyUnicode_FromString (grad_op_get_name (((Operation *) self)->op));
}

/* All overloads, each with the formula that runs in backward. */
static PyObject *
get_documentation (PyObject *self,
                   void     *nothing)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const GradOp *op = ((Operation *) self)->op; op != NULL; op = grad_op_next_overload (op))
    {
      g_string_append_printf (text, "%s\n", grad_op_get_schema (op));
      if (grad_op_get_formula (op) != NULL)
        g_string_append_printf (text, "    gradient: %s\n", grad_op_get_formula (op));
    }
  return PyUnicode_FromString (text->str);
}

static void
free_operation (PyObject *self)
{
  PyTypeObject *type = Py_TYPE (self);

  Py_XDECREF (((Operation *) self)->result_type);
  type->tp_free (self);
  Py_DECREF (type);
}

static PyMemberDef members[] = {
  { "__vectorcalloffset__", T_PYSSIZET, offsetof (Operation, call), READONLY, NULL },
  { "result_type", T_OBJECT, offsetof (Operation, result_type), 0, NULL },
  { NULL, 0, 0, 0, NULL },
};

static PyGetSetDef attributes[] = {
  { "__name__", get_name, NULL, NULL, NULL },
  { "__doc__", get_documentation, NULL, NULL, NULL },
  { NULL, NULL, NULL, NULL, NULL },
};

static PyType_Slot slots[] = {
  { Py_tp_call, PyVectorcall_Call },
  { Py_tp_descr_get, bind_operation },
  { Py_tp_repr, show_operation },
  { Py_tp_dealloc, free_operation },
  { Py_tp_members, members },
  { Py_tp_getset, attributes },
  { 0, NULL },
};

static PyType_Spec spec = {
  "builtin_function_or_method",
  sizeof (Operation),
  0,
  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_METHOD_DESCRIPTOR | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  slots,
};

static int
add_operation (PyObject     *ops,
               const GradOp *op)
{
  Operation *operation;
  int        result;

  if (PyDict_GetItemString (ops, grad_op_get_name (op)) != NULL)
    return 0;
  operation = (Operation *) operation_type->tp_alloc (operation_type, 0);
  if (operation == NULL)
    return -1;
  operation->call = call_operation;
  operation->op = op;
  result = PyDict_SetItemString (ops, grad_op_get_name (op), (PyObject *) operation);
  Py_DECREF (operation);
  return result;
}

int
worker_call_init (PyObject *module)
{
  PyObject            *ops = PyDict_New ();
  guint                n_ops;
  const GradOp *const *list = grad_op_list (&n_ops);

  operation_type = (PyTypeObject *) PyType_FromSpec (&spec);
  if (ops == NULL || operation_type == NULL || PyModule_AddObjectRef (module, "ops", ops) != 0)
    return -1;
  for (guint i = 0; i < n_ops; i++)
    if (!grad_op_is_internal (list[i]) && add_operation (ops, list[i]) != 0)
      return -1;
  Py_DECREF (ops);
  return 0;
}
