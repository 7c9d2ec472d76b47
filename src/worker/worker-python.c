/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The interpreter. Where its standard library is was asked at build time, of the Python we link with; the PATH of
 * whoever runs us has no say. */

#include "worker/worker-python.h"

#include <stdarg.h>

#include "worker/worker-module.h"
#include "worker/worker-sources.h"
#include "worker/worker-torch.h"

static PyObject *boot; /* the namespace of boot.py */

static PyStatus
configure (PyConfig *config)
{
  static const wchar_t *const paths[] = { WORKER_PYTHON_STDLIB, WORKER_PYTHON_DYNLOAD };
  PyStatus                    status = PyConfig_SetString (config, &config->home, WORKER_PYTHON_HOME);

  config->site_import = 0;
  config->install_signal_handlers = 0;
  config->write_bytecode = 0;
  config->pathconfig_warnings = 0;
  config->use_hash_seed = 1; /* sets come in the same order in every run */
  config->hash_seed = 0;
  config->module_search_paths_set = 1;
  for (size_t i = 0; !PyStatus_Exception (status) && i < sizeof paths / sizeof paths[0]; i++)
    status = PyWideStringList_Append (&config->module_search_paths, paths[i]);
  return status;
}

bool
worker_python_init (const char **problem)
{
  PyPreConfig before;
  PyConfig    config;
  PyStatus    status;

  PyPreConfig_InitIsolatedConfig (&before);
  before.utf8_mode = 1;
  status = Py_PreInitialize (&before);
  if (!PyStatus_Exception (status) && (PyImport_AppendInittab ("_lab", worker_module_init) != 0 || !worker_torch_register ()))
    status = PyStatus_NoMemory ();
  PyConfig_InitIsolatedConfig (&config);
  if (!PyStatus_Exception (status))
    status = configure (&config);
  if (!PyStatus_Exception (status))
    status = Py_InitializeFromConfig (&config);
  PyConfig_Clear (&config);
  *problem = PyStatus_Exception (status) ? status.err_msg : NULL;
  return *problem == NULL;
}

static const char *
find_boot (void)
{
  for (const WorkerSource *source = worker_sources; source->name != NULL; source++)
    if (strcmp (source->name, "boot") == 0)
      return source->text;
  return NULL;
}

bool
worker_python_boot (const char **problem)
{
  const char *source = find_boot ();
  PyObject   *code, *result = NULL;

  worker_stopped = PyErr_NewException ("lab.Stopped", PyExc_BaseException, NULL);
  boot = PyDict_New ();
  code = source != NULL && boot != NULL ? Py_CompileString (source, "<lab>/boot", Py_file_input) : NULL;
  if (code != NULL && PyDict_SetItemString (boot, "__builtins__", PyEval_GetBuiltins ()) == 0 && PyDict_SetItemString (boot, "__name__", PyUnicode_FromString ("boot")) == 0)
    result = PyEval_EvalCode (code, boot, boot);
  Py_XDECREF (code);
  if (result == NULL)
    PyErr_Print ();
  Py_XDECREF (result);
  *problem = result == NULL ? "Python’s standard library cannot be loaded" : NULL;
  return result != NULL;
}

PyObject *
worker_python_call (const char *function,
                    const char *format,
                    ...)
{
  PyObject *callable = PyDict_GetItemString (boot, function), *arguments, *result;
  va_list   args;

  va_start (args, format);
  arguments = Py_VaBuildValue (format, args);
  va_end (args);
  if (callable == NULL || arguments == NULL)
    return NULL;
  result = PyObject_Call (callable, arguments, NULL);
  Py_DECREF (arguments);
  return result;
}
