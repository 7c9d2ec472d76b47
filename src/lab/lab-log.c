/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The log: frames end to end in chunks of 64 KiB with the offset of each (two bytes an event), and keyframes, which
 * are copies of the state so spaced that they never weigh more than the events between them. */

#include "lab/lab-log.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum
{
  CHUNK_SIZE = 64 * 1024,
  KEYFRAME_EVENTS = 4096, /* between keyframes, at least */
  KEYFRAME_FACTOR = 4,    /* events for each entry of the state that a keyframe copies */
};

typedef struct
{
  guint64 first; /* number of its first event */
  guint8 *data;
  guint32 length, size;
  GArray *offsets; /* guint16; an event longer than a chunk has one to itself */
} Chunk;

struct _LabLog
{
  gatomicrefcount ref_count;
  GArray         *chunks;    /* Chunk */
  GPtrArray      *keyframes; /* LabState, by number of events */
  GArray         *printed;   /* guint64: the events that print something */
  GArray         *figures;   /* guint64: FIGURE events */
  LabNames       *names;
  LabState       *head;  /* after all events */
  LabState       *state; /* the last one asked for */
  guint64         n_events, n_bytes, limit, keyframe_bytes;
};

static void
clear_chunk (gpointer data)
{
  Chunk *chunk = data;

  g_free (chunk->data);
  g_array_unref (chunk->offsets);
}

static void
free_state (gpointer state)
{
  lab_state_free (state);
}

LabLog *
lab_log_new (void)
{
  LabLog *log = g_new0 (LabLog, 1);

  g_atomic_ref_count_init (&log->ref_count);
  log->chunks = g_array_new (FALSE, FALSE, sizeof (Chunk));
  g_array_set_clear_func (log->chunks, clear_chunk);
  log->keyframes = g_ptr_array_new_with_free_func (free_state);
  log->printed = g_array_new (FALSE, FALSE, sizeof (guint64));
  log->figures = g_array_new (FALSE, FALSE, sizeof (guint64));
  log->names = lab_names_new ();
  log->head = lab_state_new ();
  log->limit = G_GUINT64_CONSTANT (256) << 20;
  return log;
}

LabLog *
lab_log_ref (LabLog *log)
{
  g_atomic_ref_count_inc (&log->ref_count);
  return log;
}

void
lab_log_unref (LabLog *log)
{
  if (!g_atomic_ref_count_dec (&log->ref_count))
    return;
  g_array_unref (log->chunks);
  g_ptr_array_unref (log->keyframes);
  g_array_unref (log->printed);
  g_array_unref (log->figures);
  lab_names_free (log->names);
  lab_state_free (log->head);
  g_clear_pointer (&log->state, lab_state_free);
  g_free (log);
}

void
lab_log_set_limit (LabLog *log,
                   guint64 bytes)
{
  log->limit = bytes;
}

/* The chunk that has room for length bytes, a new one if need be. */
static Chunk *
make_room (LabLog *log,
           gsize   length)
{
  Chunk *last = log->chunks->len > 0 ? &g_array_index (log->chunks, Chunk, log->chunks->len - 1) : NULL;
  Chunk  chunk = { .first = log->n_events, .size = (guint32) MAX (CHUNK_SIZE, length) };

  if (last != NULL && last->size - last->length >= length && last->length < CHUNK_SIZE)
    return last;
  chunk.data = g_malloc (chunk.size);
  chunk.offsets = g_array_new (FALSE, FALSE, sizeof (guint16));
  g_array_append_val (log->chunks, chunk);
  return &g_array_index (log->chunks, Chunk, log->chunks->len - 1);
}

static void
store (LabLog       *log,
       const guint8 *frame,
       gsize         length)
{
  Chunk  *chunk = make_room (log, length);
  guint16 offset = (guint16) chunk->length;

  memcpy (chunk->data + chunk->length, frame, length);
  g_array_append_val (chunk->offsets, offset);
  chunk->length += (guint32) length;
}

