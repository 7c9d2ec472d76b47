/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* One program from its text to END. */

#include "worker/worker-run.h"

#include <time.h>

#include "worker/worker-channel.h"
#include "worker/worker-python.h"
#include "worker/worker-report.h"
#include "worker/worker-tensors.h"
#include "worker/worker-trace.h"

/* Address space for the last words of a program that has used up all of it. */
static void *reserve;

enum
{
  RESERVE = 16 << 20,
};

/* The exception that is set, which becomes the caller's. */
static PyObject *
take_exception (void)
{
  PyObject *type, *value, *traceback;

  PyErr_Fetch (&type, &value, &traceback);
  PyErr_NormalizeException (&type, &value, &traceback);
  if (traceback != NULL && value != NULL)
    PyException_SetTraceback (value, traceback);
  Py_XDECREF (type);
  Py_XDECREF (traceback);
  return value;
}

/* What Python prints of an exception, by a function of boot.py; the text lives in *holder. Formatting runs code of
 * the program's classes, so that can fail too. */
static const char *
format (const char *function,
        PyObject   *exception,
        PyObject  **holder)
{
  const char *text;

  *holder = worker_python_call (function, "(O)", exception);
  text = *holder != NULL ? PyUnicode_AsUTF8 (*holder) : NULL;
  if (text == NULL)
    PyErr_Clear ();
  return text != NULL ? text : "(an exception that cannot be shown)\n";
}

static PyObject *
compile_text (const LabText *text,
              PyObject      *name)
{
  PyObject *source = PyUnicode_DecodeUTF8 (text->data, (Py_ssize_t) text->length, "strict"), *code = NULL;
  char     *terminated = source != NULL ? PyMem_Malloc (text->length + 1) : NULL;

  if (terminated != NULL)
    {
      memcpy (terminated, text->data, text->length);
      terminated[text->length] = '\0';
      if (memchr (terminated, '\0', text->length) != NULL)
        PyErr_SetString (PyExc_SyntaxError, "source code cannot contain null bytes");
      else
        code = Py_CompileStringObject (terminated, name, Py_file_input, NULL, -1);
    }
  PyMem_Free (terminated);
  Py_XDECREF (source);
  return code;
}

static void
report_bad_syntax (void)
{
  PyObject   *exception = take_exception (), *holder;
  const char *text;

  if (exception == NULL)
    return;
  text = format ("format_syntax", exception, &holder);
  worker_report_syntax (exception, text);
  Py_XDECREF (holder);
  Py_DECREF (exception);
}

void
worker_check (const LabCheck *check)
{
  PyObject *name = PyUnicode_FromString ("<program>");
  PyObject *code = name != NULL ? compile_text (&check->text, name) : NULL;

  if (code != NULL)
    worker_report_lines (code);
  else
    report_bad_syntax ();
  Py_XDECREF (code);
  Py_XDECREF (name);
  worker_channel_flush ();
}

static bool
prepare (const LabProgram *program)
{
  PyObject *text = PyUnicode_DecodeUTF8 (program->text.data, (Py_ssize_t) program->text.length, "strict");

  worker_program = (WorkerProgram){
    .name = PyUnicode_DecodeUTF8 (program->name.data, (Py_ssize_t) program->name.length, "strict"),
    .traced = program->flags & LAB_PROGRAM_TRACE,
    .credit = program->credit,
    .max_lines = program->max_lines,
    .max_events = program->max_events,
    .end_lines = program->max_lines,
    .end_events = program->max_events,
    .max_text = program->max_text,
    .max_figures = program->max_figures,
  };
  PyUnicode_InternInPlace (&worker_program.name);
  if (text != NULL && worker_program.name != NULL)
    worker_program.main = worker_python_call ("set_program", "(OOL)", worker_program.name, text, (long long) program->seed);
  Py_XDECREF (text);
  worker_channel_reset_counts ();
  return worker_program.main != NULL;
}

/* sys.exit (): with nothing or 0 the program has finished; with a number that is its answer; with anything else that
 * is printed, and the answer is 1. */
static int64_t
get_exit_code (PyObject *exception)
{
  PyObject *code = PyObject_GetAttrString (exception, "code"), *text = NULL;
  int64_t   result = 1;

  if (code == NULL || code == Py_None)
    result = 0;
  else if (PyLong_Check (code))
    result = PyLong_AsLongLong (code) & 0xff;
  else if ((text = PyObject_Str (code)) != NULL)
    {
      LabText shown = worker_text (text, LAB_MAX_OUT);

      worker_channel_print (2, shown.data, shown.length);
      worker_channel_print (2, "\n", 1);
    }
  PyErr_Clear ();
  Py_XDECREF (text);
  Py_XDECREF (code);
  return result;
}

/* How the program ended, from the exception that ended it. */
static LabEnd
judge (PyObject *exception)
{
  PyObject   *holder, *traceback;
  const char *text;
  LabEnd      end = { .status = LAB_END_FINISHED };

  if (worker_program.ending != LAB_END_FINISHED)
    end.status = (uint8_t) worker_program.ending;
  else if (exception != NULL && PyErr_GivenExceptionMatches (exception, PyExc_SystemExit))
    end.exit_code = get_exit_code (exception);
  else if (exception != NULL)
    {
      end.status = LAB_END_EXCEPTION;
      text = format ("format_exception", exception, &holder);
      traceback = PyException_GetTraceback (exception);
      worker_report_exception (exception, traceback, false, text);
      Py_XDECREF (traceback);
      Py_XDECREF (holder);
    }
  end.message = (LabText){ worker_program.reason, (uint32_t) strlen (worker_program.reason) };
  return end;
}

static uint64_t
get_cpu_ns (void)
{
  struct timespec used;

  return clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &used) == 0 ? (uint64_t) used.tv_sec * 1000000000 + (uint64_t) used.tv_nsec : 0;
}

static void
send_end (LabEnd   end,
          uint64_t cpu_ns)
{
  end.lines = worker_program.n_lines;
  end.events = worker_channel_get_n_events ();
  end.cpu_ns = cpu_ns;
  worker_channel_send (&(LabMessage){ .kind = LAB_END, .end = end });
  worker_channel_flush ();
}

static LabEnd
execute (PyObject *code)
{
  PyObject *result, *exception = NULL;
  LabEnd    end;

  reserve = malloc (RESERVE);
  if (worker_program.traced)
    worker_trace_start ();
  worker_tensors_watch (worker_program.traced);
  result = PyEval_EvalCode (code, worker_program.main, worker_program.main);
  free (reserve);
  worker_trace_stop ();
  if (result == NULL)
    exception = take_exception ();
  if (worker_program.traced)
    worker_trace_report_last ();
  worker_tensors_watch (false);
  if (worker_program.ending == LAB_END_FINISHED)
    {
      PyObject *finished = worker_python_call ("finish", "()");

      PyErr_Clear ();
      Py_XDECREF (finished);
    }
  end = judge (exception);
  Py_XDECREF (exception);
  Py_XDECREF (result);
  return end;
}

void
worker_run (const LabProgram *program)
{
  const uint64_t start = get_cpu_ns ();
  PyObject      *code;
  LabEnd         end = { .status = LAB_END_SYNTAX };

  if (!prepare (program))
    {
      PyErr_Print ();
      return;
    }
  code = compile_text (&program->text, worker_program.name);
  if (code != NULL)
    {
      worker_report_lines (code);
      worker_channel_flush ();
      end = execute (code);
    }
  else
    report_bad_syntax ();
  Py_XDECREF (code);
  send_end (end, get_cpu_ns () - start);
}
