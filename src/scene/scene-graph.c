/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* From the tensors that a program has at hand to a picture of the graph behind them. Shown is what autograd has
 * recorded, and what that was computed from; how a tensor without history came to be is nobody's business here. */

#include "scene/scene-graph.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab/lab-graph.h"
#include "scene/scene-tensor.h"

/* ---- what is shown ---- */

/* Whether backward can go on behind an item. */
static gboolean
is_recorded (const LabGraphItem *item)
{
  return item->node != 0;
}

/* What was recorded, and what it reads. */
static gboolean *
choose_items (const LabGraph *graph)
{
  gboolean *shown = g_new0 (gboolean, graph->items->len + 1);

  for (guint i = 0; i < graph->items->len; i++)
    shown[i] = is_recorded (&g_array_index (graph->items, LabGraphItem, i));
  for (guint i = 0; i < graph->links->len; i++)
    {
      const LabGraphLink *link = &g_array_index (graph->links, LabGraphLink, i);

      if (is_recorded (&g_array_index (graph->items, LabGraphItem, link->to)))
        shown[link->from] = TRUE;
    }
  return shown;
}

/* ---- texts ---- */

/* what, “data” or “grad”, and the tensor that an event speaks of; NULL for one of which nothing is known. */
static char *
describe_tensor (LabLog     *log,
                 guint64     event,
                 const char *what)
{
  LabTensor        tensor;
  g_autofree char *value = NULL;

  if (event == G_MAXUINT64 || !lab_log_get_tensor (log, event, &tensor))
    return NULL;
  value = scene_tensor_describe (&tensor);
  return value != NULL ? g_strdup_printf ("%s %s", what, value) : NULL;
}

/* “exponent=2” alone as “2”, since the operation’s name says the rest. */
static const char *
shorten_arguments (const char *arguments)
{
  static const char *const obvious[] = { "exponent=", "other=", "self=", "dim=", "index=", "min=", "negative_slope=" };

  for (guint i = 0; i < G_N_ELEMENTS (obvious); i++)
    if (g_str_has_prefix (arguments, obvious[i]) && strchr (arguments, ',') == NULL)
      return arguments + strlen (obvious[i]);
  return arguments;
}

/* “pow 2”, “3 mul” where the number stood in front, and “[0]” for an element or a row. */
static char *
describe_operation (const LabGraphItem *item)
{
  if (item->arguments == NULL)
    return g_strdup (item->op);
  if (g_str_equal (item->op, "select") && g_str_has_prefix (item->arguments, "dim=0, index="))
    return g_strdup_printf ("[%s]", item->arguments + strlen ("dim=0, index="));
  if (g_str_has_prefix (item->arguments, "self="))
    return g_strdup_printf ("%s %s", shorten_arguments (item->arguments), item->op);
  return g_strdup_printf ("%s %s", item->op, shorten_arguments (item->arguments));
}

static char *
make_title (const LabGraphItem *item)
{
  g_autofree char *operation = is_recorded (item) && item->op != NULL ? describe_operation (item) : NULL;

  if (operation != NULL && item->names != NULL)
    return g_strdup_printf ("%s = %s", item->names, operation);
  if (operation != NULL)
    return g_steal_pointer (&operation);
  if (item->names != NULL)
    return g_strdup (item->names);
  /* TRANSLATORS: a node of a computation graph that no variable holds: made by the program itself */
  return g_strdup (item->kind == LAB_GRAPH_LEAF ? C_ ("node of a graph", "leaf") : C_ ("node of a graph", "constant"));
}

/* ---- nodes ---- */

static PlotDagKind
get_kind (const LabGraphItem *item)
{
  if (!is_recorded (item))
    return item->kind == LAB_GRAPH_LEAF ? PLOT_DAG_LEAF : PLOT_DAG_CONSTANT;
  return item->kind == LAB_GRAPH_RESULT ? PLOT_DAG_RESULT : PLOT_DAG_STEP;
}