static void
note_keyframe (LabLog *log)
{
  const LabState *last = log->keyframes->len > 0 ? g_ptr_array_index (log->keyframes, log->keyframes->len - 1) : NULL;
  guint64         since = log->n_events - (last != NULL ? last->n_events : 0);
  gsize           size;

  if (since < KEYFRAME_EVENTS)
    return;
  size = lab_state_get_size (log->head);
  if (since < KEYFRAME_FACTOR * size)
    return;
  g_ptr_array_add (log->keyframes, lab_state_copy (log->head));
  log->keyframe_bytes += sizeof (LabState) + size * (sizeof (LabMapEntry) + 16);
}

/* What is looked for across the whole log has a list of its own. */
static void
note_event (LabLog           *log,
            const LabMessage *message)
{
  if (message->kind == LAB_OUT || message->kind == LAB_WARN || message->kind == LAB_SYNTAX || (message->kind == LAB_EXC && !message->exc.caught))
    g_array_append_val (log->printed, log->n_events);
  else if (message->kind == LAB_FIGURE)
    g_array_append_val (log->figures, log->n_events);
}

static const char *
find_problem (const LabLog *log,
              const guint8 *frame,
              gsize         length,
              LabMessage   *message)
{
  const char *problem;
  gsize       used;
  LabDecode   result = lab_protocol_decode (frame, length, LAB_FROM_WORKER, message, &used, &problem);

  if (result == LAB_DECODE_BAD)
    return problem;
  if (result == LAB_DECODE_MORE || used != length)
    return "not one whole frame";
  return lab_state_check (log->head, message);
}

gboolean
lab_log_append (LabLog       *log,
                const guint8 *frame,
                gsize         length,
                GError      **error)
{
  LabMessage  message;
  const char *problem = find_problem (log, frame, length, &message);

  if (problem != NULL)
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_PROTOCOL, _ ("The lab’s worker sent something it may not send: %s."), problem);
      return FALSE;
    }
  if (log->n_bytes + length > log->limit)
    {
      g_autofree char *limit = g_format_size_full (log->limit, G_FORMAT_SIZE_IEC_UNITS);

      g_set_error (error, LAB_ERROR, LAB_ERROR_LIMIT, _ ("The record of the run is full (%s)."), limit);
      return FALSE;
    }
  store (log, frame, length);
  note_event (log, &message);
  lab_state_fold (log->head, log->names, &message);
  log->n_events++;
  log->n_bytes += length;
  note_keyframe (log);
  return TRUE;
}

guint64
lab_log_get_n_events (const LabLog *log)
{
  return log->n_events;
}

guint64
lab_log_get_n_bytes (const LabLog *log)
{
  return log->n_bytes;
}

guint64
lab_log_get_memory (const LabLog *log)
{
  return log->chunks->len * (CHUNK_SIZE + sizeof (Chunk)) + log->n_events * sizeof (guint16) + log->keyframe_bytes + log->printed->len * sizeof (guint64);
}

/* The frame of an event. */
static const guint8 *
find_frame (const LabLog *log,
            guint64       event)
{
  guint        low = 0, high = log->chunks->len - 1;
  const Chunk *chunk;

  while (low < high)
    {
      guint middle = (low + high + 1) / 2;

      if (g_array_index (log->chunks, Chunk, middle).first <= event)
        low = middle;
      else
        high = middle - 1;
    }
  chunk = &g_array_index (log->chunks, Chunk, low);
  return chunk->data + g_array_index (chunk->offsets, guint16, event - chunk->first);
}

LabKind
lab_log_get_kind (const LabLog *log,
                  guint64       event)
{
  g_return_val_if_fail (event < log->n_events, (LabKind) 0);
  return (LabKind) find_frame (log, event)[sizeof (guint32)];
}

