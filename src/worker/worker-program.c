/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What several parts of the worker ask about the program. */

#include "worker/worker-program.h"

#include <stdio.h>

WorkerProgram worker_program;
PyObject     *worker_stopped;

int
worker_program_end (LabEndStatus status,
                    const char  *reason)
{
  if (worker_program.ending == LAB_END_FINISHED)
    {
      worker_program.ending = status;
      if (reason != NULL)
        snprintf (worker_program.reason, sizeof worker_program.reason, "%s", reason);
    }
  PyErr_SetString (worker_stopped, worker_program.reason);
  return -1;
}

static LabSpan
get_frame_span (PyFrameObject *frame,
                PyCodeObject  *code)
{
  int line, column, end_line, end_column;

  if (!PyCode_Addr2Location (code, PyFrame_GetLasti (frame), &line, &column, &end_line, &end_column) || line < 1 || column < 0)
    return (LabSpan){ 0 };
  return (LabSpan){ (uint32_t) line, (uint32_t) column, (uint32_t) end_line, (uint32_t) end_column };
}

LabSpan
worker_program_get_span (void)
{
  PyFrameObject *frame = PyThreadState_GetFrame (PyThreadState_Get ());
  LabSpan        span = { 0 };

  while (frame != NULL)
    {
      PyCodeObject  *code = PyFrame_GetCode (frame);
      PyFrameObject *back;
      bool           ours = worker_program_owns (code);

      if (ours)
        span = get_frame_span (frame, code);
      Py_DECREF (code);
      if (ours)
        break;
      back = PyFrame_GetBack (frame);
      Py_DECREF (frame);
      frame = back;
    }
  Py_XDECREF (frame);
  return span;
}

LabText
worker_text (PyObject *str,
             size_t    limit)
{
  Py_ssize_t  length;
  const char *text = PyUnicode_Check (str) ? PyUnicode_AsUTF8AndSize (str, &length) : NULL;

  if (text == NULL)
    {
      PyErr_Clear ();
      return (LabText){ "", 0 };
    }
  if ((size_t) length > limit)
    for (length = (Py_ssize_t) limit; length > 0 && ((uint8_t) text[length] & 0xc0) == 0x80;)
      length--;
  return (LabText){ text, (uint32_t) length };
}
