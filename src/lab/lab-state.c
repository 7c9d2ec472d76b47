/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Folding: how each message changes the state. */

#include "lab/lab-state.h"

#include <string.h>

struct _LabNames
{
  GHashTable *numbers; /* char * → number + 1 */
  GPtrArray  *names;
};

LabNames *
lab_names_new (void)
{
  LabNames *names = g_new (LabNames, 1);

  names->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  names->names = g_ptr_array_new_with_free_func (g_free);
  return names;
}

void
lab_names_free (LabNames *names)
{
  g_hash_table_unref (names->numbers);
  g_ptr_array_unref (names->names);
  g_free (names);
}

guint32
lab_names_intern (LabNames *names,
                  LabText   name)
{
  char    buffer[LAB_MAX_NAME + 1];
  guint32 number;

  memcpy (buffer, name.data, name.length);
  buffer[name.length] = '\0';
  number = GPOINTER_TO_UINT (g_hash_table_lookup (names->numbers, buffer));
  if (number == 0)
    {
      g_ptr_array_add (names->names, g_strdup (buffer));
      number = names->names->len;
      g_hash_table_insert (names->numbers, g_ptr_array_index (names->names, number - 1), GUINT_TO_POINTER (number));
    }
  return number - 1;
}

const char *
lab_names_get (const LabNames *names,
               guint32         number)
{
  return g_ptr_array_index (names->names, number);
}

static void
clear_frame (gpointer frame)
{
  lab_map_clear (&((LabFrame *) frame)->variables);
}

static void
push_frame (GArray *frames,
            guint64 call)
{
  const LabFrame frame = { .call = call };

  g_array_append_val (frames, frame);
}

static GArray *
new_frames (void)
{
  GArray *frames = g_array_new (FALSE, FALSE, sizeof (LabFrame));

  g_array_set_clear_func (frames, clear_frame);
  return frames;
}

LabState *
lab_state_new (void)
{
  LabState *state = g_new0 (LabState, 1);

  state->recording = TRUE;
  state->last_backward = G_MAXUINT64;
  state->frames = new_frames ();
  push_frame (state->frames, 0);
  return state;
}

/* Where the maps of a state are, for what is done to all of them. */
static const gsize maps[] = {
  G_STRUCT_OFFSET (LabState, tensors),
  G_STRUCT_OFFSET (LabState, origins),
  G_STRUCT_OFFSET (LabState, makers),
  G_STRUCT_OFFSET (LabState, nodes),
  G_STRUCT_OFFSET (LabState, released),
  G_STRUCT_OFFSET (LabState, visited),
  G_STRUCT_OFFSET (LabState, grads),
  G_STRUCT_OFFSET (LabState, grad_ids),
  G_STRUCT_OFFSET (LabState, holders),
  G_STRUCT_OFFSET (LabState, required),
};

static void
copy_map (LabMap       *map,
          const LabMap *other)
{
  *map = (LabMap){ 0 };
  lab_map_copy (map, other);
}

LabState *
lab_state_copy (const LabState *state)
{
  LabState *copy = g_memdup2 (state, sizeof *state);

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    copy_map (G_STRUCT_MEMBER_P (copy, maps[i]), G_STRUCT_MEMBER_P (state, maps[i]));
  copy->frames = new_frames ();
  for (guint i = 0; i < state->frames->len; i++)
    {
      const LabFrame *frame = &g_array_index (state->frames, LabFrame, i);

      push_frame (copy->frames, frame->call);
      lab_map_copy (&g_array_index (copy->frames, LabFrame, i).variables, &frame->variables);
    }
  return copy;
}

void
lab_state_free (LabState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    lab_map_clear (G_STRUCT_MEMBER_P (state, maps[i]));
  g_array_unref (state->frames);
  g_free (state);
}

gsize
lab_state_get_size (const LabState *state)
{
  gsize size = 0;

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    size += lab_map_get_n (G_STRUCT_MEMBER_P (state, maps[i]));
  for (guint i = 0; i < state->frames->len; i++)
    size += 1 + lab_map_get_n (&g_array_index (state->frames, LabFrame, i).variables);
  return size;
}

static LabMap *
get_variables (LabState *state,
               guint32   depth)
{
  return &g_array_index (state->frames, LabFrame, depth).variables;
}

static void
set_tensor (LabState *state,
            guint64   id)
{
  guint64 event;

  if (lab_map_get (&state->tensors, id, &event) && !lab_map_get (&state->origins, id, NULL))
    lab_map_set (&state->origins, id, event);
  lab_map_set (&state->tensors, id, state->n_events);
  state->last_tensor = MAX (state->last_tensor, id);
}

static void
fold_requirement (LabState *state,
                  guint64   tensor,
                  gboolean  requires_grad)
{
  if (requires_grad)
    lab_map_set (&state->required, tensor, state->n_events);
  else
    lab_map_remove (&state->required, tensor);
}

