/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* .grad, .data, .grad_fn and the hooks. The rules are the engine's; here are the Python errors about wrong types. */

#include "worker/worker-history.h"

#include "grad/grad-hook.h"
#include "worker/worker-node.h"
#include "worker/worker-tensors.h"

static const char *const no_leaf =
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during "
    "autograd.backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retain_grad() on the "
    "non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See "
    "github.com/pytorch/pytorch/pull/30531 for more informations.";

/* ---- .grad ---- */

static PyObject *
get_grad (PyObject *object,
          void     *nothing)
{
  WorkerTensor *self = (WorkerTensor *) object;
  GradTensor   *grad = grad_tensor_get_grad (self->tensor);

  if (grad == NULL && !grad_tensor_is_leaf (self->tensor) && !grad_tensor_get_retains_grad (self->tensor) && PyErr_WarnEx (PyExc_UserWarning, no_leaf, 1) != 0)
    return NULL;
  if (grad == NULL)
    Py_RETURN_NONE;
  if (self->grad == NULL || worker_tensor_get (self->grad) != grad)
    Py_XSETREF (self->grad, worker_tensor_wrap (grad_tensor_ref (grad), NULL));
  return Py_XNewRef (self->grad);
}

static int
set_grad (PyObject *object,
          PyObject *value,
          void     *nothing)
{
  WorkerTensor *self = (WorkerTensor *) object;
  const bool    none = value == NULL || value == Py_None;
  GError       *error = NULL;

  if (!none && !worker_tensor_check (value))
    {
      PyErr_Format (PyExc_TypeError, "assigned grad expected to be a Tensor or None but got grad of type %s", Py_TYPE (value)->tp_name);
      return -1;
    }
  if (!grad_tensor_set_grad (self->tensor, none ? NULL : worker_tensor_get (value), &error))
    {
      worker_raise (error);
      return -1;
    }
  Py_XSETREF (self->grad, none ? NULL : Py_NewRef (value));
  worker_tensors_note (self->tensor);
  return 0;
}

/* ---- .data, .grad_fn and what else tells of history ---- */

static PyObject *
get_data (PyObject *self,
          void     *nothing)
{
  return worker_tensor_wrap (grad_tensor_dup_data (worker_tensor_get (self)), NULL);
}

static int
set_data (PyObject *self,
          PyObject *value,
          void     *nothing)
{
  GError *error = NULL;

  if (value == NULL || !worker_tensor_check (value))
    {
      PyErr_Format (PyExc_TypeError, "Variable data has to be a tensor, but got %s", value != NULL ? Py_TYPE (value)->tp_name : "nothing");
      return -1;
    }
  if (grad_tensor_set_data (worker_tensor_get (self), worker_tensor_get (value), &error))
    {
      worker_tensors_note (worker_tensor_get (self));
      return 0;
    }
  worker_raise (error);
  return -1;
}

static PyObject *
get_grad_fn (PyObject *self,
             void     *nothing)
{
  GError *error = NULL;

  if (!grad_tensor_check_history (worker_tensor_get (self), &error))
    return worker_raise (error);
  return worker_node_wrap (grad_tensor_get_grad_fn (worker_tensor_get (self)));
}

static PyObject *
get_output_nr (PyObject *self,
               void     *nothing)
{
  return PyLong_FromUnsignedLong (grad_tensor_get_output_nr (worker_tensor_get (self)));
}

static PyObject *
get_base (PyObject *self,
          void     *nothing)
{
  GradTensor *base = grad_tensor_get_base (worker_tensor_get (self));

  return base != NULL ? worker_tensor_wrap (grad_tensor_ref (base), NULL) : Py_NewRef (Py_None);
}

static PyObject *
is_view (PyObject *self,
         PyObject *nothing)
{
  return PyBool_FromLong (grad_tensor_get_base (worker_tensor_get (self)) != NULL);
}

static PyObject *
get_retains_grad (PyObject *self,
                  void     *nothing)
{
  return PyBool_FromLong (grad_tensor_get_retains_grad (worker_tensor_get (self)));
}

static PyObject *
retain_grad (PyObject *self,
             PyObject *nothing)
{
  GError *error = NULL;

  if (!grad_tensor_retain_grad (worker_tensor_get (self), &error))
    return worker_raise (error);
  worker_tensors_hold (worker_tensor_get (self));
  Py_RETURN_NONE;
}

