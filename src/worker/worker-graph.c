/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The engine's observer. Most operations are seen as they are called; what an operation is made of, and what backward
 * records with create_graph, is found behind the results and told then, oldest first. */

#include "worker/worker-graph.h"

#include <string.h>

#include "grad/grad-autograd.h"
#include "grad/grad-hook.h"
#include "grad/grad-op.h"
#include "grad/grad-trace.h"
#include "worker/worker-channel.h"
#include "worker/worker-op.h"

static struct
{
  GHashTable *results;  /* number of a node → number of the tensor it made, twice, plus one if nobody can reach that */
  GArray     *released; /* uint64_t: nodes, in this backward */
} graph;

/* What an operation reads. */
typedef struct
{
  uint64_t ids[LAB_MAX_INPUTS], next[LAB_MAX_INPUTS];
  uint32_t n;
} Inputs;

/* ---- nodes ---- */

static bool
is_known (uint64_t node)
{
  return g_hash_table_contains (graph.results, GSIZE_TO_POINTER (node));
}

static bool
is_leaf (GradNode *node)
{
  return grad_node_get_operation (node) == NULL;
}

static void
note_node (GradNode *node,
           uint64_t  tensor,
           bool      hidden)
{
  g_hash_table_insert (graph.results, GSIZE_TO_POINTER (grad_node_get_id (node)), GSIZE_TO_POINTER (2 * tensor + hidden));
  grad_trace_watch_node (node);
}

static LabText
text_of (const char *text)
{
  return (LabText){ text, text != NULL ? (uint32_t) strlen (text) : 0 };
}

static void
add_input (Inputs  *inputs,
           uint64_t id,
           uint64_t next)
{
  if (inputs->n == LAB_MAX_INPUTS)
    return;
  inputs->ids[inputs->n] = id;
  inputs->next[inputs->n++] = next;
}

/* What a node reads, as far as its edges show. */
static void
add_edges (Inputs   *inputs,
           GradNode *node)
{
  for (guint i = 0; i < grad_node_get_n_next (node); i++)
    {
      GradNode *next = grad_node_get_next (node, i);

      if (next != NULL && is_leaf (next))
        {
          g_autoptr (GradTensor) variable = grad_node_dup_variable (next);

          add_input (inputs, worker_tensors_know_itself (variable)->id, 0);
        }
      else if (next != NULL)
        {
          const uint64_t id = grad_node_get_id (next);

          add_input (inputs, GPOINTER_TO_SIZE (g_hash_table_lookup (graph.results, GSIZE_TO_POINTER (id))) / 2, id);
        }
    }
}

static LabOp
make_op (GradNode *node,
         Inputs   *inputs)
{
  return (LabOp){ .node = grad_node_get_id (node),
                  .name = text_of (grad_op_get_name (grad_node_get_operation (node))),
                  .grad_fn = text_of (grad_node_get_name (node)),
                  .inputs = { inputs->ids, inputs->n },
                  .next = { inputs->next, inputs->n },
                  .span = worker_program_get_span () };
}

/* A node whose result nobody can reach. */
static void
report_hidden (GradNode *node)
{
  Inputs     inputs = { .n = 0 };
  LabMessage message = { .kind = LAB_OP };

  add_edges (&inputs, node);
  message.op = make_op (node, &inputs);
  message.op.output = (LabTensor){ .id = worker_tensors_new_id (), .dtype = LAB_FLOAT32, .n_dims = 1, .complete = 1 };
  note_node (node, message.op.output.id, true);
  worker_channel_send (&message);
}

static int
compare_nodes (gconstpointer a,
               gconstpointer b)
{
  const uint64_t x = grad_node_get_id (*(GradNode *const *) a), y = grad_node_get_id (*(GradNode *const *) b);

  return (x > y) - (x < y);
}

static void
find_unknown (GradNode   *node,
              GPtrArray  *found,
              GHashTable *seen)
{
  for (guint i = 0; i < grad_node_get_n_next (node); i++)
    {
      GradNode *next = grad_node_get_next (node, i);

      if (next != NULL && !is_leaf (next) && !is_known (grad_node_get_id (next)) && g_hash_table_add (seen, next))
        g_ptr_array_add (found, next);
    }
}

static bool
has_unknown (GradNode *node)
{
  for (guint i = 0; i < grad_node_get_n_next (node); i++)
    {
      GradNode *next = grad_node_get_next (node, i);

      if (next != NULL && !is_leaf (next) && !is_known (grad_node_get_id (next)))
        return true;
    }
  return false;
}