static guint
add_node (PlotDag            *dag,
          LabLog             *log,
          const LabGraphItem *item)
{
  g_autofree char *title = make_title (item);
  g_autofree char *data = describe_tensor (log, item->values, "data");
  g_autofree char *grad = describe_tensor (log, item->grad, "grad");
  const guint      node = plot_dag_add_node (dag, get_kind (item), title);

  plot_dag_set_texts (dag, node, data, grad);
  if (item->released)
    plot_dag_set_node_state (dag, node, PLOT_DAG_FREED);
  return node;
}

/* nodes has room for all items, and gets the node of each that is shown. */
static PlotDag *
draw (LabLog         *log,
      const LabGraph *graph,
      const gboolean *shown,
      guint          *nodes)
{
  PlotDag *dag = plot_dag_new ();

  plot_dag_set_name (dag, _ ("Computation graph"));
  for (guint i = 0; i < graph->items->len; i++)
    if (shown[i])
      nodes[i] = add_node (dag, log, &g_array_index (graph->items, LabGraphItem, i));
  for (guint i = 0; i < graph->links->len; i++)
    {
      const LabGraphLink *link = &g_array_index (graph->links, LabGraphLink, i);

      if (shown[link->from] && is_recorded (&g_array_index (graph->items, LabGraphItem, link->to)))
        plot_dag_add_link (dag, nodes[link->from], nodes[link->to]);
    }
  return dag;
}

static gboolean
is_any (const gboolean *shown,
        guint           n)
{
  for (guint i = 0; i < n; i++)
    if (shown[i])
      return TRUE;
  return FALSE;
}

PlotDag *
scene_graph_new (LabLog   *log,
                 guint64   cursor,
                 guint     max_nodes,
                 gboolean *cut)
{
  g_autoptr (LabGraph) graph = lab_graph_new (log, cursor, max_nodes);
  g_autofree gboolean *shown = choose_items (graph);
  g_autofree guint    *nodes = g_new (guint, graph->items->len + 1);

  if (cut != NULL)
    *cut = graph->cut;
  return is_any (shown, graph->items->len) ? draw (log, graph, shown, nodes) : NULL;
}

/* ---- a moment of a run ---- */

/* The line that made an item: operations know their place, leaves were made by the line that ran then. */
static guint32
find_line (const LabLog       *log,
           const LabGraphItem *item)
{
  LabMessage message;
  guint64    event = item->made;

  lab_log_get_event (log, event, &message);
  if (message.kind == LAB_OP && message.op.span.line != 0)
    return message.op.span.line;
  if (message.kind == LAB_INPLACE && message.inplace.span.line != 0)
    return message.inplace.span.line;
  while (event-- > 0)
    if (lab_log_get_kind (log, event) == LAB_LINE)
      {
        lab_log_get_event (log, event, &message);
        return message.line.line;
      }
  return 0;
}

/* The first event of what the last line did: behind the LINE before the one that the cursor stands on. */
static guint64
find_last_line_done (const LabLog *log,
                     guint64       cursor)
{
  guint64 event = cursor > 0 && lab_log_get_kind (log, cursor - 1) == LAB_LINE ? cursor - 1 : cursor;

  while (event > 0 && lab_log_get_kind (log, event - 1) != LAB_LINE)
    event--;
  return event;
}

typedef struct
{
  LabLog         *log;
  guint64         cursor;
  const LabState *state;
  guint64         line_done; /* the first event of what the last line did */
  guint64         begun;     /* the BWD_BEGIN of the backward that is under way */
} Moment;

static Moment
find_moment (LabLog *log,
             guint64 cursor)
{
  Moment moment = { log, cursor, lab_log_get_state (log, cursor), find_last_line_done (log, cursor), cursor };

  while (moment.state->in_backward > 0 && moment.begun > 0 && (moment.begun == cursor || lab_log_get_kind (log, moment.begun) != LAB_BWD_BEGIN))
    moment.begun--;
  return moment;
}

