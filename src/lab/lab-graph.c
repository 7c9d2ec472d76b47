/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A walk back through the log with a list of what is wanted: when the event that made a wanted tensor comes, the tensor
 * becomes an item and its inputs are wanted in turn. An operation in place that was recorded makes an item of its own,
 * and what the tensor was before is its input; one that was not recorded only changed values.
 *
 * What is still there, the state knows where it was made. As long as nothing else is wanted, the walk leaps from one such
 * event to the next; else the parameters of a long training would make it read the whole log at every step. */

#include "lab/lab-graph.h"

#include "lab/lab-search.h"

/* A tensor that is wanted. */
typedef struct
{
  guint64 made;    /* the event that made it; G_MAXUINT64 if that has to be found */
  GArray *readers; /* guint: the items that read it */
} Wish;

typedef struct
{
  LabLog         *log;
  const LabState *state;
  LabGraph       *graph;
  guint64         cursor;   /* the events from here on have been passed */
  GHashTable     *wanted;   /* id → Wish */
  guint           n_sought; /* wishes that have to be found */
  GHashTable     *required; /* id → whether requires_grad was set to that later on */

  /* What the events that have been passed say last of what is gone by now. */
  GHashTable *values;    /* id → event number + 1 */
  GHashTable *gradients; /* leaf, or node → event number + 1; the two have numbers of their own */
  GHashTable *passed;
  GHashTable *names; /* id → number of the name + 1 */
} Walk;

static void
clear_item (gpointer data)
{
  LabGraphItem *item = data;

  g_free (item->op);
  g_free (item->arguments);
  g_free (item->names);
}