static PyObject *
forget_history (PyObject *self,
                PyObject *nothing)
{
  GError *error = NULL;

  if (!grad_tensor_detach_ (worker_tensor_get (self), &error))
    return worker_raise (error);
  worker_tensors_note (worker_tensor_get (self));
  return Py_NewRef (self);
}

PyGetSetDef worker_history_attributes[] = {
  { "grad", get_grad, set_grad, NULL, NULL },
  { "data", get_data, set_data, NULL, NULL },
  { "grad_fn", get_grad_fn, NULL, NULL, NULL },
  { "output_nr", get_output_nr, NULL, NULL, NULL },
  { "_base", get_base, NULL, NULL, NULL },
  { "retains_grad", get_retains_grad, NULL, NULL, NULL },
  { NULL, NULL, NULL, NULL, NULL },
};

PyMethodDef worker_history_methods[] = {
  { "retain_grad", retain_grad, METH_NOARGS, NULL },
  { "detach_", forget_history, METH_NOARGS, NULL },
  { "_is_view", is_view, METH_NOARGS, NULL },
  { NULL, NULL, 0, NULL },
};

/* ---- hooks ---- */

static bool
has_shape_of (GradTensor *a,
              GradTensor *b)
{
  const guint n = grad_tensor_get_n_dims (a);

  return n == grad_tensor_get_n_dims (b) &&
         (n == 0 || memcmp (grad_tensor_get_shape (a), grad_tensor_get_shape (b), n * sizeof (gint64)) == 0);
}

/* Whether a hook may replace gradient by what it returned; else there is an exception. */
static bool
check_replacement (GradTensor *gradient,
                   PyObject   *returned,
                   PyObject   *hook)
{
  const char *changed = NULL;
  PyObject   *name;

  if (!worker_tensor_check (returned))
    {
      PyErr_Format (PyExc_TypeError, "expected Variable, but hook returned %s", Py_TYPE (returned)->tp_name);
      return false;
    }
  if (grad_tensor_get_dtype (worker_tensor_get (returned)) != grad_tensor_get_dtype (gradient))
    changed = "type";
  else if (!has_shape_of (worker_tensor_get (returned), gradient))
    changed = "size";
  if (changed == NULL)
    return true;
  name = PyObject_GetAttrString (hook, "__name__");
  PyErr_Clear ();
  PyErr_Format (PyExc_RuntimeError, "hook '%S' has changed the %s of value", name != NULL ? name : hook, changed);
  Py_XDECREF (name);
  return false;
}

static GradTensor *
hook_cb (GradTensor *gradient,
         gpointer    hook,
         GError    **error)
{
  PyObject   *argument = worker_tensor_wrap (grad_tensor_ref (gradient), NULL);
  PyObject   *returned = argument != NULL ? PyObject_CallOneArg (hook, argument) : NULL;
  GradTensor *result = NULL;

  if (returned != NULL && returned != Py_None && check_replacement (gradient, returned, hook))
    result = grad_tensor_ref (worker_tensor_get (returned));
  Py_XDECREF (returned);
  Py_XDECREF (argument);
  if (PyErr_Occurred ())
    g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "a hook failed");
  return result;
}

static void
drop_hook_cb (gpointer hook)
{
  Py_DECREF ((PyObject *) hook);
}

PyObject *
worker_history_add_hook (PyObject *self,
                         PyObject *args)
{
  PyObject *tensor, *hook;
  GError   *error = NULL;
  guint64   number;

  if (!PyArg_ParseTuple (args, "O!O:add_hook", worker_tensor_type, &tensor, &hook))
    return NULL;
  number = grad_tensor_add_hook (worker_tensor_get (tensor), hook_cb, hook, drop_hook_cb, &error);
  if (number == 0)
    return worker_raise (error);
  Py_INCREF (hook);
  return PyLong_FromUnsignedLongLong (number);
}

PyObject *
worker_history_remove_hook (PyObject *self,
                            PyObject *number)
{
  const unsigned long long value = PyLong_AsUnsignedLongLong (number);

  if (PyErr_Occurred ())
    return NULL;
  grad_hook_remove (value);
  Py_RETURN_NONE;
}
