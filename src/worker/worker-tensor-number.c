/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Tensors in expressions: +, −, @, <, in place and not, and what they are to bool (), float () and int (). A Python
 * number becomes a tensor that the engine knows to be a number, and the engine does as PyTorch does with it. */

#include "worker/worker-tensor.h"

#include "grad/grad-autograd.h"

GradTensor *
worker_tensor_from_operand (PyObject *object)
{
  long long integer;

  if (worker_tensor_check (object))
    return grad_tensor_ref (worker_tensor_get (object));
  if (PyFloat_Check (object))
    return grad_tensor_new_number (PyFloat_AS_DOUBLE (object));
  if (PyBool_Check (object))
    return grad_tensor_new_boolean (object == Py_True);
  if (!PyLong_Check (object))
    return NULL;
  integer = PyLong_AsLongLong (object);
  if (integer == -1 && PyErr_Occurred ())
    return NULL;
  return grad_tensor_new_integer (integer);
}

/* ---- operators ---- */

static PyObject *
call_two (const GradOp *op,
          GradTensor   *x,
          GradTensor   *z)
{
  GradTensor *inputs[] = { x, z };
  GError     *error = NULL;
  GradTensor *y = grad_op_call (op, inputs, 2, &error);

  return worker_tensor_wrap (y, error);
}

/* NotImplemented where one side is neither tensor nor number, so that Python asks the other. */
static PyObject *
call_binary (const GradOp *op,
             PyObject     *left,
             PyObject     *right)
{
  GradTensor *x = op != NULL ? worker_tensor_from_operand (left) : NULL, *z;
  PyObject   *result = NULL;

  z = x != NULL ? worker_tensor_from_operand (right) : NULL;
  if (x != NULL && z != NULL)
    result = call_two (op, x, z);
  else if (!PyErr_Occurred ())
    result = Py_NewRef (Py_NotImplemented);
  g_clear_pointer (&x, grad_tensor_unref);
  g_clear_pointer (&z, grad_tensor_unref);
  return result;
}

/* A method of the tensor for an operator that has no row of its own: x // y is floor_divide. */
static PyObject *
call_method (PyObject   *self,
             const char *name,
             PyObject   *other)
{
  return other != NULL ? PyObject_CallMethod (self, name, "O", other) : PyObject_CallMethod (self, name, NULL);
}

#define DEFINE_BINARY(function, name)        \
  static PyObject *                          \
  function (PyObject *left, PyObject *right) \
  {                                          \
    static const GradOp *op;                 \
    if (op == NULL)                          \
      op = grad_op_lookup (name);            \
    return call_binary (op, left, right);    \
  }
DEFINE_BINARY (add, "add")
DEFINE_BINARY (subtract, "sub")
DEFINE_BINARY (multiply, "mul")
DEFINE_BINARY (divide, "div")
DEFINE_BINARY (divide_floor, "floor_divide")
DEFINE_BINARY (take_remainder, "remainder")

static PyObject *
multiply_matrices (PyObject *left,
                   PyObject *right)
{
  static const GradOp *op;

  if (!worker_tensor_check (left) || !worker_tensor_check (right))
    Py_RETURN_NOTIMPLEMENTED;
  if (op == NULL)
    op = grad_op_lookup ("matmul");
  return call_binary (op, left, right);
}

static PyObject *
raise_power (PyObject *left,
             PyObject *right,
             PyObject *modulus)
{
  static const GradOp *op;

  if (op == NULL)
    op = grad_op_lookup ("pow");
  return call_binary (op, left, right);
}

/* In place: the method of that name does it, and the object stays the same. */
#define DEFINE_INPLACE(function, name)       \
  static PyObject *                          \
  function (PyObject *self, PyObject *other) \
  {                                          \
    return call_method (self, name, other);  \
  }
DEFINE_INPLACE (add_inplace, "add_")
DEFINE_INPLACE (subtract_inplace, "sub_")
DEFINE_INPLACE (multiply_inplace, "mul_")
DEFINE_INPLACE (divide_inplace, "div_")
DEFINE_INPLACE (divide_floor_inplace, "floor_divide_")
DEFINE_INPLACE (take_remainder_inplace, "remainder_")

static PyObject *
raise_power_inplace (PyObject *self,
                     PyObject *other,
                     PyObject *modulus)
{
  return call_method (self, "pow_", other);
}

static PyObject *
negate (PyObject *self)
{
  return call_method (self, "neg", NULL);
}

static PyObject *
keep_sign (PyObject *self)
{
  return Py_NewRef (self);
}

