/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A step of a lab program in words: what the cursor stands on, and what has just come of it. */

#include "scene/scene-step-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab/lab-search.h"
#include "lab/lab-text.h"
#include "scene/scene-tensor.h"

#define LONGEST 60 /* characters of a line */

guint32
scene_step_get_line (LabLog *log,
                     guint64 cursor)
{
  return lab_log_get_state (log, cursor)->line;
}

/* ---- parts of sentences ---- */

char *
scene_step_shorten (const char *text)
{
  g_autofree char *head = NULL;

  if (g_utf8_strlen (text, -1) <= LONGEST)
    return g_strdup (text);
  head = g_utf8_substring (text, 0, LONGEST - 1);
  return g_strconcat (head, "…", NULL);
}

/* A line of the program, without what stands around it. */
static char *
dup_source (const char *text,
            guint32     line)
{
  const char      *start = text;
  g_autofree char *source = NULL;

  for (guint32 i = 1; i < line && start != NULL; i++)
    start = (start = strchr (start, '\n')) != NULL ? start + 1 : NULL;
  if (start == NULL || line == 0)
    return g_strdup ("");
  source = g_strstrip (g_strndup (start, strcspn (start, "\n")));
  return scene_step_shorten (source);
}

static char *
dup_place (LabLog     *log,
           guint64     cursor,
           const char *text)
{
  const guint32    line = scene_step_get_line (log, cursor);
  g_autofree char *source = dup_source (text, line);

  /* TRANSLATORS: a place in a program: the number of a line, and the line itself */
  return g_strdup_printf (_ ("Line %u: %s"), line, source);
}

char *
scene_step_dup_value (const LabTensor *tensor)
{
  char *value = scene_tensor_describe (tensor);

  return value != NULL ? value : g_strdup ("?");
}

/* The OP or INPLACE that recorded a node; FALSE if it is gone. */
gboolean
scene_step_find_node (LabLog     *log,
                      guint64     cursor,
                      guint64     node,
                      LabMessage *message)
{
  guint64 event;

  if (!lab_map_get (&lab_log_get_state (log, cursor)->nodes, node, &event))
    return FALSE;
  lab_log_get_event (log, event, message);
  return TRUE;
}

/* “MulBackward0 (y)”: the node, and the variable whose history it is. */
static char *
name_node (LabLog *log,
           guint64 cursor,
           guint64 node)
{
  LabMessage       message;
  g_autofree char *grad_fn = NULL;
  g_autofree char *names = NULL;
  guint64          tensor;

  if (!scene_step_find_node (log, cursor, node, &message))
    return g_strdup (_ ("a node that is gone"));
  grad_fn = lab_text_dup_clean (message.kind == LAB_OP ? message.op.grad_fn : message.inplace.grad_fn);
  tensor = message.kind == LAB_OP ? message.op.output.id : message.inplace.tensor.id;
  names = lab_search_names (log, lab_log_get_state (log, cursor), tensor);
  return names != NULL ? g_strdup_printf ("%s (%s)", grad_fn, names) : g_steal_pointer (&grad_fn);
}

char *
scene_step_name_leaf (LabLog *log,
                      guint64 cursor,
                      guint64 leaf)
{
  char *names = lab_search_names (log, lab_log_get_state (log, cursor), leaf);

  return names != NULL ? names : g_strdup (C_ ("node of a graph", "leaf"));
}

/* ---- sentences ---- */

static char *
describe_passing (LabLog       *log,
                  guint64       cursor,
                  const LabBwd *bwd,
                  const char   *place)
{
  g_autofree char *node = name_node (log, cursor, bwd->node);
  g_autofree char *value = scene_step_dup_value (&bwd->grad);

  /* TRANSLATORS: “Line 7: y.backward() · MulBackward0 (y) receives the gradient 1” */
  return g_strdup_printf (_ ("%s · %s receives the gradient %s"), place, node, value);
}

static char *
describe_accumulation (LabLog       *log,
                       guint64       cursor,
                       const LabAcc *acc,
                       const char   *place)
{
  g_autofree char *leaf = scene_step_name_leaf (log, cursor, acc->leaf);
  g_autofree char *added = scene_step_dup_value (&acc->added);

  /* TRANSLATORS: “Line 7: y.backward() · the gradient 6 reaches the leaf x” */
  return g_strdup_printf (_ ("%s · the gradient %s reaches the leaf %s"), place, added, leaf);
}

char *
scene_step_describe (LabLog     *log,
                     guint64     cursor,
                     const char *text)
{
  g_autofree char *place = NULL;
  LabMessage       message = { 0 };

  if (cursor == 0)
    return g_strdup (_ ("The program has not begun."));
  lab_log_get_event (log, cursor - 1, &message);
  place = dup_place (log, cursor, text);
  if (message.kind == LAB_BWD)
    return describe_passing (log, cursor, &message.bwd, place);
  if (message.kind == LAB_ACC)
    return describe_accumulation (log, cursor, &message.acc, place);
  if (message.kind == LAB_LINE)
    /* TRANSLATORS: “Line 7: y.backward() · runs next” */
    return g_strdup_printf (_ ("%s · runs next"), place);
  if (scene_step_get_line (log, cursor) == 0)
    return g_strdup (_ ("No line of the program has run."));
  return g_strdup_printf (_ ("%s · was the last line to run"), place);
}

/* ---- table ---- */

static void
append_row (LabLog  *log,
            guint64  cursor,
            guint    step,
            GString *csv)
{
  const guint32    line = scene_step_get_line (log, cursor);
  LabMessage       message;
  g_autofree char *about = NULL;
  g_autofree char *value = NULL;
  const char      *event = "end";

  lab_log_get_event (log, cursor - 1, &message);
  if (message.kind == LAB_LINE)
    event = "line";
  else if (message.kind == LAB_BWD)
    {
      event = "backward";
      about = name_node (log, cursor, message.bwd.node);
      value = scene_step_dup_value (&message.bwd.grad);
    }
  else if (message.kind == LAB_ACC)
    {
      event = "accumulate";
      about = scene_step_name_leaf (log, cursor, message.acc.leaf);
      value = scene_step_dup_value (&message.acc.grad);
    }
  g_string_append_printf (csv, "%u,%u,%s,\"%s\",\"%s\"\n", step, line, event, about != NULL ? about : "", value != NULL ? value : "");
}

char *
scene_step_to_csv (LabLog *log,
                   GArray *stops)
{
  GString *csv = g_string_new ("step,line,event,about,value\n");

  for (guint i = 0; i < stops->len; i++)
    append_row (log, g_array_index (stops, guint64, i), i, csv);
  return g_string_free (csv, FALSE);
}
