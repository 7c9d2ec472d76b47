/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What the lab knows of each tensor, and the messages that bring it up to date: a tensor may have changed through
 * another that shares its memory, and its .grad may be assigned at any time. So nothing is assumed; before a message
 * speaks of a tensor it is compared with what was said of it last. */

#include "worker/worker-tensors.h"

#include <math.h>
#include <stdio.h>

#include "grad/grad-trace.h"
#include "worker/worker-channel.h"
#include "worker/worker-graph.h"
#include "worker/worker-tensor.h"

enum
{
  MAX_SHOWN = 64,       /* elements sent along with a tensor; of a larger one three numbers */
  MAX_SUMMED = 1 << 22, /* elements for which even these are found out */
};

static struct
{
  uint64_t    n_tensors;
  GHashTable *known;   /* GradTensor * → WorkerKnown * */
  GPtrArray  *holders; /* GradTensor *: those that have or may get a .grad */
  GArray     *freed_tensors, *freed_nodes;
  bool        watched;
} watch;

/* ---- what a message says of a tensor ---- */

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

/* The elements one after the other. */
static void
copy_elements (GradTensor *tensor,
               gpointer    elements)
{
  const GradDType dtype = grad_tensor_get_dtype (tensor);
  double          values[MAX_SHOWN];

  grad_tensor_get_values (tensor, values);
  for (gint64 i = 0; i < grad_tensor_get_n_elements (tensor); i++)
    if (dtype == GRAD_FLOAT32)
      ((float *) elements)[i] = (float) values[i];
    else if (dtype == GRAD_FLOAT64)
      ((double *) elements)[i] = values[i];
    else if (dtype == GRAD_INT64)
      ((gint64 *) elements)[i] = (gint64) values[i];
    else
      ((guint8 *) elements)[i] = values[i] != 0;
}

void
worker_tensors_show (GradTensor  *tensor,
                     uint64_t     id,
                     WorkerShown *shown)
{
  LabTensor   *message = &shown->tensor;
  const guint  n_dims = MIN (grad_tensor_get_n_dims (tensor), (guint) LAB_MAX_DIMS);
  const gint64 n = grad_tensor_get_n_elements (tensor);

  G_STATIC_ASSERT (sizeof shown->elements == MAX_SHOWN * sizeof (double));
  message->id = id;
  message->dtype = (uint8_t) grad_tensor_get_dtype (tensor);
  message->n_dims = (uint8_t) n_dims;
  for (guint i = 0; i < n_dims; i++)
    message->shape[i] = grad_tensor_get_shape (tensor)[i];
  message->complete = n <= MAX_SHOWN;
  message->values = (LabList){ grad_tensor_get_data (tensor), (uint32_t) n };
  if (!message->complete)
    sum_up (tensor, message);
  else if (!grad_tensor_is_contiguous (tensor))
    {
      copy_elements (tensor, shown->elements);
      message->values.data = shown->elements;
    }
}

/* ---- what is known ---- */

WorkerKnown *
worker_tensors_find (GradTensor *tensor)
{
  return g_hash_table_lookup (watch.known, tensor);
}

uint64_t
worker_tensors_new_id (void)
{
  return ++watch.n_tensors;
}

WorkerKnown *
worker_tensors_add (GradTensor *tensor)
{
  WorkerKnown *known = g_new0 (WorkerKnown, 1);

  known->id = worker_tensors_new_id ();
  known->version = grad_tensor_get_version_counter (tensor);
  known->requires_grad = grad_tensor_get_requires_grad (tensor);
  g_hash_table_insert (watch.known, tensor, known);
  grad_trace_watch (tensor);
  return known;
}

void
worker_tensors_forget (GradTensor *tensor)
{
  WorkerKnown *known = worker_tensors_find (tensor);

  if (known == NULL)
    return;
  worker_tensors_free_id (known->id);
  g_hash_table_remove (watch.known, tensor);
  g_ptr_array_remove_fast (watch.holders, tensor);
}

static WorkerKnown *
meet (GradTensor *tensor)
{
  WorkerShown  shown;
  WorkerKnown *known = worker_tensors_add (tensor);

  if (grad_tensor_get_grad_fn (tensor) != NULL)
    {
      worker_graph_introduce (tensor, known);
      return known;
    }
  worker_tensors_show (tensor, known->id, &shown);
  worker_channel_send (&(LabMessage){ .kind = LAB_LEAF, .leaf = { shown.tensor, known->requires_grad } });
  return known;
}

static void
catch_up (GradTensor  *tensor,
          WorkerKnown *known)
{
  GradNode      *node = grad_tensor_get_grad_fn (tensor);
  const uint64_t node_id = node != NULL ? grad_node_get_id (node) : 0;
  const uint32_t version = grad_tensor_get_version_counter (tensor);
  const bool     requires_grad = grad_tensor_get_requires_grad (tensor);
  WorkerShown    shown;

  if (node_id != known->node)
    worker_graph_report_other_history (tensor, known);
  else if (version != known->version)
    {
      worker_tensors_show (tensor, known->id, &shown);
      worker_channel_send (&(LabMessage){ .kind = LAB_REFRESH, .refresh = { shown.tensor } });
    }
  if (node_id == 0 && requires_grad != known->requires_grad)
    worker_channel_send (&(LabMessage){ .kind = LAB_REQUIRE, .require = { known->id, requires_grad } });
  known->requires_grad = requires_grad;
  known->version = version;
  known->node = node_id;
}