static guint64 *
copy_id (guint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

static void
free_wish (gpointer data)
{
  Wish *wish = data;

  g_array_unref (wish->readers);
  g_free (wish);
}

/* The event that made a tensor, as far as the state knows and the walk has not passed it; else G_MAXUINT64. */
static guint64
find_made (const Walk *walk,
           guint64     tensor)
{
  const LabState *state = walk->state;
  guint64         event = G_MAXUINT64, node;

  if (lab_map_get (&state->makers, tensor, &node))
    lab_map_get (&state->nodes, node, &event);
  else if (!lab_map_get (&state->origins, tensor, &event))
    lab_map_get (&state->tensors, tensor, &event);
  return event < walk->cursor ? event : G_MAXUINT64;
}

/* Item reader reads tensor; G_MAXUINT for nobody. */
static void
want (Walk   *walk,
      guint64 tensor,
      guint   reader)
{
  Wish *wish = g_hash_table_lookup (walk->wanted, &tensor);

  if (wish == NULL)
    {
      wish = g_new (Wish, 1);
      *wish = (Wish){ find_made (walk, tensor), g_array_new (FALSE, FALSE, sizeof (guint)) };
      walk->n_sought += wish->made == G_MAXUINT64;
      g_hash_table_insert (walk->wanted, copy_id (tensor), wish);
    }
  if (reader != G_MAXUINT)
    g_array_append_val (wish->readers, reader);
}

static void
fulfil (Walk   *walk,
        guint64 tensor)
{
  const Wish *wish = g_hash_table_lookup (walk->wanted, &tensor);

  walk->n_sought -= wish->made == G_MAXUINT64;
  g_hash_table_remove (walk->wanted, &tensor);
}

/* ---- roots ---- */

/* What is some leaf's .grad is shown there. */
static gboolean
is_wanted (const LabState *state,
           guint64         tensor)
{
  return lab_map_get (&state->tensors, tensor, NULL) && !lab_map_get (&state->holders, tensor, NULL);
}

static void
want_variables (Walk *walk)
{
  for (guint i = 0; i < walk->state->frames->len; i++)
    {
      const LabFrame    *frame = &g_array_index (walk->state->frames, LabFrame, i);
      const LabMapEntry *entry;

      for (guint position = 0; (entry = lab_map_next (&frame->variables, &position)) != NULL;)
        {
          LabMessage message;

          lab_log_get_event (walk->log, entry->value, &message);
          if (message.var.value.kind == LAB_VALUE_TENSOR && is_wanted (walk->state, message.var.value.tensor))
            want (walk, message.var.value.tensor, G_MAXUINT);
        }
    }
}

static gboolean
contains (const LabList *ids,
          guint64        id)
{
  for (guint32 i = 0; i < ids->n; i++)
    if (lab_list_get_u64 (ids, i) == id)
      return TRUE;
  return FALSE;
}

/* ---- items ---- */

static guint64
look_up (const LabMap *map,
         guint64       key)
{
  guint64 event;

  return lab_map_get (map, key, &event) ? event : G_MAXUINT64;
}

static void
note (GHashTable *table,
      guint64     key,
      guint64     event)
{
  if (!g_hash_table_contains (table, &key))
    g_hash_table_insert (table, copy_id (key), GSIZE_TO_POINTER ((gsize) event + 1));
}

static guint64
recall (GHashTable *table,
        guint64     key)
{
  const gsize event = GPOINTER_TO_SIZE (g_hash_table_lookup (table, &key));

  return event != 0 ? event - 1 : G_MAXUINT64;
}

/* A gradient that was changed or zeroed after backward had made it. */
static void
note_gradient (Walk         *walk,
               const LabAcc *acc,
               guint64       event)
{
  const guint64 later = recall (walk->values, acc->grad.id);

  note (walk->gradients, acc->leaf, later != G_MAXUINT64 ? later : event);
}

static gboolean
is_held (const LabState *state,
         guint32         name)
{
  for (guint i = 0; i < state->frames->len; i++)
    if (lab_map_get (&g_array_index (state->frames, LabFrame, i).variables, name, NULL))
      return TRUE;
  return FALSE;
}

/* A variable of a function that has returned; one that holds something else now is no name. */
static void
note_name (Walk         *walk,
           const LabVar *var)
{
  guint32 name;

  if (var->value.kind != LAB_VALUE_TENSOR || g_hash_table_contains (walk->names, &var->value.tensor))
    return;
  name = lab_names_intern ((LabNames *) lab_log_get_names (walk->log), var->name);
  if (!is_held (walk->state, name))
    note (walk->names, var->value.tensor, name);
}

static char *
recall_name (Walk   *walk,
             guint64 tensor)
{
  const guint64 name = recall (walk->names, tensor);

  return name != G_MAXUINT64 ? g_strdup (lab_names_get (lab_log_get_names (walk->log), (guint32) name)) : NULL;
}

/* The variables that hold the tensor, or one that held it. */
static char *
find_names (Walk   *walk,
            guint64 tensor)
{
  char *names = lab_search_names (walk->log, walk->state, tensor);

  return names != NULL ? names : recall_name (walk, tensor);
}

/* Where its values are told last, and its gradient. */
static void
find_values (Walk         *walk,
             LabGraphItem *item)
{
  const gboolean alive = lab_map_get (&walk->state->tensors, item->tensor, &item->values);
  const gboolean has_node = item->node != 0 && lab_map_get (&walk->state->nodes, item->node, NULL);

  if (!alive)
    item->values = recall (walk->values, item->tensor);
  if (item->values == G_MAXUINT64)
    item->values = item->made;
  item->grad = alive ? look_up (&walk->state->grads, item->tensor) : recall (walk->gradients, item->tensor);
  if (item->grad == G_MAXUINT64 && item->node != 0)
    item->grad = has_node ? look_up (&walk->state->visited, item->node) : recall (walk->passed, item->node);
}

static guint
add_item (Walk        *walk,
          LabGraphItem item,
          GArray      *readers)
{
  const guint index = walk->graph->items->len;

  find_values (walk, &item);
  item.released = item.node != 0 && lab_map_get (&walk->state->released, item.node, NULL);
  item.names = find_names (walk, item.tensor);
  g_array_append_val (walk->graph->items, item);
  for (guint i = 0; i < readers->len; i++)
    {
      const LabGraphLink link = { index, g_array_index (readers, guint, i) };

      g_array_append_val (walk->graph->links, link);
    }
  return index;
}

/* The last word counts, which a walk back hears first. */
static void
note_requirement (Walk             *walk,
                  const LabRequire *require)
{
  if (!g_hash_table_contains (walk->required, &require->tensor))
    g_hash_table_insert (walk->required, copy_id (require->tensor), GUINT_TO_POINTER (require->requires_grad));
}

static void
take_leaf (Walk    *walk,
           guint64  event,
           guint64  tensor,
           gboolean requires_grad)
{
  const Wish  *wish = g_hash_table_lookup (walk->wanted, &tensor);
  LabGraphItem item = { .tensor = tensor, .made = event };
  gpointer     later;

  if (wish == NULL)
    return;
  if (lab_map_get (&walk->state->tensors, tensor, NULL))
    requires_grad = lab_map_get (&walk->state->required, tensor, NULL);
  else if (g_hash_table_lookup_extended (walk->required, &tensor, NULL, &later))
    requires_grad = later != NULL;
  item.kind = requires_grad ? LAB_GRAPH_LEAF : LAB_GRAPH_CONSTANT;
  add_item (walk, item, wish->readers);
  fulfil (walk, tensor);
}

static void
take_operation (Walk          *walk,
                guint64        event,
                guint64        tensor,
                guint64        node,
                LabText        name,
                LabText        arguments,
                const LabList *inputs)
{
  const Wish  *wish = g_hash_table_lookup (walk->wanted, &tensor);
  LabGraphItem item = { .kind = LAB_GRAPH_STEP, .tensor = tensor, .made = event, .node = node };
  guint        index;

  if (wish == NULL)
    return;
  item.op = g_strndup (name.data, name.length);
  item.arguments = arguments.length > 0 ? g_strndup (arguments.data, arguments.length) : NULL;
  index = add_item (walk, item, wish->readers);
  fulfil (walk, tensor);
  for (guint32 i = 0; i < inputs->n; i++)
    want (walk, lab_list_get_u64 (inputs, i), index);
}

static void
note_event (Walk             *walk,
            guint64           event,
            const LabMessage *message)
{
  switch ((int) message->kind)
    {
    case LAB_VAR:
      note_name (walk, &message->var);
      break;
    case LAB_INPLACE:
      note (walk->values, message->inplace.tensor.id, event);
      break;
    case LAB_REFRESH:
      note (walk->values, message->refresh.tensor.id, event);
      break;
    case LAB_ACC:
      note_gradient (walk, &message->acc, event);
      break;
    case LAB_BWD:
      note (walk->passed, message->bwd.node, event);
      break;
    default:
      break;
    }
}

static gboolean
came_to_require (const Walk *walk,
                 guint64     tensor)
{
  return lab_map_get (&walk->state->required, tensor, NULL) || g_hash_table_contains (walk->required, &tensor);
}

static void
take_event (Walk   *walk,
            guint64 event)
{
  LabKind    kind = lab_log_get_kind (walk->log, event);
  LabMessage message;

  if (kind != LAB_LEAF && kind != LAB_OP && kind != LAB_INPLACE && kind != LAB_REQUIRE && kind != LAB_VAR && kind != LAB_ACC && kind != LAB_BWD && kind != LAB_REFRESH)
    return;
  lab_log_get_event (walk->log, event, &message);
  note_event (walk, event, &message);
  if (kind == LAB_REQUIRE)
    note_requirement (walk, &message.require);
  else if (kind == LAB_LEAF)
    take_leaf (walk, event, message.leaf.tensor.id, message.leaf.requires_grad);
  else if (kind == LAB_ACC)
    take_leaf (walk, event, message.acc.grad.id, FALSE);
  else if (kind == LAB_OP && message.op.node == 0 && came_to_require (walk, message.op.output.id))
    take_leaf (walk, event, message.op.output.id, TRUE);
  else if (kind == LAB_OP)
    take_operation (walk, event, message.op.output.id, message.op.node, message.op.name, message.op.arguments, &message.op.inputs);
  else if (kind == LAB_INPLACE && message.inplace.node != 0)
    take_operation (walk, event, message.inplace.tensor.id, message.inplace.node, message.inplace.name, message.inplace.arguments, &message.inplace.inputs);
}

/* The latest of the events that made what is wanted. One that has been passed was another: an operation with several
 * results has an event for each, of which the state knows the last. */
static guint64
find_latest (Walk *walk)
{
  GHashTableIter iter;
  gpointer       value;
  guint64        latest = 0;

  g_hash_table_iter_init (&iter, walk->wanted);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Wish *wish = value;

      if (wish->made >= walk->cursor)
        {
          walk->n_sought += wish->made != G_MAXUINT64;
          wish->made = G_MAXUINT64;
        }
      else
        latest = MAX (latest, wish->made);
    }
  return latest;
}