/* Tells of all nodes behind node that the lab does not know. */
static void
report_behind (GradNode *node)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GHashTable) seen = NULL;

  if (!has_unknown (node))
    return;
  found = g_ptr_array_new ();
  seen = g_hash_table_new (NULL, NULL);
  find_unknown (node, found, seen);
  for (guint i = 0; i < found->len; i++)
    find_unknown (found->pdata[i], found, seen);
  g_ptr_array_sort (found, compare_nodes);
  for (guint i = 0; i < found->len; i++)
    if (!is_known (grad_node_get_id (found->pdata[i])))
      report_hidden (found->pdata[i]);
}

/* What a message may say of the node behind a tensor: 0 if the lab knows it already. */
static uint64_t
get_new_node (GradNode *node,
              uint64_t  tensor)
{
  if (node == NULL || is_known (grad_node_get_id (node)))
    return 0;
  report_behind (node);
  note_node (node, tensor, false);
  return grad_node_get_id (node);
}

void
worker_graph_introduce (GradTensor  *tensor,
                        WorkerKnown *known)
{
  GradNode   *node = grad_tensor_get_grad_fn (tensor);
  Inputs      inputs = { .n = 0 };
  WorkerShown shown;
  LabMessage  message = { .kind = LAB_OP };
  uint64_t    new_node = get_new_node (node, known->id);

  add_edges (&inputs, node);
  worker_tensors_show (tensor, known->id, &shown);
  message.op = make_op (node, &inputs);
  message.op.node = new_node;
  message.op.output = shown.tensor;
  known->node = grad_node_get_id (node);
  worker_channel_send (&message);
}

/* name and arguments: of the operation that changed it, if that is known. */
static void
report_history (GradTensor  *tensor,
                WorkerKnown *known,
                const char  *name,
                const char  *arguments)
{
  GradNode   *node = grad_tensor_get_grad_fn (tensor);
  Inputs      inputs = { .n = 0 };
  WorkerShown shown;
  LabMessage  message = { .kind = LAB_INPLACE };

  worker_tensors_show (tensor, known->id, &shown);
  message.inplace = (LabInplace){ .tensor = shown.tensor, .version = grad_tensor_get_version_counter (tensor), .span = worker_program_get_span () };
  if (node != NULL)
    {
      message.inplace.node = get_new_node (node, known->id);
      add_edges (&inputs, node);
      message.inplace.name = text_of (name != NULL ? name : grad_op_get_name (grad_node_get_operation (node)));
      message.inplace.arguments = text_of (arguments);
      message.inplace.grad_fn = text_of (grad_node_get_name (node));
    }
  message.inplace.inputs = (LabList){ inputs.ids, inputs.n };
  message.inplace.next = (LabList){ inputs.next, inputs.n };
  worker_channel_send (&message);
}

void
worker_graph_report_other_history (GradTensor  *tensor,
                                   WorkerKnown *known)
{
  report_history (tensor, known, NULL, NULL);
}

/* ---- operations ---- */

/* A tensor that the lab hears of only now that it has been changed: what it was before is not to be had. */
static WorkerKnown *
add_changed (GradTensor *tensor)
{
  WorkerKnown *known = worker_tensors_add (tensor);
  WorkerShown  shown;

  worker_tensors_show (tensor, known->id, &shown);
  worker_channel_send (&(LabMessage){ .kind = LAB_LEAF, .leaf = { shown.tensor, grad_tensor_is_leaf (tensor) && known->requires_grad } });
  return known;
}

static void
read_tensor (Inputs     *inputs,
             GradTensor *tensor,
             GradTensor *changed)
{
  WorkerKnown *known;

  if (tensor == NULL || grad_trace_is_number (tensor))
    return;
  if (tensor == changed && worker_tensors_find (tensor) != NULL)
    known = worker_tensors_find (tensor);
  else if (tensor == changed)
    known = add_changed (tensor);
  else
    {
      worker_tensors_know (tensor);
      known = worker_tensors_find (tensor);
    }
  add_input (inputs, known->id, is_known (known->node) ? known->node : 0);
}

