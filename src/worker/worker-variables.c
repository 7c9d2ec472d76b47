/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Variables: at every line the names of a frame are compared with what was said of them last. What is kept is a
 * signature, not the object, so that watching a variable does not keep a graph alive. Objects of the program's own classes
 * and neural networks are looked into: the tensors that they hold are variables, too, “model.W”. */

#include "worker/worker-variables.h"

#include <string.h>

#include "worker/worker-channel.h"
#include "worker/worker-describe.h"
#include "worker/worker-tensors.h"

typedef struct
{
  PyObject    *name;
  uint64_t     signature; /* 0: was not there */
  uint32_t     seen;      /* round of the last report in which it was there */
  bool         told;      /* the lab knows it */
  WorkerScope *members;   /* of an object that is looked into; else NULL */
} Entry;

struct _WorkerScope
{
  Entry   *entries; /* open addressing */
  uint32_t n_entries, n_names, n_known;
  uint32_t round, n_seen; /* the present report, and how many entries it has met */
};

enum
{
  MAX_LEVEL = 4, /* of objects in objects */
};

/* Where names belong: a frame, or an object in it. */
typedef struct _Place Place;
struct _Place
{
  const Place *outer; /* NULL of a frame */
  PyObject    *object;
  uint32_t     depth, level;
  size_t       length; /* of what stands before a name: “model.” */
  char         prefix[LAB_MAX_NAME];
};

WorkerScope *
worker_scope_new (void)
{
  return PyMem_Calloc (1, sizeof (WorkerScope));
}

