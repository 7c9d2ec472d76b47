/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Backward from Python. */

#include "worker/worker-autograd.h"

#include "grad/grad-autograd.h"
#include "worker/worker-channel.h"
#include "worker/worker-tensors.h"

PyObject *
worker_autograd_set_recording (PyObject *self,
                               PyObject *enabled)
{
  const int truth = PyObject_IsTrue (enabled);

  if (truth < 0)
    return NULL;
  if (worker_tensors_is_watched () && truth != grad_mode_get_enabled ())
    worker_channel_send (&(LabMessage){ .kind = LAB_MODE, .mode = { (uint8_t) truth } });
  return PyBool_FromLong (grad_mode_set_enabled (truth));
}

PyObject *
worker_autograd_is_recording (PyObject *self,
                              PyObject *nothing)
{
  return PyBool_FromLong (grad_mode_get_enabled ());
}

static GradBackwardFlags
get_flags (int retain,
           int create,
           int allow_unused)
{
  return (retain ? GRAD_BACKWARD_RETAIN_GRAPH : 0) | (create ? GRAD_BACKWARD_CREATE_GRAPH : 0) | (allow_unused ? GRAD_BACKWARD_ALLOW_UNUSED : 0);
}

/* A tensor or None. -1 with an exception. */
static int
get_tensor (PyObject    *object,
            GradTensor **tensor)
{
  *tensor = worker_tensor_check (object) ? worker_tensor_get (object) : NULL;
  if (*tensor != NULL || object == Py_None)
    return 0;
  PyErr_Format (PyExc_TypeError, "gradients can be either Tensors or None, but got %s", Py_TYPE (object)->tp_name);
  return -1;
}

PyObject *
worker_autograd_backward (PyObject *self,
                          PyObject *args)
{
  PyObject   *object, *gradient;
  GradTensor *tensor, *weight;
  GError     *error = NULL;
  int         retain, create;

  if (!PyArg_ParseTuple (args, "O!Opp:backward", worker_tensor_type, &object, &gradient, &retain, &create))
    return NULL;
  tensor = worker_tensor_get (object);
  if (get_tensor (gradient, &weight) != 0)
    return NULL;
  if (!grad_tensor_backward (tensor, weight, get_flags (retain, create, 0), &error) || PyErr_Occurred ())
    return worker_raise (error);
  Py_RETURN_NONE;
}

/* The tensors of a tuple, which may be None if none says so. NULL with an exception. */
static GradTensor **
get_tensors (PyObject   *tuple,
             const char *what,
             bool        none,
             guint      *n)
{
  GradTensor **tensors;

  *n = (guint) PyTuple_GET_SIZE (tuple);
  tensors = g_new0 (GradTensor *, *n + 1);
  for (guint i = 0; i < *n; i++)
    {
      PyObject *object = PyTuple_GET_ITEM (tuple, i);

      if (get_tensor (object, &tensors[i]) == 0 && (none || tensors[i] != NULL))
        continue;
      if (!PyErr_Occurred () || !none)
        PyErr_Format (PyExc_TypeError, "element %u of %s tuple is not a Tensor but %s", i, what, Py_TYPE (object)->tp_name);
      g_free (tensors);
      return NULL;
    }
  return tensors;
}

PyObject *
worker_autograd_backward_all (PyObject *self,
                              PyObject *args)
{
  PyObject               *roots, *weights;
  int                     retain, create;
  guint                   n_roots, n_weights;
  GError                 *error = NULL;
  g_autofree GradTensor **root_tensors = NULL;
  g_autofree GradTensor **weight_tensors = NULL;

  if (!PyArg_ParseTuple (args, "O!O!pp:backward", &PyTuple_Type, &roots, &PyTuple_Type, &weights, &retain, &create))
    return NULL;
  root_tensors = get_tensors (roots, "tensors", false, &n_roots);
  weight_tensors = root_tensors != NULL ? get_tensors (weights, "gradients", true, &n_weights) : NULL;
  if (weight_tensors == NULL)
    return NULL;
  if (n_weights != n_roots)
    {
      PyErr_Format (PyExc_RuntimeError, "got %u tensors and %u gradients", n_roots, n_weights);
      return NULL;
    }
  if (!grad_autograd_backward (root_tensors, n_roots, weight_tensors, get_flags (retain, create, 0), &error) || PyErr_Occurred ())
    return worker_raise (error);
  Py_RETURN_NONE;
}

static PyObject *
wrap_gradients (GradTensor **gradients,
                guint        n)
{
  PyObject *tuple = PyTuple_New (n);

  for (guint i = 0; tuple != NULL && i < n; i++)
    PyTuple_SET_ITEM (tuple, i, gradients[i] != NULL ? worker_tensor_wrap (gradients[i], NULL) : Py_NewRef (Py_None));
  return tuple;
}

PyObject *
worker_autograd_grad (PyObject *self,
                      PyObject *args)
{
  PyObject               *outputs, *inputs, *weights;
  int                     retain, create, allow_unused;
  guint                   n_outputs, n_inputs, n_weights;
  GError                 *error = NULL;
  g_autofree GradTensor **output_tensors = NULL;
  g_autofree GradTensor **input_tensors = NULL;
  g_autofree GradTensor **weight_tensors = NULL;
  g_autofree GradTensor **gradients = NULL;

  if (!PyArg_ParseTuple (args, "O!O!O!ppp:grad", &PyTuple_Type, &outputs, &PyTuple_Type, &inputs, &PyTuple_Type, &weights,
                         &retain, &create, &allow_unused))
    return NULL;
  output_tensors = get_tensors (outputs, "outputs", false, &n_outputs);
  input_tensors = output_tensors != NULL ? get_tensors (inputs, "inputs", false, &n_inputs) : NULL;
  weight_tensors = input_tensors != NULL ? get_tensors (weights, "gradients", true, &n_weights) : NULL;
  if (weight_tensors == NULL)
    return NULL;
  gradients = g_new0 (GradTensor *, n_inputs + 1);
  if (!grad_autograd_grad (output_tensors, n_outputs, n_weights == n_outputs ? weight_tensors : NULL, input_tensors, n_inputs,
                           get_flags (retain, create, allow_unused), gradients, &error) ||
      PyErr_Occurred ())
    return worker_raise (error);
  for (guint i = 0; worker_tensors_is_watched () && i < n_inputs; i++)
    if (gradients[i] != NULL)
      worker_tensors_know (gradients[i]);
  return wrap_gradients (gradients, n_inputs);
}
