/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A walk back through the log with a list of what is wanted: when the event that made a wanted tensor comes, the tensor
 * becomes an item and its inputs are wanted in turn. An operation in place that was recorded makes an item of its own,
 * and what the tensor was before is its input; one that was not recorded only changed values. */

#include "lab/lab-graph.h"

typedef struct
{
  LabLog         *log;
  const LabState *state;
  LabGraph       *graph;
  GHashTable     *wanted;   /* id → GArray of guint: the items that read it */
  GHashTable     *required; /* id → whether requires_grad was set to that later on */
} Walk;

static void
clear_item (gpointer data)
{
  LabGraphItem *item = data;

  g_free (item->op);
  g_free (item->names);
}

static guint64 *
copy_id (guint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

static void
free_readers (gpointer readers)
{
  g_array_unref (readers);
}

/* Item reader reads tensor; G_MAXUINT for nobody. */
static void
want (Walk   *walk,
      guint64 tensor,
      guint   reader)
{
  GArray *readers = g_hash_table_lookup (walk->wanted, &tensor);

  if (readers == NULL)
    {
      readers = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (walk->wanted, copy_id (tensor), readers);
    }
  if (reader != G_MAXUINT)
    g_array_append_val (readers, reader);
}

/* ---- roots ---- */

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
          if (message.var.value.kind == LAB_VALUE_TENSOR && lab_map_get (&walk->state->tensors, message.var.value.tensor, NULL))
            want (walk, message.var.value.tensor, G_MAXUINT);
        }
    }
}

/* Where backward started last; FALSE if it never did. */
static gboolean
find_last_backward (LabLog     *log,
                    guint64     cursor,
                    LabMessage *message)
{
  while (cursor-- > 0)
    if (lab_log_get_kind (log, cursor) == LAB_BWD_BEGIN)
      {
        lab_log_get_event (log, cursor, message);
        return TRUE;
      }
  return FALSE;
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

/* The variables that hold the tensor, the module's first. */
static char *
find_names (Walk   *walk,
            guint64 tensor)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < walk->state->frames->len; i++)
    {
      const LabFrame    *frame = &g_array_index (walk->state->frames, LabFrame, i);
      const LabMapEntry *entry;

      for (guint position = 0; (entry = lab_map_next (&frame->variables, &position)) != NULL;)
        {
          LabMessage  message;
          const char *name = lab_names_get (lab_log_get_names (walk->log), (guint32) entry->key);

          lab_log_get_event (walk->log, entry->value, &message);
          if (message.var.value.kind != LAB_VALUE_TENSOR || message.var.value.tensor != tensor)
            continue;
          g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
        }
    }
  return names->len > 0 ? g_strdup (names->str) : NULL;
}

static guint
add_item (Walk        *walk,
          LabGraphItem item,
          GArray      *readers)
{
  const guint index = walk->graph->items->len;
  guint64     present = look_up (&walk->state->tensors, item.tensor);

  item.values = present != G_MAXUINT64 ? present : item.made;
  item.grad = look_up (&walk->state->grads, item.tensor);
  if (item.grad == G_MAXUINT64 && item.node != 0)
    item.grad = look_up (&walk->state->visited, item.node);
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
  GArray      *readers = g_hash_table_lookup (walk->wanted, &tensor);
  LabGraphItem item = { .tensor = tensor, .made = event };
  gpointer     later;

  if (readers == NULL)
    return;
  if (g_hash_table_lookup_extended (walk->required, &tensor, NULL, &later))
    requires_grad = later != NULL;
  item.kind = requires_grad ? LAB_GRAPH_LEAF : LAB_GRAPH_CONSTANT;
  add_item (walk, item, readers);
  g_hash_table_remove (walk->wanted, &tensor);
}

static void
take_operation (Walk          *walk,
                guint64        event,
                guint64        tensor,
                guint64        node,
                LabText        name,
                const LabList *inputs)
{
  GArray      *readers = g_hash_table_lookup (walk->wanted, &tensor);
  LabGraphItem item = { .kind = LAB_GRAPH_STEP, .tensor = tensor, .made = event, .node = node };
  guint        index;

  if (readers == NULL)
    return;
  item.op = g_strndup (name.data, name.length);
  index = add_item (walk, item, readers);
  g_hash_table_remove (walk->wanted, &tensor);
  for (guint32 i = 0; i < inputs->n; i++)
    want (walk, lab_list_get_u64 (inputs, i), index);
}

static void
take_event (Walk   *walk,
            guint64 event)
{
  LabKind    kind = lab_log_get_kind (walk->log, event);
  LabMessage message;

  if (kind != LAB_LEAF && kind != LAB_OP && kind != LAB_INPLACE && kind != LAB_REQUIRE)
    return;
  lab_log_get_event (walk->log, event, &message);
  if (kind == LAB_REQUIRE)
    note_requirement (walk, &message.require);
  else if (kind == LAB_LEAF)
    take_leaf (walk, event, message.leaf.tensor.id, message.leaf.requires_grad);
  else if (kind == LAB_OP && message.op.node == 0 && g_hash_table_contains (walk->required, &message.op.output.id))
    take_leaf (walk, event, message.op.output.id, TRUE);
  else if (kind == LAB_OP)
    take_operation (walk, event, message.op.output.id, message.op.node, message.op.name, &message.op.inputs);
  else if (message.inplace.node != 0)
    take_operation (walk, event, message.inplace.tensor.id, message.inplace.node, message.inplace.name, &message.inplace.inputs);
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
  Walk           walk = { .log = log, .state = lab_log_get_state (log, cursor), .graph = graph };
  LabMessage     backward;
  const gboolean has_backward = find_last_backward (log, cursor, &backward);

  graph->items = g_array_new (FALSE, FALSE, sizeof (LabGraphItem));
  g_array_set_clear_func (graph->items, clear_item);
  graph->links = g_array_new (FALSE, FALSE, sizeof (LabGraphLink));
  walk.wanted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_readers);
  walk.required = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  want_variables (&walk);
  for (guint32 i = 0; has_backward && i < backward.bwd_begin.roots.n; i++)
    want (&walk, lab_list_get_u64 (&backward.bwd_begin.roots, i), G_MAXUINT);
  while (cursor-- > 0 && g_hash_table_size (walk.wanted) > 0 && graph->items->len < max_items)
    take_event (&walk, cursor);
  graph->cut = g_hash_table_size (walk.wanted) > 0;
  g_hash_table_unref (walk.wanted);
  g_hash_table_unref (walk.required);
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
