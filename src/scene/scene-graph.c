/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* From the tensors that a program has at hand to a picture of the graph behind them. Shown is what autograd has
 * recorded, and what that was computed from; how a tensor without history came to be is nobody's business here. */

#include "scene/scene-graph.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "descent/descent-format.h"
#include "lab/lab-graph.h"

enum
{
  MOST_VALUES = 4,
  DIGITS = 4, /* of each of several */
};

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

static GradDType
get_dtype (const LabTensor *tensor)
{
  return tensor->dtype == LAB_FLOAT64 ? GRAD_FLOAT64 : GRAD_FLOAT32;
}

static void
append_number (GString         *text,
               const LabTensor *tensor,
               double           number)
{
  g_autofree char *digits = NULL;

  if (tensor->dtype == LAB_BOOL)
    digits = g_strdup (number != 0 ? "True" : "False");
  else if (tensor->dtype == LAB_INT64)
    digits = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) number);
  else if (tensor->n_dims > 0)
    digits = descent_format_rounded (number, DIGITS);
  else
    digits = descent_format_number (number, get_dtype (tensor));
  g_string_append (text, digits);
}

/* n values from first on, in brackets. */
static void
append_row (GString         *text,
            const LabTensor *tensor,
            guint32          first,
            guint32          n)
{
  g_string_append_c (text, '[');
  for (guint32 i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      append_number (text, tensor, lab_tensor_get_value (tensor, first + i));
    }
  g_string_append_c (text, ']');
}

static void
append_values (GString         *text,
               const LabTensor *tensor)
{
  const guint32 n = tensor->n_dims > 0 ? (guint32) tensor->shape[tensor->n_dims - 1] : 1;

  if (tensor->n_dims == 0)
    append_number (text, tensor, lab_tensor_get_value (tensor, 0));
  else if (tensor->n_dims == 1)
    append_row (text, tensor, 0, n);
  else
    {
      g_string_append_c (text, '[');
      for (guint32 first = 0; first < tensor->values.n; first += n)
        {
          g_string_append (text, first > 0 ? ", " : "");
          append_row (text, tensor, first, n);
        }
      g_string_append_c (text, ']');
    }
}

/* “100 × 3”, “100 values”. */
static void
append_shape (GString         *text,
              const LabTensor *tensor)
{
  if (tensor->n_dims == 1)
    {
      g_string_append_printf (text, ngettext ("%u value", "%u values", (guint) tensor->shape[0]), (guint) tensor->shape[0]);
      return;
    }
  for (guint8 i = 0; i < tensor->n_dims; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " × " : "", tensor->shape[i]);
}

static double
get_mean (const LabTensor *tensor)
{
  double sum = 0;

  if (!tensor->complete)
    return tensor->mean;
  for (guint32 i = 0; i < tensor->values.n; i++)
    sum += lab_tensor_get_value (tensor, i);
  return sum / tensor->values.n;
}

/* The value of a small tensor; shape and mean of a large one; NULL for one of which nothing is known. */
static char *
describe_tensor (LabLog     *log,
                 guint64     event,
                 const char *what)
{
  GString         *text;
  LabTensor        tensor;
  g_autofree char *mean = NULL;

  if (event == G_MAXUINT64 || !lab_log_get_tensor (log, event, &tensor) || (tensor.complete && tensor.values.n == 0))
    return NULL;
  text = g_string_new (what);
  g_string_append_c (text, ' ');
  if (tensor.complete && tensor.values.n <= MOST_VALUES && tensor.n_dims <= 2)
    {
      append_values (text, &tensor);
      return g_string_free (text, FALSE);
    }
  append_shape (text, &tensor);
  mean = descent_format_rounded (get_mean (&tensor), 3);
  /* TRANSLATORS: follows the shape of a tensor, “data 100 × 3, mean 0.25” */
  g_string_append_printf (text, _ (", mean %s"), mean);
  return g_string_free (text, FALSE);
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

static PlotDag *
draw (LabLog         *log,
      const LabGraph *graph,
      const gboolean *shown)
{
  PlotDag          *dag = plot_dag_new ();
  g_autofree guint *nodes = g_new (guint, graph->items->len + 1);

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

PlotDag *
scene_graph_new (LabLog   *log,
                 guint64   cursor,
                 guint     max_nodes,
                 gboolean *cut)
{
  g_autoptr (LabGraph) graph = lab_graph_new (log, cursor, max_nodes);
  g_autofree gboolean *shown = choose_items (graph);
  gboolean             any = FALSE;

  if (cut != NULL)
    *cut = graph->cut;
  for (guint i = 0; i < graph->items->len; i++)
    any = any || shown[i];
  return any ? draw (log, graph, shown) : NULL;
}