static void
read_values (Inputs          *inputs,
             const GradValue *values,
             guint            n_values,
             GradTensor      *changed)
{
  for (guint i = 0; i < n_values; i++)
    if (values[i].type == GRAD_VALUE_TENSOR)
      read_tensor (inputs, values[i].tensor, changed);
    else if (values[i].type == GRAD_VALUE_TENSORS)
      for (guint k = 0; k < values[i].n; k++)
        read_tensor (inputs, values[i].tensors[k], changed);
}

static void
report_result (const GradOp *op,
               Inputs       *inputs,
               const char   *arguments,
               GradTensor   *result,
               uint64_t      shared)
{
  GradNode    *node = grad_tensor_get_grad_fn (result);
  WorkerKnown *known = worker_tensors_add (result);
  WorkerShown  shown;
  LabMessage   message = { .kind = LAB_OP };

  known->node = node != NULL ? grad_node_get_id (node) : 0;
  worker_tensors_show (result, known->id, &shown);
  message.op = (LabOp){ .node = known->node != 0 && known->node == shared ? shared : get_new_node (node, known->id),
                        .name = text_of (grad_op_get_name (op)),
                        .grad_fn = text_of (node != NULL ? grad_node_get_name (node) : NULL),
                        .arguments = text_of (arguments),
                        .inputs = { inputs->ids, inputs->n },
                        .next = { inputs->next, inputs->n },
                        .output = shown.tensor,
                        .span = worker_program_get_span () };
  worker_channel_send (&message);
}

static void
report_results (const GradOp      *op,
                Inputs            *inputs,
                const char        *arguments,
                GradTensor *const *results,
                guint              n_results)
{
  uint64_t shared = 0; /* what made the result before */

  for (guint i = 0; i < n_results; i++)
    {
      if (worker_tensors_find (results[i]) != NULL)
        continue; /* contiguous () gives back what it was given */
      report_result (op, inputs, arguments, results[i], shared);
      shared = worker_tensors_find (results[i])->node;
    }
}

/* A change of a view changes the history of what it looks at. */
static void
report_change_of_base (const GradOp *op,
                       const char   *arguments,
                       GradTensor   *base)
{
  GradNode    *node = grad_tensor_get_grad_fn (base);
  WorkerKnown *known = worker_tensors_find (base);

  if (known == NULL || node == NULL || grad_node_get_id (node) == known->node)
    return;
  report_history (base, known, grad_op_get_name (op), arguments);
  known->node = grad_node_get_id (node);
  known->version = grad_tensor_get_version_counter (base);
}

static void
report_change (const GradOp *op,
               Inputs       *inputs,
               const char   *arguments,
               GradTensor   *tensor)
{
  WorkerKnown *known = worker_tensors_find (tensor);
  GradNode    *node = grad_tensor_get_grad_fn (tensor);
  WorkerShown  shown;
  LabMessage   message = { .kind = LAB_INPLACE };

  if (grad_tensor_get_base (tensor) != NULL)
    report_change_of_base (op, arguments, grad_tensor_get_base (tensor));
  worker_tensors_show (tensor, known->id, &shown);
  known->version = grad_tensor_get_version_counter (tensor);
  known->requires_grad = grad_tensor_get_requires_grad (tensor);
  message.inplace = (LabInplace){ .node = get_new_node (node, known->id),
                                  .name = text_of (grad_op_get_name (op)),
                                  .grad_fn = text_of (node != NULL ? grad_node_get_name (node) : NULL),
                                  .arguments = text_of (arguments),
                                  .inputs = { inputs->ids, inputs->n },
                                  .next = { inputs->next, inputs->n },
                                  .tensor = shown.tensor,
                                  .version = known->version,
                                  .span = worker_program_get_span () };
  known->node = node != NULL ? grad_node_get_id (node) : 0;
  worker_channel_send (&message);
}

/* An operation that reads no tensor makes one that is a leaf; of that the lab hears when it is used. */
static void
op_cb (const GradOp      *op,
       const GradValue   *values,
       guint              n_values,
       GradTensor *const *results,
       guint              n_results,
       gpointer           nothing)
{
  const bool in_place = g_str_has_suffix (grad_op_get_name (op), "_") && n_values > 0 && values[0].type == GRAD_VALUE_TENSOR && values[0].tensor == results[0];
  char       arguments[LAB_MAX_NAME];
  Inputs     inputs;

  inputs.n = 0;
  read_values (&inputs, values, n_values, in_place ? results[0] : NULL);
  worker_op_describe_arguments (op, values, n_values, arguments);
  if (in_place)
    report_change (op, &inputs, arguments, results[0]);
  else if (inputs.n > 0)
    report_results (op, &inputs, arguments, results, n_results);
}

