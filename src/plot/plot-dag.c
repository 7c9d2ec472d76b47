/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A graph of computation: what it holds, and in words. The layout is made when it is first asked for and kept until a
 * node or link comes, or a node needs more room; states and values come and go without moving anything. */

#include "plot/plot-dag-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_BOXED_TYPE (PlotDag, plot_dag, plot_dag_ref, plot_dag_unref)

/* Of a graph of more nodes than this only the numbers are said, and what is happening. */
#define MOST_DESCRIBED 40

static void
clear_node (gpointer data)
{
  PlotDagNode *node = data;

  g_free (node->title);
  g_free (node->data);
  g_free (node->grad);
}

static void
clear_edge (gpointer data)
{
  PlotDagEdge *edge = data;

  g_free (edge->label);
}

PlotDag *
plot_dag_new (void)
{
  PlotDag *dag = g_new0 (PlotDag, 1);

  g_atomic_ref_count_init (&dag->ref_count);
  dag->nodes = g_array_new (FALSE, TRUE, sizeof (PlotDagNode));
  dag->links = g_array_new (FALSE, TRUE, sizeof (PlotDagEdge));
  g_array_set_clear_func (dag->nodes, clear_node);
  g_array_set_clear_func (dag->links, clear_edge);
  return dag;
}

PlotDag *
plot_dag_ref (PlotDag *dag)
{
  g_atomic_ref_count_inc (&dag->ref_count);
  return dag;
}

void
plot_dag_unref (PlotDag *dag)
{
  if (!g_atomic_ref_count_dec (&dag->ref_count))
    return;
  g_free (dag->name);
  g_array_unref (dag->nodes);
  g_array_unref (dag->links);
  g_clear_pointer (&dag->layout, plot_dag_layout_free);
  g_free (dag);
}

PlotDagNode *
plot_dag_get_node (PlotDag *dag,
                   guint    node)
{
  return &g_array_index (dag->nodes, PlotDagNode, node);
}

PlotDagEdge *
plot_dag_get_edge (PlotDag *dag,
                   guint    link)
{
  return &g_array_index (dag->links, PlotDagEdge, link);
}

static void
touch (PlotDag *dag,
       gboolean moves)
{
  dag->serial++;
  if (moves)
    g_clear_pointer (&dag->layout, plot_dag_layout_free);
}

void
plot_dag_set_name (PlotDag    *dag,
                   const char *name)
{
  g_free (dag->name);
  dag->name = g_strdup (name);
}

guint
plot_dag_add_node (PlotDag    *dag,
                   PlotDagKind kind,
                   const char *title)
{
  PlotDagNode node = { .kind = kind, .title = g_strdup (title) };

  g_array_append_val (dag->nodes, node);
  touch (dag, TRUE);
  return dag->nodes->len - 1;
}

guint
plot_dag_add_link (PlotDag *dag,
                   guint    from,
                   guint    to)
{
  PlotDagEdge edge = { .ends = { from, to } };

  g_return_val_if_fail (from < dag->nodes->len && to < dag->nodes->len, 0);

  g_array_append_val (dag->links, edge);
  touch (dag, TRUE);
  return dag->links->len - 1;
}

guint
plot_dag_get_n_nodes (PlotDag *dag)
{
  return dag->nodes->len;
}

guint
plot_dag_get_n_links (PlotDag *dag)
{
  return dag->links->len;
}

static gboolean
replace_text (char      **text,
              const char *new_text)
{
  char *copy;

  if (g_strcmp0 (*text, new_text) == 0)
    return FALSE;
  copy = g_strdup (new_text);
  g_free (*text);
  *text = copy;
  return TRUE;
}

/* FALSE if the texts fit into the room that the layout has kept. */
static gboolean
needs_more_room (PlotDag     *dag,
                 PlotDagNode *node)
{
  PlotDagSize size;

  if (dag->layout == NULL)
    return FALSE;
  size = plot_dag_measure_node (node, dag->layout_theme);
  return size.width > node->room.width || size.height > node->room.height;
}

void
plot_dag_set_texts (PlotDag    *dag,
                    guint       node,
                    const char *data,
                    const char *grad)
{
  PlotDagNode *set = plot_dag_get_node (dag, node);
  gboolean     data_changed, grad_changed;

  g_return_if_fail (node < dag->nodes->len);

  data_changed = replace_text (&set->data, data);
  grad_changed = replace_text (&set->grad, grad);
  if (data_changed || grad_changed)
    touch (dag, needs_more_room (dag, set));
}

void
plot_dag_set_label (PlotDag    *dag,
                    guint       link,
                    const char *label)
{
  g_return_if_fail (link < dag->links->len);

  if (replace_text (&plot_dag_get_edge (dag, link)->label, label))
    touch (dag, FALSE);
}

