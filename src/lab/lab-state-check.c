/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What a worker may say in a given state. A program that has broken out of Python can still only send well-formed
 * frames that make sense together; anything else ends the run. */

#include "lab/lab-state.h"

static const char *const unknown_tensor = "a tensor that was never announced";
static const char *const unknown_node = "a node that was never announced";

static gboolean
knows_all (const LabMap  *map,
           const LabList *ids,
           gboolean       zero_is_fine)
{
  for (guint32 i = 0; i < ids->n; i++)
    {
      guint64 id = lab_list_get_u64 (ids, i);

      if (!(zero_is_fine && id == 0) && !lab_map_get (map, id, NULL))
        return FALSE;
    }
  return TRUE;
}

static const char *
check_new_tensor (const LabState *state,
                  guint64         id)
{
  return id == 0 || lab_map_get (&state->tensors, id, NULL) ? "a new tensor with an old number" : NULL;
}

static const char *
check_tensor (const LabState *state,
              guint64         id)
{
  return lab_map_get (&state->tensors, id, NULL) ? NULL : unknown_tensor;
}

/* An operation may read what the program has let go of: the graph remembers. */
static gboolean
were_announced (const LabState *state,
                const LabList  *ids)
{
  for (guint32 i = 0; i < ids->n; i++)
    if (lab_list_get_u64 (ids, i) - 1 >= state->last_tensor)
      return FALSE;
  return TRUE;
}

static const char *
check_inputs (const LabState *state,
              const LabList  *inputs,
              const LabList  *next)
{
  if (!were_announced (state, inputs))
    return unknown_tensor;
  return knows_all (&state->nodes, next, TRUE) ? NULL : unknown_node;
}

static const char *
check_op (const LabState *state,
          const LabOp    *op)
{
  const char *problem = check_inputs (state, &op->inputs, &op->next);
  guint64     event;

  if (op->node != 0 && lab_map_get (&state->nodes, op->node, &event) && event + 1 != state->n_events)
    return "a new node with an old number"; /* unless it is another result of the same operation */
  return problem != NULL ? problem : check_new_tensor (state, op->output.id);
}

static const char *
check_inplace (const LabState   *state,
               const LabInplace *inplace)
{
  const char *problem = check_inputs (state, &inplace->inputs, &inplace->next);

  if (inplace->node != 0 && lab_map_get (&state->nodes, inplace->node, NULL))
    return "a new node with an old number";
  return problem != NULL ? problem : check_tensor (state, inplace->tensor.id);
}

static const char *
check_grad (const LabState *state,
            const LabGrad  *grad)
{
  if (grad->grad != 0 && check_tensor (state, grad->grad) != NULL)
    return unknown_tensor;
  return check_tensor (state, grad->tensor);
}

static const char *
check_free (const LabState *state,
            const LabFree  *message)
{
  if (!knows_all (&state->nodes, &message->nodes, FALSE))
    return unknown_node;
  return knows_all (&state->tensors, &message->tensors, FALSE) ? NULL : unknown_tensor;
}

static const char *
check_backward (const LabState   *state,
                const LabMessage *message)
{
  if (message->kind == LAB_BWD_BEGIN)
    return knows_all (&state->tensors, &message->bwd_begin.roots, FALSE) ? NULL : unknown_tensor;
  if (!state->in_backward)
    return "a step of backward outside it";
  if (message->kind == LAB_BWD)
    return lab_map_get (&state->nodes, message->bwd.node, NULL) ? NULL : unknown_node;
  if (message->kind == LAB_ACC)
    return check_tensor (state, message->acc.leaf);
  if (message->kind == LAB_RELEASE)
    return knows_all (&state->nodes, &message->release.nodes, FALSE) ? NULL : unknown_node;
  return knows_all (&state->nodes, &message->bwd_end.released, FALSE) ? NULL : unknown_node;
}

static const char *
check_depth (const LabState *state,
             guint32         depth,
             guint32         expected)
{
  return depth == expected ? NULL : "calls that do not nest";
}

static const char *
check_variable (const LabState *state,
                guint32         depth,
                const LabValue *value)
{
  if (depth > state->depth)
    return "a variable of a frame that is not there";
  if (value != NULL && value->kind == LAB_VALUE_TENSOR)
    return check_tensor (state, value->tensor);
  return NULL;
}

static const char *
check_figure (const LabState *state,
              guint32         figure)
{
  return figure != 0 && figure == state->open_figure ? NULL : "a part of a figure outside it";
}

const char *
lab_state_check (const LabState   *state,
                 const LabMessage *message)
{
  if (state->ended)
    return "a word after the last";
  switch ((int) message->kind)
    {
    case LAB_LINE:
      return check_depth (state, message->line.depth, state->depth);
    case LAB_CALL:
      return check_depth (state, message->call.depth, state->depth + 1);
    case LAB_RETURN:
      return state->depth == 0 ? "calls that do not nest" : check_depth (state, message->return_.depth, state->depth);
    case LAB_VAR:
      return check_variable (state, message->var.depth, &message->var.value);
    case LAB_UNVAR:
      return check_variable (state, message->unvar.depth, NULL);
    case LAB_LEAF:
      return check_new_tensor (state, message->leaf.tensor.id);
    case LAB_OP:
      return check_op (state, &message->op);
    case LAB_INPLACE:
      return check_inplace (state, &message->inplace);
    case LAB_REFRESH:
      return check_tensor (state, message->refresh.tensor.id);
    case LAB_REQUIRE:
      return check_tensor (state, message->require.tensor);
    case LAB_GRAD:
      return check_grad (state, &message->grad);
    case LAB_BWD_BEGIN:
    case LAB_BWD:
    case LAB_ACC:
    case LAB_BWD_END:
    case LAB_RELEASE:
      return check_backward (state, message);
    case LAB_FREE:
      return check_free (state, &message->free);
    case LAB_FIGURE:
      return state->open_figure != 0 || message->figure.figure == 0 ? "a figure within a figure" : NULL;
    case LAB_AXES:
      return check_figure (state, message->axes.figure);
    case LAB_MARK:
      return check_figure (state, message->mark.figure);
    case LAB_IMAGE:
      return check_figure (state, message->image.figure);
    case LAB_SHOW:
      return check_figure (state, message->show.figure);
    default:
      return NULL;
    }
}