/* ---- backward ---- */

static void
backward_begin_cb (GradTensor *const *roots,
                   guint              n_roots,
                   gboolean           retain_graph,
                   gpointer           nothing)
{
  uint64_t ids[LAB_MAX_INPUTS];
  guint    n = MIN (n_roots, (guint) LAB_MAX_INPUTS);

  worker_tensors_know_grads ();
  for (guint i = 0; i < n; i++)
    ids[i] = worker_tensors_know (roots[i]);
  worker_channel_send (&(LabMessage){ .kind = LAB_BWD_BEGIN, .bwd_begin = { { ids, n }, (uint8_t) (retain_graph != FALSE), worker_program_get_span () } });
}

static void
node_run_cb (GradNode   *node,
             GradTensor *gradient,
             gpointer    nothing)
{
  WorkerShown shown;

  if (!is_known (grad_node_get_id (node)))
    {
      report_behind (node);
      report_hidden (node);
    }
  worker_tensors_show (gradient, 0, &shown);
  worker_channel_send (&(LabMessage){ .kind = LAB_BWD, .bwd = { grad_node_get_id (node), shown.tensor } });
}

static void
accumulate_cb (GradTensor *leaf,
               GradTensor *gradient,
               gpointer    nothing)
{
  WorkerKnown *known = worker_tensors_know_itself (leaf), *known_grad;
  GradTensor  *grad = grad_tensor_get_grad (leaf);
  WorkerShown  shown, added;

  known_grad = worker_tensors_find (grad);
  if (known_grad == NULL)
    known_grad = grad_tensor_get_grad_fn (grad) != NULL ? worker_tensors_know_itself (grad) : worker_tensors_add (grad);
  worker_tensors_show (grad, known_grad->id, &shown);
  worker_tensors_show (gradient, 0, &added);
  known_grad->version = grad_tensor_get_version_counter (grad);
  known->grad = known_grad->id;
  worker_channel_send (&(LabMessage){ .kind = LAB_ACC, .acc = { known->id, shown.tensor, added.tensor } });
  worker_tensors_hold (leaf);
}

static void
node_freed_cb (GradNode *node,
               gpointer  nothing)
{
  const uint64_t id = grad_node_get_id (node);

  if (is_known (id))
    g_array_append_val (graph.released, id);
}

static void
backward_end_cb (gboolean ok,
                 gpointer nothing)
{
  const uint64_t *ids = (const uint64_t *) (gpointer) graph.released->data;
  uint32_t        n = graph.released->len;

  for (; n > LAB_MAX_IDS; n -= LAB_MAX_IDS, ids += LAB_MAX_IDS)
    worker_channel_send (&(LabMessage){ .kind = LAB_RELEASE, .release = { { ids, LAB_MAX_IDS } } });
  worker_channel_send (&(LabMessage){ .kind = LAB_BWD_END, .bwd_end = { { ids, n }, (uint8_t) (ok != FALSE) } });
  g_array_set_size (graph.released, 0);
  worker_tensors_know_grads ();
}

/* ---- ends ---- */

static void
tensor_freed_cb (GradTensor *tensor,
                 gpointer    nothing)
{
  worker_tensors_forget (tensor);
}

static void
node_ended_cb (guint64  id,
               gpointer nothing)
{
  const gsize result = GPOINTER_TO_SIZE (g_hash_table_lookup (graph.results, GSIZE_TO_POINTER (id)));

  if (result % 2 == 1)
    worker_tensors_free_id (result / 2);
  g_hash_table_remove (graph.results, GSIZE_TO_POINTER (id));
  worker_tensors_free_node (id);
}

void
worker_graph_observe (bool observed)
{
  static const GradObserver observer = {
    .op = op_cb,
    .backward_begin = backward_begin_cb,
    .node_run = node_run_cb,
    .accumulate = accumulate_cb,
    .node_freed = node_freed_cb,
    .backward_end = backward_end_cb,
    .tensor_freed = tensor_freed_cb,
    .node_ended = node_ended_cb,
  };

  if (graph.results == NULL)
    {
      graph.results = g_hash_table_new (NULL, NULL);
      graph.released = g_array_new (FALSE, FALSE, sizeof (uint64_t));
    }
  grad_trace_set_observer (observed ? &observer : NULL, NULL);
}
