/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* One Adam in the whole program: the one in the table, called from Python. */

#include "worker/worker-optimizer.h"

#include "descent/descent-optimizer.h"
#include "descent/descent-scheduler.h"

static const char *const capsule_name = "torch.optim state";

/* ---- optimisers ---- */

static const DescentOptimizer *
find_optimizer (PyObject *name)
{
  const char             *text = PyUnicode_AsUTF8 (name);
  const DescentOptimizer *optimizer = text != NULL ? descent_optimizer_lookup (text) : NULL;

  if (optimizer == NULL && !PyErr_Occurred ())
    PyErr_Format (PyExc_ValueError, "there is no optimizer %R", name);
  return optimizer;
}

PyObject *
worker_optimizer_list (PyObject *self,
                       PyObject *nothing)
{
  guint                   n;
  const DescentOptimizer *optimizers = descent_optimizer_list (&n);
  PyObject               *names = PyTuple_New (n);

  for (guint i = 0; names != NULL && i < n; i++)
    PyTuple_SET_ITEM (names, i, PyUnicode_FromString (optimizers[i].name));
  return names;
}

PyObject *
worker_optimizer_signature (PyObject *self,
                            PyObject *name)
{
  const DescentOptimizer *optimizer = find_optimizer (name);

  return optimizer != NULL ? PyUnicode_FromString (optimizer->signature) : NULL;
}

static guint
count_options (const DescentOptimizer *optimizer)
{
  guint n = 0;

  while (n < DESCENT_MAX_OPTIONS && optimizer->options[n].name != NULL)
    n++;
  return n;
}

PyObject *
worker_optimizer_options (PyObject *self,
                          PyObject *name)
{
  const DescentOptimizer *optimizer = find_optimizer (name);
  PyObject               *names = optimizer != NULL ? PyTuple_New (count_options (optimizer)) : NULL;

  for (Py_ssize_t i = 0; names != NULL && i < PyTuple_GET_SIZE (names); i++)
    PyTuple_SET_ITEM (names, i, PyUnicode_FromString (optimizer->options[i].name));
  return names;
}

/* -1 with an exception. */
static int
read_options (const DescentOptimizer *optimizer,
              PyObject               *dict,
              double                  options[DESCENT_MAX_OPTIONS])
{
  descent_optimizer_get_defaults (optimizer, options);
  for (guint i = 0; i < count_options (optimizer); i++)
    {
      PyObject *value = PyDict_GetItemString (dict, optimizer->options[i].name);

      if (value != NULL)
        options[i] = PyFloat_AsDouble (value);
      if (PyErr_Occurred ())
        return -1;
    }
  return 0;
}

PyObject *
worker_optimizer_check (PyObject *self,
                        PyObject *args)
{
  PyObject               *name, *dict;
  double                  options[DESCENT_MAX_OPTIONS];
  GError                 *error = NULL;
  const DescentOptimizer *optimizer;

  if (!PyArg_ParseTuple (args, "UO!:optimizer_check", &name, &PyDict_Type, &dict))
    return NULL;
  optimizer = find_optimizer (name);
  if (optimizer == NULL || read_options (optimizer, dict, options) != 0)
    return NULL;
  if (!descent_optimizer_check (optimizer, options, &error))
    return worker_raise (error);
  Py_RETURN_NONE;
}

/* ---- states ---- */

static void
free_state (PyObject *capsule)
{
  descent_optimizer_state_free (PyCapsule_GetPointer (capsule, capsule_name));
}

PyObject *
worker_optimizer_state (PyObject *self,
                        PyObject *args)
{
  PyObject               *name, *parameter, *dict;
  double                  options[DESCENT_MAX_OPTIONS];
  const DescentOptimizer *optimizer;
  GradTensor             *tensor;

  if (!PyArg_ParseTuple (args, "UO!O!:optimizer_state", &name, worker_tensor_type, &parameter, &PyDict_Type, &dict))
    return NULL;
  optimizer = find_optimizer (name);
  if (optimizer == NULL || read_options (optimizer, dict, options) != 0)
    return NULL;
  tensor = worker_tensor_get (parameter);
  if (!grad_dtype_is_floating_point (grad_tensor_get_dtype (tensor)))
    {
      PyErr_SetString (PyExc_RuntimeError, "an optimizer changes floating point tensors only");
      return NULL;
    }
  return PyCapsule_New (descent_optimizer_state_new (optimizer, options, grad_tensor_get_dtype (tensor),
                                                     (gsize) grad_tensor_get_n_elements (tensor)),
                        capsule_name, free_state);
}

