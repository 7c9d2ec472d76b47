/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Searches: a walk along the log, one event at a time, until one fits. */

#include "lab/lab-search.h"

/* What a search is: which way it walks, over what kinds, and how deep a line may lie. */
static const struct
{
  gboolean back;
  enum
  {
    LINES,
    OPS,
    BACKWARD,
  } among;
  enum
  {
    ANY_DEPTH,
    NOT_DEEPER,
    SHALLOWER,
  } depth;
  gboolean by_line;
} searches[] = {
  [LAB_SEARCH_STEP_INTO] = { FALSE, LINES, ANY_DEPTH, FALSE },
  [LAB_SEARCH_STEP_OVER] = { FALSE, LINES, NOT_DEEPER, FALSE },
  [LAB_SEARCH_STEP_OUT] = { FALSE, LINES, SHALLOWER, FALSE },
  [LAB_SEARCH_BACK_INTO] = { TRUE, LINES, ANY_DEPTH, FALSE },
  [LAB_SEARCH_BACK_OVER] = { TRUE, LINES, NOT_DEEPER, FALSE },
  [LAB_SEARCH_BACK_OUT] = { TRUE, LINES, SHALLOWER, FALSE },
  [LAB_SEARCH_OP] = { FALSE, OPS, ANY_DEPTH, FALSE },
  [LAB_SEARCH_BACK_OP] = { TRUE, OPS, ANY_DEPTH, FALSE },
  [LAB_SEARCH_BACKWARD_NODE] = { FALSE, BACKWARD, ANY_DEPTH, FALSE },
  [LAB_SEARCH_LINE] = { FALSE, LINES, ANY_DEPTH, TRUE },
  [LAB_SEARCH_BACK_LINE] = { TRUE, LINES, ANY_DEPTH, TRUE },
};

static gboolean
is_among (LabKind kind,
          guint   among)
{
  if (among == LINES)
    return kind == LAB_LINE;
  if (kind == LAB_BWD || kind == LAB_ACC)
    return TRUE;
  return among == OPS && (kind == LAB_OP || kind == LAB_INPLACE || kind == LAB_LEAF);
}

static gboolean
fits (const LabLog *log,
      guint64       event,
      LabSearch     search,
      guint32       depth,
      guint32       argument)
{
  LabMessage message;

  if (!is_among (lab_log_get_kind (log, event), searches[search].among))
    return FALSE;
  if (searches[search].depth == ANY_DEPTH && !searches[search].by_line)
    return TRUE;
  lab_log_get_event (log, event, &message);
  if (searches[search].by_line)
    return message.line.line == argument;
  return searches[search].depth == NOT_DEEPER ? message.line.depth <= depth : message.line.depth < depth;
}

/* Where a walk back starts: before the event that the cursor stands on. Between two lines that is the line itself,
 * so that the first step back shows its start. */
static guint64
get_last_before (LabLog         *log,
                 const LabState *state,
                 guint64         cursor,
                 LabSearch       search)
{
  if (searches[search].among != LINES)
    return cursor - 1;
  if (state->line == 0)
    return 0;
  return state->line_event + 1 < cursor ? state->line_event + 1 : state->line_event;
}

gboolean
lab_search (LabLog   *log,
            guint64   cursor,
            LabSearch search,
            guint32   argument,
            guint64  *found)
{
  const LabState *state = lab_log_get_state (log, cursor);
  const guint32   depth = state->depth;
  const guint64   n_events = lab_log_get_n_events (log);

  if (!searches[search].back)
    {
      for (guint64 event = cursor; event < n_events; event++)
        if (fits (log, event, search, depth, argument))
          {
            *found = event + 1;
            return TRUE;
          }
      return FALSE;
    }
  if (cursor == 0)
    return FALSE;
  for (guint64 event = get_last_before (log, state, cursor, search); event > 0; event--)
    if (fits (log, event - 1, search, depth, argument))
      {
        *found = event;
        return TRUE;
      }
  return FALSE;
}

gboolean
lab_search_gradient_writer (LabLog  *log,
                            guint64  cursor,
                            guint64  leaf,
                            guint64 *event)
{
  return lab_map_get (&lab_log_get_state (log, cursor)->grads, leaf, event);
}

gboolean
lab_search_tensor (LabLog  *log,
                   guint64  cursor,
                   guint64  tensor,
                   guint64 *event)
{
  for (*event = cursor; (*event)-- > 0;)
    {
      LabTensor candidate;
      LabKind   kind = lab_log_get_kind (log, *event);

      if (kind != LAB_LEAF && kind != LAB_OP && kind != LAB_INPLACE && kind != LAB_REFRESH && kind != LAB_ACC)
        continue;
      if (lab_log_get_tensor (log, *event, &candidate) && candidate.id == tensor)
        return TRUE;
    }
  return FALSE;
}

gboolean
lab_search_line_of (LabLog  *log,
                    guint64  event,
                    guint64 *line_event)
{
  const LabState *state = lab_log_get_state (log, event + 1);

  *line_event = state->line_event;
  return state->line != 0;
}

void
lab_search_list_stops (const LabLog *log,
                       guint64       first,
                       GArray       *stops)
{
  const guint64 n_events = lab_log_get_n_events (log);

  for (guint64 event = first; event < n_events; event++)
    {
      const LabKind kind = lab_log_get_kind (log, event);
      const guint64 cursor = event + 1;

      if (is_among (kind, LINES) || is_among (kind, BACKWARD))
        g_array_append_val (stops, cursor);
    }
}

char *
lab_search_names (const LabLog   *log,
                  const LabState *state,
                  guint64         tensor)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < state->frames->len; i++)
    {
      const LabFrame    *frame = &g_array_index (state->frames, LabFrame, i);
      const LabMapEntry *entry;

      for (guint position = 0; (entry = lab_map_next (&frame->variables, &position)) != NULL;)
        {
          LabMessage message;

          lab_log_get_event (log, entry->value, &message);
          if (message.var.value.kind == LAB_VALUE_TENSOR && message.var.value.tensor == tensor)
            g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                                    lab_names_get (lab_log_get_names (log), (guint32) entry->key));
        }
    }
  return names->len > 0 ? g_strdup (names->str) : NULL;
}
