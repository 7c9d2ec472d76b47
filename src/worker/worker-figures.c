/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* From the arguments of the pyplot stand-in to the messages that draw a figure. */

#include "worker/worker-figures.h"

#include "worker/worker-channel.h"
#include "worker/worker-trace.h"

static PyObject *
refuse (const char *what)
{
  PyErr_SetString (PyExc_ValueError, what);
  return NULL;
}

PyObject *
worker_figure_begin (PyObject *self,
                     PyObject *args)
{
  LabMessage message = { .kind = LAB_FIGURE };
  PyObject  *title;

  if (!PyArg_ParseTuple (args, "IIddU:figure", &message.figure.rows, &message.figure.columns, &message.figure.width,
                         &message.figure.height, &title))
    return NULL;
  if (message.figure.rows * (uint64_t) message.figure.columns > LAB_MAX_AXES)
    return refuse ("the lab draws at most 64 axes in a figure");
  if (++worker_program.n_figures > worker_program.max_figures)
    {
      worker_program_end (LAB_END_LIMIT, "figures");
      worker_trace_insist ();
      return NULL;
    }
  message.figure.figure = worker_program.n_figures;
  message.figure.title = worker_text (title, LAB_MAX_MESSAGE);
  worker_channel_send (&message);
  return PyLong_FromUnsignedLong (message.figure.figure);
}

PyObject *
worker_figure_axes (PyObject *self,
                    PyObject *args)
{
  LabMessage message = { .kind = LAB_AXES };
  LabAxes   *axes = &message.axes;
  PyObject  *title, *x_label, *y_label;

  if (!PyArg_ParseTuple (args, "IIIUUUdddd:axes", &axes->figure, &axes->index, &axes->flags, &title, &x_label, &y_label,
                         &axes->x_min, &axes->x_max, &axes->y_min, &axes->y_max))
    return NULL;
  axes->title = worker_text (title, LAB_MAX_MESSAGE);
  axes->x_label = worker_text (x_label, LAB_MAX_MESSAGE);
  axes->y_label = worker_text (y_label, LAB_MAX_MESSAGE);
  worker_channel_send (&message);
  Py_RETURN_NONE;
}

/* The numbers of a sequence; of single precision if single. Free with PyMem_Free; NULL with an exception. */
static void *
get_numbers (PyObject *sequence,
             uint32_t  limit,
             bool      single,
             uint32_t *n)
{
  PyObject *fast = PySequence_Fast (sequence, "a sequence of numbers was expected");
  void     *numbers = NULL;

  if (fast == NULL)
    return NULL;
  *n = (uint32_t) PySequence_Fast_GET_SIZE (fast);
  if (PySequence_Fast_GET_SIZE (fast) > (Py_ssize_t) limit)
    PyErr_Format (PyExc_ValueError, "the lab draws at most %u points or pixels at once, not %zd", limit, PySequence_Fast_GET_SIZE (fast));
  else
    numbers = PyMem_Malloc ((single ? sizeof (float) : sizeof (double)) * (*n + 1));
  for (uint32_t i = 0; numbers != NULL && i < *n; i++)
    {
      double number = PyFloat_AsDouble (PySequence_Fast_GET_ITEM (fast, i));

      if (single)
        ((float *) numbers)[i] = (float) number;
      else
        ((double *) numbers)[i] = number;
    }
  Py_DECREF (fast);
  if (PyErr_Occurred ())
    {
      PyMem_Free (numbers);
      return NULL;
    }
  return numbers;
}

PyObject *
worker_figure_mark (PyObject *self,
                    PyObject *args)
{
  LabMessage message = { .kind = LAB_MARK };
  LabMark   *mark = &message.mark;
  PyObject  *label, *x, *y;
  double    *xs, *ys = NULL;

  if (!PyArg_ParseTuple (args, "IIbbIddUOO:mark", &mark->figure, &mark->axes, &mark->marker, &mark->line_style, &mark->color,
                         &mark->line_width, &mark->marker_size, &label, &x, &y))
    return NULL;
  mark->label = worker_text (label, LAB_MAX_MESSAGE);
  xs = get_numbers (x, LAB_MAX_POINTS, false, &mark->x.n);
  ys = xs != NULL ? get_numbers (y, LAB_MAX_POINTS, false, &mark->y.n) : NULL;
  mark->x.data = xs;
  mark->y.data = ys;
  if (ys != NULL && mark->x.n == mark->y.n)
    worker_channel_send (&message);
  else if (ys != NULL)
    refuse ("x and y must have the same length");
  PyMem_Free (xs);
  PyMem_Free (ys);
  if (PyErr_Occurred ())
    return NULL;
  Py_RETURN_NONE;
}

PyObject *
worker_figure_image (PyObject *self,
                     PyObject *args)
{
  LabMessage message = { .kind = LAB_IMAGE };
  LabImage  *image = &message.image;
  PyObject  *colormap, *values;
  float     *numbers;

  if (!PyArg_ParseTuple (args, "IIIIbbddddddUO:image", &image->figure, &image->axes, &image->rows, &image->columns,
                         &image->origin_lower, &image->smooth, &image->left, &image->right, &image->bottom, &image->top,
                         &image->v_min, &image->v_max, &colormap, &values))
    return NULL;
  image->colormap = worker_text (colormap, LAB_MAX_NAME);
  numbers = get_numbers (values, LAB_MAX_PIXELS, true, &image->values.n);
  if (numbers == NULL)
    return NULL;
  image->values.data = numbers;
  if (image->rows * (uint64_t) image->columns == image->values.n)
    worker_channel_send (&message);
  else
    refuse ("an image needs a value for each pixel");
  PyMem_Free (numbers);
  if (PyErr_Occurred ())
    return NULL;
  Py_RETURN_NONE;
}

PyObject *
worker_figure_show (PyObject *self,
                    PyObject *args)
{
  LabMessage message = { .kind = LAB_SHOW };

  if (!PyArg_ParseTuple (args, "I:show", &message.show.figure))
    return NULL;
  worker_channel_send (&message);
  worker_channel_flush ();
  Py_RETURN_NONE;
}