static void
fold_op (LabState        *state,
         guint64          node,
         const LabTensor *tensor)
{
  set_tensor (state, tensor->id);
  if (node == 0)
    return;
  lab_map_set (&state->nodes, node, state->n_events);
  lab_map_set (&state->makers, tensor->id, node);
}

/* Values written into a tensor that is some leaf's .grad are a write to that .grad. */
static void
fold_inplace (LabState         *state,
              const LabInplace *inplace)
{
  guint64 leaf;

  fold_op (state, inplace->node, &inplace->tensor);
  if (lab_map_get (&state->holders, inplace->tensor.id, &leaf))
    lab_map_set (&state->grads, leaf, state->n_events);
}

static void
fold_grad (LabState *state,
           guint64   leaf,
           guint64   grad)
{
  guint64 old;

  if (lab_map_get (&state->grad_ids, leaf, &old))
    lab_map_remove (&state->holders, old);
  if (grad == 0)
    {
      lab_map_remove (&state->grad_ids, leaf);
      lab_map_remove (&state->grads, leaf);
      return;
    }
  lab_map_set (&state->grad_ids, leaf, grad);
  lab_map_set (&state->holders, grad, leaf);
  lab_map_set (&state->grads, leaf, state->n_events);
}

static void
fold_acc (LabState     *state,
          const LabAcc *acc)
{
  if (acc->grad.id != 0)
    {
      set_tensor (state, acc->grad.id);
      fold_grad (state, acc->leaf, acc->grad.id);
    }
  lab_map_set (&state->grads, acc->leaf, state->n_events);
}

static void
fold_release (LabState      *state,
              const LabList *nodes)
{
  for (guint32 i = 0; i < nodes->n; i++)
    lab_map_set (&state->released, lab_list_get_u64 (nodes, i), state->n_events);
}

static void
fold_free (LabState      *state,
           const LabFree *message)
{
  for (guint32 i = 0; i < message->nodes.n; i++)
    {
      guint64 node = lab_list_get_u64 (&message->nodes, i);

      lab_map_remove (&state->nodes, node);
      lab_map_remove (&state->released, node);
      lab_map_remove (&state->visited, node);
    }
  for (guint32 i = 0; i < message->tensors.n; i++)
    {
      guint64 tensor = lab_list_get_u64 (&message->tensors, i);

      lab_map_remove (&state->tensors, tensor);
      lab_map_remove (&state->origins, tensor);
      lab_map_remove (&state->makers, tensor);
      lab_map_remove (&state->required, tensor);
      fold_grad (state, tensor, 0);
      lab_map_remove (&state->holders, tensor);
    }
}

static void
fold_call (LabState *state)
{
  push_frame (state->frames, state->n_events);
  state->depth++;
}

static void
fold_return (LabState *state)
{
  g_array_set_size (state->frames, state->depth--);
}

void
lab_state_fold (LabState         *state,
                LabNames         *names,
                const LabMessage *message)
{
  switch ((int) message->kind)
    {
    case LAB_LINE:
      state->line = message->line.line;
      state->line_event = state->n_events;
      break;
    case LAB_CALL:
      fold_call (state);
      break;
    case LAB_RETURN:
      fold_return (state);
      break;
    case LAB_VAR:
      lab_map_set (get_variables (state, message->var.depth), lab_names_intern (names, message->var.name), state->n_events);
      break;
    case LAB_UNVAR:
      lab_map_remove (get_variables (state, message->unvar.depth), lab_names_intern (names, message->unvar.name));
      break;
    case LAB_LEAF:
      set_tensor (state, message->leaf.tensor.id);
      fold_requirement (state, message->leaf.tensor.id, message->leaf.requires_grad);
      break;
    case LAB_REQUIRE:
      fold_requirement (state, message->require.tensor, message->require.requires_grad);
      break;
    case LAB_OP:
      fold_op (state, message->op.node, &message->op.output);
      break;
    case LAB_INPLACE:
      fold_inplace (state, &message->inplace);
      break;
    case LAB_REFRESH:
      set_tensor (state, message->refresh.tensor.id);
      break;
    case LAB_MODE:
      state->recording = message->mode.enabled;
      break;
    case LAB_GRAD:
      fold_grad (state, message->grad.tensor, message->grad.grad);
      break;
    case LAB_BWD_BEGIN:
      state->in_backward++;
      state->last_backward = state->n_events;
      lab_map_clear (&state->visited);
      break;
    case LAB_BWD:
      lab_map_set (&state->visited, message->bwd.node, state->n_events);
      break;
    case LAB_ACC:
      fold_acc (state, &message->acc);
      break;
    case LAB_BWD_END:
      state->in_backward--;
      fold_release (state, &message->bwd_end.released);
      break;
    case LAB_RELEASE:
      fold_release (state, &message->release.nodes);
      break;
    case LAB_FREE:
      fold_free (state, &message->free);
      break;
    case LAB_FIGURE:
      state->open_figure = message->figure.figure;
      break;
    case LAB_SHOW:
      state->open_figure = 0;
      state->n_figures++;
      break;
    case LAB_END:
      state->ended = TRUE;
      break;
    default:
      break;
    }
  state->n_events++;
}
