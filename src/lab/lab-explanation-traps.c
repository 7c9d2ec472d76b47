/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Silent mistakes, found in the events of a run: one pass over the log that remembers, of each tensor, the event that
 * speaks of it and, of each leaf, how its gradient stands. */

#include "lab/lab-explanation.h"

#include <string.h>

#include "lab/lab-text.h"

/* How the .grad of a leaf stands. */
typedef enum
{
  GRAD_IS_CLEAR,   /* None, zeroed, or assigned */
  GRAD_IS_SUMMED,  /* a backward has added to it */
  GRAD_WAS_APPLIED /* …and the leaf has been changed since */
} GradStanding;

typedef struct
{
  const LabLog *log;
  GHashTable   *events;    /* id of a tensor → the event that told its shape */
  GHashTable   *standings; /* id of a leaf → GradStanding */
  GHashTable   *leaves;    /* id of a .grad → id of its leaf */
  gboolean      found[2];  /* each trap is told once */
  GArray       *traps;
} Scan;

enum
{
  TRAP_BROADCAST,
  TRAP_NO_ZERO_GRAD,
};

static const char *const trap_ids[] = {
  [TRAP_BROADCAST] = "trap-broadcast",
  [TRAP_NO_ZERO_GRAD] = "trap-no-zero-grad",
};

/* Hash tables of 64-bit numbers. */
static void
table_set (GHashTable *table,
           guint64     key,
           guint64     value)
{
  g_hash_table_insert (table, g_memdup2 (&key, sizeof key), g_memdup2 (&value, sizeof value));
}

static guint64
table_get (GHashTable *table,
           guint64     key)
{
  const guint64 *value = g_hash_table_lookup (table, &key);

  return value != NULL ? *value : 0;
}

static GHashTable *
table_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

static void
add_trap (Scan   *scan,
          guint   trap,
          guint64 event)
{
  LabTrap row = { lab_explanation_lookup (trap_ids[trap]), event };

  if (!scan->found[trap])
    g_array_append_val (scan->traps, row);
  scan->found[trap] = TRUE;
}

static gboolean
text_is (LabText     text,
         const char *other)
{
  return text.length == strlen (other) && memcmp (text.data, other, text.length) == 0;
}

/* Whether a is a column (n, 1) and b a row (n), n > 1. */
static gboolean
is_column_and_row (const LabTensor *a,
                   const LabTensor *b)
{
  return a->n_dims == 2 && b->n_dims == 1 && a->shape[1] == 1 && a->shape[0] == b->shape[0] && b->shape[0] > 1;
}

static gboolean
get_input (Scan      *scan,
           LabList    inputs,
           guint      i,
           LabTensor *tensor)
{
  guint64 id;

  memcpy (&id, (const char *) inputs.data + i * sizeof id, sizeof id);
  return g_hash_table_contains (scan->events, &id) && lab_log_get_tensor (scan->log, table_get (scan->events, id), tensor);
}

/* A difference, or a loss made of differences. Sums and products of a column and a row are often meant. */
static void
look_at_op (Scan        *scan,
            const LabOp *op,
            guint64      event)
{
  LabTensor a, b;

  if (op->inputs.n < 2 || !(text_is (op->name, "sub") || text_is (op->name, "mse_loss")))
    return;
  if (get_input (scan, op->inputs, 0, &a) && get_input (scan, op->inputs, 1, &b) &&
      (is_column_and_row (&a, &b) || is_column_and_row (&b, &a)))
    add_trap (scan, TRAP_BROADCAST, event);
}

static void
look_at_accumulation (Scan         *scan,
                      const LabAcc *acc,
                      guint64       event)
{
  if (table_get (scan->standings, acc->leaf) == GRAD_WAS_APPLIED)
    add_trap (scan, TRAP_NO_ZERO_GRAD, event);
  table_set (scan->standings, acc->leaf, GRAD_IS_SUMMED);
  table_set (scan->leaves, acc->grad.id, acc->leaf);
}

static void
look_at_change (Scan   *scan,
                guint64 tensor)
{
  if (g_hash_table_contains (scan->leaves, &tensor))
    table_set (scan->standings, table_get (scan->leaves, tensor), GRAD_IS_CLEAR);
  else if (table_get (scan->standings, tensor) == GRAD_IS_SUMMED)
    table_set (scan->standings, tensor, GRAD_WAS_APPLIED);
}

static void
look_at_event (Scan   *scan,
               guint64 event)
{
  LabMessage message;
  LabTensor  tensor;

  lab_log_get_event (scan->log, event, &message);
  switch ((int) message.kind)
    {
    case LAB_OP:
      look_at_op (scan, &message.op, event);
      break;
    case LAB_ACC:
      look_at_accumulation (scan, &message.acc, event);
      break;
    case LAB_INPLACE:
      look_at_change (scan, message.inplace.tensor.id);
      break;
    case LAB_GRAD:
      table_set (scan->standings, message.grad.tensor, GRAD_IS_CLEAR);
      break;
    default:
      break;
    }
  if (lab_log_get_tensor (scan->log, event, &tensor) && tensor.id != 0)
    table_set (scan->events, tensor.id, event);
}

GArray *
lab_explanation_list_traps (const LabLog *log,
                            guint64       cursor)
{
  Scan scan = { .log = log,
                .events = table_new (),
                .standings = table_new (),
                .leaves = table_new (),
                .traps = g_array_new (FALSE, FALSE, sizeof (LabTrap)) };

  for (guint64 event = 0; event < MIN (cursor, lab_log_get_n_events (log)); event++)
    look_at_event (&scan, event);
  g_hash_table_unref (scan.events);
  g_hash_table_unref (scan.standings);
  g_hash_table_unref (scan.leaves);
  return scan.traps;
}

/* ---- everything ---- */

static const LabExplanation *
find_text (LabText type,
           LabText message)
{
  g_autofree char *type_text = lab_text_dup (type);
  g_autofree char *message_text = lab_text_dup (message);

  return lab_explanation_find (type_text, message_text);
}

/* An exception is told again for each frame that it passes, a warning for each turn of a loop. */
static void
add_once (GArray               *found,
          const LabExplanation *explanation,
          guint64               event)
{
  const LabTrap row = { explanation, event };

  if (explanation == NULL)
    return;
  for (guint i = 0; i < found->len; i++)
    if (g_array_index (found, LabTrap, i).explanation == explanation)
      return;
  g_array_append_val (found, row);
}

static int
compare_events (gconstpointer a,
                gconstpointer b)
{
  const guint64 x = ((const LabTrap *) a)->event, y = ((const LabTrap *) b)->event;

  return (x > y) - (x < y);
}

GArray *
lab_explanation_list_all (const LabLog *log,
                          guint64       cursor)
{
  GArray *found = lab_explanation_list_traps (log, cursor);

  for (guint64 event = 0; event < MIN (cursor, lab_log_get_n_events (log)); event++)
    {
      const LabKind kind = lab_log_get_kind (log, event);
      LabMessage    message;

      if (kind != LAB_EXC && kind != LAB_WARN)
        continue;
      lab_log_get_event (log, event, &message);
      if (kind == LAB_EXC)
        add_once (found, find_text (message.exc.type, message.exc.message), event);
      else
        add_once (found, find_text (message.warn.category, message.warn.message), event);
    }
  g_array_sort (found, compare_events);
  return found;
}