/* The event to look at next. */
static guint64
go_back (Walk *walk)
{
  guint64 latest = walk->n_sought == 0 ? find_latest (walk) : 0;

  walk->cursor = walk->n_sought == 0 ? latest : walk->cursor - 1;
  return walk->cursor;
}

/* The walk came from the end; a person reads from the beginning. */
static void
reverse (LabGraph *graph)
{
  const guint n = graph->items->len;

  for (guint i = 0; i < n / 2; i++)
    {
      LabGraphItem *a = &g_array_index (graph->items, LabGraphItem, i), *b = &g_array_index (graph->items, LabGraphItem, n - 1 - i);
      LabGraphItem  item = *a;

      *a = *b;
      *b = item;
    }
  for (guint i = 0; i < graph->links->len; i++)
    {
      LabGraphLink *link = &g_array_index (graph->links, LabGraphLink, i);

      link->from = n - 1 - link->from;
      link->to = n - 1 - link->to;
    }
}

static void
mark_results (LabGraph      *graph,
              const LabList *roots)
{
  for (guint i = 0; i < graph->items->len; i++)
    {
      LabGraphItem *item = &g_array_index (graph->items, LabGraphItem, i);

      if (item->kind == LAB_GRAPH_STEP && contains (roots, item->tensor))
        item->kind = LAB_GRAPH_RESULT;
    }
}