static PyObject *
drop_sign (PyObject *self)
{
  return call_method (self, "abs", NULL);
}

static PyObject *
invert (PyObject *self)
{
  return call_method (self, "bitwise_not", NULL);
}

#define DEFINE_BITWISE(function, name)                                                                     \
  static PyObject *                                                                                        \
  function (PyObject *left, PyObject *right)                                                               \
  {                                                                                                        \
    return worker_tensor_check (left) ? call_method (left, name, right) : call_method (right, name, left); \
  }
DEFINE_BITWISE (both, "bitwise_and")
DEFINE_BITWISE (either, "bitwise_or")
DEFINE_BITWISE (one_of, "bitwise_xor")

/* ---- comparisons ---- */

static PyObject *
compare (PyObject *left,
         PyObject *right,
         int       relation)
{
  static const char *const names[] = {
    [Py_LT] = "lt",
    [Py_LE] = "le",
    [Py_EQ] = "eq",
    [Py_NE] = "ne",
    [Py_GT] = "gt",
    [Py_GE] = "ge",
  };
  static const GradOp *ops[G_N_ELEMENTS (names)];

  if (ops[relation] == NULL)
    ops[relation] = grad_op_lookup (names[relation]);
  return call_binary (ops[relation], left, right);
}

/* ---- as Python's own numbers ---- */

static int
is_true (PyObject *self)
{
  GradTensor  *tensor = worker_tensor_get (self);
  const gint64 n = grad_tensor_get_n_elements (tensor);
  double       value;

  if (n != 1)
    {
      PyErr_SetString (PyExc_RuntimeError, n == 0 ? "Boolean value of Tensor with no values is ambiguous"
                                                  : "Boolean value of Tensor with more than one value is ambiguous");
      return -1;
    }
  grad_tensor_item (tensor, &value, NULL);
  return value != 0;
}

/* The only element, for float () and int (). -1 with an exception. */
static int
get_only (PyObject *self,
          double   *value)
{
  if (grad_tensor_item (worker_tensor_get (self), value, NULL))
    return 0;
  PyErr_SetString (PyExc_ValueError, "only one element tensors can be converted to Python scalars");
  return -1;
}

static PyObject *
make_float (PyObject *self)
{
  double value;

  return get_only (self, &value) == 0 ? PyFloat_FromDouble (value) : NULL;
}

static PyObject *
make_int (PyObject *self)
{
  GradTensor *tensor = worker_tensor_get (self);
  double      value;

  if (get_only (self, &value) != 0)
    return NULL;
  if (grad_tensor_get_dtype (tensor) == GRAD_INT64)
    return PyLong_FromLongLong (*(const gint64 *) grad_tensor_get_data (tensor));
  return PyLong_FromDouble (value);
}

static PyObject *
make_index (PyObject *self)
{
  GradTensor *tensor = worker_tensor_get (self);

  if (!grad_dtype_is_floating_point (grad_tensor_get_dtype (tensor)) && grad_tensor_get_n_elements (tensor) == 1)
    return make_int (self);
  PyErr_SetString (PyExc_TypeError, "only integer tensors of a single element can be converted to an index");
  return NULL;
}

PyType_Slot worker_tensor_number_slots[] = {
  { Py_nb_add, add },
  { Py_nb_subtract, subtract },
  { Py_nb_multiply, multiply },
  { Py_nb_true_divide, divide },
  { Py_nb_floor_divide, divide_floor },
  { Py_nb_remainder, take_remainder },
  { Py_nb_power, raise_power },
  { Py_nb_matrix_multiply, multiply_matrices },
  { Py_nb_inplace_add, add_inplace },
  { Py_nb_inplace_subtract, subtract_inplace },
  { Py_nb_inplace_multiply, multiply_inplace },
  { Py_nb_inplace_true_divide, divide_inplace },
  { Py_nb_inplace_floor_divide, divide_floor_inplace },
  { Py_nb_inplace_remainder, take_remainder_inplace },
  { Py_nb_inplace_power, raise_power_inplace },
  { Py_nb_negative, negate },
  { Py_nb_positive, keep_sign },
  { Py_nb_absolute, drop_sign },
  { Py_nb_invert, invert },
  { Py_nb_and, both },
  { Py_nb_or, either },
  { Py_nb_xor, one_of },
  { Py_nb_bool, is_true },
  { Py_nb_float, make_float },
  { Py_nb_int, make_int },
  { Py_nb_index, make_index },
  { Py_tp_richcompare, compare },
  { 0, NULL },
};
