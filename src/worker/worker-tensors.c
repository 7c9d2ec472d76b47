/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Tensors are numbered when the lab first hears of them, which is when a variable holds one. */

#include "worker/worker-tensors.h"

#include <math.h>
#include <stdio.h>

#include "worker/worker-channel.h"
#include "worker/worker-tensor.h"

enum
{
  MAX_SHOWN = 64,       /* elements sent along with a tensor; of a larger one three numbers */
  MAX_SUMMED = 1 << 22, /* elements for which even these are found out */
};

static struct
{
  uint64_t n_tensors;
  GArray  *freed; /* uint64_t */
  bool     watched;
} watch;

bool
worker_is_tensor (PyObject *object)
{
  return worker_tensor_type != NULL && worker_tensor_check (object);
}

uint64_t
worker_get_tensor_id (PyObject *tensor)
{
  return ((WorkerTensor *) tensor)->id;
}

uint64_t
worker_get_tensor_signature (PyObject *tensor)
{
  return ((WorkerTensor *) tensor)->id << 32 ^ grad_tensor_get_version_counter (worker_tensor_get (tensor));
}

static void
sum_up (GradTensor *tensor,
        LabTensor  *message)
{
  const gint64       n = grad_tensor_get_n_elements (tensor);
  g_autofree double *values = NULL;

  message->least = message->mean = message->greatest = NAN;
  if (n > MAX_SUMMED)
    return;
  values = g_new (double, (gsize) n);
  grad_tensor_get_values (tensor, values);
  message->least = INFINITY;
  message->greatest = -INFINITY;
  message->mean = 0;
  for (gint64 i = 0; i < n; i++)
    {
      message->least = fmin (message->least, values[i]);
      message->greatest = fmax (message->greatest, values[i]);
      message->mean += values[i] / (double) n;
    }
}

/* The elements one after the other, in memory that the caller frees. */
static gpointer
copy_elements (GradTensor *tensor)
{
  const GradDType dtype = grad_tensor_get_dtype (tensor);
  const gint64    n = grad_tensor_get_n_elements (tensor);
  double          values[MAX_SHOWN];
  guint8         *elements = g_malloc (8 * MAX (n, 1));

  if (grad_tensor_is_contiguous (tensor))
    return memcpy (elements, grad_tensor_get_data (tensor), (gsize) n * grad_dtype_get_size (dtype));
  grad_tensor_get_values (tensor, values);
  for (gint64 i = 0; i < n; i++)
    if (dtype == GRAD_FLOAT32)
      ((float *) (gpointer) elements)[i] = (float) values[i];
    else if (dtype == GRAD_FLOAT64)
      ((double *) (gpointer) elements)[i] = values[i];
    else if (dtype == GRAD_INT64)
      ((gint64 *) (gpointer) elements)[i] = (gint64) values[i];
    else
      elements[i] = values[i] != 0;
  return elements;
}

/* What is said of a tensor in a message. Free what is returned when the message is sent. */
static gpointer
fill_tensor (GradTensor *tensor,
             uint64_t    id,
             LabTensor  *message)
{
  const guint n_dims = MIN (grad_tensor_get_n_dims (tensor), (guint) LAB_MAX_DIMS);
  gpointer    elements = NULL;

  *message = (LabTensor){ .id = id, .dtype = (uint8_t) grad_tensor_get_dtype (tensor), .n_dims = (uint8_t) n_dims };
  for (guint i = 0; i < n_dims; i++)
    message->shape[i] = grad_tensor_get_shape (tensor)[i];
  message->complete = grad_tensor_get_n_elements (tensor) <= MAX_SHOWN;
  if (message->complete)
    {
      elements = copy_elements (tensor);
      message->values = (LabList){ elements, (uint32_t) grad_tensor_get_n_elements (tensor) };
    }
  else
    sum_up (tensor, message);
  return elements;
}

void
worker_announce_tensor (PyObject *object)
{
  WorkerTensor *self = (WorkerTensor *) object;
  const guint32 version = grad_tensor_get_version_counter (self->tensor);
  LabMessage    message = { .kind = LAB_LEAF };
  gpointer      elements;

  if (self->id == 0)
    {
      self->id = ++watch.n_tensors;
      elements = fill_tensor (self->tensor, self->id, &message.leaf.tensor);
      message.leaf.requires_grad = (uint8_t) grad_tensor_get_requires_grad (self->tensor);
      worker_channel_send (&message);
    }
  else if (self->version != version)
    {
      message.kind = LAB_REFRESH;
      elements = fill_tensor (self->tensor, self->id, &message.refresh.tensor);
      worker_channel_send (&message);
    }
  else
    return;
  self->version = version;
  g_free (elements);
}

void
worker_describe_tensor (PyObject *object,
                        char     *text,
                        size_t    size)
{
  GradTensor *tensor = worker_tensor_get (object);
  double      value;

  if (grad_tensor_get_n_dims (tensor) == 0 && grad_tensor_item (tensor, &value, NULL))
    {
      g_snprintf (text, size, "tensor(%.6g)", value);
      return;
    }
  g_snprintf (text, size, "<tensor>");
}

/* The lab asks for one that a variable holds, so it is looked for among the variables of the module. */
static GradTensor *
find_tensor (uint64_t id)
{
  PyObject  *name, *object;
  Py_ssize_t position = 0;

  while (PyDict_Next (worker_program.main, &position, &name, &object))
    if (worker_is_tensor (object) && worker_get_tensor_id (object) == id)
      return worker_tensor_get (object);
  return NULL;
}

uint32_t
worker_get_tensor_values (uint64_t id,
                          uint64_t from,
                          uint32_t count,
                          double  *values)
{
  GradTensor        *tensor = find_tensor (id);
  g_autofree double *all = NULL;
  uint64_t           n;

  if (tensor == NULL)
    return 0;
  n = (uint64_t) grad_tensor_get_n_elements (tensor);
  if (from >= n)
    return 0;
  all = g_new (double, n);
  grad_tensor_get_values (tensor, all);
  count = (uint32_t) MIN (count, n - from);
  memcpy (values, all + from, count * sizeof *values);
  return count;
}

void
worker_note_tensor_freed (uint64_t id)
{
  if (watch.watched && id != 0)
    g_array_append_val (watch.freed, id);
}

void
worker_report_freed (void)
{
  if (watch.freed == NULL || watch.freed->len == 0)
    return;
  for (guint i = 0; i < watch.freed->len; i += LAB_MAX_IDS)
    worker_channel_send (&(LabMessage){
        .kind = LAB_FREE,
        .free = { .tensors = { &g_array_index (watch.freed, uint64_t, i), (uint32_t) MIN (watch.freed->len - i, (guint) LAB_MAX_IDS) } } });
  g_array_set_size (watch.freed, 0);
}

void
worker_tensors_watch (bool watched)
{
  if (watch.freed == NULL)
    watch.freed = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  watch.watched = watched;
}
