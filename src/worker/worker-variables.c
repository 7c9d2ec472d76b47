/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Variables: at every line the names of a frame are compared with what was said of them last. What is kept is a
 * signature, not the object, so that watching a variable does not keep a graph alive. */

#include "worker/worker-variables.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "worker/worker-channel.h"
#include "worker/worker-tensors.h"
#include "worker/worker-text.h"

typedef struct
{
  PyObject *name;
  uint64_t  signature; /* 0: unknown to the lab */
  uint32_t  seen;      /* round of the last report in which it was there */
} Entry;

struct _WorkerScope
{
  Entry   *entries; /* open addressing */
  uint32_t n_entries, n_names, n_known, round;
};

WorkerScope *
worker_scope_new (void)
{
  return PyMem_Calloc (1, sizeof (WorkerScope));
}

void
worker_scope_free (WorkerScope *scope)
{
  for (uint32_t i = 0; i < scope->n_entries; i++)
    Py_XDECREF (scope->entries[i].name);
  PyMem_Free (scope->entries);
  PyMem_Free (scope);
}

static Entry *
probe (WorkerScope *scope,
       PyObject    *name)
{
  const uint32_t mask = scope->n_entries - 1;
  uint32_t       i = (uint32_t) (((uintptr_t) name >> 4) & mask);

  while (scope->entries[i].name != NULL && scope->entries[i].name != name)
    i = (i + 1) & mask;
  return &scope->entries[i];
}

static bool
grow (WorkerScope *scope)
{
  WorkerScope old = *scope;
  Entry      *entries;

  if (scope->n_names * 2 < scope->n_entries)
    return true;
  if (scope->n_names == WORKER_MAX_NAMES)
    return false;
  scope->n_entries = old.n_entries == 0 ? 16 : old.n_entries * 2;
  entries = PyMem_Calloc (scope->n_entries, sizeof (Entry));
  if (entries == NULL)
    {
      *scope = old;
      return false;
    }
  scope->entries = entries;
  for (uint32_t i = 0; i < old.n_entries; i++)
    if (old.entries[i].name != NULL)
      *probe (scope, old.entries[i].name) = old.entries[i];
  PyMem_Free (old.entries);
  return true;
}

/* The entry of a name; NULL if the frame has too many. */
static Entry *
find_entry (WorkerScope *scope,
            PyObject    *name)
{
  Entry *entry = scope->n_entries > 0 ? probe (scope, name) : NULL;

  if (entry != NULL && entry->name != NULL)
    return entry;
  if (!grow (scope))
    return NULL;
  entry = probe (scope, name);
  entry->name = Py_NewRef (name);
  scope->n_names++;
  return entry;
}

/* ---- signatures ---- */

static uint64_t
mix (uint64_t a,
     uint64_t b)
{
  return (a ^ b) * UINT64_C (0x9e3779b97f4a7c15) + (a >> 29);
}

static uint64_t
sign_number (PyObject *object)
{
  double   number = PyFloat_AS_DOUBLE (object);
  uint64_t bits;

  memcpy (&bits, &number, sizeof bits);
  return bits;
}

/* Of a long list the two ends and the length: enough for what grows, shrinks or is sorted. */
static uint64_t
sign_items (PyObject **items,
            Py_ssize_t n,
            uint64_t   signature)
{
  enum
  {
    END = 16,
  };

  for (Py_ssize_t i = 0; i < n; i++)
    {
      PyObject *item;

      if (i == END && n > 2 * END)
        i = n - END;
      item = items[i];
      signature = mix (signature, PyFloat_CheckExact (item) ? sign_number (item) : (uint64_t) (uintptr_t) item);
    }
  return signature;
}

/* Equal for the same object in the same condition. Addresses are used again, so what is common and cheap is signed
 * by its value. */
static uint64_t
sign (PyObject *object)
{
  uint64_t signature = mix ((uint64_t) (uintptr_t) object, (uint64_t) (uintptr_t) Py_TYPE (object));

  if (PyFloat_CheckExact (object))
    signature = mix (1, sign_number (object));
  else if (worker_is_tensor (object))
    signature = mix (signature, worker_get_tensor_signature (object));
  else if (PyList_CheckExact (object))
    signature = sign_items (((PyListObject *) object)->ob_item, PyList_GET_SIZE (object), mix (signature, (uint64_t) PyList_GET_SIZE (object)));
  else if (PyTuple_CheckExact (object))
    signature = sign_items (((PyTupleObject *) object)->ob_item, PyTuple_GET_SIZE (object), mix (signature, (uint64_t) PyTuple_GET_SIZE (object)));
  else if (PyDict_CheckExact (object))
    signature = mix (signature, (uint64_t) PyDict_GET_SIZE (object));
  else if (PyLong_CheckExact (object))
    {
      int       overflow;
      long long value = PyLong_AsLongLongAndOverflow (object, &overflow);

      signature = mix (3 + (uint64_t) overflow, (uint64_t) value);
    }
  return signature == 0 ? 1 : signature;
}

/* ---- descriptions ---- */

static void add_object (WorkerText *to, PyObject *object, int depth);

static void
add_number (WorkerText *to,
            double      number)
{
  char *text = PyOS_double_to_string (number, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);

  if (text != NULL)
    worker_text_add (to, "%s", text);
  PyMem_Free (text);
}

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
    add_number (to, PyFloat_AS_DOUBLE (object));
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

/* ---- reports ---- */

/* What is no variable in the eyes of a learner. */
static bool
is_shown (PyObject *name,
          PyObject *object)
{
  return PyUnicode_CheckExact (name) && PyUnicode_GET_LENGTH (name) > 0 && PyUnicode_READ_CHAR (name, 0) != '_' && !PyModule_Check (object) && !PyFunction_Check (object) && !PyCFunction_Check (object) && !PyType_Check (object);
}

static void
report_value (uint32_t  depth,
              PyObject *name,
              PyObject *object)
{
  char       buffer[LAB_MAX_VALUE_TEXT];
  LabMessage message = { .kind = LAB_VAR, .var = { .depth = depth, .name = worker_text (name, LAB_MAX_NAME) } };

  if (worker_is_tensor (object))
    worker_announce_tensor (object);
  worker_describe (object, &message.var.value, buffer);
  worker_channel_send (&message);
}

static void
report_loss (WorkerScope *scope,
             uint32_t     depth)
{
  for (uint32_t i = 0; i < scope->n_entries; i++)
    if (scope->entries[i].signature != 0 && scope->entries[i].seen != scope->round)
      {
        LabMessage message = { .kind = LAB_UNVAR,
                               .unvar = { depth, worker_text (scope->entries[i].name, LAB_MAX_NAME) } };

        scope->entries[i].signature = 0;
        scope->n_known--;
        worker_channel_send (&message);
      }
}

void
worker_scope_report (WorkerScope *scope,
                     uint32_t     depth,
                     PyObject    *locals)
{
  PyObject  *name, *object;
  Py_ssize_t position = 0;
  uint32_t   n_seen = 0;

  scope->round++;
  while (PyDict_Next (locals, &position, &name, &object))
    {
      Entry   *entry = is_shown (name, object) ? find_entry (scope, name) : NULL;
      uint64_t signature;

      if (entry == NULL)
        continue;
      n_seen++;
      entry->seen = scope->round;
      signature = sign (object);
      if (signature == entry->signature)
        continue;
      scope->n_known += entry->signature == 0;
      report_value (depth, name, object);
      entry->signature = sign (object);
    }
  if (n_seen < scope->n_known)
    report_loss (scope, depth);
}
