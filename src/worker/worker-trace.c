/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The tracer: what CPython calls at every line. It looks at the program's own frames only, and of those not at the
 * ones that Python makes for a comprehension, which newer versions do not make any more. A stack of the frames it
 * has reported keeps calls and returns paired, whatever generators and exceptions do. */

#include "worker/worker-trace.h"

#include <frameobject.h>
#include <stdio.h>

#include "worker/worker-channel.h"
#include "worker/worker-report.h"
#include "worker/worker-tensors.h"
#include "worker/worker-variables.h"

enum
{
  MAX_DEPTH = 1200, /* more than Python's own limit of recursion */
  FLUSH_CHECK = 64, /* lines between two looks at the clock */
};

typedef struct
{
  PyFrameObject *frame; /* borrowed: it lives while it runs */
  WorkerScope   *scope;
} Level;

static struct
{
  Level     levels[MAX_DEPTH];
  int       n;
  PyObject *reported; /* borrowed: the exception that was told last, compared by address only */
} stack;

static bool
is_hidden (PyCodeObject *code)
{
  return PyUnicode_READ_CHAR (code->co_name, 0) == '<' && PyUnicode_CompareWithASCIIString (code->co_name, "<module>") != 0 && PyUnicode_CompareWithASCIIString (code->co_name, "<lambda>") != 0;
}

/* The locals of a frame as a dict, new reference. */
static PyObject *
get_locals (PyFrameObject *frame)
{
  PyObject *locals = PyFrame_GetLocals (frame), *copy;

  if (locals == NULL || PyDict_Check (locals))
    return locals;
  /* Since Python 3.13 those of a function are a view. */
  copy = PyDict_New ();
  if (copy != NULL && PyDict_Update (copy, locals) != 0)
    Py_CLEAR (copy);
  Py_DECREF (locals);
  return copy;
}

static void
report_variables (Level *level)
{
  PyObject *locals = get_locals (level->frame);

  if (locals != NULL && level->scope != NULL)
    worker_scope_report (level->scope, worker_program.depth, locals);
  PyErr_Clear ();
  Py_XDECREF (locals);
}

/* ---- the stack ---- */

static void
push_frame (PyFrameObject *frame,
            PyCodeObject  *code)
{
  stack.levels[stack.n++] = (Level){ frame, worker_scope_new () };
  if (stack.n == 1)
    return;
  worker_program.depth = (uint32_t) stack.n - 1;
  worker_channel_send (&(LabMessage){ .kind = LAB_CALL,
                                      .call = { worker_program.depth, (uint32_t) code->co_firstlineno, worker_text (code->co_name, LAB_MAX_NAME) } });
}

static void
pop_frame (void)
{
  Level *level = &stack.levels[--stack.n];

  if (level->scope != NULL)
    worker_scope_free (level->scope);
  if (stack.n == 0)
    return;
  worker_channel_send (&(LabMessage){ .kind = LAB_RETURN, .return_ = { worker_program.depth } });
  worker_program.depth = (uint32_t) stack.n - 1;
}

static int
find_level (PyFrameObject *frame)
{
  int i = stack.n - 1;

  while (i >= 0 && stack.levels[i].frame != frame)
    i--;
  return i;
}

/* A call of a frame that seems to be running already: its address has been used again, the old one left unseen. */
static void
enter_frame (PyFrameObject *frame,
             PyCodeObject  *code)
{
  const int level = find_level (frame);

  while (level >= 0 && stack.n > level)
    pop_frame ();
  if (stack.n < MAX_DEPTH)
    push_frame (frame, code);
}

/* Makes frame the innermost one: those above it have been left without a word, or it was entered without one. */
static bool
settle (PyFrameObject *frame,
        PyCodeObject  *code)
{
  const int level = find_level (frame);

  if (level < 0 && stack.n == MAX_DEPTH)
    return false;
  if (level < 0)
    push_frame (frame, code);
  else
    while (stack.n > level + 1)
      pop_frame ();
  return true;
}

/* ---- waiting ---- */

static void
show_values (const LabInspect *inspect)
{
  static double values[LAB_MAX_INSPECT];
  uint32_t      n = worker_get_tensor_values (inspect->tensor, inspect->from, inspect->count, values);

  worker_channel_send (&(LabMessage){ .kind = LAB_VALUES, .values = { inspect->tensor, inspect->from, { values, n } } });
  worker_channel_flush ();
}

/* Waits until there is credit again. -1 if the program is told to end instead. */
static int
wait_for_credit (LabPause why)
{
  LabMessage message;

  worker_channel_send (&(LabMessage){ .kind = LAB_PAUSED, .paused = { (uint8_t) why } });
  worker_channel_flush ();
  for (;;)
    {
      worker_channel_receive (&message);
      if (message.kind == LAB_STOP)
        return worker_program_end (why == LAB_PAUSE_LIMIT ? LAB_END_LIMIT : LAB_END_STOPPED, NULL);
      if (message.kind == LAB_INSPECT)
        show_values (&message.inspect);
      if (message.kind == LAB_CREDIT && message.credit.lines > 0)
        break;
    }
  worker_program.credit = message.credit.lines;
  return 0;
}