void
worker_scope_free (WorkerScope *scope)
{
  if (scope == NULL)
    return;
  for (uint32_t i = 0; i < scope->n_entries; i++)
    {
      Py_XDECREF (scope->entries[i].name);
      worker_scope_free (scope->entries[i].members);
    }
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

/* ---- objects that are looked into ---- */

static PyObject *
intern (PyObject  **string,
        const char *text)
{
  if (*string == NULL)
    *string = PyUnicode_InternFromString (text);
  return *string;
}

/* Whether the program or torch.nn defined the class. Asked of the class itself, which runs no code. */
static bool
is_open_class (PyTypeObject *type)
{
  static PyObject *key;
  PyObject        *module;
  const char      *name;

  if (!PyType_HasFeature (type, Py_TPFLAGS_HEAPTYPE) || type->tp_dict == NULL || intern (&key, "__module__") == NULL)
    return false;
  module = PyDict_GetItemWithError (type->tp_dict, key);
  name = module != NULL && PyUnicode_CheckExact (module) ? PyUnicode_AsUTF8 (module) : NULL;
  return name != NULL && (strcmp (name, "__main__") == 0 || strncmp (name, "torch.nn", strlen ("torch.nn")) == 0);
}

/* The attributes of an object that is looked into; NULL of any other. A new reference. */
static PyObject *
get_members (PyObject *object)
{
  PyObject *dict;

  if (worker_is_tensor (object) || !is_open_class (Py_TYPE (object)))
    return NULL;
  dict = PyObject_GenericGetDict (object, NULL);
  if (dict == NULL)
    PyErr_Clear ();
  return dict;
}

/* Where a module of torch.nn keeps its parameters, buffers and modules. */
static PyObject *
get_group (PyObject *members,
           int       i)
{
  static const char *const texts[] = { "_parameters", "_buffers", "_modules" };
  static PyObject         *keys[3];
  PyObject                *group = intern (&keys[i], texts[i]) != NULL ? PyDict_GetItemWithError (members, keys[i]) : NULL;

  return group != NULL && PyDict_CheckExact (group) ? group : NULL;
}

/* FALSE if the object is one of those around it, or too deep, or its names would be too long. */
static bool
enter (Place       *inner,
       const Place *place,
       PyObject    *name,
       PyObject    *object)
{
  LabText text = worker_text (name, LAB_MAX_NAME);

  for (const Place *around = place; around != NULL; around = around->outer)
    if (around->object == object && object != NULL)
      return false;
  if (place->level == MAX_LEVEL || place->length + text.length + 2 > sizeof inner->prefix)
    return false;
  inner->outer = place;
  inner->object = object;
  inner->depth = place->depth;
  inner->level = place->level + 1;
  memcpy (inner->prefix, place->prefix, place->length);
  memcpy (inner->prefix + place->length, text.data, text.length);
  inner->prefix[place->length + text.length] = '.';
  inner->length = place->length + text.length + 1;
  return true;
}

/* ---- reports ---- */

/* What is no variable in the eyes of a learner. */
static bool
is_shown (PyObject *name,
          PyObject *object)
{
  return PyUnicode_CheckExact (name) && PyUnicode_GET_LENGTH (name) > 0 && PyUnicode_READ_CHAR (name, 0) != '_' && !PyModule_Check (object) && !PyFunction_Check (object) && !PyCFunction_Check (object) && !PyType_Check (object);
}

/* The name with what stands before it. */
static LabText
name_in (const Place *place,
         PyObject    *name,
         char         buffer[LAB_MAX_NAME])
{
  LabText text = worker_text (name, LAB_MAX_NAME);

  if (place->length == 0 || place->length + text.length > LAB_MAX_NAME)
    return text;
  memcpy (buffer, place->prefix, place->length);
  memcpy (buffer + place->length, text.data, text.length);
  return (LabText){ buffer, (uint32_t) (place->length + text.length) };
}

static void
report_value (const Place *place,
              PyObject    *name,
              PyObject    *object)
{
  char       buffer[LAB_MAX_VALUE_TEXT], name_buffer[LAB_MAX_NAME];
  LabMessage message = { .kind = LAB_VAR, .var = { .depth = place->depth, .name = name_in (place, name, name_buffer) } };

  if (worker_is_tensor (object))
    worker_announce_tensor (object);
  worker_describe (object, &message.var.value, buffer);
  worker_channel_send (&message);
}

static void
retract (const Place *place,
         Entry       *entry)
{
  char       buffer[LAB_MAX_NAME];
  LabMessage message = { .kind = LAB_UNVAR, .unvar = { place->depth, name_in (place, entry->name, buffer) } };

  if (entry->told)
    worker_channel_send (&message);
  entry->told = false;
}

/* ---- reports ---- */

static void report_loss (WorkerScope *scope,
                         const Place *place);

/* The object is not looked into any more. */
static void
close_members (const Place *place,
               Entry       *entry)
{
  Place inner;

  if (entry->members == NULL)
    return;
  entry->members->round++;
  if (enter (&inner, place, entry->name, NULL))
    report_loss (entry->members, &inner);
  worker_scope_free (entry->members);
  entry->members = NULL;
}

/* What was there in the round before and is not in this one. */
static void
report_loss (WorkerScope *scope,
             const Place *place)
{
  for (uint32_t i = 0; i < scope->n_entries; i++)
    {
      Entry *entry = &scope->entries[i];

      if (entry->signature == 0 || entry->seen == scope->round)
        continue;
      close_members (place, entry);
      retract (place, entry);
      entry->signature = 0;
      scope->n_known--;
    }
}

static void report_names (WorkerScope *scope,
                          const Place *place,
                          PyObject    *names);

static void
report_members (const Place *place,
                Entry       *entry,
                PyObject    *object)
{
  PyObject *members = get_members (object), *group;
  Place     inner;

  if (members == NULL || !enter (&inner, place, entry->name, object) ||
      (entry->members == NULL && (entry->members = worker_scope_new ()) == NULL))
    close_members (place, entry);
  else
    {
      entry->members->round++;
      entry->members->n_seen = 0;
      report_names (entry->members, &inner, members);
      for (int i = 0; i < 3; i++)
        if ((group = get_group (members, i)) != NULL)
          report_names (entry->members, &inner, group);
      if (entry->members->n_seen < entry->members->n_known)
        report_loss (entry->members, &inner);
    }
  Py_XDECREF (members);
}

/* Of an object's attributes only tensors are told. */
static void
report_entry (WorkerScope *scope,
              const Place *place,
              Entry       *entry,
              PyObject    *object)
{
  const uint64_t signature = sign (object);

  scope->n_seen++;
  entry->seen = scope->round;
  if (signature != entry->signature)
    {
      scope->n_known += entry->signature == 0;
      if (place->outer != NULL && !worker_is_tensor (object))
        retract (place, entry);
      else
        {
          report_value (place, entry->name, object);
          entry->told = true;
        }
      entry->signature = sign (object);
    }
  if (entry->members != NULL || !PyFloat_CheckExact (object))
    report_members (place, entry, object);
}

static void
report_names (WorkerScope *scope,
              const Place *place,
              PyObject    *names)
{
  PyObject  *name, *object;
  Py_ssize_t position = 0;

  while (PyDict_Next (names, &position, &name, &object))
    {
      Entry *entry = is_shown (name, object) ? find_entry (scope, name) : NULL;

      if (entry != NULL)
        report_entry (scope, place, entry, object);
    }
}

void
worker_scope_report (WorkerScope *scope,
                     uint32_t     depth,
                     PyObject    *locals)
{
  Place place; /* not cleared: this is done at every line */

  place.outer = NULL;
  place.object = NULL;
  place.depth = depth;
  place.level = 0;
  place.length = 0;
  scope->round++;
  scope->n_seen = 0;
  report_names (scope, &place, locals);
  if (scope->n_seen < scope->n_known)
    report_loss (scope, &place);
}
