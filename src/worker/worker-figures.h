/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "worker/worker-program.h"

/* Figures, as the stand-in for matplotlib.pyplot sends them when they are shown: functions of the module _lab, one for
 * each message, whose arguments are the message's fields in order. Lists of numbers are any sequences of floats.
 * figure () returns the number of the figure, which the others take. */
PyObject *worker_figure_begin (PyObject *self, PyObject *args);
PyObject *worker_figure_axes (PyObject *self, PyObject *args);
PyObject *worker_figure_mark (PyObject *self, PyObject *args);
PyObject *worker_figure_image (PyObject *self, PyObject *args);
PyObject *worker_figure_show (PyObject *self, PyObject *args);
