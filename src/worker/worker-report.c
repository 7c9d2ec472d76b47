/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Exceptions and code, told in the program's own places. */

#include "worker/worker-report.h"

#include <frameobject.h>
#include <string.h>

#include "worker/worker-channel.h"

/* ---- exceptions ---- */

typedef struct
{
  uint32_t spans[4 * LAB_MAX_FRAMES];
  char     functions[LAB_MAX_FRAMES * (LAB_MAX_NAME + 4)];
  LabTexts texts;
} Places;

static void
add_place (Places            *places,
           PyTracebackObject *traceback,
           PyCodeObject      *code)
{
  uint32_t *span = places->spans + 4 * places->texts.n;
  int       line, column, end_line, end_column;

  if (!PyCode_Addr2Location (code, traceback->tb_lasti, &line, &column, &end_line, &end_column) || column < 0)
    line = traceback->tb_lineno, column = end_column = 0, end_line = line;
  span[0] = (uint32_t) line;
  span[1] = (uint32_t) column;
  span[2] = (uint32_t) end_line;
  span[3] = (uint32_t) end_column;
  lab_texts_append (&places->texts, places->functions, sizeof places->functions, worker_text (code->co_name, LAB_MAX_NAME));
}

/* The program's own frames, outermost first, of a long recursion the outer half and the inner half. */
static void
find_places (Places   *places,
             PyObject *traceback)
{
  PyTracebackObject *at;
  int                n = 0, i = 0;

  if (traceback == NULL || !PyTraceBack_Check (traceback))
    return;
  for (at = (PyTracebackObject *) traceback; at != NULL; at = at->tb_next)
    {
      PyCodeObject *code = PyFrame_GetCode (at->tb_frame);

      n += worker_program_owns (code);
      Py_DECREF (code);
    }
  for (at = (PyTracebackObject *) traceback; at != NULL; at = at->tb_next)
    {
      PyCodeObject *code = PyFrame_GetCode (at->tb_frame);

      if (worker_program_owns (code) && (i < LAB_MAX_FRAMES / 2 || i >= n - LAB_MAX_FRAMES / 2))
        add_place (places, at, code);
      i += worker_program_owns (code);
      Py_DECREF (code);
    }
}

/* What str () makes of an exception of Python's own; nothing of a class that the program wrote, since its code would
 * run here. */
static PyObject *
get_message (PyObject *exception)
{
  PyTypeObject *type = Py_TYPE (exception);

  if (type->tp_flags & Py_TPFLAGS_HEAPTYPE && type->tp_str != ((PyTypeObject *) PyExc_BaseException)->tp_str)
    return NULL;
  return PyObject_Str (exception);
}

static LabText
get_type_name (PyObject *exception)
{
  const char *name = Py_TYPE (exception)->tp_name, *dot = strrchr (name, '.');

  name = dot != NULL ? dot + 1 : name;
  return (LabText){ name, (uint32_t) strnlen (name, LAB_MAX_NAME) };
}

static LabText
cut (const char *text,
     size_t      limit)
{
  size_t n = text == NULL ? 0 : strlen (text);

  if (n > limit)
    for (n = limit; n > 0 && ((uint8_t) text[n] & 0xc0) == 0x80;)
      n--;
  return (LabText){ text, (uint32_t) n };
}

void
worker_report_exception (PyObject   *exception,
                         PyObject   *traceback,
                         bool        caught,
                         const char *text)
{
  static Places places;
  PyObject     *message = get_message (exception);

  PyErr_Clear ();
  places.texts = (LabTexts){ 0 };
  find_places (&places, traceback);
  worker_channel_send (&(LabMessage){
      .kind = LAB_EXC,
      .exc = { .caught = caught,
               .type = get_type_name (exception),
               .message = message != NULL ? worker_text (message, LAB_MAX_MESSAGE) : (LabText){ 0 },
               .spans = { places.spans, 4 * places.texts.n },
               .functions = places.texts,
               .text = cut (text, LAB_MAX_TRACEBACK) } });
  Py_XDECREF (message);
}

/* ---- syntax errors ---- */

static uint32_t
get_number (PyObject   *exception,
            const char *name)
{
  PyObject *value = PyObject_GetAttrString (exception, name);
  long      number = value != NULL && PyLong_Check (value) ? PyLong_AsLong (value) : 0;

  Py_XDECREF (value);
  PyErr_Clear ();
  return number > 0 && number < LAB_MAX_LINE ? (uint32_t) number : 0;
}

/* Python counts columns of a SyntaxError in characters from 1, spans count bytes from 0; for a line of ASCII that is
 * the same but for the one. */
static LabSpan
get_syntax_span (PyObject *exception)
{
  LabSpan span = { get_number (exception, "lineno"), get_number (exception, "offset"), get_number (exception, "end_lineno"),
                   get_number (exception, "end_offset") };

  span.column -= span.column > 0;
  span.end_column -= span.end_column > 0;
  return span;
}

void
worker_report_syntax (PyObject   *exception,
                      const char *text)
{
  PyObject *message = PyObject_GetAttrString (exception, "msg");

  PyErr_Clear ();
  if (message == NULL || !PyUnicode_Check (message))
    {
      Py_XDECREF (message);
      message = PyObject_Str (exception);
    }
  PyErr_Clear ();
  worker_channel_send (&(LabMessage){
      .kind = LAB_SYNTAX,
      .syntax = { .span = get_syntax_span (exception),
                  .type = get_type_name (exception),
                  .message = message != NULL ? worker_text (message, LAB_MAX_MESSAGE) : (LabText){ 0 },
                  .text = cut (text, LAB_MAX_TRACEBACK) } });
  Py_XDECREF (message);
}

/* ---- lines ---- */

typedef struct
{
  uint32_t lines[65536];
  uint32_t n;
} Lines;

static void
add_line (Lines *lines,
          long   line)
{
  if (line < 1 || lines->n == sizeof lines->lines / sizeof lines->lines[0])
    return;
  if (lines->n == 0 || lines->lines[lines->n - 1] != (uint32_t) line)
    lines->lines[lines->n++] = (uint32_t) line;
}

static void
add_lines_of (Lines    *lines,
              PyObject *code)
{
  PyObject *method = PyObject_CallMethod (code, "co_lines", NULL), *range;
  PyObject *constants = ((PyCodeObject *) code)->co_consts;

  while (method != NULL && (range = PyIter_Next (method)) != NULL)
    {
      PyObject *line = PyTuple_GET_ITEM (range, 2);

      if (PyLong_Check (line))
        add_line (lines, PyLong_AsLong (line));
      Py_DECREF (range);
    }
  Py_XDECREF (method);
  PyErr_Clear ();
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (constants); i++)
    if (PyCode_Check (PyTuple_GET_ITEM (constants, i)))
      add_lines_of (lines, PyTuple_GET_ITEM (constants, i));
}

static int
compare_lines (const void *a,
               const void *b)
{
  const uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;

  return (x > y) - (x < y);
}

void
worker_report_lines (PyObject *code)
{
  static Lines lines;
  uint32_t     n = 0;

  lines.n = 0;
  add_lines_of (&lines, code);
  qsort (lines.lines, lines.n, sizeof lines.lines[0], compare_lines);
  for (uint32_t i = 0; i < lines.n; i++)
    if (n == 0 || lines.lines[n - 1] != lines.lines[i])
      lines.lines[n++] = lines.lines[i];
  worker_channel_send (&(LabMessage){ .kind = LAB_COMPILED, .compiled = { { lines.lines, n } } });
}