/* What a gradient has come to. */
static gboolean
is_passed (const Moment       *moment,
           const LabGraphItem *item)
{
  if (item->node != 0)
    return lab_map_get (&moment->state->visited, item->node, NULL);
  return item->grad != G_MAXUINT64 && item->grad > moment->begun;
}

/* Whether the event before the cursor is about this very item. */
static gboolean
is_here (const Moment       *moment,
         const LabGraphItem *item)
{
  LabMessage message;

  lab_log_get_event (moment->log, moment->cursor - 1, &message);
  if (message.kind == LAB_BWD)
    return item->node != 0 && message.bwd.node == item->node;
  return message.kind == LAB_ACC && item->node == 0 && message.acc.leaf == item->tensor;
}

static PlotDagState
get_state (const Moment       *moment,
           const LabGraphItem *item)
{
  if (moment->state->in_backward > 0 && is_here (moment, item))
    return PLOT_DAG_BACKWARD;
  if (moment->state->in_backward > 0)
    return is_passed (moment, item) ? PLOT_DAG_VISITED : PLOT_DAG_PLAIN;
  if (item->released)
    return PLOT_DAG_FREED;
  return item->made >= moment->line_done ? PLOT_DAG_FORWARD : PLOT_DAG_PLAIN;
}

/* A link has what happens at its end: values arrive where something is made, a gradient leaves where it has come to. */
static void
show_link (SceneGraph *graph,
           guint       link,
           guint       to)
{
  const PlotDagState state = g_array_index (graph->nodes, SceneGraphNode, to).state;

  plot_dag_set_link_state (graph->dag, link, state);
}

static void
show_moment (SceneGraph     *picture,
             LabLog         *log,
             guint64         cursor,
             const LabGraph *graph,
             const gboolean *shown,
             const guint    *nodes)
{
  const Moment moment = find_moment (log, cursor);
  guint        link = 0;

  for (guint i = 0; i < graph->items->len; i++)
    {
      const LabGraphItem *item = &g_array_index (graph->items, LabGraphItem, i);
      SceneGraphNode      node;

      if (!shown[i])
        continue;
      node = (SceneGraphNode){ find_line (log, item), get_state (&moment, item) };
      plot_dag_set_node_state (picture->dag, nodes[i], node.state);
      g_array_append_val (picture->nodes, node);
      if (node.state == PLOT_DAG_FORWARD || node.state == PLOT_DAG_BACKWARD)
        picture->current = (int) nodes[i];
    }
  for (guint i = 0; i < graph->links->len; i++)
    {
      const LabGraphLink *row = &g_array_index (graph->links, LabGraphLink, i);

      if (shown[row->from] && is_recorded (&g_array_index (graph->items, LabGraphItem, row->to)))
        show_link (picture, link++, nodes[row->to]);
    }
}

SceneGraph *
scene_graph_new_moment (LabLog *log,
                        guint64 cursor,
                        guint   max_nodes)
{
  SceneGraph *picture = g_new0 (SceneGraph, 1);
  g_autoptr (LabGraph) graph = lab_graph_new (log, cursor, max_nodes);
  g_autofree gboolean *shown = choose_items (graph);
  g_autofree guint    *nodes = g_new (guint, graph->items->len + 1);

  picture->nodes = g_array_new (FALSE, FALSE, sizeof (SceneGraphNode));
  picture->current = -1;
  picture->cut = graph->cut;
  if (!is_any (shown, graph->items->len))
    return picture;
  picture->dag = draw (log, graph, shown, nodes);
  show_moment (picture, log, cursor, graph, shown, nodes);
  return picture;
}

void
scene_graph_free (SceneGraph *graph)
{
  g_clear_pointer (&graph->dag, plot_dag_unref);
  g_array_unref (graph->nodes);
  g_free (graph);
}