/* Both dense and of the state's size and dtype, which torch/optim sees to. */
static bool
fits (const DescentOptimizerState *state,
      GradTensor                  *tensor)
{
  return grad_tensor_get_dtype (tensor) == state->dtype && (gsize) grad_tensor_get_n_elements (tensor) == state->n && grad_tensor_is_contiguous (tensor);
}

PyObject *
worker_optimizer_step (PyObject *self,
                       PyObject *args)
{
  PyObject              *capsule, *parameter, *gradient, *dict;
  DescentOptimizerState *state;

  if (!PyArg_ParseTuple (args, "OO!O!O!:optimizer_step", &capsule, worker_tensor_type, &parameter, worker_tensor_type, &gradient,
                         &PyDict_Type, &dict))
    return NULL;
  state = PyCapsule_GetPointer (capsule, capsule_name);
  if (state == NULL || read_options (state->optimizer, dict, state->options) != 0)
    return NULL;
  if (!fits (state, worker_tensor_get (parameter)) || !fits (state, worker_tensor_get (gradient)))
    {
      PyErr_SetString (PyExc_RuntimeError, "the parameter is not what it was when the optimizer saw it first");
      return NULL;
    }
  descent_optimizer_state_step (state, grad_tensor_get_data (worker_tensor_get (parameter)),
                                grad_tensor_get_data (worker_tensor_get (gradient)));
  Py_RETURN_NONE;
}

PyObject *
worker_optimizer_buffers (PyObject *self,
                          PyObject *capsule)
{
  DescentOptimizerState *state = PyCapsule_GetPointer (capsule, capsule_name);
  PyObject              *buffers = state != NULL ? PyDict_New () : NULL;

  for (guint i = 0; buffers != NULL && i < DESCENT_MAX_BUFFERS && state->optimizer->buffers[i] != NULL; i++)
    {
      const gint64 n = (gint64) state->n;
      PyObject    *copy = worker_tensor_wrap (grad_tensor_new (state->dtype, &n, 1, state->buffers[i], NULL), NULL);

      if (copy == NULL || PyDict_SetItemString (buffers, state->optimizer->buffers[i], copy) != 0)
        Py_CLEAR (buffers);
      Py_XDECREF (copy);
    }
  return buffers != NULL ? Py_BuildValue ("KN", (unsigned long long) state->step, buffers) : NULL;
}

/* ---- schedulers ---- */

static const DescentScheduler *
find_scheduler (PyObject *name)
{
  const char             *text = PyUnicode_AsUTF8 (name);
  const DescentScheduler *scheduler = text != NULL ? descent_scheduler_lookup (text) : NULL;

  if (scheduler == NULL && !PyErr_Occurred ())
    PyErr_Format (PyExc_ValueError, "there is no scheduler %R", name);
  return scheduler;
}

PyObject *
worker_scheduler_list (PyObject *self,
                       PyObject *nothing)
{
  guint                   n;
  const DescentScheduler *schedulers = descent_scheduler_list (&n);
  PyObject               *names = PyTuple_New (n);

  for (guint i = 0; names != NULL && i < n; i++)
    PyTuple_SET_ITEM (names, i, PyUnicode_FromString (schedulers[i].name));
  return names;
}

PyObject *
worker_scheduler_options (PyObject *self,
                          PyObject *name)
{
  const DescentScheduler *scheduler = find_scheduler (name);
  PyObject               *options = scheduler != NULL ? PyDict_New () : NULL;

  for (guint i = 0; options != NULL && i < DESCENT_MAX_SCHEDULER_OPTIONS && scheduler->options[i].name != NULL; i++)
    {
      PyObject *initial = PyFloat_FromDouble (scheduler->options[i].initial);

      if (initial == NULL || PyDict_SetItemString (options, scheduler->options[i].name, initial) != 0)
        Py_CLEAR (options);
      Py_XDECREF (initial);
    }
  return options;
}

PyObject *
worker_scheduler_next (PyObject *self,
                       PyObject *args)
{
  PyObject               *name, *list;
  double                  options[DESCENT_MAX_SCHEDULER_OPTIONS] = { 0 }, base, lr;
  unsigned                epoch;
  const DescentScheduler *scheduler;

  if (!PyArg_ParseTuple (args, "UO!Idd:scheduler_next", &name, &PyList_Type, &list, &epoch, &base, &lr))
    return NULL;
  scheduler = find_scheduler (name);
  if (scheduler == NULL)
    return NULL;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE (list) && i < DESCENT_MAX_SCHEDULER_OPTIONS; i++)
    options[i] = PyFloat_AsDouble (PyList_GET_ITEM (list, i));
  if (PyErr_Occurred ())
    return NULL;
  return PyFloat_FromDouble (scheduler->next (options, epoch, base, lr));
}