void
lab_log_get_event (const LabLog *log,
                   guint64       event,
                   LabMessage   *message)
{
  const guint8 *frame;
  const char   *problem;
  guint32       length;
  gsize         used;

  g_return_if_fail (event < log->n_events);
  frame = find_frame (log, event);
  memcpy (&length, frame, sizeof length);
  lab_protocol_decode (frame, sizeof length + length, LAB_FROM_WORKER, message, &used, &problem);
}

/* The last keyframe at or before cursor. */
static const LabState *
find_keyframe (const LabLog *log,
               guint64       cursor)
{
  guint low = 0, high = log->keyframes->len;

  while (low < high)
    {
      guint           middle = (low + high) / 2;
      const LabState *keyframe = g_ptr_array_index (log->keyframes, middle);

      if (keyframe->n_events <= cursor)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? g_ptr_array_index (log->keyframes, low - 1) : NULL;
}

const LabState *
lab_log_get_state (LabLog *log,
                   guint64 cursor)
{
  const LabState *keyframe;

  g_return_val_if_fail (cursor <= log->n_events, NULL);
  if (cursor == log->n_events)
    return log->head;
  keyframe = find_keyframe (log, cursor);
  if (log->state == NULL || log->state->n_events > cursor || (keyframe != NULL && keyframe->n_events > log->state->n_events))
    {
      g_clear_pointer (&log->state, lab_state_free);
      log->state = keyframe != NULL ? lab_state_copy (keyframe) : lab_state_new ();
    }
  while (log->state->n_events < cursor)
    {
      LabMessage message;

      lab_log_get_event (log, log->state->n_events, &message);
      lab_state_fold (log->state, log->names, &message);
    }
  return log->state;
}

const LabNames *
lab_log_get_names (const LabLog *log)
{
  return log->names;
}

gboolean
lab_log_get_tensor (const LabLog *log,
                    guint64       event,
                    LabTensor    *tensor)
{
  LabMessage message;

  lab_log_get_event (log, event, &message);
  switch ((int) message.kind)
    {
    case LAB_LEAF:
      *tensor = message.leaf.tensor;
      return TRUE;
    case LAB_OP:
      *tensor = message.op.output;
      return TRUE;
    case LAB_INPLACE:
      *tensor = message.inplace.tensor;
      return TRUE;
    case LAB_REFRESH:
      *tensor = message.refresh.tensor;
      return TRUE;
    case LAB_ACC:
      *tensor = message.acc.grad;
      return TRUE;
    case LAB_BWD:
      *tensor = message.bwd.grad;
      return TRUE;
    default:
      return FALSE;
    }
}

/* What an event prints on which stream. */
static LabText
get_printed (const LabLog *log,
             guint64       event,
             guint        *stream)
{
  LabMessage message;

  lab_log_get_event (log, event, &message);
  *stream = message.kind == LAB_OUT ? message.out.stream : 2;
  if (message.kind == LAB_OUT)
    return message.out.text;
  if (message.kind == LAB_WARN)
    return message.warn.text;
  return message.kind == LAB_EXC ? message.exc.text : message.syntax.text;
}

char *
lab_log_dup_output (const LabLog *log,
                    guint64       cursor,
                    guint         stream)
{
  GString *output = g_string_new (NULL);

  for (guint i = 0; i < log->printed->len && g_array_index (log->printed, guint64, i) < cursor; i++)
    {
      guint   its_stream;
      LabText text = get_printed (log, g_array_index (log->printed, guint64, i), &its_stream);

      if (stream == 0 || stream == its_stream)
        g_string_append_len (output, text.data, text.length);
    }
  return g_string_free (output, FALSE);
}

GArray *
lab_log_list_figures (LabLog *log,
                      guint64 cursor)
{
  const guint n_shown = lab_log_get_state (log, cursor)->n_figures;
  GArray     *figures = g_array_sized_new (FALSE, FALSE, sizeof (guint64), n_shown);

  g_array_append_vals (figures, log->figures->data, n_shown);
  return figures;
}