LabGraph *
lab_graph_new (LabLog *log,
               guint64 cursor,
               guint   max_items)
{
  LabGraph      *graph = g_new0 (LabGraph, 1);
  Walk           walk = { .log = log, .state = lab_log_get_state (log, cursor), .graph = graph, .cursor = cursor };
  LabMessage     backward;
  GHashTable   **tables[] = { &walk.required, &walk.values, &walk.gradients, &walk.passed, &walk.names };
  const gboolean has_backward = walk.state->last_backward != G_MAXUINT64;

  graph->items = g_array_new (FALSE, FALSE, sizeof (LabGraphItem));
  g_array_set_clear_func (graph->items, clear_item);
  graph->links = g_array_new (FALSE, FALSE, sizeof (LabGraphLink));
  walk.wanted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_wish);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    *tables[i] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (has_backward)
    lab_log_get_event (log, walk.state->last_backward, &backward);
  want_variables (&walk);
  for (guint32 i = 0; has_backward && i < backward.bwd_begin.roots.n; i++)
    want (&walk, lab_list_get_u64 (&backward.bwd_begin.roots, i), G_MAXUINT);
  while (walk.cursor > 0 && g_hash_table_size (walk.wanted) > 0 && graph->items->len < max_items)
    take_event (&walk, go_back (&walk));
  graph->cut = g_hash_table_size (walk.wanted) > 0;
  g_hash_table_unref (walk.wanted);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_hash_table_unref (*tables[i]);
  reverse (graph);
  if (has_backward)
    mark_results (graph, &backward.bwd_begin.roots);
  return graph;
}

void
lab_graph_free (LabGraph *graph)
{
  g_array_unref (graph->items);
  g_array_unref (graph->links);
  g_free (graph);
}