static void
set_state (PlotDag      *dag,
           PlotDagState *state,
           PlotDagState  new_state)
{
  if (*state == new_state)
    return;
  *state = new_state;
  touch (dag, FALSE);
}

void
plot_dag_set_node_state (PlotDag     *dag,
                         guint        node,
                         PlotDagState state)
{
  g_return_if_fail (node < dag->nodes->len);

  set_state (dag, &plot_dag_get_node (dag, node)->state, state);
}

void
plot_dag_set_link_state (PlotDag     *dag,
                         guint        link,
                         PlotDagState state)
{
  g_return_if_fail (link < dag->links->len);

  set_state (dag, &plot_dag_get_edge (dag, link)->state, state);
}

guint64
plot_dag_get_serial (PlotDag *dag)
{
  return dag->serial;
}

const PlotDagLayout *
plot_dag_get_layout (PlotDag         *dag,
                     const PlotTheme *theme)
{
  g_autofree PlotDagSize *sizes = NULL;
  g_autofree PlotDagLink *links = NULL;

  if (dag->layout != NULL && dag->layout_theme == theme)
    return dag->layout;
  g_clear_pointer (&dag->layout, plot_dag_layout_free);
  sizes = g_new (PlotDagSize, MAX (1, dag->nodes->len));
  links = g_new (PlotDagLink, MAX (1, dag->links->len));
  for (guint i = 0; i < dag->nodes->len; i++)
    {
      PlotDagNode *node = plot_dag_get_node (dag, i);
      PlotDagSize  size = plot_dag_measure_node (node, theme);

      node->room = (PlotDagSize){ MAX (node->room.width, size.width), MAX (node->room.height, size.height) };
      sizes[i] = node->room;
    }
  for (guint i = 0; i < dag->links->len; i++)
    links[i] = plot_dag_get_edge (dag, i)->ends;
  dag->layout = plot_dag_layout_new (sizes, dag->nodes->len, links, dag->links->len);
  dag->layout_theme = theme;
  return dag->layout;
}

static const char *
get_state_word (PlotDagState state)
{
  switch (state)
    {
    case PLOT_DAG_FORWARD:
      return _ ("being computed");
    case PLOT_DAG_BACKWARD:
      return _ ("passing its gradient on");
    case PLOT_DAG_FREED:
      return _ ("freed");
    case PLOT_DAG_VISITED:
    case PLOT_DAG_PLAIN:
    case PLOT_DAG_ABSENT:
    default:
      return NULL;
    }
}

static const char *
get_kind_word (PlotDagKind kind)
{
  static const char *const words[] = {
    [PLOT_DAG_LEAF] = NC_ ("node of a graph", "leaf"),
    [PLOT_DAG_CONSTANT] = NC_ ("node of a graph", "constant"),
    [PLOT_DAG_STEP] = NC_ ("node of a graph", "step"),
    [PLOT_DAG_RESULT] = NC_ ("node of a graph", "result"),
  };

  return g_dpgettext2 (GETTEXT_PACKAGE, "node of a graph", words[kind]);
}

/* “leaf W, data 5, grad −2.4” and what is happening to it. */
static void
describe_node (GString           *text,
               const PlotDagNode *node)
{
  const char *word = get_state_word (node->state);

  g_string_append_printf (text, "; %s %s", get_kind_word (node->kind), node->title);
  if (node->data != NULL)
    g_string_append_printf (text, ", %s", node->data);
  if (node->grad != NULL)
    g_string_append_printf (text, ", %s", node->grad);
  if (word != NULL)
    g_string_append_printf (text, ", %s", word);
}

char *
plot_dag_describe (PlotDag *dag)
{
  GString         *text = g_string_new (NULL);
  guint            n_nodes = 0, n_links = 0;
  g_autofree char *nodes = NULL, *links = NULL;

  for (guint i = 0; i < dag->nodes->len; i++)
    n_nodes += plot_dag_get_node (dag, i)->state != PLOT_DAG_ABSENT;
  for (guint i = 0; i < dag->links->len; i++)
    n_links += plot_dag_get_edge (dag, i)->state != PLOT_DAG_ABSENT;
  nodes = g_strdup_printf (ngettext ("%u node", "%u nodes", n_nodes), n_nodes);
  links = g_strdup_printf (ngettext ("%u link", "%u links", n_links), n_links);
  if (dag->name != NULL)
    g_string_append_printf (text, "%s: ", dag->name);
  g_string_append_printf (text, "%s, %s", nodes, links);
  for (guint i = 0; i < dag->nodes->len; i++)
    {
      const PlotDagNode *node = plot_dag_get_node (dag, i);

      if (node->state != PLOT_DAG_ABSENT && (n_nodes <= MOST_DESCRIBED || node->state == PLOT_DAG_FORWARD || node->state == PLOT_DAG_BACKWARD))
        describe_node (text, node);
    }
  return g_string_free (text, FALSE);
}