/* The record has room for so much; after that the lab is asked whether to go on. */
static int
check_limits (void)
{
  const char *reason = NULL;

  if (worker_program.n_lines > worker_program.end_lines)
    reason = "lines";
  else if (worker_channel_get_n_events () > worker_program.end_events)
    reason = "events";
  if (reason == NULL)
    return 0;
  snprintf (worker_program.reason, sizeof worker_program.reason, "%s", reason);
  if (wait_for_credit (LAB_PAUSE_LIMIT) != 0)
    return -1;
  worker_program.reason[0] = '\0';
  worker_program.end_lines = worker_program.n_lines + worker_program.max_lines;
  worker_program.end_events = worker_channel_get_n_events () + worker_program.max_events;
  return 0;
}

/* ---- events ---- */

static int
enter_line (PyFrameObject *frame,
            PyCodeObject  *code)
{
  if (!settle (frame, code))
    return 0;
  stack.reported = NULL;
  report_variables (&stack.levels[stack.n - 1]);
  worker_report_freed ();
  worker_program.line = PyFrame_GetLineNumber (frame);
  worker_channel_send (&(LabMessage){ .kind = LAB_LINE, .line = { (uint32_t) worker_program.line, worker_program.depth } });
  if (++worker_program.n_lines % FLUSH_CHECK == 0)
    worker_channel_flush_now_and_then ();
  if (worker_program.credit == 0)
    {
      if (wait_for_credit (LAB_PAUSE_CREDIT) != 0)
        return -1;
    }
  if (worker_program.credit != UINT64_MAX)
    worker_program.credit--;
  return check_limits ();
}

static void
leave_frame (PyFrameObject *frame)
{
  if (stack.n < 2 || stack.levels[stack.n - 1].frame != frame)
    return;
  report_variables (&stack.levels[stack.n - 1]);
  pop_frame ();
}

static void
see_exception (PyObject *raised)
{
  PyObject *exception = PyTuple_GET_ITEM (raised, 1);

  if (exception == stack.reported || PyErr_GivenExceptionMatches (exception, PyExc_StopIteration) || PyErr_GivenExceptionMatches (exception, PyExc_GeneratorExit) || PyErr_GivenExceptionMatches (exception, worker_stopped))
    return;
  stack.reported = exception;
  if (PyExceptionInstance_Check (exception))
    worker_report_exception (exception, PyTuple_GET_ITEM (raised, 2), true, NULL);
}

static int
trace_own (PyFrameObject *frame,
           PyCodeObject  *code,
           int            what,
           PyObject      *argument)
{
  if (what == PyTrace_LINE && worker_program.ending != LAB_END_FINISHED)
    return worker_program_end (worker_program.ending, NULL);
  if (what == PyTrace_LINE)
    return enter_line (frame, code);
  if (what == PyTrace_CALL)
    enter_frame (frame, code);
  else if (what == PyTrace_RETURN)
    leave_frame (frame);
  else if (what == PyTrace_EXCEPTION && settle (frame, code))
    see_exception (argument);
  return 0;
}

static int
trace_cb (PyObject      *self,
          PyFrameObject *frame,
          int            what,
          PyObject      *argument)
{
  PyCodeObject *code = PyFrame_GetCode (frame);
  int           result = 0;

  if (worker_program_owns (code) && !is_hidden (code))
    result = trace_own (frame, code, what, argument);
  else if (what == PyTrace_CALL)
    PyObject_SetAttrString ((PyObject *) frame, "f_trace_lines", Py_False);
  Py_DECREF (code);
  return result;
}

static int
insist_cb (PyObject      *self,
           PyFrameObject *frame,
           int            what,
           PyObject      *argument)
{
  PyCodeObject *code = PyFrame_GetCode (frame);
  bool          ours = worker_program_owns (code);

  Py_DECREF (code);
  return ours && what == PyTrace_LINE ? worker_program_end (worker_program.ending, NULL) : 0;
}

void
worker_trace_start (void)
{
  PyEval_SetTrace (trace_cb, NULL);
}

void
worker_trace_insist (void)
{
  if (!worker_program.traced)
    PyEval_SetTrace (insist_cb, NULL);
}

void
worker_trace_stop (void)
{
  PyEval_SetTrace (NULL, NULL);
  while (stack.n > 1)
    pop_frame ();
}

void
worker_trace_report_last (void)
{
  if (stack.n == 1 && stack.levels[0].scope != NULL)
    worker_scope_report (stack.levels[0].scope, 0, worker_program.main);
  worker_report_freed ();
}