WorkerKnown *
worker_tensors_know_itself (GradTensor *tensor)
{
  WorkerKnown *known = worker_tensors_find (tensor);

  if (known == NULL)
    return meet (tensor);
  catch_up (tensor, known);
  return known;
}

void
worker_tensors_hold (GradTensor *tensor)
{
  if (watch.watched && !g_ptr_array_find (watch.holders, tensor, NULL))
    g_ptr_array_add (watch.holders, tensor);
}

void
worker_tensors_know_grad (GradTensor *tensor)
{
  WorkerKnown   *known = worker_tensors_find (tensor);
  GradTensor    *grad = grad_tensor_get_grad (tensor);
  const uint64_t id = grad != NULL ? worker_tensors_know_itself (grad)->id : 0;

  if (known == NULL || known->grad == id)
    return;
  known->grad = id;
  worker_channel_send (&(LabMessage){ .kind = LAB_GRAD, .grad = { known->id, id } });
  worker_tensors_hold (tensor);
}

void
worker_tensors_know_grads (void)
{
  for (guint i = 0; i < watch.holders->len; i++)
    worker_tensors_know_grad (watch.holders->pdata[i]);
}

uint64_t
worker_tensors_know (GradTensor *tensor)
{
  const WorkerKnown *known = worker_tensors_know_itself (tensor);

  if (known->grad != 0 || grad_tensor_get_grad (tensor) != NULL)
    worker_tensors_know_grad (tensor);
  return known->id;
}

void
worker_tensors_note (GradTensor *tensor)
{
  if (watch.watched && worker_tensors_find (tensor) != NULL)
    worker_tensors_know (tensor);
}

/* ---- what is gone ---- */

void
worker_tensors_free_id (uint64_t id)
{
  g_array_append_val (watch.freed_tensors, id);
}

void
worker_tensors_free_node (uint64_t node)
{
  g_array_append_val (watch.freed_nodes, node);
}

/* Those from first on, as many as fit into a message. */
static LabList
list_ids (GArray *ids,
          guint   first)
{
  const guint n = first < ids->len ? MIN (ids->len - first, (guint) LAB_MAX_IDS) : 0;

  return (LabList){ n > 0 ? &g_array_index (ids, uint64_t, first) : NULL, n };
}

void
worker_report_freed (void)
{
  if (!watch.watched)
    return;
  for (guint i = 0; i < MAX (watch.freed_nodes->len, watch.freed_tensors->len); i += LAB_MAX_IDS)
    worker_channel_send (&(LabMessage){ .kind = LAB_FREE,
                                        .free = { list_ids (watch.freed_nodes, i), list_ids (watch.freed_tensors, i) } });
  g_array_set_size (watch.freed_nodes, 0);
  g_array_set_size (watch.freed_tensors, 0);
}

bool
worker_tensors_is_watched (void)
{
  return watch.watched;
}

void
worker_tensors_watch (bool watched)
{
  if (watched && watch.known == NULL)
    {
      watch.known = g_hash_table_new_full (NULL, NULL, NULL, g_free);
      watch.holders = g_ptr_array_new ();
      watch.freed_tensors = g_array_new (FALSE, FALSE, sizeof (uint64_t));
      watch.freed_nodes = g_array_new (FALSE, FALSE, sizeof (uint64_t));
    }
  watch.watched = watched;
  worker_graph_observe (watched);
}

/* ---- Python objects ---- */

bool
worker_is_tensor (PyObject *object)
{
  return worker_tensor_type != NULL && worker_tensor_check (object);
}

uint64_t
worker_get_tensor_id (PyObject *tensor)
{
  const WorkerKnown *known = watch.watched ? worker_tensors_find (worker_tensor_get (tensor)) : NULL;

  return known != NULL ? known->id : 0;
}

uint64_t
worker_get_tensor_signature (PyObject *tensor)
{
  return worker_get_tensor_id (tensor) << 32 ^ grad_tensor_get_version_counter (worker_tensor_get (tensor));
}

void
worker_announce_tensor (PyObject *object)
{
  if (watch.watched)
    worker_tensors_know (worker_tensor_get (object));
}

void
worker_describe_tensor (PyObject *object,
                        char     *text,
                        size_t    size)
{
  GradTensor *tensor = worker_tensor_get (object);
  GString    *words;
  double      value;

  if (grad_tensor_get_n_dims (tensor) == 0 && grad_tensor_item (tensor, &value, NULL))
    {
      g_snprintf (text, size, "tensor(%.6g)", value);
      return;
    }
  words = g_string_new ("tensor of shape [");
  for (guint i = 0; i < grad_tensor_get_n_dims (tensor); i++)
    g_string_append_printf (words, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", grad_tensor_get_shape (tensor)[i]);
  g_string_append_c (words, ']');
  g_strlcpy (text, words->str, size);
  g_string_free (words, TRUE);
}

static GradTensor *
find_tensor (uint64_t id)
{
  GHashTableIter iter;
  gpointer       tensor, known;

  if (!watch.watched)
    return NULL;
  g_hash_table_iter_init (&iter, watch.known);
  while (g_hash_table_iter_next (&iter, &tensor, &known))
    if (((WorkerKnown *) known)->id == id)
      return tensor;
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
