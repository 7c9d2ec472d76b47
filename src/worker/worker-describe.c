/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Values of a program in a line of text, by what they are made of. */

#include "worker/worker-describe.h"

#include <string.h>

#include "worker/worker-tensors.h"
#include "worker/worker-text.h"

static void add_object (WorkerText *to, PyObject *object, int depth);

static void
add_integer (WorkerText *to,
             PyObject   *object)
{
  int       overflow;
  long long value = PyLong_AsLongLongAndOverflow (object, &overflow);

  if (overflow == 0)
    worker_text_add (to, "%lld", value);
  else
    worker_text_add (to, "%s", overflow > 0 ? "a large integer" : "a large negative integer");
}

static void
add_text (WorkerText *to,
          PyObject   *object)
{
  LabText text = worker_text (object, 40);

  worker_text_add (to, "'%.*s%s'", (int) text.length, text.data, PyUnicode_GET_LENGTH (object) > 40 ? "…" : "");
}

/* So many of n that a line holds them. */
static void
add_items (WorkerText *to,
           PyObject  **items,
           Py_ssize_t  n,
           int         depth)
{
  enum
  {
    SHOWN = 8,
  };

  for (Py_ssize_t i = 0; i < n && i < SHOWN; i++)
    {
      if (i > 0)
        worker_text_add (to, ", ");
      add_object (to, items[i], depth + 1);
    }
  if (n > SHOWN)
    worker_text_add (to, ", … (%zd)", n);
}

static void
add_pairs (WorkerText *to,
           PyObject   *dict,
           int         depth)
{
  PyObject  *key, *value;
  Py_ssize_t position = 0;

  for (int i = 0; i < 6 && PyDict_Next (dict, &position, &key, &value); i++)
    {
      if (i > 0)
        worker_text_add (to, ", ");
      add_object (to, key, depth + 1);
      worker_text_add (to, ": ");
      add_object (to, value, depth + 1);
    }
  if (PyDict_GET_SIZE (dict) > 6)
    worker_text_add (to, ", … (%zd)", PyDict_GET_SIZE (dict));
}

static void
add_container (WorkerText *to,
               PyObject   *object,
               int         depth)
{
  if (depth > 2)
    worker_text_add (to, "…");
  else if (PyList_CheckExact (object))
    {
      worker_text_add (to, "[");
      add_items (to, ((PyListObject *) object)->ob_item, PyList_GET_SIZE (object), depth);
      worker_text_add (to, "]");
    }
  else if (PyTuple_CheckExact (object))
    {
      worker_text_add (to, "(");
      add_items (to, ((PyTupleObject *) object)->ob_item, PyTuple_GET_SIZE (object), depth);
      worker_text_add (to, PyTuple_GET_SIZE (object) == 1 ? ",)" : ")");
    }
  else
    {
      worker_text_add (to, "{");
      add_pairs (to, object, depth);
      worker_text_add (to, "}");
    }
}

static void
add_object (WorkerText *to,
            PyObject   *object,
            int         depth)
{
  if (object == Py_None)
    worker_text_add (to, "None");
  else if (PyBool_Check (object))
    worker_text_add (to, object == Py_True ? "True" : "False");
  else if (PyFloat_CheckExact (object))
    worker_text_add_float (to, PyFloat_AS_DOUBLE (object));
  else if (PyLong_CheckExact (object))
    add_integer (to, object);
  else if (PyUnicode_CheckExact (object))
    add_text (to, object);
  else if (worker_is_tensor (object))
    worker_describe_tensor (object, to->at, to->space), to->space -= strlen (to->at), to->at += strlen (to->at);
  else if (PyList_CheckExact (object) || PyTuple_CheckExact (object) || PyDict_CheckExact (object))
    add_container (to, object, depth);
  else
    worker_text_add (to, "<%s>", Py_TYPE (object)->tp_name);
}

/* A text cut in the middle of a character is cut before it. */
static LabText
finish (const char *start)
{
  size_t n = strlen (start), back = 0;

  while (back < 4 && back < n && !lab_utf8_is_valid (start, n - back))
    back++;
  return (LabText){ start, (uint32_t) (n - back) };
}

static LabText
get_type_name (PyObject *object)
{
  const char *name = strrchr (Py_TYPE (object)->tp_name, '.');

  name = name != NULL ? name + 1 : Py_TYPE (object)->tp_name;
  return (LabText){ name, (uint32_t) strnlen (name, LAB_MAX_NAME) };
}

void
worker_describe (PyObject *object,
                 LabValue *value,
                 char      buffer[LAB_MAX_VALUE_TEXT])
{
  WorkerText to = { buffer, LAB_MAX_VALUE_TEXT };
  int        overflow = 0;

  *value = (LabValue){ .kind = LAB_VALUE_OBJECT };
  buffer[0] = '\0';
  if (object == Py_None)
    value->kind = LAB_VALUE_NONE;
  else if (PyBool_Check (object))
    *value = (LabValue){ .kind = LAB_VALUE_BOOL, .integer = object == Py_True };
  else if (PyFloat_CheckExact (object))
    *value = (LabValue){ .kind = LAB_VALUE_FLOAT, .number = PyFloat_AS_DOUBLE (object) };
  else if (PyLong_CheckExact (object) && (value->integer = PyLong_AsLongLongAndOverflow (object, &overflow), overflow == 0))
    value->kind = LAB_VALUE_INT;
  else if (worker_is_tensor (object))
    *value = (LabValue){ .kind = LAB_VALUE_TENSOR, .tensor = worker_get_tensor_id (object) };
  else if (PyUnicode_CheckExact (object))
    *value = (LabValue){ .kind = LAB_VALUE_TEXT, .text = worker_text (object, LAB_MAX_VALUE_TEXT) };
  else
    {
      value->type = get_type_name (object);
      add_object (&to, object, 0);
      value->text = finish (buffer);
    }
}
