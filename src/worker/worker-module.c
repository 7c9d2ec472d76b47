/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The module _lab. Text and warnings leave through here; a stop comes in. */

#include "worker/worker-module.h"

#include <string.h>

#include "worker/worker-channel.h"
#include "worker/worker-figures.h"
#include "worker/worker-sources.h"
#include "worker/worker-trace.h"

static PyObject *
write_text (PyObject *self,
            PyObject *args)
{
  int         stream;
  PyObject   *text;
  const char *bytes;
  Py_ssize_t  n;

  if (!PyArg_ParseTuple (args, "iU:write", &stream, &text))
    return NULL;
  bytes = PyUnicode_AsUTF8AndSize (text, &n);
  if (bytes == NULL)
    return NULL;
  worker_program.n_text += (uint64_t) n;
  if (worker_program.n_text > worker_program.max_text)
    {
      worker_program_end (LAB_END_LIMIT, "text");
      worker_trace_insist ();
      return NULL;
    }
  worker_channel_print (stream == 2 ? 2 : 1, bytes, (size_t) n);
  if (memchr (bytes, '\n', (size_t) n) != NULL)
    worker_channel_flush ();
  return PyLong_FromSsize_t (PyUnicode_GET_LENGTH (text));
}

static PyObject *
flush (PyObject *self,
       PyObject *args)
{
  worker_channel_flush ();
  Py_RETURN_NONE;
}

static PyObject *
warn (PyObject *self,
      PyObject *args)
{
  PyObject *category, *message, *text;
  LabSpan   span;
  int       line;

  if (!PyArg_ParseTuple (args, "UUUi:warn", &category, &message, &text, &line))
    return NULL;
  span = worker_program_get_span ();
  if (span.line != (uint32_t) line)
    span = (LabSpan){ (uint32_t) line, 0, (uint32_t) line, 0 };
  worker_channel_send (&(LabMessage){ .kind = LAB_WARN,
                                      .warn = { span, worker_text (category, LAB_MAX_NAME), worker_text (message, LAB_MAX_MESSAGE),
                                                worker_text (text, LAB_MAX_TRACEBACK) } });
  worker_channel_flush ();
  Py_RETURN_NONE;
}

/* (file name, line) of where the program is, for warnings from deep inside of the library. */
static PyObject *
find_line (PyObject *self,
           PyObject *args)
{
  return Py_BuildValue ("Oi", worker_program.name, (int) worker_program_get_span ().line);
}

/* The handler of the signal by which the lab stops a program. */
static PyObject *
stop (PyObject *self,
      PyObject *args)
{
  worker_program_end (LAB_END_STOPPED, "");
  worker_trace_insist ();
  return NULL;
}

/* In the place of os._exit, which would leave without a word. */
static PyObject *
leave (PyObject *self,
       PyObject *args)
{
  PyErr_SetString (PyExc_SystemExit, "os._exit() is not available in the lab");
  return NULL;
}

static PyObject *
find_source (PyObject *self,
             PyObject *args)
{
  const char *name;

  if (!PyArg_ParseTuple (args, "s:find_source", &name))
    return NULL;
  for (const WorkerSource *source = worker_sources; source->name != NULL; source++)
    if (strcmp (source->name, name) == 0)
      return Py_BuildValue ("sO", source->text, source->is_package ? Py_True : Py_False);
  Py_RETURN_NONE;
}

static PyObject *
list_sources (PyObject *self,
              PyObject *args)
{
  PyObject *names = PyList_New (0);

  for (const WorkerSource *source = worker_sources; names != NULL && source->name != NULL; source++)
    {
      PyObject *name = PyUnicode_FromString (source->name);

      if (strcmp (source->name, "boot") != 0 && (name == NULL || PyList_Append (names, name) != 0))
        Py_CLEAR (names);
      Py_XDECREF (name);
    }
  return names;
}

static PyMethodDef methods[] = {
  { "write", write_text, METH_VARARGS, NULL },
  { "flush", flush, METH_NOARGS, NULL },
  { "warn", warn, METH_VARARGS, NULL },
  { "find_line", find_line, METH_NOARGS, NULL },
  { "stop", stop, METH_VARARGS, NULL },
  { "exit", leave, METH_VARARGS, NULL },
  { "find_source", find_source, METH_VARARGS, NULL },
  { "list_sources", list_sources, METH_NOARGS, NULL },
  { "figure", worker_figure_begin, METH_VARARGS, NULL },
  { "axes", worker_figure_axes, METH_VARARGS, NULL },
  { "mark", worker_figure_mark, METH_VARARGS, NULL },
  { "image", worker_figure_image, METH_VARARGS, NULL },
  { "show", worker_figure_show, METH_VARARGS, NULL },
  { NULL, NULL, 0, NULL },
};

PyMODINIT_FUNC
worker_module_init (void)
{
  static PyModuleDef definition = { PyModuleDef_HEAD_INIT, "_lab", NULL, -1, methods, NULL, NULL, NULL, NULL };

  return PyModule_Create (&definition);
}
